"""Which columns make a row strange, in the user's units?

In:   columns as they were read, labels, the rows in question, how much each column adds to their distance.
Out:  what is usual in each segment; for every such row a few phrases: "spend 9,120 (usual here: 100 to 480)".
Not here: how rare the row is (rarity.py).
Next: wording.py.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from covey.explain.described import Described, described
from covey.explain.profiles import quantile
from covey.explain.wording import about, quoted
from covey.records import Array, Column, ColumnRole, UsualValues

MAX_PHRASES = 3
WORTH_SAYING = 0.15  # of the distance; the first phrase is said whatever its part
ORDINARY = (0.025, 0.975)


def usual_values(
    columns: Sequence[Column],
    labels: Array,
    names: Sequence[str],
    *,
    n_segments: int,
    roles: Sequence[ColumnRole],
    ordinary: Array,
) -> tuple[UsualValues, ...]:
    """Return what is usual in each segment, for the columns of `names`.

    Parameters
    ----------
    columns : sequence of Column, each of length n
    labels : integer array of shape (n,)
        Segment of each row.
    names : sequence of str
        The columns that form the segments.
    n_segments : int
    roles : sequence of ColumnRole
    ordinary : bool array of shape (n,)
        The rows that say what is usual.

    Examples
    --------
    >>> spend = Column("spend", "number", np.array([1.0, 2, 3, 2, 90]))
    >>> role, usual = ColumnRole("spend", "measure", ""), np.array([True, True, True, True, False])
    >>> here = np.zeros(5, int)
    >>> usual_values([spend], here, ["spend"], n_segments=1, roles=[role], ordinary=usual)[0].highs
    (2.925,)
    """
    insides = [ordinary & (labels == label) for label in range(n_segments)]
    return tuple(
        _usual(column, insides) for column in described(columns, roles) if column.name in frozenset(names)
    )


def reasons(
    columns: Sequence[Column],
    labels: Array,
    rows: Array,
    parts: Array,
    names: Sequence[str],
    *,
    roles: Sequence[ColumnRole],
    usual: Sequence[UsualValues],
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
    usual : sequence of UsualValues
        From `usual_values`, for these or for other rows.

    Examples
    --------
    >>> spend = Column("spend", "number", np.array([1.0, 2, 3, 2, 90]))
    >>> role, usual = ColumnRole("spend", "measure", ""), UsualValues("spend", (1.08,), (2.92,))
    >>> labels = np.zeros(5, int)
    >>> reasons([spend], labels, np.array([4]), np.ones((1, 1)), ["spend"], roles=[role], usual=[usual])
    (('spend 90 (usual here: 1.08 to 2.92)',),)
    """
    known = {one.name: one for one in described(columns, roles)}
    usual_of = {one.name: one for one in usual}
    said = []
    for row, of_row in zip(rows, parts, strict=True):
        phrases: list[str] = []
        for place in np.argsort(-of_row, kind="stable")[:MAX_PHRASES]:
            column, here = known.get(names[place]), usual_of.get(names[place])
            if column is None or here is None or (phrases and of_row[place] < WORTH_SAYING):
                continue
            if (column.levels is None) == (here.levels is None):
                phrases.append(_phrase(column, int(row), here, int(labels[row])))
        said.append(tuple(phrases))
    return tuple(said)


def _usual(column: Described, insides: Sequence[Array]) -> UsualValues:
    """Return between what most values of each segment lie, or the share of each level."""
    if column.levels is not None:
        held = [column.values[inside & (column.values >= 0)] for inside in insides]
        counts = [np.bincount(values, minlength=len(column.levels)) for values in held]
        shares = tuple(tuple((each / max(each.sum(), 1)).tolist()) for each in counts)
        return UsualValues(column.name, levels=column.levels, shares=shares)
    ordered = [np.sort(column.values[inside & ~np.isnan(column.values)]) for inside in insides]
    lows, highs = (tuple(quantile(values, share) for values in ordered) for share in ORDINARY)
    return UsualValues(column.name, lows, highs)


def _phrase(column: Described, row: int, usual: UsualValues, label: int) -> str:
    name, value = quoted(column.name), column.values[row]
    if column.levels is not None and usual.levels is not None:
        if value < 0:
            return f"{name} missing or of an unknown kind"
        level = column.levels[value]
        share = usual.shares[label][usual.levels.index(level)] if level in usual.levels else 0.0
        return f"{name} {quoted(level)} ({100 * share:.0f} % of its segment)"
    if np.isnan(value):
        return f"{name} missing"
    low, high = usual.lows[label], usual.highs[label]
    if low <= value <= high:
        return f"{name} {about(float(value))}, unusual together with the rest"
    return f"{name} {about(float(value))} (usual here: {about(low)} to {about(high)})"
