"""Is a row one of the things that an identifier names, or does each of them fill several rows?

In:   a Table and the roles of its columns.
Out:  one sentence, or None: rows of orders give segments of orders, not of customers.
Not here: which columns are identifiers (roles.py); adding rows up.
An identifier is a column of that role that is no postcode, or one of texts that are all codes such as C0042.
At least ten different values, each about 1.5 times or more, are meant: few values sort rows into kinds.
Next: prepare.py, which puts the sentence before its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from covey.records import Column, ColumnRole, Table
from covey.table import hints

FEWEST_VALUES = 10
SEVERAL = 1.5
_CODE = re.compile(r"[^\W\d_]{0,6}[-_ #]?\d{2,}")
_THINGS = {
    "account", "client", "customer", "device", "employee", "household", "invoice", "item", "member", "order",
    "patient", "product", "session", "student", "transaction", "user",
}  # fmt: skip


def repeated(table: Table, roles: Sequence[ColumnRole]) -> str | None:
    """Return the sentence about the identifier with the most values of those that repeat.

    Examples
    --------
    >>> from covey.table import read, roles
    >>> orders = read({"customer_id": [n // 3 for n in range(60)], "spend": [n * n % 17 for n in range(60)]})
    >>> repeated(orders, roles(orders))[:73]
    'each customer_id occurs about 3 times: these are segments of rows, not of'
    """
    most: tuple[int, float, str] | None = None
    for column, role in zip(table.columns, roles, strict=True):
        if role.role not in ("id", "text", "category"):
            continue
        values = _present(column)
        if not _names_things(role, values):
            continue
        n_values = len(set(values))
        times = len(values) / max(n_values, 1)
        if n_values >= FEWEST_VALUES and times >= SEVERAL and (most is None or n_values > most[0]):
            most = n_values, times, column.name
    return None if most is None else _sentence(most[2], most[1])


def _names_things(role: ColumnRole, values: list[object]) -> bool:
    """Return whether a column identifies something, by its role or by how its texts look."""
    if role.role == "id":
        return not hints.speaks_of_address(role.name)
    texts = role.role in ("text", "category") and bool(values) and role.transform is None
    return texts and all(isinstance(value, str) and _CODE.fullmatch(value) for value in values)


def _present(column: Column) -> list[object]:
    if column.kind == "text":
        return [value for value in column.values if value is not None]
    missing = np.isnat(column.values) if column.kind == "date" else np.isnan(column.values)
    return list(column.values[~missing].tolist())


def _sentence(name: str, times: float) -> str:
    about = f"{times:.0f}" if times >= 3 else f"{times:.1f}"
    things = [word for word in hints.words(name) if word in _THINGS]
    many, one = (f"{things[0]}s", things[0]) if things else (f"what {name} stands for", name)
    return (
        f"each {name} occurs about {about} times: these are segments of rows, not of {many}; to segment "
        f"{many if things else 'that'}, make one row per {one} first"
    )
