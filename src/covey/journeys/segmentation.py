"""What people hold after a journey: segments that print well and score new rows.

In:   a SegmentationRecord and its table, or a SavedModel.
Out:  Segmentation (still has its rows) and SavedSegmentation (read from a file): the same words on both.
Not here: computing; every method asks the room that does the work.
Next: choice.py for `.choice`, results.py for the files that the command line writes.
"""

from __future__ import annotations

import os
from typing import Any

import numpy as np

from covey import checks, model
from covey import table as tables
from covey.journeys import summary
from covey.journeys.choice import KChoice
from covey.journeys.saved_outliers import SavedOutliers
from covey.journeys.score_notes import TellsOfScoring
from covey.records import Array, ColumnProfile, SegmentationRecord, Table
from covey.records.arrays import only_to_read

TEXT_WIDTH = 100  # columns of a printed segmentation where the width of the screen is not known


class SavedSegmentation(TellsOfScoring):
    """Segments read from a model file, ready to score new rows. Made by `covey.load`.

    Attributes
    ----------
    k : int
        Number of segments.
    natural_k : int
        How many groups of the training data stand apart, 1 when none do. Groups that overlap are not counted
        here: `verdict` and `k` tell of them.
    verdict : str
        "natural" (groups that stand apart), "reproducible" (groups that overlap, but are tighter than one
        crowd would be) or "constructive" (a convenience cut, even a stable one, as of one long crowd).
    reasons : tuple of str
        Why: the choice, the runner-up, what would change the answer.
    segments : tuple of Segment
        Label, name, size, share, grade, rule and profile of each segment, ordered by label.
    columns : tuple of ColumnRole
        What each column of the training table was used for, and why.
    notes : tuple of str
        What was done to the data, and how to override it.
    choice : KChoice
        The evidence for each number of segments.
    silhouette, inertia : float
        Of the training rows; silhouette is NaN if there is one segment.
    seed : int
    fingerprint : str
        Of the training table.
    """

    def __init__(self, saved: model.SavedModel):
        self._saved = saved
        self._recipe, self._new_columns = saved.recipe, model.NEW_COLUMNS
        self.k = saved.k
        self.natural_k = saved.evidence.natural_k
        self.verdict = saved.evidence.verdict
        self.reasons = saved.evidence.reasons
        self.segments = saved.segments
        self.columns = saved.recipe.roles
        self.notes = saved.notes
        self.choice = KChoice(saved.evidence)
        self.silhouette = saved.silhouette
        self.inertia = saved.inertia
        self.seed = saved.seed
        self.fingerprint = saved.fingerprint

    def score(self, table: Any, *, n_threads: int | None = None) -> Any:
        """Return the table with the segment of each row.

        Parameters
        ----------
        table : path, frame, dict of columns or array
            Rows with the columns of the training table, in any order; extra columns do not matter.
        n_threads : int, optional
            Default: all cores.

        Returns
        -------
        the same kind of frame, rows in the same order
            With `segment` (label), `segment_name`, `grade`, `margin` (1 on the center, 0 on the border),
            `runner_up` (the next nearest segment) and `unlike_training` (farther out than nearly all rows
            that the segment was made from); with "_covey" at its end where the table has a column of that
            name. A file or an array comes back as a pandas frame, or, where pandas is not installed, as one
            of Polars, of PyArrow, or as a dict of arrays.

        Raises
        ------
        TableError
            If the table cannot be read.
        ModelError
            If columns are missing, or hold text where numbers are expected.

        Notes
        -----
        A missing number is taken for the median of the training rows, a missing category or one that was not
        among them for none of the known ones; the cells given back are those that came. No warning is given:
        `score_notes` says how many and which. Time grows with rows times segments.

        Examples
        --------
        >>> import covey
        >>> found = covey.segment({"spend": [1, 2, 3, 2, 50, 51, 52, 51]}, k=2)
        >>> [int(label) for label in found.score({"spend": [2, 51]})["segment"]]
        [0, 1]
        """
        threads = checks.threads(n_threads)
        read = tables.read(table, rows_needed=False)
        return tables.with_columns(read, model.score(self._saved, read, n_threads=threads))

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write a model file that `covey.load` reads.

        Parameters
        ----------
        path : path
            By custom ending in `.covey`. An older file is replaced when the new one is whole on disk.

        Raises
        ------
        OutputError
            If it cannot be written; an older file is then unchanged.

        Notes
        -----
        Holds names, numbers and evidence but no row of the table. Same segmentation, same bytes.
        """
        model.save(self._saved, path)

    def profile(self) -> Any:
        """Return what sets each segment apart, one row per segment and column, in the table's own units.

        Returns
        -------
        frame (pandas if installed, else Polars, PyArrow or a dict of arrays)
            `segment`, `segment_name`, `column`, `kind`, then for numbers `median`, `low` and `high`
            (quartiles), `rest_median`; for categories `level`, `share`, `rest_share`; and `difference`, in
            robust standard deviations or shares.
        """
        facts = [(part, fact) for part in self.segments for fact in part.profile]
        new = {
            "segment": np.array([part.label for part, _ in facts], dtype=np.int64),
            "segment_name": _words(part.name for part, _ in facts),
            "column": _words(fact.name for _, fact in facts),
            "kind": _words(fact.kind for _, fact in facts),
            **{name: _facts(facts, name) for name in ("median", "low", "high", "rest_median")},
            "level": _words(fact.level for _, fact in facts),
            **{name: _facts(facts, name) for name in ("share", "rest_share", "difference")},
        }
        return tables.with_columns(Table((), len(facts), "profile"), new)

    def __repr__(self) -> str:
        return summary.as_text(self._saved)

    def _repr_html_(self) -> str:
        return summary.as_html(self._saved)


class Segmentation(SavedSegmentation):
    """Segments together with the rows they were made from. Made by `covey.segment`.

    Attributes
    ----------
    labels : int32 array of shape (n_rows,)
        The segment of each row, rows set apart included; 0 is the segment with the most weight.
    set_apart : bool array of shape (n_rows,)
        True for rows kept out of the fit because they lie far from all others; they have labels, too.
    seconds : dict of str to float
        How long each part of the work took.
    record : SegmentationRecord
        Everything, as plain data.

    All attributes of SavedSegmentation are here too.
    """

    def __init__(self, record: SegmentationRecord, table: Table, seconds: dict[str, float] | None = None):
        super().__init__(model.from_record(record))
        self.seconds = seconds or {}
        self._table = table
        self.record = record
        self.labels, self.set_apart = only_to_read(record.labels), only_to_read(record.apart)

    def scores(self, *, n_threads: int | None = None) -> dict[str, Array]:
        """Return the six columns of `score` for the rows that the segments were made from.

        Returns
        -------
        dict of str to array of shape (n_rows,)
        """
        return model.score(self._saved, self._table, n_threads=checks.threads(n_threads))

    def write_table(self, path: str | os.PathLike[str]) -> None:
        """Write the table as CSV: the cells as they were, and the six columns of `score`.

        Raises
        ------
        OutputError
            If it cannot be written; an older file is then unchanged.
        """
        tables.write_csv(path, self._table, self.scores())

    def plot(self, ax: Any = None) -> Any:
        """Draw the rows on a flat map, coloured by segment.

        Parameters
        ----------
        ax : matplotlib Axes, optional
            Default: a new figure.

        Returns
        -------
        matplotlib Axes
        """
        from covey.show import plots

        return plots.point_map(self.record.point_map, self._saved.names, ax=ax)

    def report(self, path: str | os.PathLike[str]) -> None:
        """Write a page that opens without internet: verdict, evidence, segments, map.

        Parameters
        ----------
        path : path
            By custom ending in `.html`.

        Raises
        ------
        OutputError
            If it cannot be written; an older file is then unchanged.
        """
        from covey import show

        show.report(self.record, path)

    def text(self, *, width: int = TEXT_WIDTH, colour: bool = False) -> str:
        """Return verdict and segments as they are printed in a terminal `width` characters wide."""
        from covey import show

        return show.text(self.record, width=width, colour=colour).rstrip("\n")

    def __repr__(self) -> str:
        return self.text()


def load(path: str | os.PathLike[str]) -> SavedSegmentation | SavedOutliers:
    """Read segments, or what ordinary rows look like, from a model file, ready to score new rows.

    Parameters
    ----------
    path : path
        Written by `covey segment` or `covey outliers`, or by `.save` of what these give in Python.

    Returns
    -------
    SavedSegmentation or SavedOutliers
        As the file was written by one or the other; both have `score`.

    Raises
    ------
    ModelError
        If there is no such file, or it is not a model file, damaged, or from a newer covey.

    Notes
    -----
    Nothing in the file is executed; checksums are compared before anything is used.

    Examples
    --------
    >>> import tempfile, pathlib, covey
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "model.covey"
    >>> covey.segment({"spend": [1, 2, 3, 2, 50, 51, 52, 51]}, k=2).save(path)
    >>> [int(label) for label in load(path).score({"spend": [2, 51]})["segment"]]
    [0, 1]
    """
    saved = model.load(path)
    return SavedOutliers(saved) if isinstance(saved, model.OutlierModel) else SavedSegmentation(saved)


def _words(values: Any) -> Array:
    return np.array([*values, None], dtype=object)[:-1]  # the None keeps NumPy from making strings of them


def _facts(facts: list[tuple[Any, ColumnProfile]], name: str) -> Array:
    return np.array([getattr(fact, name) for _, fact in facts], dtype=np.float64)
