"""How do column names and numbers read inside a name or a rule?

In:   text from a user's table, numbers in the user's units.
Out:  short single-line text without control characters; numbers with thousands separators.
Not here: escaping for HTML, terminals or pictures; `show` does that where it prints.
Next: `naming` and `box_rules`, the two readers.
"""

from __future__ import annotations

import math
import re

MAX_NAME_CHARACTERS = 40
CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
LONE_SURROGATES = re.compile("[\ud800-\udfff]")


def one_line(text: str, *, max_characters: int = MAX_NAME_CHARACTERS) -> str:
    """Return `text` on one line, without control characters, at most `max_characters` long.

    Control characters (C0, C1), line ends and orders that turn the writing direction become spaces; lone
    surrogates become U+FFFD; an empty result becomes "(no name)"; what is too long loses its middle.

    Examples
    --------
    >>> one_line("spend\\n\\x1b[31m")
    'spend [31m'
    >>> one_line("")
    '(no name)'
    """
    kept = LONE_SURROGATES.sub("\ufffd", CONTROLS.sub(" ", text[: 50 * max_characters]))
    line = " ".join(kept.split()) or "(no name)"
    if len(line) <= max_characters:
        return line
    tail = max_characters // 3
    return f"{line[: max_characters - tail - 1].rstrip()}…{line[-tail:].lstrip()}"


def quoted(text: str) -> str:
    """Return `text` as `one_line` does, in quotes where a comma in it would look like the end of a phrase.

    Examples
    --------
    >>> quoted("Paris, FR"), quoted("Paris")
    ("'Paris, FR'", 'Paris')
    """
    line = one_line(text)
    return f"'{line}'" if "," in line else line


def about(value: float) -> str:
    """Return `value` to three significant digits, for reading: 12,700 or 0.0123.

    Examples
    --------
    >>> about(12669.4), about(0.012345), about(7.0)
    ('12,700', '0.0123', '7')
    """
    if not math.isfinite(value):
        return "unknown"
    return exact(float(f"{value:.3g}"))


def exact(value: float) -> str:
    """Return text that reads back as exactly `value`: float(text without commas) == value.

    Examples
    --------
    >>> exact(1250.0), exact(0.35), exact(1e300)
    ('1,250', '0.35', '1e+300')
    """
    if float(value).is_integer() and abs(value) < 1e15:
        return f"{int(value):,}"
    return f"{float(value):,}"


def level_text(value: object) -> str:
    """Return a category value as text; whole numbers lose their ".0".

    Examples
    --------
    >>> level_text(2.0), level_text("Lisbon")
    ('2', 'Lisbon')
    """
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(float(value))
    return str(value)
