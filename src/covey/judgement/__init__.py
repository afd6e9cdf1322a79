"""Is there structure in these points, how many groups, and how sure?

In:   points (n, d), the K to try, weights.
Out:  `evidence`: a record with one row per K, a verdict, a suggested K and the reasons in sentences;
      `jaccards`: how often each cluster of a partition comes back when the rows are drawn anew.
Not here: checking user input beyond the range of K; explaining or drawing. K = 1 is always among the answers.
Source: see `gap`, `separation`, `stability`; the three verdicts after Dolnicar, Leisch (2010), Market. Lett.
21. Next: `references`, then `separation`, which decides, then `verdict`, which puts it into words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from operator import index

import numpy as np

from covey import engine, errors
from covey.judgement import gap, references, separation, stability, verdict
from covey.judgement.stability import jaccards
from covey.records import Array, Fit, KEvidence, KRow

__all__ = ["evidence", "jaccards"]

Progress = Callable[[int, int, str], None]

N_STARTS = 10
N_REFERENCES = 20
N_REFERENCE_STARTS = 3
MOST_ROWS = 5_000  # rows that are judged; the inertia is always that of all rows
STEPS_PER_K = 3


@dataclass(frozen=True)
class _Question:
    """What is asked: all points, the rows that are judged, and the settings that hold for every K."""

    points: Array
    weights: Array | None
    judged: Array  # (m, d) float64
    judged_weights: Array  # (m,)
    references: references.References
    seed: int
    n_threads: int | None

    @property
    def all_judged(self) -> bool:
        return len(self.judged) == len(self.points)


def evidence(
    points: Array,
    ks: Iterable[int],
    *,
    weights: Array | None = None,
    seed: int = 0,
    n_threads: int | None = None,
    progress: Progress | None = None,
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
    seed : int, default 0
    n_threads : int, optional
        The answer does not depend on it.
    progress : callable(done, total, what), optional
        Called after each of three steps per K (twice over where odd rows are found).

    Returns
    -------
    KEvidence
        `rows` ordered by K, those K left out for which there are not enough different rows. `inertia` is that
        of the best of ten starts. Beyond 5,000 rows a sample of 5,000 is judged, and a reason says so; the
        inertia is still that of all rows, fitted from the centers of the sample.

    Raises
    ------
    InputError
        If `ks` is empty or holds something that is not a whole number from 1 up.

    Notes
    -----
    A K is natural if every two of its clusters lie farther apart than clusters of structureless points do
    (see `separation`), no cluster is tiny, and fits of 80 % of the rows agree with it (0.6 or more). The
    largest natural K is the answer; without one, the points are called one group and the most stable K up to
    6 is suggested. Time is about 20 times that of `n_init=3` fits of 5,000 rows for all K.

    Examples
    --------
    >>> from covey.samples import make_blobs
    >>> points, _ = make_blobs(n_samples=300, centers=4, cluster_std=0.7, random_state=42)
    >>> found = evidence(points, range(1, 7))
    >>> found.natural_k, found.verdict
    (4, 'natural')
    """
    asked = _whole_numbers(ks)
    if weights is not None:
        points, weights = points[weights > 0], weights[weights > 0]
    trials, data = _ask(points, weights, asked, seed, n_threads, progress)
    odd = verdict.odd_rows(trials, np.ones(len(points)) if weights is None else weights)
    if odd is not None:
        rest = None if weights is None else weights[~odd]
        without = _ask(np.ascontiguousarray(points[~odd]), rest, asked, seed, n_threads, progress)
        if verdict.any_natural(without[0]):
            trials, data = without[0], replace(without[1], n_odd=int(odd.sum()))
    return verdict.decide(trials, data)


def _ask(
    points: Array,
    weights: Array | None,
    asked: Sequence[int],
    seed: int,
    n_threads: int | None,
    progress: Progress | None,
) -> tuple[list[verdict.Trial], verdict.Data]:
    """Return the trials of all K that can be tried, K = 1 first, and what they were made on."""
    judged, judged_weights = _judged_rows(points, weights, seed)
    n_distinct = len(np.unique(judged, axis=0))
    tried = [k for k in sorted({1, *asked}) if k <= n_distinct]
    n_sets = N_REFERENCES if len(tried) > 1 else 0
    drawn = references.draw(judged, n_sets, np.random.default_rng([seed, 0, 1]))
    question = _Question(points, weights, judged, judged_weights, drawn, seed, n_threads)
    totals = np.array([_inertia_of_one(one, judged_weights) for one in drawn.sets])
    trials, labelings = [], []
    for number, k in enumerate(tried):
        report = _steps(progress, STEPS_PER_K * number, STEPS_PER_K * len(tried), k)
        trial, labels = _try(question, k, totals, report)
        trials.append(trial)
        labelings.append(labels)
    trials = _with_silhouettes(question, trials, labelings)
    return trials, verdict.Data(len(points), len(judged), n_distinct, tuple(asked))


def _whole_numbers(ks: Iterable[int]) -> list[int]:
    try:
        numbers = sorted({index(k) for k in ks})
    except TypeError:
        raise errors.bad_k_range(ks) from None
    if not numbers or numbers[0] < 1:
        raise errors.bad_k_range(ks)
    return numbers


def _judged_rows(points: Array, weights: Array | None, seed: int) -> tuple[Array, Array]:
    n = len(points)
    rows = np.arange(n)
    if n > MOST_ROWS:
        rows = np.sort(np.random.default_rng([seed, 0, 0]).choice(n, size=MOST_ROWS, replace=False))
    judged = np.ascontiguousarray(points[rows], dtype=np.float64)
    return judged, np.ones(len(rows)) if weights is None else weights[rows].astype(np.float64)


def _steps(progress: Progress | None, done: int, total: int, k: int) -> Callable[[int, str], None]:
    def report(step: int, what: str) -> None:
        if progress is not None:
            progress(done + step, total, f"K = {k}: {what}")

    return report


def _inertia_of_one(points: Array, weights: Array) -> float:
    center = weights @ points / weights.sum()
    return float(weights @ ((points - center) ** 2).sum(axis=1))


def _with_silhouettes(
    question: _Question, trials: Sequence[verdict.Trial], labelings: Sequence[Array]
) -> list[verdict.Trial]:
    """Return the trials with their silhouettes: those of all K come from one pass over the distances."""
    split = [number for number, trial in enumerate(trials) if trial.row.k > 1]
    if not split:
        return list(trials)
    given = None if question.weights is None else question.judged_weights
    values = engine.silhouettes_of_all(
        question.judged,
        np.stack([labelings[number] for number in split]),
        [trials[number].row.k for number in split],
        weights=given,
        n_threads=question.n_threads,
    )
    filled = list(trials)
    for number, of_rows in zip(split, values, strict=True):
        mean = float(np.average(of_rows, weights=given))
        filled[number] = replace(trials[number], row=replace(trials[number].row, silhouette=mean))
    return filled


def _try(
    question: _Question, k: int, totals: Array, report: Callable[[int, str], None]
) -> tuple[verdict.Trial, Array]:
    """Return all the evidence for one K but the silhouette, and the labels of the rows judged."""
    points, weights = question.judged, question.judged_weights
    fit = _fit(question, points, weights, k, N_STARTS)
    whole = fit if question.all_judged else _fit_all_rows(question, fit)
    row = KRow(k, whole.inertia, *[float("nan")] * 4)
    if len(totals) == 0:
        report(STEPS_PER_K, "fitted")
        return verdict.Trial(replace(row, gap=0.0, gap_error=0.0), whole.labels, None), fit.labels
    report(1, "fitted")
    inertias, reached = _fit_references(question, k, totals)
    value, error = gap.gap(fit.inertia, _inertia_of_one(points, weights), inertias, totals)
    row = replace(row, gap=value, gap_error=error)
    report(2, "compared with points without groups")
    found = None
    if k > 1:
        found, row = _look_closer(question, fit, separation.limit(reached), row)
    report(3, "fitted on samples of the rows")
    return verdict.Trial(row, whole.labels, found), fit.labels


def _fit_all_rows(question: _Question, fit: Fit) -> Fit:
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
    question: _Question, fit: Fit, limit: float, row: KRow
) -> tuple[separation.Separation, KRow]:
    """Return how far apart the clusters are, and the row with stability and separation."""
    points, weights = question.judged, question.judged_weights
    telling = question.references.telling
    centers = fit.centers.astype(np.float64)[:, telling]
    found = separation.measure(points[:, telling], fit.labels, centers, weights)
    given = None if question.weights is None else weights
    stable = stability.agreement(points, fit.labels, row.k, given, question.seed, question.n_threads)
    return found, replace(
        row,
        stability=stable,
        separation=found.distance,
        separation_limit=limit,
    )


def _fit(question: _Question, points: Array, weights: Array | None, k: int, n_starts: int) -> Fit:
    given = None if question.weights is None else weights
    return engine.fit(
        points, k, weights=given, n_init=n_starts, seed=question.seed, n_threads=question.n_threads
    )


def _fit_references(question: _Question, k: int, totals: Array) -> tuple[Array, list[separation.Separation]]:
    """Return the inertia of each reference set at this K, and how far apart its clusters are (K > 1)."""
    if k == 1:
        return totals, []
    weights = question.judged_weights
    inertias, reached = np.empty(len(totals)), []
    telling = question.references.telling_in_sets
    for number, points in enumerate(question.references.sets):
        fit = _fit(question, points, weights, k, N_REFERENCE_STARTS)
        inertias[number] = fit.inertia
        reached.append(separation.measure(points[:, telling], fit.labels, fit.centers[:, telling], weights))
    return inertias, reached
