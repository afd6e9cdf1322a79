"""What is the mean silhouette of more rows than can be compared two by two?

In:   rows, labels, weights.
Out:  `silhouette_interval`: two numbers between which it lies for certain, without looking at any pair;
      `silhouette_estimate`: its value with a standard error, from some rows of every cluster.
Not here: the exact value (silhouette.py); metrics other than the Euclidean.
Source: Cochran (1977), Sampling Techniques, 5.1 and 7.1: stratified sampling, difference estimator.
Next: cpp/distance_bounds.hpp for where the interval comes from.
"""

from __future__ import annotations

from statistics import NormalDist
from typing import Any

import numpy as np

from covey import checks, engine
from covey.metrics.rows_and_labels import RowsAndLabels, mean_of, rows_and_labels
from covey.records import Array, SilhouetteEstimate

FEWEST_ROWS = 30  # of each cluster, so that small clusters count and their spread can be measured


def silhouette_interval(X: Any, labels: Any, *, sample_weight: Any = None) -> tuple[float, float]:
    """Return two numbers between which the mean Euclidean silhouette lies, found without looking at pairs.

    Parameters
    ----------
    X : array of shape (n_rows, n_columns)
        Numbers, finite; scaled, if the columns have different units.
    labels : array of shape (n_rows,)
        One label per row, of any kind; at least 2 and at most n_rows - 1 different ones.
    sample_weight : array of shape (n_rows,), optional
        How many rows each row stands for, 0 or more. Default: 1 each.

    Returns
    -------
    (float, float)
        Low and high. `silhouette_score` is never outside; how close they are depends on the data: the rounder
        and farther apart the clusters and the more columns, the closer.

    Raises
    ------
    ValueError
        If X is not numeric and finite, or the labels or weights do not fit.

    Notes
    -----
    The mean distance of a row to a cluster is bounded by the mean, the spread and the fourth moments of the
    cluster. Time n_rows x n_columns x (n_clusters + n_columns), memory n_rows.
    Source: Jensen (1906), Acta Math. 30, 175-193; Hoelder (1889), Goett. Nachr. 38-47.

    Examples
    --------
    >>> from covey import silhouette_interval
    >>> low, high = silhouette_interval([[0.0], [1.0], [3.0], [10.0], [11.0]], [0, 0, 0, 1, 1])
    >>> round(low, 2), round(high, 2)
    (0.81, 0.82)
    """
    data = rows_and_labels(X, labels, sample_weight)
    low, high = engine.silhouette_bounds(data.points, data.labels, data.n_clusters, weights=data.weights)
    return mean_of(low, data.weights), mean_of(high, data.weights)


def silhouette_estimate(
    X: Any,
    labels: Any,
    *,
    n_rows: int = 2000,
    confidence: float = 0.95,
    random_state: Any = None,
    sample_weight: Any = None,
) -> SilhouetteEstimate:
    """Return the mean Euclidean silhouette of all rows, estimated from some of them, and how sure that is.

    Parameters
    ----------
    X : array of shape (n, n_columns)
        Numbers, finite; scaled, if the columns have different units.
    labels : array of shape (n,)
        One label per row, of any kind; at least 2 and at most n - 1 different ones.
    n_rows : int, default 2000
        Rows whose silhouette is computed, drawn from every cluster in proportion to its rows, but at least 30
        (or all it has) from each. With n or more, the answer is exact.
    confidence : float, default 0.95
        How often the interval from `low` to `high` holds the true value, over many seeds.
    random_state : int, RandomState, Generator or None, default None
        Seed of the draw.
    sample_weight : array of shape (n,), optional
        How many rows each row stands for, 0 or more. Default: 1 each.

    Returns
    -------
    SilhouetteEstimate
        Fields value, standard_error, low, high, n_rows, by_cluster, by_cluster_error (clusters in the order
        of `numpy.unique(labels)`).

    Raises
    ------
    ValueError
        If X is not numeric and finite, or the labels, weights or options do not fit.

    Notes
    -----
    The silhouettes of the rows drawn are exact: their distances to all rows count. So drawing the rows is the
    only source of error, and the standard error measures that. What is drawn is not the silhouette but its
    difference from the middle of its certain bounds (`silhouette_interval`), which are known for every row;
    the difference varies several times less. The interval never leaves the certain one. Time n_rows x n x
    n_columns at most, memory n x n_columns. Source: Cochran (1977), Sampling Techniques, 3rd ed., chapters 5
    and 7.

    Examples
    --------
    >>> from covey import make_blobs, silhouette_estimate, silhouette_score
    >>> points, labels = make_blobs(n_samples=4000, centers=3, random_state=0)
    >>> found = silhouette_estimate(points, labels, n_rows=500, random_state=0)
    >>> found.low < silhouette_score(points, labels) < found.high
    True
    """
    size = checks.whole_number("n_rows", n_rows, low=1)
    confidence = checks.confidence(confidence)
    data = rows_and_labels(X, labels, sample_weight)
    drawn = draw_from_each(
        data.labels, data.n_clusters, size, np.random.default_rng(checks.seed_number(random_state))
    )
    return estimate(data, drawn, confidence)


def draw_from_each(labels: Array, n_clusters: int, n_rows: int, random: np.random.Generator) -> Array:
    """Return sorted row numbers, `n_rows` in proportion to the clusters, but at least 30 (or all) of each."""
    if len(labels) <= n_rows:
        return np.arange(len(labels))
    order = np.argsort(labels, kind="stable")
    ends = np.cumsum(np.bincount(labels, minlength=n_clusters))
    drawn = []
    for rows in np.split(order, ends[:-1]):
        wanted = max(FEWEST_ROWS, -(-len(rows) * n_rows // len(labels)))
        drawn.append(rows if wanted >= len(rows) else random.choice(rows, size=wanted, replace=False))
    return np.sort(np.concatenate(drawn))


def estimate(data: RowsAndLabels, drawn: Array, confidence: float) -> SilhouetteEstimate:
    """Return the estimate from the silhouettes of the rows `drawn`, a random sample of each cluster's."""
    k, labels = data.n_clusters, data.labels
    weights = np.ones(len(labels)) if data.weights is None else data.weights
    low, high = engine.silhouette_bounds(data.points, labels, k, weights=data.weights)
    values = engine.silhouettes(data.points, labels, k, weights=data.weights, rows=drawn)
    if len(drawn) == len(labels):
        low = high = values
    middle = low / 2 + high / 2
    totals = np.bincount(labels, weights, k)
    sums, variances = _totals(labels, drawn, (values - middle[drawn]) * weights[drawn], k)
    by_cluster = np.bincount(labels, weights * middle, k) + sums
    error = float(np.sqrt(variances.sum()) / totals.sum())
    certain = mean_of(low, data.weights), mean_of(high, data.weights)
    value = float(np.clip(by_cluster.sum() / totals.sum(), *certain))
    reach = NormalDist().inv_cdf(0.5 + confidence / 2) * error
    counted = np.where(totals > 0, totals, np.nan)
    return SilhouetteEstimate(
        value=value,
        standard_error=error,
        low=max(value - reach, certain[0]),
        high=min(value + reach, certain[1]),
        n_rows=len(drawn),
        by_cluster=by_cluster / counted,
        by_cluster_error=np.sqrt(variances) / counted,
    )


def _totals(labels: Array, drawn: Array, values: Array, k: int) -> tuple[Array, Array]:
    """Return the estimated sum over all rows of each cluster, and the variance of that estimate."""
    sizes = np.bincount(labels, minlength=k)
    of_drawn = labels[drawn]
    n_drawn = np.bincount(of_drawn, minlength=k)
    means = np.bincount(of_drawn, values, k) / np.maximum(n_drawn, 1)
    squares = np.bincount(of_drawn, (values - means[of_drawn]) ** 2, k) / np.maximum(n_drawn - 1, 1)
    missing = 1 - n_drawn / np.maximum(sizes, 1)
    return sizes * means, sizes**2 * missing * squares / np.maximum(n_drawn, 1)
