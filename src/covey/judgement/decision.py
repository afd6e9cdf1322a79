"""What does the evidence add up to?

In:   one trial per K, K = 1 first; how many rows there were; the limits of the business.
Out:  the K of the answer, the K of the groups that stand apart, and one of three words.
Not here: computing any of the numbers (`trials`), or putting them into sentences (`wording`).
Natural: the clusters stand apart, and recur. Reproducible: they overlap, but are tighter than those of one
crowd, and recur. Constructive: neither; a convenience cut. A crowd that is long is cut in two the same way
each time; that is stable, but no crowd of its shape does otherwise, so it is a convenience cut.
Source: the three words after Dolnicar, Leisch (2010), Market. Lett. 21, 83-101.
Next: `wording`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from covey.judgement.trials import FEWEST, SMALLEST, STABLE, Trial
from covey.records import Array, KStep

CERTAIN = 0.01  # p-value from which humps in a column prove groups by themselves
STEADY = 0.9  # agreement from which a convenience cut counts as steady
CONVENIENT = range(2, 7)  # sizes that people can remember and use
MOST_ODD = 0.02  # share of the weight that may be left out as odd rows
STREAM = 0.01  # share of the rows below which a stream from one K to the next is not told


@dataclass(frozen=True)
class Limits:
    """What a division must keep to be of use: at most so many segments, each with at least this share."""

    max_segments: int | None = None
    min_share: float = 0.0

    @property
    def are_set(self) -> bool:
        """Whether there is anything to keep."""
        return self.max_segments is not None or self.min_share > 0

    def hold(self, trial: Trial) -> bool:
        """Return whether a division keeps the limits."""
        few = self.max_segments is None or trial.row.k <= self.max_segments
        return few and (trial.found is None or trial.found.smallest >= self.min_share)


@dataclass(frozen=True)
class Decision:
    """The trial that is the answer, the number of groups that stand apart, the word.

    `free` is the answer without the limits, where they changed it; `veto` says why groups that were found do
    not count: "scaling" or "rows".
    """

    chosen: Trial
    natural_k: int
    verdict: str
    free: Trial | None = None
    veto: str = ""


def convenience(trials: Sequence[Trial], veto: str) -> Decision:
    """Return the decision for groups that do not survive: a convenience cut."""
    return Decision(_convenient(trials), 1, "constructive", veto=veto)


def divided_further(made: Decision, trials: Sequence[Trial], n_more: int) -> Decision | None:
    """Return the decision for so many clusters more than in `made`; None if their clusters are no groups."""
    for trial in trials:
        if n_more > 0 and trial.row.k == made.chosen.row.k + n_more:
            if trial.is_natural:
                return Decision(trial, trial.row.k, "natural")
            return Decision(trial, made.natural_k, "reproducible") if trial.is_overlapping else None
    return None


def within(free: Decision, trials: Sequence[Trial], limits: Limits) -> Decision:
    """Return the best decision that keeps the limits; `free` itself if it does."""
    if limits.hold(free.chosen):
        return free
    feasible = [trial for trial in trials if limits.hold(trial)]
    best = answer(feasible)
    is_crowd = best.chosen.row.k == 1 or not (best.chosen.is_natural or best.chosen.is_overlapping)
    word = "constructive" if is_crowd or free.veto else best.verdict
    return Decision(best.chosen, free.natural_k, word, free.chosen, free.veto)


def answer(trials: Sequence[Trial]) -> Decision:
    """Return the finest division into groups that stand apart, or a finer, tighter one that overlaps."""
    natural = [trial for trial in trials if trial.is_natural]
    overlapping = [trial for trial in trials if trial.is_overlapping]
    tightest = max(overlapping, key=lambda trial: trial.tightness, default=None)
    if natural:
        apart = natural[-1]
        if tightest is None or not _improves(tightest, apart):
            return Decision(apart, apart.row.k, "natural")
        return Decision(tightest, apart.row.k, "reproducible")
    if tightest is not None:
        return Decision(tightest, 1, "reproducible")
    return Decision(_convenient(trials), 1, "constructive")


def _improves(finer: Trial, apart: Trial) -> bool:
    """Return whether a finer division is tighter than the one into groups that stand apart."""
    tighter = finer.row.silhouette > apart.row.silhouette and finer.margin > apart.margin
    return finer.row.k > apart.row.k and tighter


def with_humps(trials: Sequence[Trial], chance: float) -> Decision | None:
    """Return the decision for columns with more than one hump, or None if they show no groups.

    Where the humps are sure (`chance` is their p-value), the best division that recurs and is tighter than
    the usual crowd will do: that there are groups is known already.
    """
    usual = answer(trials)
    if usual.verdict != "constructive":
        return usual
    usable = [
        trial
        for trial in trials
        if trial.lead > 0 and not (trial.is_tiny or trial.is_values) and trial.row.stability >= STABLE
    ]
    if chance > CERTAIN or not usable:
        return None
    best = max(usable, key=lambda trial: trial.tightness)
    return Decision(best, 1, "reproducible")


def any_natural(trials: Sequence[Trial]) -> bool:
    """Return whether groups that stand apart were found."""
    return any(trial.is_natural for trial in trials)


def odd_rows(trials: Sequence[Trial], weights: Array) -> Array | None:
    """Return a mask of the rows that may hide groups, or None if there are none.

    Where no K is natural, and some K has its clusters apart but for some of them being tiny, the rows of the
    tiny ones are odd. Of several such K the largest counts: with fewer clusters some odd rows hide in a
    group.
    """
    if any_natural(trials):
        return None
    for trial in reversed(trials):
        if trial.is_apart and trial.is_tiny:
            shares = np.bincount(trial.labels, weights) / weights.sum()
            counts = np.bincount(trial.labels)
            odd: Array = ((shares < SMALLEST) | (counts < FEWEST))[trial.labels]
            if 0 < weights[odd].sum() <= MOST_ODD * weights.sum():
                return odd
    return None


def steps(trials: Sequence[Trial]) -> tuple[KStep, ...]:
    """Return which clusters become which from each K that was tried to the next, of the rows judged."""
    told = []
    for before, after in pairwise(trials):
        k, next_k = before.row.k, after.row.k
        cells = before.judged_labels.astype(np.int64) * next_k + after.judged_labels
        table = np.bincount(cells, minlength=k * next_k).reshape(k, next_k)
        least = max(1.0, STREAM * table.sum())
        flows = tuple((int(a), int(b), int(table[a, b])) for a, b in np.argwhere(table >= least))
        told.append(KStep(k, next_k, flows))
    return tuple(told)


def _convenient(trials: Sequence[Trial]) -> Trial:
    """Return the trial to offer where there are no groups: steady first, then by silhouette."""
    cuts = [trial for trial in trials if trial.row.k in CONVENIENT]
    cuts = cuts or [trial for trial in trials if trial.row.k > 1]
    if not cuts:
        return trials[0]
    usable = [trial for trial in cuts if not trial.is_tiny] or cuts
    best = max(trial.row.stability for trial in usable)
    steady = [trial for trial in usable if trial.row.stability >= min(best, STEADY)]
    return max(steady, key=lambda trial: (trial.row.silhouette, -trial.row.k))
