"""How often does covey see groups that are not there, and how often does it find those that are?

In:   simulated tables, their columns standardised as a user would; --sets per kind, --seed.
Out:  one line per kind: how often "natural" was said, the share of right K, the K given.
Not here: timings; the seeds of the tests (they start at 0; the ones here at 3,000,000).
Run:  python bench/judgement.py --sets 100
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable
from time import perf_counter

import numpy as np

from covey.judgement import evidence

Random = np.random.Generator
FIRST_SEED = 3_000_000


def cube(random: Random, n: int, d: int) -> np.ndarray:
    return random.uniform(size=(n, d))


def gaussian(random: Random, n: int, d: int) -> np.ndarray:
    return random.standard_normal((n, d))


def correlated(random: Random, n: int, d: int) -> np.ndarray:
    return random.standard_normal((n, d)) * np.sqrt(0.2) + random.standard_normal((n, 1)) * np.sqrt(0.8)


def log_normal(random: Random, n: int, d: int) -> np.ndarray:
    return np.exp(random.standard_normal((n, d)))


def ball(random: Random, n: int, d: int) -> np.ndarray:
    way = random.standard_normal((n, d))
    return way / np.linalg.norm(way, axis=1, keepdims=True) * random.uniform(size=(n, 1)) ** (1 / d)


def lesson(random: Random, n: int, d: int) -> np.ndarray:
    means, spreads = np.array([30, 5, 200]), np.array([20, 3, 100])
    return np.abs(random.normal(means, spreads, size=(n, 3)))


def exponential(random: Random, n: int, d: int) -> np.ndarray:
    return random.exponential(size=(n, d))


def heavy_tails(random: Random, n: int, d: int) -> np.ndarray:
    return random.standard_t(3, size=(n, d))


def mixed(random: Random, n: int, d: int) -> np.ndarray:
    """Every column of another shape, a flag and a rating among them."""
    shapes = [
        lambda: random.uniform(size=n),
        lambda: random.standard_normal(n),
        lambda: random.lognormal(size=n),
        lambda: random.integers(0, 2, n),
        lambda: random.integers(1, 6, n),
        lambda: random.poisson(3, n),
        lambda: random.beta(2, 5, n),
    ]
    return np.column_stack([shapes[j % len(shapes)]() for j in range(max(d, 3))]).astype(float)


def one_column(random: Random, n: int, d: int) -> np.ndarray:
    return [cube, gaussian, log_normal, exponential][random.integers(4)](random, n, 1)


NULLS: dict[str, Callable[[Random, int, int], np.ndarray]] = {
    "uniform cube": cube,
    "Gaussian": gaussian,
    "Gaussian, correlated 0.8": correlated,
    "log-normal": log_normal,
    "uniform ball": ball,
    "lesson's customers": lesson,
    "exponential": exponential,
    "heavy tails (t, 3)": heavy_tails,
    "mixed shapes, flags, ratings": mixed,
    "one column": one_column,
}


def groups(random: Random, k: int, d: int, apart: float, n_each: tuple[int, int]) -> np.ndarray:
    """Return k round groups of unequal sizes, the two nearest `apart` standard deviations from each other."""
    centers = random.uniform(size=(k, d))
    between = np.linalg.norm(centers[:, None] - centers[None], axis=2) + np.eye(k) * 1e9
    centers *= apart / between.min()
    sizes = random.integers(n_each[0], n_each[1] + 1, size=k)
    return np.repeat(centers, sizes, axis=0) + random.standard_normal((sizes.sum(), d))


def in_one_column(random: Random, d: int, apart: float, n: int) -> np.ndarray:
    points = random.standard_normal((n, d))
    points[: int(n * random.uniform(0.3, 0.5)), random.integers(d)] += apart
    return points


def judge(points: np.ndarray, seed: int, k_max: int = 10) -> int:
    spread = points.std(axis=0)
    return evidence(
        (points - points.mean(axis=0)) / np.where(spread > 0, spread, 1), range(1, k_max + 1), seed=seed
    ).natural_k


def show(name: str, answers: list[tuple[int, int]], seconds: float) -> None:
    natural = np.mean([found > 1 for found, _ in answers])
    right = np.mean([found == truth for found, truth in answers])
    counts = " ".join(f"{k}:{times}" for k, times in sorted(Counter(found for found, _ in answers).items()))
    print(f"{name:44} {len(answers):5} {natural:8.3f} {right:8.3f}   {seconds:6.1f} s   {counts}", flush=True)


def run_nulls(n_sets: int, seed: int, n_range: tuple[int, int]) -> None:
    print(f"\nno groups, n {n_range[0]} to {n_range[1]}, d 2 to 20" + " " * 8 + "sets  natural    right")
    for number, (name, make) in enumerate(NULLS.items()):
        started, answers = perf_counter(), []
        for i in range(n_sets):
            random = np.random.default_rng([seed, number, i])
            n = int(np.exp(random.uniform(*np.log(n_range))))
            answers.append((judge(make(random, n, int(random.choice([2, 3, 5, 10, 20]))), i), 1))
        show(name, answers, perf_counter() - started)


def run_groups(n_sets: int, seed: int) -> None:
    print("\ngroups" + " " * 38 + "sets  natural    right")
    for apart in (3.0, 4.0, 5.0, 6.0, 8.0):
        for k_range in ((2, 4), (5, 8)):
            started, answers = perf_counter(), []
            for i in range(n_sets):
                random = np.random.default_rng([seed, 100 + int(apart), k_range[0], i])
                k, d = int(random.integers(k_range[0], k_range[1] + 1)), int(random.choice([2, 3, 5, 10]))
                answers.append((judge(groups(random, k, d, apart, (25, 120)), i), k))
            show(
                f"{k_range[0]} to {k_range[1]} groups {apart:.0f} apart, d 2 to 10",
                answers,
                perf_counter() - started,
            )
    for apart in (4.0, 5.0, 6.0):
        started, answers = perf_counter(), []
        for i in range(n_sets):
            random = np.random.default_rng([seed, 200 + int(apart), i])
            d, n = int(random.choice([2, 3, 5, 8])), int(np.exp(random.uniform(np.log(100), np.log(2000))))
            answers.append((judge(in_one_column(random, d, apart, n), i), 2))
        show(f"2 groups {apart:.0f} apart in one of 2 to 8 columns", answers, perf_counter() - started)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sets", type=int, default=100, help="simulated tables per line")
    parser.add_argument("--seed", type=int, default=FIRST_SEED)
    parser.add_argument("--small", action="store_true", help="also tables of 8 to 80 rows without groups")
    options = parser.parse_args()
    run_groups(options.sets, options.seed)
    run_nulls(options.sets, options.seed, (100, 2000))
    if options.small:
        run_nulls(options.sets, options.seed + 1, (8, 80))


if __name__ == "__main__":
    main()
