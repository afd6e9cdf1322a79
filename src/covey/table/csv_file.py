"""Read a table written as text: csv, tsv, blanks between columns, with or without gzip.

In:   the bytes of a file (or of standard input) and its name.
Out:  a Table whose columns keep their cells as written; how it was read, in sentences.
Not here: encodings (encoding.py), delimiters (layout.py), types (cells.py).
DuckDB reads the rows, told the layout and to be strict; when it refuses, csv.reader goes over all rows to say
which line is wrong, or reads the file itself where the fault was only DuckDB's (mixed line ends, long lines,
thousands of columns).
Next: cells.py.
"""

from __future__ import annotations

import csv
import io
import itertools
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from covey import errors
from covey.records import Table
from covey.table import cells
from covey.table.encoding import Text, to_utf8
from covey.table.layout import Layout, find_layout, squeeze
from covey.table.long_cells import long_cells
from covey.table.numerals import literal
from covey.table.open_quotes import check_quotes

HEAD_BYTES = 256 * 1024
_SNIFFED_ROWS = 2000
_FEWEST_LINES = 10


def read_csv(raw: bytes, name: str, path: Path | None) -> Table:
    """Return the table in the bytes of a text file; `path` is where they lie, if they lie in a file."""
    text = to_utf8(raw, name)
    with closing(cells.connect()) as connection:
        layout, text = _understood(connection, text, name, path)
        semicolons = layout.delimiter == ";"

        def place(row: int) -> str:
            return f"line {_line_of(text, layout, row):,}"

        loaded = _load(connection, text, layout, path)
        quotes: tuple[str, ...] = ()
        if b'"' in text.data and (not loaded or _holds_line_breaks(connection, layout)):
            quotes = check_quotes(text.data.decode(), layout, name, is_strict=loaded)
        if loaded:
            columns, said = cells.typed(connection, layout.names, semicolons=semicolons, place=place)
        else:
            rows = _checked_rows(text, layout, name)
            columns, said = cells.typed_rows(rows, layout.names, semicolons=semicolons, place=place)
    facts = (f"{layout.said[0]}, {text.encoding}", *layout.said[1:], *quotes, *said)
    return Table(columns, len(columns[0].values), name, facts)


def _understood(connection: Any, text: Text, name: str, path: Path | None) -> tuple[Layout, Text]:
    """Return the layout, and the text made regular where runs of blanks divide the columns."""
    head, complete = _head(text.data)
    wide = max(map(head.partition("\n")[0].count, ",;\t|")) >= cells.WIDE_COLUMNS
    proposed = None if wide else _sniffed(connection, text, path)
    layout = find_layout(head, name, proposed=proposed, complete=complete)
    if complete and not layout.first_row:
        raise errors.header_only(name, layout.names)
    if layout.delimiter == " ":
        text = Text(squeeze(text.data.decode()).encode(), text.encoding, False)
    return layout, text


def _head(data: bytes) -> tuple[str, bool]:
    """Return the first lines of a text, and whether they are all of it."""
    if len(data) <= HEAD_BYTES:
        return data.decode(), True
    limit = HEAD_BYTES
    while limit < len(data) and data.count(b"\n", 0, limit) < _FEWEST_LINES:
        limit *= 4
    end = len(data) if limit >= len(data) else data.rfind(b"\n", 0, limit) + 1
    return data[:end].decode(), end == len(data)


@contextmanager
def _on_disk(data: bytes, text: Text, path: Path | None) -> Iterator[str]:
    """Give a path to the bytes that DuckDB may open: the user's own file, or a private copy for a moment."""
    own = path is not None and text.as_on_disk and data is text.data
    if own and not any(sign in str(path) for sign in "*?[]{}"):
        yield str(path)
        return
    with tempfile.TemporaryDirectory(prefix="covey-") as folder:
        copy = Path(folder) / "table.csv"
        copy.write_bytes(data)
        yield str(copy)


def _sniffed(connection: Any, text: Text, path: Path | None) -> str | None:
    """Return the delimiter DuckDB's sniffer finds, or None if it finds no table."""
    import duckdb

    head = text.data if path is not None and text.as_on_disk else _head(text.data)[0].encode()
    try:
        with _on_disk(head, text, path) as place:
            found = connection.execute(
                f"SELECT Delimiter FROM sniff_csv({literal(place)}, sample_size={_SNIFFED_ROWS})"
            ).fetchone()
    except duckdb.Error:
        return None
    return found[0] if found and len(found[0]) == 1 else None


def _load(connection: Any, text: Text, layout: Layout, path: Path | None) -> bool:
    """Load the rows into the table `cells`; False if DuckDB refuses them or begins at another row."""
    import duckdb

    if not 1 < len(layout.names) <= cells.WIDE_COLUMNS or not layout.first_row:
        return False
    named = ", ".join(f"'c{j}': 'VARCHAR'" for j in range(len(layout.names)))
    blanked = ", ".join(f"coalesce(c{j}, '') AS c{j}" for j in range(len(layout.names)))
    delimiter = literal("\t" if layout.delimiter == " " else layout.delimiter)
    try:
        with _on_disk(text.data, text, path) as place:
            connection.execute(
                f"CREATE TEMP TABLE cells AS SELECT {blanked} FROM read_csv({literal(place)}, "
                f"auto_detect=false, header=false, skip={layout.skip}, delim={delimiter}, quote='\"', "
                f"escape='\"', strict_mode=true, null_padding=false, columns={{{named}}})"
            )
    except duckdb.Error:
        return False
    first = connection.execute("SELECT * FROM cells LIMIT 1").fetchone()
    return first is not None and tuple(map(str.strip, first)) == tuple(map(str.strip, layout.first_row))


def _holds_line_breaks(connection: Any, layout: Layout) -> bool:
    """Whether a name or a cell that DuckDB loaded runs over several lines."""
    breaks = " OR ".join(
        f"contains(c{j}, {sign})" for j in range(len(layout.names)) for sign in ("chr(10)", "chr(13)")
    )
    (broken,) = connection.execute(f"SELECT coalesce(bool_or({breaks}), false) FROM cells").fetchone()
    return bool(broken) or any("\n" in name or "\r" in name for name in layout.names)


def _records(text: Text, layout: Layout) -> Iterator[tuple[int, list[str]]]:
    """Yield each row after the header as (line number, cells), no blank lines; ask inside `long_cells`."""
    content = text.data.decode()
    delimiter = "\t" if layout.delimiter == " " else layout.delimiter
    reader = csv.reader(
        io.StringIO(content, newline=""), delimiter=delimiter, skipinitialspace=f'{delimiter} "' in content
    )
    line = 1
    for place, fields in enumerate(reader):
        blank = not fields or (len(fields) == 1 and len(layout.names) > 1 and not fields[0].strip())
        if place >= layout.skip and not blank:
            yield line, fields
        line = reader.line_num + 1


def _checked_rows(text: Text, layout: Layout, name: str) -> list[list[str]]:
    """Return all rows, or raise TableError for the first that is ragged or whose quote stays open."""
    rows = []
    last = 1
    with long_cells():
        for line, fields in _records(text, layout):
            last = line
            if len(fields) != len(layout.names):
                _refuse_open_quote(text, layout, name, line)
                raise errors.ragged_row(name, line, fields, len(layout.names))
            rows.append(fields)
        _refuse_open_quote(text, layout, name, last)
    if not rows:
        raise errors.header_only(name, layout.names)
    return rows


def _refuse_open_quote(text: Text, layout: Layout, name: str, line: int) -> None:
    """Raise if the record that starts at `line` runs to the end of the text inside a quote."""
    lines = itertools.islice(io.StringIO(text.data.decode(), newline=""), line - 1, None)
    delimiter = "\t" if layout.delimiter == " " else layout.delimiter
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        next(reader, None)
    except csv.Error as problem:
        if "unexpected end of data" in str(problem):
            raise errors.open_quote(name, line) from None


def _line_of(text: Text, layout: Layout, row: int) -> int:
    """Return the line of the file on which a row begins (0 is the first row)."""
    with long_cells():
        for place, (line, _) in enumerate(_records(text, layout)):
            if place == row:
                return line
    return row + layout.skip + 1
