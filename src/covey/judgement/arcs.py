"""Does a finer division cut a ring or a crescent into arcs?

In:   the rows judged, the labels of the groups that stand apart, the labels of a finer division, weights.
Out:  how many of the groups are empty inside and are cut into pieces that touch each other in one chain.
Not here: what follows (`decision`). Rows of a ring sit tighter in arcs than those of any crowd do, and the
more arcs, the tighter; but between arcs there is no border. Groups inside a group that is empty inside are no
chain: some border between them is empty too.
Source: the share of empty middles is that of `shape`, the crowd at a border that of `separation`.
Next: `decision`.
"""

from __future__ import annotations

import numpy as np

from covey.judgement import separation, shape
from covey.judgement.separation import CROWDED
from covey.judgement.shape import EMPTY
from covey.records import Array

MOST_ROWS = 1_500  # of a group, whose distances are held
LEAST_SHARE = 0.05  # of a group, that a piece of it has: fewer are strays of a neighbour


def hollow_groups(points: Array, labels: Array, seed: int) -> Array:
    """Return the labels of the groups that are empty inside.

    Parameters
    ----------
    points : array of shape (n_rows, n_columns), float64
        Columns without steps: between two values of a yes or no every group is empty.
    labels : integer array of shape (n_rows,)
    seed : int

    Examples
    --------
    >>> turn = np.linspace(0, 2 * np.pi, 200)
    >>> ring = np.column_stack([np.cos(turn), np.sin(turn)])
    >>> hollow_groups(ring, np.zeros(200, dtype=int), 0)
    array([0])
    """
    found = []
    for label in range(int(labels.max()) + 1):
        own = np.unique(points[labels == label], axis=0)  # repeated rows would make the usual spacing 0
        random = np.random.default_rng([seed, label, 10])
        if len(own) > MOST_ROWS:
            own = own[np.sort(random.choice(len(own), MOST_ROWS, replace=False))]
        one = np.zeros(len(own), dtype=int)
        if len(own) > 1 and shape.hollow(own, one, shape.spacing(own), random) >= EMPTY:
            found.append(label)
    return np.array(found, dtype=int)


def n_cut(points: Array, groups: Array, hollow: Array, pieces: Array, weights: Array) -> int:
    """Return how many of the hollow groups are cut into pieces that touch each other in one chain.

    Parameters
    ----------
    points : array of shape (n_rows, n_columns), float64
    groups : integer array of shape (n_rows,)
    hollow : integer array
        Labels among `groups`.
    pieces : integer array of shape (n_rows,)
        The finer division.
    weights : array of shape (n_rows,)

    Examples
    --------
    >>> turn = np.linspace(0, 2 * np.pi, 200, endpoint=False)
    >>> ring = np.column_stack([np.cos(turn), np.sin(turn)])
    >>> n_cut(ring, np.zeros(200, dtype=int), np.array([0]), np.arange(200) // 40, np.ones(200))
    1
    """
    from scipy.sparse.csgraph import connected_components

    n = 0
    for group in hollow:
        own = groups == group
        _, inside, counts = np.unique(pieces[own], return_inverse=True, return_counts=True)
        kept = (counts >= LEAST_SHARE * counts.max())[inside]
        if np.count_nonzero(counts >= LEAST_SHARE * counts.max()) < 2:
            continue
        rows, given = points[own][kept], weights[own][kept]
        labels = np.unique(inside[kept], return_inverse=True)[1]
        sizes = np.bincount(labels, given)
        centers = (
            np.stack([np.bincount(labels, given * column) for column in rows.T], axis=1) / sizes[:, None]
        )
        touching = separation.shared_borders(rows, labels, centers, given) > CROWDED
        n += int(connected_components(touching, directed=False)[0] == 1)
    return n
