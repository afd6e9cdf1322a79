"""How do centers follow batches of rows?

In:   centers with the weight they have seen; a batch of checked rows with weights.
Out:  `Running`: the centers after the batch, each the mean of every row it ever took; `Stopping`: when to
      stop.
Not here: which rows a batch holds (draws.py), scikit-learn's face (minibatch.py).
Source: Sculley (2010), Web-scale k-means clustering, WWW; reassignment and stopping as scikit-learn
      documents them.
Next: tests/reference/minibatch.py.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cmp_to_key
from typing import Any

import numpy as np

from covey import engine
from covey.cluster.draws import different_rows
from covey.records import Array, ClusterTotals


@dataclass(frozen=True)
class Running:
    """Centers in the middle of a run.

    `means` (k, d) float64, `weights` (k,) of the rows each has taken; `n_since` rows since small clusters
    were last looked for. `centers` (k, d) is what rows are compared with, in their dtype: the means, or the
    means at length 1.
    """

    means: Array
    weights: Array
    centers: Array
    spherical: bool
    n_since: float = 0.0

    @classmethod
    def at(cls, centers: Array, spherical: bool) -> Running:
        """Return centers that have seen nothing yet."""
        return cls(centers.astype(np.float64), np.zeros(len(centers)), centers, spherical)

    def ordered(self) -> Running:
        """Return the same with the cluster of most weight first, equal weights by coordinates."""

        def before(a: int, b: int) -> int:
            if self.weights[a] != self.weights[b]:
                return -1 if self.weights[a] > self.weights[b] else 1
            apart = np.flatnonzero(self.centers[a] != self.centers[b])[:1]
            return 0 if not len(apart) else -1 if self.centers[a, apart[0]] < self.centers[b, apart[0]] else 1

        order = sorted(range(len(self.weights)), key=cmp_to_key(before))
        return replace(
            self, means=self.means[order], weights=self.weights[order], centers=self.centers[order]
        )

    def having_seen(self, n_since: float) -> Running:
        """Return the same with another count of rows since small clusters were last looked for."""
        return replace(self, n_since=n_since)

    def _moved_to(self, means: Array, weights: Array) -> Running:
        centers = means.astype(self.centers.dtype)
        if self.spherical:
            unit, _, _ = engine.unit_rows(centers, n_threads=1)
            centers = np.where((unit != 0).any(axis=1)[:, None], unit, self.centers)
        return replace(self, means=means, weights=weights, centers=centers)

    def took(self, batch: Any, weights: Array | None, n_threads: int | None) -> tuple[Running, ClusterTotals]:
        """Return the centers after a batch, and what was added to each."""
        labels = engine.assign(batch, self.centers, n_threads=n_threads)
        added = engine.cluster_totals(batch, labels, len(self.means), weights=weights, n_threads=n_threads)
        total = self.weights + added.weights
        part = np.divide(added.weights, total, out=np.zeros_like(total), where=added.weights > 0)[:, None]
        steps = (added.means - self.means) * part
        means = np.where(part == 1, added.means, self.means + np.where(part > 0, steps, 0))
        return self._moved_to(means, total), added

    def with_small_ones_moved(
        self,
        batch: Any,
        weights: Array | None,
        ratio: float,
        random: np.random.Generator,
        n_threads: int | None,
    ) -> Running:
        """Let clusters of less than `ratio` times the largest weight start anew at rows of the batch."""
        small = np.flatnonzero(self.weights < ratio * self.weights.max())
        if not len(small) or len(small) == len(self.weights):
            return self
        rows = different_rows(batch, weights, random, len(small), n_threads)
        small = small[np.argsort(self.weights[small], kind="stable")][: len(rows)]
        means, total = self.means.copy(), self.weights.copy()
        found = batch[rows[: len(small)]]
        means[small] = found.toarray() if hasattr(found, "toarray") else found
        total[small] = np.delete(self.weights, small).min()  # or they would be moved again at once
        return self._moved_to(means, total)


def inertias(added: ClusterTotals, centers: Array, exponent: int) -> Array:
    """Return the weighted squared distances (k,) of the rows to their centers, over 4**exponent."""
    offsets = np.ldexp(added.means - centers.astype(np.float64), -exponent)
    between = np.where(added.weights > 0, added.weights * (offsets**2).sum(axis=1), 0.0)
    found: Array = np.ldexp(added.squares, 2 * (added.exponent - exponent)) + between
    return found


def tamed(weights: Array | None) -> tuple[Array | None, int]:
    """Return weights that add up to an ordinary number, and the exponent they were divided by: mostly 0."""
    if weights is None:
        return None, 0
    exponent = math.frexp(float(weights.max()))[1]
    if abs(exponent) < 500:
        return weights, 0
    return np.ldexp(weights, -exponent), exponent


def outside(inertia: float, exponent: int, weight_exponent: int = 0) -> float:
    """Return inertia * 4**exponent * 2**weight_exponent; infinity where that is no float64."""
    with np.errstate(over="ignore"):
        return float(np.ldexp(inertia, 2 * exponent + weight_exponent))


class Stopping:
    """When is it time to stop? Told of every batch but the first, whose inertia is that of the start."""

    WARM_UP = 10  # batches that are averaged before a lowest inertia is looked for: one alone is too noisy

    def __init__(
        self, max_no_improvement: int | None, tolerance: float, smoothing: float, n_least: int = WARM_UP
    ):
        self._n_least = max(n_least, self.WARM_UP)
        self._patience = max_no_improvement
        self._tolerance = tolerance
        self._smoothing = min(smoothing, 1.0)
        self._least = np.inf
        self._since = 0
        self._told = 0
        self.smoothed = 0.0

    def told(self, inertia: float, squared_step: float) -> str:
        """Return why to stop after a batch of this mean inertia, or nothing to go on."""
        self._told += 1
        smoothing = 1 / self._told if self._told <= self.WARM_UP else self._smoothing
        self.smoothed += (inertia - self.smoothed) * smoothing
        if self._tolerance > 0 and squared_step <= self._tolerance:
            return "small centers change"
        if self._told < self._n_least:
            return ""
        self._since = 0 if self.smoothed < self._least else self._since + 1
        self._least = min(self._least, self.smoothed)
        enough = self._patience is not None and self._since >= self._patience
        return "lack of improvement in inertia" if enough else ""
