"""Did a quote that nobody closed swallow rows of the table?

In:   the text of a file whose quotes are in doubt, its layout, and the place of each record.
Out:  sentences about quotes that were read in spite of a fault; TableError where rows went into one cell.
Not here: a quote that stays open to the end of the file (csv_file.py).
A cell may hold line breaks: addresses and comments do. It is taken for a swallowed part of the table if its
lines, with the quotes taken for plain characters, have as many fields as the header and numbers where the
table has numbers; or if text follows the quote that closes it, which csv does not allow.
Next: csv_file.py.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from covey import errors
from covey.table import headers
from covey.table.layout import Layout
from covey.table.long_cells import long_cells

_SAMPLE_ROWS = 300
_SURE_LINES = 5  # a record of so many lines is judged by those between its first and its last
_SHARE = 0.9
_SHOWN = 3
_TEXT_FOLLOWS, _STAYS_OPEN = "expected after", "unexpected end of data"  # in the words of csv.Error


@dataclass(frozen=True)
class Record:
    """One record: the line on which it begins, its lines as they stand in the file, and its fields."""

    line: int
    lines: tuple[str, ...]
    fields: list[str]

    @property
    def last(self) -> int:
        """The line on which it ends."""
        return self.line + len(self.lines) - 1


class Reading:
    """How csv.reader is told to read a text."""

    def __init__(self, delimiter: str, content: str):
        self.delimiter = delimiter
        self.skip_blanks = f'{delimiter} "' in content

    def reader(self, lines: Iterable[str], *, strict: bool = False) -> Iterator[list[str]]:
        """Return the records in some lines."""
        return csv.reader(lines, delimiter=self.delimiter, skipinitialspace=self.skip_blanks, strict=strict)


def check_quotes(content: str, layout: Layout, name: str, *, is_strict: bool) -> tuple[str, ...]:
    """Return what is odd about the quotes of a text, or raise TableError where they swallowed rows.

    `is_strict` says that DuckDB took the text in strict mode: then every quote is closed and no text follows
    it. Time grows with the text, which is read once more. Ask only where DuckDB refused or a cell holds a
    line break.
    """
    reading = Reading("\t" if layout.delimiter == " " else layout.delimiter, content)
    sample: list[list[str]] = []
    long: list[tuple[Record, str]] = []
    odd: list[int] = []
    with long_cells():
        for place, record in enumerate(_records(content, reading)):
            if len(record.lines) > 1:
                long.append((record, "" if is_strict else _fault(record, reading)))
            elif len(sample) < _SAMPLE_ROWS and place >= layout.skip:
                sample.append(record.fields)
            if not is_strict and len(record.lines) == 1 and _fault(record, reading) == _TEXT_FOLLOWS:
                odd.append(record.line)
        width = len(layout.names)
        unsure = _unsure(long, reading.delimiter, width, _columns_of_numbers(sample, width), name)
    said = [
        f"lines {one.line:,} to {one.last:,} are one row, because a quoted cell holds line breaks; they look "
        "like rows: if they are, close the quote"
        for one in unsure[:_SHOWN]
    ]
    if odd:
        shown = ", ".join(f"{line:,}" for line in odd[:_SHOWN])
        more = f" and {len(odd) - _SHOWN:,} more" if len(odd) > _SHOWN else ""
        lines = f"line{'s' * (len(odd) > 1)} {shown}{more}"
        said.append(f"text follows a closing quote in {lines}, and was joined to the cell")
    return tuple(said)


def _records(content: str, reading: Reading) -> Iterator[Record]:
    lines: list[str] = []

    def remembered() -> Iterator[str]:
        for one in io.StringIO(content, newline=""):
            lines.append(one)
            yield one

    line = 1
    for fields in reading.reader(remembered()):
        yield Record(line, tuple(lines), fields)
        line += len(lines)
        lines.clear()


def _unsure(
    long: Sequence[tuple[Record, str]], delimiter: str, width: int, numbers: Sequence[int], name: str
) -> list[Record]:
    """Return records of several lines that may be several rows; TableError for the first that must be."""
    unsure = []
    for record, fault in long:
        if fault == _STAYS_OPEN:
            continue
        alike = _looks_like_rows(record, delimiter, width, numbers)
        if fault or (alike and numbers):
            raise errors.swallowed_lines(name, record.line, record.last, text_follows=bool(fault))
        if alike:
            unsure.append(record)
    return unsure


def _fault(record: Record, reading: Reading) -> str:
    """Return what csv does not allow about the quotes of a record; "" for nothing."""
    if not any('"' in line for line in record.lines):
        return ""
    try:
        next(reading.reader(record.lines, strict=True), None)
    except csv.Error as problem:
        return next((fault for fault in (_TEXT_FOLLOWS, _STAYS_OPEN) if fault in str(problem)), "")
    return ""


def _columns_of_numbers(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    whole = [row for row in rows if len(row) == width]
    return [j for j in range(width) if headers.is_number_column([row[j] for row in whole])]


def _looks_like_rows(record: Record, delimiter: str, width: int, numbers: Sequence[int]) -> bool:
    """Whether the lines of a record, read one by one without regard to quotes, are rows of the table."""
    inner = record.lines[1:-1] if len(record.lines) >= _SURE_LINES else record.lines
    if width < 2 or (not numbers and len(record.lines) < _SURE_LINES):
        return False
    rows = list(csv.reader(inner, delimiter=delimiter, quoting=csv.QUOTE_NONE))
    fitting = sum(len(row) == width and all(_is_number(row[j].strip(' "')) for j in numbers) for row in rows)
    return fitting >= _SHARE * len(rows)


def _is_number(cell: str) -> bool:
    return headers.is_number(cell) or headers.is_missing_number(cell)
