"""Read a still picture, and say what was done to it on the way.

In:   a path, a Pillow image, or an array (h, w), (h, w, 3) or (h, w, 4) of uint8.
Out:  a Picture: pixels (h, w, 3 or 4) uint8, what it is called, its bytes on disk, sentences.
Not here: colours (colours.py). Only formats of pixels are opened, so that no other program is started; the
size in the header is read before any pixel is, so that a small file cannot fill the memory.
Next: colours.py.
"""

from __future__ import annotations

import io
import os
import threading
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from covey import errors
from covey.records import Array

FORMATS = ("PNG", "JPEG", "WEBP", "TIFF", "BMP", "GIF", "PPM", "TGA")
MAX_PIXELS = 100_000_000
MAX_BYTES = 1 << 30
_PILLOW_SETTINGS = threading.Lock()  # its limit and the filter of warnings are one for the whole process
_DEEP = ("I", "I;16", "I;16B", "I;16L", "I;16N", "F")


@dataclass(frozen=True)
class Picture:
    """A still picture: `pixels` (h, w, 3) uint8, or (h, w, 4) where something is see-through.

    `source` names it in sentences; `n_bytes` is the size of its file, None for pixels from memory; `how_read`
    holds one sentence for each fact about the reading; `profile` is the colour profile of the file.
    """

    pixels: Array
    source: str
    n_bytes: int | None = None
    how_read: tuple[str, ...] = ()
    profile: bytes | None = None

    @property
    def has_alpha(self) -> bool:
        """Whether some pixels are see-through."""
        return bool(self.pixels.shape[2] == 4)


def read(source: Any) -> Picture:
    """Return the picture in a file, a Pillow image or an array.

    Parameters
    ----------
    source : path, PIL.Image.Image, or uint8 array of shape (h, w), (h, w, 3) or (h, w, 4)

    Returns
    -------
    Picture
        Turned upright where the camera noted how it was held; grey, CMYK and paletted pictures as red, green
        and blue; more than 8 bits per channel rounded to 8. A sentence says so.

    Raises
    ------
    InputError
        If it is no picture, is damaged, moves, or has more than 100 million pixels.
    MissingExtraError
        If Pillow is not installed.

    Examples
    --------
    >>> read(np.zeros((2, 3, 3), np.uint8)).pixels.shape
    (2, 3, 3)
    """
    if isinstance(source, Picture):
        return source
    if isinstance(source, np.ndarray):
        return _from_array(source)
    if not isinstance(source, (str, os.PathLike)):
        if not hasattr(source, "convert") or not hasattr(source, "getexif"):
            raise errors.not_a_picture_object(type(source))
        return _from_pillow(source, getattr(source, "filename", "") or "image", None)
    return _from_file(Path(source))


def pillow() -> Any:
    """Return the package Pillow, or raise the error with the line that installs it."""
    try:
        import PIL.Image
        import PIL.ImageOps
    except ImportError:
        raise errors.missing_extra("covey palette", "pillow", "images") from None
    return PIL


def _from_array(array: Array) -> Picture:
    if array.ndim not in (2, 3) or 0 in array.shape or (array.ndim == 3 and array.shape[2] not in (3, 4)):
        raise errors.not_pixels(array.shape, array.dtype)
    if array.shape[0] * array.shape[1] > MAX_PIXELS:
        raise errors.too_many_pixels("the array", array.shape[1], array.shape[0], MAX_PIXELS)
    if array.dtype.kind not in "iuf":
        raise errors.not_pixels(array.shape, array.dtype)
    low, high = float(array.min()), float(array.max())
    if array.dtype.kind == "f" or not 0 <= low <= high <= 255:
        raise errors.not_pixels(array.shape, array.dtype, (low, high))
    array = array.astype(np.uint8, copy=False)
    pixels = np.repeat(array[:, :, None], 3, axis=2) if array.ndim == 2 else array
    return Picture(_without_idle_alpha(pixels), "array")


def _from_file(path: Path) -> Picture:
    if path.is_dir():
        raise errors.picture_is_folder(path)
    if not path.exists():
        raise errors.no_such_picture(path, _nearest(path))
    pil = pillow()
    try:
        n_bytes = path.stat().st_size
        if n_bytes == 0 or n_bytes > MAX_BYTES:
            raise errors.picture_bytes(path.name, n_bytes, MAX_BYTES)
        content = path.read_bytes()
    except OSError as problem:
        if isinstance(problem, errors.CoveyError):
            raise
        raise errors.cannot_open(path, problem.strerror or problem) from None
    with _PILLOW_SETTINGS, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's remarks on harmless oddities; the size is checked below
        limit, pil.Image.MAX_IMAGE_PIXELS = pil.Image.MAX_IMAGE_PIXELS, None
        try:
            image = pil.Image.open(io.BytesIO(content), formats=FORMATS)
            return _from_pillow(image, path.name, n_bytes)
        except pil.UnidentifiedImageError:
            raise errors.not_a_picture(path.name, FORMATS) from None
        except errors.CoveyError:
            raise
        except (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, OverflowError) as problem:
            raise errors.damaged_picture(path.name, n_bytes, problem) from None
        finally:
            pil.Image.MAX_IMAGE_PIXELS = limit


def _from_pillow(image: Any, name: str, n_bytes: int | None) -> Picture:
    """Return a Pillow image as a Picture; its pixels are read here, after its size was looked at."""
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise errors.too_many_pixels(name, width, height, MAX_PIXELS)
    if width * height == 0:
        raise errors.not_pixels((height, width), image.mode)
    n_frames = getattr(image, "n_frames", 1)
    if n_frames > 1 and image.format != "MPO":  # a phone keeps previews and depths behind its photograph
        raise errors.moving_picture(name, n_frames)
    notes = [f"{width:,} × {height:,} pixels" + (f", {image.format}" if image.format else "")]
    is_deep = image.mode in _DEEP or any(";16" in str(tile) for tile in getattr(image, "tile", ()) or ())
    image.load()
    if is_deep:
        notes.append("more than 8 bits per channel were rounded to 8: an indexed PNG holds no more")
    if image.mode in _DEEP:
        image = _shallow(image)
    upright = pillow().ImageOps.exif_transpose(image)
    if upright.size != image.size or image.getexif().get(0x0112, 1) not in (0, 1):
        notes.append("turned upright, as the camera noted")
    if upright.mode == "CMYK":
        notes.append("CMYK was converted to red, green and blue without a colour profile")
    profile = image.info.get("icc_profile") if upright.mode not in ("CMYK", "LAB", "L", "LA") else None
    pixels = np.asarray(upright.convert("RGBA" if upright.has_transparency_data else "RGB"))
    return Picture(_without_idle_alpha(pixels), Path(str(name)).name, n_bytes, tuple(notes), profile)


def _shallow(image: Any) -> Any:
    """Return deep grey integers or floats with 8 bits; floats from 0 to 1 count as the full range."""
    values = np.asarray(image, dtype=np.float64)
    if not np.isfinite(values).all():
        raise errors.not_pixels(values.shape, "missing or infinite values")
    largest = float(values.max())
    full = 65535.0 if image.mode.startswith("I") else 1.0 if largest <= 1.0 else 255.0
    if image.mode == "I" and largest <= 255:
        full = 255.0
    return pillow().Image.fromarray(np.clip(np.rint(values * (255.0 / full)), 0, 255).astype(np.uint8))


def _without_idle_alpha(pixels: Array) -> Array:
    """Return red, green and blue alone where every pixel is opaque."""
    if pixels.shape[2] == 4 and (pixels[:, :, 3] == 255).all():
        pixels = pixels[:, :, :3]
    return np.ascontiguousarray(pixels)


def _nearest(path: Path) -> list[str]:
    """Return existing files whose names are like the one that was asked for."""
    import difflib

    if not path.parent.is_dir():
        return []
    present = {entry.name.lower(): entry for entry in sorted(path.parent.iterdir()) if entry.is_file()}
    return [
        str(present[name]) for name in difflib.get_close_matches(path.name.lower(), present, n=2, cutoff=0.6)
    ]
