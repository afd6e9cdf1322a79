"""The engine beside scikit-learn: the same start, the same iterations, interleaved.

In:   workloads (n, d, k), all float32, tol=0 so that both run the same number of iterations.
Out:  one line each: milliseconds per iteration, the ratio, inertia of both, GFLOP/s and GB/s.
Next: peaks.py for what the machine can do.
"""

from __future__ import annotations

import argparse
import time
import warnings
from dataclasses import dataclass
from statistics import median

import numpy as np
from sklearn.cluster import KMeans as TheirKMeans

from bench.peaks import copy_gigabytes, multiply_add_gigaflops
from covey import KMeans, __version__, engine


@dataclass(frozen=True)
class Workload:
    """Rows of normal noise: nothing to skip, every iteration does full work."""

    n: int
    d: int
    k: int
    iterations: int


WORKLOADS = [
    Workload(300, 2, 4, 10),
    Workload(1_000_000, 3, 16, 20),
    Workload(2_000_000, 4, 4, 20),
    Workload(500_000, 16, 64, 20),
    Workload(100_000, 384, 256, 10),
    Workload(200_000, 128, 1024, 10),
]


def inertia(points: np.ndarray, centers: np.ndarray) -> float:
    """Return the sum of squared distances to the nearest centers, in float64, for any engine's centers."""
    total = 0.0
    centers = centers.astype(np.float64)
    norms = (centers**2).sum(axis=1)
    for begin in range(0, len(points), 4096):
        part = points[begin : begin + 4096].astype(np.float64)
        nearest = (norms - 2 * part @ centers.T).argmin(axis=1)
        total += float(((part - centers[nearest]) ** 2).sum())
    return total


def timed(estimator: type, points: np.ndarray, work: Workload) -> tuple[float, np.ndarray]:
    """Return the seconds of one whole call of fit, and its centers."""
    model = estimator(work.k, init=points[: work.k], n_init=1, max_iter=work.iterations, tol=0)
    begin = time.perf_counter()
    model.fit(points)
    return time.perf_counter() - begin, model.cluster_centers_


def compare(work: Workload, repetitions: int) -> tuple[list[float], list[float], float, float]:
    """Return the seconds of both, run in turn, and the inertia of both."""
    points = np.random.default_rng(work.n + work.d).normal(size=(work.n, work.d)).astype(np.float32)
    ours, theirs = [], []
    for turn in range(repetitions + 1):
        a, our_centers = timed(KMeans, points, work)
        b, their_centers = timed(TheirKMeans, points, work)
        if turn > 0:  # the first turn warms both up
            ours.append(a)
            theirs.append(b)
    return ours, theirs, inertia(points, our_centers), inertia(points, their_centers)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__.splitlines()[0])
    parser.add_argument("-n", "--repetitions", type=int, default=5, help="counted runs of each (default 5)")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    flops, bandwidth = multiply_add_gigaflops(), copy_gigabytes()
    print(
        f"covey {__version__} ({engine.instruction_set()}, {engine.default_threads()} threads) beside "
        f"scikit-learn; float32; same start, same iterations, whole call of fit\n"
        f"this machine: {flops:.0f} GFLOP/s multiply-add, {bandwidth:.0f} GB/s copy\n"
    )
    print(
        "         n    d     k  iter | ms/iter: covey (min)  scikit-learn (min)  ratio (min) | "
        "inertia: covey  scikit-learn  | GFLOP/s  GB/s"
    )
    for work in WORKLOADS:
        ours, theirs, our_inertia, their_inertia = compare(work, options.repetitions)
        a, b = median(ours) / work.iterations, median(theirs) / work.iterations
        least, their_least = min(ours) / work.iterations, min(theirs) / work.iterations
        print(
            f"{work.n:10,d} {work.d:4d} {work.k:5d} {work.iterations:5d} |"
            f" {a * 1e3:12.3f} ({least * 1e3:8.3f}) {b * 1e3:10.3f} ({their_least * 1e3:8.3f})"
            f" {b / a:6.1f} ({min(theirs) / min(ours):5.1f}) |"
            f" {our_inertia:14.8g} {their_inertia:14.8g} |"
            f" {2e-9 * work.n * work.d * work.k / a:8.1f} {4e-9 * work.n * work.d / a:5.1f}",
            flush=True,
        )
