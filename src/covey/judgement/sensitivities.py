"""Does the answer hang on how columns are scaled, or on a few rows?

In:   the question, the trials and the decision.
Out:  the scaling ladder, what the rows that move the centers do to K, and the decision: a convenience cut
      where the groups vanish with every other scaling, or without a few rows.
Not here: the ladder itself (`scaling`), which rows pull (`influence`), the sentences (`wording`).
Next: `wording`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from time import monotonic

import numpy as np

from covey.judgement import decision, influence, scaling
from covey.judgement.trials import Data, Question, Trial, judged_places, judged_rows, run
from covey.records import Array, Influence, Scaling

MOST_TOLD = 5  # rows that are named


@dataclass(frozen=True)
class Origin:
    """Where the points come from: the same rows in the user's units, their numbers, the names of the columns.

    `indicators` marks coordinates of categories.
    """

    raw: Array
    row_numbers: Array
    names: Sequence[str]
    indicators: Array

    def without(self, rows: Array) -> Origin:
        """Return the origin without some rows."""
        return replace(self, raw=self.raw[~rows], row_numbers=self.row_numbers[~rows])


@dataclass(frozen=True)
class Sensitivities:
    """The scaling ladder, and the rows that move the centers; `made` is the decision with both known."""

    made: decision.Decision
    scalings: tuple[Scaling, ...]
    influence: Influence | None


def find(
    question: Question, origin: Origin, trials: Sequence[Trial], data: Data, made: decision.Decision
) -> Sensitivities:
    """Return what the answer hangs on, and the decision that follows."""
    k = made.chosen.row.k
    if k == 1 or len(trials) < 2:
        return Sensitivities(made, (), None)
    places = judged_places(len(data.points), question.seed)
    points, weights = judged_rows(data.points, data.weights, question.seed)
    labels = made.chosen.judged_labels
    given = None if data.weights is None else weights
    answer = scaling.Answer(points, labels, k, given, question.seed, question.n_threads)
    raw = origin.raw[places].astype(np.float64)
    with question.watch.part("other scalings"):
        rungs = scaling.ladder(raw, answer, origin.names, origin.indicators)
    found = None
    with question.watch.part("without the rows that move the centers"):
        means = np.array([weights[own] @ points[own] / weights[own].sum() for own in _clusters(labels, k)])
        mask, pull = influence.pulls(points, labels, means, weights)
        if mask.any() and monotonic() < question.deadline:
            rest = replace(
                question,
                points=np.ascontiguousarray(points[~mask]),
                weights=None if given is None else given[~mask],
                progress=None,
            )
            without = decision.answer(run(rest)[0])
            most = np.argsort(-pull * mask, kind="stable")[: min(MOST_TOLD, int(mask.sum()))]
            numbers = tuple(int(number) for number in origin.row_numbers[places][most])
            found = Influence(
                numbers, int(mask.sum()), float(pull[mask].max()), without.chosen.row.k, without.verdict
            )
    return Sensitivities(_vetoed(made, trials, rungs, found), rungs, found)


def _clusters(labels: Array, k: int) -> list[Array]:
    return [labels == label for label in range(k)]


def _vetoed(
    made: decision.Decision, trials: Sequence[Trial], rungs: Sequence[Scaling], found: Influence | None
) -> decision.Decision:
    """Return the decision, or a convenience cut where the groups do not survive."""
    if made.verdict == "constructive":
        return made
    if scaling.is_vetoed(rungs):
        return decision.convenience(trials, "scaling")
    if found is not None and found.verdict == "constructive":
        return decision.convenience(trials, "rows")
    return made
