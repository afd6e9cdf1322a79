"""A segment's story: name, grade, rule, and a profile in the user's units.

Made by:  `explain`; grades rest on what `judgement` measured.
Next: segmentation.py for all segments of a table.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ColumnProfile:
    """One column inside one segment, in the user's units, beside the rest of the table.

    For numbers `median`, `low` and `high` (quartiles), `rest_median`, and `difference`: (median -
    rest_median) in robust standard deviations of the whole column. For categories `level` (the one most
    over-represented), its `share` in the segment and `rest_share` elsewhere, and `difference` = share -
    rest_share.
    """

    name: str
    kind: str
    difference: float
    median: float = float("nan")
    low: float = float("nan")
    high: float = float("nan")
    rest_median: float = float("nan")
    level: str | None = None
    share: float = float("nan")
    rest_share: float = float("nan")


@dataclass(frozen=True)
class Rule:
    """A sentence in the user's units that nearly describes a segment.

    `precision` is the share of the rows that satisfy it which belong to the segment; `recall` the share of
    the segment's rows which satisfy it.
    """

    text: str
    precision: float
    recall: float


@dataclass(frozen=True)
class Segment:
    """A cluster explained in the user's words.

    `jaccard`, `seeds` and `samples` say how much of it comes back (0 to 1): when rows are drawn anew, from
    other starts, from 80 % of the rows. Half of its rows have a silhouette between `silhouette_low` and
    `silhouette_high`. `overlap` is the share of its rows and those of segment `nearest` that lie near the
    border between the two.
    """

    label: int
    name: str
    rows: int
    share: float
    grade: str
    grade_reason: str
    jaccard: float
    silhouette: float
    rule: Rule
    profile: tuple[ColumnProfile, ...]
    seeds: float = float("nan")
    samples: float = float("nan")
    silhouette_low: float = float("nan")
    silhouette_high: float = float("nan")
    nearest: int | None = None
    overlap: float = float("nan")

    def __repr__(self) -> str:
        """Return what one asks first, on one line; the profile has a frame of its own (`.profile()`)."""
        return (
            f"Segment({self.label}, {self.name!r}: {self.rows:,} rows ({100 * self.share:.1f} %), "
            f"grade {self.grade}, rule: {self.rule.text})"
        )
