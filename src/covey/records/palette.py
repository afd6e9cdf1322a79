"""A picture in few colours, and how like the original it is.

Made by:  `journeys`, for `covey.palette`.
"""

from __future__ import annotations

from dataclasses import dataclass

from covey.records.arrays import Array


@dataclass(frozen=True)
class PaletteRecord:
    """A picture in few colours.

    `colors` (c, 3 or 4) uint8, the most used first; `shares` (c,) of the pixels; `indices` (h, w) uint8, the
    color of every pixel; `n_different` colors in the original; `psnr` in dB and `ssim` beside the original;
    `n_bytes` of the indexed PNG, `n_bytes_before` of the file it was made from (None for pixels from memory).
    """

    source: str
    colors: Array
    shares: Array
    indices: Array
    n_different: int
    psnr: float
    ssim: float
    n_bytes: int
    n_bytes_before: int | None
    space: str
    dithered: bool
    seed: int
    notes: tuple[str, ...]
