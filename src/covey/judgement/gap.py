"""Does K clusters cut the inertia more than it would in points without groups?

In:   the inertia of the points and of each reference set, for one K; then the gaps of all K.
Out:  the gap, log(inertia of the references) minus log(inertia), with its standard error; the K its rule
      names.
Not here: drawing or fitting the references. The gap is safe against noise and blind to groups in one column
      of many, so it is shown beside `separation`, which decides.
Source: Tibshirani, Walther, Hastie (2001), J. R. Statist. Soc. B 63, 411-423.
Next: `separation`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from covey.records import Array, KRow

# An inertia below this share of that of K = 1 counts as this share: a logarithm needs it.
NOTHING_LEFT = 1e-12


def gap(inertia: float, total: float, references: Array, reference_totals: Array) -> tuple[float, float]:
    """Return the gap and its standard error, sqrt(1 + 1/B) times the spread of the B references.

    Parameters
    ----------
    inertia, total : float
        Inertia of the points at this K and at K = 1.
    references, reference_totals : arrays of shape (n_sets,)
        The same for each reference set.

    Examples
    --------
    >>> value, error = gap(1.0, 10.0, np.array([4.0, 4.0]), np.array([10.0, 10.0]))
    >>> round(value, 3), error
    (1.386, 0.0)
    """
    logs = np.log(np.maximum(references, NOTHING_LEFT * reference_totals))
    value = float(logs.mean() - np.log(max(inertia, NOTHING_LEFT * total)))
    return value, float(logs.std() * np.sqrt(1 + 1 / len(logs)))


def rule_k(rows: Sequence[KRow]) -> int:
    """Return the smallest K whose gap is not beaten by the next K by more than its standard error.

    `rows` are ordered by K; "next" is the next K that was tried. The last K if none qualifies.

    Examples
    --------
    >>> rows = [KRow(1, 9.0, 0.0, 0.5, 0.1, 0.0), KRow(2, 5.0, 0.0, 0.4, 0.1, 0.0)]
    >>> rule_k(rows)
    1
    """
    for row, following in pairwise(rows):
        if row.gap >= following.gap - following.gap_error:
            return row.k
    return rows[-1].k
