"""How flat could the values of a column be, if they have one hump?

In:   values (n,), any order.
Out:  the shortest string no farther from the distribution of the values than the nearest one with one hump;
      how large dips of values drawn from it are, beside those of uniform values.
Not here: the dip (`dip`). Uniform values have the largest dips, and few columns are: two groups of a few
hundred rows are missed beside them. The string is flatter than the nearest one, which follows every chance.
Source: the taut string, Davies, Kovac (2001), Ann. Statist. 29, 1-65; calibrating the dip by a distribution
      with one hump near the values, Cheng, Hall (1998), J. R. Statist. Soc. B 60, 579-589.
Next: `humps`.
"""

from __future__ import annotations

import numpy as np

from covey.judgement.dip import dip, spread_out, usual
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
    """Return knots and heights of the flattest distribution function near the values: a string pulled tight.

    It has the one hump of the nearest distribution, but for what its held ends bend: of values without any
    slope that may be a second, lower hump.

    Examples
    --------
    >>> knots, heights = flattest(np.arange(9.0))
    >>> knots.tolist(), heights.round(2).tolist()
    ([0.0, 8.0], [0.06, 0.94])
    """
    places = spread_out(np.sort(values))
    n = len(places)
    away = dip(values).distance * (1 + ROOM)
    lower, upper = np.arange(1, n + 1) / n - away, np.arange(n) / n + away
    lower[[0, -1]] = upper[[0, -1]] = (0.5 / n, 1 - 0.5 / n)
    return tight(places, lower, upper)


def tight(along: Array, lower: Array, upper: Array) -> tuple[Array, Array]:
    """Return the corners of the shortest line between two curves, which meet at both ends.

    From a corner the line sees as far as the steepest way that keeps above the lower curve is no steeper than
    the flattest that keeps below the upper one; where it sees no farther, it bends around the curve that is
    in the way.

    Parameters
    ----------
    along : array of shape (n,), ascending
    lower, upper : arrays of shape (n,)

    Examples
    --------
    >>> knots, heights = tight(np.arange(4.0), np.array([0, 2, 0, 1.0]), np.array([0, 3, 3, 1.0]))
    >>> knots.tolist(), heights.tolist()
    ([0.0, 1.0, 3.0], [0.0, 2.0, 1.0])
    """
    corner, height = 0, float(lower[0])
    knots, heights = [along[0]], [height]
    while corner < len(along) - 1:
        steps = np.maximum(along[corner + 1 :] - along[corner], np.finfo(float).tiny)
        least, most = (lower[corner + 1 :] - height) / steps, (upper[corner + 1 :] - height) / steps
        floor, ceiling = np.maximum.accumulate(least), np.minimum.accumulate(most)
        blocked = np.flatnonzero(floor > ceiling)
        if len(blocked) == 0:
            corner, height = len(along) - 1, float(lower[-1])
        else:
            seen = int(blocked[0])
            rises = least[seen] > ceiling[seen - 1]
            corner += 1 + int(np.argmin(most[:seen]) if rises else np.argmax(least[:seen]))
            height = float(upper[corner] if rises else lower[corner])
        knots.append(along[corner])
        heights.append(height)
    return np.array(knots), np.array(heights)
