"""What does the decision say, in sentences?

In:   the trials, the decision, what has more than one hump, how many rows there were.
Out:  the choice, the runner-up, what would change the answer; then notes.
Not here: deciding. No sentence claims more than its number holds.
Next: `explain.grade` for the single segments.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from covey.judgement import elbow, gap
from covey.judgement.decision import STEADY, Decision, Limits
from covey.judgement.scaling import AGREE
from covey.judgement.separation import CROWDED
from covey.judgement.trials import STABLE, Data, Trial
from covey.records import Humps, Influence, KRow, Scaling

MANY_COLUMNS = 5  # columns with humps that are named
FEW_ROWS = 20  # fewer than these show groups by chance, and hide them


def reasons(
    trials: Sequence[Trial],
    made: Decision,
    data: Data,
    humps: Sequence[Humps],
    limits: Limits,
    hanging: Sequence[str] = (),
) -> tuple[str, ...]:
    """Return the sentences for a decision: the choice, the runner-up, what would change it, notes.

    `hanging` says what it hangs on (see `hangs_on`).
    """
    free = made.chosen if made.free is None else made.free
    told: tuple[str, ...]
    if made.veto:
        told = _vetoed(made, trials)
    elif made.verdict == "constructive" and made.free is None:
        told = _why_not(made.chosen, trials, data)
    elif free.is_natural and (made.free is not None or made.verdict == "natural"):
        told = _why_natural(free, trials, data)
    elif free.is_overlapping:
        told = _why_overlapping(free, made.natural_k, trials, data)
    else:
        told = _why_not(free, trials, data)
    rest = (*_limited(made, limits), *_humps(humps), *hanging, *_notes(data, trials))
    return (*told, *_in_arcs(free, trials), *rest)


def from_columns(names: Sequence[str], chance: float, n_columns: int, sub: Trial) -> str:
    """Return the sentence for groups that show in some columns alone."""
    one = len(names) == 1
    which = f"column {names[0]}" if one else f"{len(names)} columns ({', '.join(names[:MANY_COLUMNS])})"
    how = f"{_spreads(sub.row)} apart" if sub.is_apart else "overlapping"
    return (
        f"{sub.row.k} groups, {how}, show in {which} of {n_columns}: {'it has' if one else 'they have'} more "
        f"than one hump (dip test, p {_chance(chance)} for looking at all columns). The other columns blur "
        f"them: form the segments from {'it' if one else 'these'} alone to have the groups sharp."
    )


def _why_natural(chosen: Trial, trials: Sequence[Trial], data: Data) -> tuple[str, ...]:
    row = chosen.row
    limit = f"{row.separation_limit:.1f}" if row.separation_limit <= 100 else "that"
    choice = (
        f"{row.k} groups are in the data: any two lie {_spreads(row)} or more apart (points without groups "
        f"stay below {limit}), and 80 % of the rows give the same groups (agreement {row.stability:.2f} of "
        f"1). Silhouette {row.silhouette:.2f}; {_gap_says(trials)}."
    )
    runner_up = _runner_up(chosen, trials)
    return choice, runner_up, _what_changes(chosen, trials, data, runner_up)


def _why_overlapping(chosen: Trial, natural_k: int, trials: Sequence[Trial], data: Data) -> tuple[str, ...]:
    row = chosen.row
    apart = (
        f"{natural_k} groups stand apart, and divide further into these, which overlap"
        if natural_k > 1
        else "no empty stretch lies between them"
    )
    choice = (
        f"{row.k} groups that overlap: {apart}. Their silhouette is {row.silhouette:.2f}, where one crowd "
        f"stays below {row.silhouette_limit:.2f}; 80 % of the rows give the same "
        f"groups (agreement {row.stability:.2f} of 1); {_gap_says(trials)}. Rows between two groups could "
        f"belong to either."
    )
    runner_up = _runner_up(chosen, trials)
    return choice, runner_up, _what_changes(chosen, trials, data, runner_up)


def _runner_up(chosen: Trial, trials: Sequence[Trial]) -> str:
    rivals = [trial for trial in trials if trial.row.k > 1 and trial is not chosen]
    if not rivals:
        return "No other number of groups was tried."
    natural = [trial for trial in rivals if trial.is_natural]
    if natural and (chosen.is_natural or chosen.row.k > natural[-1].row.k):
        rival = max(natural, key=lambda trial: trial.row.silhouette)
        still = "and its groups are still apart" if chosen.is_natural else "and one crowd would not look so"
        return (
            f"Runner-up: {rival.row.k} groups, also apart ({_spreads(rival.row)}) and stable "
            f"({rival.row.stability:.2f}), silhouette {rival.row.silhouette:.2f} against "
            f"{chosen.row.silhouette:.2f}; {chosen.row.k} divides them further, {still}."
        )
    rival = max(rivals, key=lambda trial: trial.row.silhouette)
    lower = f"silhouette {rival.row.silhouette:.2f} against {chosen.row.silhouette:.2f}"
    if not chosen.is_natural and rival.is_overlapping:
        return (
            f"Runner-up: {rival.row.k} groups ({lower}). They are {rival.margin:.2f} above one crowd of the "
            f"same columns; those of {chosen.row.k} {chosen.margin:.2f}."
        )
    return f"Runner-up: {rival.row.k} groups ({lower}). {_failing(rival)}"


def _what_changes(chosen: Trial, trials: Sequence[Trial], data: Data, runner_up: str) -> str:
    """Return what would change the answer; what the runner-up lacks is not said again."""
    finer = [trial for trial in trials if trial.row.k > chosen.row.k]
    if not finer and chosen.row.k == data.n_distinct:
        return f"What would change the answer: more different rows; there are only {data.n_distinct}."
    if not finer:
        most = 2 * chosen.row.k
        return (
            f"{chosen.row.k} is the largest K that was tried; there may be more groups. Try larger K: "
            f"covey choose-k TABLE --max {most}, or choose_k(X, k=range(1, {most + 1}))."
        )
    lacking = _failing(finer[0])
    next_up = (
        f"{finer[0].row.k} groups come next{', the runner-up.' if lacking in runner_up else f'. {lacking}'}"
    )
    if not chosen.is_natural:
        return (
            "What would change the answer: a column that tells the groups apart where they overlap would "
            f"make them natural; a column of noise may hide them. {next_up}{_divided(chosen, finer[0])}"
        )
    return (
        f"What would change the answer: columns that split one of the {chosen.row.k} groups. On "
        f"these, {next_up}{_divided(chosen, finer[0])}"
    )


def _divided(chosen: Trial, finer: Trial) -> str:
    """Return which group the next K would divide, and how; empty where it rearranges them."""
    k, next_k = chosen.row.k, finer.row.k
    cells = chosen.judged_labels.astype(np.int64) * next_k + finer.judged_labels
    table = np.bincount(cells, minlength=k * next_k).reshape(k, next_k)
    parts = table * (table >= 0.02 * table.sum())
    divided = np.flatnonzero((parts > 0).sum(axis=1) > 1)
    merged = np.flatnonzero((parts > 0).sum(axis=0) > 1)
    if next_k != k + 1 or len(divided) != 1 or len(merged):
        return ""
    sizes = sorted(parts[divided[0]][parts[divided[0]] > 0], reverse=True)
    rows = " and ".join(f"{int(size):,}" for size in sizes)
    return f" It would divide a group of {int(table[divided[0]].sum()):,} rows into {rows}."


def _why_not(chosen: Trial, trials: Sequence[Trial], data: Data) -> tuple[str, ...]:
    if len(trials) == 1:
        return _why_one(data)
    groups = [trial for trial in trials[1:] if not trial.is_values] or trials[1:]
    farthest = max(groups, key=lambda trial: trial.row.separation - trial.row.separation_limit)
    row = chosen.row
    what = "a stable cut through one crowd" if row.stability >= STEADY else "a convenience cut"
    if chosen.is_values:
        what = "the number of different rows, each a segment of its own"
    crowd = f"one crowd reaches {row.silhouette_limit:.2f}"
    none = (
        "No groups were found: no K divides the rows into clusters that stand apart, or are tighter than "
        f"those of one crowd, and recur and are not tiny. {row.k} is {what}: 80 % of the rows give the same "
        f"clusters with agreement {row.stability:.2f} of 1, silhouette {row.silhouette:.2f} ({crowd}); "
        f"{_gap_says(trials)}."
    )
    runner_up = f"Closest to groups: {farthest.row.k}. {_failing(farthest)}"
    change = (
        "What would change the answer: a column in which the rows differ in kind and not by degree; leaving "
        "out columns that only add noise; or more rows, if the groups are small."
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
        "What would change the answer: more K. Try covey choose-k TABLE --max 10, or choose_k(X, "
        "k=range(1, 11)).",
    )


def _failing(trial: Trial) -> str:
    """Return the sentence that says why this K is not natural."""
    row, found = trial.row, trial.found
    if found is None:
        return "It is one group."
    if trial.n_in_arcs:
        return f"It only cuts {_rings(trial.n_in_arcs)} into arcs."
    if trial.is_tiny:
        rows = "1 row" if found.fewest == 1 else f"{found.fewest:,} rows"
        share = f"{100 * found.smallest:.1f} %"
        return f"One of its clusters holds {rows} ({share}): too few for a group, perhaps odd rows."
    if trial.is_values:
        return f"Each of its clusters is one of the {row.k} different rows there are, and no group of rows."
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


def hangs_on(rungs: Sequence[Scaling], moved: Influence | None, made: Decision) -> tuple[str, ...]:
    """Return what the answer hangs on: the scaling of the columns, a few rows."""
    told = []
    clusters = "cut comes" if made.verdict == "constructive" else "groups come"
    others = [one for one in rungs if not one.is_own]
    same = [one.name for one in others if one.agreement >= AGREE]
    if same:
        told.append(f"the same {clusters} out of {_and(same)}")
    differing: dict[str, list[str]] = {}
    for one in others:
        if one.agreement < AGREE:
            blamed = f", most of all by column {one.column}" if one.column is not None else ""
            differing.setdefault(f"(agreement {one.agreement:.2f} of 1{blamed})", []).append(one.name)
    for agreement, names in differing.items():
        told.append(f"{_and(names)} give{'s' * (len(names) == 1)} another division {agreement}")
    sentences = [f"Other scalings of the columns: {'; '.join(told)}."] if told else []
    if moved is not None:
        rows = "1 row moves its center" if moved.n_rows == 1 else f"{moved.n_rows:,} rows move their centers"
        listed = ", ".join(f"{row:,}" for row in moved.rows) + (
            " …" if moved.n_rows > len(moved.rows) else ""
        )
        sentences.append(
            f"{rows} (row {listed}), by up to {moved.pull:.2f} of the spread of the cluster. Without "
            f"{'it' if moved.n_rows == 1 else 'them'} the answer is {moved.k} ({moved.verdict})."
        )
    return tuple(sentences)


def _vetoed(made: Decision, trials: Sequence[Trial]) -> tuple[str, str, str]:
    """Return the sentences for groups that were found and do not count."""
    row = made.chosen.row
    why = {
        "scaling": "none of the other scalings that make columns comparable gives them",
        "rows": "they vanish without a few rows that move the centers",
    }[made.veto]
    change = {
        "scaling": "knowing which scaling is right, or fewer columns",
        "rows": "checking these rows: leave them out if they are errors, collect more like them if not",
    }[made.veto]
    seen = next(trial for trial in reversed(trials) if trial.is_natural or trial.is_overlapping)
    return (
        f"No groups that can be relied on: {seen.row.k} were seen, but {why}. {row.k} is a convenience cut: "
        f"silhouette {row.silhouette:.2f}, agreement of 80 % of the rows {row.stability:.2f} of 1.",
        f"Closest to groups: {seen.row.k}. {_failing(seen)}",
        f"What would change the answer: {change}.",
    )


def _and(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _gap_says(trials: Sequence[Trial]) -> str:
    rows = [trial.row for trial in trials]
    bend = elbow.kneedle([row.k for row in rows], [row.inertia for row in rows])
    return f"the gap statistic says {gap.rule_k(rows)}, the elbow (Kneedle) {bend or 'nothing'}"


def _spreads(row: KRow) -> str:
    if row.separation > 100:
        return "100 standard deviations"
    return f"{row.separation:.1f} standard deviations"


def _chance(p_value: float) -> str:
    return "below 0.0001" if p_value < 0.0001 else f"= {p_value:.1g}"


def _limited(made: Decision, limits: Limits) -> tuple[str, ...]:
    """Return what the limits of the business changed, and what that costs."""
    if not limits.are_set:
        return ()
    asked = []
    if limits.max_segments is not None:
        asked.append(f"at most {limits.max_segments} {'segment' if limits.max_segments == 1 else 'segments'}")
    if limits.min_share > 0:
        asked.append(f"each with {100 * limits.min_share:g} % or more")
    words = ", ".join(asked)
    if made.free is None:
        kept = "1 segment as it is" if made.chosen.row.k == 1 else f"{made.chosen.row.k} segments as they are"
        return (f"The limits ({words}) are kept by {kept}: they cost nothing.",)
    ratio = made.chosen.row.inertia / made.free.row.inertia if made.free.row.inertia > 0 else float("inf")
    price = "lower" if ratio < 1 else "higher"
    return (
        f"With the limits ({words}), {made.chosen.row.k} instead of {made.free.row.k} segments: the inertia "
        f"is {100 * abs(ratio - 1):.0f} % {price}. That is the price of the limits.",
    )


def _humps(humps: Sequence[Humps]) -> tuple[str, ...]:
    if not humps:
        return ()
    named = ", ".join(f"{one.name} (p {_chance(one.p_value)})" for one in humps[:MANY_COLUMNS])
    more = f" and {len(humps) - MANY_COLUMNS} more" if len(humps) > MANY_COLUMNS else ""
    return (f"More than one hump (dip test): {named}{more}.",)


def _in_arcs(chosen: Trial, trials: Sequence[Trial]) -> tuple[str, ...]:
    """Return that groups are rings or the like, where finer divisions were not taken for that."""
    most = max((trial.n_in_arcs for trial in trials if trial.row.k > chosen.row.k), default=0)
    if not chosen.is_natural or most == 0:
        return ()
    return (
        f"More groups than {chosen.row.k} would only cut {_rings(most)} into arcs, and do not count. "
        f"`covey alternatives` says which method suits such groups.",
    )


def _rings(n: int) -> str:
    one = "a group that is empty inside, as a ring or a crescent is,"
    return one if n == 1 else f"{n} groups that are empty inside, as a ring or a crescent is,"


def _notes(data: Data, trials: Sequence[Trial]) -> tuple[str, ...]:
    notes = []
    if 1 < data.n_judged < FEW_ROWS:
        notes.append(
            f"{data.n_judged} rows are too few to tell groups from chance; nothing said here is sure below "
            f"{FEW_ROWS}."
        )
    if data.n_odd:
        stand = "row stands" if data.n_odd == 1 else "rows stand"
        notes.append(
            f"{data.n_odd:,} {stand} far from all others and would hide the groups; left out here. Set such "
            f"rows apart before fitting."
        )
    if data.n_judged < data.n_rows:
        notes.append(
            f"Judged on a random sample of {data.n_judged:,} of the {data.n_rows:,} rows; the inertia is "
            f"that of all rows."
        )
    if data.untried:
        notes.append(
            f"The time ran out: K = {_listed(data.untried)} were not tried. Give more time, or fewer K."
        )
    where = " among those judged" if data.n_judged < data.n_rows else ""
    left_out = [k for k in data.asked if k > data.n_distinct]
    if left_out:
        notes.append(
            f"K = {_listed(left_out)} could not be tried: there are only {data.n_distinct:,} different "
            f"rows{where} in the columns that form the segments."
        )
    return tuple(notes)


def _listed(ks: Sequence[int]) -> str:
    return ", ".join(map(str, ks[:5])) + (" …" if len(ks) > 5 else "")
