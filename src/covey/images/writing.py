"""Write a picture of few colours, and small copies of pictures for a page.

In:   palette (c, 3 or 4) uint8, entries (h, w) uint8.
Out:  a Pillow image in palette mode; the bytes of an indexed PNG with exactly that palette; previews.
Not here: putting bytes into files (`journeys.results`).
Next: `journeys`, which uses all of this room.
"""

from __future__ import annotations

import io
from typing import Any

import numpy as np

from covey.images.reading import pillow
from covey.records import Array


def as_pillow(palette: Array, entries: Array) -> Any:
    """Return a Pillow image of mode P."""
    image = pillow().Image.fromarray(entries)  # grey, then the numbers become places in the palette
    image.putpalette(np.ascontiguousarray(palette[:, :3]).tobytes(), "RGB")
    if palette.shape[1] == 4:
        image.info["transparency"] = palette[:, 3].tobytes()
    return image


def png_bytes(palette: Array, entries: Array, profile: bytes | None = None) -> bytes:
    """Return an indexed PNG: 1, 2, 4 or 8 bits a pixel, as few as the palette needs."""
    target = io.BytesIO()
    n_bits = next(bits for bits in (1, 2, 4, 8) if len(palette) <= 1 << bits)
    as_pillow(palette, entries).save(target, "PNG", bits=n_bits, optimize=True, icc_profile=profile)
    return target.getvalue()


def preview(pixels: Array, width: int) -> bytes:
    """Return a PNG of the picture at most `width` pixels wide."""
    image = pillow().Image.fromarray(pixels)
    if image.width > width:
        image = image.resize((width, max(1, round(image.height * width / image.width))))
    target = io.BytesIO()
    image.save(target, "PNG", optimize=True)
    return target.getvalue()
