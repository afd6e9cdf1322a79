"""What does the terminal say after a segmentation?

In:   a segmentation record, the width in columns, and whether colour is wanted.
Out:  text: the verdict first, then the segments, then what was done to the data. No line is wider than
      `width`.
Not here: printing, and finding out how wide the terminal is; the command line does that.
Narrow terminals get the rule below the name, wide ones a column of its own. Colour repeats what words say.
Next: `verdicts` for the sentences.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from covey.records import Segment, SegmentationRecord
from covey.show.done import LEFT_OUT, TITLE, of_table
from covey.show.lines import held_together, let_go
from covey.show.verdicts import apart_sentence, grade_evidence, verdict
from covey.show.wording import percent, plain, score

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

MAX_SEGMENTS = 40
MAX_GRADES = 12
MAX_NOTES = 12
WIDE = 110
STYLES = {"natural": "bold blue", "reproducible": "bold yellow", "constructive": "bold"}


def text(record: SegmentationRecord, *, width: int, colour: bool) -> str:
    """Return the verdict and the table of segments for a terminal.

    Parameters
    ----------
    record : SegmentationRecord
    width : int
        Columns of the terminal; less than 40 is taken as 40.
    colour : bool
        Whether to use ANSI colours and bold; without, no escape sequence is in the text.

    Returns
    -------
    str
        Ends with a line end. Control characters in names of columns, levels and files are gone.

    Notes
    -----
    At most 40 segments and 12 notes are listed, and how many are not.

    Examples
    --------
    >>> import covey
    >>> found = covey.segment({"spend": [9, 10, 11, 10, 9, 11, 90, 91, 92, 90, 91, 89]}, k=2)
    >>> print(text(found.record, width=80, colour=False).splitlines()[0])
    The table holds 2 natural groups.
    """
    width = max(width, 40)
    return printed(_parts(record, width), width=width, colour=colour)


def printed(
    parts: Iterable[RenderableType],
    *,
    width: int,
    colour: bool,
    shades: Literal["standard", "256"] = "standard",
) -> str:
    """Return parts as they look in a terminal, an empty line between them, no blank at the end of a line."""
    from io import StringIO

    from rich.console import Console
    from rich.padding import Padding

    target = StringIO()
    console = Console(
        file=target,
        width=width,
        force_terminal=colour,
        no_color=not colour,
        color_system=shades if colour else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    for part in parts:
        console.print(Padding(part, (0, 0, 1, 0)))
    lines = let_go(target.getvalue()).split("\n")
    return "\n".join(line.rstrip() for line in lines).rstrip("\n") + "\n"


def words(text: str, *, max_characters: int = 600, style: str = "") -> Text:
    """Return a stranger's words or ours on one line, fit to be broken into lines by `printed`."""
    from rich.text import Text

    return Text(held_together(plain(text, max_characters=max_characters)), style=style)


def _parts(record: SegmentationRecord, width: int) -> list[RenderableType]:
    """Return what is printed, in order, with an empty line after each."""
    from rich.text import Text

    said = verdict(record)
    head = words(said.headline, style=STYLES.get(said.word, "bold"))
    head.append(f"\nVerdict: {said.word}. ", style="bold")
    head.append(held_together(said.meaning), style="not bold default")
    parts: list[RenderableType] = [head]
    if said.reasons:
        parts.append(bullets("Why", said.reasons))
    parts.append(_segments(record, width))
    if len(record.segments) > MAX_SEGMENTS:
        parts.append(Text(f"Shown: the largest {MAX_SEGMENTS} of {len(record.segments):,} segments."))
    parts.append(bullets("Grades", _graded(record)))
    parts.append(_data(record))
    return parts


def _graded(record: SegmentationRecord) -> list[str]:
    """Return what each grade means and rests on, one sentence per segment."""
    return [
        f"{segment.label}: {segment.grade}, {segment.grade_reason}. {grade_evidence(segment)}".rstrip()
        for segment in record.segments[:MAX_GRADES]
    ]


def bullets(title: str, sentences: tuple[str, ...] | list[str]) -> Table:
    """Return a title and indented sentences below it."""
    from rich.table import Table

    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=1)
    grid.add_column(ratio=1, overflow="fold")
    grid.title, grid.title_justify, grid.title_style = title, "left", "bold"
    for sentence in sentences:
        grid.add_row("·", words(sentence, max_characters=500))
    return grid


def _segments(record: SegmentationRecord, width: int) -> Table:
    """Return the table of segments."""
    from rich.table import Table

    wide = width >= WIDE
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim", expand=False)
    table.add_column("", justify="right", style="bold", no_wrap=True)
    table.add_column("segment", ratio=3, overflow="fold")
    table.add_column("rows", justify="right", no_wrap=True)
    table.add_column("share", justify="right", no_wrap=True)
    table.add_column("grade", no_wrap=True)
    if wide:
        table.add_column("rule", ratio=4, overflow="fold")
    table.expand = True
    shown = record.segments[:MAX_SEGMENTS]
    for place, segment in enumerate(shown):
        told, rule = _told(segment)
        cells = [f"{segment.rows:,}", percent(segment.share), segment.grade]
        if wide:
            table.add_row(str(segment.label), told, *cells, rule)
        else:
            table.add_row(str(segment.label), told.append("\n").append_text(rule), *cells)
        if place + 1 < len(shown):
            table.add_row()
    return table


def _told(segment: Segment) -> tuple[Text, Text]:
    """Return the name of a segment, and its rule with precision and recall."""
    rule = words(segment.rule.text, max_characters=200)
    measured = f" (precision {score(segment.rule.precision)}, recall {score(segment.rule.recall)})"
    rule.append(measured, style="dim")
    return words(segment.name, max_characters=120, style="bold"), rule


def _data(record: SegmentationRecord) -> Table:
    """Return what was done to the data, and how to repeat it."""
    notes = record.notes[:MAX_NOTES]
    read = of_table(record.source, record.n_rows, record.how_read, record.roles, left_out=LEFT_OUT)
    sentences = [*read, *apart_sentence(record), *notes]
    if len(record.notes) > MAX_NOTES:
        sentences.append(f"{len(record.notes) - MAX_NOTES} more notes stand in the report.")
    sentences.append(f"Seed {record.seed}, fingerprint of the table {record.fingerprint}.")
    return bullets(TITLE, sentences)
