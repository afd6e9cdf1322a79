"""How like are two pictures?

In:   two arrays of pixels (h, w, 3 or 4) uint8 of the same shape.
Out:  PSNR in decibels; SSIM from -1 to 1.
Not here: what is like enough.
With opacity both look at colours multiplied by it: what cannot be seen does not count.
Source: Wang, Bovik, Sheikh, Simoncelli (2004), IEEE Trans. Image Process. 13.
Twin: tests/reference/likeness.py.
Next: writing.py.
"""

from __future__ import annotations

import math

import numpy as np

from covey.records import Array

_LUMA = np.array([0.299, 0.587, 0.114], np.float32)
_WINDOW_PIXELS = 11
_SIGMA_PIXELS = 1.5


def psnr(one: Array, other: Array) -> float:
    """Return the peak signal-to-noise ratio in dB over all channels; infinite for equal pictures.

    Examples
    --------
    >>> black = np.zeros((4, 4, 3), np.uint8)
    >>> round(psnr(black, black + np.uint8(1)), 2)
    48.13
    """
    total = sum(
        float(((a - b) ** 2).sum(dtype=np.float64)) for a, b in zip(_rows(one), _rows(other), strict=True)
    )
    return psnr_of(total / one.size)


def psnr_of(mean_squared_error: float) -> float:
    """Return the PSNR in dB of a mean squared error of numbers from 0 to 255."""
    return math.inf if mean_squared_error == 0 else 10.0 * math.log10(255.0**2 / mean_squared_error)


def ssim(one: Array, other: Array) -> float:
    """Return the mean structural similarity of the brightness of two pictures; NaN below 11 × 11 pixels.

    Gaussian window of 11 × 11 pixels, sigma 1.5, windows wholly inside; constants 0.01 and 0.03.

    Examples
    --------
    >>> ramp = np.tile(np.arange(32, dtype=np.uint8)[:, None, None] * 8, (1, 32, 3))
    >>> round(ssim(ramp, ramp), 3)
    1.0
    """
    if min(one.shape[:2]) < _WINDOW_PIXELS:
        return math.nan
    a, b = _luma(one), _luma(other)
    mean_a, mean_b = _blurred(a), _blurred(b)
    var_a, var_b = _blurred(a * a) - mean_a**2, _blurred(b * b) - mean_b**2
    both = _blurred(a * b) - mean_a * mean_b
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    alike = ((2 * mean_a * mean_b + c1) * (2 * both + c2)) / (
        (mean_a**2 + mean_b**2 + c1) * (var_a + var_b + c2)
    )
    return float(alike.mean(dtype=np.float64))


def _rows(pixels: Array) -> list[Array]:
    """Return blocks of rows as float32, colours multiplied by their opacity."""
    return [_seen(pixels[start : start + 512]) for start in range(0, len(pixels), 512)]


def _seen(pixels: Array) -> Array:
    values = pixels.astype(np.float32)
    if values.shape[2] == 4:
        values[:, :, :3] *= values[:, :, 3:] / np.float32(255)
    return values


def _luma(pixels: Array) -> Array:
    return np.ascontiguousarray(_seen(pixels)[:, :, :3] @ _LUMA)


def _blurred(values: Array) -> Array:
    """Return Gaussian means of all windows that lie wholly inside."""
    from scipy.ndimage import convolve1d

    reach = _WINDOW_PIXELS // 2
    window = np.exp(-0.5 * (np.arange(-reach, reach + 1) / _SIGMA_PIXELS) ** 2)
    window /= window.sum()
    inside = slice(reach, -reach)
    down = convolve1d(values, window, axis=0)[inside]
    across: Array = convolve1d(down, window, axis=1)[:, inside]
    return across
