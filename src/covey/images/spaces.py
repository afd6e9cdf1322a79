"""In which space are colours compared?

In:   colours (m, 3 or 4) from 0 to 255 as a file holds them (sRGB), the name of a space.
Out:  points (m, 3 or 4) float32 whose squared distances say how different colours are, and the way back.
Not here: colour profiles; numbers are taken as sRGB.
"srgb" is the numbers as they are: its means give the highest PSNR. "linear" is light: its means are what
the eye sees from afar. "perceptual" is Oklab, in which equal distances look equally different.
Opacity is a fourth coordinate, and the others are multiplied by it: what cannot be seen has no colour.
Source: IEC 61966-2-1 for sRGB; Ottosson (2020), A perceptual color space for image processing.
Next: dithering.py.
"""

from __future__ import annotations

import numpy as np

from covey.records import Array

SPACES = ("srgb", "linear", "perceptual")

_TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
_FROM_LAB, _FROM_CONES = np.linalg.inv(_TO_LAB), np.linalg.inv(_TO_CONES)


def to_space(colours: Array, space: str) -> Array:
    """Return colours as points (m, 3 or 4) float32; lengths are 0 to 255 in "srgb", else 0 to 1.

    Examples
    --------
    >>> to_space(np.array([[255, 255, 255]]), "perceptual").round(3).tolist()
    [[1.0, 0.0, 0.0]]
    """
    values = np.asarray(colours, dtype=np.float64)
    points = _forward(values[:, :3], space)
    if values.shape[1] == 4:
        opacity = values[:, 3:] / 255.0
        points = np.hstack([points * opacity, opacity * (255.0 if space == "srgb" else 1.0)])
    return np.ascontiguousarray(np.round(points, 7), dtype=np.float32)


def from_space(points: Array, space: str) -> Array:
    """Return points as colours (m, 3 or 4) uint8, rounded and kept within what a screen shows.

    Examples
    --------
    >>> grey = np.array([[90, 120, 33]])
    >>> from_space(to_space(grey, "linear"), "linear").tolist()
    [[90, 120, 33]]
    """
    values = np.asarray(points, dtype=np.float64)
    if values.shape[1] == 4:
        opacity = np.clip(values[:, 3:] / (255.0 if space == "srgb" else 1.0), 0.0, 1.0)
        seen = np.divide(values[:, :3], opacity, out=np.zeros_like(values[:, :3]), where=opacity > 0.5 / 255)
        colours = np.hstack([_backward(seen, space), 255.0 * opacity])
        colours[np.rint(colours[:, 3]) == 0] = 0.0
    else:
        colours = _backward(values, space)
    whole: Array = np.clip(np.rint(colours), 0, 255).astype(np.uint8)
    return whole


def _forward(values: Array, space: str) -> Array:
    if space == "srgb":
        return values
    light: Array = values / 255.0
    light = np.where(light <= 0.04045, light / 12.92, ((light + 0.055) / 1.055) ** 2.4)
    if space == "linear":
        return light
    lab: Array = np.cbrt(light @ _TO_CONES.T) @ _TO_LAB.T
    return lab


def _backward(points: Array, space: str) -> Array:
    if space == "srgb":
        return points
    light = points if space == "linear" else (points @ _FROM_LAB.T) ** 3 @ _FROM_CONES.T
    light = np.clip(light, 0.0, 1.0)
    return 255.0 * np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
