"""Tables whose truth is known: without groups, with groups at a given distance, and the labelled sets.

In:   a random generator, sizes; for the labelled sets the folder ../shared/data/shapes.
Out:  points, and how many groups they hold.
Not here: judging them (judgement.py). The labelled sets are for looking once: no threshold was fitted to
      them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

Random = np.random.Generator


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


# The six kinds of the false-structure bar; the other kinds of NULLS are shown, and not counted.
COUNTED = (
    "uniform cube",
    "Gaussian",
    "Gaussian, correlated 0.8",
    "log-normal",
    "uniform ball",
    "lesson's customers",
)

SHAPES = Path(__file__).parents[2] / "shared" / "data" / "shapes"
ROUND = {
    "sipu": "a1 a2 a3 s1 s2 s3 s4 d31 r15 unbalance aggregation",
    "fcps": "hepta tetra twodiamonds",
    "wut": "x1 x2 x3 mk1 circles",
    "other": "iris",
    "uci": "wine",
    "g2mg": "g2mg_2_30 g2mg_16_30 g2mg_128_30",
}
MUST_FAIL = {
    "fcps": "chainlink atom target",
    "sipu": "spiral jain pathbased",
    "graves": "ring zigzag",
    "wut": "smile cross isolation mk2 stripes trapped_lovers windows",
}


def labelled(sets: dict[str, str]) -> Iterator[tuple[str, np.ndarray, set[int]]]:
    """Yield name, points and the numbers of groups in the reference readings; wine is standardised."""
    for battery, names in sets.items():
        for name in names.split():
            points = np.loadtxt(SHAPES / battery / f"{name}.data.gz", ndmin=2)
            readings = sorted((SHAPES / battery).glob(f"{name}.labels*.gz"))
            truths = {len(set(np.loadtxt(one, dtype=int)) - {0}) for one in readings}
            if name == "wine":
                points = (points - points.mean(axis=0)) / points.std(axis=0)
            yield name, points, truths


def two_moons(random: Random, n: int) -> np.ndarray:
    """Return two half rings that hook into each other."""
    angle = random.uniform(0, np.pi, n)
    upper = random.integers(0, 2, n).astype(bool)
    x = np.where(upper, np.cos(angle), 1 - np.cos(angle))
    y = np.where(upper, np.sin(angle), 0.5 - np.sin(angle))
    return np.column_stack([x, y]) + 0.05 * random.standard_normal((n, 2))


def standardised(points: np.ndarray) -> np.ndarray:
    """Return points with every column at mean 0 and standard deviation 1, as a user would."""
    spread = points.std(axis=0)
    return (points - points.mean(axis=0)) / np.where(spread > 0, spread, 1)
