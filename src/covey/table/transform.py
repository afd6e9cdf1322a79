"""Turn columns into coordinates by a recipe, and coordinates back into the user's units.

In:   a Table and a Recipe learned by prepare.py; or coordinates.
Out:  points (n_rows, n_coordinates) float64; or values in the user's units.
Not here: learning the recipe (prepare.py). Nothing here depends on the other rows of the table.
A number: missing -> fill, log1p(value - low) if the recipe says so (mirrored below low, so that every number
has a logarithm and a way back), minus center, divided by scale. A category: one coordinate per level.
Next: prepare.py, far_out.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from covey import errors
from covey.records import Array, Column, ColumnTransform, Recipe, Table
from covey.table import levels
from covey.table.odd_cells import odd_cells
from covey.table.roles import nearest

LARGEST = 1e150  # the square of anything larger is no float64
_US_PER_DAY = 86_400_000_000
_KINDS = {"number": "numbers", "flag": "true or false", "date": "dates", "text": "text"}


def to_points(table: Table, recipe: Recipe, *, remake: str = "covey segment TABLE") -> Array:
    """Return the rows of a table as points, by a recipe learned from another.

    Parameters
    ----------
    table : Table
        Any number of rows. Columns are found by name; their order and further columns do not matter.
    recipe : Recipe
        From `prepare`.
    remake : str
        What makes such a model, for the errors.

    Returns
    -------
    array of shape (n_rows, n_coordinates)
        float64, finite. What was filled in or unknown is said by `new_rows_notes`.

    Raises
    ------
    ModelError
        If columns are missing or of another kind than when the recipe was learned.
    InputError
        If a number is infinite, or so large (1e150) that its square would be.

    Notes
    -----
    Time and memory grow with n_rows times n_coordinates.

    Examples
    --------
    >>> from covey.table import prepare, read, roles
    >>> table = read({"spend": [10.0, 20.0, 30.0]})
    >>> recipe = prepare(table, roles(table)).recipe
    >>> to_points(read({"spend": [20.0]}), recipe)
    array([[0.]])
    """
    by_name = {column.name: column for column in table.columns}
    names = list(by_name)
    absent = {t.name: nearest(t.name, names) for t in recipe.transforms if t.name not in by_name}
    if absent:
        raise errors.missing_columns(absent, names, remake)
    expected = {role.name: role.role for role in recipe.roles}
    points = np.empty((table.n_rows, n_coordinates(recipe)))
    for transform, place in places(recipe):
        column = by_name[transform.name]
        if transform.levels is None:
            values = numbers(column, as_date=expected.get(transform.name) == "date", remake=remake)
            points[:, place.start] = coordinate(values, transform)
        else:
            points[:, place] = one_hot(levels.as_texts(column), transform)
    return points


def unscaled(table: Table, recipe: Recipe) -> tuple[Array, Array]:
    """Return the rows with numbers as they are, filled but neither logarithms nor scaled.

    Returns
    -------
    points : array of shape (n_rows, n_coordinates)
        In the places of `to_points`; a category keeps its coordinates.
    indicators : bool array of shape (n_coordinates,)
        Which coordinates belong to a category.

    Examples
    --------
    >>> from covey.table import prepare, read, roles
    >>> table = read({"spend": [10.0, 20.0, 30.0]})
    >>> unscaled(table, prepare(table, roles(table)).recipe)[0].ravel().tolist()
    [10.0, 20.0, 30.0]
    """
    plain = [
        replace(one, log=False, low=0.0, center=0.0, scale=1.0) if one.levels is None else one
        for one in recipe.transforms
    ]
    indicators = np.concatenate([np.full(len(one.levels or ("",)), one.levels is not None) for one in plain])
    return to_points(table, replace(recipe, transforms=tuple(plain))), indicators


def raw_of(points: Array, recipe: Recipe) -> Array:
    """Return points (n, n_coordinates) with numbers as in `unscaled`: neither logarithms nor scaled."""
    raw = np.array(points, dtype=np.float64)
    for transform, place in places(recipe):
        if transform.levels is None:
            raw[:, place.start] = _value(raw[:, place.start], transform)
    return raw


def in_units(coordinates: Array, recipe: Recipe) -> dict[str, Array]:
    """Return coordinates, such as centers, in the user's own units.

    Parameters
    ----------
    coordinates : array of shape (k, n_coordinates)
        Points or centers.
    recipe : Recipe
        The recipe the points were made with.

    Returns
    -------
    dict of str to array of shape (k,)
        One entry per column that forms the segments: float64 for numbers; datetime64 for dates; for
        categories the level with the largest coordinate, None if none is above 0.

    Notes
    -----
    The inverse of `to_points` up to rounding. A center of a column that was log-scaled comes back as the
    value at the mean logarithm, which lies below the mean of the values.

    Examples
    --------
    >>> from covey.table import prepare, read, roles
    >>> table = read({"spend": [10.0, 20.0, 30.0]})
    >>> prepared = prepare(table, roles(table))
    >>> in_units(prepared.points, prepared.recipe)["spend"].round(6).tolist()
    [10.0, 20.0, 30.0]
    """
    coordinates = np.atleast_2d(np.asarray(coordinates, dtype=np.float64))
    are_dates = date_columns(recipe)
    found: dict[str, Array] = {}
    for transform, place in places(recipe):
        if transform.levels is not None:
            found[transform.name] = _largest_level(coordinates[:, place], transform.levels)
            continue
        values = _value(coordinates[:, place.start], transform)
        if transform.name in are_dates:
            values = as_moments(values)
        found[transform.name] = values
    return found


def date_columns(recipe: Recipe) -> set[str]:
    """Return the names of the columns that are dates."""
    return {role.name for role in recipe.roles if role.role == "date"}


def n_coordinates(recipe: Recipe) -> int:
    """Return how many coordinates a point has."""
    return sum(1 if transform.levels is None else len(transform.levels) for transform in recipe.transforms)


def places(recipe: Recipe) -> Iterator[tuple[ColumnTransform, slice]]:
    """Yield each transform with the coordinates it fills."""
    start = 0
    for transform in recipe.transforms:
        width = 1 if transform.levels is None else len(transform.levels)
        yield transform, slice(start, start + width)
        start += width


def numbers(column: Column, *, as_date: bool = False, remake: str = "covey segment TABLE") -> Array:
    """Return a column as float64, NaN for missing: numbers, flags as 0 and 1, dates as days since 1970."""
    if as_date and column.kind == "date":
        days = column.values.astype(np.int64) / _US_PER_DAY
        return np.where(np.isnat(column.values), np.nan, days)
    if as_date and column.kind == "number" and np.isnan(column.values).all():
        return column.values
    if as_date or column.kind not in ("number", "flag"):
        return _refused(column, "date" if as_date else "number", remake)
    infinite = np.abs(column.values) > LARGEST
    if infinite.any():
        raise errors.infinite_value(column.name, int(infinite.argmax()) + 1, int(infinite.sum()))
    return column.values


def as_moments(days: Array) -> Array:
    """Return days since 1970 as moments."""
    return np.round(days * _US_PER_DAY).astype(np.int64).astype("datetime64[us]")


def coordinate(values: Array, transform: ColumnTransform) -> Array:
    """Return the coordinate of each value of a column of numbers."""
    return (
        bent(np.where(np.isnan(values), transform.fill, values), transform) - transform.center
    ) / transform.scale


def bent(values: Array, transform: ColumnTransform) -> Array:
    """Return values on the scale they are compared on: as they are, or their logarithms."""
    if not transform.log:
        return values
    above = values - transform.low
    return np.asarray(np.sign(above) * np.log1p(np.abs(above)))


def _value(coordinates: Array, transform: ColumnTransform) -> Array:
    """Return the values that have these coordinates."""
    values = coordinates * transform.scale + transform.center
    if transform.log:
        values = np.sign(values) * np.expm1(np.abs(values)) + transform.low
    return np.asarray(values)


def one_hot(texts: Array, transform: ColumnTransform) -> Array:
    """Return (n_rows, n_levels): `scale` at the level of each row, 0 elsewhere and for unknown levels."""
    known = transform.levels or ()
    place = {level: j for j, level in enumerate(known)}
    codes = np.array([place.get(text, -1) for text in texts], dtype=np.int64)
    coded = np.zeros((len(texts), len(known)))
    rows = np.flatnonzero(codes >= 0)
    coded[rows, codes[rows]] = transform.scale
    return coded


def _largest_level(coordinates: Array, known: tuple[str, ...]) -> Array:
    found: Array = np.array(known, dtype=object)[coordinates.argmax(axis=1)]
    found[coordinates.max(axis=1) <= 0] = None
    return found


def _refused(column: Column, expected: str, remake: str) -> Array:
    missing = (
        np.array([value is None for value in column.values])
        if column.kind == "text"
        else np.isnat(column.values)
    )
    if missing.all():
        return np.full(len(column.values), np.nan)
    if column.kind == "text":
        odd = odd_cells(column, as_date=expected == "date")
        if 0 < odd.n_odd < odd.n_filled:
            raise errors.odd_cells(column.name, _KINDS[expected], odd.n_filled, odd.n_odd, odd.shown)
    sample = column.values[int(np.argmin(missing))]
    raise errors.wrong_kind(column.name, _KINDS[expected], _KINDS[column.kind], str(sample)[:40], remake)
