"""How long may a cell be while csv.reader reads?

In:   a block of code. Out: inside it, cells of any length are read.
Not here: reading. csv's own limit of 131,072 characters would refuse long texts; it is one for the whole
process, so it is put back, and one thread at a time may raise it.
Next: layout.py and csv_file.py, which read inside.
"""

from __future__ import annotations

import csv
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_LONGEST = 2**31 - 1
_LIMIT = threading.RLock()


@contextmanager
def long_cells() -> Iterator[None]:
    """Let csv.reader read cells of any length inside the block, and no longer."""
    with _LIMIT:
        before = csv.field_size_limit(_LONGEST)
        try:
            yield
        finally:
            csv.field_size_limit(before)
