"""What does each column of text cells hold: numbers, flags, dates or text?

In:   a table `cells` inside DuckDB with text columns c0, c1, ..., or lists of cells.
Out:  typed Columns that keep every cell as written, and sentences about what was recognised.
Not here: what a column is used for (roles.py), numbers in frames, which come typed (frames.py).
A column holds numbers if all filled cells do, or all but 2 % of them: those become missing and are shown.
Next: ways.py for how a column is taken, roles.py.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from typing import Any

import numpy as np

from covey.errors.wording import listed
from covey.records import Array, Column
from covey.table import dates, numerals, ways
from covey.table.headers import MISSING_MARKS
from covey.table.ways import Counts, Reading

WIDE_COLUMNS = 2000
_ASKED_AT_ONCE = 50
_CHUNK = 400
_PLAIN = re.compile(r"[-+]?(?:(?:0|[1-9]\d{0,14})(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,2})?")

Places = Callable[[int], str]


def connect() -> Any:
    """Return a DuckDB connection that never reaches for the network."""
    import duckdb

    return duckdb.connect(
        config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    )


def typed_rows(
    rows: Sequence[Sequence[str]], names: Sequence[str], *, semicolons: bool, place: Places
) -> tuple[tuple[Column, ...], tuple[str, ...]]:
    """Return typed columns for rows of cells (all as long as `names`), and what was recognised."""
    written = [np.array(column, dtype=object) for column in zip(*rows, strict=True)]
    found: dict[int, Column] = {}
    seen: Counter[str] = Counter()
    if len(names) > WIDE_COLUMNS:  # DuckDB takes seconds over thousands of columns
        plain = {j: _plain_column(name, written[j], seen) for j, name in enumerate(names)}
        found = {j: column for j, column in plain.items() if column is not None}
    rest = [j for j in range(len(names)) if j not in found]
    said: list[str] = []
    for start in range(0, len(rest), _CHUNK):
        chunk = rest[start : start + _CHUNK]
        with closing(connect()) as connection:
            connection.register("given", {f"c{i}": written[j] for i, j in enumerate(chunk)})
            connection.execute("CREATE TEMP TABLE cells AS SELECT * FROM given")
            columns, facts, marks = _typed(connection, [names[j] for j in chunk], semicolons, place)
        found.update(zip(chunk, columns, strict=True))
        said.extend(facts)
        seen.update(marks)
    return tuple(found[j] for j in range(len(names))), (*_marks_words(seen), *said)


def typed(
    connection: Any, names: Sequence[str], *, semicolons: bool, place: Places
) -> tuple[tuple[Column, ...], tuple[str, ...]]:
    """Return typed columns for the table `cells`, and what was recognised.

    `semicolons` says that the file has ";" between columns: then "1,234" has a decimal comma. `place` names
    the place of a row in the file.
    """
    columns, said, marks = _typed(connection, names, semicolons, place)
    return columns, (*_marks_words(marks), *said)


def _typed(
    connection: Any, names: Sequence[str], semicolons: bool, place: Places
) -> tuple[tuple[Column, ...], list[str], Counter[str]]:
    counted = _count(connection, len(names))
    readings = [
        ways.reading(connection, f"c{j}", counts, semicolons=semicolons) for j, counts in enumerate(counted)
    ]
    readings = ways.points_as_thousands(connection, readings, counted)
    written = connection.execute("SELECT * FROM cells").fetchnumpy()
    fetched = _fetched(connection, readings)
    columns: list[Column] = []
    said: list[str] = []
    ways_said: dict[str, list[str]] = {}
    for j, (name, reading, counts) in enumerate(zip(names, readings, counted, strict=True)):
        cells = _filled_in(written[f"c{j}"])
        if reading.sql is None:
            values, odd = _text(connection, f"c{j}", counts, cells), 0
        else:
            values, present = _unmasked(reading.kind, fetched[f"c{j}"])
            odd = counts.filled - present - reading.n_spoken
        column = _dated(Column(name, reading.kind, values, cells))
        for words in reading.said:
            ways_said.setdefault(words, []).append(name)
        if odd:
            said.append(_odd_cells(connection, name, f"c{j}", reading, odd, place))
        if column.kind != reading.kind:
            said.append(
                f"column {name!r}: whole numbers such as {cells[~np.isnat(column.values)][0]} read as dates"
            )
        columns.append(column)
    said = [f"column{'s' * (len(of) > 1)} {listed(of)}: {words}" for words, of in ways_said.items()] + said
    return tuple(columns), said, _marks_seen(connection, counted)


def _count(connection: Any, n_columns: int) -> list[Counts]:
    """Count the kinds of cells, the dear questions only where the cheap ones leave room for them."""
    (n_rows,) = connection.execute("SELECT count(*) FROM cells").fetchone()
    questions: dict[int, str] = {}
    for j, cell in enumerate(f"c{j}" for j in range(n_columns)):
        # Digits after a leading zero sort between '00' and '0:'; a cell before '!' begins with a blank.
        suspect = (
            f"count(*) FILTER (WHERE ({cell} >= '00' AND {cell} < '0:') OR ({cell} < '!' AND {cell} <> ''))"
        )
        filled = f"FILTER (WHERE {cell} <> '')"
        lengths = f"min(strlen({cell})) {filled}, max(strlen({cell}))"
        questions[j] = f"[count({numerals.as_programs_write(cell)}), {suspect}, {lengths}]"
    answers = _asked(connection, questions)
    counted = [Counts(n_rows, *(count or 0 for count in answers[j])) for j in range(n_columns)]
    zero_led = _asked(
        connection,
        {
            j: f"count(*) FILTER (WHERE regexp_full_match(trim(c{j}), '[-+]?0\\d+'))"
            for j, counts in enumerate(counted)
            if counts.zero_led
        },
    )
    doubtful = [j for j, counts in enumerate(counted) if counts.plain < counts.rows]
    missing = _asked(
        connection, {j: f"count(*) FILTER (WHERE {numerals.missing(f'c{j}')})" for j in doubtful}
    )
    spaced = _asked(connection, {j: f"count(*) FILTER (WHERE c{j} <> trim(c{j}))" for j in doubtful})
    return [
        replace(counts, zero_led=zero_led.get(j, 0), missing=missing.get(j, 0), spaced=spaced.get(j, 0))
        for j, counts in enumerate(counted)
    ]


def _asked(connection: Any, questions: dict[int, str]) -> dict[int, Any]:
    """Return the answer to one question per column, a pass for fifty: DuckDB plans long lists slowly."""
    found: dict[int, Any] = {}
    for asked in _in_groups(questions, _ASKED_AT_ONCE):
        answers = connection.execute(f"SELECT {', '.join(questions[j] for j in asked)} FROM cells").fetchone()
        found.update(zip(asked, answers, strict=True))
    return found


def _in_groups(questions: dict[int, str], size: int) -> list[list[int]]:
    """Return the columns asked about in groups of at most `size`."""
    every = list(questions)
    return [every[start : start + size] for start in range(0, len(every), size)]


def _fetched(connection: Any, readings: Sequence[Reading]) -> dict[str, Array]:
    """Return the values of all columns that are not text, from one pass; missing is masked."""
    asked = [f"{reading.sql} AS c{j}" for j, reading in enumerate(readings) if reading.sql is not None]
    if not asked:
        return {}
    found: dict[str, Array] = connection.execute(f"SELECT {', '.join(asked)} FROM cells").fetchnumpy()
    return found


def _unmasked(kind: str, fetched: Array) -> tuple[Array, int]:
    """Return the values of a column with NaN or NaT for missing, and how many it has."""
    if kind == "date":
        moments = np.ma.filled(fetched.astype("datetime64[us]"), np.datetime64("NaT", "us"))
        return moments, int((~np.isnat(moments)).sum())
    values = np.ma.filled(fetched.astype(np.float64), np.nan)
    return values, int((~np.isnan(values)).sum())


def _text(connection: Any, cell: str, counts: Counts, cells: Array) -> Array:
    values = cells
    if counts.spaced:
        trimmed = connection.execute(f"SELECT trim({cell}) AS v FROM cells").fetchnumpy()["v"]
        values = _filled_in(trimmed)
    if counts.missing:
        absent = connection.execute(f"SELECT {numerals.missing(cell)} AS v FROM cells").fetchnumpy()["v"]
        values = values.copy()
        values[np.asarray(absent, dtype=bool)] = None
    return values


def _filled_in(fetched: Array) -> Array:
    return np.ma.filled(fetched, "") if isinstance(fetched, np.ma.MaskedArray) else fetched


def _dated(column: Column) -> Column:
    if column.kind != "number":
        return column
    as_dates = dates.from_compact(column.values, column.name)
    return column if as_dates is None else Column(column.name, "date", as_dates, column.written)


def _plain_column(name: str, cells: Array, seen: Counter[str]) -> Column | None:
    """Return a column of plain numbers and missing marks, counted, without asking DuckDB; else None."""
    marks = Counter(cell.strip(" ") for cell in cells if not _PLAIN.fullmatch(cell))
    if not all(mark in MISSING_MARKS for mark in marks):
        return None
    seen.update(marks)
    numbers = (
        cells if not marks else np.array([c if _PLAIN.fullmatch(c) else "nan" for c in cells], dtype=object)
    )
    return Column(name, "number", numbers.astype(np.str_).astype(np.float64), cells)


def _marks_seen(connection: Any, counted: list[Counts]) -> Counter[str]:
    """Count the marks that were taken for missing values."""
    asked = [
        f"SELECT trim(c{j}) AS v FROM cells WHERE {numerals.missing(f'c{j}')}"
        for j, counts in enumerate(counted)
        if counts.missing
    ]
    if not asked:
        return Counter()
    union = " UNION ALL ".join(asked)
    return Counter(dict(connection.execute(f"SELECT v, count(*) FROM ({union}) GROUP BY v").fetchall()))


def _marks_words(seen: Counter[str]) -> tuple[str, ...]:
    words = [f"{seen[mark]:,} {'empty' if not mark else repr(mark)}" for mark in sorted(seen)]
    return (f"cells taken as missing: {', '.join(words)}",) if words else ()


def _odd_cells(connection: Any, name: str, cell: str, reading: Reading, n_odd: int, place: Places) -> str:
    """Return the sentence for cells that do not fit their column."""
    known = numerals.missing(cell)
    known = f"({known} OR {numerals.spoken_missing(cell)})" if reading.n_spoken else known
    found = connection.execute(
        f"SELECT rowid, {cell} FROM cells WHERE {reading.sql} IS NULL AND NOT {known} ORDER BY rowid LIMIT 3"
    ).fetchall()
    shown = ", ".join(f"{value[:40]!r} in {place(row)}" for row, value in found)
    more = f" and {n_odd - len(found):,} more" if n_odd > len(found) else ""
    what = "dates" if reading.kind == "date" else "numbers"
    return f"column {name!r} holds {what}; taken as missing: {shown}{more}"
