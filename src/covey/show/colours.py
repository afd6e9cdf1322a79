"""Which colours are told apart by everyone, on screen and on paper?

In:   a label, or a difference in robust standard deviations.
Out:  hex colours.
Not here: themes. Red against green is never used to mean bad against good.
Source: Okabe and Ito (2008), Color Universal Design; yellow and black left out, since neither reads on white
      paper.
Next: `plots` and `page`.
"""

from __future__ import annotations

import math

INK = "#1d2530"
MUTED = "#5c6775"
FAINT = "#d9dee5"
SEGMENTS = ("#0072b2", "#d55e00", "#009e73", "#b5548f", "#56b4e9", "#c98a00", "#4b3f9e", "#7a6a4f")
LOW, MIDDLE, HIGH = (100, 160, 208), (255, 255, 255), (240, 168, 96)
FULL_DIFFERENCE = 2.0


def of_segment(label: int) -> str:
    """Return the colour of a segment; colours repeat after eight, so a number always stands beside them.

    Examples
    --------
    >>> of_segment(0), of_segment(8) == of_segment(0)
    ('#0072b2', True)
    """
    return SEGMENTS[label % len(SEGMENTS)]


def of_difference(difference: float) -> str:
    """Return blue below the rest, white like the rest, orange above; full at two robust standard deviations.

    Examples
    --------
    >>> of_difference(0.0), of_difference(-9.0), of_difference(float("nan"))
    ('#ffffff', '#64a0d0', '#ffffff')
    """
    if not math.isfinite(difference):
        difference = 0.0
    part = min(abs(difference) / FULL_DIFFERENCE, 1.0)
    end = HIGH if difference > 0 else LOW
    mixed = (round(a + (b - a) * part) for a, b in zip(MIDDLE, end, strict=True))
    return "#" + "".join(f"{channel:02x}" for channel in mixed)
