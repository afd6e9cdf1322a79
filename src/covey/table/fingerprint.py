"""A short mark that is the same for the same table, wherever it came from.

In:   a Table.
Out:  16 hexadecimal digits.
Not here: the path, the row index, how cells were written; a csv and a frame with equal values agree.
SHA-256 over names, kinds and values in column and row order; missing values are all alike, -0 is 0.
Next: read.py.
"""

from __future__ import annotations

import hashlib

import numpy as np

from covey.records import Array, Column, Table


def fingerprint(table: Table) -> str:
    """Return a mark of the content of a table.

    Parameters
    ----------
    table : Table
        From `read`.

    Returns
    -------
    str
        16 hexadecimal digits of a SHA-256. A change of one name, kind, value, or of the order changes it.

    Notes
    -----
    Time grows with the number of cells.

    Examples
    --------
    >>> from covey.table import read
    >>> fingerprint(read({"spend": [12.5, 80.0]})) == fingerprint(read({"spend": [12.5, 80.5]}))
    False
    """
    digest = hashlib.sha256(f"{table.n_rows} rows, {len(table.columns)} columns".encode())
    for column in table.columns:
        name = column.name.encode("utf-8", "surrogatepass")
        digest.update(f"|{len(name)}:".encode() + name + f":{column.kind}|".encode())
        for part in _content(column):
            digest.update(part)
    return digest.hexdigest()[:16]


def _content(column: Column) -> tuple[bytes, ...]:
    if column.kind == "text":
        return _texts(column.values)
    if column.kind == "date":
        return (column.values.astype("datetime64[us]").astype("<i8").tobytes(),)
    values = column.values + 0.0  # -0 becomes 0
    return (np.where(np.isnan(values), np.nan, values).astype("<f8").tobytes(),)


def _texts(values: Array) -> tuple[bytes, ...]:
    """Return lengths and content, so that no two lists of texts give the same bytes; -1 for missing."""
    encoded = [None if value is None else value.encode("utf-8", "surrogatepass") for value in values]
    lengths = np.array([-1 if cell is None else len(cell) for cell in encoded], dtype="<i8")
    return lengths.tobytes(), b"".join(cell for cell in encoded if cell is not None)
