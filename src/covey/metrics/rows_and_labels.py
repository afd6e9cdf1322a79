"""Can a silhouette be made of these rows and labels, and what is the mean of its values?

In:   rows, labels, weights as typed.
Out:  `rows_and_labels`: a record the engine can read, or an error; `mean_of`: a mean that depends neither on
      the order of the rows nor on whether a row is repeated or has a larger weight.
Not here: distances.
Source: Shewchuk (1997), Discrete Comput. Geom. 18, 305-363, for sums without rounding (`math.fsum`); Dekker
        (1971), Numer. Math. 18, 224-242, for the rounding error of a product.
Next: silhouette.py.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from covey import checks, errors
from covey.records import Array


@dataclass(frozen=True)
class RowsAndLabels:
    """Points (n, d) float32 or float64, labels (n,) 0 to n_clusters - 1, weights (n,) or None."""

    points: Array
    labels: Array
    n_clusters: int
    weights: Array | None


def rows_and_labels(X: Any, labels: Any, sample_weight: Any) -> RowsAndLabels:
    """Return rows, labels and weights as the engine reads them, or ValueError."""
    points = checks.numbers_of(X, accept_sparse=False)
    encoded, n_clusters = checks.labels_of(labels, len(points))
    weights = checks.weights_of(sample_weight, points)
    if weights is not None:
        n_used = int((np.bincount(encoded, weights, n_clusters) > 0).sum())
        if n_used < 2:
            raise errors.bad_number_of_labels(n_used, int((weights > 0).sum()))
    return RowsAndLabels(points, encoded, n_clusters, weights)


def mean_of(values: Array, weights: Array | None) -> float:
    """Return the weighted mean, rounded once.

    Examples
    --------
    >>> import numpy as np
    >>> mean_of(np.array([0.1, 0.7]), np.array([3.0, 1.0])) == mean_of(np.array([0.1, 0.7, 0.1, 0.1]), None)
    True
    """
    if weights is None:
        return math.fsum(values.tolist()) / len(values)
    product, error = _exact_product(values, weights)
    return math.fsum(product.tolist() + error.tolist()) / math.fsum(weights.tolist())


def _exact_product(a: Array, b: Array) -> tuple[Array, Array]:
    """Return two arrays whose sum is a * b without rounding."""
    product = a * b
    a_high, a_low = _halves(a)
    b_high, b_low = _halves(b)
    error = a_low * b_low - (((product - a_high * b_high) - a_low * b_high) - a_high * b_low)
    return product, error


def _halves(a: Array) -> tuple[Array, Array]:
    """Return two arrays of 26 significant bits each whose sum is `a`."""
    large = a * 134217729.0  # 2^27 + 1
    high = large - (large - a)
    return high, a - high
