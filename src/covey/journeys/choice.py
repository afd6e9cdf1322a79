"""How many groups are there? The evidence for each number, from arrays, frames or files.

In:   numbers as they are (`choose_k`), or a table to be read and scaled first (`choose_k_in_table`).
Out:  a KChoice: verdict, suggested K, and one row of figures per K.
Not here: computing the evidence (`judgement`) or drawing it (`show`).
Next: segmenting.py, which goes on from here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple, fields, replace
from typing import Any

import numpy as np

from covey import checks, errors
from covey import table as tables
from covey.errors.wording import printable
from covey.journeys.limits import Bounds, bounds
from covey.journeys.rows import FittedRows, Reading, checked_weights, distinct_rows, read_rows, without_gaps
from covey.judgement import Limits, Stopwatch
from covey.judgement import evidence as weigh_evidence
from covey.records import Array, ColumnRole, KEvidence, KRow
from covey.show.done import listed
from covey.show.lines import wrapped
from covey.show.narrow import table_lines

Progress = Callable[[int, int, str], None]

USUAL_KS = range(1, 11)
_FAR_EXPONENT = 250  # differences beyond 2^250, or all below 2^-250: their squares are scaled first
_UNBOUNDED = 1e5  # clusters without any spread are so many standard deviations apart, and more
_FIGURES = tuple(field.name for field in fields(KRow))
_HEAD = (
    "",
    "k",
    "inertia",
    "silhouette",
    "(crowd)",
    "gap",
    "stability",
    "separation",
    "(needed)",
    "jaccard",
    "prediction",
)
_IMPORTANCE = (  # separation decides; the inertia alone proves nothing
    *("separation", "(needed)", "silhouette", "stability", "(crowd)"),
    *("jaccard", "prediction", "gap", "inertia"),
)


class KChoice:
    """The evidence for how many groups there are. Made by `covey.choose_k`.

    Attributes
    ----------
    k : int
        The number suggested: of groups that stand apart, of groups that overlap, or of a convenience cut, as
        `verdict` says.
    natural_k : int
        How many groups stand apart, 1 when none do. Groups that overlap are not counted here: `verdict` and
        `k` tell of them.
    verdict : str
        "natural" (groups that stand apart), "reproducible" (groups that overlap, but are tighter than one
        crowd would be) or "constructive" (a convenience cut, even a stable one, as of one long crowd).
    reasons : tuple of str
        The choice, the runner-up, what would change the answer.
    table : NumPy structured array, one row per K
        Fields k, inertia, silhouette, gap, gap_error, stability, separation, separation_limit,
        silhouette_limit, jaccard, prediction_strength; NaN where a figure does not exist, as the silhouette
        of one cluster.
    elbow_k : int or None
        Where the curve of the inertia bends; shown, never decisive.
    columns : tuple of ColumnRole
        What each column was used for, if a table was read; else empty.
    notes : tuple of str
        What was done to the data, if a table was read; else empty.
    seconds : dict of str to float
        How long each part of the work took; empty where it was read from a file.
    record : KEvidence
        Everything, as plain data.
    """

    def __init__(
        self, evidence: KEvidence, rows: FittedRows | None = None, seconds: dict[str, float] | None = None
    ):
        self.record = evidence
        self.seconds = seconds or {}
        self.k = evidence.k
        self.natural_k = evidence.natural_k
        self.verdict = evidence.verdict
        self.reasons = evidence.reasons
        self.elbow_k = evidence.elbow_k
        self.columns: tuple[ColumnRole, ...] = () if rows is None else rows.prepared.recipe.roles
        self.notes: tuple[str, ...] = () if rows is None else rows.notes
        self._done = () if rows is None else rows.done
        self.n_set_apart = 0 if rows is None else rows.n_apart

    @property
    def table(self) -> Array:
        """One row of figures per K, as a NumPy structured array."""
        kinds = [(name, np.int64 if name == "k" else np.float64) for name in _FIGURES]
        return np.array([astuple(row) for row in self.record.rows], dtype=kinds)

    def plot(self, ax: Any = None) -> Any:
        """Draw the evidence.

        Parameters
        ----------
        ax : matplotlib Axes, optional
            Draw the silhouette of each K here. Default: a new figure with all the evidence. Which clusters
            split from each K to the next is drawn by `plot_steps`.

        Returns
        -------
        matplotlib Axes, or an array of them for a new figure
        """
        from covey.show import plots

        return plots.choice(self.record) if ax is None else plots.silhouette(self.record, ax=ax)

    def plot_steps(self, ax: Any = None) -> Any:
        """Draw which clusters split and merge from each K to the next.

        Parameters
        ----------
        ax : matplotlib Axes, optional
            Default: a new figure.

        Returns
        -------
        matplotlib Axes
        """
        from covey.show import plots

        return plots.step_map(self.record, ax=ax)

    def text(self, *, width: int = 100) -> str:
        """Return verdict, table and reasons as lines of text no longer than `width`."""
        return _text(self.record, self._done, width)

    def __repr__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        from html import escape

        return f"<pre>{escape(self.text())}</pre>"


def choose_k(
    X: Any,
    k: Iterable[int] = USUAL_KS,
    *,
    sample_weight: Any = None,
    random_state: Any = None,
    max_segments: int | None = None,
    min_share: float = 0.0,
    time_budget_s: float | None = None,
    n_threads: int | None = None,
    progress: Progress | None = None,
) -> KChoice:
    """Say how many groups the rows of X form, and how sure that is.

    Parameters
    ----------
    X : array of shape (n_rows, n_columns), or frame of numeric columns
        Used as it is: columns in different units should be scaled first. `covey choose-k` and
        `covey.segment` do that for tables.
    k : iterable of int, default range(1, 11)
        The numbers to try. 1 is always tried: "no groups" is an answer. Left out, no more than X has rows.
    sample_weight : array of shape (n_rows,), optional
        How much each row counts, 0 or more.
    random_state : int, RandomState, Generator or None, default None
        None is 0: the same answer every time.
    max_segments : int, optional
        The answer has at most so many; a reason says what that costs in inertia.
    min_share : float, default 0.0
        Each segment of the answer holds at least this share of the rows (0.05 is 5 %).
    time_budget_s : float, optional
        K that are not begun after so many seconds are left out, and a reason says so. The answer then
        depends on the machine.
    n_threads : int, optional
        Default: all cores. The answer does not depend on it.
    progress : callable(done, total, what), optional
        Called after each step.

    Returns
    -------
    KChoice

    Raises
    ------
    InputError
        If X is not two-dimensional, holds text, missing or infinite values, or has fewer rows than the
        largest K; if `k`, the weights or an option cannot be used.

    Warns
    -----
    FewerSegmentsWarning
        If the largest K exceeds the number of different rows; K up to that number are tried.

    Notes
    -----
    Beyond 5,000 rows a random sample of 5,000 is judged, and a reason says so; the inertia is that of all
    rows. Time is that of about 100 fits of at most 5,000 rows for each K tried, most of them on points made
    for comparison, and twice as many for the K at which groups show.

    Examples
    --------
    >>> import numpy as np
    >>> ten = np.linspace(0, 1, 10)
    >>> found = choose_k(np.concatenate([ten, ten + 20, ten + 40])[:, None], k=range(1, 6))
    >>> found.k, found.verdict
    (3, 'natural')
    """
    kept, threads = bounds(max_segments, min_share, time_budget_s), checks.threads(n_threads)
    points = _points(X)
    # who leaves k out asked for no number: with 7 rows, up to 7 are tried
    asked = checks.ks_asked(k if k is not USUAL_KS else USUAL_KS[: len(points)])
    if asked[-1] > len(points):
        raise errors.k_exceeds_rows(asked[-1], len(points))
    weights = None if sample_weight is None else checked_weights(sample_weight, len(points), "sample_weight")
    possible = distinct_rows(points if weights is None else points[weights > 0], asked[-1])
    if possible < asked[-1]:
        errors.warn(errors.fewer_k_tried(asked[-1], possible), errors.FewerSegmentsWarning)
    tried = [number for number in asked if number <= possible] or [1]
    watch = Stopwatch()
    scaled, exponent = _within_reach(points)
    evidence = weigh_evidence(
        scaled,
        tried,
        weights=weights,
        limits=kept.limits,
        seed=_seed(random_state),
        n_threads=threads,
        time_budget_s=kept.time_budget_s,
        progress=progress,
        watch=watch,
    )
    rows = tuple(replace(row, inertia=_times_power(row.inertia, 2 * exponent)) for row in evidence.rows)
    return KChoice(replace(evidence, rows=rows), seconds=watch.seconds)


def _within_reach(points: Array) -> tuple[Array, int]:
    """Return the points times 2^-exponent, and the exponent: 0 unless squares could over- or underflow.

    A power of two changes no digit, so nothing but the inertia depends on it.
    """
    spread = max(float(np.ptp(points[:, j] / 2)) for j in range(points.shape[1]))  # halves: no overflow
    exponent = int(np.frexp(spread)[1])
    if abs(exponent) <= _FAR_EXPONENT or spread == 0:
        return points, 0
    return np.ldexp(points, -exponent), exponent


def _times_power(value: float, exponent: int) -> float:
    with np.errstate(over="ignore", under="ignore"):
        return float(np.ldexp(value, exponent))


def choose_k_in_table(
    table: Any,
    k: Iterable[int] = range(1, 11),
    *,
    reading: Reading | None = None,
    kept: Bounds | None = None,
    seed: int = 0,
    n_threads: int | None = None,
    progress: Progress | None = None,
) -> KChoice:
    """Say how many groups the rows of a table form, after reading and scaling it as `covey.segment` does.

    Parameters
    ----------
    table : path, frame, dict of columns or array
    k : iterable of int, default range(1, 11)
        Numbers above that of the different rows are left out; a reason says so.
    reading : Reading, optional
        Columns, columns to ignore, id column, weights, scaling.
    kept : Bounds, optional
        Limits on the answer, and on the time.
    seed : int, default 0
    n_threads : int, optional
    progress : callable(done, total, what), optional

    Returns
    -------
    KChoice
        With `columns` and `notes`.

    Raises
    ------
    TableError, InputError
        As `covey.segment`.
    """
    asked, seed, n_threads = checks.ks_asked(k), checks.journey_seed(seed), checks.threads(n_threads)
    kept, watch = kept or Bounds(Limits()), Stopwatch()
    with watch.part("reading and scaling the table"):
        rows = without_gaps(read_rows(table, reading or Reading()), seed=seed)
    evidence = weigh_evidence(
        rows.points,
        asked,
        weights=rows.weights,
        names=rows.names,
        origin=rows.origin,
        limits=kept.limits,
        seed=seed,
        n_threads=n_threads,
        time_budget_s=kept.time_budget_s,
        progress=progress,
        watch=watch,
    )
    return KChoice(evidence, rows, watch.seconds)


def _points(X: Any) -> Array:
    """Return X as float64 (n_rows, n_columns), or InputError naming the column and row at fault."""
    if isinstance(X, (list, tuple, np.ndarray)):
        points, names = _from_array(X)
    else:
        points, names = _from_frame(X)
    wrong = np.argwhere(~np.isfinite(points))
    if len(wrong):
        row, column = wrong[0]
        raise errors.not_finite(len(wrong), int(row), names[column])
    return points


def _from_array(X: Any) -> tuple[Array, Sequence[str]]:
    array = np.ma.filled(X.astype(np.float64), np.nan) if isinstance(X, np.ma.MaskedArray) else np.asarray(X)
    if array.ndim != 2 or 0 in array.shape:
        raise errors.bad_shape(array.shape)
    names = [f"x{place}" for place in range(array.shape[1])]
    if array.dtype.kind not in "fiub":
        if array.dtype.kind != "O":
            raise errors.not_numbers(names[0], array[0, 0].item())
        for place, name in enumerate(names):
            for value in array[:, place]:
                if not isinstance(value, (int, float, np.number, type(None))):
                    raise errors.not_numbers(name, value)
    return np.ascontiguousarray(array, dtype=np.float64), names


def _from_frame(X: Any) -> tuple[Array, Sequence[str]]:
    read = tables.read(X)
    for column in read.columns:
        if column.kind not in ("number", "flag"):
            raise errors.not_numbers(column.name, next((v for v in column.values if v is not None), None))
    if not read.columns or not read.n_rows:
        raise errors.bad_shape((read.n_rows, len(read.columns)))
    return np.column_stack([column.values for column in read.columns]), [c.name for c in read.columns]


def _seed(random_state: Any) -> int:
    if random_state is None:
        return 0
    if isinstance(random_state, np.random.RandomState) or random_state is np.random:
        return int(random_state.randint(2**31))
    if isinstance(random_state, np.random.Generator):
        return int(random_state.integers(2**31))
    return checks.journey_seed(random_state)


def _text(evidence: KEvidence, done: tuple[str, ...], width: int) -> str:
    """Return verdict, table, reasons and what was done; figures that do not fit into `width` are named."""
    width = max(width, 20)
    found = "no groups found" if evidence.natural_k == 1 else f"{evidence.natural_k} groups found"
    if evidence.verdict == "reproducible":
        found = f"{evidence.k} groups that overlap"
    lines = wrapped(f"{found}; suggested k = {evidence.k} ({evidence.verdict})", width)
    table = [_HEAD, *(_cells(row, row.k == evidence.k) for row in evidence.rows)]
    lines += ["", *table_lines(table, width, importance=_IMPORTANCE, elsewhere="--json (in Python: .table)")]
    for sentence in evidence.reasons:
        lines += ["", *wrapped(printable(sentence), width)]
    if done:
        lines += ["", *listed(done, width)]
    return "\n".join(lines)


def _cells(row: KRow, is_suggested: bool) -> tuple[str, ...]:
    figures = (
        row.silhouette,
        row.silhouette_limit,
        row.gap,
        row.stability,
        row.separation,
        row.separation_limit,
        row.jaccard,
        row.prediction_strength,
    )
    return ("*" if is_suggested else "", str(row.k), f"{row.inertia:#.6g}", *map(_figure, figures))


def _figure(value: float) -> str:
    if np.isnan(value):
        return "-"
    return f"{value:.3f}" if value < _UNBOUNDED else "unbounded"
