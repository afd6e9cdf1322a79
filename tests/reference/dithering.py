"""Error diffusion, one pixel after the other."""

import numpy as np


def diffused(points, palette):
    """Return the palette entry of every pixel (h, w), errors passed on to the right and below."""
    height, width, _ = points.shape
    wanted = np.zeros((height + 1, width + 2, points.shape[2]), np.float32)
    wanted[:height, 1:-1] = points
    entries = np.zeros((height, width), np.uint8)
    for y in range(height):
        for x in range(1, width + 1):
            here = np.clip(wanted[y, x], palette.min(axis=0), palette.max(axis=0))
            chosen = ((here.astype(float) - palette.astype(float)) ** 2).sum(axis=1).argmin()
            entries[y, x - 1] = chosen
            error = here - palette[chosen]
            for down, right, part in ((0, 1, 7), (1, -1, 3), (1, 0, 5), (1, 1, 1)):
                wanted[y + down, x + right] += error * np.float32(part / 16)
    return entries
