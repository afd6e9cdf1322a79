"""Simulated tables on which k-means must fail, and round ones on which it must not be said to.

In:   a random generator.
Out:  points; how many rows, how thick and how far apart is drawn too.
Not here: judging them (judgement.py). Made after the kinds of shapes that people know (rings, crescents, a
      ball in a shell, bands), not after any labelled file. Rules were fitted to seeds from 7,000,000 on, and
      measured on others.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

Random = np.random.Generator
Make = Callable[[Random], np.ndarray]


def _rows(random: Random) -> int:
    return int(random.integers(300, 1200))


def _turned(random: Random, points: np.ndarray) -> np.ndarray:
    """Return points turned by a random angle in their first two columns."""
    angle = random.uniform(0, 2 * np.pi)
    turn = np.eye(points.shape[1])
    turn[:2, :2] = [[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]
    return points @ turn


def _arc(random: Random, n: int, radius: float, low: float, high: float, thick: float) -> np.ndarray:
    angle = random.uniform(low, high, n)
    ring = np.column_stack([np.cos(angle), np.sin(angle)]) * radius
    return ring + thick * random.standard_normal((n, 2))


def rings(random: Random) -> np.ndarray:
    n = _rows(random)
    inner = int(n * random.uniform(0.2, 0.4))
    thick, outer = random.uniform(0.05, 0.2), random.uniform(1.8, 3)
    return np.vstack(
        [_arc(random, inner, 1, 0, 2 * np.pi, thick), _arc(random, n - inner, outer, 0, 2 * np.pi, thick)]
    )


def thin_rings(random: Random) -> np.ndarray:
    """Return two or three rings of few rows, which fall into arcs by chance."""
    n_rings = int(random.integers(2, 4))
    sizes = random.integers(40, 160, n_rings)
    parts = [_arc(random, n, 1.5 * i + 1, 0, 2 * np.pi, 0.03) for i, n in enumerate(sizes)]
    return np.vstack(parts)


def ring_around_ball(random: Random) -> np.ndarray:
    n = _rows(random)
    inner = int(n * random.uniform(0.2, 0.5))
    ball = random.standard_normal((inner, 2)) * random.uniform(0.3, 0.45)
    return np.vstack([ball, _arc(random, n - inner, 3, 0, 2 * np.pi, 0.15)])


def ball_in_shell(random: Random) -> np.ndarray:
    n = _rows(random)
    inner = int(n * random.uniform(0.2, 0.6))
    way = random.standard_normal((n, 3))
    way /= np.linalg.norm(way, axis=1, keepdims=True)
    radius = np.r_[
        random.uniform(0, 1, inner) ** (1 / 3), random.uniform(0.9, 1, n - inner) * random.uniform(2.5, 4)
    ]
    return way * radius[:, None]


def linked_rings(random: Random) -> np.ndarray:
    n = _rows(random) // 2
    first = np.column_stack([_arc(random, n, 1, 0, 2 * np.pi, 0.06), 0.06 * random.standard_normal(n)])
    second = np.column_stack([_arc(random, n, 1, 0, 2 * np.pi, 0.06), 0.06 * random.standard_normal(n)])
    return np.vstack([first, second[:, [0, 2, 1]] + [1, 0, 0]])


def moons(random: Random) -> np.ndarray:
    n, thick = _rows(random) // 2, random.uniform(0.04, 0.1)
    upper, lower = _arc(random, n, 1, 0, np.pi, thick), _arc(random, n, 1, np.pi, 2 * np.pi, thick)
    return _turned(random, np.vstack([upper, lower + np.array([1, 0.4])]))


def spirals(random: Random) -> np.ndarray:
    n_arms, n = int(random.integers(2, 4)), _rows(random) // 2
    parts = []
    for arm in range(n_arms):
        turn = np.sqrt(random.uniform(0.1, 1, n)) * 3 * np.pi
        angle = turn + 2 * np.pi * arm / n_arms
        parts.append(np.column_stack([np.cos(angle), np.sin(angle)]) * turn[:, None])
    return np.vstack(parts) + random.uniform(0.1, 0.35) * random.standard_normal((n * n_arms, 2))


def zigzags(random: Random) -> np.ndarray:
    """Return two or three zigzag lines, one above the other."""
    n_lines, n = int(random.integers(2, 4)), _rows(random) // 2
    apart, thick = random.uniform(0.5, 1.2), random.uniform(0.02, 0.05)
    parts = []
    for line in range(n_lines):
        along = random.uniform(0, 6, n)
        height = np.abs(along % 2 - 1) + apart * line
        parts.append(np.column_stack([along, height]))
    return _turned(random, np.vstack(parts) + thick * random.standard_normal((n * n_lines, 2)))


def bands(random: Random) -> np.ndarray:
    """Return long groups side by side."""
    n_bands, n = int(random.integers(2, 5)), _rows(random) // 3
    apart = random.uniform(6, 9)
    parts = [random.standard_normal((n, 2)) * [12, 1] + [0, apart * band] for band in range(n_bands)]
    return _turned(random, np.vstack(parts))


def open_ring(random: Random) -> np.ndarray:
    """Return an open ring around two balls."""
    n = _rows(random)
    ring = _arc(random, n // 2, 6, 0.15 * np.pi, 1.85 * np.pi, 0.35)
    width = random.uniform(0.5, 1)
    balls = [random.standard_normal((n // 4, 2)) * width + [x, 0] for x in (-2.2, 2.2)]
    return _turned(random, np.vstack([ring, *balls]))


def dense_and_sparse(random: Random) -> np.ndarray:
    """Return a long sparse crescent beside a dense one."""
    n = _rows(random)
    sparse = _arc(random, n // 4, 1, 0, np.pi, 0.09)
    dense = _arc(random, n - n // 4, 1, np.pi, 2 * np.pi, 0.05) + np.array([1, 0.35])
    return _turned(random, np.vstack([sparse, dense]))


def face(random: Random) -> np.ndarray:
    """Return a ring with two balls and an arc in it."""
    n = _rows(random)
    eyes = [random.standard_normal((n // 8, 2)) * 0.25 + [x, 1.2] for x in (-1.2, 1.2)]
    mouth = _arc(random, n // 4, 2, 1.2 * np.pi, 1.8 * np.pi, 0.08)
    return np.vstack([*eyes, mouth, _arc(random, n // 2, 4, 0, 2 * np.pi, 0.12)])


NOT_ROUND: dict[str, Make] = {
    "rings": rings,
    "thin rings": thin_rings,
    "ring around ball": ring_around_ball,
    "ball in shell": ball_in_shell,
    "linked rings": linked_rings,
    "moons": moons,
    "spirals": spirals,
    "zigzags": zigzags,
    "bands": bands,
    "open ring": open_ring,
    "dense and sparse": dense_and_sparse,
    "face": face,
}


def _centers(random: Random, k: int, d: int, apart: float) -> np.ndarray:
    centers = random.uniform(size=(k, d))
    between = np.linalg.norm(centers[:, None] - centers[None], axis=2) + np.eye(k) * 1e9
    return centers * (apart / between.min())


def balls(random: Random) -> np.ndarray:
    """Return two to twelve Gaussian groups that overlap a little or stand apart."""
    k, d = int(random.integers(2, 13)), int(random.choice([2, 3, 8]))
    sizes = random.integers(40, 160, k)
    centers = _centers(random, k, d, random.uniform(3.5, 7))
    return np.repeat(centers, sizes, axis=0) + random.standard_normal((sizes.sum(), d))


def unequal_balls(random: Random) -> np.ndarray:
    """Return groups of unequal width and size."""
    k, d = int(random.integers(2, 7)), int(random.choice([2, 3]))
    sizes, widths = random.integers(30, 300, k), random.uniform(0.5, 1.2, k)
    centers = _centers(random, k, d, random.uniform(5, 8))
    width = np.repeat(widths, sizes)[:, None]
    return np.repeat(centers, sizes, axis=0) + width * random.standard_normal((sizes.sum(), d))


def discs(random: Random) -> np.ndarray:
    """Return groups with sharp edges."""
    k = int(random.integers(2, 8))
    sizes = random.integers(60, 200, k)
    n = int(sizes.sum())
    way = random.standard_normal((n, 2))
    way *= np.sqrt(random.uniform(size=(n, 1))) / np.linalg.norm(way, axis=1, keepdims=True)
    return np.repeat(_centers(random, k, 2, random.uniform(2.05, 3.5)), sizes, axis=0) + way


def eggs(random: Random) -> np.ndarray:
    """Return groups up to twice as long as wide, which k-means still finds."""
    k = int(random.integers(2, 6))
    sizes = random.integers(60, 200, k)
    centers = _centers(random, k, 2, random.uniform(7, 10))
    stretch = np.repeat(random.uniform(1, 2, (k, 2)), sizes, axis=0)
    return np.repeat(centers, sizes, axis=0) + stretch * random.standard_normal((sizes.sum(), 2))


def one_crowd(random: Random) -> np.ndarray:
    n, d = _rows(random), int(random.choice([2, 3, 5]))
    if random.integers(2):
        return random.standard_normal((n, d))
    return random.uniform(size=(n, d))


IS_ROUND: dict[str, Make] = {
    "balls": balls,
    "unequal balls": unequal_balls,
    "discs": discs,
    "eggs": eggs,
    "one crowd": one_crowd,
}
