"""How are a stranger's words and a machine's numbers written for people?

In:   text from a user's table (hostile or not), numbers in the user's units.
Out:  one printable line; 12,669 and 0.85 and 3.2 M; 53 %.
Not here: escaping for HTML; the template engine does that. For Matplotlib: `for_picture`.
Next: `verdicts`, the sentences built with these.
"""

from __future__ import annotations

import math
import re

CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
LONE_SURROGATES = re.compile("[\ud800-\udfff]")


def plain(text: str, *, max_characters: int = 600) -> str:
    """Return `text` on one line, without control characters, at most `max_characters` long.

    Control characters (C0, C1), line ends and orders that turn the writing direction become spaces; a lone
    surrogate becomes U+FFFD; what is too long loses its middle.

    Examples
    --------
    >>> plain("spend\\n\\x1b[31m")
    'spend [31m'
    >>> plain("abcdefghij", max_characters=5)
    'abc…j'
    """
    cut = text if len(text) <= 4 * max_characters else text[: 3 * max_characters] + text[-max_characters:]
    line = " ".join(LONE_SURROGATES.sub("\ufffd", CONTROLS.sub(" ", cut)).split())
    if len(line) <= max_characters:
        return line
    tail = max_characters // 3
    return f"{line[: max_characters - tail - 1]}…{line[-tail:]}"


def column_name(text: str, *, max_characters: int = 40) -> str:
    """Return the name of a column for people; an empty one says so.

    Examples
    --------
    >>> column_name(" ")
    '(no name)'
    """
    return plain(text, max_characters=max_characters) or "(no name)"


def for_picture(text: str, *, max_characters: int = 40) -> str:
    """Return `text` as Matplotlib draws it literally: no formulas between dollar signs.

    Examples
    --------
    >>> for_picture("$x_1$")
    '\\\\$x_1\\\\$'
    """
    return column_name(text, max_characters=max_characters).replace("$", r"\$")


def number(value: float) -> str:
    """Return a measured value with three or four digits that matter, and thousands separators.

    Examples
    --------
    >>> number(12669.2), number(0.8546), number(3_213_000.0), number(17.0), number(float("nan"))
    ('12,669', '0.855', '3,213,000', '17', '–')
    >>> number(32_130_000.0), number(0.0000123)
    ('32.1 M', '1.23e-05')
    """
    if not math.isfinite(value):
        return "–"
    size = abs(value)
    if size >= 1e12 or 0 < size < 1e-3:
        return f"{value:.3g}"
    for smallest, unit, name in ((1e9, 1e9, "bn"), (1e7, 1e6, "M")):
        if size >= smallest:
            return f"{value / unit:,.{1 if size >= 10 * unit else 2}f} {name}"
    digits = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 1 else 3
    written = f"{round(value, digits) + 0.0:,.{digits}f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def score(value: float) -> str:
    """Return a figure between 0 and 1 with two digits; a dash where there is none.

    Examples
    --------
    >>> score(0.8546), score(float("nan"))
    ('0.85', '–')
    """
    return f"{round(value, 2) + 0.0:.2f}" if math.isfinite(value) else "–"


def percent(share: float) -> str:
    """Return a share as a percentage; small ones keep a digit.

    Examples
    --------
    >>> percent(0.534), percent(0.0042), percent(0.0), percent(0.00001)
    ('53 %', '0.4 %', '0 %', '<0.1 %')
    """
    if not math.isfinite(share):
        return "–"
    if 0 < share < 0.001:
        return "<0.1 %"
    return f"{100 * share:.1f} %" if 0 < share < 0.01 else f"{100 * share:.0f} %"


def count(n: int, one: str, many: str) -> str:
    """Return a number of things: "1 row", "12,669 rows".

    Examples
    --------
    >>> count(12669, "row", "rows")
    '12,669 rows'
    """
    return f"{n:,} {one if n == 1 else many}"
