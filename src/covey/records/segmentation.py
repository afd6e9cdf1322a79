"""All there is to say of a segmented table.

Made by:  `journeys`; read by `show` and `model`.
Next: model/saved.py for what of it is kept to score new rows.
"""

from __future__ import annotations

from dataclasses import dataclass

from covey.records.arrays import Array
from covey.records.choice import KEvidence
from covey.records.point_map import PointMap
from covey.records.recipe import Recipe
from covey.records.segment import Segment
from covey.records.table import ColumnRole


@dataclass(frozen=True)
class SegmentationRecord:
    """A table, a vector of labels, and the evidence and the story behind each label.

    `labels` has one entry for each row of the table, rows set apart included (they are scored after the fit).
    `distance_limits` (k,): the distance from its center within which 99.9 % of each segment's fitted rows
    lie.
    """

    source: str
    n_rows: int
    how_read: tuple[str, ...]
    roles: tuple[ColumnRole, ...]
    notes: tuple[str, ...]
    recipe: Recipe
    evidence: KEvidence
    k: int
    labels: Array
    apart: Array
    centers: Array
    segments: tuple[Segment, ...]
    silhouette: float
    inertia: float
    seed: int
    fingerprint: str
    point_map: PointMap
    distance_limits: Array | None = None
