"""A picture in few colours: its palette, by weighted k-means over its different colours.

In:   an image file, a Pillow image or an array; how many colours, or "auto".
Out:  a Palette: the colours, the picture in them as an indexed PNG, and what it cost in likeness and bytes.
Not here: reading and writing pictures, colour spaces (`images`); the page (`show`).
Next: ../images/__init__.py.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from covey import checks, engine, errors, images
from covey import table as tables
from covey.images.likeness import psnr_of
from covey.journeys.results import write_bytes
from covey.records import Array, PaletteRecord, Table

MOST_COLORS = 256
N_STARTS = 10
N_STARTS_LARGE = 4  # from 65 colours on, where starts differ little
N_STARTS_SEARCH = 2
MAX_ITERATIONS = 200
MOST_POINTS = 150_000  # different colours; more are fitted as cells of like colours
DEFAULT_QUALITY_DB = 35.0


class Palette:
    """A picture in few colours. Made by `covey.palette`.

    Attributes
    ----------
    colors : uint8 array of shape (n_colors, 3)
        Red, green and blue; the most used colour first.
    alpha : uint8 array of shape (n_colors,) or None
        Opacity of each colour, if something in the picture is see-through.
    shares : array of shape (n_colors,)
        Share of the pixels.
    indices : uint8 array of shape (height, width)
        The colour of every pixel.
    psnr, ssim : float
        Likeness to the original: decibels (infinite if nothing was lost), and -1 to 1.
    n_bytes, n_bytes_before : int, int or None
        Size of the indexed PNG and of the file that was read.
    n_different : int
        How many different colours the original holds.
    notes : tuple of str
        What was done to the picture.
    record : PaletteRecord
        Everything, as plain data.
    """

    def __init__(self, record: PaletteRecord, picture: images.Picture, png: bytes):
        self._picture, self._png = picture, png
        self.record = record
        self.colors: Array = record.colors[:, :3]
        self.alpha: Array | None = record.colors[:, 3] if record.colors.shape[1] == 4 else None
        self.shares, self.indices = record.shares, record.indices
        self.psnr, self.ssim = record.psnr, record.ssim
        self.n_bytes, self.n_bytes_before = record.n_bytes, record.n_bytes_before
        self.n_different, self.notes = record.n_different, record.notes

    @property
    def image(self) -> Any:
        """The picture as a Pillow image of mode P, with exactly these colours."""
        return images.as_pillow(self.record.colors, self.indices)

    @property
    def hex(self) -> tuple[str, ...]:
        """The colours as "#rrggbb", with two more digits for opacity where there is some."""
        return tuple("#" + bytes(color).hex() for color in self.record.colors)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the picture as an indexed PNG; an older file is replaced when the new one is whole.

        Raises
        ------
        OutputError
            If the name ends in another format, or it cannot be written; an older file is then unchanged.
        """
        if Path(path).suffix.lower() not in ("", ".png"):
            raise errors.palette_is_png(path)
        write_bytes(Path(path), self._png)

    def write_table(self, path: str | os.PathLike[str]) -> None:
        """Write the colours as CSV: code, red, green, blue, opacity if there is some, share of the pixels."""
        channels = ("red", "green", "blue", "opacity")[: self.record.colors.shape[1]]
        columns: dict[str, Any] = {"color": np.array(self.hex, dtype=object)}
        columns |= {name: self.record.colors[:, at].astype(int) for at, name in enumerate(channels)}
        tables.write_csv(path, Table((), len(self.colors), "palette"), {**columns, "share": self.shares})

    def plot(self, ax: Any = None) -> Any:
        """Draw the original and the picture side by side, or the picture alone on the axes given."""
        from covey.show import pictures

        pairs = [(self._picture.pixels, "Before"), (self._painted, f"{len(self.colors)} colours")]
        return pictures.side_by_side(pairs) if ax is None else pictures.one(self._painted, ax)

    def report(self, path: str | os.PathLike[str]) -> None:
        """Write a page that opens without internet: pictures side by side, colours, figures.

        Raises
        ------
        OutputError
            If it cannot be written; an older file is then unchanged.
        """
        from covey.show import palette_sheet, sheet_page

        sheet_page.write_sheet(palette_sheet.sheet(self.record, self._shown), path)

    def text(self, *, width: int = 100, colour: bool = False) -> str:
        """Return figures and colours as they are printed in a terminal `width` characters wide."""
        from covey.show import palette_sheet, sheet_text

        return sheet_text.sheet_text(palette_sheet.sheet(self.record), width=width, colour=colour).rstrip(
            "\n"
        )

    def __repr__(self) -> str:
        return self.text()

    @cached_property
    def _painted(self) -> Array:
        return images.painted(self.record.colors, self.indices)

    @cached_property
    def _shown(self) -> dict[str, bytes]:
        """The pictures of the page: both whole, and where they differ most, enlarged by the browser."""
        before, after = self._picture.pixels, self._painted
        part = _most_different(before, after)
        is_small = len(self._png) < 1_000_000 and after.shape[1] <= 1600
        return {
            "before": images.preview(before, 960),
            "after": self._png if is_small else images.preview(after, 960),
            "part_before": images.preview(before[part], 200),
            "part_after": images.preview(after[part], 200),
        }


@dataclass(frozen=True)
class _Task:
    """What is asked of the colours: where they are compared, and how the work is done."""

    colours: images.Colours
    space: str
    seed: int
    n_threads: int | None

    @cached_property
    def points(self) -> Array:
        """Every different colour as a point."""
        return images.to_space(self.colours.values, self.space)

    @cached_property
    def fitted(self) -> tuple[Array, Array]:
        """The points that are fitted, fewer where there are very many colours, and their weights."""
        few = images.coarse(self.colours, MOST_POINTS)
        points = self.points if few is self.colours else images.to_space(few.values, self.space)
        # A picture beside itself has the same palette: only the proportions of the counts matter.
        return points, (few.counts // np.gcd.reduce(few.counts)).astype(np.float64)


def palette(
    image: Any,
    colors: int | str = 16,
    *,
    space: str = "srgb",
    dither: bool = False,
    quality: float = DEFAULT_QUALITY_DB,
    seed: int = 0,
    n_threads: int | None = None,
) -> Palette:
    """Reduce a picture to few colours.

    Parameters
    ----------
    image : path, PIL.Image.Image, or uint8 array of shape (h, w), (h, w, 3) or (h, w, 4)
        A still picture: PNG, JPEG, WebP, TIFF, BMP, GIF, PPM or TGA.
    colors : int or "auto", default 16
        How many colours, 1 to 256; "auto" takes as few as reach `quality`.
    space : {"srgb", "linear", "perceptual"}, default "srgb"
        Where colours are compared: the numbers of the file, which gives the highest PSNR; light; or Oklab,
        in which equal distances look equally different.
    dither : bool, default False
        Spread errors over neighbouring pixels: smooth from afar, grainy from near, a lower PSNR.
    quality : float, default 35.0
        PSNR in dB that "auto" reaches without dithering, if 256 colours can.
    seed : int, default 0
        Same picture, seed and version: same bytes, on any number of threads.
    n_threads : int, optional
        Default: all cores.

    Returns
    -------
    Palette
        Never with more colours than the picture holds. Opacity is kept: pixels that cannot be seen keep a
        palette entry of their own, opaque pixels stay opaque where all that share their entry are.

    Raises
    ------
    InputError
        If it is no picture, is damaged, moves, or is larger than 100 million pixels, or an option is not one
        of those allowed.
    MissingExtraError
        If Pillow is not installed: pip install 'covey[images]'

    Notes
    -----
    Weighted k-means over the different colours, best of ten starts: time grows with the different colours,
    little with the pixels. Half a second for 768 × 512 pixels. More than 150,000 different colours are fitted
    as cells of like colours; every colour then gets its nearest entry.

    Examples
    --------
    >>> import numpy as np
    >>> pixels = np.zeros((4, 6, 3), np.uint8)
    >>> pixels[:, :2] = [200, 0, 0]
    >>> pixels[0, 0] = [208, 0, 0]
    >>> found = palette(pixels, 2)
    >>> found.colors.tolist(), found.shares.round(2).tolist()
    ([[0, 0, 0], [201, 0, 0]], [0.67, 0.33])
    """
    wanted = _checked_colors(colors)
    space = checks.one_of("space", space, images.SPACES)
    if isinstance(quality, bool) or not isinstance(quality, (int, float)) or not 1 <= quality <= 99:
        raise errors.bad_quality(quality)
    seed, n_threads = checks.journey_seed(seed), checks.threads(n_threads)
    picture = images.read(image)
    task = _Task(images.colours_of(picture.pixels), space, seed, n_threads)
    chosen, notes = _chosen(task, wanted, float(quality))
    entries, colors_found, shares = _in_palette(task, picture, chosen, dither)
    png = images.png_bytes(colors_found, entries, picture.profile)
    after = images.painted(colors_found, entries)
    record = PaletteRecord(
        source=picture.source,
        colors=colors_found,
        shares=shares,
        indices=entries,
        n_different=len(task.colours.counts),
        psnr=images.psnr(picture.pixels, after),
        ssim=images.ssim(picture.pixels, after),
        n_bytes=len(png),
        n_bytes_before=picture.n_bytes,
        space=space,
        dithered=bool(dither),
        seed=seed,
        notes=(*picture.how_read, *notes),
    )
    return Palette(record, picture, png)


def _checked_colors(colors: int | str) -> int | None:
    """Return the number of colours asked for, None for "auto"."""
    if isinstance(colors, str) and colors.strip().lower() == "auto":
        return None
    if isinstance(colors, (bool, np.bool_)) or not isinstance(colors, (int, np.integer)):
        raise errors.bad_colors(colors)
    if not 1 <= colors <= MOST_COLORS:
        raise errors.bad_colors(colors)
    return int(colors)


def _chosen(task: _Task, wanted: int | None, quality: float) -> tuple[Array, tuple[str, ...]]:
    """Return the palette (c, 3 or 4) uint8, and sentences on how it was found."""
    n_different = len(task.colours.counts)
    if wanted is None:
        return _fewest(task, quality)
    notes: tuple[str, ...] = ()
    if wanted >= n_different:
        return task.colours.values, (f"all {n_different:,} different colours fit into the palette: no loss",)
    if len(task.fitted[1]) < n_different:
        cells = len(task.fitted[1])
        notes = (f"{n_different:,} different colours were fitted as {cells:,} cells of like colours",)
    return _fit(task, wanted, N_STARTS if wanted <= 64 else N_STARTS_LARGE), notes


def _fit(task: _Task, n_colors: int, n_starts: int) -> Array:
    """Return the best of some starts as different colours; one is kept for what cannot be seen."""
    points, weights = task.fitted
    values = task.colours.values
    hidden = values.shape[1] == 4 and values[0, 3] == 0 and n_colors > 1
    if hidden:
        points, weights, n_colors = points[1:], weights[1:], n_colors - 1
    found = engine.fit(
        np.ascontiguousarray(points),
        min(n_colors, len(points)),
        weights=weights,
        n_init=n_starts,
        max_iter=MAX_ITERATIONS,
        tol=1e-6,
        seed=task.seed,
        n_threads=task.n_threads,
    )
    chosen = images.from_space(found.centers, task.space)
    return np.unique(np.vstack([values[:1], chosen]) if hidden else chosen, axis=0)


def _fewest(task: _Task, quality: float) -> tuple[Array, tuple[str, ...]]:
    """Return the palette with the fewest colours that reaches the quality: doubled, then halved between."""
    tried: dict[int, tuple[float, Array]] = {}
    n_most = min(MOST_COLORS, len(task.colours.counts))

    def reaches(n_colors: int) -> bool:
        chosen = _fit(task, n_colors, N_STARTS_SEARCH) if n_colors < len(task.colours.counts) else None
        chosen = task.colours.values if chosen is None else chosen
        tried[n_colors] = (_psnr(task, chosen), chosen)
        return tried[n_colors][0] >= quality

    high = 1
    while not reaches(high) and high < n_most:
        high = min(2 * high, n_most)
    low = high // 2
    if tried[high][0] >= quality:
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if reaches(middle) else (middle, high)
    reached, chosen = tried[high]
    if reached >= quality:
        return chosen, (f"{len(chosen)} colours are the fewest found that reach {quality:g} dB (--quality)",)
    return chosen, (
        f"even {len(chosen)} colours reach {reached:.1f} dB only, not {quality:g} dB (--quality)",
    )


def _psnr(task: _Task, chosen: Array) -> float:
    """Return the PSNR of the picture in these colours, from its different colours alone."""
    entries = engine.assign(task.points, images.to_space(chosen, task.space), n_threads=task.n_threads)
    before, after = (images.to_space(one, "srgb").astype(np.float64) for one in (task.colours.values, chosen))
    squared = ((before - after[entries]) ** 2).mean(axis=1)
    return psnr_of(float(np.average(squared, weights=task.colours.counts)))


def _in_palette(
    task: _Task, picture: images.Picture, chosen: Array, dither: bool
) -> tuple[Array, Array, Array]:
    """Return the entry of every pixel, and colours and shares, most used first; unused ones are gone."""
    targets = images.to_space(chosen, task.space)
    if dither:
        shape = picture.pixels.shape
        flat = images.to_space(picture.pixels.reshape(-1, shape[2]), task.space)
        entries = images.diffused(flat.reshape(shape), targets)
    else:
        nearest = engine.assign(task.points, targets, n_threads=task.n_threads)
        entries = images.indices_of(picture.pixels, task.colours, nearest)
    counts = np.bincount(entries.ravel(), minlength=len(chosen))
    order = np.argsort(-counts, kind="stable")[: np.count_nonzero(counts)]
    place = np.zeros(len(chosen), np.uint8)
    place[order] = np.arange(len(order))
    return place[entries], chosen[order], counts[order] / counts.sum()


def _most_different(before: Array, after: Array) -> tuple[slice, slice]:
    """Return the square of at most 72 pixels a side where two pictures differ most."""
    height, width = before.shape[:2]
    side = min(72, height, width)
    error = ((before[:, :, :3].astype(np.float32) - after[:, :, :3]) ** 2).sum(axis=2)
    rows, columns = height // side, width // side
    blocks = error[: rows * side, : columns * side].reshape(rows, side, columns, side).sum(axis=(1, 3))
    row, column = np.unravel_index(int(blocks.argmax()), blocks.shape)
    return slice(row * side, (row + 1) * side), slice(column * side, (column + 1) * side)
