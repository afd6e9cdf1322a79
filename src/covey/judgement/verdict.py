"""What does the evidence add up to, in words?

In:   one trial per K: its row of numbers and how far apart its clusters are; how many rows there were.
Out:  the evidence record: suggested K, natural K, verdict, reasons (the choice, the runner-up, what would
      change the answer, then notes).
Not here: computing any of the numbers. Natural = apart and stable; reproducible = stable, not apart;
      constructive = neither: a convenience cut.
Source: the three words after Dolnicar, Leisch (2010), Market. Lett. 21, 83-101.
Next: `explain.grade` for the single segments.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from covey.judgement import elbow, gap
from covey.judgement.separation import CROWDED, Separation
from covey.records import Array, KEvidence, KRow

STABLE = 0.6  # agreement of fits of 80 % of the rows that a natural K must have
REPRODUCIBLE = 0.9  # and what it takes to be called reproducible without being apart
CONVENIENT = range(2, 7)  # sizes that people can remember and use
SMALLEST = 0.01  # share of the weight below which a cluster is a handful of odd rows, not a group
FEWEST = 3  # rows
MOST_ODD = 0.02  # share of the weight that may be left out as odd rows


@dataclass(frozen=True)
class Trial:
    """One K: its numbers, the label of each row, and how far apart its clusters are (None for K = 1)."""

    row: KRow
    labels: Array
    found: Separation | None

    @property
    def is_apart(self) -> bool:
        """Whether every two clusters lie farther apart than those of structureless points."""
        found = self.found
        return found is not None and found.distance > self.row.separation_limit and found.crowd <= CROWDED

    @property
    def is_tiny(self) -> bool:
        """Whether one of its clusters is too small to be called a group."""
        found = self.found
        return found is not None and (found.smallest < SMALLEST or found.fewest < FEWEST)

    @property
    def is_natural(self) -> bool:
        """Whether the clusters are apart, stable, and none of them is tiny."""
        return self.is_apart and not self.is_tiny and self.row.stability >= STABLE


@dataclass(frozen=True)
class Data:
    """How many rows there were, how many were judged, how many are different, and which K were asked for.

    `n_odd` rows stand far from all others and were left out.
    """

    n_rows: int
    n_judged: int
    n_distinct: int
    asked: tuple[int, ...]
    n_odd: int = 0


def decide(trials: Sequence[Trial], data: Data) -> KEvidence:
    """Return the evidence record for trials ordered by K, the first of them K = 1."""
    rows = tuple(trial.row for trial in trials)
    natural = [trial for trial in trials if trial.is_natural]
    elbow_k = elbow.bend([row.k for row in rows], [row.inertia for row in rows])
    if natural:
        chosen = natural[-1]
        name = "natural"
        reasons = _why_natural(chosen, trials, rows)
    else:
        chosen = _convenient(trials)
        stable = chosen.row.k > 1 and chosen.row.stability >= REPRODUCIBLE
        name = "reproducible" if stable else "constructive"
        reasons = _why_not(chosen, trials, rows, data)
    natural_k = chosen.row.k if natural else 1
    return KEvidence(chosen.row.k, natural_k, name, rows, (*reasons, *_notes(data, rows)), elbow_k)


def any_natural(trials: Sequence[Trial]) -> bool:
    """Return whether groups were found."""
    return any(trial.is_natural for trial in trials)


def odd_rows(trials: Sequence[Trial], weights: Array) -> Array | None:
    """Return a mask of the rows that may hide groups, or None if there are none.

    Where no K is natural, and some K has its clusters apart but for some of them being tiny, the rows of the
    tiny ones are odd.
    """
    if any_natural(trials):
        return None
    for trial in trials:
        if trial.is_apart and trial.is_tiny:
            shares = np.bincount(trial.labels, weights) / weights.sum()
            counts = np.bincount(trial.labels)
            odd: Array = ((shares < SMALLEST) | (counts < FEWEST))[trial.labels]
            if 0 < weights[odd].sum() <= MOST_ODD * weights.sum():
                return odd
    return None


def _convenient(trials: Sequence[Trial]) -> Trial:
    """Return the trial to offer where no K is natural: stable first, then well separated by silhouette."""
    cuts = [trial for trial in trials if trial.row.k in CONVENIENT] or list(trials[1:])
    if not cuts:
        return trials[0]
    usable = [trial for trial in cuts if not trial.is_tiny] or cuts
    best = max(trial.row.stability for trial in usable)
    steady = [trial for trial in usable if trial.row.stability >= min(best, REPRODUCIBLE)]
    return max(steady, key=lambda trial: (trial.row.silhouette, -trial.row.k))


def _why_natural(chosen: Trial, trials: Sequence[Trial], rows: Sequence[KRow]) -> tuple[str, ...]:
    row = chosen.row
    limit = f"{row.separation_limit:.1f}" if row.separation_limit <= 100 else "that"
    choice = (
        f"{row.k} groups are in the data: any two lie {_spreads(row)} or more apart (points without groups "
        f"stay "
        f"below {limit}), and 80 % of the rows give the same groups (agreement {row.stability:.2f} of 1). "
        f"Silhouette {row.silhouette:.2f}; {_gap_says(rows)}."
    )
    rivals = [trial for trial in trials if trial.row.k > 1 and trial is not chosen]
    if not rivals:
        return (
            choice,
            "No other number of groups was tried.",
            "Trying more values of K could change the answer.",
        )
    coarser = [trial for trial in rivals if trial.is_natural]
    if coarser:
        rival = max(coarser, key=lambda trial: trial.row.silhouette)
        runner_up = (
            f"Runner-up: {rival.row.k} groups, also apart ({_spreads(rival.row)}) and stable "
            f"({rival.row.stability:.2f}); {row.k} divides them further, and its groups are still apart."
        )
    else:
        rival = max(rivals, key=lambda trial: trial.row.silhouette)
        runner_up = (
            f"Runner-up: {rival.row.k} groups (silhouette {rival.row.silhouette:.2f}). {_failing(rival)}"
        )
    return choice, runner_up, _what_changes_natural(chosen, trials)


def _what_changes_natural(chosen: Trial, trials: Sequence[Trial]) -> str:
    finer = [trial for trial in trials if trial.row.k > chosen.row.k]
    if not finer:
        return (
            f"{chosen.row.k} is the largest K that was tried; there may be more groups. Try larger K, such "
            f"as "
            f"k=range(1, {2 * chosen.row.k + 1})."
        )
    return (
        f"What would change the answer: columns that split one of the {chosen.row.k} groups. With "
        f"{finer[0].row.k} groups on these columns: {_failing(finer[0])}"
    )


def _why_not(chosen: Trial, trials: Sequence[Trial], rows: Sequence[KRow], data: Data) -> tuple[str, ...]:
    if len(trials) == 1:
        return _why_one(data)
    farthest = max(trials[1:], key=lambda trial: trial.row.separation - trial.row.separation_limit)
    row = chosen.row
    what = "a stable cut through one crowd" if row.stability >= REPRODUCIBLE else "a convenience cut"
    none = (
        "No groups were found: no K divides the rows into clusters that stand apart, recur and are not tiny. "
        f"{row.k} is {what}: 80 % of the rows give the same clusters with agreement {row.stability:.2f} of "
        f"1, "
        f"silhouette {row.silhouette:.2f}; {_gap_says(rows)}."
    )
    runner_up = f"Closest to groups: {farthest.row.k}. {_failing(farthest)}"
    change = (
        "What would change the answer: a column in which the rows differ in kind and not by degree; leaving "
        "out "
        "columns that only add noise; or more rows, if the groups are small."
    )
    return none, runner_up, change


def _why_one(data: Data) -> tuple[str, ...]:
    if data.n_distinct == 1:
        same = "there is one row" if data.n_rows == 1 else f"all {data.n_rows:,} rows are the same"
        return (
            f"1 group: {same} in the columns that form the segments.",
            "There is no runner-up: more groups than different rows cannot be formed.",
            "What would change the answer: columns that tell the rows apart.",
        )
    return (
        "1 group: no other K was asked for.",
        "There is no runner-up.",
        "What would change the answer: trying more K, such as k=range(1, 11).",
    )


def _failing(trial: Trial) -> str:
    """Return the sentence that says why this K is not natural."""
    row, found = trial.row, trial.found
    if found is None:
        return "It is one group."
    if trial.is_tiny:
        rows = "1 row" if found.fewest == 1 else f"{found.fewest:,} rows"
        share = f"{100 * found.smallest:.1f} %"
        return f"One of its clusters holds {rows} ({share}): too few for a group, perhaps odd rows."
    if found.distance <= row.separation_limit:
        if row.separation_limit > 100:
            return (
                "Its clusters are the values of a column with few values, and say no more than that column."
            )
        return (
            f"Two of its clusters are only {_spreads(row)} apart; points without groups may reach "
            f"{row.separation_limit:.1f}."
        )
    if found.crowd > CROWDED:
        return (
            f"{100 * found.crowd:.0f} % of the rows of two of its clusters lie near their border; "
            f"between groups it would be {100 * CROWDED:.0f} % or less."
        )
    if row.stability < STABLE:
        agreement = f"agreement {row.stability:.2f}; {STABLE} is needed"
        return f"Fits of 80 % of the rows give other clusters ({agreement})."
    return f"Its groups are apart ({_spreads(row)}) and stable ({row.stability:.2f})."


def _gap_says(rows: Sequence[KRow]) -> str:
    return f"the gap statistic says {gap.rule_k(rows)}"


def _spreads(row: KRow) -> str:
    if row.separation > 100:
        return "100 standard deviations"
    return f"{row.separation:.1f} standard deviations"


def _notes(data: Data, rows: Sequence[KRow]) -> tuple[str, ...]:
    notes = []
    if data.n_odd:
        stand = "row stands" if data.n_odd == 1 else "rows stand"
        notes.append(
            f"{data.n_odd:,} {stand} far from all others and would hide the groups; left out here. Set such "
            f"rows "
            "apart before fitting."
        )
    if data.n_judged < data.n_rows:
        notes.append(
            f"Judged on a random sample of {data.n_judged:,} of the {data.n_rows:,} rows; the inertia is "
            f"that of "
            "all rows."
        )
    where = " among those judged" if data.n_judged < data.n_rows else ""
    left_out = [k for k in data.asked if k > rows[-1].k]
    if left_out:
        names = ", ".join(map(str, left_out[:5])) + (" …" if len(left_out) > 5 else "")
        notes.append(
            f"K = {names} could not be tried: there are only {data.n_distinct:,} different "
            f"rows{where} in the columns "
            "that form the segments."
        )
    return tuple(notes)
