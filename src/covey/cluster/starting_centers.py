"""Where would k-means start? Greedy k-means++ on its own.

In:   rows, weights, how many centers.
Out:  the centers and the indices of their rows.
Not here: the fit that follows (`kmeans`).
Next: cpp/seeding.hpp for how the draw is made independent of the order of the rows.
"""

from __future__ import annotations

from typing import Any

from covey import checks, engine, errors
from covey.records import Array


def kmeans_plusplus(
    X: Any,
    n_clusters: int,
    *,
    sample_weight: Any = None,
    x_squared_norms: Any = None,
    random_state: Any = None,
    n_local_trials: int | None = None,
    n_threads: int | None = None,
) -> tuple[Array, Array]:
    """Choose starting centers by greedy k-means++.

    Parameters
    ----------
    X : array or sparse matrix of shape (n_rows, n_columns)
        Numbers, finite. float32 stays float32, everything else becomes float64.
    n_clusters : int
        How many centers, at most n_rows.
    sample_weight : array of shape (n_rows,), optional
        A row of weight 2 counts as two rows. Default: 1 each.
    x_squared_norms : array of shape (n_rows,), optional
        Accepted for scikit-learn's sake; distances are computed without them.
    random_state : int, RandomState, Generator or None, default None
        The same number gives the same centers, whatever the order of the rows.
    n_local_trials : int, optional
        Candidates tried for each center. Default: 2 + ln n_clusters, rounded down.
    n_threads : int, optional
        Default: all processors this process may use. Changes no bit of the result.

    Returns
    -------
    centers : array of shape (n_clusters, n_columns)
        Written out in full for sparse X too.
    indices : array of shape (n_clusters,), int64
        centers = X[indices]. Where rows repeat, the first of them is named.

    Raises
    ------
    OptionError
        If a parameter is out of range.
    ValueError
        If X or sample_weight hold NaN, infinity or text, or X has fewer rows than n_clusters.

    Notes
    -----
    Time: n_clusters passes over X with 2 + ln n_clusters distances per row. Sparse and dense X draw different
    rows for one random_state: the draw looks at the values stored.
    Source: Arthur, Vassilvitskii (2007), k-means++: the advantages of careful seeding, SODA.

    Examples
    --------
    >>> import numpy as np
    >>> from covey import kmeans_plusplus
    >>> X = np.array([[0.0, 0.0], [0.0, 1.0], [9.0, 9.0], [9.0, 8.0]])
    >>> centers, indices = kmeans_plusplus(X, 2, random_state=0)
    >>> bool((centers == X[indices]).all()), abs(int(indices[0]) - int(indices[1])) >= 1
    (True, True)
    """
    points = checks.numbers_of(X)
    n_clusters = checks.whole_number("n_clusters", n_clusters, low=1)
    trials = 0 if n_local_trials is None else checks.whole_number("n_local_trials", n_local_trials, low=1)
    n_threads = checks.threads(n_threads)
    if points.shape[0] < n_clusters:
        raise errors.fewer_rows_than_clusters(points.shape[0], n_clusters)
    weights = checks.weights_of(sample_weight, points)
    indices = engine.plus_plus(
        points,
        n_clusters,
        weights=weights,
        seed=checks.seed_number(random_state),
        n_trials=trials,
        n_threads=n_threads,
    )
    centers = points[indices]
    return centers.toarray() if hasattr(centers, "toarray") else centers, indices
