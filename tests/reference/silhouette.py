"""The silhouette of every row, straight from its definition."""

import numpy as np


def euclidean(points):
    """Return all distances (n, n)."""
    return np.sqrt(squared(points))


def squared(points):
    """Return all squared distances (n, n)."""
    points = np.asarray(points, float)
    return ((points[:, None] - points[None]) ** 2).sum(axis=2)


def cosine(points):
    """Return 1 - cos of all angles (n, n); a row of zeros is 1 away from every row, even from one like it."""
    points = np.asarray(points, float)
    lengths = np.sqrt((points**2).sum(axis=1, keepdims=True))
    unit = points / np.where(lengths > 0, lengths, 1)
    return 1 - unit @ unit.T


def silhouettes(points, labels, distances=euclidean, weights=None):
    """Return (b - a) / max(a, b) per row; 0 for a row alone in its cluster.

    A row of weight w counts as w rows; the row itself (or as much of it as there is) is not compared with
    itself.
    """
    distance = distances(points)
    weights = np.ones(len(distance)) if weights is None else np.asarray(weights, float)
    out = np.zeros(len(distance))
    for i in range(len(distance)):
        own = labels == labels[i]
        others = weights[own].sum() - min(weights[i], 1)
        present = [c for c in set(labels) - {labels[i]} if weights[labels == c].sum() > 0]
        if others <= 0 or not present:
            continue
        a = (weights[own] @ distance[i, own] - min(weights[i], 1) * distance[i, i]) / others
        b = min(np.average(distance[i, labels == c], weights=weights[labels == c]) for c in present)
        out[i] = 0 if max(a, b) == 0 else (b - a) / max(a, b)
    return out
