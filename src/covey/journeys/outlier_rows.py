"""Which rows of a table are out of place, how sure is that, and why?

In:   a table in any form.
Out:  Outliers: a score from 0 to 1 for each row, flags with a stated rate of false alarms, reasons in units.
Not here: how rare a distance is and what makes a row strange (`explain`); the page (`show`).
A row is out of place if it lies far from its own center for its own segment, or far from all rows; never
because its segment is small. Clusters too small to say what is usual lend no center.
Next: ordinary_rows.py for what is learned; saved_outliers.py for scoring on a later day.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np

from covey import checks, engine, errors, model
from covey import table as tables
from covey.journeys import ordinary_rows
from covey.journeys.choice import choose_k
from covey.journeys.ordinary_rows import Ordinary
from covey.journeys.rows import FittedRows, Reading, distinct_rows, read_rows
from covey.journeys.score_notes import TellsOfScoring
from covey.records import Array, Column, OutlierRecord
from covey.records.arrays import only_to_read

FEWEST_ROWS = 20
MOST_K = 10
SMALLEST_SHARE, SMALLEST_ROWS = 0.02, 10  # a cluster with fewer rows cannot say what is usual


class Outliers(TellsOfScoring):
    """Rows out of place. Made by `covey.outliers`.

    Attributes
    ----------
    scores : array of shape (n_rows,)
        1 minus the share of ordinary rows that are expected to lie at least as far out.
    flags : bool array of shape (n_rows,)
        Scores above 1 - `false_alarms`.
    reasons : tuple of str, one for each row
        What makes a flagged row strange, in the units of the table; empty for the others.
    false_alarms : float
        The share of ordinary rows that is expected to be flagged, at most.
    threshold : float
        1 - `false_alarms`.
    k : int
        Segments of ordinary rows, each with a distribution of its own.
    labels : int32 array of shape (n_rows,)
        The segment of each row.
    notes : tuple of str
        What was done to the data.
    record : OutlierRecord
        Everything, as plain data.
    """

    def __init__(self, record: OutlierRecord, rows: FittedRows, known: Ordinary, n_threads: int | None):
        self._rows, self._known, self._n_threads = rows, known, n_threads
        self._recipe, self._new_columns = known.recipe, ordinary_rows.NEW_COLUMNS
        self.record = record
        self.scores, self.flags = only_to_read(record.scores), only_to_read(record.flags)
        self.reasons = record.reasons
        self.false_alarms, self.threshold = record.false_alarms, 1 - record.false_alarms
        self.k, self.labels, self.notes = record.k, only_to_read(record.labels), record.notes

    def score(self, table: Any) -> Any:
        """Return a table with `outlier_score`, `outlier` and `outlier_reasons` for each of its rows.

        Parameters
        ----------
        table : path, frame, dict of columns or array
            Rows with the columns of the first table, in any order.

        Returns
        -------
        the same kind of frame, rows in the same order

        Raises
        ------
        TableError, ModelError
            If the table cannot be read, lacks columns, or holds text where numbers are expected.

        Notes
        -----
        A missing number is taken for the median of the first table, a missing category or one that was not
        there for none of the known ones; `score_notes` says how many and which. A file or an array comes back
        as a pandas frame, or, where pandas is not installed, as one of Polars, of PyArrow, or as a dict of
        arrays.
        """
        read = tables.read(table, rows_needed=False)
        return tables.with_columns(read, ordinary_rows.scored(read, self._known, self._n_threads))

    def write_scores(self, table: Any, path: str | os.PathLike[str]) -> int:
        """Write another table with the three columns of `score` as CSV; return how many are flagged."""
        read = tables.read(table, rows_needed=False)
        new = ordinary_rows.scored(read, self._known, self._n_threads)
        tables.write_csv(path, read, new)
        return int(new["outlier"].sum())

    def write_table(self, path: str | os.PathLike[str]) -> None:
        """Write the table as CSV: the cells as they were, and the three columns of `score`."""
        new = ordinary_rows.as_columns(self.scores, self.flags, self.reasons)
        tables.write_csv(path, self._rows.table, new)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write a model file that `covey.load` reads and `covey score` uses, to score rows on a later day.

        Parameters
        ----------
        path : path
            By custom ending in `.covey`; an older file is replaced when the new one is whole on disk.

        Raises
        ------
        OutputError
            If it cannot be written.

        Notes
        -----
        To say how far out a row lies, the file holds the amounts of up to 4,000 rows of the table (no names
        of rows, no other columns): pass it on as you would the table.
        """
        known, table = self._known, self._rows.table
        pattern = known.pattern
        rarity = pattern.rarity
        saved = model.OutlierModel(
            source=table.source,
            n_rows=table.n_rows,
            n_flagged=int(self.flags.sum()),
            notes=self.notes,
            recipe=known.recipe,
            usual=known.usual,
            false_alarms=self.false_alarms,
            n_nearest=pattern.n_nearest,
            tail_scale=rarity.scale,
            tail_shape=rarity.shape,
            seed=self.record.seed,
            fingerprint=tables.fingerprint(table),
            made_with=model.this_version(),
            centers=pattern.centers,
            reference=pattern.reference,
            middles=rarity.middles,
            spreads=rarity.spreads,
            far_middles=rarity.far_middles,
            far_spreads=rarity.far_spreads,
            grid=rarity.grid,
            beyond_grid=rarity.beyond_grid,
        )
        model.save(saved, path)

    def report(self, path: str | os.PathLike[str]) -> None:
        """Write a page that opens without internet: the flagged rows and their reasons, strangest first."""
        from covey.show import outliers_sheet, sheet_page

        sheet_page.write_sheet(outliers_sheet.sheet(self.record, for_page=True), path)

    def plot(self, ax: Any = None) -> Any:
        """Draw how many rows have which score, and the threshold."""
        from covey.show import outliers_sheet

        return outliers_sheet.draw_scores(self.record, ax)

    def text(self, *, width: int = 100, colour: bool = False) -> str:
        """Return the flagged rows as they are printed in a terminal `width` characters wide."""
        from covey.show import outliers_sheet, sheet_text

        return sheet_text.sheet_text(outliers_sheet.sheet(self.record), width=width, colour=colour).rstrip(
            "\n"
        )

    def __repr__(self) -> str:
        return self.text()


def outliers(
    table: Any,
    *,
    k: int | str = "auto",
    false_alarms: float = 0.01,
    columns: str | Sequence[str] | None = None,
    ignore: str | Sequence[str] | None = (),
    id: str | None = None,
    scale: str = "standard",
    sheet: str | None = None,
    seed: int = 0,
    n_threads: int | None = None,
) -> Outliers:
    """Find the rows of a table that are out of place, and say why.

    Parameters
    ----------
    table : path, frame, dict of columns or array of shape (n_rows, n_columns)
        As for `covey.segment`; at least 20 rows.
    k : int or "auto", default "auto"
        Segments of ordinary rows. "auto" takes the groups that `covey.choose_k` finds, one if there are none.
    false_alarms : float, default 0.01
        The share of ordinary rows that may be flagged, above 0 and at most 0.2.
    columns, ignore, id, scale, sheet
        As for `covey.segment`.
    seed : int, default 0
        Same table, seed and version: same scores, on any number of threads.
    n_threads : int, optional
        Default: all cores.

    Returns
    -------
    Outliers

    Raises
    ------
    TableError, InputError
        As `covey.segment`, or if there are fewer than 20 rows.

    Notes
    -----
    Score: how far a row lies from its own center, by the distances of its own segment, and from the nearest
    5 % and 85 % of a segment's worth of rows, is put together; the share of ordinary rows that far out comes
    from their upper fifth without its last quarter, where strays would be. That errs towards fewer flags.
    Beyond 4,000 rows, 4,000 stand for all in those distances. Time: that of `choose_k`, and rows times 4,000
    distances.

    Examples
    --------
    >>> import numpy as np
    >>> spend = np.append(np.random.default_rng(2).normal(100, 10, 99), 300)
    >>> found = outliers({"spend": spend})
    >>> found.flags.nonzero()[0].tolist(), found.reasons[99]
    ([99], 'spend 300 (usual here: 81.9 to 118)')
    """
    rate = _checked_rate(false_alarms)
    seed, n_threads = checks.journey_seed(seed), checks.threads(n_threads)
    asked = checks.groups_asked(k)
    rows = read_rows(table, Reading(columns, ignore, id, None, scale, sheet))
    if len(rows.points) < FEWEST_ROWS:
        raise errors.too_few_rows(len(rows.points), FEWEST_ROWS, rows.table.source)
    n_segments, why = _n_segments(rows.points, asked, seed, n_threads)
    centers, dropped = _centers(rows.points, n_segments, seed, n_threads)
    pattern = ordinary_rows.learn(rows.points, centers, n_threads)
    points, recipe = rows.prepared.points, rows.prepared.recipe
    labels, scores = ordinary_rows.scores(points, pattern, n_threads)
    flags = scores > 1 - rate
    usual = ordinary_rows.usual_values(rows.table.columns, recipe, labels, flags, len(centers))
    known = Ordinary(recipe, pattern, usual, 1 - rate)
    named_by = tables.naming_column(rows.table, recipe.roles)
    record = OutlierRecord(
        source=rows.table.source,
        n_rows=rows.table.n_rows,
        scores=scores,
        flags=flags,
        reasons=ordinary_rows.reasons(rows.table.columns, points, labels, flags, known),
        false_alarms=rate,
        k=len(centers),
        labels=labels,
        row_names=_row_names(rows, flags, named_by),
        apart=rows.prepared.apart,
        how_read=rows.table.how_read,
        notes=(why, *dropped, *rows.prepared.notes),
        seed=seed,
        roles=recipe.roles,
        named_by=None if named_by is None else named_by.name,
    )
    return Outliers(record, rows, known, n_threads)


def _checked_rate(rate: Any) -> float:
    if isinstance(rate, bool) or not isinstance(rate, (int, float)) or not 0 < rate <= 0.2:
        raise errors.bad_false_alarms(rate)
    return float(rate)


def _n_segments(points: Array, asked: int | None, seed: int, n_threads: int | None) -> tuple[int, str]:
    """Return how many segments of ordinary rows there are, and why."""
    if asked is not None:
        if asked > len(points):
            raise errors.k_exceeds_rows(asked, len(points))
        return distinct_rows(points, asked), f"ordinary rows in {asked} segments, as asked (-k)"
    most = distinct_rows(points, min(MOST_K, len(points)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", errors.FewerSegmentsWarning)
        found = choose_k(points, range(1, most + 1), random_state=seed, n_threads=n_threads)
    if found.natural_k == 1:
        return 1, "no groups were found: all ordinary rows are measured from one center (other: -k)"
    return found.natural_k, f"{found.natural_k} groups were found: each has a usual distance of its own (-k)"


def _centers(points: Array, k: int, seed: int, n_threads: int | None) -> tuple[Array, tuple[str, ...]]:
    """Return the centers of the segments; clusters too small to say what is usual are taken out."""
    fit = engine.fit(points, k, seed=seed, n_threads=n_threads, effort="standard")
    sizes = np.bincount(fit.labels, minlength=k)
    large = sizes >= max(SMALLEST_SHARE * len(points), SMALLEST_ROWS)
    if large.all() or not large.any():
        return fit.centers, ()
    inside = np.ascontiguousarray(points[large[fit.labels]])
    kept = np.ascontiguousarray(fit.centers[large])
    fit = engine.fit(inside, len(kept), init=kept, n_threads=n_threads)
    n_rows = int(sizes[~large].sum())
    return fit.centers, (
        f"{k - len(kept)} of the clusters are too small to say what is usual ({n_rows:,} rows): their rows "
        "are measured from the other centers",
    )


def _row_names(rows: FittedRows, flags: Array, named_by: Column | None) -> tuple[str, ...]:
    """Return what the flagged rows are called: by their id, else by their number, counted from 1."""
    places = np.flatnonzero(flags)
    if named_by is None:
        return tuple(f"row {place + 1:,}" for place in places)
    cells = tables.as_written(named_by)
    return tuple(f"{cells[place]}" for place in places)
