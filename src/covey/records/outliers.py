"""Rows that are out of place, and why.

Made by:  `journeys`, for `covey.outliers`.
"""

from __future__ import annotations

from dataclasses import dataclass

from covey.records.arrays import Array
from covey.records.table import ColumnRole


@dataclass(frozen=True)
class UsualValues:
    """What is usual in one column, segment by segment, with one entry for each.

    Of numbers 95 % lie between `lows` and `highs`; of a category (`levels` is not None) `shares` has for each
    segment the share of every level.
    """

    name: str
    lows: tuple[float, ...] = ()
    highs: tuple[float, ...] = ()
    levels: tuple[str, ...] | None = None
    shares: tuple[tuple[float, ...], ...] = ()


@dataclass(frozen=True)
class OutlierRecord:
    """Rows out of place.

    `scores`, `flags`, `reasons`, `labels`, `apart`: one entry for each row. `row_names` names the flagged,
    in order. `false_alarms` is the share of ordinary rows expected to be flagged, at most; `k` segments
    of ordinary rows. `roles` says what each column was used for; `named_by` is
    the column that `row_names` are taken from, None where they are numbers.
    """

    source: str
    n_rows: int
    scores: Array
    flags: Array
    reasons: tuple[str, ...]
    false_alarms: float
    k: int
    labels: Array
    row_names: tuple[str, ...]
    apart: Array
    how_read: tuple[str, ...]
    notes: tuple[str, ...]
    seed: int
    roles: tuple[ColumnRole, ...] = ()
    named_by: str | None = None
