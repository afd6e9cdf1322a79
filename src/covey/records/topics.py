"""What documents are about.

Made by:  `journeys`, for `covey.topics`.
"""

from __future__ import annotations

from dataclasses import dataclass

from covey.records.arrays import Array
from covey.records.choice import KEvidence
from covey.records.point_map import PointMap


@dataclass(frozen=True)
class Topic:
    """A cluster of documents in words: `typical` and `borderline` are places of documents."""

    label: int
    name: str
    words: tuple[str, ...]
    size: int
    share: float
    grade: str
    grade_reason: str
    typical: tuple[int, ...]
    borderline: tuple[int, ...]


@dataclass(frozen=True)
class TopicsRecord:
    """Documents, their topics, and the evidence for how many.

    `labels` has one entry for each document, -1 for those without a word that counts; `margins` is 1 on the
    center, 0 on the border; `titles` are names and beginnings of the documents the topics point to.
    """

    source: str
    n_documents: int
    labels: Array
    margins: Array
    topics: tuple[Topic, ...]
    evidence: KEvidence
    titles: dict[int, tuple[str, str]]
    point_map: PointMap
    how_read: tuple[str, ...]
    notes: tuple[str, ...]
    seed: int
