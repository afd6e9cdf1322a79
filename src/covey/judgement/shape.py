"""What shape do groups have, and how far is each from the others, measured in its own gaps?

In:   points (n, d), labels (n,) with -1 for noise, from any method.
Out:  how much farther apart the groups are than their own rows; elongation, unequal density, hollowness.
Not here: which method gave the labels (`methods`); what follows (`tool`). Nothing here prefers round groups.
Source: Moulavi, Jaskowiak, Campello, Zimek, Sander (2014), Density-based clustering validation, SDM, for
      setting the widest step inside a group beside the way to the next one, on mutual reachability distances.
Next: `tool`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from covey.records import Array

NEIGHBOURS = 5  # of which the distance tells how dense it is around a row
EMPTY = 0.1  # share of a group's inside from which it counts as empty, as of a ring or a crescent
STEPS_KEPT = 0.98  # of the steps inside a group, shortest first; the rest are strays


@dataclass(frozen=True)
class Spacing:
    """All distances (n, n), and how far the fifth neighbour of each row is (n,)."""

    distances: Array
    core: Array


def spacing(points: Array) -> Spacing:
    """Return how far points are from each other. Memory n²."""
    from scipy.spatial.distance import cdist

    distances = cdist(points, points)
    place = min(NEIGHBOURS, len(points) - 1)
    return Spacing(distances, np.partition(distances, place, axis=1)[:, place])


def gap_between(labels: Array, space: Spacing) -> float:
    """Return how much farther groups are from each other than their own rows, -1 to 1; -1 for one group.

    Of each group: (way to the next group - widest step inside) / the larger of both; the mean over all rows,
    noise counting 0.

    Examples
    --------
    >>> points = np.r_[np.linspace(0, 1, 20), np.linspace(9, 10, 20)][:, None]
    >>> gap_between(np.repeat([0, 1], 20), spacing(points)) > 0.9
    True
    """
    from scipy.sparse.csgraph import minimum_spanning_tree

    names = np.unique(labels[labels >= 0])
    if len(names) < 2:
        return -1.0
    ways = np.maximum(space.distances, np.maximum(space.core[:, None], space.core[None, :]))
    least = np.finfo(float).tiny
    total = 0.0
    for name in names:
        own, others = np.flatnonzero(labels == name), np.flatnonzero((labels >= 0) & (labels != name))
        tree = minimum_spanning_tree(np.maximum(ways[np.ix_(own, own)], least)).data
        inside = float(np.quantile(tree, STEPS_KEPT)) if len(tree) else 0.0
        between = float(ways[np.ix_(own, others)].min())
        total += len(own) * (between - inside) / max(between, inside, least)
    return total / len(labels)


def elongation(points: Array, labels: Array) -> float:
    """Return length over width of the most elongated group: spreads along its first and second axis.

    Examples
    --------
    >>> along = np.column_stack([np.linspace(0, 9, 50), np.tile([0.0, 1.0], 25)])
    >>> round(elongation(along, np.zeros(50, dtype=int)), 1)
    5.3
    """
    most = 1.0
    for name in np.unique(labels[labels >= 0]):
        own = points[labels == name]
        if len(own) > 2 and points.shape[1] > 1:
            spreads = np.linalg.svd(own - own.mean(axis=0), compute_uv=False)
            most = max(most, float(spreads[0] / max(spreads[1], 1e-9 * spreads[0], 1e-300)))
    return most


def density_ratio(labels: Array, space: Spacing) -> float:
    """Return the usual spacing of the sparsest group over that of the densest."""
    usual = [float(np.median(space.core[labels == name])) for name in np.unique(labels[labels >= 0])]
    return max(usual) / max(min(usual), 1e-300) if usual else 1.0


def hollow(points: Array, labels: Array, space: Spacing, random: np.random.Generator) -> float:
    """Return the share of a group's inside that is empty, of the hollowest group.

    Half way between two random rows of a convex group there are rows; in a ring or a crescent there are none.

    Examples
    --------
    >>> turn = np.linspace(0, 2 * np.pi, 200)
    >>> ring = np.column_stack([np.cos(turn), np.sin(turn)])
    >>> hollow(ring, np.zeros(200, dtype=int), spacing(ring), np.random.default_rng(0)) > 0.5
    True
    """
    from scipy.spatial import cKDTree

    most = 0.0
    for name in np.unique(labels[labels >= 0]):
        own = np.flatnonzero(labels == name)
        if len(own) < 2 * NEIGHBOURS:
            continue
        pairs = random.choice(own, size=(200, 2))
        middles = points[pairs].mean(axis=1)
        away = cKDTree(points[own]).query(middles, k=NEIGHBOURS)[0][:, -1]
        usual = float(np.quantile(space.core[own], 0.95))
        most = max(most, float(np.mean(away > 2 * usual)))
    return most


def apart_in_own_spread(points: Array, labels: Array) -> float:
    """Return the distance between the two groups hardest to tell apart, where it shows best.

    Along the direction that tells them best, in standard deviations of the wider one; 0 for one group. Long
    groups side by side are far apart here.
    Source: Fisher (1936), Ann. Eugen. 7, 179-188.

    Examples
    --------
    >>> random = np.random.default_rng(0)
    >>> long = random.standard_normal((400, 2)) * [9, 1] + np.repeat([[0, 0], [0, 8]], 200, axis=0)
    >>> apart_in_own_spread(long, np.repeat([0, 1], 200)) > 7
    True
    """
    names = [
        name for name in np.unique(labels[labels >= 0]) if np.count_nonzero(labels == name) > points.shape[1]
    ]
    if len(names) < 2:
        return 0.0
    least = np.inf
    ridge = 1e-9 * np.trace(np.atleast_2d(np.cov(points.T))) * np.eye(points.shape[1])
    groups = [points[labels == name] for name in names]
    for place, one in enumerate(groups):
        for other in groups[place + 1 :]:
            both = np.atleast_2d(np.cov(one.T)) + np.atleast_2d(np.cov(other.T)) + ridge
            way = np.linalg.solve(both, other.mean(axis=0) - one.mean(axis=0))
            first, second = one @ way, other @ way
            widest = max(first.std(), second.std(), 1e-300)
            least = min(least, abs(float(second.mean() - first.mean())) / widest)
    return float(least)
