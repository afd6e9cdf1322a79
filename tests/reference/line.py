"""The best k clusters of numbers on a line, by trying every cut: dynamic programming as on paper."""

import numpy as np


def best_on_a_line(values, k, weights=None):
    """Return the lowest inertia there is."""
    order = np.argsort(values)
    x = np.asarray(values, float)[order]
    w = np.ones(len(x)) if weights is None else np.asarray(weights, float)[order]

    def cost(begin, end):
        if w[begin:end].sum() == 0:
            return 0.0
        mean = np.average(x[begin:end], weights=w[begin:end])
        return float((w[begin:end] * (x[begin:end] - mean) ** 2).sum())

    best = [0.0] + [np.inf] * len(x)
    for _ in range(k):
        best = [0.0] + [
            min(best[begin] + cost(begin, end) for begin in range(end)) for end in range(1, len(x) + 1)
        ]
    return best[-1]
