"""Which conditions on a column could describe a segment, and which rows satisfy them?

In:   described columns, and which rows belong to the segment.
Out:  `Condition` records ("spend > 250", "region is North") whose text is exactly what is measured.
Not here: choosing and combining conditions; that is `box_rules`.
Thresholds stand at quantiles of the segment, moved to the roundest number between neighbouring values of the
column. A missing value satisfies no condition, not even "is not".
Next: `box_rules` for the search.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from covey.explain.described import Described
from covey.explain.wording import exact, quoted
from covey.records import Array

TAIL_SHARES = (0.0, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4)
MAX_LEVELS = 6


@dataclass(frozen=True)
class Condition:
    """One side of a box: the column at `column` is ">" or "<=" a threshold, "is" or "is not" a level code."""

    column: int
    sign: str
    value: float

    def holds(self, values: Array) -> Array:
        """Return for each value of the column whether the condition holds; never for a missing one."""
        if self.sign == ">":
            held = values > self.value
        elif self.sign == "<=":
            held = values <= self.value
        elif self.sign == "is":
            held = values == self.value
        else:
            held = (values != self.value) & (values >= 0)
        return np.asarray(held)


def possible(column: Described, position: int, values: Array, inside: Array) -> list[Condition]:
    """Return the conditions worth trying on one column for one segment.

    Parameters
    ----------
    column : Described
    position : int
        Where the column stands among the described ones.
    values : array of shape (m,)
        The column's values in the rows of the search.
    inside : bool array of shape (m,)
        Which of these rows belong to the segment.

    Examples
    --------
    >>> spend = Described("spend", np.array([1.0, 2.0, 11.0, 12.0]))
    >>> inside = np.array([False, False, True, True])
    >>> [one.sign + str(one.value) for one in possible(spend, 0, spend.values, inside)]
    ['>10.0']
    """
    if column.levels is not None:
        return _levels(position, values, inside, len(column.levels))
    distinct = np.unique(values[~np.isnan(values)])
    own = np.sort(values[inside & ~np.isnan(values)])
    if len(own) == 0 or len(distinct) < 2:
        return []
    reach = len(distinct) // 200
    found: dict[Condition, None] = {}
    for share in TAIL_SHARES:
        place = np.searchsorted(distinct, own[math.floor(share * (len(own) - 1))])
        if place > 0:
            threshold = roundest(distinct[max(0, place - 1 - reach)], distinct[place])
            found[Condition(position, ">", threshold)] = None
    for share in TAIL_SHARES:
        place = np.searchsorted(distinct, own[math.ceil((1 - share) * (len(own) - 1))])
        if place < len(distinct) - 1:
            threshold = roundest(distinct[place], distinct[min(len(distinct) - 1, place + 1 + reach)])
            found[Condition(position, "<=", threshold)] = None
    return list(found)


def _levels(position: int, values: Array, inside: Array, n_levels: int) -> list[Condition]:
    """Return "is" for the commonest levels of the segment, "is not" for the commonest elsewhere."""
    own = np.bincount(values[inside & (values >= 0)], minlength=n_levels)
    other = np.bincount(values[~inside & (values >= 0)], minlength=n_levels)
    common = [level for level in np.argsort(-own, kind="stable")[:MAX_LEVELS] if own[level]]
    foreign = [level for level in np.argsort(own - other, kind="stable")[:MAX_LEVELS] if other[level]]
    return [Condition(position, "is", float(level)) for level in common] + [
        Condition(position, "is not", float(level)) for level in foreign if n_levels > 2
    ]


def roundest(low: float, high: float) -> float:
    """Return the number with the fewest digits in [low, high).

    Examples
    --------
    >>> roundest(0.4817, 0.5322), roundest(11.0, 12.0), roundest(1234.5, 1302.0)
    (0.5, 11.0, 1300.0)
    """
    low, high = float(low), float(high)
    span = high - low
    if not 0 < span < math.inf:
        return low
    largest = math.floor(math.log10(max(abs(low), abs(high), span))) + 1
    for exponent in range(largest, largest - 18, -1):
        for factor in (5, 2, 1):
            step = float(f"{factor}e{exponent}")
            if not 0 < step < math.inf:
                continue
            candidate = round(math.ceil(low / step) * step, max(0, -exponent)) + 0.0
            if low <= candidate < high:
                return candidate
    return low


def in_words(conditions: tuple[Condition, ...], columns: tuple[Described, ...]) -> str:
    """Return the conditions as one sentence, two sides of one column joined: "20 < age ≤ 35 and spend > 250".

    Examples
    --------
    >>> in_words((Condition(0, ">", 20.0), Condition(0, "<=", 35.0)), (Described("age", np.array([30.0])),))
    '20 < age ≤ 35'
    """
    by_column: dict[int, dict[str, list[Condition]]] = {}
    for condition in conditions:
        by_column.setdefault(condition.column, {}).setdefault(condition.sign, []).append(condition)
    return " and ".join(_side_words(sides, columns[position]) for position, sides in by_column.items())


def _side_words(sides: dict[str, list[Condition]], column: Described) -> str:
    """Return what is asked of one column."""
    name = quoted(column.name)
    if column.levels is not None:
        levels = column.levels
        parts = [
            f"{name} {sign} {quoted(levels[int(one.value)])}"
            for sign, all_of in sides.items()
            for one in all_of
        ]
        return " and ".join(parts)
    above, below = sides.get(">"), sides.get("<=")
    if above and below:
        return f"{exact(above[0].value)} < {name} ≤ {exact(below[0].value)}"
    return f"{name} > {exact(above[0].value)}" if above else f"{name} ≤ {exact((below or [])[0].value)}"
