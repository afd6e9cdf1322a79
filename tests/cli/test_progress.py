"""The bar appears on a terminal after two seconds, and nowhere else."""

import sys

import pytest

from covey.cli import progress


class Terminal:
    """A stream that may claim to be a terminal and remembers what was written."""

    encoding = "utf-8"

    def __init__(self, *, is_terminal):
        self.written = ""
        self._is_terminal = is_terminal

    def isatty(self):
        return self._is_terminal

    def write(self, text):
        self.written += text

    def flush(self):
        pass


@pytest.mark.parametrize(
    ("is_terminal", "seconds", "quiet", "shown"),
    [(True, 3, False, True), (True, 1, False, False), (False, 3, False, False), (True, 3, True, False)],
)
def test_a_bar_needs_a_terminal_and_two_seconds_of_work(monkeypatch, is_terminal, seconds, quiet, shown):
    stream = Terminal(is_terminal=is_terminal)
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    now = [100.0]
    monkeypatch.setattr(progress, "_now", lambda: now[0])
    with progress.Bar(quiet=quiet) as bar:
        now[0] += seconds
        bar.step(3, 10, "K = 2: [bold]fitted[/bold]")

    assert ("K = 2: [bold]fitted[/bold]" in stream.written) is shown


def test_no_bar_where_colour_is_unwanted(monkeypatch):
    stream = Terminal(is_terminal=True)
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr(progress, "PATIENCE_S", 0)
    with progress.Bar() as bar:
        bar.step(1, 2, "work")

    assert stream.written == ""
