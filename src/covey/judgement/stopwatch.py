"""Where does the time of the evidence go?

In:   the names of parts, as they begin and end.
Out:  seconds per part, in the order in which the parts were first met.
Not here: printing. Times are kept outside every record: the same question has the same answer, but not the
      same times.
Next: `trials`, which marks the parts.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic


class Stopwatch:
    """Seconds per part; a part that comes again adds to its time.

    Examples
    --------
    >>> watch = Stopwatch()
    >>> with watch.part("fits"):
    ...     pass
    >>> list(watch.seconds)
    ['fits']
    """

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Add the time until the end of the block to `name`."""
        started = monotonic()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + monotonic() - started
