"""A bar on stderr for work that takes more than two seconds.

In:   calls (done, total, what) from a journey; `total` 0 where the number of steps is not known.
Out:  a bar, on a terminal only; nothing at all before two seconds have passed.
Not here: deciding what the steps are.
Next: the commands, which wrap their journey in it.
"""

from __future__ import annotations

import sys
from time import monotonic as _now
from types import TracebackType
from typing import Any

from covey.cli import terminal

PATIENCE_S = 2.0


class Bar:
    """A context manager whose `step` is the progress callback of a journey."""

    def __init__(self, *, quiet: bool = False):
        self._wanted = not quiet and terminal.is_lively(sys.stderr)
        self._started = _now()
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> Bar:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def step(self, done: int, total: int, what: str) -> None:
        """Show how far the work is, once it has taken two seconds."""
        if not self._wanted or _now() - self._started < PATIENCE_S:
            return
        if self._bar is None:
            self._start()
        self._bar.update(self._task, completed=done, total=total or None, description=what)

    def _start(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        self._bar = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self._bar.add_task("", total=None)
        self._bar.start()
