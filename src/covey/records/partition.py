"""What is measured of rows and their labels, whoever labelled them.

Made by:  `engine` (ClusterTotals) and `metrics` (SilhouetteEstimate).
Next: choice.py for how many clusters there should be.
"""

from __future__ import annotations

from dataclasses import dataclass

from covey.records.arrays import Array


@dataclass(frozen=True)
class ClusterTotals:
    """What the rows of every cluster add up to.

    `weights` (k,); `means` (k, d) float64, 0 where a cluster has no weight; `squares` (k,) weight times
    squared distance to the mean, relative to 4**exponent; `distances` (k,) weight times distance, relative to
    2**exponent. So neither overflows nor vanishes, however large or small the rows are.
    """

    weights: Array
    means: Array
    squares: Array
    distances: Array
    exponent: int


@dataclass(frozen=True)
class SilhouetteEstimate:
    """The mean silhouette of all rows, estimated from `n_rows` of them.

    The true value lies between `low` and `high` with the confidence asked for; `standard_error` is 0 where
    all rows were looked at. `by_cluster` (k,) is the mean of each cluster, `by_cluster_error` its standard
    error.
    """

    value: float
    standard_error: float
    low: float
    high: float
    n_rows: int
    by_cluster: Array
    by_cluster_error: Array
