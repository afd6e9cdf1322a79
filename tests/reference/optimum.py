"""The lowest inertia of a handful of rows, by trying every way to label them."""

from itertools import product

import numpy as np


def lowest_inertia(points, k, weights=None):
    """Return the least weighted sum of squared distances to the means over all labelings; k^(n-1) of them."""
    weights = np.ones(len(points)) if weights is None else np.asarray(weights, float)
    lowest = np.inf
    for rest in product(range(k), repeat=len(points) - 1):
        labels = np.array((0, *rest))
        total = 0.0
        for c in set(labels.tolist()):
            mine = (labels == c) & (weights > 0)
            if mine.any():
                mean = np.average(points[mine], axis=0, weights=weights[mine])
                total += float((weights[mine, None] * (points[mine] - mean) ** 2).sum())
        lowest = min(lowest, total)
    return lowest
