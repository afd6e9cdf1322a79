"""What does scoring do to a new table? One question that everything with a `score` answers alike.

In:   the recipe of a model, the names of the columns that `score` adds.
Out:  `TellsOfScoring`: the method `score_notes`.
Not here: scoring; the sentences (table/new_rows.py).
Next: segmentation.py, outlier_rows.py and saved_outliers.py, which score.
"""

from __future__ import annotations

from typing import Any

from covey import table as tables
from covey.records import Recipe


class TellsOfScoring:
    """Something that scores new rows by `_recipe`, and adds the columns `_new_columns`."""

    _recipe: Recipe
    _new_columns: tuple[str, ...]

    def score_notes(self, table: Any) -> tuple[str, ...]:
        """Return what `score` does to a table: a sentence for everything that is not plain from its result.

        Parameters
        ----------
        table : path, frame, dict of columns or array
            As for `score`; it is read again.

        Returns
        -------
        tuple of str
            How it was read, what was filled with what, levels never seen, columns not used, names given.

        Raises
        ------
        TableError, ModelError
            As `score`.
        """
        read = tables.read(table, rows_needed=False)
        return tables.new_rows_notes(read, self._recipe, self._new_columns)
