"""Has a column more than one hump?

In:   values (n,), any order.
Out:  the dip: how far the empirical distribution is from the nearest one with a single hump, and between
      which values that hump stands; a p-value against a uniform crowd, or one less flat.
Not here: how flat that is (`flat`); which columns to look at, and how many looks that is (`humps`).
Source: Hartigan, Hartigan (1985), The dip test of unimodality, Ann. Statist. 13, 70-84; the algorithm is that
      of section 4 there, with weights on the different values.
Next: `flat`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from covey.records import Array

# Quantiles of sqrt(n) * dip of n uniform values, simulated. Rows: n; columns: CHANCES.
CHANCES = (0.5, 0.1, 0.05, 0.01, 0.001, 0.0001)
_QUANTILES = {
    10: (0.310, 0.413, 0.441, 0.506, 0.575, 0.619),
    20: (0.328, 0.435, 0.470, 0.543, 0.621, 0.689),
    50: (0.346, 0.460, 0.497, 0.571, 0.653, 0.718),
    100: (0.355, 0.471, 0.510, 0.591, 0.670, 0.743),
    200: (0.361, 0.484, 0.521, 0.595, 0.704, 0.749),
    500: (0.368, 0.489, 0.532, 0.617, 0.709, 0.749),
}


@dataclass(frozen=True)
class Dip:
    """The distance from the nearest distribution with one hump, and the steps of that distribution.

    `knots` are values of the column, `heights` the distribution function there; it is straight in between.
    """

    distance: float
    knots: Array
    heights: Array


def dip(values: Array) -> Dip:
    """Return how far values are from having a single hump.

    Parameters
    ----------
    values : array of shape (n,), finite

    Returns
    -------
    Dip
        `distance` from 1/(2n) to 1/4.

    Notes
    -----
    Time n log n for sorting, then a few passes.

    Examples
    --------
    >>> round(dip(np.array([0.0, 1.0, 2.0, 3.0])).distance, 3)
    0.125
    >>> round(dip(np.array([0.0, 1.0, 2.0, 97.0, 98.0, 99.0])).distance, 3)
    0.245
    """
    places = spread_out(np.sort(values))
    n = len(places)
    above = np.arange(1, n + 1) / n
    below = np.arange(n) / n
    if n == 1 or places[0] == places[-1]:
        return Dip(1 / (2 * n), places[[0, -1]], np.array([0.0, 1.0]))
    low, high = 0, len(places) - 1
    least = 1 / n
    left: list[Array] = []
    right: list[Array] = []
    while True:
        convex = low + _hull(places[low : high + 1], below[low : high + 1])
        concave = low + _hull(places[low : high + 1], -above[low : high + 1])
        under = np.interp(places, places[convex], below[convex])
        over = np.interp(places, places[concave], above[concave])
        gaps_convex = over[convex] - under[convex]
        gaps_concave = over[concave] - under[concave]
        if gaps_convex.max() >= gaps_concave.max():
            start = int(convex[np.argmax(gaps_convex)])
            end = int(concave[concave >= start][0])
        else:
            end = int(concave[np.argmax(gaps_concave)])
            start = int(convex[convex <= end][-1])
        if max(gaps_convex.max(), gaps_concave.max()) <= least or (start <= low and end >= high):
            left.append(np.arange(0))
            break
        before, after = slice(low, start + 1), slice(end, high + 1)
        least = max(least, (above[before] - under[before]).max(), (over[after] - below[after]).max())
        left.append(convex[convex <= start])
        right.append(concave[concave >= end])
        if start >= end:
            break
        low, high = start, end
    knots = np.unique(np.concatenate([*left, *right, [low, high]]).astype(int))
    return Dip(float(least) / 2, places[knots], (above + below)[knots] / 2)


def spread_out(places: Array) -> Array:
    """Return sorted values with repeats spread evenly over the step to which they seem to be rounded."""
    different, first, counts = np.unique(places, return_index=True, return_counts=True)
    if len(different) == len(places) or len(different) == 1:
        return places
    step = np.diff(different).min()
    share = (np.arange(len(places)) - np.repeat(first, counts) + 0.5) / np.repeat(counts, counts)
    spread: Array = places + (share - 0.5) * step
    return spread


def _hull(along: Array, height: Array) -> Array:
    """Return the places of the corners of the greatest convex curve below the points.

    Its slopes are the growing ones nearest to those from point to point (Robertson, Wright, Dykstra, 1988,
    Order restricted statistical inference, theorem 1.2.1).
    """
    from scipy.optimize import isotonic_regression

    if len(along) < 3:
        return np.arange(len(along))
    steps = np.maximum(np.diff(along), np.finfo(float).tiny)
    corners: Array = isotonic_regression(np.diff(height) / steps, weights=steps).blocks
    return corners


def p_value(values: Array, flatness: float = 1.0) -> float:
    """Return how often uniform values have a dip this large; never below one in a hundred thousand.

    `flatness` is the usual dip of the crowd that counts instead, as a share of that of a uniform one. The
    logarithm of the chance is taken as straight in the square of the dip between the quantiles known, and
    beyond them.

    Examples
    --------
    >>> p_value(np.linspace(0, 1, 100)) > 0.5
    True
    >>> p_value(np.r_[np.linspace(0, 1, 50), np.linspace(9, 10, 50)]) < 0.001
    True
    """
    n = len(values)
    scaled = dip(values).distance * np.sqrt(n) / flatness
    here = _quantiles(n)
    if scaled <= here[0]:
        return 1.0
    logs = np.log(CHANCES)
    if scaled >= here[-1]:
        slope = (logs[-1] - logs[-3]) / (here[-1] ** 2 - here[-3] ** 2)
        return float(max(np.exp(logs[-1] + slope * (scaled**2 - here[-1] ** 2)), 1e-5))
    return float(np.exp(np.interp(scaled**2, here**2, logs)))


def usual(n: int) -> float:
    """Return the median of the dips of n uniform values."""
    return float(_quantiles(n)[0] / np.sqrt(n))


def _quantiles(n: int) -> Array:
    """Return the quantiles of sqrt(n) * dip of n uniform values, one for each of `CHANCES`."""
    sizes = np.log(list(_QUANTILES))
    return np.array([np.interp(np.log(n), sizes, column) for column in np.array(list(_QUANTILES.values())).T])
