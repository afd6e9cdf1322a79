"""Which facts does the report print, and which does it leave out so that it stays small?

In:   a segmentation record.
Out:  plain dictionaries and strings, capped, in the order of the page; each cap comes with a sentence.
Not here: HTML. Text is cleaned and escaped by the template engine's settings in `page`.
Next: `templates/report.html`, which prints these and nothing else.
"""

from __future__ import annotations

import shlex
from typing import Any

import numpy as np

from covey.records import ColumnProfile, KRow, Segment, SegmentationRecord
from covey.show import colours
from covey.show.panels import PANELS
from covey.show.plots import MAX_NUMBERED, MAX_POINTS
from covey.show.verdicts import GRADES, apart_sentence, grade_evidence, verdict
from covey.show.wording import column_name, number, percent, plain, score
from covey.table.roles import forms_segments

MAX_SEGMENTS = 60
MAX_PROFILE_SEGMENTS = 24
MAX_PROFILE_COLUMNS = 40
MAX_ROLES = 100
MAX_NOTES = 40
MAX_IGNORED = 8
SMALL_SEGMENT = 5


def page_facts(record: SegmentationRecord) -> dict[str, Any]:
    """Return everything the template of the report prints.

    Examples
    --------
    >>> import covey
    >>> found = covey.segment({"spend": [9, 10, 11, 10, 9, 11, 90, 91, 92, 90, 91, 89]}, k=2)
    >>> page_facts(found.record)["figures"][0]
    ('12', 'rows')
    """
    return {
        "source": plain(record.source, max_characters=120),
        "verdict": verdict(record),
        "figures": _figures(record),
        "segments": [_segment(segment) for segment in record.segments[:MAX_SEGMENTS]],
        "segments_left_out": _left_out(len(record.segments), MAX_SEGMENTS, "segments", "the largest"),
        "small_segments": _small_segments(record),
        "grades": GRADES,
        "map_caption": _map_caption(record),
        "evidence": _evidence(record),
        "profile": _profile(record),
        "data": _data(record),
        "repeat": _repeat(record),
    }


def _figures(record: SegmentationRecord) -> list[tuple[str, str]]:
    """Return the four numbers of the header: (value, what it is)."""
    n_forming = sum(forms_segments(role) for role in record.roles)
    return [
        (f"{record.n_rows:,}", "row" if record.n_rows == 1 else "rows"),
        (f"{n_forming:,}", f"{'column forms' if n_forming == 1 else 'columns form'} the segments"),
        (f"{record.k:,}", "segment" if record.k == 1 else "segments"),
        (score(record.silhouette), "silhouette, −1 to 1"),
    ]


def _left_out(n_all: int, n_shown: int, what: str, which: str) -> str:
    """Return the sentence that says what the page leaves out, or an empty one."""
    if n_all <= n_shown:
        return ""
    return f"To keep this page small, it shows {which} {n_shown} of {n_all:,} {what}."


def _segment(segment: Segment) -> dict[str, Any]:
    """Return one line of the table of segments."""
    return {
        "label": segment.label,
        "colour": colours.of_segment(segment.label),
        "name": plain(segment.name, max_characters=160),
        "rows": f"{segment.rows:,}",
        "share": percent(segment.share),
        "width": f"{100 * min(max(segment.share, 0.0), 1.0):.1f}" if np.isfinite(segment.share) else "0",
        "grade": segment.grade,
        "grade_reason": plain(segment.grade_reason, max_characters=240),
        "grade_evidence": grade_evidence(segment),
        "rule": _unbroken(plain(segment.rule.text, max_characters=240)),
        "precision": percent(segment.rule.precision),
        "recall": percent(segment.rule.recall),
        "silhouette": score(segment.silhouette),
    }


def _unbroken(rule: str) -> str:
    """Return the rule with no line break between a sign and its number."""
    for sign in (">", "<", "≤"):
        rule = rule.replace(f" {sign} ", f"\u00a0{sign}\u00a0")
    return rule


def _small_segments(record: SegmentationRecord) -> str:
    """Return the warning about segments so small that they point at single rows, or an empty text."""
    small = [segment.label for segment in record.segments if segment.rows < SMALL_SEGMENT]
    if not small:
        return ""
    listed = ", ".join(map(str, small[:10])) + (" …" if len(small) > 10 else "")
    which = "segment" if len(small) == 1 else "segments"
    return (
        f"Fewer than {SMALL_SEGMENT} rows: {which} {listed}. Figures of so few rows describe single rows: "
        "think before you forward them."
    )


def _map_caption(record: SegmentationRecord) -> str:
    """Return the sentence below the picture: how much of the truth two axes show."""
    n_shown = min(len(record.point_map.positions), MAX_POINTS)
    shown = (
        "Each dot is a row"
        if n_shown >= record.n_rows
        else f"{n_shown:,} of {record.n_rows:,} rows are drawn"
    )
    discs = "numbered discs" if record.k <= MAX_NUMBERED else "crosses"
    said = f"{shown}; the {discs} are the centers."
    kept = record.point_map.kept
    if not np.isfinite(kept):
        return said
    return (
        f"{said} The two axes show {percent(kept)} of the variance between the segments; what lies in other "
        "directions is hidden here."
    )


def _evidence(record: SegmentationRecord) -> dict[str, Any]:
    """Return the table of evidence, K by K."""
    drawn = [panel for panel in PANELS if panel.has_values(record.evidence)]
    rows = record.evidence.rows[:MAX_SEGMENTS]
    return {
        "titles": [panel.title for panel in drawn],
        "rows": [
            {
                "k": row.k,
                "cells": [_evidence_cell(row, panel.figure) for panel in drawn],
                "remark": _remark(row.k, record),
                "used": row.k == record.k,
            }
            for row in rows
        ],
        "several": len(record.evidence.rows) > 1,
        "left_out": _left_out(len(record.evidence.rows), MAX_SEGMENTS, "values of K", "the first"),
    }


def _remark(k: int, record: SegmentationRecord) -> str:
    """Return what is special about this K."""
    evidence = record.evidence
    marks = (
        (k == evidence.k, "suggested"),
        (k == record.k, "used here"),
        (k == evidence.elbow_k, "inertia bends"),
    )
    return ", ".join(words for holds, words in marks if holds)


def _evidence_cell(row: KRow, figure: str) -> dict[str, str]:
    """Return one cell of the table of evidence; below it what points without groups reach, or the error."""
    value = getattr(row, figure)
    if not np.isfinite(value):
        return {"main": "–", "below": ""}
    if figure == "inertia":
        return {"main": number(value), "below": ""}
    words, beside = {
        "separation": ("limit ", row.separation_limit),
        "silhouette": ("one crowd ", row.silhouette_limit),
        "gap": ("± ", row.gap_error),
    }.get(figure, ("", float("nan")))
    main = "over 1,000" if figure == "separation" and value >= 1000 else score(value)
    return {"main": main, "below": f"{words}{score(beside)}" if np.isfinite(beside) else ""}


def _profile(record: SegmentationRecord) -> dict[str, Any]:
    """Return the heat table: the columns that differ most, in the user's units."""
    segments = record.segments[:MAX_PROFILE_SEGMENTS]
    n_columns = len(segments[0].profile) if segments else 0
    strength = [max(abs(_weight(segment.profile[j])) for segment in segments) for j in range(n_columns)]
    kept = sorted(range(n_columns), key=lambda j: (-strength[j], j))[:MAX_PROFILE_COLUMNS]
    return {
        "labels": [(segment.label, colours.of_segment(segment.label)) for segment in segments],
        "names": [plain(segment.name, max_characters=80) for segment in segments],
        "rows": [
            {
                "name": column_name(segments[0].profile[j].name, max_characters=48),
                "cells": [_cell(segment.profile[j]) for segment in segments],
            }
            for j in kept
        ],
        "left_out": " ".join(
            sentence
            for sentence in (
                _left_out(n_columns, MAX_PROFILE_COLUMNS, "columns", "the"),
                _left_out(len(record.segments), MAX_PROFILE_SEGMENTS, "segments", "the largest"),
            )
            if sentence
        ),
        "scale": [
            (colours.of_difference(step), f"{step:+d}".replace("-", "−").replace("+0", "0"))
            for step in (-2, -1, 0, 1, 2)
        ],
    }


def _weight(fact: ColumnProfile) -> float:
    """Return a difference on the scale of colours: 67 points of percent are two robust deviations."""
    return fact.difference * 3 if fact.kind == "category" else fact.difference


def _cell(fact: ColumnProfile) -> dict[str, str]:
    """Return one cell of the heat table: the figure, what stands below it, its colour."""
    shade = colours.of_difference(_weight(fact))
    if fact.kind == "category":
        level = column_name(fact.level, max_characters=28) if fact.level is not None else "–"
        return {
            "main": f"{level}: {percent(fact.share)}",
            "below": f"rest {percent(fact.rest_share)}",
            "colour": shade,
        }
    spread = f"{number(fact.low)} to {number(fact.high)}" if np.isfinite(fact.low) else ""
    return {"main": number(fact.median), "below": spread, "colour": shade}


def _data(record: SegmentationRecord) -> dict[str, Any]:
    """Return what was read, what was done to it, and what each column was used for."""
    roles = [
        {
            "name": column_name(role.name, max_characters=60),
            "role": role.role,
            "reason": plain(role.reason, max_characters=200),
            "transform": plain(role.transform, max_characters=120) if role.transform else "–",
        }
        for role in record.roles[:MAX_ROLES]
    ]
    return {
        "how_read": [plain(sentence, max_characters=300) for sentence in record.how_read[:MAX_NOTES]],
        "notes": [plain(sentence, max_characters=500) for sentence in record.notes[:MAX_NOTES]],
        "notes_left_out": _left_out(len(record.notes), MAX_NOTES, "notes", "the first"),
        "apart": apart_sentence(record),
        "roles": roles,
        "roles_left_out": _left_out(len(record.roles), MAX_ROLES, "columns", "the first"),
    }


def _repeat(record: SegmentationRecord) -> dict[str, Any]:
    """Return how to get the same segments again."""
    ignored = [role.name for role in record.roles if role.role == "ignored"]
    is_file = "." in record.source and " " not in record.source.strip()
    words = ["covey", "segment", record.source if is_file else "TABLE.csv", "-k", str(record.k)]
    for name in ignored[:MAX_IGNORED]:
        words += ["--ignore", name]
    words += ["--seed", str(record.seed)]
    more = len(ignored) - MAX_IGNORED
    leave_out = (
        f", ignore={[plain(name, max_characters=60) for name in ignored[:MAX_IGNORED]]!r}" if ignored else ""
    )
    return {
        "command": shlex.join(plain(word, max_characters=120) for word in words),
        "python": f"covey.segment(table, k={record.k}, seed={record.seed}{leave_out})",
        "ignored_left_out": f"Leave out {more:,} more ignored columns in the same way." if more > 0 else "",
        "seed": str(record.seed),
        "fingerprint": record.fingerprint,
        "inertia": number(record.inertia),
        "version": _version(),
    }


def _version() -> str:
    """Return the version of covey, or an empty text when it runs from a folder."""
    from importlib import metadata

    try:
        return metadata.version("covey")
    except metadata.PackageNotFoundError:
        return ""
