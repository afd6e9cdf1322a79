"""Points with and without groups, for the tests of this folder: (random, n, d) -> (n, d) points."""

from __future__ import annotations

import numpy as np


def standardised(points):
    spread = points.std(axis=0)
    return (points - points.mean(axis=0)) / np.where(spread > 0, spread, 1)


def cube(random, n, d):
    return random.uniform(size=(n, d))


def gaussian(random, n, d):
    return random.standard_normal((n, d))


def correlated(random, n, d):
    return random.standard_normal((n, d)) * np.sqrt(0.2) + random.standard_normal((n, 1)) * np.sqrt(0.8)


def log_normal(random, n, d):
    return np.exp(random.standard_normal((n, d)))


def ball(random, n, d):
    way = random.standard_normal((n, d))
    return way / np.linalg.norm(way, axis=1, keepdims=True) * random.uniform(size=(n, 1)) ** (1 / d)


def ring(random, n, d):
    angle = random.uniform(0, 2 * np.pi, n)
    return np.column_stack([np.cos(angle), np.sin(angle)]) + 0.03 * random.standard_normal((n, 2))


def ratings(random, n, d):
    return np.clip(np.round(3 + random.standard_normal((n, 1)) + 0.8 * random.standard_normal((n, d))), 1, 5)


def turned_cube(random, n, d):
    """A cube on a corner: its columns have one hump each, and it falls into parts along its own edges."""
    turn = np.linalg.qr(random.standard_normal((d, d)))[0]
    if d == 2:
        turn = np.array([[1.0, 1.0], [-1.0, 1.0]])
    return random.uniform(-1, 1, size=(n, d)) @ turn


NOISE = [cube, gaussian, correlated, log_normal, ball, ring, ratings]


def groups(random, k, d, apart, sizes):
    """Round groups of standard deviation 1, the two nearest `apart` from each other."""
    centers = random.uniform(size=(k, d))
    between = np.linalg.norm(centers[:, None] - centers[None], axis=2) + np.eye(k) * 1e9
    counts = random.integers(*sizes, size=k)
    spread_out = centers * (apart / between.min())
    return np.repeat(spread_out, counts, axis=0) + random.standard_normal((counts.sum(), d))
