"""Lloyd's algorithm from given centers, one obvious step after the other.

Means are sums of fractions: exact, then rounded once to float64 and once to the dtype of the points.
"""

from fractions import Fraction

import numpy as np

from tests.reference.nearest import nearest, squared_distances


def exact_mean(rows, weights):
    """Return the weighted mean (d,) of the rows, without rounding before the end."""
    total = sum(Fraction(float(w)) for w in weights)
    sums = [
        sum(Fraction(float(w)) * Fraction(float(x)) for w, x in zip(weights, column, strict=True))
        for column in rows.T
    ]
    return np.array([float(s / total) for s in sums])


def adopt_empty(points, weights, centers, labels):
    """Give each empty cluster one of the points furthest from their centers; return how many were given."""
    k = len(centers)
    mass = np.array([weights[labels == c].sum() for c in range(k)])
    empty = [c for c in range(k) if mass[c] == 0]
    if not empty:
        return 0
    own = squared_distances(points, centers)[np.arange(len(points)), labels]
    order = sorted(range(len(points)), key=lambda i: (-own[i], tuple(points[i]), -weights[i], i))
    given = 0
    for i in order:
        if given == len(empty) or own[i] == 0:
            break
        if weights[i] == 0 or mass[labels[i]] == weights[i]:
            continue
        mass[labels[i]] -= weights[i]
        labels[i] = empty[given]
        given += 1
    return given


def lloyd(points, centers, *, weights=None, max_iter=300):
    """Return labels, centers, inertia and iterations; stops when no label or no center changes."""
    points = np.asarray(points)
    weights = np.ones(len(points)) if weights is None else np.asarray(weights, float)
    centers = np.array(centers, dtype=points.dtype)
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
            if mine.any():
                centers[c] = exact_mean(points[mine], weights[mine])
        if not moved or (centers == before).all():
            break
    labels = nearest(points, centers)
    own = squared_distances(points, centers)[np.arange(len(points)), labels]
    return labels, centers, float((weights * own).sum()), iterations
