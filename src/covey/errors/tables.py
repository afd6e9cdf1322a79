"""Why can this not be read as a table?

In:   facts. Out: the error or the warning, in a sentence that ends with what to type next.
Next: kinds.py for the tree of exceptions.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Sequence

from covey.errors.kinds import TableError
from covey.errors.wording import listed


def no_such_file(path: object, nearest: list[str]) -> TableError:
    """Return the error for a path where there is nothing."""
    hint = (
        f"Did you mean {' or '.join(map(repr, nearest))}?"
        if nearest
        else "Check the spelling and the folder."
    )
    return TableError(f"there is no file {str(path)!r}. {hint}")


def is_folder(path: object, tables: list[str]) -> TableError:
    """Return the error for a path that is a folder."""
    hint = f"Name one file, such as {tables[0]!r}." if tables else "Name a table file; there is none in it."
    return TableError(f"{str(path)!r} is a folder, not a table. {hint}")


def unknown_suffix(path: object, texts: Iterable[str], others: Iterable[str]) -> TableError:
    """Return the error for a file whose name does not say what it is."""
    return TableError(
        f"the name of {str(path)!r} does not say what kind of table it is. Readable formats: "
        f"{', '.join(texts)} (each also .gz), {', '.join(others)}. Rename the file, or send csv: "
        "cat FILE | covey segment -"
    )


def cannot_open(path: object, why: object) -> TableError:
    """Return the error for a file the system does not let us read."""
    return TableError(
        f"{str(path)!r} cannot be opened: {why}. Check its permissions and its name: ls -l FILE"
    )


def empty_file(name: str) -> TableError:
    """Return the error for a file without any content."""
    return TableError(
        f"{name} is empty. Export the table again, with a line of names and a line for each row."
    )


def header_only(name: str, names: Iterable[object]) -> TableError:
    """Return the error for a table without rows."""
    return TableError(
        f"{name} has column names ({listed(names)}) but no rows. Export it again with its rows."
    )


def not_a_text_table(name: str, what: str) -> TableError:
    """Return the error for a file that is something else than its name says."""
    advice = next((words for kind, words in _RENAMED.items() if kind in what), "Export the table as csv.")
    return TableError(f"{name} is read as text by its name, but holds {what}. {advice}")


_RENAMED = {
    "Parquet": "Give it the name it should have: mv FILE FILE.parquet",
    "Excel or zip": "Unzip it; or, if it is an Excel file, give it the name of one: mv FILE FILE.xlsx",
    "old Office": "Give it the name it should have: mv FILE FILE.xls",
}


def with_path(error: TableError, path: object) -> TableError:
    """Return the error with the path in the place of FILE, in what it says to type."""
    said, colon, typed = str(error).rpartition(": ")
    quoted = shlex.quote(str(path))
    if str(path).lower().endswith(".gz"):
        typed = re.sub(r"^(sed .*) FILE$", r"gunzip -c FILE | \1", typed)
    return type(error)(said + colon + re.sub(r"\bFILE\b", lambda _: quoted, typed))


def damaged_file(name: str, n_bytes: int, what: str) -> TableError:
    """Return the error for a file that is cut short or changed."""
    return TableError(f"{name} ({n_bytes:,} bytes) is damaged: {what}. Copy or export the file again.")


def too_large_unpacked(name: str, max_bytes: int) -> TableError:
    """Return the error for a compressed file that grows beyond any table that fits here."""
    return TableError(
        f"{name} holds more than {max_bytes:,} bytes when unpacked. Unpack it yourself and take a part: "
        "gunzip -c FILE | head -n 1000000 | covey segment -"
    )


def no_such_sheet(name: str, sheet: str, nearest: list[str], sheets: Iterable[str]) -> TableError:
    """Return the error for a sheet that a workbook does not have."""
    hint = f" Did you mean {' or '.join(map(repr, nearest))}?" if nearest else ""
    return TableError(f"{name} has no sheet {sheet!r}.{hint} Choose one with --sheet: {listed(sheets, 30)}.")


def not_a_workbook(name: str, sheet: str) -> TableError:
    """Return the error for a sheet that is asked of something without sheets."""
    return TableError(
        f"--sheet {sheet!r} is for workbooks (.xlsx, .xls, .ods); {name} is none. Leave it out."
    )


def nul_byte(name: str, line: int) -> TableError:
    """Return the error for a zero byte in a text file."""
    return TableError(
        f"{name} line {line:,}: a byte of value 0, which no text holds. The file is damaged or not a text "
        "file. Export it again, or remove such bytes: tr -d '\\000' < FILE > CLEAN.csv"
    )


def bad_bytes(name: str, line: int, encoding: str) -> TableError:
    """Return the error for bytes that are not valid in the encoding of the rest."""
    return TableError(
        f"{name} line {line:,}: bytes that are not {encoding}, though the rest of the file is. Correct that "
        f"line, or drop such bytes: iconv -c -f {encoding} -t UTF-8 FILE > CLEAN.csv"
    )


def ragged_row(name: str, line: int, fields: Sequence[str], n_expected: int) -> TableError:
    """Return the error for a row with more or fewer fields than the header."""
    found = f"{len(fields):,} field{'s' * (len(fields) != 1)}"
    last = line + sum(cell.count("\n") for cell in fields)
    if last > line:
        why, place = f'A quote (") makes lines {line:,} to {last:,} one row: close it.', f"{line},{last}p"
    else:
        why, place = "Perhaps a delimiter stands inside a cell without quotes.", f"{line}p"
    return TableError(
        f"{name} line {line:,}: {found}, the header has {n_expected:,}. {why} "
        f"Look at it: sed -n '{place}' FILE"
    )


def open_quote(name: str, line: int) -> TableError:
    """Return the error for a quote that is never closed."""
    return TableError(
        f'{name} line {line:,}: a cell begins with a quote (") that is never closed. Close it or double it. '
        f"Look at it: sed -n '{line}p' FILE"
    )


def swallowed_lines(name: str, first: int, last: int, *, text_follows: bool) -> TableError:
    """Return the error for a quoted cell that runs over lines which are rows of the table."""
    breaks = "1 line break" if last == first + 1 else f"{last - first:,} line breaks"
    why = f"text follows the closing quote in line {last:,}" if text_follows else "those lines look like rows"
    return TableError(
        f'{name} line {first:,} opens a quote (") that closes in line {last:,}: {breaks} would go into one '
        f"cell, but {why}. Close the quote in line {first:,}; or, if it is one cell, write its quotes twice "
        f"and its line breaks as blanks. Look at it: sed -n '{first},{last}p' FILE"
    )


def unknown_source(kind: type) -> TableError:
    """Return the error for an object that is no table."""
    return TableError(
        f"{kind.__name__!r} is not a table. Give a path, a pandas, Polars or PyArrow frame, a dict of "
        "columns or a two-dimensional array: covey.segment('customers.csv')"
    )


def unequal_columns(lengths: dict[str, int]) -> TableError:
    """Return the error for columns of different lengths."""
    shown = ", ".join(f"{name!r}: {length:,}" for name, length in list(lengths.items())[:12])
    return TableError(
        f"the columns have different lengths ({shown}). Give every column one value for each row."
    )


def not_two_dimensional(shape: tuple[int, ...]) -> TableError:
    """Return the error for an array that is not rows by columns."""
    return TableError(
        f"the array has shape {shape}; a table has two dimensions, rows and columns. "
        "One column: values.reshape(-1, 1)"
    )


def not_a_column(name: str, value: object) -> TableError:
    """Return the error for a single value where a dictionary should hold a column."""
    return TableError(
        f"column {name!r} is {str(value)[:40]!r}, a single value; in a dictionary every column is "
        f"a sequence with one value per row, such as {{{name!r}: [1.0, 2.0, 3.0]}}."
    )


def not_a_matrix_of_numbers(dtype: object) -> TableError:
    """Return the error for an array of something else than numbers."""
    return TableError(
        f"the array holds {dtype}, not numbers. To mix kinds, name the columns: "
        "covey.segment({'spend': ...})"
    )


def no_rows(words: str, names: Iterable[object]) -> TableError:
    """Return the error for a frame without rows."""
    return TableError(f"the {words} has columns ({listed(names)}) but no rows. Give one with rows.")


def no_columns(words: str) -> TableError:
    """Return the error for a frame without columns."""
    return TableError(f"the {words} has no columns. Give one with columns of numbers.")
