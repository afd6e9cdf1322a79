"""Which cells keep a column from being what it was when a recipe was learned?

In:   a column of text, and what it should hold: numbers or dates.
Out:  how many cells are filled, how many of them are none of that, and the first few with their rows.
Not here: refusing the column (transform.py); the share of such cells that is allowed in a fit (cells.py).
Next: numerals.py and dates.py for the ways of writing.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass

import numpy as np

from covey.records import Column
from covey.table import dates, numerals
from covey.table.cells import connect

SHOWN = 3


@dataclass(frozen=True)
class OddCells:
    """Cells that do not fit their column: `shown` holds the first of them with their rows, counted from 1."""

    n_filled: int
    n_odd: int
    shown: tuple[tuple[int, str], ...]


def odd_cells(column: Column, *, as_date: bool) -> OddCells:
    """Return the filled cells of a column of text that are no numbers, or no dates.

    Examples
    --------
    >>> column = Column("spend", "text", np.array(["$233.17", None, "oops"], dtype=object))
    >>> odd_cells(column, as_date=False)
    OddCells(n_filled=2, n_odd=1, shown=((3, 'oops'),))
    """
    rows = [row for row, text in enumerate(column.values, start=1) if text is not None]
    texts = np.array([*(column.values[row - 1] for row in rows), None], dtype=object)[:-1]
    with closing(connect()) as connection:
        connection.register("given", {"c0": texts})
        connection.execute("CREATE TEMP TABLE cells AS SELECT * FROM given")
        read = f"coalesce({numerals.with_point('c0')}, {numerals.with_comma('c0')})"
        if as_date:
            found = dates.best_writing(connection, "c0", len(rows), len(rows) - 1)
            read = found[0].sql("c0") if found else "NULL"
        wrong = connection.execute(f"SELECT rowid FROM cells WHERE {read} IS NULL ORDER BY rowid").fetchall()
    shown = tuple((rows[place], str(texts[place])) for (place,) in wrong[:SHOWN])
    return OddCells(len(rows), len(wrong), shown)
