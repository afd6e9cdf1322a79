"""What would points without groups look like? Draw such points, of the same size and spread.

In:   points (n, d) float64.
Out:  reference sets (n, d'): uniform in the box along the principal axes of the points. Columns with few
      different values (flags, ratings) are shuffled instead, so that their steps count on both sides; the
      columns of one category are shuffled together. Axes without any spread are dropped.
Not here: fitting them; `gap` and `separation` read the fits.
Source: Tibshirani, Walther, Hastie (2001), J. R. Statist. Soc. B 63, 411-423, choice (b) of reference.
Next: `gap`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from covey.records import Array

FEW_VALUES = 10  # a column with at most this many different values, each met ten times on average, has steps


@dataclass(frozen=True)
class References:
    """Sets of points without groups, and which coordinates can tell groups apart.

    A column with two values falls in two whatever else is true, so it tells nothing, unless all columns are
    like that. `telling` marks the columns of the points, `telling_in_sets` those of the sets.
    """

    sets: tuple[Array, ...]
    telling: Array
    telling_in_sets: Array


def draw(points: Array, n_sets: int, random: np.random.Generator) -> References:
    """Return `n_sets` sets of structureless points like `points`.

    Parameters
    ----------
    points : array of shape (n_rows, n_coordinates)
    n_sets : int
    random : numpy.random.Generator

    Returns
    -------
    References
        Its sets are float64 arrays of shape (n_rows, n_axes); their axes are rotated, which no distance
        notices.

    Notes
    -----
    Time n·d² for the axes, then n·d per set.

    Examples
    --------
    >>> points = np.random.default_rng(0).normal(size=(50, 3))
    >>> [one.shape for one in draw(points, 2, np.random.default_rng(1)).sets]
    [(50, 3), (50, 3)]
    """
    stepped = np.array([has_steps(column) for column in points.T], dtype=bool)
    low, high = _box(points[:, ~stepped])
    steps = points[:, stepped]
    blocks = categories(steps)
    sets = []
    for _ in range(n_sets):
        box = random.uniform(low, high, size=(len(points), len(low)))
        shuffled = [steps[random.permutation(len(points))][:, block] for block in blocks]
        sets.append(np.ascontiguousarray(np.hstack([box, *shuffled])))
    two = stepped & np.array([len(np.unique(column)) <= 2 for column in points.T], dtype=bool)
    if two.all():
        two[:] = False
    return References(tuple(sets), ~two, np.concatenate([np.ones(len(low), dtype=bool), ~two[stepped]]))


def categories(steps: Array) -> list[slice]:
    """Return runs of columns to shuffle together: indicators of which no row has two are one category."""
    blocks: list[slice] = []
    taken = np.zeros(len(steps))
    for j, column in enumerate(steps.T):
        raised = (column == column.max()) & (column > column.min())
        is_flag = len(np.unique(column)) == 2
        if is_flag and blocks and (taken + raised).max() <= 1:
            blocks[-1] = slice(blocks[-1].start, j + 1)
            taken = taken + raised
        else:
            blocks.append(slice(j, j + 1))
            taken = raised.astype(float) if is_flag else np.full(len(steps), 2.0)
    return blocks


def has_steps(column: Array) -> bool:
    """Return whether a column has few different values, each met ten times on average."""
    n_values = len(np.unique(column))
    return 1 < n_values <= FEW_VALUES and n_values * 10 <= len(column)


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
