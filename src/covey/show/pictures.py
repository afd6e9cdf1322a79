"""How do pictures look beside each other in a notebook?

In:   pixels (h, w, 3 or 4) and titles.
Out:  Matplotlib axes.
Not here: the page (palette_sheet.py), which embeds files instead.
Next: palette_sheet.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from covey.records import Array
from covey.show import colours
from covey.show.panels import new_axes


def one(pixels: Array, ax: Any) -> Any:
    """Draw a picture on axes without ticks."""
    ax.imshow(pixels, interpolation="nearest")
    ax.set_axis_off()
    return ax


def side_by_side(pictures: Sequence[tuple[Array, str]]) -> Any:
    """Draw pictures with titles beside each other on a new figure.

    Examples
    --------
    >>> import numpy as np
    >>> [ax.get_title(loc="left") for ax in side_by_side([(np.zeros((2, 2, 3), np.uint8), "Before")] * 2)]
    ['Before', 'Before']
    """
    axes = new_axes(width=5.0 * len(pictures), height=3.8, n_columns=len(pictures))
    for ax, (pixels, title) in zip(axes, pictures, strict=True):
        one(pixels, ax).set_title(title, loc="left", fontsize=11, fontweight="bold", color=colours.INK)
    return axes
