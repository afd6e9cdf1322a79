"""Which rows and which numbers form the segments?

In:   a table in any form, and what the user said about its columns.
Out:  FittedRows: the table as read, the role of each column, all points, and those that enter the fit.
Not here: reading and scaling themselves (`table`); choosing K or fitting (segmenting.py, choice.py).
Next: segmenting.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from covey import checks, errors
from covey import table as tables
from covey.judgement import Origin
from covey.records import Array, ColumnRole, Prepared, Table


@dataclass(frozen=True)
class Reading:
    """What the user said about the columns; see `covey.segment` for each."""

    columns: str | Sequence[str] | None = None
    ignore: str | Sequence[str] | None = ()
    id: str | None = None
    weights: Any = None
    scale: str = "standard"


@dataclass(frozen=True)
class FittedRows:
    """A table on its way into a fit.

    `prepared` holds a point for every row; `points` and `weights` only those rows that `fitted` marks: not
    set apart, and of some weight.
    """

    table: Table
    roles: tuple[ColumnRole, ...]
    prepared: Prepared
    points: Array
    weights: Array | None
    fitted: Array

    @property
    def names(self) -> tuple[str, ...]:
        """The column that each coordinate comes from."""
        made = self.prepared.recipe.transforms
        return tuple(column.name for column in made for _ in (column.levels or ("",)))

    @property
    def origin(self) -> Origin:
        """The rows that form the segments in the user's units, numbered from 1 as people count them."""
        raw, indicators = tables.unscaled(self.table, self.prepared.recipe)
        return Origin(raw[self.fitted], np.flatnonzero(self.fitted) + 1, self.names, indicators)

    @property
    def n_apart(self) -> int:
        """How many rows are kept out of the fit."""
        return len(self.prepared.apart) - len(self.points)


def read_rows(source: Any, reading: Reading) -> FittedRows:
    """Return the rows of a table ready to be fitted.

    Raises
    ------
    TableError, InputError
        If the table cannot be read, no column can form segments, or the weights cannot be used.
    """
    table = source if isinstance(source, Table) else tables.read(source)
    weights = _weights(reading.weights, table)
    weight_column = (reading.weights,) if isinstance(reading.weights, str) else ()
    roles = tables.roles(
        table,
        columns=None if reading.columns is None else _names(reading.columns, table),
        ignore=(*_names(reading.ignore, table), *weight_column),
        id=None if reading.id is None else _name(reading.id, table),
    )
    roles = tuple(
        replace(role, reason="says how much each row counts") if role.name in weight_column else role
        for role in roles
    )
    prepared = tables.prepare(table, roles, scale=reading.scale)
    fitted = ~prepared.apart
    if weights is not None:
        fitted = fitted & (weights > 0)
    points = np.ascontiguousarray(prepared.points[fitted])
    if len(points) == 0:
        raise errors.too_few_rows(0, 1, table.source)
    kept = None if weights is None else weights[fitted]
    return FittedRows(table, roles, prepared, points, kept, fitted)


def distinct_rows(points: Array, enough: int) -> int:
    """Return the number of different rows, counting no further than `enough`.

    A thousand rows settle the question for nearly every table; only a table of repeats is counted whole.
    """
    found = len(np.unique(points[:1000], axis=0))
    if found < enough and len(points) > 1000:
        found = len(np.unique(points, axis=0))
    return min(found, enough)


def _names(given: Any, table: Table) -> tuple[str, ...]:
    """Return the columns that are named, by one name or several; none for None."""
    if given is None:
        return ()
    labels = _labels(table)
    alone = isinstance(given, str) or not isinstance(given, Iterable)
    alone = alone or (isinstance(given, tuple) and given in labels)
    return tuple(_name(one, table) for one in ([given] if alone else given))


def _name(given: Any, table: Table) -> str:
    """Return what a column is called, for its name or for the label it has in the user's frame."""
    labels = _labels(table)
    if isinstance(given, str) or given not in labels:
        name: str = given
        return name
    return table.columns[labels.index(given)].name


def _labels(table: Table) -> list[Any]:
    """Return the labels of the columns as the user has them: those of pandas may be numbers or tuples."""
    native = table.native
    if isinstance(native, Mapping):
        return list(native)
    return list(native.columns) if hasattr(native, "iloc") else []


def _weights(given: Any, table: Table) -> Array | None:
    """Return one number per row, from a column of the table or from the caller."""
    if given is None:
        return None
    if isinstance(given, str):
        given = _weight_column(given, table)
    return checked_weights(given, table.n_rows)


def _weight_column(name: str, table: Table) -> Array:
    for column in table.columns:
        if column.name == name:
            if column.kind not in ("number", "flag"):
                raise errors.bad_weights(f"column {name!r} holds {column.kind}, not numbers")
            return column.values
    present = ", ".join(repr(column.name) for column in table.columns[:10])
    raise errors.bad_weights(f"there is no column {name!r} to take weights from; there are {present}")


def checked_weights(given: Any, n_rows: int, what: str = "weights") -> Array:
    """Return weights as float64 of shape (n_rows,), or InputError."""
    given = checks.without_mask(given, what)
    try:
        weights = np.asarray(given, dtype=np.float64)
    except (TypeError, ValueError):
        raise errors.bad_weights("the weights are not numbers") from None
    if weights.shape != (n_rows,):
        raise errors.bad_weights(f"the weights have shape {weights.shape}, the table has {n_rows:,} rows")
    if not np.isfinite(weights).all() or (weights < 0).any() or not (weights > 0).any():
        raise errors.bad_weights("the weights hold missing, infinite, negative or only zero values")
    return weights
