"""Does the first row of a text hold names, and are the names fit to be used?

In:   the first rows of a text, as lists of cells.
Out:  whether there is a header; names that are all different and not empty, and what was renamed.
Not here: delimiters (layout.py), the types of whole columns (cells.py).
A header holds no numbers and stands above at least one column of numbers; where every column is text,
its words do not occur again below it. Years in a row of words ("region, 2023, 2024") are names.
Next: layout.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

MISSING_MARKS = (
    "", "NA", "N/A", "n/a", "#N/A", "#NA", "NULL", "null", "None", "none",
    "nan", "NaN", "NAN", "<NA>", "-", "?",
)  # fmt: skip

# In a column of numbers or dates these mean "no value" too; in a column of words they may be words.
SPOKEN_MARKS = (
    "--", "---", "\u2013", "\u2014", ".", "..", "...", "missing", "unknown", "not available", "nil",
    "na", "n/a", "n.a.", "n.d.", "nan", "none", "null",
    "#value!", "#ref!", "#div/0!", "#name?", "#num!", "#null!",
)  # fmt: skip

_NUMBER = re.compile(
    r"\s*\(?[-+]?\s*[$€£¥₹]?\s*[-+]?(?:\d[\d,.'  \u00a0\u202f]*|\.\d+)(?:[eE][-+]?\d+)?\s*[%$€£¥₹]?\)?\s*"
)
_DATE = re.compile(r"\s*\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T]\d{1,2}:.*)?\s*")
_YEAR = re.compile(r"(?:19|20)\d\d")


def is_number(cell: str) -> bool:
    """Whether a cell looks like a number, a date or an amount of money."""
    return _NUMBER.fullmatch(cell) is not None or is_date(cell)


def is_date(cell: str) -> bool:
    """Whether a cell looks like a date."""
    return _DATE.fullmatch(cell) is not None


def has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first of some rows holds the names of the columns."""
    first = [cell.strip() for cell in rows[0]] if rows else []
    below = rows[1:]
    numbers = [cell for cell in first if is_number(cell)]
    if numbers:
        words = len(first) - len(numbers)
        return bool(words) and len(set(numbers)) == len(numbers) and all(map(_YEAR.fullmatch, numbers))
    if not below:
        return True
    stands_above = [
        cell not in MISSING_MARKS
        for j, cell in enumerate(first)
        if is_number_column([row[j] for row in below if j < len(row)])
    ]
    if stands_above:
        return any(stands_above)
    return not any(
        cell and cell in {row[j].strip() for row in below if j < len(row)} for j, cell in enumerate(first)
    )


def unique_names(titles: Sequence[str]) -> tuple[tuple[str, ...], list[str]]:
    """Return names that are filled in and all different, and a sentence for each change."""
    taken = {title.strip() for title in titles}
    names: list[str] = []
    said: list[str] = []
    for j, title in enumerate(titles):
        name = title.strip()
        if not name:
            name = _free(f"column_{j + 1}", taken)
            said.append(f"column {j + 1} has no name and is called {name!r}")
        elif name in names:
            name = _free(f"{name}_2", taken)
            said.append(f"the name {title.strip()!r} occurs again; column {j + 1} is called {name!r}")
        taken.add(name)
        names.append(name)
    if any(title != title.strip() for title in titles):
        said.append("blanks around column names removed")
    return tuple(names), said


def is_number_column(cells: Sequence[str]) -> bool:
    """Whether nine in ten of the filled cells of a column look like numbers."""
    filled = [cell for cell in cells if not is_missing_number(cell)]
    return bool(filled) and sum(map(is_number, filled)) >= 0.9 * len(filled)


def is_missing_number(cell: str) -> bool:
    """Whether a cell stands for "no value" in a column of numbers or dates."""
    bare = cell.strip()
    return bare in MISSING_MARKS or bare.lower() in SPOKEN_MARKS


def _free(wanted: str, taken: set[str]) -> str:
    stem, _, tail = wanted.rpartition("_")
    number = int(tail) if tail.isdigit() and stem else 2
    stem = stem if tail.isdigit() and stem else wanted
    name = wanted
    while name in taken:
        number += 1
        name = f"{stem}_{number}"
    return name
