"""Score the rows of one file with the model in another, as the command line does.

In:   the path of a model, a table.
Out:  ScoredTable: the table, its new columns, how many rows each segment received; or ScoredRows, where the
      model is one of outliers; written as CSV on request.
Not here: the scoring itself (`model`); checking where to write (results.py).
Next: segmentation.py for `.score()`, which gives a frame instead of a file.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from covey import model
from covey import table as tables
from covey.journeys.saved_outliers import new_columns
from covey.records import Array, Table


@dataclass(frozen=True)
class SegmentCount:
    """How many of the scored rows a segment received."""

    label: int
    name: str
    grade: str
    rows: int
    share: float


@dataclass(frozen=True)
class ScoredTable:
    """A table and the segment of each of its rows."""

    saved: model.SavedModel
    table: Table
    new: dict[str, Array]

    @property
    def notes(self) -> tuple[str, ...]:
        """What was done to the table, and what the new columns are called."""
        return tables.new_rows_notes(self.table, self.saved.recipe, self.new)

    @property
    def n_unlike(self) -> int:
        """How many rows are unlike those the segments were made from."""
        return int(np.count_nonzero(self.new["unlike_training"]))

    @property
    def counts(self) -> tuple[SegmentCount, ...]:
        """One count per segment, ordered by label."""
        n_rows = self.table.n_rows
        rows = np.bincount(self.new["segment"], minlength=self.saved.k)
        return tuple(
            SegmentCount(part.label, part.name, part.grade, int(n), float(n / n_rows) if n_rows else 0.0)
            for part, n in zip(self.saved.segments, rows, strict=True)
        )

    def write_csv(self, path: str | os.PathLike[str]) -> None:
        """Write the table as CSV: the cells as they were, and the new columns."""
        tables.write_csv(path, self.table, self.new)


@dataclass(frozen=True)
class ScoredRows:
    """A table, and for each of its rows how far out of place it is."""

    saved: model.OutlierModel
    table: Table
    new: dict[str, Array]

    @property
    def notes(self) -> tuple[str, ...]:
        """What was done to the table, and what the new columns are called."""
        return tables.new_rows_notes(self.table, self.saved.recipe, self.new)

    @property
    def n_flagged(self) -> int:
        """How many rows are out of place."""
        return int(np.count_nonzero(self.new["outlier"]))

    def write_csv(self, path: str | os.PathLike[str]) -> None:
        """Write the table as CSV: the cells as they were, and the new columns."""
        tables.write_csv(path, self.table, self.new)


def score_table(
    model_path: Path, source: Any, *, sheet: str | None = None, n_threads: int | None = None
) -> ScoredTable | ScoredRows:
    """Return the rows of a table with their segments, or with what makes them strange: as the model says.

    Parameters
    ----------
    model_path : Path
    source : path, frame, dict of columns or array
    sheet : str, optional
        Which sheet of a workbook to read. Default: the first that holds a table.
    n_threads : int, optional

    Raises
    ------
    ModelError, TableError
        If the model or the table cannot be read, or do not fit each other.
    """
    saved = model.load(model_path)
    table = tables.read(source, sheet=sheet, rows_needed=False)
    if isinstance(saved, model.OutlierModel):
        return ScoredRows(saved, table, new_columns(saved, table, n_threads))
    return ScoredTable(saved, table, model.score(saved, table, n_threads=n_threads))
