"""What stands on a page about topics, a palette, outliers or genes?

In:   nothing; these are the parts a page is made of, in the order they are read.
Out:  Sheet, Section and the kinds of blocks: plain words and pictures, said once, shown on paper and screens.
Not here: HTML (sheet_page.py), terminals (sheet_text.py), which facts (palette_sheet.py and its neighbours).
Texts are those of users as they came; cleaning and escaping happen where they are printed.
Next: sheet_page.py and sheet_text.py.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """One cell of a grid: words, smaller words below, a colour behind it, or a patch of colour before it."""

    text: str
    below: str = ""
    shade: str = ""
    patch: str = ""


@dataclass(frozen=True)
class Sentences:
    """A list of sentences."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """A table; columns in `numbers` stand to the right, those in `wide` are left out of narrow terminals.

    `left_out` says what the caps of the page leave out, empty if nothing.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str | Cell, ...], ...]
    numbers: tuple[str, ...] = ()
    wide: tuple[str, ...] = ()
    left_out: str = ""


@dataclass(frozen=True)
class Drawing:
    """A picture with a caption: an SVG element made by `figures`, or the bytes of a PNG or JPEG.

    `pixelated` enlarges without smoothing, `wide` takes the whole width.
    """

    caption: str
    svg: str = ""
    image: bytes = b""
    pixelated: bool = False
    wide: bool = False


@dataclass(frozen=True)
class Drawings:
    """Pictures side by side; below each other on narrow pages. Not shown in terminals."""

    items: tuple[Drawing, ...]


@dataclass(frozen=True)
class Code:
    """Lines to copy and type."""

    lines: tuple[str, ...]


Block = Sentences | Grid | Drawings | Code


@dataclass(frozen=True)
class Section:
    """A title, a sentence on how to read it, and blocks. `in_terminal` says whether terminals show it."""

    title: str
    blocks: tuple[Block, ...]
    lead: str = ""
    note: str = ""
    in_terminal: bool = True


@dataclass(frozen=True)
class Sheet:
    """A whole page: what it is about, the answer first, a few figures, then the sections.

    `tone` is "natural", "reproducible" or "constructive", as sure as the evidence is; `word` stands above the
    headline; `figures` are (value, what it is).
    """

    about: str
    source: str
    word: str
    headline: str
    meaning: str
    tone: str = "natural"
    figures: tuple[tuple[str, str], ...] = ()
    reasons: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    holds: str = "It holds summaries and pictures, no row of the table."
