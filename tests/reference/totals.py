"""What clusters add up to, with fractions: exact, then rounded once."""

from fractions import Fraction

import numpy as np


def totals(points, labels, k, weights=None):
    """Return weights (k,), means (k, d), squared and plain distances to the mean (k,), added up by weight."""
    points = np.asarray(points, float)
    weights = np.ones(len(points)) if weights is None else np.asarray(weights, float)
    masses, means = np.zeros(k), np.zeros((k, points.shape[1]))
    squares, distances = np.zeros(k), np.zeros(k)
    for c in range(k):
        mine = [i for i in range(len(points)) if labels[i] == c and weights[i] > 0]
        if not mine:
            continue
        total = sum(Fraction(weights[i]) for i in mine)
        exact = [
            sum(Fraction(weights[i]) * Fraction(points[i, j]) for i in mine) / total
            for j in range(points.shape[1])
        ]
        gaps = [
            float(sum((Fraction(points[i, j]) - exact[j]) ** 2 for j in range(points.shape[1]))) for i in mine
        ]
        masses[c], means[c] = float(total), [float(value) for value in exact]
        squares[c] = sum(weights[i] * gap for i, gap in zip(mine, gaps, strict=True))
        distances[c] = sum(weights[i] * np.sqrt(gap) for i, gap in zip(mine, gaps, strict=True))
    return masses, means, squares, distances


def calinski_harabasz(points, labels, weights=None):
    """Return the variance ratio of labels 0..k-1."""
    k = max(labels) + 1
    masses, means, squares, _ = totals(points, labels, k, weights)
    middle = masses @ means / masses.sum()
    between = sum(m * ((mean - middle) ** 2).sum() for m, mean in zip(masses, means, strict=True))
    return between / (k - 1) / (squares.sum() / (masses.sum() - k))


def davies_bouldin(points, labels, weights=None):
    """Return the mean over the clusters of their likeness to the one they are most like; labels 0..k-1."""
    k = max(labels) + 1
    masses, means, _, distances = totals(points, labels, k, weights)
    widths = distances / masses
    return np.mean(
        [
            max((widths[a] + widths[b]) / np.linalg.norm(means[a] - means[b]) for b in range(k) if b != a)
            for a in range(k)
        ]
    )
