"""Is there structure in these points, how many groups, and how sure?

In:   points (n, d), the K to try, weights.
Out:  `evidence`: a record with one row per K, a verdict, a suggested K and the reasons in sentences.
Not here: any measurement or rule; this is the order in which they are asked. K = 1 is always an answer.
Source: see `gap`, `separation`, `beyond`, `humps`, `stability`; the three verdicts after Dolnicar, Leisch
      (2010), Market. Lett. 21.
Next: `trials`, which measures, then `decision`, then `wording`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from time import monotonic

import numpy as np

from covey import checks
from covey.judgement import decision, elbow, sensitivities, wording
from covey.judgement.decision import Limits
from covey.judgement.humps import humps
from covey.judgement.inside import more_clusters
from covey.judgement.sensitivities import Origin
from covey.judgement.stopwatch import Stopwatch
from covey.judgement.trials import Data, Progress, Question, Trial, judged_rows, run
from covey.records import Array, Humps, KEvidence

MOST_LOOKS = 3


def evidence(
    points: Array,
    ks: Iterable[int],
    *,
    weights: Array | None = None,
    names: Sequence[str] | None = None,
    origin: Origin | None = None,
    limits: Limits | None = None,
    seed: int = 0,
    n_threads: int | None = None,
    time_budget_s: float | None = None,
    progress: Progress | None = None,
    watch: Stopwatch | None = None,
) -> KEvidence:
    """Return the evidence for each K, and a verdict.

    Parameters
    ----------
    points : array of shape (n_rows, n_coordinates), float32 or float64, finite
        Scaled numbers.
    ks : integers from 1 up
        The K to try. K = 1 is always added: "no groups" is an answer.
    weights : array of shape (n_rows,), optional
        What each row counts, 0 or more. Rows of weight 0 are left out.
    names : sequence of n_coordinates str, optional
        Of the columns, for the sentences. Default: x0, x1, ...
    origin : Origin, optional
        The same rows in the user's units, for other scalings. Default: the points are in those units.
    limits : Limits, optional
        At most so many segments, each with at least this share.
    seed : int, default 0
    n_threads : int, optional
        The answer does not depend on it.
    time_budget_s : float, optional
        K that are not begun after so many seconds are left out, and a reason says so. The answer then depends
        on the machine.
    progress : callable(done, total, what), optional
        Called after each of three steps per K and each of twenty crowds (again for odd rows or single
        columns).
    watch : Stopwatch, optional
        Told how long each part takes.

    Returns
    -------
    KEvidence
        `rows` ordered by K, those K left out for which there are not enough different rows. `inertia` is that
        of a search (effort "standard"). Beyond 5,000 rows a sample of 5,000 is judged, and a reason says so;
        the inertia is still that of all rows, fitted from the centers of the sample.

    Raises
    ------
    InputError
        If `ks` is empty or holds something that is not a whole number from 1 up.

    Notes
    -----
    A K is natural if every two of its clusters lie farther apart than clusters of structureless points do
    (see `separation`), no cluster is tiny, and fits of 80 % of the rows agree with it (0.6 or more). The
    largest natural K is the answer, or a larger K whose clusters overlap but are tighter still beside one
    crowd with the same columns, and beside a box filled evenly (see `beyond`), and are no arcs of a ring (see
    `arcs`): then the verdict is reproducible. Where neither is found, columns with more than one hump (see
    `humps`) are asked alone; where they know nothing either, the points are called one group and the most
    stable K up to 6 is suggested. Groups that vanish with every other scaling, or without a few rows, do not
    count (see `sensitivities`).
    Time is about 50 times that of `n_init=3` fits of 5,000 rows for all K.

    Examples
    --------
    >>> from covey.samples import make_blobs
    >>> points, _ = make_blobs(n_samples=300, centers=4, cluster_std=0.7, random_state=42)
    >>> found = evidence(points, range(1, 7))
    >>> found.natural_k, found.verdict
    (4, 'natural')
    """
    asked = tuple(checks.ks_asked(ks))
    limits = limits or Limits()
    names = [f"x{place}" for place in range(points.shape[1])] if names is None else names
    if origin is None:
        no_category = np.zeros(points.shape[1], dtype=bool)
        origin = Origin(points, np.arange(len(points)), names, no_category)
    if weights is not None:
        origin = origin.without(weights == 0)
        points, weights = points[weights > 0], weights[weights > 0]
    deadline = float("inf") if time_budget_s is None else monotonic() + time_budget_s
    watch = watch or Stopwatch()
    question = Question(points, weights, asked, seed, n_threads, progress, deadline, watch)
    trials, data = run(question)
    trials, data, odd = _without_odd_rows(question, trials, data)
    with watch.part("a look inside the clusters"):
        free = _looked_inside(question, trials, data)
    hangs_on = sensitivities.find(question, origin.without(odd), trials, data, free)
    made = decision.within(hangs_on.made, trials, limits)
    with watch.part("humps in the columns"):
        found, marked = humps(judged_rows(points, None, seed)[0], names)
    hanging = wording.hangs_on(hangs_on.scalings, hangs_on.influence, made)
    reasons = wording.reasons(trials, made, data, found, limits, hanging)
    is_open = made.verdict == "constructive" and made.free is None and not made.veto
    if is_open and 0 < marked.sum() < len(marked):
        made, reasons = _from_columns(question, trials, made, reasons, names, found, marked)
    rows = tuple(trial.row for trial in trials)
    bend = elbow.bend([row.k for row in rows], [row.inertia for row in rows])
    return KEvidence(
        made.chosen.row.k,
        made.natural_k,
        made.verdict,
        rows,
        reasons,
        bend,
        found,
        decision.steps(trials),
        hangs_on.scalings,
        hangs_on.influence,
    )


def _without_odd_rows(question: Question, trials: list[Trial], data: Data) -> tuple[list[Trial], Data, Array]:
    """Return trials and data without the rows that hid groups, and a mask of these; else as they came."""
    weights = question.weights
    odd = decision.odd_rows(trials, np.ones(data.n_rows) if weights is None else weights)
    none = np.zeros(len(question.points), dtype=bool)
    if odd is None:
        return trials, data, none
    kept = replace(
        question,
        points=np.ascontiguousarray(question.points[~odd]),
        weights=None if weights is None else weights[~odd],
    )
    without, made_on = run(kept)
    if not decision.any_natural(without):
        return trials, data, none
    return without, replace(made_on, n_odd=int(odd.sum())), odd


def _looked_inside(question: Question, trials: Sequence[Trial], data: Data) -> decision.Decision:
    """Return the decision, after looking for groups inside the clusters of the answer."""
    made = decision.answer(trials)
    for _ in range(MOST_LOOKS):
        if made.verdict == "constructive":
            break
        rows, weights = judged_rows(data.points, data.weights, question.seed)
        given = None if data.weights is None else weights
        labels = made.chosen.judged_labels
        n_more = more_clusters(rows, labels, given, question.seed, question.n_threads)
        finer = decision.divided_further(made, trials, n_more)
        if finer is None:
            break
        made = finer
    return made


def _from_columns(
    question: Question,
    trials: Sequence[Trial],
    made: decision.Decision,
    reasons: tuple[str, ...],
    names: Sequence[str],
    found: Sequence[Humps],
    marked: Array,
) -> tuple[decision.Decision, tuple[str, ...]]:
    """Return decision and reasons from the columns with humps alone, if those show groups."""
    alone = replace(question, points=np.ascontiguousarray(question.points[:, marked]))
    chosen = [name for name, mark in zip(names, marked, strict=True) if mark]
    chance = min(one.p_value for one in found if one.name in chosen)
    sub = decision.with_humps(run(alone)[0], chance)
    whole = None if sub is None else next((one for one in trials if one.row.k == sub.chosen.row.k), None)
    if sub is None or whole is None:
        return made, reasons
    choice = wording.from_columns(chosen, chance, len(marked), sub.chosen)
    return replace(sub, chosen=whole), (choice, *reasons[1:])
