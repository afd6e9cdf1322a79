"""Which rows lie so far out that they would form segments of their own?

In:   points, and how each coordinate is measured: its middle and spread over the rows that are kept.
Out:  a mark for each row, and middles and spreads with which new rows are judged.
Not here: deleting anything. Rows set apart are kept out of the fit and labelled after it.
A row is set apart if one coordinate is more than 6 standard deviations from the middle, both taken over the
rows kept: first those within 6 robust ones (median; median distance on each side of it), then again until
nothing changes. A coordinate in which more than 2 % of the rows are out has a group there, not outliers, and
sets nobody apart. Gaussian, uniform, logarithmic and clustered tables lose no row.
Source: reweighting after a robust start, as in Rousseeuw & Leroy (1987), Robust Regression.
Next: prepare.py.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from covey.records import Array, Recipe
from covey.table.transform import places

LIMIT = 6.0
MOST_APART = 0.02
FEWEST_ROWS = 20
_MAD_TO_DEVIATION = 1.4826
_MAX_ROUNDS = 50


def beyond(points: Array, recipe: Recipe) -> Array:
    """Return which rows lie farther out than rows of the fit were allowed to.

    Parameters
    ----------
    points : array of shape (n_rows, n_coordinates)
        From `prepare` or `to_points`.
    recipe : Recipe
        The recipe the points were made with.

    Returns
    -------
    bool array of shape (n_rows,)
        True where a coordinate is more than `recipe.apart_limit` robust standard deviations from its middle.

    Examples
    --------
    >>> from covey.table import prepare, read, roles
    >>> table = read({"spend": [float(10 + i % 7) for i in range(99)] + [900.0]})
    >>> prepared = prepare(table, roles(table))
    >>> beyond(prepared.points, prepared.recipe).sum()
    np.int64(1)
    """
    marked = np.zeros(len(points), dtype=bool)
    for transform, place in places(recipe):
        if transform.levels is None and math.isfinite(transform.spread):
            distance = np.abs(points[:, place.start] - transform.middle)
            marked |= distance > recipe.apart_limit * transform.spread
    return marked


def most_apart(n_rows: int) -> int:
    """Return how many rows of a table may be set apart: 2 %, at least one, none of a very small table."""
    return max(1, int(MOST_APART * n_rows)) if n_rows >= FEWEST_ROWS else 0


def spreads(coordinate: Array, n_rows: int) -> tuple[float, float]:
    """Return middle and spread of one coordinate; an infinite spread if nobody is to be set apart by it."""
    coordinate = np.sort(coordinate)  # sums round by their order: rows in any order, the same bits
    kept = _within(coordinate, *_robust(coordinate))
    for _ in range(_MAX_ROUNDS):
        if len(coordinate) - kept.sum() > most_apart(n_rows) or not kept.any():
            return float(np.mean(coordinate)), math.inf
        middle, spread = float(coordinate[kept].mean()), float(coordinate[kept].std())
        again = _within(coordinate, middle, spread)
        if (again == kept).all():
            return middle, spread
        kept = again
    return float(np.mean(coordinate)), math.inf


def without_limits(recipe: Recipe) -> Recipe:
    """Return the recipe with no row ever too far out."""
    return replace(recipe, transforms=tuple(replace(one, spread=math.inf) for one in recipe.transforms))


def _within(coordinate: Array, middle: float, spread: Array | float) -> Array:
    return np.asarray(np.abs(coordinate - middle) <= LIMIT * spread)


def _robust(coordinate: Array) -> tuple[float, Array]:
    """Return the median and, for each row, the robust standard deviation on its side of the median."""
    middle = float(np.median(coordinate))
    away = coordinate - middle
    whole = float(np.median(np.abs(away))) * _MAD_TO_DEVIATION
    if whole == 0:  # more than half the rows share one value
        low, high = np.quantile(coordinate, [0.25, 0.75])
        whole = float(high - low) / 1.349 or float(coordinate.std())
    sides = [away[away < 0], away[away > 0]]
    lower, upper = (
        max(whole, float(np.median(np.abs(side))) * _MAD_TO_DEVIATION) if len(side) else whole
        for side in sides
    )
    return middle, np.where(away < 0, lower, upper)
