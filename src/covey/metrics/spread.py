"""How far apart are the clusters, beside how wide they are?

In:   rows and one label per row, from any library.
Out:  the Calinski-Harabasz score (higher is better) and the Davies-Bouldin score (lower is better).
Not here: comparing rows with rows (silhouette.py). These look at rows and centers only: time n_rows x
      n_columns.
Source: Calinski, Harabasz (1974), Commun. Stat. 3, 1-27; Davies, Bouldin (1979), IEEE Trans. PAMI 1, 224-227.
Next: cpp/cluster_totals.hpp; tests/reference/totals.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from covey import checks, engine, errors
from covey.records import Array

ROUNDING = 2.0**-51  # of a mean, relative to the range of the rows


def calinski_harabasz_score(X: Any, labels: Any, *, sample_weight: Any = None) -> float:
    """Return the variance between clusters over the variance within them, each per degree of freedom.

    Parameters
    ----------
    X : array, frame or sparse matrix of shape (n_rows, n_columns)
        Numbers, finite; scaled, if the columns have different units.
    labels : array of shape (n_rows,)
        One label per row, of any kind; at least 2 and at most n_rows - 1 different ones.
    sample_weight : array of shape (n_rows,), optional
        How many rows each row stands for, 0 or more: a row of weight 2 is the same row twice. Default: 1
        each.

    Returns
    -------
    float
        0 or more, higher is better; no upper bound, so that only scores of the same rows compare. 1 where
        no cluster has any width, as in scikit-learn.

    Raises
    ------
    ValueError
        If X is not numeric and finite, or the labels or weights do not fit.

    Notes
    -----
    Time n_rows x n_columns. The same bits for any order of the rows and any number of threads.
    Source: Calinski, Harabasz (1974), A dendrite method for cluster analysis, Commun. Stat. 3, 1-27.

    Examples
    --------
    >>> from covey import calinski_harabasz_score
    >>> calinski_harabasz_score([[0.0], [1.0], [10.0], [11.0]], [0, 0, 1, 1])
    200.0
    """
    found = _spread(X, labels, sample_weight)
    k, total = len(found.weights), found.n_rows
    middle = found.weights @ found.means / found.weights.sum()
    between = float(found.weights @ ((found.means - middle) ** 2).sum(axis=1))
    within = float(found.squares.sum())
    if within <= ROUNDING**2 * found.weights.sum() * found.means.shape[1]:
        return 1.0
    return between * (total - k) / (within * (k - 1))


def davies_bouldin_score(X: Any, labels: Any, *, sample_weight: Any = None) -> float:
    """Return how much each cluster overlaps with the one it is most like, on average over the clusters.

    Parameters
    ----------
    X : array, frame or sparse matrix of shape (n_rows, n_columns)
        Numbers, finite; scaled, if the columns have different units.
    labels : array of shape (n_rows,)
        One label per row, of any kind; at least 2 and at most n_rows - 1 different ones.
    sample_weight : array of shape (n_rows,), optional
        How many rows each row stands for, 0 or more: a row of weight 2 is the same row twice. Default: 1
        each.

    Returns
    -------
    float
        0 or more, lower is better: (width of one + width of the other) over the distance of their means.

    Raises
    ------
    ValueError
        If X is not numeric and finite, or the labels or weights do not fit.

    Notes
    -----
    Time n_rows x n_columns. The same bits for any order of the rows and any number of threads.
    Source: Davies, Bouldin (1979), A cluster separation measure, IEEE Trans. PAMI 1, 224-227.

    Examples
    --------
    >>> from covey import davies_bouldin_score
    >>> davies_bouldin_score([[0.0], [1.0], [10.0], [11.0]], [0, 0, 1, 1])
    0.1
    """
    found = _spread(X, labels, sample_weight)
    widths = found.distances / found.weights
    differences = found.means[:, None, :] - found.means[None]
    apart = np.sqrt((differences**2).sum(axis=2))
    least = ROUNDING * np.sqrt(found.means.shape[1])
    if (widths <= least).all() or (apart <= least).all():
        return 0.0
    apart[apart == 0] = np.inf
    return float(np.mean(((widths[:, None] + widths) / apart).max(axis=1)))


@dataclass(frozen=True)
class _Spread:
    """Clusters that have a row, in coordinates of size 1 so that squares neither overflow nor vanish."""

    weights: Array  # (k,)
    means: Array  # (k, d)
    squares: Array  # (k,)
    distances: Array  # (k,)
    n_rows: float  # a row of whole weight 2 is two rows


def _spread(X: Any, labels: Any, sample_weight: Any) -> _Spread:
    points = checks.numbers_of(X)
    n = points.shape[0]
    labels = checks.one_per_row(labels, n)
    weights = checks.weights_of(sample_weight, points)
    names, places = np.unique(labels, return_inverse=True)
    found = engine.cluster_totals(points, places, len(names), weights=weights)
    used = found.weights > 0
    whole = weights is not None and bool((weights == np.floor(weights)).all())
    n_rows = n if weights is None else float(weights.sum()) if whole else int((weights > 0).sum())
    if not 2 <= used.sum() <= n_rows - 1:
        raise errors.bad_number_of_labels(int(used.sum()), int(n_rows))
    return _Spread(
        found.weights[used],
        np.ldexp(found.means[used], -found.exponent),
        found.squares[used],
        found.distances[used],
        n_rows,
    )
