"""Which columns make a row strange, in the user's units?

In:   columns as they were read, labels, the rows in question, how much each column adds to their distance.
Out:  for every such row a few phrases: "spend 9,120 (its segment: 100 to 480)".
Not here: how rare the row is (rarity.py).
Next: wording.py.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from covey.explain.described import Described, described
from covey.explain.profiles import quantile
from covey.explain.wording import about, plain
from covey.records import Array, Column, ColumnRole

MAX_PHRASES = 3
WORTH_SAYING = 0.15  # of the distance; the first phrase is said whatever its part
ORDINARY = (0.025, 0.975)


def reasons(
    columns: Sequence[Column],
    labels: Array,
    rows: Array,
    parts: Array,
    names: Sequence[str],
    *,
    roles: Sequence[ColumnRole],
    ordinary: Array,
) -> tuple[tuple[str, ...], ...]:
    """Return for each row in question what makes it strange, the largest part first.

    Parameters
    ----------
    columns : sequence of Column, each of length n
    labels : integer array of shape (n,)
        Segment of each row.
    rows : integer array of shape (m,)
        The rows in question.
    parts : array of shape (m, len(names))
        Part of the squared distance to the own center that each column makes, 0 to 1.
    names : sequence of str
        The columns that form the segments, in the order of `parts`.
    roles : sequence of ColumnRole
    ordinary : bool array of shape (n,)
        The rows that say what is usual in a segment.

    Examples
    --------
    >>> spend = Column("spend", "number", np.array([1.0, 2, 3, 2, 90]))
    >>> role = ColumnRole("spend", "measure", "")
    >>> usual = np.array([True, True, True, True, False])
    >>> labels = np.zeros(5, int)
    >>> reasons([spend], labels, np.array([4]), np.ones((1, 1)), ["spend"], roles=[role], ordinary=usual)
    (('spend 90 (usual here: 1.08 to 2.92)',),)
    """
    known = {one.name: one for one in described(columns, roles)}
    usual: dict[tuple[str, int], tuple[float, float] | Array] = {}
    said = []
    for row, of_row in zip(rows, parts, strict=True):
        phrases: list[str] = []
        for place in np.argsort(-of_row, kind="stable")[:MAX_PHRASES]:
            column = known.get(names[place])
            if column is None or (phrases and of_row[place] < WORTH_SAYING):
                continue
            key = (column.name, int(labels[row]))
            if key not in usual:
                usual[key] = _usual(column, ordinary & (labels == labels[row]))
            phrases.append(_phrase(column, int(row), usual[key]))
        said.append(tuple(phrases))
    return tuple(said)


def _usual(column: Described, inside: Array) -> tuple[float, float] | Array:
    """Return between what most values of a segment lie, or the share of each level."""
    values = column.values[inside]
    if column.levels is not None:
        counts = np.bincount(values[values >= 0], minlength=len(column.levels)).astype(float)
        return np.asarray(counts / max(counts.sum(), 1.0))
    ordered = np.sort(values[~np.isnan(values)])
    return quantile(ordered, ORDINARY[0]), quantile(ordered, ORDINARY[1])


def _phrase(column: Described, row: int, usual: tuple[float, float] | Array) -> str:
    name, value = plain(column.name), column.values[row]
    if column.levels is not None:
        if value < 0:
            return f"{name} missing or of an unknown kind"
        share = float(np.asarray(usual)[value])
        return f"{name} {plain(column.levels[value])} ({100 * share:.0f} % of its segment)"
    if np.isnan(value):
        return f"{name} missing"
    low, high = (float(end) for end in usual)
    if low <= value <= high:
        return f"{name} {about(float(value))}, unusual together with the rest"
    return f"{name} {about(float(value))} (usual here: {about(low)} to {about(high)})"
