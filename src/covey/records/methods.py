"""Would another method than k-means fit better?

Made by:  `judgement`, for `covey.alternatives`.
Next: choice.py for the evidence within k-means.
"""

from __future__ import annotations

from dataclasses import dataclass

from covey.records.arrays import Array


@dataclass(frozen=True)
class MethodRow:
    """What one method makes of the rows judged.

    `gap` says how much farther apart its groups are than their own rows (1 far, 0 touching, below 0
    overlapping), `stability` how well parts of the rows agree (adjusted Rand index), `agreement` how well
    k-means of any size reproduces the groups, `noise` the share of rows left without a group. `settings` is
    what to type.
    """

    method: str
    settings: str
    n_groups: int
    noise: float
    gap: float
    stability: float
    agreement: float


@dataclass(frozen=True)
class MethodEvidence:
    """Is k-means the wrong tool for these points, and what would fit?

    `best` is the method advised. `elongation` is the longest group's length over its width, `density_ratio`
    the spacing of the sparsest group over that of the densest, `hollow` the share of a group's inside that
    is empty, of the hollowest; all of the groups of `best`. `rows` (m,) are the rows judged, `labels`
    (n_methods, m) what each method makes of them, -1 for noise.
    """

    is_wrong_tool: bool
    best: str
    methods: tuple[MethodRow, ...]
    reasons: tuple[str, ...]
    elongation: float
    density_ratio: float
    hollow: float
    rows: Array
    labels: Array
