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
from covey.show.done import of_table

_LEFT_OUT = "does not form the groups"

# So many rows without gaps are enough if they are so large a share of all; else half of all.
ENOUGH_WHOLE, WHOLE_SHARE = 100, 0.1
MOST_COPIED = 2_000
_ROWS_PER_SEGMENT = 5


@dataclass(frozen=True)
class Reading:
    """What the user said about the columns; see `covey.segment` for each."""

    columns: str | Sequence[str] | None = None
    ignore: str | Sequence[str] | None = ()
    id: str | None = None
    weights: Any = None
    scale: str = "standard"
    sheet: str | None = None


@dataclass(frozen=True)
class FittedRows:
    """A table on its way into a fit.

    `prepared` holds a point for every row; `points` and `weights` only those rows that `fitted` marks: not
    set apart, of some weight, and after `without_gaps` with all their numbers. `usable` marks those and the
    rows with gaps.
    """

    table: Table
    roles: tuple[ColumnRole, ...]
    prepared: Prepared
    points: Array
    weights: Array | None
    fitted: Array
    usable: Array
    are_copied: bool = False  # the points hold numbers of other rows where their own are missing

    @property
    def names(self) -> tuple[str, ...]:
        """The column that each coordinate comes from."""
        made = self.prepared.recipe.transforms
        return tuple(column.name for column in made for _ in (column.levels or ("",)))

    @property
    def n_apart(self) -> int:
        """How many rows are set apart, or of no weight."""
        return int(np.count_nonzero(~self.usable))

    @property
    def done(self) -> tuple[str, ...]:
        """What was done to the table on the way: how it was read, its columns, its cells."""
        table = self.table
        read = of_table(
            table.source, table.n_rows, table.how_read, self.prepared.recipe.roles, left_out=_LEFT_OUT
        )
        return (*read, *self.prepared.notes)

    @property
    def origin(self) -> Origin:
        """The rows that form the segments in the user's units, numbered from 1 as people count them."""
        raw, indicators = tables.unscaled(self.table, self.prepared.recipe)
        raw = tables.raw_of(self.points, self.prepared.recipe) if self.are_copied else raw[self.fitted]
        return Origin(raw, np.flatnonzero(self.fitted) + 1, self.names, indicators)

    @property
    def notes(self) -> tuple[str, ...]:
        """How the table was read, then what was done to its columns."""
        return (*self.table.how_read, *self.prepared.notes)


def read_rows(source: Any, reading: Reading) -> FittedRows:
    """Return the rows of a table ready to be fitted.

    Raises
    ------
    TableError, InputError
        If the table cannot be read, no column can form segments, or the weights cannot be used.
    """
    table = source if isinstance(source, Table) else tables.read(source, sheet=reading.sheet)
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
    return FittedRows(table, roles, prepared, points, kept, fitted, fitted)


def without_gaps(rows: FittedRows, k: int = 2, seed: int = 0) -> FittedRows:
    """Return the rows among which groups are looked for, with a note: a number filled in is no evidence.

    Those that have all their numbers; all the others are labelled after the fit. Where these are too few (for
    `k` segments, too), a sample of all rows, each gap filled from the row nearest to it.
    """
    missing = tables.gaps(rows.table, rows.prepared.recipe)
    whole = rows.fitted & ~missing.any(axis=1)
    n_rows, n_whole = len(rows.points), int(whole.sum())
    if n_whole == n_rows:
        return rows
    if n_whole >= _ROWS_PER_SEGMENT * k and (
        2 * n_whole >= n_rows or (n_whole >= ENOUGH_WHOLE and n_whole >= WHOLE_SHARE * n_rows)
    ):
        return _kept(rows, whole, rows.prepared.points[whole], _whole_rows_note(n_whole, n_rows))
    sample = np.flatnonzero(rows.fitted)
    most = max(MOST_COPIED, _ROWS_PER_SEGMENT * k)
    if n_rows > most:
        sample = np.sort(np.random.default_rng([seed, 1, 0]).choice(sample, most, replace=False))
    chosen = np.zeros(len(rows.fitted), dtype=bool)
    chosen[sample] = True
    points = tables.from_nearest(rows.prepared.points[sample], missing[sample])
    said = _copied_rows_note(n_whole, len(sample), n_rows)
    return replace(_kept(rows, chosen, points, said), are_copied=True)


def _whole_rows_note(n_whole: int, n_rows: int) -> str:
    return (
        f"groups are looked for in the {n_whole:,} rows that have all their numbers, as a filled cell is no "
        f"evidence; the other {n_rows - n_whole:,} are labelled after the fit"
    )


def _copied_rows_note(n_whole: int, n_looked_at: int, n_rows: int) -> str:
    which = "all rows" if n_looked_at == n_rows else f"{n_looked_at:,} of {n_rows:,} rows"
    whole = "no row has" if n_whole == 0 else f"only {n_whole:,} row{'s have' if n_whole > 1 else ' has'}"
    return (
        f"{whole} all numbers: groups are looked for in {which}, each missing number taken "
        "from the row most like it (leave a column with many gaps out: --ignore)"
    )


def _kept(rows: FittedRows, fitted: Array, points: Array, said: str) -> FittedRows:
    weights = None if rows.weights is None else rows.weights[fitted[rows.fitted]]
    prepared = replace(rows.prepared, notes=(*rows.prepared.notes, said))
    return replace(
        rows, prepared=prepared, points=np.ascontiguousarray(points), weights=weights, fitted=fitted
    )


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
