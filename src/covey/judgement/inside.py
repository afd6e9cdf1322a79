"""Does one of the clusters hold several groups?

In:   the rows judged, the labels of the answer, weights.
Out:  how many clusters more there should be: those that, taken alone, divide into clusters tighter than one
      crowd.
Not here: the decision. A mean silhouette favours few clusters wherever some groups are near and others far;
      inside one cluster the far ones are out of sight.
Source: the idea of testing each cluster for a split is that of Hamerly, Elkan (2003), Learning the k in
      k-means, NIPS 16; the test here is `beyond`, since clusters need not be Gaussian.
Next: `decision`.
"""

from __future__ import annotations

import numpy as np

from covey import engine
from covey.judgement import beyond
from covey.records import Array

FEWEST_ROWS = 30  # of a cluster that is looked into
LARGEST = 4  # parts that one cluster is tried in
N_STARTS = 5
FEWEST_PART = 10  # rows of a part


def more_clusters(
    points: Array, labels: Array, weights: Array | None, seed: int, n_threads: int | None
) -> int:
    """Return how many clusters would be added if each were divided as its own rows ask.

    Parameters
    ----------
    points : array of shape (n_rows, n_columns), float64
    labels : integer array of shape (n_rows,)
    weights : array of shape (n_rows,), optional
    seed : int
    n_threads : int, optional
        The answer does not depend on it.

    Examples
    --------
    >>> random = np.random.default_rng(0)
    >>> points = random.standard_normal((300, 2)) + np.repeat([[0, 0], [9, 0], [60, 0]], 100, axis=0)
    >>> more_clusters(points, np.repeat([0, 0, 1], 100), None, 0, None)
    1
    """
    added = 0
    for label in range(int(labels.max()) + 1):
        own = labels == label
        if np.count_nonzero(own) >= FEWEST_ROWS:
            rest = None if weights is None else weights[own]
            added += _parts(np.ascontiguousarray(points[own]), rest, seed, n_threads) - 1
    return added


def _parts(points: Array, weights: Array | None, seed: int, n_threads: int | None) -> int:
    """Return the number of parts, up to four, in which rows are tightest beside one crowd; 1 if in none."""
    ks = [k for k in range(1, LARGEST + 1) if k <= len(np.unique(points, axis=0))]
    if len(ks) < 2:
        return 1
    fits = [
        engine.fit(points, k, weights=weights, n_init=N_STARTS, seed=seed, n_threads=n_threads) for k in ks
    ]
    silhouettes = engine.silhouettes_of_all(
        points, np.stack([fit.labels for fit in fits[1:]]), ks[1:], weights=weights, n_threads=n_threads
    )
    crowds = beyond.compare(points, weights, ks, seed, n_threads, lambda step, what: None)
    best, most = 1, 0.0
    for place, (fit, values) in enumerate(zip(fits[1:], silhouettes, strict=True), start=1):
        mean = float(np.average(values, weights=weights))
        found = beyond.judge(mean, fit.inertia / fits[0].inertia, crowds, place)
        smallest = np.bincount(fit.labels).min()
        if found.is_beyond and smallest >= FEWEST_PART and mean + found.margin > most:
            best, most = ks[place], mean + found.margin
    return best
