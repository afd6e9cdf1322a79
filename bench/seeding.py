"""Greedy k-means++ beside scikit-learn's, on the same rows: how fast, and how good are the starts?

In:   three kinds of rows (normal noise, groups, groups of very different size and spread), float32; --seeds.
Out:  one line each: milliseconds of both (least of several, run in turn) and the ratio; then the mean over
      the seeds of the potential (sum of squared distances to the nearest start, in float64).
Not here: the fit that follows (engine.py).
Run:  python -m bench.seeding --seeds 50
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import numpy as np
from sklearn.cluster import kmeans_plusplus as theirs

from bench.judge import inertia
from covey import __version__, engine
from covey import kmeans_plusplus as ours

TIMED = [(1_000_000, 3, 16), (500_000, 16, 64), (1_000_000, 16, 100)]
JUDGED = [(5_000, 2, 20), (5_000, 16, 50)]
Choose = Callable[..., tuple[np.ndarray, np.ndarray]]


def noise(n: int, d: int, k: int) -> np.ndarray:
    return np.random.default_rng(0).normal(size=(n, d)).astype(np.float32)


def groups(n: int, d: int, k: int) -> np.ndarray:
    random = np.random.default_rng(1)
    centers = random.uniform(-10, 10, size=(k, d))
    return (centers[random.integers(0, k, n)] + random.normal(size=(n, d))).astype(np.float32)


def unequal(n: int, d: int, k: int) -> np.ndarray:
    random = np.random.default_rng(2)
    centers = random.normal(scale=10, size=(k, d))
    share = random.dirichlet(np.full(k, 0.5))
    which = random.choice(k, size=n, p=share)
    spread = np.exp(random.normal(size=k))
    return (centers[which] + spread[which, None] * random.normal(size=(n, d))).astype(np.float32)


def seconds(choose: Choose, points: np.ndarray, k: int) -> float:
    begin = time.perf_counter()
    choose(points, k, random_state=0)
    return time.perf_counter() - begin


def potential(choose: Choose, points: np.ndarray, k: int, n_seeds: int) -> tuple[float, float]:
    """Return the mean over the seeds, and its standard error."""
    found = [inertia(points, choose(points, k, random_state=seed)[0]) for seed in range(n_seeds)]
    return float(np.mean(found)), float(np.std(found, ddof=1) / np.sqrt(n_seeds))


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(prog="python -m bench.seeding", description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=50, help="starts per mean potential (default 50)")
    parser.add_argument("-n", "--repetitions", type=int, default=3, help="timed runs of each (default 3)")
    options = parser.parse_args()
    machine = f"{engine.instruction_set()}, {engine.default_threads()} threads"
    print(f"covey {__version__} ({machine}) beside scikit-learn\n")
    print("rows             n    d    k |   ms: covey  scikit-learn   ratio")
    for n, d, k in TIMED:
        for kind in (noise, groups, unequal):
            points = kind(n, d, k)
            pairs = [
                (seconds(ours, points, k), seconds(theirs, points, k)) for _ in range(options.repetitions)
            ]
            a, b = min(pair[0] for pair in pairs), min(pair[1] for pair in pairs)
            print(
                f"{kind.__name__:8s} {n:9,d} {d:4d} {k:4d} | {a * 1e3:11.1f} {b * 1e3:13.1f} {b / a:7.1f}",
                flush=True,
            )
    print(f"\nmean potential over {options.seeds} seeds")
    print("rows             n    d    k |        covey scikit-learn   difference")
    for n, d, k in JUDGED:
        for kind in (noise, groups, unequal):
            points = kind(n, d, k)
            (a, a_error), (b, b_error) = (
                potential(choose, points, k, options.seeds) for choose in (ours, theirs)
            )
            errors = np.hypot(a_error, b_error)
            print(
                f"{kind.__name__:8s} {n:9,d} {d:4d} {k:4d} | {a:12.6g} {b:12.6g}"
                f"   {100 * (a - b) / b:+.2f} % = {(a - b) / errors:+.1f} standard errors",
                flush=True,
            )


if __name__ == "__main__":
    main()
