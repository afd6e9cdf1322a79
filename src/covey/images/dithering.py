"""Spread what a palette cannot show over the neighbours, so that it comes out right from afar.

In:   points (h, w, d) float32 of a picture, palette points (c, d) in the same space.
Out:  the palette entry (h, w) uint8 of every pixel.
Not here: choosing the palette.
A pixel passes 7/16 of its error to the right and 3/16, 5/16, 1/16 below. Pixels x + 2y = t depend only on
smaller t: a whole slanted line is done at once, and the result is that of one pixel after the other.
Source: Floyd, Steinberg (1976), Proc. SID 17. Twin: tests/reference/dithering.py.
Next: likeness.py.
"""

from __future__ import annotations

import numpy as np

from covey import engine
from covey.records import Array


def diffused(points: Array, palette: Array) -> Array:
    """Return the palette entry of every pixel with errors passed on, kept within the palette's span.

    Examples
    --------
    >>> grey = np.full((1, 8, 1), 0.5, np.float32)
    >>> diffused(grey, np.array([[0.0], [1.0]], np.float32))[0].tolist()
    [0, 1, 0, 1, 0, 1, 0, 1]
    """
    height, width, n_coordinates = points.shape
    palette = np.ascontiguousarray(palette, np.float32)
    low, high = palette.min(axis=0), palette.max(axis=0)
    wanted = np.zeros((height + 1, width + 2, n_coordinates), np.float32)
    wanted[:height, 1:-1] = points
    entries = np.zeros((height, width), np.uint8)
    rows = np.arange(height)
    for t in range(width + 2 * (height - 1)):
        y = rows[max(0, -(-(t - width + 1) // 2)) : min(height, t // 2 + 1)]
        if not len(y):
            continue
        x = t - 2 * y + 1  # one column of margin on the left
        here = np.ascontiguousarray(np.clip(wanted[y, x], low, high))
        chosen = engine.assign(here, palette, n_threads=1)
        entries[y, x - 1] = chosen
        error = here - palette[chosen]
        # No two of the pixels of one line share a neighbour at the same offset.
        wanted[y, x + 1] += error * np.float32(7 / 16)
        wanted[y + 1, x - 1] += error * np.float32(3 / 16)
        wanted[y + 1, x] += error * np.float32(5 / 16)
        wanted[y + 1, x + 1] += error * np.float32(1 / 16)
    return entries
