"""Where does the curve of the inertia bend?

In:   the K tried and the inertia of each.
Out:  `kneedle`: the elbow by the published rule, on plain axes. `bend`: the K farthest below the straight
      line from the first to the last point of the curve, both axes logarithmic (on them the curve of a
      uniform crowd is straight). None with fewer than three K or without a bend.
Not here: a decision; the elbow is shown only. On plain axes every curve bends, that of noise too.
Source: Satopaa, Albrecht, Irwin, Raghavan (2011), Finding a "Kneedle" in a haystack, ICDCS Workshops, on the
      logarithms; Schubert (2022), arXiv 2212.12189, on why the plain elbow misleads.
Next: `wording`, which shows it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

SLIGHT = 0.1  # a bend below this share of the curve's height is no bend


def kneedle(ks: Sequence[int], inertias: Sequence[float], sensitivity: float = 1.0) -> int | None:
    """Return the first elbow of a falling curve by Kneedle's published rule, or None where there is none.

    Parameters
    ----------
    ks : increasing integers
    inertias : as many numbers
    sensitivity : float, default 1.0
        How far below a peak the curve must fall, in steps of K.

    Notes
    -----
    Both axes are brought to 0 to 1 and the curve is turned to rise. Its height above the diagonal has peaks;
    a peak is an elbow if the height falls by `sensitivity` mean steps before it rises to the next one.

    Examples
    --------
    >>> kneedle([1, 2, 3, 4, 5], [100.0, 60.0, 10.0, 8.0, 7.0])
    3
    """
    x, y = np.asarray(ks, dtype=float), np.asarray(inertias, dtype=float)
    if len(x) < 3 or np.ptp(y) == 0:
        return None
    x = (x - x[0]) / (x[-1] - x[0])
    height = (y.max() - y) / np.ptp(y) - x
    before, after = np.r_[-np.inf, height[:-1]], np.r_[height[1:], -np.inf]
    peak = (height >= before) & (height >= after)
    peak[[0, -1]] = False
    dent = np.r_[False, (height[1:-1] <= height[:-2]) & (height[1:-1] <= height[2:]), False]
    threshold, place = -np.inf, -1
    for i in range(len(x) - 1):
        if peak[i]:
            threshold, place = float(height[i] - sensitivity * np.mean(np.diff(x))), i
        if dent[i] and place >= 0:
            threshold = 0.0
        if height[i + 1] < threshold:
            return int(ks[place])
    return None


def bend(ks: Sequence[int], inertias: Sequence[float]) -> int | None:
    """Return the K at which the curve of the inertia bends most, or None where it does not.

    Parameters
    ----------
    ks : increasing integers from 1 up
    inertias : as many numbers; those that are 0 (every row its own center) are left out

    Examples
    --------
    >>> bend([1, 2, 3, 4, 5], [100.0, 60.0, 10.0, 8.0, 7.0])
    3
    >>> bend([1, 2, 3, 4], [100.0, 50.0, 33.3, 25.0]) is None
    True
    """
    left = [(k, inertia) for k, inertia in zip(ks, inertias, strict=True) if inertia > 0]
    if len(left) < 3 or left[0][1] <= left[-1][1]:
        return None
    along, height = np.log(np.array(left)).T
    along = (along - along[0]) / (along[-1] - along[0])
    height = (height - height[-1]) / (height[0] - height[-1])
    below = 1 - along - height
    return int(left[int(np.argmax(below))][0]) if below.max() > SLIGHT else None
