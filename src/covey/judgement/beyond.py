"""Do the clusters sit tighter than clusters of one crowd?

In:   points (n, d), weights, the K to try.
Out:  `compare`: for each K the silhouettes and inertias that crowds with the same columns reach; `in_boxes`:
      those of boxes filled evenly; `Beyond`, what that says about one K.
Not here: drawing the crowds (`crowd`); the decision (`decision`).
Groups that overlap leave no empty stretch between them, so `separation` is blind to them; but no crowd with
one hump per column and the same correlations gives clusters as tight. Both figures count, because each alone
is fooled: a mean silhouette by a few far rows, an inertia by a crowd with a sharp edge, such as a ball.
Source: Hennig, Lin (2015), Stat. Comput. 25, 821-833, on comparing an index with what a null model gives.
Next: `decision`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from covey import engine
from covey.judgement import crowd, references
from covey.records import Array

N_CROWDS = 20
N_STARTS = 3
MARGIN = 0.02  # of silhouette, above the best of 20 crowds
SURE = 3.0  # standard deviations of the crowds, for silhouette and inertia alike


@dataclass(frozen=True)
class Crowds:
    """What crowds reach: `inertias` and `silhouettes` (n_crowds, number of K).

    Inertias are shares of that of K = 1. The silhouette of K = 1 is NaN.
    """

    inertias: Array
    silhouettes: Array


@dataclass(frozen=True)
class Beyond:
    """How far one K is beyond what crowds reach.

    `margin` is the silhouette above the best crowd, `lead` above the mean of the crowds;
    `silhouette_sd` and `inertia_sd` are distances from that mean in the standard deviations of the crowds.
    """

    margin: float
    lead: float
    silhouette_sd: float
    inertia_sd: float

    @property
    def is_beyond(self) -> bool:
        """Whether no crowd with the same columns would give clusters as tight."""
        return self.margin > MARGIN and min(self.silhouette_sd, self.inertia_sd) > SURE


def compare(
    points: Array,
    weights: Array | None,
    ks: Sequence[int],
    seed: int,
    n_threads: int | None,
    report: Callable[[int, str], None],
) -> Crowds:
    """Return what 20 crowds of the shape of `points` reach at each K, K = 1 first.

    Time is that of 20 times three starts for every K, and 20 passes over the distances.
    """
    random = np.random.default_rng([seed, 0, 5])
    source = points if weights is None else points[_shares(weights)]
    return reached(crowd.draw(source, N_CROWDS, random), ks, seed, n_threads, report)


def in_boxes(points: Array, ks: Sequence[int], seed: int, n_threads: int | None) -> Crowds:
    """Return what 20 boxes filled evenly along the principal axes of `points` reach at each K, K = 1 first.

    A square that stands on a corner falls into four, tighter than any crowd with the columns of that square.
    """
    boxes = references.draw(points, N_CROWDS, np.random.default_rng([seed, 0, 9])).sets
    return reached(boxes, ks, seed, n_threads, lambda step, what: None)


def reached(
    sets: Iterable[Array],
    ks: Sequence[int],
    seed: int,
    n_threads: int | None,
    report: Callable[[int, str], None],
) -> Crowds:
    """Return what 20 sets of rows reach at each K, K = 1 first."""
    inertias, silhouettes = np.empty((N_CROWDS, len(ks))), np.full((N_CROWDS, len(ks)), np.nan)
    for number, rows in enumerate(sets):
        total = float(((rows - rows.mean(axis=0)) ** 2).sum())
        inertias[number, 0] = 1.0
        labelings = []
        for place, k in enumerate(ks[1:], start=1):
            fit = engine.fit(rows, k, n_init=N_STARTS, seed=seed, n_threads=n_threads)
            inertias[number, place] = fit.inertia / total if total > 0 else 1.0
            labelings.append(fit.labels)
        if labelings:
            of_rows = engine.silhouettes_of_all(rows, np.stack(labelings), list(ks[1:]), n_threads=n_threads)
            silhouettes[number, 1:] = of_rows.mean(axis=1)
        report(number + 1, "compared with crowds")
    return Crowds(inertias, silhouettes)


def judge(silhouette: float, inertia_share: float, crowds: Crowds, place: int) -> Beyond:
    """Return how far one K is beyond the crowds.

    Parameters
    ----------
    silhouette : float
    inertia_share : float
        Inertia as a share of that of K = 1.
    crowds : Crowds
    place : int
        Which K, as a place in the columns of `crowds`.

    Examples
    --------
    >>> crowds = Crowds(np.array([[1.0, 0.5], [1.0, 0.6]]), np.array([[np.nan, 0.3], [np.nan, 0.4]]))
    >>> round(judge(0.7, 0.1, crowds, 1).margin, 3)
    0.3
    """
    reached = crowds.silhouettes[:, place]
    logs = np.log(np.maximum(crowds.inertias[:, place], 1e-12))
    least = 1e-9
    return Beyond(
        float(silhouette - reached.max()),
        float(silhouette - reached.mean()),
        float((silhouette - reached.mean()) / max(reached.std(ddof=1), least)),
        float((logs.mean() - np.log(max(inertia_share, 1e-12))) / max(logs.std(ddof=1), least)),
    )


def _shares(weights: Array) -> Array:
    """Return as many row numbers as there are rows, each in the share of its weight."""
    ends = np.cumsum(weights)
    places = (np.arange(len(weights)) + 0.5) * (ends[-1] / len(weights))
    rows: Array = np.minimum(np.searchsorted(ends, places), len(weights) - 1)
    return rows
