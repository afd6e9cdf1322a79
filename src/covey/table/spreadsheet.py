"""Read the first sheet of a workbook.

In:   the path of an .xlsx, .xlsm, .xls or .ods file.
Out:  a Table; cells become text as they would stand in a csv file and are typed like one.
Not here: other sheets (named in how_read), formats, formulas (their stored results are read).
Next: cells.py.
"""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from covey import errors
from covey.records import Table
from covey.table import cells, headers


def read_spreadsheet(path: Path, name: str) -> Table:
    """Return the table on the first sheet of a workbook."""
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        sheets = book.sheet_names
        grid = book.get_sheet_by_index(0).to_python(skip_empty_area=True)
    except (python_calamine.CalamineError, OSError, ValueError, IndexError) as problem:
        raise errors.damaged_file(
            name, path.stat().st_size, f"it cannot be opened as a workbook ({problem})"
        ) from None
    filled = [(i, [_written(cell) for cell in row]) for i, row in enumerate(grid)]
    filled = [(i, row) for i, row in filled if any(row)]
    if not filled:
        raise errors.empty_file(name)
    first = next((k for k, (_, row) in enumerate(filled) if sum(map(bool, row)) > len(row) // 2), 0)
    rows = [row for _, row in filled[first:]]
    width = max(j + 1 for row in rows for j, cell in enumerate(row) if cell)
    rows = [row[:width] for row in rows]
    has_header = headers.has_header(rows[:200])
    names, said = headers.unique_names(rows[0] if has_header else [f"column_{j + 1}" for j in range(width)])
    if len(rows) == has_header:
        raise errors.header_only(name, names)
    numbers = [i + 1 for i, _ in filled[first + has_header :]]
    columns, facts = cells.typed_rows(
        rows[has_header:], names, semicolons=False, place=lambda row: f"row {numbers[row]:,}"
    )
    found = "header found" if has_header else "no header found: columns are called column_1, column_2, ..."
    above = [f"{first} row{'s' * (first > 1)} above the table left out"] if first else []
    return Table(columns, len(rows) - has_header, name, (f"{_sheet(sheets)}, {found}", *above, *said, *facts))


def _sheet(names: list[str]) -> str:
    others = f" (not read: {', '.join(map(repr, names[1:]))})" if len(names) > 1 else ""
    return f"sheet {names[0]!r}{others}"


def _written(cell: Any) -> str:
    """Return a cell as it would be written in a csv file."""
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(" ")
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    return str(cell)
