"""How much nearer is each row to its own cluster than to the next?

In:   rows and one label per row.
Out:  the exact silhouette of every row, or its mean.
Not here: other distances than the Euclidean; those are handed to scikit-learn.
Source: Rousseeuw (1987), J. Comput. Appl. Math. 20, 53-65.
Next: cpp/silhouette.hpp.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.utils.validation import check_array

from covey import checks, engine
from covey.records import Array


def silhouette_samples(X: Any, labels: Any, *, metric: str = "euclidean", **kwds: Any) -> Array:
    """Return the silhouette of every row.

    Parameters
    ----------
    X : array of shape (n_rows, n_columns)
        Numbers, finite; scaled, if the columns have different units.
    labels : array of shape (n_rows,)
        One label per row, of any kind; at least 2 and at most n_rows - 1 different ones.
    metric : str or callable, default "euclidean"
        Any other is handed to scikit-learn, with `kwds`.

    Returns
    -------
    array of shape (n_rows,), float64
        From -1 (nearer to another cluster) to 1 (far from all others). A row alone in its cluster has 0.

    Raises
    ------
    ValueError
        If X is not numeric and finite, or the labels do not fit.

    Notes
    -----
    Exact. Time n_rows^2 x n_columns on all processors, memory one copy of X.
    Source: Rousseeuw (1987), J. Comput. Appl. Math. 20, 53-65.

    Examples
    --------
    >>> from covey import silhouette_samples
    >>> silhouette_samples([[0.0], [1.0], [10.0], [11.0]], [0, 0, 1, 1]).round(2)
    array([0.9 , 0.89, 0.89, 0.9 ])
    """
    if metric != "euclidean":
        from sklearn.metrics import silhouette_samples as of_any_metric

        values: Array = of_any_metric(X, labels, metric=metric, **kwds)
        return values
    points = check_array(X, dtype=[np.float64, np.float32], order="C", input_name="X")
    encoded, n_clusters = checks.labels_of(labels, len(points))
    return engine.silhouettes(points, encoded, n_clusters)


def silhouette_score(
    X: Any,
    labels: Any,
    *,
    metric: str = "euclidean",
    sample_size: int | None = None,
    random_state: Any = None,
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
        Any other is handed to scikit-learn, with `kwds`.
    sample_size : int, optional
        Look at so many rows, drawn without replacement. Default: all of them.
    random_state : int, RandomState, Generator or None, default None
        Seed of that draw.

    Returns
    -------
    float
        From -1 to 1.

    Raises
    ------
    ValueError
        If X is not numeric and finite, or the labels do not fit.

    Notes
    -----
    Exact. Time n_rows^2 x n_columns on all processors, memory one copy of X.
    Source: Rousseeuw (1987), J. Comput. Appl. Math. 20, 53-65.

    Examples
    --------
    >>> from covey import silhouette_score
    >>> round(silhouette_score([[0.0], [1.0], [10.0], [11.0]], [0, 0, 1, 1]), 4)
    0.8997
    """
    if sample_size is not None:
        size = checks.whole_number("sample_size", sample_size, low=1)
        generator = np.random.Generator(np.random.PCG64(checks.seed_number(random_state)))
        chosen = np.sort(generator.permutation(len(labels))[:size])
        X, labels = np.asarray(X)[chosen], np.asarray(labels)[chosen]
    return float(np.mean(silhouette_samples(X, labels, metric=metric, **kwds)))
