"""Write a table with new columns as csv, the user's own cells unchanged.

In:   a path, a Table, new columns with one value for each row.
Out:  the file: UTF-8, commas, one line of names, a line feed after each row; whole or not at all.
Not here: which columns are new (journeys), frames in memory (give_back.py).
Cells are quoted only where csv needs it. Typed sources have no written cells: whole numbers come without a
point, others with every digit needed to read them back exactly, missing as an empty cell.
Next: new_names.py.
"""

from __future__ import annotations

import contextlib
import csv
import io
import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from covey import errors
from covey.records import Array, Column, Table
from covey.table import levels
from covey.table.new_names import given_names

_ROWS_AT_A_TIME = 50_000


def write_csv(path: str | os.PathLike[str], table: Table, new: Mapping[str, Array]) -> None:
    """Write the rows of a table and new columns to a csv file.

    Parameters
    ----------
    path : path
        Where to write; a file that is there is replaced in one step, or left as it is on failure.
    table : Table
        From `read`. Cells of text files are written as they stood.
    new : mapping of str to array of shape (n_rows,)
        New columns, to the right of the others. A name the table has already gets "_covey" at its end
        (see `given_names`).

    Raises
    ------
    InputError
        If a new column has another length than the table.
    OutputError
        If the file cannot be written.

    Notes
    -----
    Time grows with the number of cells; the file is written in pieces.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> from covey.table import read
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "segments.csv"
    >>> write_csv(path, read({"spend": [12.5, 80.0]}), {"segment": np.array([0, 1])})
    >>> path.read_text()
    'spend,segment\\n12.5,0\\n80,1\\n'
    """
    check_lengths(table, new)
    target = Path(os.path.realpath(path))
    temporary = target.with_name(f".{target.name[:200]}.{secrets.token_hex(6)}.tmp")
    try:
        # 0o666 less the user's umask, as open() would give.
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace", newline="") as file:
            for piece in _pieces(table, new):
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, target)
    except OSError as problem:
        raise errors.cannot_write(path, problem) from problem
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def check_lengths(table: Table, new: Mapping[str, Array]) -> None:
    """Raise InputError for a new column that has not one value for each row."""
    for name, values in new.items():
        if len(values) != table.n_rows:
            raise errors.wrong_length(name, len(values), table.n_rows)


def as_written(column: Column) -> Array:
    """Return the cells of a column as they stand in a csv file."""
    if column.written is not None:
        return column.written
    if column.kind == "flag":
        cells = np.full(len(column.values), "", dtype=object)
        cells[column.values == 1] = "True"
        cells[column.values == 0] = "False"
        return cells
    texts = levels.as_texts(column).copy()
    texts[[text is None for text in texts]] = ""
    return texts


def _pieces(table: Table, new: Mapping[str, Array]) -> Iterator[str]:
    names = given_names(table, new)
    added = [levels.as_cells(np.asarray(values)) for values in new.values()]
    columns = [as_written(column) for column in table.columns] + added
    yield _lines([[column.name for column in table.columns] + list(names.values())])
    for start in range(0, table.n_rows, _ROWS_AT_A_TIME):
        yield _lines(list(zip(*(column[start : start + _ROWS_AT_A_TIME] for column in columns), strict=True)))


def _lines(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as csv, each cell quoted if one holds a carriage return: csv.writer leaves that bare."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    if "\r" in buffer.getvalue():
        buffer = io.StringIO()
        csv.writer(buffer, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    return buffer.getvalue()
