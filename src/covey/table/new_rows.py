"""What was done to the rows of a new table so that a recipe learned from another could be used?

In:   a Table, the recipe of a model, the names of the columns that will be added.
Out:  sentences: how it was read, what was filled, levels the model never saw, columns it does not use, names.
Not here: doing it (transform.py, new_names.py). Nothing here depends on what the model is for.
Next: transform.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from covey.errors.wording import listed
from covey.records import Column, ColumnTransform, Recipe, Table
from covey.table import levels, transform
from covey.table.new_names import given_names

_SHOWN = 8


def new_rows_notes(table: Table, recipe: Recipe, wanted: Iterable[str]) -> tuple[str, ...]:
    """Return a sentence for everything that scoring does to a table.

    Parameters
    ----------
    table : Table
        With the columns of the recipe.
    recipe : Recipe
    wanted : iterable of str
        Names of the new columns; those the table has already get "_covey" at their end.

    Examples
    --------
    >>> from covey.table import prepare, read, roles
    >>> table = read({"spend": [10.0, 20.0, 30.0]})
    >>> recipe = prepare(table, roles(table)).recipe
    >>> for note in new_rows_notes(read({"spend": [None, 12.0], "grade": ["x", "y"]}), recipe, ["grade"]):
    ...     print(note)
    1 missing cell filled with the median of the model: 'spend' 1 (with 20)
    column the model does not use: 'grade'
    new column: grade_covey (the table has 'grade' already)
    """
    by_name = {column.name: column for column in table.columns}
    dates = transform.date_columns(recipe)
    filled, blank, unseen = [], [], []
    for one in recipe.transforms:
        if one.levels is None:
            values = transform.numbers(by_name[one.name], as_date=one.name in dates)
            filled.append((one, int(np.isnan(values).sum())))
        else:
            blank.append((one, _n_blank(by_name[one.name])))
            unseen += _unseen(by_name[one.name], one)
    used = {one.name for one in recipe.transforms}
    return (
        *table.how_read,
        *_counted(filled, "filled with the median{s} of the model", dates),
        *_counted(blank, "count{v} as none of the levels", dates),
        *unseen,
        *_unused([column.name for column in table.columns if column.name not in used]),
        _named(given_names(table, wanted)),
    )


def _n_blank(column: Column) -> int:
    return sum(text is None for text in levels.as_texts(column))


def _counted(counts: Sequence[tuple[ColumnTransform, int]], words: str, dates: set[str]) -> tuple[str, ...]:
    """Return one sentence about missing cells of several columns, or none."""
    missing = [(one, n) for one, n in counts if n]
    total = sum(n for _one, n in missing)
    if not total:
        return ()
    said = words.format(s="s" * (len(missing) > 1), v="s" * (total == 1))
    parts = [
        f"{one.name!r} {n:,}" + ("" if one.levels is not None else f" (with {_fill(one, one.name in dates)})")
        for one, n in missing
    ]
    return (f"{total:,} missing cell{'s' * (total != 1)} {said}: {listed(parts, _SHOWN, quoted=False)}",)


def _fill(one: ColumnTransform, is_date: bool) -> str:
    """Return what a missing cell is taken for, in the words of the table."""
    return (
        transform.as_moments(np.array([one.fill]))[0].item().date().isoformat()
        if is_date
        else f"{one.fill:.6g}"
    )


def _unseen(column: Column, one: ColumnTransform) -> list[str]:
    """Return the sentence about levels that the model never saw, or none."""
    known = set(one.levels or ())
    unknown = [text for text in levels.as_texts(column) if text is not None and text not in known]
    if not unknown:
        return []
    rows = "1 row holds" if len(unknown) == 1 else f"{len(unknown):,} rows hold"
    shown = listed(levels.in_order(np.array(unknown, dtype=object)), _SHOWN)
    return [f"{rows} a {one.name!r} the model never saw, taken as none of its levels: {shown}"]


def _unused(names: Sequence[str]) -> tuple[str, ...]:
    if not names:
        return ()
    columns = "column" if len(names) == 1 else f"{len(names):,} columns"
    return (f"{columns} the model does not use: {listed(names, _SHOWN)}",)


def _named(given: dict[str, str]) -> str:
    taken = [repr(name) for name, used in given.items() if name != used]
    why = f" (the table has {', '.join(taken)} already)" if taken else ""
    return f"new column{'s' * (len(given) != 1)}: {', '.join(given.values())}{why}"
