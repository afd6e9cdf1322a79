"""How much nearer is each row to its own cluster than to the next?

In:   rows and one label per row (or several labelings of the same rows).
Out:  the exact silhouette of every row, or the mean.
Not here: metrics other than "euclidean", "sqeuclidean" and "cosine", and sparse rows; those are handed to
      scikit-learn. Answers without all pairs: many_rows.py.
Source: Rousseeuw (1987), J. Comput. Appl. Math. 20, 53-65.
Next: cpp/silhouette.hpp, cpp/closed_silhouette.hpp.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from covey import checks, engine, errors
from covey.metrics.rows_and_labels import RowsAndLabels, mean_of, rows_and_labels
from covey.records import Array

OURS = ("euclidean", "sqeuclidean", "cosine")


def silhouette_samples(
    X: Any, labels: Any, *, metric: Any = "euclidean", sample_weight: Any = None, **kwds: Any
) -> Array:
    """Return the silhouette of every row.

    Parameters
    ----------
    X : array of shape (n_rows, n_columns)
        Numbers, finite; scaled, if the columns have different units.
    labels : array of shape (n_rows,)
        One label per row, of any kind; at least 2 and at most n_rows - 1 different ones.
    metric : str or callable, default "euclidean"
        "euclidean", "sqeuclidean" and "cosine" are computed here. "precomputed", any other metric, sparse X
        and any call with `kwds` are handed to scikit-learn.
    sample_weight : array of shape (n_rows,), optional
        How many rows each row stands for, 0 or more: a row of weight 2 is the same row twice. Default: 1
        each.

    Returns
    -------
    array of shape (n_rows,), float64
        From -1 (nearer to another cluster) to 1 (far from all others). A row alone in its cluster has 0.

    Raises
    ------
    ValueError
        If X is not numeric and finite, or the labels or weights do not fit.

    Notes
    -----
    Exact. "euclidean": time n_rows^2 x n_columns / 2 at most, on all processors; clusters that cannot be the
    nearest one are left out. "sqeuclidean" and "cosine": time n_rows x n_clusters x n_columns, from the mean
    and the spread of each cluster. Memory n_rows x (n_columns + n_clusters). Source: Rousseeuw (1987), J.
    Comput. Appl. Math. 20, 53-65.

    Examples
    --------
    >>> from covey import silhouette_samples
    >>> silhouette_samples([[0.0], [1.0], [10.0], [11.0]], [0, 0, 1, 1]).round(2)
    array([0.9 , 0.89, 0.89, 0.9 ])
    """
    if _is_scikit_learns(X, metric, kwds):
        from sklearn.metrics import silhouette_samples as of_any_metric

        if sample_weight is not None:
            raise errors.weights_need_metric(metric, OURS)
        values: Array = of_any_metric(X, checks.without_mask(labels, "labels"), metric=metric, **kwds)
        return values
    return _silhouettes(rows_and_labels(X, labels, sample_weight), metric)


def silhouette_score(
    X: Any,
    labels: Any,
    *,
    metric: Any = "euclidean",
    sample_size: int | None = None,
    random_state: Any = None,
    sample_weight: Any = None,
    **kwds: Any,
) -> float:
    """Return the mean silhouette of all rows: how well separated the clusters are.

    Parameters
    ----------
    X : array of shape (n_rows, n_columns)
        Numbers, finite; scaled, if the columns have different units.
    labels : array of shape (n_rows,)
        One label per row, of any kind; at least 2 and at most n_rows - 1 different ones.
    metric : str or callable, default "euclidean"
        "euclidean", "sqeuclidean" and "cosine" are computed here. "precomputed", any other metric, sparse X
        and any call with `kwds` are handed to scikit-learn.
    sample_size : int, optional
        Look at so many rows only, drawn without replacement, as if there were no others. Default: all of
        them. `silhouette_estimate` is nearer to the truth for the same effort and says how near.
    random_state : int, RandomState, Generator or None, default None
        Seed of that draw.
    sample_weight : array of shape (n_rows,), optional
        How many rows each row stands for, 0 or more: a row of weight 2 is the same row twice. Default: 1
        each.

    Returns
    -------
    float
        From -1 to 1.

    Raises
    ------
    ValueError
        If X is not numeric and finite, or the labels or weights do not fit.

    Notes
    -----
    Exact; time and memory as for `silhouette_samples`.
    Source: Rousseeuw (1987), J. Comput. Appl. Math. 20, 53-65.

    Examples
    --------
    >>> from covey import silhouette_score
    >>> round(silhouette_score([[0.0], [1.0], [10.0], [11.0]], [0, 0, 1, 1]), 4)
    0.8997
    """
    if sample_size is not None:
        X, labels, sample_weight = _drawn(X, labels, sample_weight, metric, sample_size, random_state)
    values = silhouette_samples(X, labels, metric=metric, sample_weight=sample_weight, **kwds)
    return mean_of(values, checks.weights_of(sample_weight, values[:, None]))


def silhouette_scores(X: Any, labelings: Any, *, sample_weight: Any = None) -> Array:
    """Return the mean Euclidean silhouette of several labelings of the same rows, from one pass.

    Parameters
    ----------
    X : array of shape (n_rows, n_columns)
        Numbers, finite; scaled, if the columns have different units.
    labelings : sequence of arrays of shape (n_rows,)
        For instance the labels of K-means for K = 2, 3, ...; each as for `silhouette_score`.
    sample_weight : array of shape (n_rows,), optional
        How many rows each row stands for, 0 or more.

    Returns
    -------
    array of shape (n_labelings,), float64

    Raises
    ------
    ValueError
        If X is not numeric and finite, or a labeling or the weights do not fit.

    Notes
    -----
    Each distance is computed once for all labelings together, so that ten cost little more than one. Exact;
    time n_rows^2 x n_columns / 2 at most, memory n_rows x (n_columns + clusters of all labelings).

    Examples
    --------
    >>> from covey.metrics import silhouette_scores
    >>> silhouette_scores([[0.0], [1.0], [10.0], [11.0]], [[0, 0, 1, 1], [0, 0, 1, 2]]).round(2)
    array([0.9 , 0.45])
    """
    points = checks.numbers_of(X, accept_sparse=False)
    found = [rows_and_labels(points, labels, sample_weight) for labels in labelings]
    if not found:
        return np.empty(0)
    values = engine.silhouettes_of_all(
        found[0].points,
        np.stack([one.labels for one in found]),
        [one.n_clusters for one in found],
        weights=found[0].weights,
    )
    return np.array([mean_of(one, found[0].weights) for one in values])


def _is_scikit_learns(X: Any, metric: Any, kwds: dict[str, Any]) -> bool:
    ours = isinstance(metric, str) and metric in OURS
    return not ours or bool(kwds) or _is_sparse(X)


def _is_sparse(X: Any) -> bool:
    from scipy.sparse import issparse

    return bool(issparse(X))


def _silhouettes(data: RowsAndLabels, metric: str) -> Array:
    if metric == "euclidean":
        return engine.silhouettes(data.points, data.labels, data.n_clusters, weights=data.weights)
    return engine.closed_silhouettes(data.points, data.labels, data.n_clusters, metric, weights=data.weights)


def _drawn(
    X: Any, labels: Any, sample_weight: Any, metric: Any, sample_size: Any, random_state: Any
) -> tuple[Any, Array, Array | None]:
    """Return a random sample of the rows, of their labels and of their weights."""
    size = checks.whole_number("sample_size", sample_size, low=1)
    generator = np.random.Generator(np.random.PCG64(checks.seed_number(random_state)))
    labels = np.asarray(checks.without_mask(labels, "labels"))
    chosen = np.sort(generator.permutation(len(labels))[:size])
    X = X.tocsr() if _is_sparse(X) else np.asarray(X)
    if len(labels) != X.shape[0]:
        raise errors.labels_do_not_fit(labels.shape, X.shape[0])
    X = X[chosen][:, chosen] if isinstance(metric, str) and metric == "precomputed" else X[chosen]
    weights = None
    if sample_weight is not None:
        weights = np.asarray(checks.without_mask(sample_weight, "sample_weight"))[chosen]
    return X, labels[chosen], weights
