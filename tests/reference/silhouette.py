"""The silhouette of every row, straight from its definition."""

import numpy as np


def silhouettes(points, labels):
    """Return (b - a) / max(a, b) per row; 0 for a row alone in its cluster."""
    points = np.asarray(points, float)
    out = np.zeros(len(points))
    for i in range(len(points)):
        distance = np.sqrt(((points - points[i]) ** 2).sum(axis=1))
        own = labels == labels[i]
        if own.sum() == 1:
            continue
        a = distance[own].sum() / (own.sum() - 1)
        b = min(distance[labels == other].mean() for other in set(labels) - {labels[i]})
        out[i] = 0 if max(a, b) == 0 else (b - a) / max(a, b)
    return out
