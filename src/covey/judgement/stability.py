"""Would other rows of the same kind have given the same clusters?

In:   points (n, d), weights, the labels of a fit.
Out:  `agreement`, for a partition: mean adjusted Rand index between its labels and those that fits of random
      samples of 80 % of the rows give to all rows (1 the same, 0 chance). `jaccards`, per cluster: mean
      bootstrap Jaccard. `prediction_strength`: how well halves of the rows predict each other.
Not here: the verdict; a grade. Stable is not real: a long crowd is cut in two the same way each time.
Source: Hubert, Arabie (1985), J. Classif. 2, 193-218; Ben-Hur, Elisseeff, Guyon (2002), PSB 7, 6-17;
      Hennig (2007), Comput. Stat. Data Anal. 52, 258-271.
Next: `decision`.
"""

from __future__ import annotations

import numpy as np

from covey import engine
from covey.records import Array

N_SAMPLES = 20
SAMPLE_PERCENT = 80  # as Ben-Hur and others advise; halves lose groups that most of the rows show
N_STARTS = 10  # of each sample: fewer would measure the luck of the starts instead
N_RESAMPLE_STARTS = 3
N_HALVINGS = 5
MOST_ROWS = 4_000
FEWEST_ROWS = 30  # of each cluster, where a sample of the rows is resampled


def agreement(
    points: Array, labels: Array, k: int, weights: Array | None, seed: int, n_threads: int | None
) -> float:
    """Return how well fits of random samples of the rows reproduce `labels`, from about 0 to 1.

    Time is that of 20 fits of 80 % of the rows, ten starts each.
    """
    random = np.random.default_rng([seed, k, 2])
    n = len(points)
    total = 0.0
    for _ in range(N_SAMPLES):
        sample = np.sort(random.permutation(n)[: max(k, -(-n * SAMPLE_PERCENT // 100))])
        fit = engine.fit(
            points[sample],
            k,
            weights=None if weights is None else weights[sample],
            n_init=N_STARTS,
            seed=int(random.integers(2**31)),
            n_threads=n_threads,
        )
        again = engine.assign(points, fit.centers, n_threads=n_threads)
        total += adjusted_rand(labels, again, weights)
    return total / N_SAMPLES


def adjusted_rand(first: Array, second: Array, weights: Array | None = None) -> float:
    """Return the adjusted Rand index of two labelings of the same rows.

    1 if they are the same up to names, 0 on average for labels given by chance. With weights, a row counts as
    its share of the total weight times the number of rows.

    Examples
    --------
    >>> adjusted_rand(np.array([0, 0, 1, 1]), np.array([1, 1, 0, 0]))
    1.0
    """
    n = len(first)
    cells = first.astype(np.int64) * (int(second.max()) + 1) + second
    share = None if weights is None else weights * (n / weights.sum())
    table = np.bincount(cells, share, (int(first.max()) + 1) * (int(second.max()) + 1)).astype(float)
    table = table.reshape(int(first.max()) + 1, -1)
    together = _pairs(table)
    rows, columns = _pairs(table.sum(axis=1)), _pairs(table.sum(axis=0))
    chance = rows * columns / max(n * (n - 1) / 2, 1)
    most = (rows + columns) / 2
    return 1.0 if most <= chance else float((together - chance) / (most - chance))


def _pairs(counts: Array) -> float:
    return float((counts * (counts - 1)).sum() / 2)


def prediction_strength(
    points: Array, k: int, weights: Array | None, seed: int, n_threads: int | None
) -> float:
    """Return how well one half of the rows predicts which rows of the other belong together, 0 to 1.

    For each cluster of one half, the share of its pairs of rows that the centers of the other half put
    together; the worst cluster counts; the mean of five halvings. From 0.8 the groups are called well
    supported. Source: Tibshirani, Walther (2005), J. Comput. Graph. Stat. 14, 511-528.
    """
    random = np.random.default_rng([seed, k, 4])
    n = len(points)
    total = 0.0
    for _ in range(N_HALVINGS):
        order = random.permutation(n)
        halves = [np.sort(order[: n // 2]), np.sort(order[n // 2 :])]
        if len(halves[0]) < k:
            return 0.0
        fits = [
            engine.fit(
                points[half],
                k,
                weights=None if weights is None else weights[half],
                n_init=N_RESAMPLE_STARTS,
                seed=int(random.integers(2**31)),
                n_threads=n_threads,
            )
            for half in halves
        ]
        predicted = engine.assign(points[halves[1]], fits[0].centers, n_threads=n_threads)
        table = np.bincount(fits[1].labels.astype(np.int64) * k + predicted, minlength=k * k).reshape(k, k)
        sizes = table.sum(axis=1)
        kept = (table * (table - 1)).sum(axis=1)
        total += float(np.divide(kept, sizes * (sizes - 1), out=np.zeros(k), where=sizes > 1).min())
    return total / N_HALVINGS


def jaccards(
    points: Array,
    labels: Array,
    n_clusters: int,
    *,
    weights: Array | None = None,
    seed: int = 0,
    n_resamples: int = 100,
    n_threads: int | None = None,
) -> Array:
    """Return how often each cluster comes back when the rows are drawn anew.

    Rows are drawn with replacement and fitted afresh; each cluster is compared with the most similar new one
    on the rows drawn, by the Jaccard coefficient (shared rows over all rows of both).

    Parameters
    ----------
    points : array of shape (n_rows, n_coordinates), float32 or float64
    labels : integer array of shape (n_rows,), 0 to n_clusters - 1
    n_clusters : int
    weights : array of shape (n_rows,), optional
        Weight of each row in the fits; the Jaccard coefficient counts rows.
    seed : int, default 0
    n_resamples : int, default 100
    n_threads : int, optional
        The answer does not depend on it.

    Returns
    -------
    float64 array of shape (n_clusters,)
        From 0 to 1. At 0.5 or below a cluster dissolves, from 0.75 it is stable. 0 for a cluster without
        rows.

    Notes
    -----
    Time is that of `n_resamples` times three starts on at most 4,000 rows (or 30 for each cluster): beyond
    that, a sample of each cluster's rows stands for all of them.
    Source: Hennig (2007), Comput. Stat. Data Anal. 52, 258-271; the scheme of `clusterboot` in R's fpc.

    Examples
    --------
    >>> points = np.repeat([[0.0], [9.0]], 20, axis=0) + np.linspace(0, 1, 40)[:, None]
    >>> jaccards(points, np.repeat([0, 1], 20), 2, n_resamples=10)
    array([1., 1.])
    """
    random = np.random.default_rng([seed, n_clusters, 3])
    rows, share = stand_ins(labels, n_clusters, random)
    points, labels = points[rows], labels[rows]
    share = share if weights is None else share * weights[rows]
    total = np.zeros(n_clusters)
    met = np.zeros(n_clusters)
    for _ in range(n_resamples):
        times = np.bincount(random.integers(len(rows), size=len(rows)), minlength=len(rows))
        drawn = np.flatnonzero((times * share) > 0)
        if len(drawn) == 0:
            continue
        fit = engine.fit(
            points[drawn],
            min(n_clusters, len(drawn)),
            weights=(times * share)[drawn].astype(float),
            n_init=N_RESAMPLE_STARTS,
            seed=int(random.integers(2**31)),
            n_threads=n_threads,
        )
        present = np.bincount(labels[drawn], minlength=n_clusters) > 0
        total[present] += best_jaccards(labels[drawn], fit.labels, n_clusters)[present]
        met += present
    return np.divide(total, met, out=np.zeros(n_clusters), where=met > 0)


def best_jaccards(labels: Array, again: Array, n_clusters: int) -> Array:
    """Return, for each cluster of `labels`, its Jaccard coefficient with the most similar cluster of `again`.

    Examples
    --------
    >>> best_jaccards(np.array([0, 0, 1]), np.array([1, 1, 1]), 2).round(2)
    array([0.67, 0.33])
    """
    width = int(again.max()) + 1
    shared = np.bincount(labels.astype(np.int64) * width + again, minlength=n_clusters * width)
    shared = shared.reshape(n_clusters, width).astype(float)
    either = shared.sum(axis=1)[:, None] + shared.sum(axis=0)[None, :] - shared
    best: Array = np.divide(shared, either, out=np.zeros_like(shared), where=either > 0).max(axis=1)
    return best


def stand_ins(labels: Array, n_clusters: int, random: np.random.Generator) -> tuple[Array, Array]:
    """Return rows that stand for all, each cluster in its share but never below 30, and what each counts."""
    n = len(labels)
    if n <= MOST_ROWS:
        return np.arange(n), np.ones(n)
    chosen, share = [], []
    for label in range(n_clusters):
        own = np.flatnonzero(labels == label)
        if len(own):
            size = min(len(own), max(FEWEST_ROWS, round(len(own) * MOST_ROWS / n)))
            chosen.append(random.choice(own, size=size, replace=False))
            share.append(np.full(size, len(own) / size))
    rows = np.concatenate(chosen)
    order = np.argsort(rows)
    return rows[order], np.concatenate(share)[order]
