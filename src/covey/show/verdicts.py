"""What is said first, everywhere: are these groups real?

In:   a segmentation record.
Out:  the verdict as one headline, what it means for use, and the words of the grades.
Not here: deciding; `choose_k` did. The tone follows the evidence: no confident words for a convenience cut.
Next: `page` and `terminal`, which both start with this.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from covey.records import KEvidence, Segment, SegmentationRecord
from covey.show.wording import count, percent, score

MEANING = {
    "natural": "The segments stand apart from each other and come back when rows are left out.",
    "reproducible": (
        "Groups that overlap: tighter than one crowd would be, and they come back when rows are left out, "
        "but no gap separates them, so rows between two of them could belong to either."
    ),
    "constructive": (
        "The segments can be handy for planning. Do not present them as groups that exist: "
        "the borders run through one crowd."
    ),
}
GRADES = (
    ("A", "highly stable"),
    ("B", "stable"),
    ("C", "a pattern, members uncertain, or a convenience cut"),
    ("D", "do not trust"),
)


@dataclass(frozen=True)
class Verdict:
    """The first thing a reader sees: `word` is natural, reproducible or constructive."""

    word: str
    headline: str
    meaning: str
    reasons: tuple[str, ...]


def verdict(record: SegmentationRecord) -> Verdict:
    """Return the verdict on a segmentation as sentences.

    Examples
    --------
    >>> import covey
    >>> found = covey.segment({"spend": [9, 10, 11, 10, 9, 11, 90, 91, 92, 90, 91, 89]}, k=2)
    >>> verdict(found.record).headline
    'The table holds 2 natural groups.'
    """
    evidence = record.evidence
    return Verdict(evidence.verdict, headline(evidence, record.k), _meaning(record), evidence.reasons)


def apart_sentence(record: SegmentationRecord) -> tuple[str, ...]:
    """Return the sentence about rows set apart; none where a note of the record says it already.

    Examples
    --------
    >>> import covey
    >>> apart_sentence(covey.segment({"spend": [9, 10, 11, 90, 91, 92]}, k=2).record)
    ()
    """
    n_apart = int(np.count_nonzero(record.apart))
    if not n_apart or any("set apart" in note for note in record.notes):
        return ()
    return (
        f"{count(n_apart, 'row was', 'rows were')} set apart: too far from everything else to take part in "
        "forming the segments. They are still scored, and counted in the sizes above.",
    )


def grade_evidence(segment: Segment) -> str:
    """Return what a grade rests on beside its sentence; empty where it was not measured.

    Examples
    --------
    >>> import covey
    >>> found = covey.segment({"spend": [9, 10, 11, 10, 9, 11, 90, 91, 92, 90, 91, 89]}, k=2)
    >>> grade_evidence(found.segments[0])[:51]
    'Given back by other starts 1.00, by 80 % of the row'
    """
    told = []
    if np.isfinite(segment.seeds) and np.isfinite(segment.samples):
        starts, rows = score(segment.seeds), score(segment.samples)
        told.append(f"Given back by other starts {starts}, by 80 % of the rows {rows}.")
    if np.isfinite(segment.silhouette_low):
        low, high = score(segment.silhouette_low), score(segment.silhouette_high)
        told.append(f"Half of its rows have a silhouette of {low} to {high}.")
    if segment.nearest is not None and np.isfinite(segment.overlap):
        none = round(segment.overlap, 3) == 0
        share = "No row" if none else f"{percent(segment.overlap)} of the rows"
        verb = "lies" if none else "lie"
        told.append(
            f"{share} of this segment and segment {segment.nearest} {verb} near the border between them."
        )
    return " ".join(told)


def headline(evidence: KEvidence, k: int) -> str:
    """Return the verdict on a table that was cut into `k` segments, in one sentence.

    Examples
    --------
    >>> headline(KEvidence(3, 1, "reproducible", (), ()), 3)
    'The table holds 3 groups that overlap.'
    >>> headline(KEvidence(1, 2, "constructive", (), ()), 1)
    'The table holds 2 natural groups; your limit leaves 1 segment.'
    """
    held, found = _held(evidence)
    cut = count(k, "segment", "segments")
    is_limited = evidence.k == k  # what was asked for beside the evidence is no limit
    if not held and k == 1:
        return "All rows form one group: no cut was made."
    if not held:
        return f"No natural groups were found: these {cut} are a convenience cut."
    if found == k:
        return f"{held}."
    if evidence.verdict == "constructive" and k > 1:
        return f"{held}; within the limits, {cut} are a convenience cut."
    if is_limited:
        return f"{held}; your limit leaves {cut}."
    return f"{held}; this cut makes {cut} of them, as asked."


def _held(evidence: KEvidence) -> tuple[str, int]:
    """Return which groups the table holds in words, and how many; no words where there are none."""
    if evidence.verdict == "reproducible":
        return (
            f"The table holds {count(evidence.k, 'group that overlaps', 'groups that overlap')}",
            evidence.k,
        )
    if evidence.natural_k > 1:
        groups = count(evidence.natural_k, "natural group", "natural groups")
        return f"The table holds {groups}", evidence.natural_k
    return "", 1


def _meaning(record: SegmentationRecord) -> str:
    """Return what the verdict means for use."""
    evidence = record.evidence
    held, found = _held(evidence)
    if record.k == 1 and held:
        return f"Every row is in the same segment. Allow {found} segments to have these groups."
    if record.k == 1:
        return "There is nothing to compare: every row is in the same segment."
    if evidence.verdict != "constructive" and found != record.k:
        overlap = " that overlap" if evidence.verdict == "reproducible" else ""
        return (
            f"Groups{overlap} exist, but not {record.k} of them: some segments join or divide groups. "
            f"The grades below say which segments hold. The suggested number is {found}."
        )
    return MEANING.get(evidence.verdict, MEANING["constructive"])
