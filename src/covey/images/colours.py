"""Which different colours does a picture hold, and how often does each occur?

In:   pixels (h, w, 3 or 4) uint8.
Out:  Colours: different colours and counts, so that millions of pixels cost thousands of points; later the
      palette entry of every pixel, from that of every colour.
Not here: colour spaces (spaces.py), choosing (`journeys`).
All pixels without any opacity are one colour, whatever lies below.
Next: spaces.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from covey.records import Array

_TABLE_FROM = 1_000_000  # pixels from which a table of all 16.8 M colours costs less than sorting


@dataclass(frozen=True)
class Colours:
    """Different colours (m, 3 or 4) uint8 in ascending order of codes, and how many pixels have each."""

    values: Array
    counts: Array


def colours_of(pixels: Array) -> Colours:
    """Return the different colours of a picture and their counts.

    Examples
    --------
    >>> two = colours_of(np.array([[[0, 0, 9], [0, 0, 9], [255, 0, 0]]], np.uint8))
    >>> two.values.tolist(), two.counts.tolist()
    ([[0, 0, 9], [255, 0, 0]], [2, 1])
    """
    codes = _codes(pixels)
    if pixels.shape[2] == 3 and codes.size >= _TABLE_FROM:
        of_every = np.bincount(codes, minlength=1 << 24)
        present = np.flatnonzero(of_every)
        return Colours(_values(present.astype(np.uint32), 3), of_every[present])
    present, counts = np.unique(codes, return_counts=True)
    return Colours(_values(present, pixels.shape[2]), counts)


def coarse(colours: Colours, most: int) -> Colours:
    """Return at most `most` colours that stand for all: cells of like colours, each at its mean.

    Every channel loses bits, one at a time, until there are few enough cells. Colours come back as float64.
    """
    values, counts = colours.values.astype(np.float64), colours.counts
    if len(counts) <= most:
        return Colours(values, counts)
    for n_bits in range(1, 8):
        cells, place = np.unique(_coded(colours.values >> n_bits), return_inverse=True)
        if len(cells) <= most:
            break
    weights = np.bincount(place, counts)
    sums = [np.bincount(place, counts * values[:, channel]) for channel in range(values.shape[1])]
    return Colours(np.stack(sums, axis=1) / weights[:, None], weights.astype(np.int64))


def indices_of(pixels: Array, colours: Colours, entries: Array) -> Array:
    """Return the palette entry (h, w) uint8 of every pixel, from that of every colour (m,)."""
    codes, known = _codes(pixels), _coded(colours.values)
    if pixels.shape[2] == 3 and codes.size >= _TABLE_FROM:
        table = np.zeros(1 << 24, np.uint8)
        table[known] = entries
        return table[codes].reshape(pixels.shape[:2])
    return entries.astype(np.uint8)[np.searchsorted(known, codes)].reshape(pixels.shape[:2])


def painted(palette: Array, indices: Array) -> Array:
    """Return the pixels (h, w, 3 or 4) of a picture in palette colours."""
    return palette[indices]


def _codes(pixels: Array) -> Array:
    """Return one number (h * w,) per pixel, the same for pixels of the same colour."""
    codes = _coded(pixels.reshape(-1, pixels.shape[2]))
    return np.where(codes >> 24 == 0, np.uint32(0), codes) if pixels.shape[2] == 4 else codes


def _coded(values: Array) -> Array:
    """Return colours as numbers: opacity first, then red, green, blue."""
    codes = np.zeros(len(values), np.uint32)
    for channel, shift in zip(range(values.shape[1]), (16, 8, 0, 24), strict=False):
        codes |= values[:, channel].astype(np.uint32) << np.uint32(shift)
    return codes


def _values(codes: Array, n_channels: int) -> Array:
    """Return numbers as colours (m, n_channels) uint8."""
    return np.stack(
        [(codes >> np.uint32(s)) & np.uint32(255) for s in (16, 8, 0, 24)[:n_channels]], 1
    ).astype(np.uint8)
