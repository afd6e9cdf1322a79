"""What would points without groups look like? Draw such points, of the same size and spread.

In:   points (n, d) float64.
Out:  reference sets (n, d'): uniform in the box along the principal axes of the points. Columns with few
      different values (flags, ratings) are shuffled instead, so that their steps count on both sides. Axes
      along which the points do not differ are dropped; the sets are rotated, which no distance notices.
Not here: fitting them; `gap` and `separation` read the fits.
Source: Tibshirani, Walther, Hastie (2001), J. R. Statist. Soc. B 63, 411-423, choice (b) of reference.
Next: `gap`.
"""

from __future__ import annotations

import numpy as np

from covey.records import Array

FEW_VALUES = 10  # a column with at most this many different values, each met ten times on average, has steps


def draw(points: Array, n_sets: int, random: np.random.Generator) -> list[Array]:
    """Return `n_sets` sets of structureless points like `points`.

    Parameters
    ----------
    points : array of shape (n_rows, n_coordinates)
    n_sets : int
    random : numpy.random.Generator

    Returns
    -------
    list of float64 arrays of shape (n_rows, n_axes)

    Notes
    -----
    Time n·d² for the axes, then n·d per set.

    Examples
    --------
    >>> points = np.random.default_rng(0).normal(size=(50, 3))
    >>> [one.shape for one in draw(points, 2, np.random.default_rng(1))]
    [(50, 3), (50, 3)]
    """
    stepped = np.array([_has_steps(column) for column in points.T], dtype=bool)
    low, high = _box(points[:, ~stepped])
    steps = points[:, stepped]
    sets = []
    for _ in range(n_sets):
        box = random.uniform(low, high, size=(len(points), len(low)))
        sets.append(np.ascontiguousarray(np.hstack([box, random.permuted(steps, axis=0)])))
    return sets


def _has_steps(column: Array) -> bool:
    n_values = len(np.unique(column))
    return n_values <= FEW_VALUES and n_values * 10 <= len(column)


def _box(points: Array) -> tuple[Array, Array]:
    """Return the least and the greatest coordinate along each principal axis that has any width."""
    if points.shape[1] == 0:
        return np.empty(0), np.empty(0)
    centered = points - points.mean(axis=0)
    axes = np.linalg.svd(centered, full_matrices=False)[2]
    along = centered @ axes.T
    low, high = along.min(axis=0), along.max(axis=0)
    wide = (high - low) > 1e-9 * (high - low).max()
    return low[wide], high[wide]
