"""How sure is each single cluster?

In:   points (n, d), the labels and centers of a fit, weights.
Out:  per cluster: how much of it other seeds, samples of 80 % of the rows, and rows drawn anew give back; the
      nearest other cluster, and which share of the rows of both lies near their border.
Not here: the letter (`explain.grade`), silhouettes (`engine`).
Source: Hennig (2007), Comput. Stat. Data Anal. 52, 258-271, for asking cluster by cluster; the border is
      that of `separation`.
Next: `explain.grade`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from covey import engine
from covey.judgement import separation, stability
from covey.records import Array

N_SEEDS = 10
N_SAMPLES = 10
SAMPLE_PERCENT = 80


@dataclass(frozen=True)
class Sureness:
    """One figure per cluster (k,), all from 0 to 1.

    `jaccards`, `seeds` and `samples` are mean Jaccard coefficients with the most similar cluster of other
    fits: of rows drawn with replacement, of other seeds, of 80 % of the rows. `nearest` is the label of the
    cluster with the most crowded border, `overlaps` the share of the rows of both that lie in the middle
    quarter of the way (a uniform crowd cut in two has 0.125); -1 and NaN where there is one cluster.
    """

    jaccards: Array
    seeds: Array
    samples: Array
    nearest: Array
    overlaps: Array


def sureness(
    points: Array,
    labels: Array,
    centers: Array,
    *,
    weights: Array | None = None,
    seed: int = 0,
    n_threads: int | None = None,
) -> Sureness:
    """Return how sure each cluster of a fit is.

    Parameters
    ----------
    points : array of shape (n_rows, n_coordinates), float32 or float64
    labels : integer array of shape (n_rows,), 0 to k - 1
    centers : array of shape (k, n_coordinates)
    weights : array of shape (n_rows,), optional
    seed : int, default 0
    n_threads : int, optional
        The answer does not depend on it.

    Notes
    -----
    Time is that of 300 resampled fits and 20 of ten starts, on at most 4,000 rows, and of one pass over all
    rows for each cluster.

    Examples
    --------
    >>> points = np.repeat([[0.0], [9.0]], 20, axis=0) + np.tile(np.linspace(0, 1, 20), 2)[:, None]
    >>> found = sureness(points, np.repeat([0, 1], 20), np.array([[0.5], [9.5]]))
    >>> found.seeds, found.nearest, found.overlaps
    (array([1., 1.]), array([1, 0]), array([0., 0.]))
    """
    k = len(centers)
    jaccards = stability.jaccards(points, labels, k, weights=weights, seed=seed, n_threads=n_threads)
    if k == 1:
        alone = np.ones(1)
        return Sureness(jaccards, alone, alone, np.array([-1]), np.array([np.nan]))
    rows, share = stability.stand_ins(labels, k, np.random.default_rng([seed, k, 9]))
    counted = None if weights is None and len(rows) == len(labels) else share
    if weights is not None:
        counted = share * weights[rows]
    again = _Again(np.ascontiguousarray(points[rows]), labels[rows], k, counted, n_threads)
    random = np.random.default_rng([seed, k, 10])
    everything = np.arange(len(rows))
    seeds = np.mean([again.given_back(everything, random) for _ in range(N_SEEDS)], axis=0)
    n_drawn = max(k, -(-len(rows) * SAMPLE_PERCENT // 100))
    drawn = [np.sort(random.permutation(len(rows))[:n_drawn]) for _ in range(N_SAMPLES)]
    samples = np.mean([again.given_back(sample, random) for sample in drawn], axis=0)
    nearest, overlaps = separation.overlaps(
        points, labels, centers, np.ones(len(points)) if weights is None else weights
    )
    return Sureness(jaccards, seeds, samples, nearest, overlaps)


@dataclass(frozen=True)
class _Again:
    """Rows, their labels, and how to fit them once more."""

    points: Array
    labels: Array
    k: int
    weights: Array | None
    n_threads: int | None

    def given_back(self, sample: Array, random: np.random.Generator) -> Array:
        """Return how much of each cluster a fit of a sample of the rows gives back, among all rows."""
        fit = engine.fit(
            np.ascontiguousarray(self.points[sample]),
            self.k,
            weights=None if self.weights is None else self.weights[sample],
            seed=int(random.integers(2**31)),
            n_threads=self.n_threads,
            effort="standard",  # as the fit itself: less would measure the luck of the starts
        )
        found = engine.assign(self.points, fit.centers, n_threads=self.n_threads)
        return stability.best_jaccards(self.labels, found, self.k)
