"""What is said about a picture in few colours?

In:   a PaletteRecord, and for a page the bytes of the pictures.
Out:  a Sheet.
Not here: computing likeness; HTML and terminals.
Next: sheet.py.
"""

from __future__ import annotations

import math
import shlex
from collections.abc import Mapping

from covey.records import PaletteRecord
from covey.show.sheet import Cell, Code, Drawing, Drawings, Grid, Section, Sentences, Sheet
from covey.show.wording import count, percent, score

FAINT_DB, VISIBLE_DB = 40.0, 32.0
MAX_IN_TERMINAL = 16
SPACES = {
    "srgb": "as the numbers of the file, sRGB",
    "linear": "as light",
    "perceptual": "as the eye sees, Oklab",
}


def sheet(record: PaletteRecord, pictures: Mapping[str, bytes] | None = None) -> Sheet:
    """Return the sheet of a palette; without pictures it is meant for a terminal, and lists 16 colours.

    Examples
    --------
    >>> import covey, numpy
    >>> print(sheet(covey.palette(numpy.zeros((9, 9, 3), numpy.uint8), 4).record).headline)
    array in 1 colour: nothing was lost.
    """
    n_colors = len(record.colors)
    return Sheet(
        about="Palette of",
        source=record.source,
        word=f"{count(n_colors, 'colour', 'colours')} instead of {record.n_different:,}",
        headline=f"{record.source} in {count(n_colors, 'colour', 'colours')}: {_loss(record)}.",
        meaning=_meaning(record),
        figures=_figures(record),
        sections=(
            *(() if pictures is None else (_beside(record, pictures), _closer(pictures))),
            _colours(record, MAX_IN_TERMINAL if pictures is None else n_colors),
            Section("What was done to the picture", (Sentences(_done(record)),)),
            Section("How to repeat this", (Code(_again(record)),), in_terminal=False),
        ),
        holds="It holds the picture.",
    )


def _loss(record: PaletteRecord) -> str:
    """Return how much was lost, in words that go with the figure."""
    if math.isinf(record.psnr):
        return "nothing was lost"
    if record.psnr >= FAINT_DB:
        return "hard to tell from the original"
    if record.psnr >= VISIBLE_DB:
        return "differences show in smooth areas"
    return "differences are plain to see"


def _meaning(record: PaletteRecord) -> str:
    likeness = [f"PSNR {decibels(record.psnr)}"]
    if math.isfinite(record.ssim):
        likeness.append(f"SSIM {record.ssim:.3f}")
    size = f"{record.n_bytes:,} bytes"
    if record.n_bytes_before is not None:
        size += f" beside {record.n_bytes_before:,} of the original"
        size += f" ({percent(record.n_bytes / record.n_bytes_before)})"
    return f"{', '.join(likeness)}; {size}."


def decibels(value: float) -> str:
    """Return a PSNR in words.

    Examples
    --------
    >>> decibels(28.195), decibels(float("inf"))
    ('28.2 dB', 'without bound (equal)')
    """
    return "without bound (equal)" if math.isinf(value) else f"{value:.1f} dB"


def _figures(record: PaletteRecord) -> tuple[tuple[str, str], ...]:
    figures = [
        (f"{len(record.colors)}", "colours"),
        (decibels(record.psnr).split(" (")[0].replace(" ", "\u00a0"), "PSNR"),
    ]
    figures.append((score(record.ssim), "SSIM, 1 is equal"))
    figures.append((f"{record.n_bytes:,}", "bytes as indexed PNG"))
    if record.n_bytes_before is not None:
        figures.append((f"{record.n_bytes_before:,}", "bytes before"))
    return tuple(figures)


def _beside(record: PaletteRecord, pictures: Mapping[str, bytes]) -> Section:
    n_colors = count(len(record.colors), "colour", "colours")
    shown = (
        Drawing(f"Before: {record.n_different:,} colours", image=pictures["before"]),
        Drawing(f"After: {n_colors}", image=pictures["after"]),
    )
    return Section("Side by side", (Drawings(shown),), in_terminal=False)


def _closer(pictures: Mapping[str, bytes]) -> Section:
    shown = (
        Drawing("Before", image=pictures["part_before"], pixelated=True),
        Drawing("After", image=pictures["part_after"], pixelated=True),
    )
    return Section(
        "Where they differ most", (Drawings(shown),), lead="The same square, enlarged.", in_terminal=False
    )


def _colours(record: PaletteRecord, most: int) -> Section:
    see_through = record.colors.shape[1] == 4
    head = ("colour", "red", "green", "blue", *(("opacity",) if see_through else ()), "share")
    rows: list[tuple[str | Cell, ...]] = []
    for color, share in zip(record.colors[:most].tolist(), record.shares[:most], strict=True):
        code = "#" + bytes(color[:3]).hex()
        rows.append((Cell(code, patch=code), *(str(value) for value in color), percent(float(share))))
    left_out = ""
    if len(record.colors) > most:
        left_out = f"Shown: the {most} most used of {len(record.colors)} colours; palette.csv holds all."
    return Section("The colours", (Grid(head, tuple(rows), numbers=head[1:], left_out=left_out),))


def _done(record: PaletteRecord) -> tuple[str, ...]:
    how = f"colours were compared {SPACES[record.space]} (other ways: --space)"
    dithered = ("errors were spread over neighbouring pixels (--dither)",) if record.dithered else ()
    if record.colors.shape[1] == 4:
        how += "; opacity counts as a fourth channel and is kept"
    return (*record.notes, how, *dithered)


def _again(record: PaletteRecord) -> tuple[str, ...]:
    words = ["covey", "palette", record.source, "-c", str(len(record.colors))]
    words += [] if record.space == "srgb" else ["--space", record.space]
    words += ["--dither"] if record.dithered else []
    words += [] if record.seed == 0 else ["--seed", str(record.seed)]
    return (shlex.join(words),)
