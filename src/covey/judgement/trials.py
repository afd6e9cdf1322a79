"""What do the numbers say for each K?

In:   a question: points, weights, the K to try, settings.
Out:  one `Trial` per K, K = 1 first: its row of figures, its labels, how far apart its clusters are, how far
      beyond one crowd.
Not here: what the numbers add up to (`decision`).
Beyond 5,000 rows a random sample of 5,000 is judged; the inertia is still that of all rows.
Next: `references` and `crowd` for what the points are compared with, then `decision`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from time import monotonic

import numpy as np

from covey import engine
from covey.judgement import arcs, beyond, gap, references, separation, stability
from covey.judgement.beyond import Beyond
from covey.judgement.stopwatch import Stopwatch
from covey.records import Array, Fit, KRow

Progress = Callable[[int, int, str], None]

N_REFERENCES = 20
N_REFERENCE_STARTS = 3
N_RESAMPLES = 20
MOST_ROWS = 5_000  # rows that are judged; the inertia is always that of all rows
STEPS_PER_K = 3
SMALLEST = 0.01  # share of the weight below which a cluster is a handful of odd rows, not a group
FEWEST = 3  # rows
STABLE = 0.6  # agreement of fits of 80 % of the rows that groups must have


@dataclass(frozen=True)
class Question:
    """What is asked: all points, which K, and the settings that hold for every K."""

    points: Array
    weights: Array | None
    asked: tuple[int, ...]
    seed: int
    n_threads: int | None
    progress: Progress | None
    deadline: float = float("inf")  # of the monotonic clock
    watch: Stopwatch = field(default_factory=Stopwatch)


@dataclass(frozen=True)
class Trial:
    """One K: its figures, the label of each row, how far apart its clusters are, how far beyond one crowd.

    `found`, `beyond` and `beyond_box` are None for K = 1; `judged_labels` are those of the rows judged. A
    crowd has the columns of the points (`beyond`), or fills a box evenly (`beyond_box`). `n_in_arcs` counts
    the groups that stand apart, are empty inside, and are only cut into arcs here (see `arcs`).
    """

    row: KRow
    labels: Array
    judged_labels: Array
    found: separation.Separation | None
    beyond: Beyond | None = None
    beyond_box: Beyond | None = None
    n_in_arcs: int = 0

    @property
    def is_apart(self) -> bool:
        """Whether every two clusters lie farther apart than those of structureless points."""
        found = self.found
        return (
            found is not None
            and found.distance > self.row.separation_limit
            and found.crowd <= separation.CROWDED
            and not self.is_values
        )

    @property
    def is_values(self) -> bool:
        """Whether every cluster is one value, as often as it occurs: no group is needed to say so."""
        return self.found is not None and self.found.distance >= separation.UNBOUNDED

    @property
    def is_tiny(self) -> bool:
        """Whether one of its clusters is too small to be called a group."""
        found = self.found
        return found is not None and (found.smallest < SMALLEST or found.fewest < FEWEST)

    @property
    def is_natural(self) -> bool:
        """Whether the clusters are apart, stable, and none of them is tiny."""
        return self.is_apart and not self.is_tiny and self.row.stability >= STABLE

    @property
    def is_overlapping(self) -> bool:
        """Whether the clusters are tighter than those of one crowd, stable, not tiny, and no arcs."""
        past = all(one is not None and one.is_beyond for one in (self.beyond, self.beyond_box))
        sound = self.n_in_arcs == 0 and not self.is_tiny and not self.is_values
        return past and sound and self.row.stability >= STABLE

    @property
    def margin(self) -> float:
        """The silhouette above that of one crowd; minus infinity for K = 1."""
        return -np.inf if self.beyond is None else self.beyond.margin

    @property
    def lead(self) -> float:
        """The silhouette above the mean of the crowds; minus infinity for K = 1."""
        return -np.inf if self.beyond is None else self.beyond.lead

    @property
    def tightness(self) -> float:
        """The silhouette, and once more what it has above the mean of the crowds: the best of 20 is noisy."""
        return -np.inf if self.beyond is None else self.row.silhouette + self.lead


@dataclass(frozen=True)
class Data:
    """The points the trials were made on; how many were judged, how many are different, which K were asked
    for.

    `n_rows` counts those that came in, `n_odd` rows stand far from all others and were left out; `untried` K
    were left out for want of time.
    """

    points: Array
    weights: Array | None
    n_rows: int
    n_judged: int
    n_distinct: int
    asked: tuple[int, ...]
    n_odd: int = 0
    untried: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Judged:
    """The rows that are judged (m, d) float64, what each counts, and what they are compared with.

    `reference_fits` holds, for each K tried so far, the fits of all reference sets.
    """

    points: Array
    weights: Array
    references: references.References
    totals: Array
    reference_fits: dict[int, list[Fit]] = field(default_factory=dict)


def run(question: Question) -> tuple[list[Trial], Data]:
    """Return the trials of all K that can be tried, K = 1 first, and what they were made on."""
    rows, weights = judged_rows(question.points, question.weights, question.seed)
    n_distinct = len(np.unique(rows, axis=0))
    tried = [k for k in sorted({1, *question.asked}) if k <= n_distinct]
    n_sets = N_REFERENCES if len(tried) > 1 else 0
    drawn = references.draw(rows, n_sets, np.random.default_rng([question.seed, 0, 1]))
    totals = np.array([_inertia_of_one(one, weights) for one in drawn.sets])
    judged = _Judged(rows, weights, drawn, totals)
    n_steps = STEPS_PER_K * len(tried) + (beyond.N_CROWDS if n_sets else 0)
    trials: list[Trial] = []
    for number, k in enumerate(tried):
        if number > 1 and monotonic() > question.deadline:
            break
        trials.append(
            _try(question, judged, k, _steps(question, STEPS_PER_K * number, n_steps, f"K = {k}: "))
        )
    untried = tuple(tried[len(trials) :])
    with question.watch.part("silhouettes"):
        trials = _with_silhouettes(question, judged, trials)
    report = _steps(question, STEPS_PER_K * len(tried), n_steps, "")
    with question.watch.part("one crowd of the same columns"):
        trials = _beside_crowds(question, judged, trials, report)
    with question.watch.part("rings cut into arcs"):
        trials = _with_arcs(question, judged, trials)
    came = (question.points, question.weights)
    return trials, Data(*came, len(question.points), len(rows), n_distinct, question.asked, untried=untried)


def judged_rows(points: Array, weights: Array | None, seed: int) -> tuple[Array, Array]:
    """Return the rows that are judged as float64, all or a random sample, and what each counts."""
    rows = judged_places(len(points), seed)
    judged = np.ascontiguousarray(points[rows], dtype=np.float64)
    return judged, np.ones(len(rows)) if weights is None else weights[rows].astype(np.float64)


def judged_places(n_rows: int, seed: int) -> Array:
    """Return the numbers of the rows that are judged, ascending."""
    if n_rows <= MOST_ROWS:
        return np.arange(n_rows)
    random = np.random.default_rng([seed, 0, 0])
    return np.sort(random.choice(n_rows, size=MOST_ROWS, replace=False))


def _steps(question: Question, done: int, total: int, words: str) -> Callable[[int, str], None]:
    def report(step: int, what: str) -> None:
        if question.progress is not None:
            question.progress(done + step, total, words + what)

    return report


def _inertia_of_one(points: Array, weights: Array) -> float:
    center = weights @ points / weights.sum()
    return float(weights @ ((points - center) ** 2).sum(axis=1))


def _with_silhouettes(question: Question, judged: _Judged, trials: Sequence[Trial]) -> list[Trial]:
    """Return the trials with their silhouettes: those of all K come from one pass over the distances."""
    split = [number for number, trial in enumerate(trials) if trial.row.k > 1]
    if not split:
        return list(trials)
    given = None if question.weights is None else judged.weights
    values = engine.silhouettes_of_all(
        judged.points,
        np.stack([trials[number].judged_labels for number in split]),
        [trials[number].row.k for number in split],
        weights=given,
        n_threads=question.n_threads,
    )
    filled = list(trials)
    for number, of_rows in zip(split, values, strict=True):
        mean = float(np.average(of_rows, weights=given))
        filled[number] = replace(trials[number], row=replace(trials[number].row, silhouette=mean))
    return filled


def _beside_crowds(
    question: Question, judged: _Judged, trials: Sequence[Trial], report: Callable[[int, str], None]
) -> list[Trial]:
    """Return the trials with what one crowd of the same shape reaches."""
    ks = [trial.row.k for trial in trials]
    if len(ks) < 2:
        return list(trials)
    given = None if question.weights is None else judged.weights
    crowds = beyond.compare(judged.points, given, ks, question.seed, question.n_threads, report)
    boxes = _boxes(question, judged, ks)
    total = _inertia_of_one(judged.points, judged.weights)
    filled = [trials[0]]
    for place, trial in enumerate(trials[1:], start=1):
        share = _inertia(judged, trial.judged_labels, ks[place]) / total
        crowd, box = (beyond.judge(trial.row.silhouette, share, one, place) for one in (crowds, boxes))
        limit = float(max(crowds.silhouettes[:, place].max(), boxes.silhouettes[:, place].max()))
        row = replace(trial.row, silhouette_limit=limit)
        filled.append(replace(trial, beyond=crowd, beyond_box=box, row=row))
    return filled


def _with_arcs(question: Question, judged: _Judged, trials: list[Trial]) -> list[Trial]:
    """Return the trials, those that only cut rings among the groups that stand apart into arcs marked."""
    apart = next((trial for trial in reversed(trials) if trial.is_natural), None)
    finer = [trial for trial in trials if apart and trial.row.k > apart.row.k and trial.is_overlapping]
    if apart is None or not finer:
        return trials
    groups = apart.judged_labels
    measured = [not references.has_steps(column) for column in judged.points.T]
    if sum(measured) < 2:  # a line has no inside, and between steps every group is empty
        return trials
    points = np.ascontiguousarray(judged.points[:, measured])
    hollow = arcs.hollow_groups(points, groups, question.seed)
    marked = {
        trial.row.k: arcs.n_cut(points, groups, hollow, trial.judged_labels, judged.weights)
        for trial in finer
    }
    return [replace(trial, n_in_arcs=marked.get(trial.row.k, 0)) for trial in trials]


def _boxes(question: Question, judged: _Judged, ks: Sequence[int]) -> beyond.Crowds:
    """Return what the reference sets reach at each K, K = 1 first; they were fitted for the gap already."""
    given = None if question.weights is None else judged.weights
    inertias = np.ones((len(judged.totals), len(ks)))
    silhouettes = np.full(inertias.shape, np.nan)
    for number, (points, total) in enumerate(zip(judged.references.sets, judged.totals, strict=True)):
        fits = [judged.reference_fits[k][number] for k in ks[1:]]
        if total > 0:
            inertias[number, 1:] = [fit.inertia / total for fit in fits]
        labels = np.stack([fit.labels for fit in fits])
        values = engine.silhouettes_of_all(
            points, labels, list(ks[1:]), weights=given, n_threads=question.n_threads
        )
        silhouettes[number, 1:] = np.average(values, axis=1, weights=given)
    return beyond.Crowds(inertias, silhouettes)


def _inertia(judged: _Judged, labels: Array, k: int) -> float:
    """Return the inertia of a partition of the rows judged."""
    return sum(
        _inertia_of_one(judged.points[labels == label], judged.weights[labels == label])
        for label in range(k)
        if judged.weights[labels == label].sum() > 0
    )


def _try(question: Question, judged: _Judged, k: int, report: Callable[[int, str], None]) -> Trial:
    """Return all the evidence for one K but what needs the other K."""
    with question.watch.part("fits of the rows judged"):
        fit = _searched(question, judged, k)
    whole = fit
    if len(judged.points) < len(question.points):
        with question.watch.part("fits of all rows"):
            whole = _fit_all_rows(question, fit)
    row = KRow(k, whole.inertia, *[float("nan")] * 4)
    if len(judged.totals) == 0:
        report(STEPS_PER_K, "fitted")
        return Trial(replace(row, gap=0.0, gap_error=0.0), whole.labels, fit.labels, None)
    report(1, "fitted")
    with question.watch.part("points without groups"):
        inertias, reached = _fit_references(question, judged, k)
    value, error = gap.gap(
        fit.inertia, _inertia_of_one(judged.points, judged.weights), inertias, judged.totals
    )
    row = replace(row, gap=value, gap_error=error)
    report(2, "compared with points without groups")
    found = None
    if k > 1:
        with question.watch.part("samples of the rows"):
            found, row = _look_closer(question, judged, fit, separation.limit(reached), row)
    report(3, "fitted on samples of the rows")
    return Trial(row, whole.labels, fit.labels, found)


def _fit_all_rows(question: Question, fit: Fit) -> Fit:
    """Return the fit of all rows that starts from the centers of the rows judged."""
    points = question.points
    return engine.fit(
        points,
        len(fit.centers),
        weights=question.weights,
        init=np.ascontiguousarray(fit.centers, dtype=points.dtype),
        seed=question.seed,
        n_threads=question.n_threads,
    )


def _look_closer(
    question: Question, judged: _Judged, fit: Fit, limit: float, row: KRow
) -> tuple[separation.Separation, KRow]:
    """Return how far apart the clusters are, and the row with separation and what resampled rows say."""
    points, weights = judged.points, judged.weights
    telling = judged.references.telling
    centers = fit.centers.astype(np.float64)[:, telling]
    found = separation.measure(points[:, telling], fit.labels, centers, weights)
    given = None if question.weights is None else weights
    how = (given, question.seed, question.n_threads)
    again = stability.jaccards(
        points,
        fit.labels,
        row.k,
        weights=given,
        seed=question.seed,
        n_resamples=N_RESAMPLES,
        n_threads=question.n_threads,
    )
    return found, replace(
        row,
        stability=stability.agreement(points, fit.labels, row.k, *how),
        separation=found.distance,
        separation_limit=limit,
        jaccard=float(again.min()),
        prediction_strength=stability.prediction_strength(points, row.k, *how),
    )


def _fit(question: Question, points: Array, weights: Array | None, k: int, n_starts: int) -> Fit:
    given = None if question.weights is None else weights
    return engine.fit(
        points, k, weights=given, n_init=n_starts, seed=question.seed, n_threads=question.n_threads
    )


def _searched(question: Question, judged: _Judged, k: int) -> Fit:
    """Return the fit of the rows judged for this K, found by a search.

    Ten starts miss the best of many groups (50: nearly always), and then fewer or more look tighter. Crowds
    have no best division to miss: three starts do for them.
    """
    given = None if question.weights is None else judged.weights
    return engine.fit(
        judged.points,
        k,
        weights=given,
        seed=question.seed,
        n_threads=question.n_threads,
        effort="standard",
    )


def _fit_references(question: Question, judged: _Judged, k: int) -> tuple[Array, list[separation.Separation]]:
    """Return the inertia of each reference set at this K, and how far apart its clusters are (K > 1)."""
    if k == 1:
        return judged.totals, []
    weights = judged.weights
    inertias, reached = np.empty(len(judged.totals)), []
    telling = judged.references.telling_in_sets
    fits = [_fit(question, points, weights, k, N_REFERENCE_STARTS) for points in judged.references.sets]
    judged.reference_fits[k] = fits
    for number, (points, fit) in enumerate(zip(judged.references.sets, fits, strict=True)):
        inertias[number] = fit.inertia
        reached.append(separation.measure(points[:, telling], fit.labels, fit.centers[:, telling], weights))
    return inertias, reached
