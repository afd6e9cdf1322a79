"""Where may a line of the terminal end?

In:   a sentence with quantities.
Out:  the same, its quantities in one piece while it is broken into lines; the lines, with plain blanks again.
Not here: how wide a line is. What is printed holds no unusual blank, so it can be searched and copied.
Rejected: U+00A0, at which rich ends a line all the same.
Next: terminal.py, which breaks lines with rich; `journeys`, whose plain texts use `wrapped`.
"""

from __future__ import annotations

import re
from textwrap import wrap

HELD = "\ufdd0"  # a noncharacter: Unicode keeps it for use inside programs, and it is one column wide
UNITS = "%|dB|M|bn|bytes?|pixels|rows?|days?|seconds?|standard deviations?"
QUANTITY = re.compile(
    rf"(?<=\d) (?=(?:{UNITS})(?!\w))"  # 80 % and 31.0 dB
    r"|(?<=[<>≤≥=±×]) (?=[-−]?\d)|(?<=\d) (?=[±×] \d)"  # > 250, K = 3 and 180 × 120
    r"|(?<=\brow) (?=\d)|(?<=\bsegment) (?=\d)|(?<=\bp) (?=below \d)|(?<=\bp below) (?=\d)"
)


def held_together(text: str) -> str:
    """Return `text` with the blanks inside its quantities held, so that no line ends there.

    Examples
    --------
    >>> len(held_together("at most 1 % of 400 rows").split())
    5
    """
    return QUANTITY.sub(HELD, text)


def let_go(text: str) -> str:
    """Return `text` with plain blanks for those that were held.

    Examples
    --------
    >>> let_go(held_together("31.0 dB"))
    '31.0 dB'
    """
    return text.replace(HELD, " ")


def wrapped(text: str, width: int) -> list[str]:
    """Return the lines of a text, none wider than `width` where its words allow that.

    Examples
    --------
    >>> wrapped("these are 80 % of them", 12)
    ['these are', '80 % of them']
    """
    return [let_go(line) for line in wrap(held_together(text), width)]
