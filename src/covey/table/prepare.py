"""Turn a table into points that can be compared, and say everything that was done.

In:   a Table, the roles of its columns, how to scale.
Out:  Prepared: points, rows set apart, the recipe to do the same to new rows, notes.
Not here: applying a recipe (transform.py), which rows are far out (far_out.py).
Missing -> median. Long right tail -> logarithm: if, of the values cut at their 1 % and 99 % points, skewness
is above 1, 1 + the 99 % point at least 2.5 times 1 + the median, and the logarithm brings skewness to 85 %;
not if 5 % share the largest value (the end of a scale). Negative values are shifted up if by less than the
median, else there is no logarithm. Then mean 0 and deviation 1 over the rows kept ("standard"), or length 1
("range"), or nothing ("none").
Next: transform.py.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from covey import errors
from covey.errors.wording import listed
from covey.records import Array, Column, ColumnRole, ColumnTransform, Prepared, Recipe, Table
from covey.table import far_out, levels, transform
from covey.table.repeats import repeated
from covey.table.roles import forms_segments

SCALES = ("standard", "range", "none")
LONG_TAIL_SKEWNESS = 1.0
LONG_TAIL_RATIO = 2.5
LOG_MUST_REACH = 0.85
END_OF_SCALE = 0.05
_FEWEST_FOR_LOG = 20
_SHOWN = 8
_SCALED_WORDS = {"standard": "standardised", "range": "scaled to length 1", "none": "as it is"}


def prepare(table: Table, roles: Sequence[ColumnRole], *, scale: str = "standard") -> Prepared:
    """Return the table as points, with the recipe and a note for everything that was done.

    Parameters
    ----------
    table : Table
        From `read`.
    roles : sequence of ColumnRole
        From `roles`, one per column.
    scale : {"standard", "range", "none"}
        "standard": every column has mean 0 and standard deviation 1 over the rows kept; "range": its values
        span 1; "none": numbers as they are, not even logarithms. Default: "standard".

    Returns
    -------
    Prepared
        `points` of shape (n_rows, n_coordinates), float64, finite; `apart` bool of shape (n_rows,); `recipe`,
        whose roles say how each column was transformed; `notes`.

    Raises
    ------
    InputError
        If the scale is unknown, or a column that forms the segments holds an infinite value.

    Notes
    -----
    Time grows with the number of cells (some sorts per column), memory with the size of the points.

    Examples
    --------
    >>> from covey.table import read, roles
    >>> table = read({"spend": [10.0, 20.0, 30.0], "age": [41.0, None, 39.0]})
    >>> prepared = prepare(table, roles(table))
    >>> prepared.points.shape
    (3, 2)
    >>> prepared.notes[0]
    "1 missing cell filled with the median: 'age' 1 (leave a column out: --ignore)"
    """
    if scale not in SCALES:
        raise errors.unknown_scale(scale)
    by_name = {column.name: column for column in table.columns}
    chosen = [role for role in roles if forms_segments(role)]
    drafts = tuple(_draft(by_name[role.name], role, logs=scale != "none") for role in chosen)
    recipe = _judged(Recipe(drafts, tuple(roles), far_out.LIMIT), table)
    draft_points = transform.to_points(table, recipe)
    apart = far_out.beyond(draft_points, recipe)
    crowded = int(apart.sum()) > far_out.most_apart(table.n_rows)
    if crowded:
        recipe, apart = far_out.without_limits(recipe), np.zeros(table.n_rows, dtype=bool)
    dates = transform.date_columns(recipe)
    recipe = replace(
        recipe,
        transforms=tuple(
            _scaled(one, draft_points[~apart, place], scale, from_first=one.name in dates)
            for one, place in transform.places(recipe)
        ),
    )
    words = {one.name: _words(one, scale) for one in recipe.transforms}
    recipe = replace(recipe, roles=tuple(_told(role, words.get(role.name)) for role in roles))
    points = transform.to_points(table, recipe)
    notes = _notes(table, recipe, apart, scale=scale, crowded=crowded)
    return Prepared(points, apart, recipe, tuple(notes))


def _draft(column: Column, role: ColumnRole, *, logs: bool) -> ColumnTransform:
    """Return the transform of one column before scaling: how missing is filled, whether logs are taken."""
    if role.role == "category":
        known = levels.in_order(levels.as_texts(column))
        return ColumnTransform(column.name, math.nan, False, 0.0, 0.0, 1.0, known, spread=math.inf)
    values = transform.numbers(column, as_date=role.role == "date")
    present = values[~np.isnan(values)]
    fill = float(np.median(present)) if len(present) else 0.0
    low = min(0.0, float(present.min())) if len(present) else 0.0
    log = logs and role.role == "measure" and column.kind == "number" and _has_long_tail(present, low)
    return ColumnTransform(column.name, fill, log, low if log else 0.0, 0.0, 1.0)


def _has_long_tail(values: Array, low: float) -> bool:
    """Whether the logarithm is a better scale for these values."""
    if len(values) < _FEWEST_FOR_LOG or len(np.unique(values)) < 4:
        return False
    if (values == values.max()).mean() >= END_OF_SCALE:
        return False
    first, median, last = np.quantile(values, [0.01, 0.5, 0.99])
    if low < 0 and -low >= median:
        return False
    cut = np.clip(values, first, last)
    before, after = _skewness(cut), _skewness(np.log1p(cut - low))
    spans = (1 + last - low) >= LONG_TAIL_RATIO * (1 + median - low)
    return before > LONG_TAIL_SKEWNESS and spans and abs(after) <= LOG_MUST_REACH * before


def _skewness(values: Array) -> float:
    deviation = float(values.std())
    return float((((values - values.mean()) / deviation) ** 3).mean()) if deviation > 0 else 0.0


def _judged(recipe: Recipe, table: Table) -> Recipe:
    """Return the recipe with the middle and spread of every coordinate, by which rows are set apart."""
    points = transform.to_points(table, recipe)
    judged = []
    for one, place in transform.places(recipe):
        if one.levels is None:
            middle, spread = far_out.spreads(points[:, place.start], table.n_rows)
            one = replace(one, middle=middle, spread=spread)
        judged.append(one)
    return replace(recipe, transforms=tuple(judged))


def _scaled(one: ColumnTransform, kept: Array, scale: str, *, from_first: bool) -> ColumnTransform:
    """Return the transform with center and scale learned from the coordinates of the rows kept.

    `from_first` counts unscaled values from the smallest of them, as dates are counted from the first day.
    """
    if one.levels is not None:
        return replace(one, scale=_level_scale(kept, scale))
    values = np.sort(kept[:, 0])  # sums round by their order: rows in any order, the same bits
    if scale == "standard":
        center, length = float(values.mean()), float(values.std())
    elif scale == "range":
        center, length = float(values.min()), float(np.ptp(values))
    else:
        center, length = float(values.min()) if from_first else 0.0, 1.0
    length = length if length > 0 and math.isfinite(length) else 1.0
    return replace(
        one, center=center, scale=length, middle=(one.middle - center) / length, spread=one.spread / length
    )


def _level_scale(kept: Array, scale: str) -> float:
    """Return the height of a level so that a category weighs as much as one column of numbers.

    Standardised numbers have variance 1; the variances of the levels add up to 1 - sum(share^2). Numbers of
    length 1 are at most 1 apart; two levels are sqrt(2) heights apart.
    """
    if scale == "none":
        return 1.0
    if scale == "range":
        return math.sqrt(0.5)
    variance = float(np.sort(kept, axis=0).var(axis=0).sum())
    return 1.0 / math.sqrt(variance) if variance > 0 else 1.0


def _words(one: ColumnTransform, scale: str) -> str:
    if one.levels is not None:
        return f"one-hot, {len(one.levels)} levels" + ("" if scale == "none" else ", weighs as one column")
    return f"log, {_SCALED_WORDS[scale]}" if one.log else _SCALED_WORDS[scale]


def _told(role: ColumnRole, words: str | None) -> ColumnRole:
    if words is None:
        return role
    return replace(role, transform=f"days since the first, {words}" if role.role == "date" else words)


def _notes(table: Table, recipe: Recipe, apart: Array, *, scale: str, crowded: bool) -> list[str]:
    of_several_rows = repeated(table, recipe.roles)
    notes = [*([of_several_rows] if of_several_rows else []), *_filled_notes(table, recipe)]
    logged = [one.name for one in recipe.transforms if one.log]
    if logged:
        notes.append(
            f"log-scaled because of long right tails: {listed(logged, _SHOWN)} (raw numbers: --scale none)"
        )
    notes.append(_scale_note(len(recipe.transforms), scale))
    if apart.any():
        notes.append(_apart_note(table, recipe, apart))
    if crowded:
        notes.append(
            "no row set apart: more than 2 % of the rows lie far out in some column, too many to be strays "
            "(leave a column out: --ignore)"
        )
    return notes


def _scale_note(n_columns: int, scale: str) -> str:
    """Return what was done to make columns comparable; one column has nothing to be compared with."""
    if n_columns == 1:
        done = "used as it is" if scale == "none" else _SCALED_WORDS[scale]
        return (
            f"1 column {done} (other ways: {', '.join(f'--scale {one}' for one in SCALES if one != scale)})"
        )
    what = {
        "standard": "standardised, so that each weighs the same (other ways: --scale range, --scale none)",
        "range": "scaled to length 1 (other ways: --scale standard, --scale none)",
        "none": "used as they are: the one with the largest numbers weighs most (evenly: --scale standard)",
    }[scale]
    return f"{n_columns} columns {what}"


def _filled_notes(table: Table, recipe: Recipe) -> list[str]:
    used = {one.name: one for one in recipe.transforms}
    counts = {column.name: _n_missing(column) for column in table.columns if column.name in used}
    numbers = {name: n for name, n in counts.items() if n and used[name].levels is None}
    texts = {name: n for name, n in counts.items() if n and used[name].levels is not None}
    notes = []
    for missing, words in ((numbers, "filled with the median"), (texts, "count as none of the levels")):
        total = sum(missing.values())
        if total:
            cells_of = listed([f"{name!r} {n:,}" for name, n in missing.items()], _SHOWN, quoted=False)
            cells = "cell" if total == 1 else "cells"
            notes.append(f"{total:,} missing {cells} {words}: {cells_of} (leave a column out: --ignore)")
    return notes


def _n_missing(column: Column) -> int:
    if column.kind == "text":
        return sum(value is None for value in column.values)
    return int((np.isnat(column.values) if column.kind == "date" else np.isnan(column.values)).sum())


def _apart_note(table: Table, recipe: Recipe, apart: Array) -> str:
    """Return the sentence about rows set apart: how many, which, by which columns."""
    rows = np.flatnonzero(apart)
    points = transform.to_points(table, recipe)
    blamed = [
        one.name
        for one, place in transform.places(recipe)
        if one.levels is None
        and (np.abs(points[rows, place.start] - one.middle) > recipe.apart_limit * one.spread).any()
    ]
    n, which = len(rows), ", ".join(f"{row + 1:,}" for row in rows[:5])
    more = " ..." if n > 5 else ""
    return (
        f"{n:,} row{'s' * (n > 1)} set apart (row {which}{more}): more than {recipe.apart_limit:g} standard "
        f"deviations out in {listed(blamed, _SHOWN)}; kept out of the fit, labelled after it "
        "(leave a column out: --ignore)"
    )
