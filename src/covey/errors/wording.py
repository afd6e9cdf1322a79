"""How do words from outside come into a sentence?

In:   names and other text from a user's files.
Out:  a few names, quoted, and how many more there are; text that cannot steer a terminal.
Next: tables.py and columns.py, which list names.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable


def listed(names: Iterable[object], limit: int = 12, *, quoted: bool = True) -> str:
    """Return names, in quotes unless they have them, at most `limit`, and how many more there are."""
    every = [repr(str(name)) if quoted else str(name) for name in names]
    return ", ".join(every[:limit]) + (f" and {len(every) - limit:,} more" if len(every) > limit else "")


def printable(text: str) -> str:
    """Return text without the characters that steer a terminal."""
    return "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text
    )


def typed(names: Iterable[str]) -> str:
    """Return names as one types them after --columns: commas between, quotes where they are needed."""
    quoted = ('"' + name.replace('"', '""') + '"' if set(name) & {",", '"'} else name for name in names)
    return shlex.quote(",".join(quoted))
