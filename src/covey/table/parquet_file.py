"""Read a Parquet file with the types it states.

In:   the path of a file.
Out:  a Table. Numbers, flags, dates and text keep their type; nested values and bytes become text.
Not here: folders and patterns of many files.
Next: frames.py for how typed values become columns.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from covey import errors
from covey.records import Array, Column, Table
from covey.table import cells, frames, headers
from covey.table.numerals import literal

_INTEGERS = (
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "UTINYINT",
    "USMALLINT",
    "UINTEGER",
    "BIGINT",
    "UBIGINT",
    "HUGEINT",
)


def read_parquet(path: Path, name: str) -> Table:
    """Return the table in a Parquet file."""
    import duckdb

    size = path.stat().st_size
    if not size:
        raise errors.empty_file(name)
    connection = cells.connect()
    try:
        place = literal(_exactly(path))
        kinds = connection.execute(f"DESCRIBE SELECT * FROM read_parquet({place})").fetchall()
        asked = ", ".join(_asked(column, kind, j) for j, (column, kind, *_) in enumerate(kinds))
        fetched = connection.execute(f"SELECT {asked} FROM read_parquet({place})").fetchnumpy()
    except duckdb.Error as problem:
        raise errors.damaged_file(name, size, f"it cannot be read as Parquet ({_short(problem)})") from None
    finally:
        connection.close()
    names, renamed = headers.unique_names([row[0] for row in kinds])
    said = ["Parquet", *renamed]
    columns = [
        _column(name_j, row[1], fetched[f"c{j}"], said)
        for j, (name_j, row) in enumerate(zip(names, kinds, strict=True))
    ]
    if not len(columns[0].values):
        raise errors.header_only(name, names)
    return Table(tuple(columns), len(columns[0].values), name, tuple(said))


def _exactly(path: Path) -> str:
    """Return the path so that DuckDB does not take its signs for a pattern of many files."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in str(path))


def _short(problem: Exception) -> str:
    return str(problem).splitlines()[0][:160]


def _asked(column: str, kind: str, j: int) -> str:
    quoted = '"' + column.replace('"', '""') + '"'
    if kind.startswith("DECIMAL") or kind in ("FLOAT", "DOUBLE"):
        return f"CAST({quoted} AS DOUBLE) AS c{j}"
    if kind == "DATE" or kind.startswith("TIMESTAMP"):
        return f"CAST({quoted} AS TIMESTAMP) AS c{j}"
    if kind == "BOOLEAN" or kind in _INTEGERS[:7]:
        return f"{quoted} AS c{j}"
    return f"CAST({quoted} AS VARCHAR) AS c{j}"


def _column(name: str, kind: str, fetched: Array, said: list[str]) -> Column:
    missing: Any = np.ma.getmaskarray(fetched) if isinstance(fetched, np.ma.MaskedArray) else None
    if kind in _INTEGERS[7:]:
        fetched = np.array(
            [None if text is None else int(text) for text in _with_none(fetched)], dtype=object
        )
        missing = None
    if missing is None or not missing.any():
        return frames.typed_column(name, np.asarray(fetched), said)
    if fetched.dtype.kind == "M":
        return frames.typed_column(name, np.ma.filled(fetched, np.datetime64("NaT", "us")), said)
    if fetched.dtype.kind == "f":
        return frames.typed_column(name, np.ma.filled(fetched, np.nan), said)
    return frames.typed_column(name, _with_none(fetched), said)


def _with_none(fetched: Array) -> Array:
    values = np.ma.getdata(fetched).astype(object)
    values[np.ma.getmaskarray(fetched)] = None
    return values
