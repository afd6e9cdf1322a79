"""What the terminal can show, and talking on it.

In:   the streams and environment of the process.
Out:  width, whether to colour, messages on stderr, JSON on stdout.
Not here: what is said. No colour and no bars when not on a terminal, or NO_COLOR is set, or TERM is dumb.
Next: progress.py.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TextIO

import click

from covey.errors.wording import printable as printable

PIPED_WIDTH = 100


def width() -> int:
    """Return the columns of the terminal; COLUMNS if set; 100 if there is no terminal."""
    return shutil.get_terminal_size((PIPED_WIDTH, 24)).columns


def _width_is_known() -> bool:
    return "COLUMNS" in os.environ or sys.stderr.isatty()


def is_lively(stream: TextIO) -> bool:
    """Return whether colour and bars are wanted on a stream."""
    plain = os.environ.get("NO_COLOR", "") != "" or os.environ.get("TERM") == "dumb"
    return stream.isatty() and not plain


def say(text: str) -> None:
    """Print a message on stderr, without the control characters that a file name may carry."""
    click.echo("\n".join(printable(line) for line in text.split("\n")), err=True)


def print_result(text: str) -> None:
    """Print a result on stdout."""
    click.echo(text, color=is_lively(sys.stdout) or None)


def print_json(value: Any) -> None:
    """Print one JSON object on stdout; ASCII, so that no name can steer the terminal."""
    click.echo(json.dumps(value, indent=2, allow_nan=False))


def print_text(found: Any) -> None:
    """Print what a journey found on stdout, as wide as the terminal."""
    print_result(found.text(width=width(), colour=is_lively(sys.stdout)))


def print_answer(
    found: Any,
    facts: Callable[[Any], dict[str, Any]],
    files: dict[str, Path],
    *,
    as_json: bool,
    quiet: bool,
) -> None:
    """Print what a journey found, as words or as the JSON object of its facts, and say what was written."""
    if as_json:
        from covey.cli.payload import json_object

        written = {what: str(path) for what, path in files.items()}
        print_json(json_object({**facts(found), "files": written}))
    else:
        print_text(found)
    if not quiet:
        say_files(files)


def say_seconds(seconds: dict[str, float]) -> None:
    """Say on stderr how long each part took, and all of them."""
    longest = max(map(len, seconds), default=0)
    for part, taken in [*seconds.items(), ("all parts", sum(seconds.values()))]:
        say(f"{part:<{longest}}  {taken:7.2f} s")


def say_notes(source: str, notes: Iterable[str]) -> None:
    """Say on stderr what was done to a table, a line for each fact."""
    say(f"What was done to {source}")
    for note in notes:
        say(f"· {note}")


def say_files(files: dict[str, Any]) -> None:
    """Say on stderr what was written, and what to type next."""
    uses = {
        "image": "the picture as an indexed PNG",
        "colours": "the palette",
        "table": "the sample customers",
        "genes": "the genes of each cluster",
        "samples": "the cluster of each sample",
        "topics": "your documents with topic and margin",
        "outliers": "your table with score, flag and reasons",
        "scored": "the others, scored",
        "segments": "your table with the segment of each row",
        "report": "open it in any browser, no internet needed",
        "model": f"score new rows: covey score {quoted(files.get('model'))} new.csv",
    }
    longest = max(len(str(path)) for path in files.values())
    lines = [f"wrote {path!s:<{longest}}  {uses[what]}" for what, path in files.items()]
    if _width_is_known() and max(map(len, lines)) > width():  # in a pipe, one line per file
        told = {what: use.replace(": ", ":\n  ") for what, use in uses.items()}
        lines = [f"wrote {path}\n  {told[what]}" for what, path in files.items()]
    say("\n".join(lines))


def quoted(path: Any) -> str:
    """Return a path as a shell takes it."""
    return shlex.quote(str(path))
