"""How flat could the values of a column be, if they have one hump?

In:   values (n,), any order.
Out:  the flattest distribution with one hump that is no farther from the values than the nearest one; how
      large dips of values drawn from it are, beside those of uniform values.
Not here: the dip (`dip`). Uniform values have the largest dips, and few columns are uniform: two groups of a
few hundred rows are missed beside them. The flattest is taken, as the nearest one is steeper than the truth.
Source: the taut string, Davies, Kovac (2001), Ann. Statist. 29, 1-65; calibrating the dip by a distribution
      with one hump near the values, Cheng, Hall (1998), J. R. Statist. Soc. B 60, 579-589.
Next: `humps`.
"""

from __future__ import annotations

import numpy as np

from covey.judgement.dip import dip, hull, spread_out, usual
from covey.records import Array

N_DRAWS = 40
MOST_ROWS = 1_000  # of a draw; with more, a crowd that is not flat comes out less flat still
ROOM = 1e-9  # of the distance, for rounding


def flatness(values: Array, random: np.random.Generator) -> float:
    """Return the usual dip of a crowd with one hump like `values`, as a share of that of a uniform crowd.

    Examples
    --------
    >>> even, bell = np.linspace(0, 1, 300), np.random.default_rng(0).standard_normal(300)
    >>> flatness(even, np.random.default_rng(1)) > 0.9 > flatness(bell, np.random.default_rng(1))
    True
    """
    knots, heights = flattest(values)
    n = min(len(values), MOST_ROWS)
    dips = [dip(np.interp(random.random(n), heights, knots)).distance for _ in range(N_DRAWS)]
    return min(1.0, float(np.median(dips)) / usual(n))


def flattest(values: Array) -> tuple[Array, Array]:
    """Return knots and heights of a distribution function with one hump: a string pulled tight.

    Its ends are held; between them it may go as far from the distribution of the values as the nearest
    distribution with one hump does.

    Examples
    --------
    >>> knots, heights = flattest(np.arange(9.0))
    >>> knots.tolist(), heights.tolist()
    ([0.0, 8.0], [0.0, 1.0])
    """
    places = spread_out(np.sort(values))
    n = len(places)
    nearest = dip(values)
    if n < 3 or len(nearest.knots) < 3:
        return places[[0, -1]], np.array([0.0, 1.0])
    upper = np.arange(n) / n + nearest.distance * (1 + ROOM)
    lower = np.arange(1, n + 1) / n - nearest.distance * (1 + ROOM)
    upper[0], lower[-1] = 0.0, 1.0
    steepest = int(np.argmax(np.diff(nearest.heights) / np.diff(nearest.knots)))
    middle = int(np.searchsorted(places, nearest.knots[steepest : steepest + 2].mean()))
    rising = hull(places[: middle + 1], upper[: middle + 1])
    falling = middle + hull(places[middle:], -lower[middle:])
    start, end = _straight(places[rising], upper[rising], places[falling], lower[falling])
    left, right = rising[: start + 1], falling[end:]
    return places[np.concatenate([left, right])], np.concatenate([upper[left], lower[right]])


def _straight(left: Array, left_heights: Array, right: Array, right_heights: Array) -> tuple[int, int]:
    """Return the corners of a convex and a concave curve between which the steepest stretch goes.

    It is no steeper than the curves are next to it on the inside, and no less steep than outside.
    """
    rises, falls = (np.diff(left_heights) / np.diff(left), np.diff(right_heights) / np.diff(right))
    before, after = np.append(-np.inf, rises), np.append(rises, np.inf)
    came, goes = np.append(np.inf, falls), np.append(falls, -np.inf)
    way = right - left[:, None]
    slope = (right_heights - left_heights[:, None]) / np.where(way > 0, way, np.inf)
    wrong = np.maximum.reduce([before[:, None] - slope, slope - after[:, None], slope - came, goes - slope])
    wrong = np.where(way > 0, wrong, np.inf)
    start, end = np.unravel_index(int(np.argmin(wrong)), wrong.shape)
    return int(start), int(end)
