"""How do the lines of a text file fall into columns, and where do the rows begin?

In:   the first lines of the text, and the delimiter that DuckDB's sniffer proposes.
Out:  a `Layout`: delimiter, names, how many records come before the data; and that in words.
Not here: reading all rows (csv_file.py), types (cells.py).
The sniffer is never believed unchecked: Python's csv.reader splits the same lines with each delimiter, and
only one that gives every row the same number of fields counts. On its own the sniffer turns a table with one
ragged row, or an open quote, into a single column of text.
Next: headers.py for the first row, csv_file.py for the rest.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass

from covey import errors
from covey.table import headers
from covey.table.long_cells import long_cells

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", " ": "blanks"}
NO_DELIMITER = "\uffff"  # no character: splits nothing
MAX_PREAMBLE_ROWS = 30
_DECIMAL_COMMA = re.compile(r"\s*[-+]?\d[\d.\s]*,\d+\s*[^\d,;]*")  # "12,5", "1 234,50 €"
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(?: \d{3})*(?:[.,]\d+)?")


@dataclass(frozen=True)
class Layout:
    """How to read a text file.

    `delimiter` is a blank where runs of blanks divide the columns. `skip` records (preamble, header and blank
    lines) come before the first row, whose cells are `first_row`.
    """

    delimiter: str
    names: tuple[str, ...]
    skip: int
    first_row: tuple[str, ...]
    said: tuple[str, ...]


@dataclass(frozen=True)
class Split:
    """The head of a file split by one delimiter: records as (line number, fields), blank lines left out."""

    delimiter: str
    records: tuple[tuple[int, list[str]], ...]
    places: tuple[int, ...]
    width: int
    first: int
    odd: tuple[int, ...]

    @property
    def fits(self) -> bool:
        """Whether every row has the same number of fields."""
        return self.width > 1 and not self.odd


def find_layout(head: str, name: str, *, proposed: str | None, complete: bool) -> Layout:
    """Return the layout of a text whose beginning is `head`.

    `proposed` is the sniffer's delimiter; `complete` says that `head` is the whole text. TableError if rows
    differ in length whatever the delimiter, or a quote stays open.
    """
    candidates = list(DELIMITERS) if proposed in DELIMITERS or not proposed else [*DELIMITERS, proposed]
    splits = [
        split(head, delimiter, name, complete=complete) for delimiter in candidates if delimiter in head
    ]
    splits = [one for one in splits if not _blanks_within_cells(one)]
    fitting = [one for one in splits if one.fits and not _is_decimal_column(one)]
    fitting = [one for one in fitting if one.delimiter != " " or _blanks_are_meant(one)]
    solid = [one for one in fitting if one.delimiter != " "] or fitting
    if solid:
        best = max(solid, key=lambda one: (one.first == 0, one.delimiter == proposed, one.width))
        return _described(best, name)
    _refuse_ragged(splits, head, name)
    return _described(split(head, NO_DELIMITER, name, complete=complete), name)


def split(head: str, delimiter: str, name: str, *, complete: bool) -> Split:
    """Split the head of a text and find out how well the delimiter fits."""
    text = squeeze(head) if delimiter == " " else head
    records, places = [], []
    line = 1
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter="\t" if delimiter == " " else delimiter,
        skipinitialspace=f'{delimiter} "' in head,
    )
    with long_cells():
        for place, fields in enumerate(reader):
            if len(fields) > 1 or any(field.strip() for field in fields):
                records.append((line, fields))
                places.append(place)
            line = reader.line_num + 1
    if not complete and len(records) > 1:
        records.pop()
        places.pop()
    widths = Counter(len(fields) for _, fields in records)
    width = max(widths, key=lambda size: (widths[size], size)) if widths else 0
    first = _first_row(records, width)
    odd = tuple(i for i in range(first, len(records)) if len(records[i][1]) != width)
    return Split(delimiter, tuple(records), tuple(places), width, first, odd)


def squeeze(text: str) -> str:
    """Return the text with runs of blanks made one tab, and none at the ends of lines."""
    inner = re.sub(r"[ \t]+", "\t", text)
    return re.sub(r"^\t|\t(?=\r?$)", "", inner, flags=re.MULTILINE)


def _first_row(records: list[tuple[int, list[str]]], width: int) -> int:
    """Return where the table begins: titles and notes above it have at most half as many filled fields."""
    for i, (_, fields) in enumerate(records[: MAX_PREAMBLE_ROWS + 1]):
        filled = sum(bool(field.strip()) for field in fields)
        title = len(fields) <= width // 2 or (width > 2 and len(fields) == width and filled <= 1)
        if not title or (len(fields) == width and fields[0].startswith("#")):
            return i
    return 0


def _is_decimal_column(one: Split) -> bool:
    """Whether commas divide decimals below a name without one: a single column of "12,5"."""
    rows = [",".join(fields) for _, fields in one.records[one.first :]]
    return one.delimiter == "," and one.first > 0 and all(map(_DECIMAL_COMMA.fullmatch, rows))


def _blanks_are_meant(one: Split) -> bool:
    """Blanks divide columns only if a column of numbers comes out; else they are blanks between words."""
    rows = [fields for _, fields in one.records[one.first :]]
    below = rows[1:] or rows
    return any(all(headers.is_number(row[j]) for row in below) for j in range(one.width))


def _blanks_within_cells(one: Split) -> bool:
    """Whether the blanks of a text are those of one column: "weight" above "12.3 kg", "prix" above "1 234".

    Above columns, a first line of one word is a title: the names follow it, or numbers that are no thousands.
    """
    if one.delimiter != " " or not one.records or len(one.records[0][1]) > 1:
        return False
    rows = [fields for _, fields in one.records[1:]]
    if one.first and headers.has_header([fields for _, fields in one.records[one.first :]]):
        return False
    numbers = all(headers.is_number(cell) for row in rows for cell in row)
    return not numbers or all(_THOUSANDS.fullmatch(" ".join(row)) for row in rows)


def _mostly_numbers(one: Split) -> bool:
    rows = [fields for _, fields in one.records]
    numeric = sum(len(row) > 1 and all(map(headers.is_number, row)) for row in rows)
    return one.width > 1 and numeric >= 0.9 * len(rows)


def _refuse_ragged(splits: list[Split], head: str, name: str) -> None:
    """Raise for the delimiter that fits most rows, unless the text plainly is one column."""
    first_line = next((line for line in head.splitlines() if line.strip()), "")
    wide = [one for one in splits if one.width > 1 and one.delimiter != " "]
    wide += [one for one in splits if one.delimiter == " " and _mostly_numbers(one)]
    wide += [
        one for one in splits if one.delimiter in first_line and one not in wide and one.delimiter != " "
    ]
    if not wide or any(map(_is_decimal_column, splits)):
        return
    best = max(wide, key=lambda one: (one.delimiter in first_line, len(one.records) - len(one.odd)))
    header = len(best.records[best.first][1])
    for line, fields in best.records[best.first :]:
        if len(fields) != header:
            raise errors.ragged_row(name, line, fields, header)


def _described(best: Split, name: str) -> Layout:
    rows = [fields for _, fields in best.records[best.first :]]
    said = [
        DELIMITERS.get(
            best.delimiter, "one column" if best.delimiter == NO_DELIMITER else repr(best.delimiter)
        )
    ]
    has_header = headers.has_header(rows)
    titles = rows[0] if has_header else [f"column_{j + 1}" for j in range(best.width)]
    names, renamed = headers.unique_names(titles)
    said[0] += (
        ", header found" if has_header else ", no header found: columns are called column_1, column_2, ..."
    )
    if best.first:
        said.append(f"{best.first} line{'s' * (best.first > 1)} above the table left out")
    said.extend(renamed)
    skip = best.places[best.first] + has_header if best.records else 0
    data = rows[has_header:]
    return Layout(best.delimiter, names, skip, tuple(data[0]) if data else (), tuple(said))
