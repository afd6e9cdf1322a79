"""A flat picture of many points.

Made by:  `journeys`, for segments and topics alike; drawn by `show`.
Next: segmentation.py and topics.py, which hold one.
"""

from __future__ import annotations

from dataclasses import dataclass

from covey.records.arrays import Array


@dataclass(frozen=True)
class PointMap:
    """A flat picture of the points: at most a few thousand of them, and the centers, on two axes.

    `positions` (m, 2), `labels` (m,), `centers` (k, 2); `kept` is the share of the variance between the
    segments that the two axes show; `axes` names them in words.
    """

    positions: Array
    labels: Array
    centers: Array
    kept: float
    axes: tuple[str, str]
