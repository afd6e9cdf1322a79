"""A segmentation in a few lines, for a prompt and for a notebook cell.

In:   a SavedModel.
Out:  text, or HTML in which every word of the user's is escaped.
Not here: the full text and the report (`show`); they need the rows.
Next: segmentation.py.
"""

from __future__ import annotations

from html import escape

from covey.errors.wording import printable
from covey.model import SavedModel
from covey.records import Segment
from covey.show.verdicts import headline
from covey.show.wording import percent

_HEAD = ("label", "segment", "grade", "rows", "share", "rule")


def as_text(saved: SavedModel) -> str:
    """Return verdict and segments as lines of plain text, free of control characters."""
    rows = [_HEAD, *(_cells(segment) for segment in saved.segments)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(_HEAD))]
    lines = [_headline(saved), ""]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def as_html(saved: SavedModel) -> str:
    """Return verdict and segments as an HTML table without scripts or styles of its own."""
    head = "".join(f"<th>{cell}</th>" for cell in _HEAD)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in _cells(segment)) + "</tr>"
        for segment in saved.segments
    )
    reasons = "".join(f"<li>{escape(printable(reason))}</li>" for reason in saved.evidence.reasons)
    return (
        f"<div><p><strong>{escape(_headline(saved))}</strong></p>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table><ul>{reasons}</ul></div>"
    )


def _headline(saved: SavedModel) -> str:
    segments = "1 segment" if saved.k == 1 else f"{saved.k} segments"
    return f"{printable(saved.source)}: {segments}, {saved.verdict}. {headline(saved.evidence, saved.k)}"


def _cells(segment: Segment) -> tuple[str, ...]:
    rule = segment.rule
    return (
        str(segment.label),
        printable(segment.name),
        segment.grade,
        f"{segment.rows:,}",
        percent(segment.share),
        f"{printable(rule.text)} (precision {percent(rule.precision)}, recall {percent(rule.recall)})",
    )
