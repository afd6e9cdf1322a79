"""How the columns of a table become points, and the way back.

Made by:  `table`, once for each fit; `model` keeps the recipe, so that new rows take the same way.
Not here: the way itself (table/transform.py).
Next: fit.py for what is found among the points.
"""

from __future__ import annotations

from dataclasses import dataclass

from covey.records.arrays import Array
from covey.records.table import ColumnRole


@dataclass(frozen=True)
class ColumnTransform:
    """How one column becomes one or more coordinates, and how to come back.

    `levels` is None for a number: value -> filled with `fill` if missing -> log1p(value - `low`) if `log` ->
    minus `center` -> divided by `scale`. With `levels`, one coordinate per level: (1 if equal else 0) *
    `scale`. Below `low` the logarithm is mirrored: -log1p(`low` - value). A coordinate lies |coordinate -
    `middle`| / `spread` robust standard deviations out; `spread` is infinite where no row is ever set apart.
    """

    name: str
    fill: float
    log: bool
    low: float
    center: float
    scale: float
    levels: tuple[str, ...] | None = None
    middle: float = 0.0
    spread: float = 1.0


@dataclass(frozen=True)
class Recipe:
    """Everything needed to turn a row of the same table into a point, learned once and saved with the model.

    `apart_limit` is the largest distance in robust standard deviations, per coordinate, that a row may have
    and still be fitted; rows beyond it are set apart.
    """

    transforms: tuple[ColumnTransform, ...]
    roles: tuple[ColumnRole, ...]
    apart_limit: float


@dataclass(frozen=True)
class Prepared:
    """A table as points.

    `points` is (n_rows, n_coordinates) float64 with a row for each row of the table; `apart` marks the rows
    that are kept out of the fit; `notes` says in sentences what was done to the data and how to override it.
    """

    points: Array
    apart: Array
    recipe: Recipe
    notes: tuple[str, ...]
