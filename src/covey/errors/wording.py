"""How are many names put into one sentence?

In:   names.
Out:  a few of them, quoted, and how many more there are.
Next: tables.py and columns.py, which use it.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable


def listed(names: Iterable[object], limit: int = 12) -> str:
    """Return names in quotes, at most `limit` of them, and how many more there are."""
    every = [repr(str(name)) for name in names]
    return ", ".join(every[:limit]) + (f" and {len(every) - limit:,} more" if len(every) > limit else "")


def typed(names: Iterable[str]) -> str:
    """Return names as one types them after --columns: commas between, quotes where they are needed."""
    quoted = ('"' + name.replace('"', '""') + '"' if set(name) & {",", '"'} else name for name in names)
    return shlex.quote(",".join(quoted))
