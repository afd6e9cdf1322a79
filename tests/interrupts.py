"""Ctrl-C at a chosen moment. Pressed after the work it would end the tests themselves: it never is."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

#: A shell sends a signal that Python hears of; Windows has another way.
no_signals = pytest.mark.skipif(os.name == "nt", reason="signals are sent differently on Windows")


class Interrupt:
    """Presses Ctrl-C once, from another thread, when it is told to or after some seconds."""

    def __init__(self, after_s: float | None = None):
        self._told = threading.Event()
        self._too_late = False
        self._thread = threading.Thread(target=self._press, args=[after_s])
        #: When the key was pressed, by `time.monotonic`.
        self.pressed_at: float | None = None

    def press(self) -> None:
        """Press the key as soon as the thread that calls this lets others run: in the engine's next pass."""
        self._told.set()

    def _press(self, after_s: float | None) -> None:
        self._told.wait(after_s)
        if not self._too_late:
            self.pressed_at = time.monotonic()
            os.kill(os.getpid(), signal.SIGINT)

    def __enter__(self) -> "Interrupt":
        self._thread.start()
        return self

    def __exit__(self, *_) -> None:
        self._too_late = True
        self._told.set()
        self._thread.join()


@contextmanager
def interrupted(after_s: float | None = None) -> Iterator[tuple[Interrupt, pytest.ExceptionInfo]]:
    """Expect Ctrl-C to end the block; without `after_s` it is pressed when the block calls `press`."""
    with pytest.raises(KeyboardInterrupt) as caught, Interrupt(after_s) as interrupt:
        yield interrupt, caught
