"""Which columns describe a segment: as numbers, or as categories?

In:   columns as they were read (n rows each) and their roles.
Out:  `Described` columns: finite float64 with NaN for missing, or integer codes with -1 for missing and the
      levels.
Not here: dates, identifiers, free text, constants and ignored columns; they describe nobody.
A flag is a category with the levels "no" and "yes": the median of zeros and ones says little.
Next: `profiles` and `box_rules`, which read nothing but these.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from covey.explain.wording import level_text
from covey.records import Array, Column, ColumnRole


@dataclass(frozen=True)
class Described:
    """A column ready to be compared between segments; `levels` is None for numbers."""

    name: str
    values: Array
    levels: tuple[str, ...] | None = None


def described(columns: Sequence[Column], roles: Sequence[ColumnRole]) -> tuple[Described, ...]:
    """Return the measure and category columns, in the order of `columns`.

    Parameters
    ----------
    columns : sequence of Column, each of length n
    roles : sequence of ColumnRole
        Matched to the columns by name; a column without a role is left out.

    Examples
    --------
    >>> ages = Column("age", "number", np.array([30.0, np.nan]))
    >>> described([ages], [ColumnRole("age", "measure", "a number")])[0].name
    'age'
    """
    wanted = {role.name: role.role for role in roles if role.role in ("measure", "category")}
    found = []
    for column in columns:
        if column.name not in wanted or column.kind == "date":
            continue
        if column.kind == "number" and wanted[column.name] == "measure":
            values = np.asarray(column.values, dtype=np.float64)
            found.append(Described(column.name, np.where(np.isfinite(values), values, np.nan)))
        else:
            found.append(_as_category(column))
    return tuple(found)


def _as_category(column: Column) -> Described:
    """Return the column as codes into its sorted levels."""
    if column.kind == "flag":
        values = np.asarray(column.values, dtype=np.float64)
        return Described(
            column.name, np.where(np.isnan(values), -1, values != 0).astype(np.intp), ("no", "yes")
        )
    seen: dict[str, int] = {}
    codes = np.empty(len(column.values), dtype=np.intp)
    for row, value in enumerate(column.values.tolist()):
        missing = value is None or value != value  # NaN is the only value that differs from itself
        codes[row] = -1 if missing else seen.setdefault(level_text(value), len(seen))
    levels = tuple(sorted(seen))
    order = np.full(len(seen) + 1, -1, dtype=np.intp)  # the last entry is where code -1 looks
    for position, level in enumerate(levels):
        order[seen[level]] = position
    return Described(column.name, order[codes], levels)
