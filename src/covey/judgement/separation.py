"""Is there an empty stretch between every two clusters, or only a line drawn through a crowd?

In:   points (n, d), labels (n,), centers (k, d), weights; the same for reference sets.
Out:  for one partition: the distance between the two clusters hardest to tell apart, in standard deviations
      of the wider one along the line between their centers; the crowd at the worst border; the smallest
      cluster. A uniform crowd cut in two scores 3.46, a Gaussian 2.65; round groups 6 apart score 6.
Not here: fitting; the verdict.
Source: Ashman, Bird, Zepf (1994), Astron. J. 108, 2348, for a distance between two groups in their own
      spread; here in the wider spread, over all pairs, and compared with points without groups.
Next: `decision`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from covey.records import Array

BORDER = 0.25  # the middle quarter of the way between two centers, as a share on each side of the border
FAR_ENOUGH = 4.0  # standard deviations; structureless points reach 3.5, two halves of a ring 4.1
SURE = 4.0  # standard deviations of the references that must lie between them and the points
CROWDED = 0.06  # share of two clusters' rows near their border; a uniform crowd has 0.125, a ring 0.08
UNBOUNDED = 1e6  # separation of clusters without any spread


@dataclass(frozen=True)
class Separation:
    """How far apart the clusters of one partition are.

    `distance` of the worst pair in standard deviations; `crowd` the share of a pair's weight near its border,
    worst pair; `smallest` the weight of the smallest cluster as a share of all; `fewest` its rows.
    """

    distance: float
    crowd: float
    smallest: float
    fewest: int


def measure(points: Array, labels: Array, centers: Array, weights: Array) -> Separation:
    """Return how far apart the clusters of a partition are.

    Parameters
    ----------
    points : array of shape (n_rows, n_coordinates)
    labels : integer array of shape (n_rows,), 0 to k - 1
    centers : array of shape (k, n_coordinates), k at least 2
    weights : array of shape (n_rows,)

    Notes
    -----
    Each column is first divided by its spread inside the clusters: standardising shrinks the columns that
    tell groups apart, and that should not blur them. A point is measured from the center of the others of its
    cluster. Time n·k·d.

    Examples
    --------
    >>> points = np.array([[-1.0], [1.0], [9.0], [11.0]])
    >>> found = measure(points, np.array([0, 0, 1, 1]), np.array([[0.0], [10.0]]), np.ones(4))
    >>> round(found.distance, 2), found.crowd, found.fewest
    (4.93, 0.0, 2)
    """
    k = len(centers)
    sizes = np.bincount(labels, weights, k)
    counts = np.bincount(labels, minlength=k)
    if counts.min() == 0:
        return Separation(0.0, 1.0, 0.0, 0)
    spreads, crowds = _borders(points, labels, centers, weights)
    pairs = np.triu_indices(k, 1)
    widest = np.maximum(spreads, spreads.T)[pairs].max()
    crowd = ((crowds + crowds.T) / np.add.outer(sizes, sizes))[pairs].max()
    distance = min(1 / max(widest, 1 / UNBOUNDED), UNBOUNDED)
    return Separation(float(distance), float(crowd), float(sizes.min() / sizes.sum()), int(counts.min()))


def overlaps(points: Array, labels: Array, centers: Array, weights: Array) -> tuple[Array, Array]:
    """Return, for each cluster, the one with the most crowded border, and how crowded that is.

    Parameters
    ----------
    points : array of shape (n_rows, n_coordinates)
    labels : integer array of shape (n_rows,), 0 to k - 1
    centers : array of shape (k, n_coordinates), k at least 2
    weights : array of shape (n_rows,)

    Returns
    -------
    nearest : integer array of shape (k,)
    shares : array of shape (k,)
        Of the weight of both clusters, what lies in the middle quarter of the way between their centers.

    Examples
    --------
    >>> points = np.array([[-1.0], [1.0], [4.5], [9.0], [11.0]])
    >>> overlaps(points, np.array([0, 0, 0, 1, 1]), np.array([[1.5], [10.0]]), np.ones(5))
    (array([1, 0]), array([0.2, 0.2]))
    """
    shared = shared_borders(points, labels, centers, weights)
    np.fill_diagonal(shared, -1.0)
    # where no border is crowded, the nearest center is the neighbour
    apart = ((centers[:, None] - centers[None]) ** 2).sum(axis=2)
    np.fill_diagonal(apart, np.inf)
    by_distance = apart / apart.min(axis=1, keepdims=True)
    nearest = np.where(shared.max(axis=1) > 0, shared.argmax(axis=1), by_distance.argmin(axis=1))
    return nearest, shared[np.arange(len(centers)), nearest]


def shared_borders(points: Array, labels: Array, centers: Array, weights: Array) -> Array:
    """Return, for every two clusters, what share of their weight lies near their border (k, k)."""
    sizes = np.bincount(labels, weights, len(centers))
    crowds = _borders(points, labels, centers, weights)[1]
    total = np.add.outer(sizes, sizes)
    shared: Array = np.divide(crowds + crowds.T, total, out=np.zeros_like(total), where=total > 0)
    np.fill_diagonal(shared, 0.0)
    return shared


def _borders(points: Array, labels: Array, centers: Array, weights: Array) -> tuple[Array, Array]:
    """Return, for clusters a and b, the spread of a on the way to b, as a share of it, and the weight of a
    near the border.
    """
    k = len(centers)
    sizes = np.bincount(labels, weights, k)
    within = np.sqrt(weights @ (points - centers[labels]) ** 2 / sizes.sum())
    unit = np.where(
        within > 0, within, 1.0
    )  # each column in its spread inside the clusters, whatever its scale
    points, centers = points / unit, centers / unit
    spreads, crowds = np.zeros((k, k)), np.zeros((k, k))
    for a in range(k):
        own = labels == a
        others = np.arange(k) != a
        way = _way(points[own], weights[own], centers[a], centers[others])
        spreads[a, others] = np.sqrt((weights[own] @ way**2) / max(sizes[a], np.finfo(float).tiny))
        crowds[a, others] = weights[own] @ (way > 0.5 - BORDER / 2)
    return spreads, crowds


def _way(points: Array, weights: Array, own: Array, others: Array) -> Array:
    """Return how far each point of a cluster is on the way to the other centers: 0 at its own center, 1
    there.

    Its own center is that of the rest of its cluster. With the point itself in it, few points in many columns
    look apart wherever they are cut: each pulls its center to its side.
    """
    size = weights.sum()
    pull = np.divide(weights, size - weights, out=np.zeros_like(weights), where=size > weights)[:, None]
    out = points - own
    towards = others - own
    along, length = out @ towards.T, (out**2).sum(axis=1)[:, None]
    total = (towards**2).sum(axis=1) + 2 * pull * along + pull**2 * length
    way: Array = (1 + pull) * (along + pull * length) / np.maximum(total, np.finfo(float).tiny)
    return way


def limit(references: Sequence[Separation]) -> float:
    """Return the distance that clusters must pass before they count as apart.

    It is above everything the references reached, four of their standard deviations above their mean, and
    never below 4.

    Examples
    --------
    >>> limit([Separation(3.4, 0.1, 0.5, 9), Separation(3.5, 0.1, 0.5, 9)])
    4.0
    """
    reached = np.array([one.distance for one in references])
    return float(max(FAR_ENOUGH, reached.max(), reached.mean() + SURE * reached.std(ddof=1)))
