"""In which way are the cells of a column written: numbers, flags, dates or text?

In:   a text column of the table `cells` inside DuckDB, and how many of its cells are of each kind.
Out:  a Reading: the kind, SQL for the values, and what was recognised, in words.
Not here: fetching the values (cells.py).
All filled cells must be written so, or all but 2 % of them. Codes with leading zeros, or with more digits
than a number can hold exactly, stay text.
Next: numerals.py and dates.py for the ways of writing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from covey.table import dates, numerals

ODD_SHARE = 0.02
_SPREAD_CELLS = 5000
_FEWEST_SEEN = 100


@dataclass(frozen=True)
class Counts:
    """How many cells of a column are of which kind, of `rows` in all."""

    rows: int
    plain: int
    zero_led: int
    shortest: int
    longest: int
    missing: int = 0
    spaced: int = 0

    @property
    def filled(self) -> int:
        """Cells that hold something."""
        return self.rows - self.missing

    @property
    def may_miss(self) -> int:
        """Cells that may be of another kind than the column."""
        return int(ODD_SHARE * self.filled)


@dataclass(frozen=True)
class Reading:
    """How a column is taken: its kind, SQL for its values (None: the cells themselves), and words.

    `n_spoken` cells hold a word that means "no value" in this column, and not everywhere.
    """

    kind: str
    sql: str | None
    said: tuple[str, ...] = ()
    n_spoken: int = 0


def reading(connection: Any, cell: str, counts: Counts, *, semicolons: bool) -> Reading:
    """Decide how one column is taken; if as text, look again with "--" and "unknown" meaning "no value"."""
    first = _taken(connection, cell, counts, semicolons=semicolons)
    if first.sql is not None:
        return first
    spoken = connection.execute(
        f"SELECT trim({cell}) AS v, count(*) AS n FROM cells WHERE {numerals.spoken_missing(cell)} "
        "GROUP BY v ORDER BY n DESC, v"
    ).fetchall()
    n_spoken = sum(n for _, n in spoken)
    if not 0 < n_spoken < counts.filled:
        return first
    bare = replace(counts, missing=counts.missing + n_spoken)
    again = _taken(connection, cell, bare, semicolons=semicolons)
    if again.kind not in ("number", "date"):
        return first
    words = ", ".join(f"{n:,} cell{'s' * (n > 1)} {mark!r}" for mark, n in spoken)
    return replace(again, said=(*again.said, f"{words} read as missing"), n_spoken=n_spoken)


def _taken(connection: Any, cell: str, counts: Counts, *, semicolons: bool) -> Reading:
    """Decide how one column is taken, looking closer only where plain numbers do not explain it."""
    if counts.filled == 0:
        return Reading("number", numerals.as_programs_write(cell))
    if counts.plain == counts.filled:
        return _codes(connection, cell, counts) or Reading("number", numerals.as_programs_write(cell))
    flags = f"CASE lower(trim({cell})) WHEN 'true' THEN 1.0 WHEN 'false' THEN 0.0 END"
    if _likely(connection, cell, f"{flags} IS NOT NULL"):
        (n_flags,) = connection.execute(f"SELECT count({flags}) FROM cells").fetchone()
        if n_flags == counts.filled:
            return Reading("flag", flags)
    if _likely(
        connection, cell, f"coalesce({numerals.with_point(cell)}, {numerals.with_comma(cell)}) IS NOT NULL"
    ):
        number = _decorated(connection, cell, counts, semicolons=semicolons)
        if number:
            return _codes(connection, cell, counts) or number
    found = dates.best_writing(connection, cell, counts.filled, counts.may_miss)
    if found:
        writing, unsure = found
        words = f"dates read as {writing.words}"
        if unsure:
            words += ", though day and month could be the other way round: write 2024-01-31 to be sure"
        return Reading("date", writing.sql(cell), (words,))
    return _with_unit(connection, cell, counts, semicolons=semicolons) or Reading("text", None)


def _likely(connection: Any, cell: str, condition: str) -> bool:
    """Whether a condition may hold for all filled cells: it does for half of those spread over the rows."""
    share, n_seen = connection.execute(
        f"SELECT avg(CASE WHEN {condition} THEN 1.0 ELSE 0.0 END), count(*) FROM cells "
        f"WHERE rowid % (SELECT greatest(count(*) // {_SPREAD_CELLS}, 1) FROM cells) = 0 "
        f"AND NOT {numerals.missing(cell)} AND NOT ({numerals.spoken_missing(cell)})"
    ).fetchone()
    return bool(n_seen < _FEWEST_SEEN or share > 0.5)


def _codes(connection: Any, cell: str, counts: Counts) -> Reading | None:
    """Return the reading for digits that are names of things: leading zeros, or too many to be exact."""
    zero_led = counts.zero_led > counts.may_miss or (counts.zero_led and counts.shortest == counts.longest)
    if zero_led:
        return Reading("text", None, ("kept as text, it has leading zeros",))
    if counts.longest > 15:
        (n_long,) = connection.execute(
            f"SELECT count(*) FROM cells WHERE regexp_full_match({cell}, '\\s*[-+]?\\d{{16,}}\\s*')"
        ).fetchone()
        if n_long:
            return Reading("text", None, ("kept as text, it has whole numbers of more than 15 digits",))
    return None


def _decorated(connection: Any, cell: str, counts: Counts, *, semicolons: bool) -> Reading | None:
    """Return the reading for numbers with separators and signs, or None if too many cells are none."""
    point, comma = numerals.with_point(cell), numerals.with_comma(cell)
    n_point, n_comma, sure_point, sure_comma, grouped = connection.execute(
        f"SELECT count({point}), count({comma}), count(*) FILTER (WHERE {numerals.is_surely_point(cell)}), "
        f"count(*) FILTER (WHERE {numerals.is_surely_comma(cell)}), "
        f"count(*) FILTER (WHERE contains({cell}, ',') AND {point} IS NOT NULL) FROM cells"
    ).fetchone()
    if max(n_point, n_comma) < counts.filled - counts.may_miss:
        return None
    with_comma = n_comma > n_point or (
        n_comma == n_point and not sure_point and (sure_comma or (semicolons and grouped))
    )
    said = []
    if with_comma and (sure_comma or grouped):
        said.append("decimal ','")
    elif grouped:
        said.append("',' divides thousands")
    chosen = comma if with_comma else point
    all_fit = max(n_point, n_comma) == counts.filled
    said += _left_out(connection, cell, "true" if all_fit else f"{chosen} IS NOT NULL")
    return Reading("number", chosen, tuple(said))


def _left_out(connection: Any, cell: str, is_number: str) -> list[str]:
    """Return what stands in the numbers of a column and is left out of their values, in words."""
    signs = numerals.signs(cell)
    asked = ", ".join(f"coalesce(bool_or({sign} AND {is_number}), false)" for sign in signs.values())
    seen = connection.execute(f"SELECT {asked} FROM cells").fetchone()
    return [words for words, found in zip(signs, seen, strict=True) if found]


def _with_unit(connection: Any, cell: str, counts: Counts, *, semicolons: bool) -> Reading | None:
    """Return the reading for numbers that are followed by one and the same unit, as in "12.3 kg"."""
    unit = numerals.unit(cell)
    if not _likely(connection, cell, f"{unit} <> ''"):
        return None
    found, count = connection.execute(
        f"SELECT {unit} AS u, count(*) AS n FROM cells WHERE {unit} <> '' GROUP BY u "
        "ORDER BY n DESC, u LIMIT 1"
    ).fetchone() or ("", 0)
    if 2 * count <= counts.filled:
        return None
    amount = numerals.without_unit(cell, found)
    (zero_led,) = connection.execute(
        f"SELECT count(*) FROM cells WHERE regexp_matches({amount}, '^[-+]?0\\d')"
    ).fetchone()
    reading = None if zero_led else _decorated(connection, amount, counts, semicolons=semicolons)
    return reading and replace(reading, said=(f"unit {found!r} left out", *reading.said))


def points_as_thousands(connection: Any, readings: list[Reading], counted: list[Counts]) -> list[Reading]:
    """Where the file has decimal commas, read a column of "1.234" and "12.345" as thousands."""
    if not any("decimal ','" in reading.said for reading in readings):
        return readings
    changed = list(readings)
    for j, (reading, counts) in enumerate(zip(readings, counted, strict=True)):
        cell = f"c{j}"
        if reading.sql != numerals.as_programs_write(cell) or not counts.filled:
            continue
        n_points, n_thousands = connection.execute(
            f"SELECT count(*) FILTER (WHERE contains({cell}, '.')), count(*) FILTER (WHERE "
            f"regexp_full_match(trim({cell}), '[-+]?[1-9]\\d{{0,2}}(?:\\.\\d{{3}})+')) FROM cells"
        ).fetchone()
        if n_points and n_points == n_thousands:
            changed[j] = Reading("number", numerals.with_comma(cell), ("'.' divides thousands",))
    return changed
