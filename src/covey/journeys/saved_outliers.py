"""Outliers on a later day: rows are scored by what a model file knows of ordinary ones.

In:   an OutlierModel.
Out:  SavedOutliers, whose scores and reasons are those of the Outliers that were saved.
Not here: finding out what is ordinary (outlier_rows.py); the file (`model`).
Next: ordinary_rows.py for the scoring.
"""

from __future__ import annotations

import os
from typing import Any

from covey import checks, model
from covey import table as tables
from covey.errors.wording import printable
from covey.explain.rarity import Rarity
from covey.journeys import ordinary_rows
from covey.journeys.ordinary_rows import Ordinary, Pattern
from covey.journeys.score_notes import TellsOfScoring
from covey.records import Array, Table


class SavedOutliers(TellsOfScoring):
    """What ordinary rows look like, read from a model file. Made by `covey.load`.

    Attributes
    ----------
    false_alarms : float
        The share of ordinary rows that is expected to be flagged, at most.
    threshold : float
        1 - `false_alarms`: scores above are flagged.
    k : int
        Segments of ordinary rows.
    columns : tuple of ColumnRole
        What each column of the first table was used for, and why.
    notes : tuple of str
        What was done to the data.
    seed : int
    fingerprint : str
        Of the first table.
    """

    def __init__(self, saved: model.OutlierModel):
        self._saved = saved
        self._recipe, self._new_columns = saved.recipe, ordinary_rows.NEW_COLUMNS
        self.false_alarms, self.threshold = saved.false_alarms, 1 - saved.false_alarms
        self.k, self.columns, self.notes = len(saved.centers), saved.recipe.roles, saved.notes
        self.seed, self.fingerprint = saved.seed, saved.fingerprint

    def score(self, table: Any, *, n_threads: int | None = None) -> Any:
        """Return a table with `outlier_score`, `outlier` and `outlier_reasons` for each of its rows.

        Parameters
        ----------
        table : path, frame, dict of columns or array
            Rows with the columns of the first table, in any order.
        n_threads : int, optional
            Default: all cores.

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
        threads = checks.threads(n_threads)
        read = tables.read(table, rows_needed=False)
        return tables.with_columns(read, new_columns(self._saved, read, threads))

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the model file again, byte for byte."""
        model.save(self._saved, path)

    def __repr__(self) -> str:
        saved = self._saved
        return (
            f"{printable(saved.source)}: {saved.n_flagged:,} of {saved.n_rows:,} rows were out of place; "
            f"scores above {self.threshold:g} are flagged"
        )


def new_columns(saved: model.OutlierModel, read: Table, n_threads: int | None) -> dict[str, Array]:
    """Return the three new columns for the rows of a table."""
    rarity = Rarity(
        middles=saved.middles,
        spreads=saved.spreads,
        far_middles=saved.far_middles,
        far_spreads=saved.far_spreads,
        grid=saved.grid,
        beyond_grid=saved.beyond_grid,
        scale=saved.tail_scale,
        shape=saved.tail_shape,
    )
    pattern = Pattern(saved.centers, saved.reference, saved.n_nearest, rarity)
    known = Ordinary(saved.recipe, pattern, saved.usual, 1 - saved.false_alarms)
    return ordinary_rows.scored(read, known, n_threads)
