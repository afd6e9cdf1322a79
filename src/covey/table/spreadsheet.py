"""Read one sheet of a workbook.

In:   the path of an .xlsx, .xlsm, .xls or .ods file, perhaps the name of a sheet.
Out:  a Table; cells become text as they would stand in a csv file and are typed like one.
Not here: formats, formulas (their stored results are read).
Without a name the first sheet is read that holds a table: names above columns, or a column of numbers. Notes
and empty sheets before it are passed over. Which sheet was read, and which not, stands in how_read.
Next: cells.py.
"""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from covey import errors
from covey.records import Table
from covey.table import cells, headers

_FEWEST_ROWS = 2
_FULL = 0.5


@dataclass(frozen=True)
class Grid:
    """The filled rows of a sheet from its header on, as text, and their numbers in the sheet."""

    rows: list[list[str]]
    numbers: list[int]
    above: int
    has_header: bool

    @property
    def data(self) -> list[list[str]]:
        """The rows below the header."""
        return self.rows[self.has_header :]


def read_spreadsheet(path: Path, name: str, sheet: str | None = None) -> Table:
    """Return the table on a sheet of a workbook: the one of that name, or the first that holds a table."""
    sheets, grids = _grids(path, name, sheet)
    if sheet is not None and sheet not in sheets:
        raise errors.no_such_sheet(name, sheet, difflib.get_close_matches(sheet, sheets, n=2), sheets)
    taken = max(grids, key=lambda one: (_holds_table(grids[one]), grids[one] is not None), default="")
    grid = grids.get(taken)
    if grid is None:
        raise errors.empty_file(name if sheet is None else f"sheet {sheet!r} of {name}")
    table = _typed(grid, name)
    read = f"{_words(taken, sheets, sheet)}, {table.how_read[0]}"
    return replace(table, how_read=(read, *table.how_read[1:]))


def _grids(path: Path, name: str, sheet: str | None) -> tuple[list[str], dict[str, Grid | None]]:
    """Return the names of all sheets, and the rows of the wanted one or of all up to the first table."""
    import python_calamine

    grids: dict[str, Grid | None] = {}
    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        for one in book.sheet_names:
            if sheet in (None, one):
                grids[one] = _grid(book.get_sheet_by_name(one).to_python(skip_empty_area=True))
                if _holds_table(grids[one]):
                    break
    except (python_calamine.CalamineError, OSError, ValueError, IndexError) as problem:
        what = f"it cannot be opened as a workbook ({problem})"
        raise errors.damaged_file(name, path.stat().st_size, what) from None
    return book.sheet_names, grids


def _grid(cells_of_sheet: Sequence[Sequence[Any]]) -> Grid | None:
    """Return the rows of a sheet from its header on; None for a sheet without cells."""
    filled = [(i + 1, [_written(cell) for cell in row]) for i, row in enumerate(cells_of_sheet)]
    filled = [(i, row) for i, row in filled if any(row)]
    if not filled:
        return None
    first = next((k for k, (_, row) in enumerate(filled) if sum(map(bool, row)) > len(row) // 2), 0)
    rows = [row for _, row in filled[first:]]
    width = max(j + 1 for row in rows for j, cell in enumerate(row) if cell)
    rows = [row[:width] for row in rows]
    return Grid(rows, [i for i, _ in filled[first:]], first, headers.has_header(rows[:200]))


def _holds_table(grid: Grid | None) -> bool:
    """Whether a sheet looks like a table and not like notes."""
    if grid is None or len(grid.data) < _FEWEST_ROWS:
        return False
    columns = list(zip(*grid.data, strict=True))
    filled = sum(bool(cell) for column in columns for cell in column)
    if filled < _FULL * len(grid.data) * len(columns):
        return False
    return (grid.has_header and len(columns) > 1) or any(map(headers.is_number_column, columns))


def _typed(grid: Grid, name: str) -> Table:
    titles = grid.rows[0] if grid.has_header else [f"column_{j + 1}" for j in range(len(grid.rows[0]))]
    names, said = headers.unique_names(titles)
    if not grid.data:
        raise errors.header_only(name, names)
    numbers = grid.numbers[grid.has_header :]
    columns, facts = cells.typed_rows(
        grid.data, names, semicolons=False, place=lambda row: f"row {numbers[row]:,}"
    )
    found = (
        "header found" if grid.has_header else "no header found: columns are called column_1, column_2, ..."
    )
    above = [f"{grid.above} row{'s' * (grid.above > 1)} above the table left out"] if grid.above else []
    return Table(columns, len(grid.data), name, (found, *above, *said, *facts))


def _words(taken: str, sheets: Sequence[str], asked: str | None) -> str:
    """Return which sheet was read, which before it hold no table, and which others there are."""
    before = sheets[: sheets.index(taken)] if asked is None else []
    others = [one for one in sheets if one not in (taken, *before)]
    notes = [f"no table: {', '.join(map(repr, before))}"] * bool(before)
    notes += [f"not read: {', '.join(map(repr, others))}"] * bool(others)
    return f"sheet {taken!r}" + (f" ({'; '.join(notes)})" if notes else "")


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
