"""Why can this not be read as a table?

In:   facts. Out: the error or the warning, in a sentence that ends with what to type next.
Next: kinds.py for the tree of exceptions.
"""

from __future__ import annotations

from collections.abc import Iterable

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


def unknown_suffix(path: object) -> TableError:
    """Return the error for a file whose name does not say what it is."""
    return TableError(
        f"the name of {str(path)!r} does not say what kind of table it is. Read are .csv, .tsv and .txt "
        "(each also .gz), .parquet and .xlsx. Rename the file, or send csv: cat FILE | covey segment -"
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
    return TableError(
        f"{name} is read as text by its name, but holds {what}. Export the table as csv; or, if it is a "
        "Parquet or Excel file, give it the name it should have: mv FILE FILE.parquet (or .xlsx)"
    )


def damaged_file(name: str, n_bytes: int, what: str) -> TableError:
    """Return the error for a file that is cut short or changed."""
    return TableError(f"{name} ({n_bytes:,} bytes) is damaged: {what}. Copy or export the file again.")


def too_large_unpacked(name: str, max_bytes: int) -> TableError:
    """Return the error for a compressed file that grows beyond any table that fits here."""
    return TableError(
        f"{name} holds more than {max_bytes:,} bytes when unpacked. Unpack it yourself and take a part: "
        "gunzip -c FILE | head -n 1000000 | covey segment -"
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


def ragged_row(name: str, line: int, n_fields: int, n_expected: int) -> TableError:
    """Return the error for a row with more or fewer fields than the header."""
    fields = f"{n_fields:,} field{'s' * (n_fields != 1)}"
    return TableError(
        f"{name} line {line:,}: {fields}, the header has {n_expected:,}. Perhaps a delimiter stands inside a "
        f"cell without quotes. Look at it: sed -n '{line}p' FILE"
    )


def open_quote(name: str, line: int) -> TableError:
    """Return the error for a quote that is never closed."""
    return TableError(
        f'{name} line {line:,}: a cell begins with a quote (") that is never closed. Close it or double it. '
        f"Look at it: sed -n '{line}p' FILE"
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
