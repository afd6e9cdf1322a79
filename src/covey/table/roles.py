"""What is each column used for: does it form the segments, describe them, or stay out?

In:   a Table and what the user asked for (`columns`, `ignore`, `id`).
Out:  one ColumnRole per column, in file order, each with a reason a person can check.
Not here: how measures become points (prepare.py).
What the user names wins. Else the kind of the column, its name (hints.py) and its values decide:
few whole numbers are codes; whole numbers that run from 1 to n, or are named like it, are identifiers. Many
different values alone make no identifier: incomes differ too.
Next: hints.py for names, prepare.py.
"""

from __future__ import annotations

import csv
import difflib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from covey import errors
from covey.records import Column, ColumnRole, Table
from covey.table import headers, hints

MAX_CODE_LEVELS = 3
MAX_NAMED_CODE_LEVELS = 20
MAX_TEXT_LEVELS = 50
MOSTLY_MISSING = 0.8
MOSTLY_NUMBERS = 0.5
_FIRST_CELLS = 200
_ID_SHARE = 0.95
_MIN_RUN = 20
_FEWEST_FOR_CODES = 10


@dataclass(frozen=True)
class Facts:
    """What the values of a column say; `low`, `high` and `whole` are for numbers only."""

    n_rows: int
    filled: int
    distinct: int
    whole: bool = False
    low: float = float("nan")
    high: float = float("nan")
    ordered: bool = False


def roles(
    table: Table,
    *,
    columns: Sequence[str] | None = None,
    ignore: Sequence[str] = (),
    id: str | None = None,
) -> tuple[ColumnRole, ...]:
    """Return what each column is used for, and why.

    Parameters
    ----------
    table : Table
        From `read`.
    columns : sequence of str, optional
        Columns that shall form the segments; no other will. A string that is no name holds several, with
        commas between; one that holds a comma itself may stand in double quotes. A category named here is
        used one-hot, a date as days since the first. Default: all columns that hold amounts.
    ignore : sequence of str
        Columns to leave out altogether. Default: none.
    id : str, optional
        The column that identifies the rows. Default: found by its name and values.

    Returns
    -------
    tuple of ColumnRole
        One per column, in file order. The columns that form the segments are those of role "measure" and
        those with a `transform`.

    Raises
    ------
    InputError
        If a name does not exist or is asked for twice, or no column is left to form segments.

    Notes
    -----
    Time grows with the number of cells (one sort per column).

    Examples
    --------
    >>> from covey.table import read
    >>> table = read({"customer_id": [7, 8, 9], "spend": [12.5, 80.0, 31.0], "city": ["Ulm", "Bonn", "Ulm"]})
    >>> [(role.name, role.role) for role in roles(table)]
    [('customer_id', 'id'), ('spend', 'measure'), ('city', 'category')]
    """
    wanted = None if columns is None else _names(columns, table)
    left_out = _names(ignore, table)
    names = [column.name for column in table.columns]
    for option, given in (("--columns", wanted or ()), ("--ignore", left_out), ("--id", [id] if id else ())):
        refuse_unknown(option, given, names)
    for pair, both in (
        (("--columns", "--ignore"), set(wanted or ()) & set(left_out)),
        (("--id", "--ignore"), {id} & set(left_out)),
        (("--columns", "--id"), {id} & set(wanted or ())),
    ):
        if both:
            raise errors.column_twice(min(map(str, both)), pair)
    found = tuple(_role(column, wanted, left_out, id) for column in table.columns)
    if not any(forms_segments(role) for role in found):
        amounts = [
            column.name
            for column in table.columns
            if column.name in left_out and _role(column, None, [], id).role == "measure"
        ]
        told = [(role.name, role.role, role.reason) for role in found]
        raise errors.no_measures(_source(table), told, _example(found, table), amounts)
    return found


def _source(table: Table) -> str:
    """Return the name of a table; of a workbook also which sheet was read and which were not."""
    sheet = re.match(r"sheet .*(?=, (?:no )?header found)", table.how_read[0] if table.how_read else "")
    return f"{table.source}, {sheet[0]}," if sheet else table.source


def forms_segments(role: ColumnRole) -> bool:
    """Return whether a column of this role is turned into coordinates.

    A date or a category is where it was chosen: it keeps its role and has a transform.

    Examples
    --------
    >>> forms_segments(ColumnRole("city", "category", "text"))
    False
    >>> forms_segments(ColumnRole("city", "category", "you chose it", "one-hot"))
    True
    """
    return role.role == "measure" or role.transform is not None


def refuse_unknown(option: str, wanted: Iterable[str], names: Sequence[str]) -> None:
    """Raise InputError for names that no column has, with the nearest that exist."""
    unknown = {name: nearest(name, names) for name in wanted if name not in names}
    if unknown:
        raise errors.unknown_columns(option, unknown, names)


def nearest(name: str, names: Sequence[str]) -> list[str]:
    """Return up to two existing names that are like the one given, whatever the case."""
    folded: dict[str, str] = {}
    for existing in names:
        folded.setdefault(existing.casefold(), existing)
    return [folded[near] for near in difflib.get_close_matches(str(name).casefold(), folded, n=2)]


def _names(given: Sequence[str], table: Table) -> list[str]:
    """Return names as a list; a string that no column is called by is several, with commas between."""
    existing = {column.name for column in table.columns}
    names: list[str] = []
    for one in [given] if isinstance(given, str) else given:
        names += [one] if one in existing or "," not in str(one) else _parted(one, existing)
    return list(dict.fromkeys(names))


def _parted(text: str, existing: set[str]) -> list[str]:
    """Return the names in 'a,b', in '"x, y",z' and, where a column is called so, in 'x, y,z'."""
    if '"' in text:
        return [name.strip() for name in next(csv.reader([text], skipinitialspace=True)) if name.strip()]
    parts, names = text.split(","), []
    while parts:
        joined = [",".join(parts[:n]).strip() for n in range(len(parts), 0, -1)]
        n = next((len(parts) - i for i, name in enumerate(joined) if name in existing), 1)
        names.append(joined[len(parts) - n])
        parts = parts[n:]
    return [name for name in names if name]


def _example(found: Sequence[ColumnRole], table: Table) -> list[str]:
    """Return up to three columns that could form segments if they were named; empty if none could."""
    usable = [
        role
        for role, column in zip(found, table.columns, strict=True)
        if role.role != "constant" and (column.kind != "text" or _facts(column).distinct <= MAX_TEXT_LEVELS)
    ]
    best = [role.name for role in usable if role.role in ("category", "date", "ignored")]
    return (best or [role.name for role in usable])[:3]


def _role(column: Column, wanted: list[str] | None, left_out: list[str], id: str | None) -> ColumnRole:
    name = column.name
    if name in left_out:
        return ColumnRole(name, "ignored", "you asked to leave it out")
    if name == id:
        return ColumnRole(name, "id", "you named it as the identifier")
    facts = _facts(column)
    if wanted is not None and name in wanted:
        return _wanted(column, facts)
    role = _found(column, facts)
    if wanted is not None and role.role == "measure":
        return ColumnRole(name, "ignored", "amounts, but not among the columns you chose")
    return role


def _wanted(column: Column, facts: Facts) -> ColumnRole:
    """Return the role of a column that the user chose to form the segments."""
    found = _found(column, facts)
    if facts.distinct <= 1:
        return found
    if found.role == "date":
        return ColumnRole(column.name, "date", "you chose it", "days since the first")
    if column.kind == "number" and found.role != "category":
        return ColumnRole(column.name, "measure", "you chose it")
    if facts.distinct > MAX_TEXT_LEVELS:
        many = f"{facts.distinct:,} different texts, more than the {MAX_TEXT_LEVELS} that can be used"
        raise errors.unusable_column(column.name, _nearly_numbers(column) or f"it holds {many}")
    return ColumnRole(column.name, "category", "you chose it", "one-hot")


def _found(column: Column, facts: Facts) -> ColumnRole:
    """Return the role that kind, name and values give a column."""
    name = column.name
    if facts.filled == 0:
        return ColumnRole(name, "constant", "every cell is missing")
    if facts.distinct == 1:
        return ColumnRole(name, "constant", f"every filled cell holds {_only_value(column)}")
    if column.kind == "date":
        return ColumnRole(name, "date", "dates; use as days since the first by naming it in --columns")
    if column.kind == "flag":
        return ColumnRole(name, "category", "true or false")
    role, reason = _text(name, facts) if column.kind == "text" else _number(name, facts)
    if role == "text":
        return ColumnRole(name, role, _nearly_numbers(column) or reason)
    missing = 1 - facts.filled / facts.n_rows
    if role == "measure" and missing > MOSTLY_MISSING:
        return ColumnRole(
            name,
            "ignored",
            f"{100 * missing:.0f} % of its cells are missing; use it by naming it in --columns",
        )
    return ColumnRole(name, role, reason)


def _text(name: str, facts: Facts) -> tuple[str, str]:
    share = facts.distinct / facts.filled
    if hints.speaks_of_id(name):
        return "id", f"its name says identifier; {facts.distinct:,} different values"
    if hints.speaks_of_address(name):
        return "id", "postcodes and phone numbers are codes, not amounts"
    if facts.whole:
        return "id", f"codes written in digits; {facts.distinct:,} different values"
    few = facts.distinct <= MAX_TEXT_LEVELS and (share <= 0.5 or facts.distinct <= 5)
    if few and not (share > _ID_SHARE and facts.filled >= _MIN_RUN):
        return "category", f"text with {facts.distinct} different values"
    if share > _ID_SHARE and hints.may_speak_of_id(name):
        return "id", "nearly all values differ and its name says number or code"
    if share > _ID_SHARE:
        return "text", "nearly all values differ; words cannot form segments"
    return "text", f"{facts.distinct:,} different texts, too many for a category"


def _nearly_numbers(column: Column) -> str | None:
    """Return which words keep a column of text from being one of numbers or dates; or None."""
    present = [value for value in column.values if value is not None]
    for kind, fits in (("dates", headers.is_date), ("numbers", headers.is_number)):
        if sum(map(fits, present[:_FIRST_CELLS])) < 0.5 * len(present[:_FIRST_CELLS]):
            continue
        odd = Counter(value for value in present if not fits(value))
        share = 1 - odd.total() / len(present)
        if odd and share >= MOSTLY_NUMBERS:
            top = sorted(odd.items(), key=lambda pair: (-pair[1], pair[0]))
            shown = ", ".join(f"{word[:40]!r} ({n:,} cell{'s' * (n > 1)})" for word, n in top[:3])
            more = f" and {len(top) - 3:,} more" if len(top) > 3 else ""
            named = f"{shown}{more}; empty those to use it"
            return f"{int(100 * share)} % of the cells are {kind}, but not {named}"
    return None


def _number(name: str, facts: Facts) -> tuple[str, str]:
    span = f"from {_plain(facts.low)} to {_plain(facts.high)}"
    if facts.whole:
        code = _identifier(name, facts)
        if code:
            return "id", code
    if facts.distinct == 2 and facts.n_rows >= _FEWEST_FOR_CODES:
        return "category", f"only two different values, {_plain(facts.low)} and {_plain(facts.high)}"
    if facts.whole and not hints.speaks_of_amount(name):
        contiguous = facts.high - facts.low + 1 == facts.distinct
        if facts.distinct <= MAX_CODE_LEVELS and contiguous and facts.n_rows >= _FEWEST_FOR_CODES:
            return "category", f"only {facts.distinct} different whole numbers {span}: codes, not amounts"
        named = hints.speaks_of_levels(name) and facts.distinct <= MAX_NAMED_CODE_LEVELS
        if named and facts.low in (0, 1) and facts.high - facts.low < 2 * facts.distinct:
            return (
                "category",
                f"its name says kind, and {facts.distinct} whole numbers {span} look like codes",
            )
    return "measure", f"numbers {span}, {facts.distinct:,} different"


def _identifier(name: str, facts: Facts) -> str | None:
    """Return why whole numbers identify something, or None if they may be amounts."""
    if hints.speaks_of_id(name):
        return f"its name says identifier; {facts.distinct:,} different whole numbers"
    if hints.speaks_of_address(name):
        return "postcodes and phone numbers are codes, not amounts"
    all_differ = facts.distinct >= _ID_SHARE * facts.filled
    if all_differ and hints.may_speak_of_id(name) and hints.words(name)[:1] != ["n"]:
        return "nearly all values differ and its name says number or code"
    run = facts.high - facts.low + 1
    if facts.distinct == facts.filled >= _MIN_RUN and run <= facts.filled * (1.5 if facts.ordered else 1.02):
        span = f"from {_plain(facts.low)} to {_plain(facts.high)}"
        return f"whole numbers that run {span}, each once, number the rows"
    return None


def _facts(column: Column) -> Facts:
    values = column.values
    if column.kind == "text":
        texts = [value for value in values if value is not None]
        different = set(texts)
        digits = bool(different) and all(text.isdigit() for text in different)
        return Facts(len(values), len(texts), len(different), whole=digits)
    if column.kind == "date":
        present = values[~np.isnat(values)]
        return Facts(len(values), len(present), len(np.unique(present)))
    present = values[~np.isnan(values)]
    levels = np.unique(present)
    if not len(levels):
        return Facts(len(values), 0, 0)
    whole = bool(np.isfinite(levels).all() and (levels == np.floor(levels)).all())
    ordered = bool((np.diff(present) > 0).all())
    return Facts(len(values), len(present), len(levels), whole, float(levels[0]), float(levels[-1]), ordered)


def _only_value(column: Column) -> str:
    if column.kind == "text":
        return repr(next(value for value in column.values if value is not None)[:40])
    if column.kind == "date":
        return str(column.values[~np.isnat(column.values)][0])
    return _plain(float(column.values[~np.isnan(column.values)][0]))


def _plain(number: float) -> str:
    return f"{number:,.0f}" if abs(number) < 1e15 and number.is_integer() else f"{number:.6g}"
