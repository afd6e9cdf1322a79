"""A small segmentation made by hand, so that model tests depend on no other room."""

import numpy as np
import pytest

from covey.records import (
    ColumnProfile,
    ColumnRole,
    ColumnTransform,
    KEvidence,
    KRow,
    PointMap,
    Recipe,
    Rule,
    Segment,
    SegmentationRecord,
)

NAN = float("nan")


def _segment(label: int, name: str) -> Segment:
    return Segment(
        label=label,
        name=name,
        rows=3,
        share=0.5,
        grade="A",
        grade_reason="highly stable",
        jaccard=0.97,
        silhouette=0.8,
        rule=Rule("Spend > 50", 1.0, 2 / 3),
        profile=(
            ColumnProfile("Spend", "number", 1.5, 60.0, 55.5, 70.25, 10.0),
            ColumnProfile("Région", "text", 0.25, level="<b>Süd</b>\x1b[31m", share=0.5, rest_share=0.25),
        ),
    )


@pytest.fixture(scope="session")
def record() -> SegmentationRecord:
    """Six customers in two segments."""
    spend = ColumnTransform("Spend", fill=10.0, log=False, low=NAN, center=0.1, scale=1 / 3)
    region = ColumnTransform("Région", NAN, False, NAN, 0.0, 0.5, levels=("<b>Süd</b>\x1b[31m", "North"))
    roles = (
        ColumnRole("Spend", "measure", "numbers", "standardised"),
        ColumnRole("Région", "category", "2 levels"),
    )
    labels = np.array([0, 0, 0, 1, 1, 1], dtype=np.int32)
    centers = np.array([[0.1 + 0.2, 1e-300, 0.5], [-1.5, 0.5, 1 / 3]])
    return SegmentationRecord(
        source="customers.csv",
        n_rows=6,
        how_read=("comma, UTF-8, header found",),
        roles=roles,
        notes=("nothing was filled",),
        recipe=Recipe((spend, region), roles, float("inf")),
        evidence=KEvidence(
            2,
            2,
            "natural",
            (KRow(1, 9.0, NAN, 0.1, 0.01, 1.0), KRow(2, 1.0, 0.8, 0.9, 0.01, 0.99)),
            ("two groups",),
            None,
        ),
        k=2,
        labels=labels,
        apart=np.zeros(6, dtype=bool),
        centers=centers,
        segments=(_segment(0, "high Spend"), _segment(1, "low Spend")),
        silhouette=0.8,
        inertia=1.0,
        seed=0,
        fingerprint="0123456789abcdef",
        point_map=PointMap(np.zeros((6, 2)), labels, np.zeros((2, 2)), 1.0, ("Spend", "Région")),
        distance_limits=np.array([0.75, np.inf]),
    )
