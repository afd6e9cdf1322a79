"""Why can this not be used as a picture?

In:   facts. Out: the error, in a sentence that ends with what to type next.
Next: kinds.py for the tree of exceptions.
"""

from __future__ import annotations

from collections.abc import Sequence

from covey.errors.kinds import InputError, OptionError, OutputError


def not_a_picture_object(kind: type) -> InputError:
    """Return the error for an object that is no picture."""
    return InputError(
        f"{kind.__name__!r} is not a picture. Give a path, a Pillow image or an array of pixels: "
        "covey.palette('photo.png', 16)"
    )


def not_pixels(shape: tuple[int, ...], kind: object, span: tuple[float, float] | None = None) -> InputError:
    """Return the error for an array that holds no pixels; `span` is from its least to its largest number."""
    came, cure = f"of shape {shape} and kind {kind}", ""
    if span is not None:
        low, high = span
        came += f", {low:g} to {high:g},"
        if 0 <= low <= high <= 1:
            cure = ": (pixels * 255).round().astype('uint8')"
        elif 0 <= low <= high <= 255:
            cure = ": pixels.round().astype('uint8')"
        elif 0 <= low <= high <= 65535:
            cure = ": (pixels / 65535 * 255).round().astype('uint8') for 16 bits per channel"
    return InputError(
        f"pixels {came} are no picture. Give whole numbers from 0 to 255 of shape (height, width, 3), "
        f"or 4 with opacity{cure}"
    )


def picture_is_folder(path: object) -> InputError:
    """Return the error for a path that is a folder."""
    return InputError(f"{str(path)!r} is a folder, not a picture. Name one file: covey palette {path}/IMAGE")


def no_such_picture(path: object, nearest: Sequence[str]) -> InputError:
    """Return the error for a path where there is nothing."""
    hint = f"Did you mean {' or '.join(map(repr, nearest))}?" if nearest else "Check the spelling: ls"
    return InputError(f"there is no picture {str(path)!r}. {hint}")


def picture_bytes(name: str, n_bytes: int, max_bytes: int) -> InputError:
    """Return the error for a file without content, or with more than any picture that fits here."""
    if n_bytes == 0:
        return InputError(f"{name} is empty. Copy or export the picture again.")
    return InputError(f"{name} holds {n_bytes:,} bytes; at most {max_bytes:,} are read. Make it smaller.")


def not_a_picture(name: str, formats: Sequence[str]) -> InputError:
    """Return the error for a file in no known format of pictures."""
    return InputError(
        f"{name} is not a picture that can be read here. Readable formats: {', '.join(formats)}. "
        "Export it as PNG."
    )


def damaged_picture(name: str, n_bytes: int, why: object) -> InputError:
    """Return the error for a picture that is cut short or changed."""
    return InputError(f"{name} ({n_bytes:,} bytes) is damaged: {why}. Copy or export the picture again.")


def moving_picture(name: str, n_frames: int) -> InputError:
    """Return the error for a picture of several frames or pages."""
    return InputError(
        f"{name} holds {n_frames:,} frames or pages; a palette is made for one. Save the one you want as PNG "
        f"first: magick '{name}[0]' frame.png"
    )


def too_many_pixels(name: str, width: int, height: int, most: int) -> InputError:
    """Return the error for a picture that would fill the memory."""
    return InputError(
        f"{name} says it is {width:,} × {height:,} pixels; at most {most:,} are read, because a small "
        "file can claim any size. If that size is right, make it smaller first: "
        "magick IMAGE -resize 50% smaller.png"
    )


def palette_is_png(path: object) -> OutputError:
    """Return the error for a name that promises another format than an indexed PNG."""
    return OutputError(
        f"{str(path)!r} does not end in .png, but a palette is written as an indexed PNG, which keeps its "
        "colours. Name it .png, or have Pillow write it: found.image.convert('RGB').save(...)"
    )


def bad_colors(colors: object) -> OptionError:
    """Return the error for a number of colours that no palette can have."""
    return OptionError(
        f"colors={colors!r}, but an indexed PNG has 1 to 256 colours. Give a whole number, or 'auto' for as "
        "few as the quality needs: -c 16"
    )


def bad_quality(quality: object) -> OptionError:
    """Return the error for a quality that is no number of decibels."""
    return OptionError(f"quality={quality!r}, but it is a PSNR in dB, from 1 to 99. Try 35.")
