"""What happens to every command: errors become sentences and exit codes.

In:   the arguments of the process.
Out:  the command run; every error as one sentence that ends with what to type next, never a traceback.
Not here: the commands. COVEY_DEBUG=1 shows the traceback as well.
Next: segment.py.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import click

from covey import errors
from covey.cli import terminal
from covey.cli.alternatives import alternatives
from covey.cli.choose_k import choose_k
from covey.cli.demo import demo
from covey.cli.door import as_typed
from covey.cli.genes import genes
from covey.cli.outliers import outliers
from covey.cli.palette import palette
from covey.cli.score import score
from covey.cli.segment import segment
from covey.cli.topics import topics

FAILED, WRONG_OPTION, BAD_INPUT, INTERRUPTED = 1, 2, 3, 130


class Program(click.Group):
    """A group of commands whose errors are sentences."""

    def invoke(self, context: click.Context) -> Any:
        """Run a command; turn what it raises into a sentence on stderr and an exit code."""
        with warnings.catch_warnings(), _remembered_interrupts() as interrupts:
            warnings.simplefilter("always", errors.FewerSegmentsWarning)
            warnings.showwarning = _show_warning
            try:
                result = super().invoke(context)
                sys.stdout.flush()
                return result
            except (click.ClickException, click.exceptions.Exit, click.Abort):
                raise
            except BrokenPipeError:
                # The reader has what it wanted (covey … | head). Python would complain once more at exit.
                os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
                context.exit(0)
            except (Exception, KeyboardInterrupt) as error:
                context.exit(_explain(KeyboardInterrupt() if interrupts else error))


@contextmanager
def _remembered_interrupts() -> Iterator[list[int]]:
    """Give a list with an entry per Ctrl-C: compiled packages may turn one into an error of their own."""
    interrupts: list[int] = []

    def remember(number: int, frame: FrameType | None) -> None:
        interrupts.append(number)
        signal.default_int_handler(number, frame)

    is_usual = signal.getsignal(signal.SIGINT) is signal.default_int_handler  # nohup and the like ignore it
    if not is_usual or threading.current_thread() is not threading.main_thread():
        yield interrupts
        return
    signal.signal(signal.SIGINT, remember)
    try:
        yield interrupts
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _explain(error: BaseException) -> int:
    """Print the sentence for an error and return the exit code."""
    if os.environ.get("COVEY_DEBUG", "") not in ("", "0"):
        traceback.print_exception(error, file=sys.stderr)
    if isinstance(error, KeyboardInterrupt):
        terminal.say(errors.interrupted())
        return INTERRUPTED
    if isinstance(error, errors.CoveyError):
        terminal.say(f"Error: {as_typed(str(error))}")
        if isinstance(error, errors.OptionError):
            return WRONG_OPTION
        return BAD_INPUT if isinstance(error, errors.InputError) else FAILED
    if isinstance(error, MemoryError):
        terminal.say(f"Error: {errors.out_of_memory()}")
        return FAILED
    terminal.say(f"Error: {errors.unexpected(error)}")
    return FAILED


def _show_warning(message: Any, category: type[Warning], *_place: Any, **_more: Any) -> None:
    if category is errors.FewerSegmentsWarning:
        terminal.say(f"Note: {as_typed(str(message))}")


def _print_version(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"covey {version('covey')}")
        context.exit()


@click.group(
    cls=Program,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="""\b
Examples:
  covey demo
  covey segment customers.csv
  covey score customers-segments/model.covey new.csv

Help for one command: covey segment --help

Exit codes: 0 done, 1 failed, 2 wrong option, 3 table or model not usable, 130 interrupted.

Results go to stdout, messages to stderr. Nothing leaves this computer.""",
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Show the version.",
)
def program() -> None:
    """Find the groups in a table: how many, whether they are real, what each one means."""


for _command in (demo, segment, choose_k, alternatives, score, topics, palette, outliers, genes):
    program.add_command(_command)


def main() -> None:
    """Run the command line of this process and exit."""
    for stream in (sys.stdout, sys.stderr):
        # A name that the terminal's encoding lacks is printed as "?" and stops nothing.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    program(prog_name="covey")
