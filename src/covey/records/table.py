"""What was read from a file or a frame, and what each of its columns is used for.

Made by:  `table`, which reads, and gives each column a role and a reason.
Next: recipe.py for how these columns become numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from covey.records.arrays import Array


@dataclass(frozen=True)
class Column:
    """One column of a table as it was read.

    `kind` is "number", "flag", "date" or "text". `values` holds float64 with NaN for missing (number,
    flag), datetime64[us] with NaT (date) or objects with None (text). `written` holds the cells exactly as
    they stood in a text file, so that a table can be given back unchanged; None for typed sources.
    """

    name: str
    kind: str
    values: Array
    written: Array | None = None


@dataclass(frozen=True)
class Table:
    """A table as it was read: columns in file order, all of length `n_rows`.

    `source` names it in sentences ("customers.csv", "pandas DataFrame"); `how_read` holds one sentence per
    fact about the reading ("comma, UTF-8, header found"); `native` is the caller's own frame, if there was
    one.
    """

    columns: tuple[Column, ...]
    n_rows: int
    source: str
    how_read: tuple[str, ...] = ()
    native: Any = None


@dataclass(frozen=True)
class ColumnRole:
    """What a column is used for, and why.

    `role` is "measure" (forms the segments), "category" (describes them), "id", "date", "text", "constant" or
    "ignored". `transform` says in words what was done to a column that forms the segments ("log,
    standardised").
    """

    name: str
    role: str
    reason: str
    transform: str | None = None
