"""Read whatever the user has into a Table.

In:   a path, "-" for csv on standard input, or something in memory.
Out:  a Table that says how it was read.
Not here: what the columns are used for (roles.py).
The name of a file decides how it is read; its content must agree.
Next: csv_file.py, parquet_file.py, spreadsheet.py, frames.py.
"""

from __future__ import annotations

import difflib
import sys
from pathlib import Path
from typing import Any

from covey import errors
from covey.records import Table
from covey.table import csv_file, frames, parquet_file, spreadsheet

TEXT_SUFFIXES = (".csv", ".tsv", ".tab", ".txt", ".dat", ".data", ".psv")
PARQUET_SUFFIXES = (".parquet", ".pq")
SPREADSHEET_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods")
SUFFIXES = (*TEXT_SUFFIXES, *PARQUET_SUFFIXES, *SPREADSHEET_SUFFIXES)
PACKED = ".gz"


def read(source: Any, *, sheet: str | None = None, rows_needed: bool = True) -> Table:
    """Return the table in a file or a frame, with a sentence for each fact about the reading.

    Parameters
    ----------
    source : path, frame, dict or array
        A path to a file of text (.csv, .tsv, .tab, .txt, .dat, .data or .psv, each also .gz), Parquet
        (.parquet or .pq) or a spreadsheet (.xlsx, .xlsm, .xls or .ods); "-" for csv on standard input; a
        pandas, Polars (lazy too) or PyArrow frame, or another that narwhals knows; a dict of columns; a
        two-dimensional array of numbers, whose columns are called x0, x1, ...; a Table, given back as it is.
    sheet : str, optional
        Which sheet of a workbook to read. Default: the first that holds a table.
    rows_needed : bool, default True
        Whether something in memory without rows is refused; a file without rows always is.

    Returns
    -------
    Table
        Columns in their order. Cells of text files are kept as written beside their typed values.

    Raises
    ------
    TableError
        If there is no such file, or it holds no table: empty, binary, ragged, damaged, of an unknown kind.

    Notes
    -----
    Time and memory grow with the number of cells; a csv of a million rows and ten columns takes some seconds.

    Examples
    --------
    >>> table = read({"spend": [12.5, 80.0], "city": ["Rome", "Oslo"]})
    >>> [(column.name, column.kind) for column in table.columns]
    [('spend', 'number'), ('city', 'text')]
    """
    if sheet is not None and not (isinstance(source, (str, Path)) and _is_workbook(Path(source))):
        raise errors.not_a_workbook(repr(str(source)) if isinstance(source, (str, Path)) else "this", sheet)
    if isinstance(source, Table):
        return source
    if isinstance(source, str) and source == "-":
        return csv_file.read_csv(sys.stdin.buffer.read(), "standard input", None)
    if isinstance(source, (str, Path)):
        return _read_file(Path(source), sheet)
    return frames.read_frame(source, rows_needed=rows_needed)


def suffix_of(name: str) -> str:
    """Return the end of a file's name that says which kind of table it is; "" if nothing does.

    Examples
    --------
    >>> suffix_of("Counts.TSV.gz"), suffix_of("a.b.parquet"), suffix_of("letters")
    ('.tsv.gz', '.parquet', '')
    """
    packed = PACKED if name.lower().endswith(PACKED) else ""
    kind = next((one for one in SUFFIXES if name.lower().removesuffix(PACKED).endswith(one)), "")
    return kind and kind + packed


def _is_workbook(path: Path) -> bool:
    return path.suffix.lower() in SPREADSHEET_SUFFIXES


def _read_file(path: Path, sheet: str | None) -> Table:
    try:
        if path.is_dir():
            raise errors.is_folder(path, _tables_in(path))
        if not path.exists():
            raise errors.no_such_file(path, _nearest_files(path))
        kind = suffix_of(path.name).removesuffix(PACKED)
        if kind in PARQUET_SUFFIXES:
            return parquet_file.read_parquet(path, path.name)
        if kind in SPREADSHEET_SUFFIXES:
            return spreadsheet.read_spreadsheet(path, path.name, sheet)
        if kind not in TEXT_SUFFIXES:
            raise errors.unknown_suffix(path, TEXT_SUFFIXES, PARQUET_SUFFIXES + SPREADSHEET_SUFFIXES)
        return csv_file.read_csv(path.read_bytes(), path.name, path)
    except errors.TableError as problem:
        raise errors.with_path(problem, path) from problem.__cause__
    except (OSError, ValueError) as problem:
        if isinstance(problem, errors.CoveyError):
            raise
        raise errors.with_path(errors.cannot_open(path, problem), path) from None


def _tables_in(folder: Path) -> list[str]:
    return sorted(str(path) for path in folder.iterdir() if suffix_of(path.name))[:3]


def _nearest_files(path: Path) -> list[str]:
    """Return existing files whose names are like the one that was asked for, nearest first."""
    folder = path.parent
    if not folder.is_dir():
        return []
    present = {entry.name.lower(): entry.name for entry in sorted(folder.iterdir()) if entry.is_file()}
    near = difflib.get_close_matches(path.name.lower(), present, n=3, cutoff=0.6)
    near += [name for name in present if Path(name).stem == path.stem.lower() and name not in near]
    return [str(folder / present[name]) for name in near[:3]]
