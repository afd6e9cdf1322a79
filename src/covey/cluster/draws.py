"""Which rows does a draw take, if it must not see where they stand in the table?

In:   checked rows, weights, a generator of random numbers.
Out:  row indices. Rows stand in the order of a 64-bit hash of their values, and shares are whole numbers:
      permuted rows give the same rows, a weight of 2 is a repeated row, and threads change nothing.
Not here: k-means++ (cpp/seeding.hpp), which has a draw of its own.
Next: minibatch.py; tests/reference/minibatch.py.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from covey import engine
from covey.records import Array

SHARE_BITS = 62


def are_whole(weights: Array) -> bool:
    """Return whether weights say how many rows each row stands for."""
    return bool((weights == np.floor(weights)).all()) and float((weights / 2.0**53).sum()) < 1


def shares_of(weights: Array) -> Array:
    """Return weights as int64 shares (n,): whole ones as they are, others in steps of the largest."""
    if are_whole(weights):
        return weights.astype(np.int64)
    bits = SHARE_BITS - len(weights).bit_length()
    shares: Array = np.rint(np.ldexp(weights / weights.max(), bits)).astype(np.int64)
    return shares


class RowDraw:
    """Draws rows with replacement, each with probability proportional to its weight."""

    def __init__(self, points: Any, weights: Array | None, n_threads: int | None):
        hashes = engine.row_hashes(points, n_threads=n_threads)
        order = np.argsort(hashes)
        self._ends: Array | None = None
        if weights is not None:
            order = order[weights[order] > 0]
            self._ends = np.cumsum(shares_of(weights)[order])
        self._order = order
        hashes = hashes[order]
        self.n_distinct = 1 + int((hashes[1:] != hashes[:-1]).sum())
        self.n_rows = len(order) if weights is None or not are_whole(weights) else int(weights.sum())

    def draw(self, random: np.random.Generator, size: int) -> Array:
        """Return row indices (size,), int64."""
        if self._ends is None:
            found: Array = self._order[random.integers(0, len(self._order), size)]
            return found
        drawn = random.integers(0, self._ends[-1], size)
        drawn_rows: Array = self._order[np.searchsorted(self._ends, drawn, side="right")]
        return drawn_rows


def different_rows(
    points: Any, weights: Array | None, random: np.random.Generator, size: int, n_threads: int | None
) -> Array:
    """Return indices of different rows, `size` or half of those there are, drawn by weight.

    Source: Efraimidis, Spirakis (2006), Weighted random sampling with a reservoir, Inf. Process. Lett. 97.
    """
    _, first, places = np.unique(
        engine.row_hashes(points, n_threads=n_threads), return_index=True, return_inverse=True
    )
    shares = np.ones(len(places), np.int64) if weights is None else shares_of(weights)
    masses = np.zeros(len(first), np.int64)
    np.add.at(masses, places, shares)
    waits = random.exponential(size=len(first))[masses > 0] / masses[masses > 0]
    earliest = np.argsort(waits, kind="stable")[: min(size, len(waits) // 2)]
    found: Array = first[masses > 0][earliest]
    return found
