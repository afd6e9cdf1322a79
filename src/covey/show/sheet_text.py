"""How does a sheet read in a terminal?

In:   a Sheet, the width in columns, whether colour is wanted.
Out:  text, no line wider than `width`; pictures are left out.
Not here: printing. Control characters of users' texts are gone on the way.
Next: terminal.py for the shared look.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from covey.show.lines import held_together
from covey.show.sheet import Cell, Code, Grid, Section, Sentences, Sheet
from covey.show.terminal import STYLES, WIDE, bullets, printed, words
from covey.show.wording import plain

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

MAX_ROWS = 40


def sheet_text(sheet: Sheet, *, width: int, colour: bool) -> str:
    """Return a sheet as text for a terminal.

    Examples
    --------
    >>> print(sheet_text(Sheet("Palette", "a.png", "Palette", "16 colours", "Few."), width=60, colour=False))
    16 colours
    Few.
    <BLANKLINE>
    """
    width = max(width, 40)
    head = words(sheet.headline, style=STYLES.get(sheet.tone, "bold"))
    head.append(f"\n{held_together(plain(sheet.meaning, max_characters=1200))}", style="not bold default")
    parts: list[RenderableType] = [head]
    if sheet.reasons:
        parts.append(bullets("Why", sheet.reasons))
    for section in sheet.sections:
        if section.in_terminal:
            parts += _section(section, width, colour)
    return printed(parts, width=width, colour=colour, shades="256")


def _section(section: Section, width: int, colour: bool) -> list[RenderableType]:
    from rich.text import Text

    parts: list[RenderableType] = []
    for block in section.blocks:
        title = "" if parts else section.title
        if isinstance(block, Sentences) and block.items:
            parts.append(bullets(title, block.items))
        elif isinstance(block, Grid) and block.rows:
            parts += _grid(block, title, width, colour)
        elif isinstance(block, Code):
            parts.append(Text("\n".join(plain(line) for line in block.lines)))
    return parts


def _grid(grid: Grid, title: str, width: int, colour: bool) -> list[RenderableType]:
    from rich.table import Table
    from rich.text import Text

    shown = [place for place, name in enumerate(grid.head) if width >= WIDE or name not in grid.wide]
    table: Table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    table.title, table.title_justify, table.title_style = title or None, "left", "bold"
    texts = [place for place in shown if grid.head[place] not in grid.numbers]
    for place in shown:
        is_number = grid.head[place] in grid.numbers
        table.add_column(
            grid.head[place],
            justify="right" if is_number else "left",
            no_wrap=is_number or (place == texts[0] and len(texts) > 1 and _is_short(grid, place)),
            overflow="fold",
        )
    for row in grid.rows[:MAX_ROWS]:
        table.add_row(*(_cell(row[place], colour) for place in shown))
    parts: list[RenderableType] = [table]
    if len(grid.rows) > MAX_ROWS:
        parts.append(Text(f"Shown: the first {MAX_ROWS} of {len(grid.rows):,}."))
    elif grid.left_out:
        parts.append(words(grid.left_out))
    return parts


def _is_short(grid: Grid, place: int) -> bool:
    return all(len(_text_of(row[place])) <= 24 for row in grid.rows)


def _text_of(cell: str | Cell) -> str:
    return cell.text if isinstance(cell, Cell) else cell


def _cell(cell: str | Cell, colour: bool) -> Text:
    """Return one cell; a patch of colour only where colours are shown at all."""
    from rich.text import Text

    text = words(_text_of(cell), max_characters=400)
    if isinstance(cell, Cell):
        if cell.below:
            text.append("\n").append_text(words(cell.below, max_characters=400, style="dim"))
        if cell.patch and colour:
            text = Text("  ", style=f"on {cell.patch}").append(" ").append_text(Text(text.plain))
    return text
