"""How does a sheet become one HTML file that needs nothing else?

In:   a Sheet, a path.
Out:  one offline file; no script, no request to anywhere.
Not here: what the sheet says.
Next: templates/sheet.html, which prints the blocks and nothing else.
"""

from __future__ import annotations

import base64
import os
from pathlib import Path
from typing import Any

from covey.show.page import filled, write_whole
from covey.show.sheet import Cell, Code, Drawing, Drawings, Grid, Section, Sentences, Sheet


def write_sheet(sheet: Sheet, path: str | os.PathLike[str]) -> None:
    """Write a sheet as one HTML file that opens without internet; an older file is replaced when it is whole.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    write_whole(Path(path), sheet_html(sheet))


def sheet_html(sheet: Sheet) -> str:
    """Return a sheet as the text of one HTML file.

    Examples
    --------
    >>> page = sheet_html(Sheet("Palette", "<b>.png", "Palette", "16 colours", "Few."))
    >>> page[:15], "<b>" in page
    ('<!DOCTYPE html>', False)
    """
    return filled("sheet.html", sheet=sheet, sections=[_section(one) for one in sheet.sections])


def _section(section: Section) -> dict[str, Any]:
    return {
        "title": section.title,
        "lead": section.lead,
        "note": section.note,
        "blocks": [_block(block) for block in section.blocks],
    }


def _block(block: object) -> dict[str, Any]:
    """Return a block with its kind spelled out, as the template asks for it."""
    if isinstance(block, Sentences):
        return {"kind": "sentences", "items": block.items}
    if isinstance(block, Code):
        return {"kind": "code", "lines": block.lines}
    if isinstance(block, Drawings):
        return {"kind": "drawings", "items": [_drawing(one) for one in block.items]}
    assert isinstance(block, Grid)
    return {
        "kind": "grid",
        "head": [(name, name in block.numbers) for name in block.head],
        "rows": [
            [
                (cell if isinstance(cell, Cell) else Cell(cell), name in block.numbers)
                for cell, name in zip(row, block.head, strict=True)
            ]
            for row in block.rows
        ],
        "left_out": block.left_out,
    }


def _drawing(drawing: Drawing) -> dict[str, Any]:
    from markupsafe import Markup

    address = ""
    if drawing.image:
        kind = "png" if drawing.image.startswith(b"\x89PNG") else "jpeg"
        address = f"data:image/{kind};base64,{base64.b64encode(drawing.image).decode('ascii')}"
    return {
        "svg": Markup(drawing.svg),
        "address": Markup(address),  # base64 and a fixed beginning: nothing to escape, far too long to clean
        "caption": drawing.caption,
        "pixelated": drawing.pixelated,
        "wide": drawing.wide,
    }
