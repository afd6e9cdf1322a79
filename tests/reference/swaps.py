"""What a swap does and where it ends, every distance computed anew every time.

The engine draws its places; here all of them are tried. A finished search must leave nothing that this finds.
"""

import numpy as np


def squared(points, centers):
    """Return all squared distances (n, k)."""
    return ((points[:, None, :] - centers[None]) ** 2).sum(axis=2)


def means(points, weights, labels, centers):
    """Return the mean of each cluster; the center itself where there is no point."""
    out = centers.copy()
    for c in range(len(centers)):
        mine = labels == c
        if weights[mine].sum() > 0:
            out[c] = np.average(points[mine], axis=0, weights=weights[mine])
    return out


def single_move(points, weights, labels, centers):
    """Return the labels after the first move of one point that gains, or None: Hartigan's criterion."""
    distances = squared(points, centers)
    mass = np.array([weights[labels == c].sum() for c in range(len(centers))])
    for i, own in enumerate(labels):
        rest = mass[own] - weights[i]
        if rest <= 0:
            continue
        others = [c for c in range(len(centers)) if c != own]
        to = min(others, key=lambda c: distances[i, c])
        gain = mass[own] / rest * distances[i, own] - mass[to] / (mass[to] + weights[i]) * distances[i, to]
        if gain > 1e-10 * distances[i, own]:
            moved = labels.copy()
            moved[i] = to
            return moved
    return None


def descend(points, weights, centers):
    """Return centers and inertia where neither Lloyd's step nor a move of one point gains."""
    while True:
        labels = squared(points, centers).argmin(axis=1)
        found = means(points, weights, labels, centers)
        if np.allclose(found, centers, rtol=0, atol=1e-13):
            moved = single_move(points, weights, labels, centers)
            if moved is None:
                return centers, float((weights * squared(points, centers).min(axis=1)).sum())
            found = means(points, weights, moved, centers)
        centers = found


def least_missed(points, weights, centers, place):
    """Return the center whose points lose least if it goes and `place` is a center too."""

    def lost(c):
        rest = np.vstack([np.delete(centers, c, axis=0), place])
        return float((weights * squared(points, rest).min(axis=1)).sum())

    return min(range(len(centers)), key=lost)


def lowest_after_a_swap(points, weights, centers):
    """Return the lowest inertia after one swap: each point as a place, the least missed center going."""
    lowest = np.inf
    for place in points:
        start = centers.copy()
        start[least_missed(points, weights, centers, place)] = place
        lowest = min(lowest, descend(points, weights, start)[1])
    return lowest
