"""Which of several faults is said first?

In:   a check of the place to write to; how to look at the table and what was typed about its columns.
Out:  the error about the table or its columns, if there is one, before that about files that exist.
Not here: either check. Nothing is read where the place is free: the journey will say what is wrong.
Next: segment.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from covey import errors


@contextmanager
def said_first(look: Callable[[], Any]) -> Iterator[None]:
    """Look at the table where the place to write to is refused, and raise what is wrong with it instead."""
    try:
        yield
    except errors.OutputError:
        look()
        raise
