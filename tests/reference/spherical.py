"""Spherical k-means from given directions, one obvious step after the other.

Rows and centers have length 1; a center is the mean of its rows brought to that length. A label is the
nearest center by definition (`nearest`), which among vectors of length 1 is the largest cosine.
"""

import numpy as np

from tests.reference.lloyd import adopt_empty, exact_mean
from tests.reference.nearest import nearest


def unit(rows):
    """Return the rows brought to length 1, in their dtype."""
    rows = np.asarray(rows)
    wide = rows.astype(np.float64)
    return (wide / np.sqrt((wide**2).sum(axis=1, keepdims=True))).astype(rows.dtype)


def spherical_lloyd(points, centers, *, weights=None, max_iter=300):
    """Return labels, centers, the sum of weight times (1 - cosine), and iterations."""
    points, centers = unit(points), unit(centers)
    weights = np.ones(len(points)) if weights is None else np.asarray(weights, float)
    labels = np.full(len(points), -1)
    iterations = 0
    while iterations < max_iter:
        iterations += 1
        found = nearest(points, centers)
        moved = (found != labels).any()
        labels = found
        adopt_empty(points, weights, centers, labels)
        before = centers.copy()
        for c in range(len(centers)):
            mine = (labels == c) & (weights > 0)
            mean = exact_mean(points[mine], weights[mine]) if mine.any() else np.zeros(points.shape[1])
            if mean.any():
                centers[c] = unit(mean[None, :])[0]
        if not moved or (centers == before).all():
            break
    labels = nearest(points, centers)
    cosines = (points.astype(np.float64) * centers[labels].astype(np.float64)).sum(axis=1)
    return labels, centers, float((weights * (1 - cosines)).sum()), iterations
