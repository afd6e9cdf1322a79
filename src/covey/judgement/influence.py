"""Which rows move the centers?

In:   points (n, d), labels, centers, weights.
Out:  a mask of the few rows that lie far from their center and pull it along, and how far each pulls it.
Not here: what becomes of K without them (`sensitivities`, which judges the rest anew).
Source: the pull of one row on a mean, Hampel (1974), J. Am. Stat. Assoc. 69, 383-393; k-means has no bound
      for it, Garcia-Escudero, Gordaliza (1999), J. Am. Stat. Assoc. 94, 956-969.
Next: `sensitivities`.
"""

from __future__ import annotations

import numpy as np

from covey.records import Array

FAR = 5.0  # spreads of the other rows of its cluster, from its center
PULL = 0.05  # of such a spread, that a row moves the center
MOST_SHARE = 0.02  # of the weight: more are no exceptions


def pulls(points: Array, labels: Array, centers: Array, weights: Array) -> tuple[Array, Array]:
    """Return a mask of the rows that move their center, and by how many spreads each row moves its own.

    Parameters
    ----------
    points : array of shape (n_rows, n_columns)
    labels : integer array of shape (n_rows,), 0 to k - 1
    centers : array of shape (k, n_columns)
    weights : array of shape (n_rows,)

    Notes
    -----
    A spread is the root mean square distance of the other rows of the cluster from its center. At most 2 % of
    the weight is marked, those that pull most. Time n d.

    Examples
    --------
    >>> points = np.r_[np.linspace(-1, 1, 100), 60.0][:, None]
    >>> mask, pull = pulls(points, np.zeros(101, dtype=int), points.mean(keepdims=True), np.ones(101))
    >>> np.flatnonzero(mask).tolist(), bool(pull[100] > 0.5)
    ([100], True)
    """
    k = len(centers)
    squares = ((points - centers[labels]) ** 2).sum(axis=1)
    rest = np.bincount(labels, weights, k)[labels] - weights
    others = np.bincount(labels, weights * squares, k)[labels] - weights * squares
    spread = np.sqrt(np.divide(np.maximum(others, 0.0), rest, out=np.zeros_like(rest), where=rest > 0))
    away = np.sqrt(squares)
    known = (spread > 0) & (rest > 0)
    pull = np.divide(weights * away, rest * spread, out=np.zeros_like(rest), where=known)
    strays = known & (away > FAR * spread) & (pull > PULL)
    order = np.argsort(-pull, kind="stable")
    order = order[strays[order]]
    allowed = order[np.cumsum(weights[order]) <= MOST_SHARE * weights.sum()]
    mask = np.zeros(len(points), dtype=bool)
    mask[allowed] = True
    return mask, pull
