"""From a table to segments that explain themselves: the whole story, in order.

In:   a table in any form; how many segments, or "auto".
Out:  a Segmentation: a vector of labels, the evidence and the story behind each label.
Not here: any of the steps themselves; each is a room. Writing files (results.py).
Read, prepare, look for groups, fit, label every row, grade, explain, draw the map: one line each below.
Next: rows.py, then segmentation.py for what comes back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from covey import checks, engine, errors, explain
from covey import table as tables
from covey.journeys.limits import Bounds, bounds
from covey.journeys.overview import point_map, sample_of_each
from covey.journeys.rows import FittedRows, Reading, distinct_rows, read_rows, without_gaps
from covey.journeys.segmentation import Segmentation
from covey.judgement import Stopwatch, Sureness, sureness
from covey.judgement import evidence as weigh_evidence
from covey.records import Array, Fit, KEvidence, Recipe, Segment, SegmentationRecord

Progress = Callable[[int, int, str], None]

ALWAYS_TRIED = 10  # K from 1 to here are judged whatever was asked for
ALL_TRIED_UP_TO = 20  # a larger K is judged beside 1 to 10, not beside every K below it
SILHOUETTE_ROWS = 20_000  # the exact silhouette costs the square of the rows; more than these are sampled
USUAL_SHARE = 0.999  # of a segment's rows lie within its distance limit


@dataclass(frozen=True)
class _Run:
    """What every step needs to know."""

    seed: int
    n_threads: int | None
    progress: Progress | None
    kept: Bounds
    watch: Stopwatch = field(default_factory=Stopwatch)

    def say(self, what: str) -> None:
        if self.progress is not None:
            self.progress(0, 0, what)


@dataclass(frozen=True)
class _Quality:
    """How good the segments are; `silhouettes` (3, k) are mean, lower and upper quartile of each."""

    sure: Sureness
    silhouettes: Array
    silhouette: float
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Found:
    """What the computing steps gave, before it is put into words; `labels` are those of all rows."""

    evidence: KEvidence
    fit: Fit
    labels: Array
    quality: _Quality


def segment(
    table: Any,
    k: int | str = "auto",
    *,
    columns: str | Sequence[str] | None = None,
    ignore: str | Sequence[str] | None = (),
    id: str | None = None,
    weights: Any = None,
    scale: str = "standard",
    sheet: str | None = None,
    max_segments: int | None = None,
    min_share: float = 0.0,
    time_budget_s: float | None = None,
    seed: int = 0,
    n_threads: int | None = None,
    progress: Progress | None = None,
) -> Segmentation:
    """Split the rows of a table into segments and explain each one.

    Parameters
    ----------
    table : path, frame, dict of columns or array of shape (n_rows, n_columns)
        A CSV, TSV, Parquet or Excel file ("-" is CSV on standard input), a pandas, Polars or PyArrow table.
    k : int or "auto", default "auto"
        How many segments. "auto" looks for groups with 1 to 10 and, if there are none, makes a convenience
        cut and says so.
    columns : str or sequence of str, optional
        The columns that form the segments, by name or, in a frame, by label. Default: every column that
        holds amounts.
    ignore : str or sequence of str, default ()
        Columns to leave out.
    id : str, optional
        The column that names the rows. Default: recognised.
    weights : str or array of shape (n_rows,), optional
        How much each row counts, 0 or more: a column of the table, or numbers. Default: all alike.
    scale : {"standard", "range", "none"}, default "standard"
        How columns are made comparable. "standard": mean 0 and standard deviation 1, after a logarithm
        where the right tail is long; "range": each spans 1, after the same logarithm; "none": numbers as
        they are, so that the column with the largest weighs most.
    sheet : str, optional
        Which sheet of a workbook to read. Default: the first that holds a table.
    max_segments : int, optional
        With "auto", at most so many segments; a reason says what that costs in inertia.
    min_share : float, default 0.0
        With "auto", each segment holds at least this share of the rows judged (0.05 is 5 %).
    time_budget_s : float, optional
        K that are not begun after so many seconds are left out, and a reason says so. The segments
        then depend on the machine.
    seed : int, default 0
        Same table, seed and version: same segments, to the bit, on any number of threads.
    n_threads : int, optional
        Default: all cores.
    progress : callable(done, total, what), optional
        Called between steps; `total` is 0 where the number of steps is not known.

    Returns
    -------
    Segmentation

    Raises
    ------
    TableError
        If the table cannot be read.
    InputError
        If `k` is not a number of segments or exceeds the rows, no column can form segments, or an option is
        not one of those allowed.

    Warns
    -----
    FewerSegmentsWarning
        If `k` exceeds the number of different rows; there are then as many segments as different rows.

    Notes
    -----
    Most of the time goes into the evidence: as for `choose_k`, about 100 fits of at most 5,000 rows for each
    K tried, and twice as many for the K at which groups show.

    Examples
    --------
    >>> spend = [9, 10, 11, 10, 9, 11, 50, 52, 51, 49, 50, 51, 90, 91, 92, 90, 91, 89]
    >>> found = segment({"spend": spend}, k=3)
    >>> found.k, [part.rows for part in found.segments]
    (3, [6, 6, 6])
    """
    asked = checks.groups_asked(k)
    kept = bounds(max_segments, min_share, time_budget_s, asked)
    run = _Run(checks.journey_seed(seed), checks.threads(n_threads), progress, kept)
    with run.watch.part("reading and scaling the table"):
        rows = read_rows(table, Reading(columns, ignore, id, weights, scale, sheet))
        rows = without_gaps(rows, asked or 2, run.seed)
    evidence = _evidence(rows, asked, run)
    with run.watch.part("fitting the segments"):
        fit = _fit(rows, evidence.k if asked is None else asked, run)
        labels = engine.assign(rows.prepared.points, fit.centers, n_threads=run.n_threads)
    with run.watch.part("grading the segments"):
        found = _Found(evidence, fit, labels, _quality(rows, fit, run))
    with run.watch.part("explaining the segments"):
        segments = _explained(rows, found)
        record = _record(rows, found, segments, run)
    return Segmentation(record, rows.table, run.watch.seconds)


def _evidence(rows: FittedRows, asked: int | None, run: _Run) -> KEvidence:
    """Return how many groups there are, whatever number was asked for."""
    n_rows = len(rows.points)
    if asked is not None and asked > n_rows:
        raise errors.k_exceeds_rows(asked, n_rows, rows.n_apart)
    largest = ALWAYS_TRIED if asked is None or asked > ALL_TRIED_UP_TO else max(ALWAYS_TRIED, asked)
    wanted = {*range(1, largest + 1)} | ({asked} if asked else set())
    possible = distinct_rows(rows.points, max(wanted))
    return weigh_evidence(
        rows.points,
        sorted(number for number in wanted if number <= possible),
        weights=rows.weights,
        names=rows.names,
        origin=rows.origin,
        limits=run.kept.limits,
        seed=run.seed,
        n_threads=run.n_threads,
        time_budget_s=run.kept.time_budget_s,
        progress=run.progress,
        watch=run.watch,
    )


def _fit(rows: FittedRows, k: int, run: _Run) -> Fit:
    """Return what a search finds, as where K was chosen; fewer segments, with a warning, if rows repeat."""
    run.say(f"fitting {k} segments")
    possible = distinct_rows(rows.points, k)
    if possible < k:
        errors.warn(errors.fewer_distinct_rows(k, possible), errors.FewerSegmentsWarning)
    return engine.fit(
        rows.points,
        possible,
        weights=rows.weights,
        seed=run.seed,
        n_threads=run.n_threads,
        effort="standard",
    )


def _quality(rows: FittedRows, fit: Fit, run: _Run) -> _Quality:
    """Return how far apart the segments lie and how often they come back when rows are drawn anew."""
    k = len(fit.centers)
    run.say("drawing rows anew to grade the segments")
    sure = sureness(
        rows.points, fit.labels, fit.centers, weights=rows.weights, seed=run.seed, n_threads=run.n_threads
    )
    if k == 1:
        alone = np.full((3, 1), np.nan)
        return _Quality(sure, alone, float("nan"), ())
    run.say("measuring silhouettes")
    chosen = sample_of_each(fit.labels, k, SILHOUETTE_ROWS, run.seed)
    labels = fit.labels[chosen]
    weights = None if rows.weights is None else rows.weights[chosen]
    values = engine.silhouettes(rows.points[chosen], labels, k, weights=weights, n_threads=run.n_threads)
    sizes = np.bincount(fit.labels, rows.weights, k)
    weighted = values if weights is None else values * weights
    means = np.bincount(labels, weighted, k) / np.bincount(labels, weights, k)
    quartiles = [np.quantile(values[labels == label], [0.25, 0.75]) for label in range(k)]
    note = f"Silhouettes are those of {len(chosen):,} rows drawn from {len(fit.labels):,}."
    mean = float(means @ sizes / sizes.sum())
    figures = np.vstack([means, np.array(quartiles).T])
    return _Quality(sure, figures, mean, (note,) if len(chosen) < len(fit.labels) else ())


def _explained(rows: FittedRows, found: _Found) -> tuple[Segment, ...]:
    """Return the segments in the user's words; profiles, names and rules speak of all rows."""
    labels, k = found.labels, len(found.fit.centers)
    sizes = np.bincount(labels, minlength=k)
    profiles = explain.profile(rows.table.columns, labels, k, roles=rows.roles)
    names = explain.names(profiles, [int(size) for size in sizes])
    rules = explain.rules(rows.table.columns, labels, k, roles=rows.roles)
    segments = []
    for label in range(k):
        sure = found.quality.sure
        back = {"seeds": float(sure.seeds[label]), "samples": float(sure.samples[label])}
        letter, reason = explain.grade(
            float(sure.jaccards[label]), found.evidence.verdict, **back, n_segments=k
        )
        mean, low, high = map(float, found.quality.silhouettes[:, label])
        segments.append(
            Segment(
                label=label,
                name=names[label],
                rows=int(sizes[label]),
                share=float(sizes[label] / len(labels)),
                grade=letter,
                grade_reason=reason,
                jaccard=float(sure.jaccards[label]),
                silhouette=mean,
                rule=rules[label],
                profile=tuple(profiles[label]),
                **back,
                silhouette_low=low,
                silhouette_high=high,
                nearest=None if k == 1 else int(sure.nearest[label]),
                overlap=float(sure.overlaps[label]),
            )
        )
    return tuple(segments)


def _record(rows: FittedRows, found: _Found, segments: tuple[Segment, ...], run: _Run) -> SegmentationRecord:
    """Return everything that was found, as one record."""
    fit, prepared = found.fit, rows.prepared
    return SegmentationRecord(
        source=rows.table.source,
        n_rows=rows.table.n_rows,
        how_read=rows.table.how_read,
        roles=prepared.recipe.roles,
        notes=(*prepared.notes, *found.quality.notes),
        recipe=prepared.recipe,
        evidence=found.evidence,
        k=len(segments),
        labels=found.labels,
        apart=prepared.apart,
        centers=fit.centers,
        segments=segments,
        silhouette=found.quality.silhouette,
        inertia=fit.inertia,
        seed=run.seed,
        fingerprint=tables.fingerprint(rows.table),
        point_map=point_map(
            rows.points,
            fit.labels,
            fit.centers,
            coordinate_names=_coordinate_names(prepared.recipe),
            seed=run.seed,
        ),
        distance_limits=_distance_limits(rows, found, run.n_threads),
    )


def _coordinate_names(recipe: Recipe) -> tuple[str, ...]:
    return tuple(column.name for column in recipe.transforms for _ in (column.levels or ("",)))


def _distance_limits(rows: FittedRows, found: _Found, n_threads: int | None) -> Array:
    """Return the distance within which 99.9 % of each segment's rows lie: of the farthest, if under 1,000.

    Rows with gaps count too: new rows will have gaps, and are no less alike for it.
    """
    points, labels = rows.prepared.points[rows.usable], found.labels[rows.usable]
    limits = np.zeros(len(found.fit.centers))
    for label, center in enumerate(found.fit.centers):
        own = points[labels == label]
        if len(own) == 0:  # only rows with copied numbers lay here
            own = rows.points[found.fit.labels == label]
        away = engine.distances(np.ascontiguousarray(own), center[None, :], n_threads=n_threads)[:, 0]
        limits[label] = np.quantile(away, USUAL_SHARE, method="higher")
    return limits
