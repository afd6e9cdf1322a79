"""Where does the curve of the inertia bend?

In:   the K tried and the inertia of each.
Out:  the K farthest below the straight line from the first to the last point of the curve, both axes
      logarithmic (on them the curve of a uniform crowd is straight); None with fewer than three K or without
      a bend.
Not here: a decision; the elbow is shown only. On plain axes every curve bends, that of noise too.
Source: Satopaa, Albrecht, Irwin, Raghavan (2011), Finding a "Kneedle" in a haystack, ICDCS Workshops, on the
      logarithms; Schubert (2022), arXiv 2212.12189, on why the plain elbow misleads.
Next: `verdict`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

SLIGHT = 0.1  # a bend below this share of the curve's height is no bend


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
