"""Read a plain csv of very many columns without asking what each of them is.

In:   a path.
Out:  WideLines: names and numbers; None where the file cannot be opened, is not wide, or not plainly a line
      of names followed by lines of one name and numbers. `read` then says what is wrong with it, or reads it.
Not here: deciding what is a gene (matrix.py).
Next: read.py.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from covey.records import Array
from covey.table.encoding import to_utf8

FEWEST_COLUMNS = 500
_DELIMITERS = {".csv": ",", ".tsv": "\t"}


@dataclass(frozen=True)
class WideLines:
    """Numbers (n_rows, n_columns) with the names of rows and columns, and how they were read."""

    values: Array
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    source: str
    how_read: tuple[str, ...]


def wide_lines(source: Any) -> WideLines | None:
    """Return the numbers of a wide csv or tsv (also .gz), or None."""
    if not isinstance(source, (str, Path)):
        return None
    path = Path(source)
    ending = Path(path.name.lower().removesuffix(".gz")).suffix
    if ending not in _DELIMITERS:
        return None
    try:
        raw = path.read_bytes()
    except OSError:
        return None
    text = to_utf8(raw, path.name)
    lines = csv.reader(io.StringIO(text.data.decode("utf-8-sig"), newline=""), delimiter=_DELIMITERS[ending])
    try:
        head = next(lines)
        if len(head) < FEWEST_COLUMNS or len(set(head)) < len(head) or _is_number(head[1]):
            return None
        names, rows = [], []
        for line in lines:
            if len(line) != len(head) or not _plainly_written(line[1:]):
                return None
            names.append(line[0])
            rows.append(np.array(line[1:], dtype=np.float64))
    except (ValueError, csv.Error):
        return None
    if not rows or len(set(names)) < len(names):
        return None
    how = (f"{'comma' if ending == '.csv' else 'tab'}, names in the first line and column, {text.encoding}",)
    return WideLines(np.stack(rows), tuple(names), tuple(head[1:]), path.name, how)


def _plainly_written(cells: list[str]) -> bool:
    """Whether the cells hold nothing that only Python takes for a part of a number, as in 1_0 or ١٢."""
    text = "".join(cells)
    return text.isascii() and "_" not in text


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
