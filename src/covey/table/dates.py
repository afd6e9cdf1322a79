"""Which cells are dates, and in which order do day, month and year stand?

In:   the name of a text column inside DuckDB; or numbers such as 20240131.
Out:  the way of writing that fits the column, as SQL and in words; dates as datetime64[us].
Not here: times of day without a date, weeks, quarters: they stay text.
Where every cell could be read as day/month as well as month/day, month first is taken for "/" and said.
Next: cells.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from covey.records import Array
from covey.table.numerals import literal

_CLOCK = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}(?::?\d{2})?)?)?"
_SPREAD_CELLS = 5000
_FEW_CELLS = 50_000
_DATE_WORDS = {"date", "day", "dt", "time", "datum", "fecha", "birthday", "dob", "created", "since", "when"}


@dataclass(frozen=True)
class Writing:
    """One way of writing dates: a pattern a cell must match, formats to read it with, and its name."""

    pattern: str
    formats: tuple[str, ...]
    words: str

    def sql(self, cell: str) -> str:
        """Return SQL for the date in a cell, NULL where the cell is not written so."""
        text = f"trim({cell})"
        if self.formats:
            listed = ", ".join(
                literal(day + clock) for day in self.formats for clock in ("", " %H:%M", " %H:%M:%S")
            )
            read = f"try_strptime({text}, [{listed}])"
        else:
            read = f"TRY_CAST({text} AS TIMESTAMP)"
        return f"CASE WHEN regexp_full_match({text}, {literal(self.pattern)}) THEN {read} END"


WRITINGS = (
    Writing(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}" + _CLOCK, (), "year-month-day"),
    Writing(r"\d{1,2}/\d{1,2}/\d{4}" + _CLOCK, ("%m/%d/%Y",), "month/day/year"),
    Writing(r"\d{1,2}/\d{1,2}/\d{4}" + _CLOCK, ("%d/%m/%Y",), "day/month/year"),
    Writing(r"\d{1,2}\.\d{1,2}\.\d{4}" + _CLOCK, ("%d.%m.%Y",), "day.month.year"),
    Writing(r"\d{1,2}-\d{1,2}-\d{4}" + _CLOCK, ("%d-%m-%Y",), "day-month-year"),
    Writing(r"\d{1,2}/\d{1,2}/\d{2}" + _CLOCK, ("%m/%d/%y",), "month/day/year"),
    Writing(r"\d{1,2}/\d{1,2}/\d{2}" + _CLOCK, ("%d/%m/%y",), "day/month/year"),
    Writing(r"\d{1,2}\.\d{1,2}\.\d{2}" + _CLOCK, ("%d.%m.%y",), "day.month.year"),
    Writing(
        r"\d{1,2}[- ][A-Za-z]{3,9}[- ]\d{4}" + _CLOCK, ("%d %b %Y", "%d-%b-%Y", "%d %B %Y"), "day month year"
    ),
    Writing(
        r"[A-Za-z]{3,9} \d{1,2},? \d{4}" + _CLOCK, ("%b %d, %Y", "%b %d %Y", "%B %d, %Y"), "month day, year"
    ),
)


def best_writing(connection: Any, cell: str, n_filled: int, may_miss: int) -> tuple[Writing, bool] | None:
    """Return how the dates of a column are written, and whether another order fits; None for no dates.

    A column is one of dates if all but `may_miss` of its `n_filled` filled cells are.
    """
    spread = f"rowid % (SELECT greatest(count(*) // {_SPREAD_CELLS}, 1) FROM cells) = 0"
    seen = _counts(connection, cell, WRITINGS, f"WHERE {spread}")
    likely = [writing for writing, count in zip(WRITINGS, seen, strict=True) if count > max(seen) // 2]
    if not likely and n_filled < _FEW_CELLS:  # the spread may have met none of them
        likely = list(WRITINGS)
    counts = _counts(connection, cell, likely, "") if likely else []
    fitting = [
        (count, writing)
        for count, writing in zip(counts, likely, strict=True)
        if count >= n_filled - may_miss
    ]
    if not fitting:
        return None
    best = max(fitting, key=lambda pair: pair[0])
    return best[1], sum(count == best[0] for count, _ in fitting) > 1


def _counts(connection: Any, cell: str, writings: Sequence[Writing], where: str) -> list[int]:
    asked = ", ".join(f"count({writing.sql(cell)})" for writing in writings)
    return list(connection.execute(f"SELECT {asked} FROM cells {where}").fetchone())


def from_compact(values: Array, name: str) -> Array | None:
    """Return the dates in numbers such as 20240131, or None if they are plain numbers.

    Every value must be a day between 1900 and 2100. Without a name that speaks of dates ("created_day") there
    must be ten different ones: by chance four numbers of eight digits in a hundred look like days.
    """
    present = values[~np.isnan(values)]
    if not len(present) or present.min() < 19000101 or present.max() > 21001231:
        return None
    distinct = np.unique(present)
    named = bool(_DATE_WORDS & set(re.split(r"[\W_\d]+", name.lower())))
    if (len(distinct) < 10 and not named) or (distinct != np.floor(distinct)).any():
        return None
    days = _days(distinct)
    if np.isnat(days).any():
        return None
    dates = np.full(len(values), np.datetime64("NaT", "us"))
    dates[~np.isnan(values)] = days[np.searchsorted(distinct, present)]
    return dates


def _days(compact: Array) -> Array:
    """Return whole numbers yyyymmdd as datetime64[us], NaT where there is no such day."""
    whole = compact.astype(np.int64)
    year, month, day = whole // 10000, whole // 100 % 100, whole % 100
    sound = (month >= 1) & (month <= 12) & (day >= 1) & (day <= 31)
    months = (np.where(sound, year, 1970) - 1970) * 12 + np.where(sound, month, 1) - 1
    first = months.astype("datetime64[M]")
    dates = first.astype("datetime64[D]") + np.where(sound, day - 1, 0)
    sound &= dates.astype("datetime64[M]") == first
    return np.where(sound, dates.astype("datetime64[us]"), np.datetime64("NaT", "us"))
