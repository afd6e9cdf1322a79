"""Options that several commands share, and the types they are read into.

In:   words from the command line.
Out:  Python values for the journeys.
Not here: whether a value makes sense for a table; the journeys say so.
Next: segment.py.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".bmp", ".gif", ".ppm", ".tga")


def number_or_auto(example: str, most: int | None = None) -> Callable[..., int | str]:
    """Return a reader of whole numbers from 1 to `most`, or "auto"; `example` is what the error proposes."""
    allowed = "from 1 up" if most is None else f"from 1 to {most:,}"

    def read(_context: click.Context, _option: click.Parameter, value: str) -> int | str:
        if value.strip().lower() == "auto":
            return "auto"
        try:
            number = int(value)
        except ValueError:
            number = 0
        if number < 1 or (most is not None and number > most):
            raise click.BadParameter(
                f"{value!r} is neither a whole number {allowed} nor auto. Try: {example}"
            )
        return number

    return read


def one_of(*words: str) -> Callable[..., str]:
    """Return a reader of one of some words; the error lists them."""

    def read(_context: click.Context, _option: click.Parameter, value: str) -> str:
        word = value.strip().lower()
        if word not in words:
            near = difflib.get_close_matches(word, words, n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise click.BadParameter(f"{value!r} is not one of {', '.join(words)}.{hint}")
        return word

    return read


def whole_number(least: int, most: int) -> Callable[..., int | None]:
    """Return a reader of whole numbers from `least` to `most`; the help stays short, the error names both."""

    def read(_context: click.Context, _option: click.Parameter, value: str | None) -> int | None:
        if value is None:
            return None
        try:
            number = int(value)
        except ValueError:
            number = least - 1
        if not least <= number <= most:
            raise click.BadParameter(f"{value!r} is not a whole number from {least} to {most}.")
        return number

    return read


sheet_option = click.option(
    "--sheet", metavar="NAME", help="Sheet of a workbook.  [default: first with a table]"
)


def column_options(command: Command) -> Command:
    """Add --columns, --ignore, --id, --scale and --sheet."""
    for option in reversed(
        (
            click.option(
                "--columns", multiple=True, metavar="A,B", help="Compare rows by these columns only."
            ),
            click.option(
                "--ignore", multiple=True, metavar="A,B", help="Leave columns out. Commas or repeats."
            ),
            click.option("--id", "id_column", metavar="COLUMN", help="The column that names the rows."),
            click.option(
                "--scale",
                callback=one_of("standard", "range", "none"),
                default="standard",
                show_default=True,
                metavar="HOW",
                help="How columns become comparable: standard, range or none.",
            ),
            sheet_option,
        )
    ):
        command = option(command)
    return command


def work_options(command: Command) -> Command:
    """Add --seed and --threads."""
    seed = click.option(
        "--seed",
        callback=whole_number(0, 2**32 - 1),
        default="0",
        show_default=True,
        metavar="N",
        help="Same seed, same result.",
    )
    return seed(threads_option(command))


def threads_option(command: Command) -> Command:
    """Add --threads."""
    return click.option(
        "--threads",
        callback=whole_number(1, 4096),
        metavar="N",
        help="Threads to use; the result stays the same.  [default: all]",
    )(command)


def limit_options(command: Command) -> Command:
    """Add --max-segments, --min-share and --time-budget."""
    for option in reversed(
        (
            click.option(
                "--max-segments",
                callback=whole_number(1, 1000),
                metavar="N",
                help="At most N segments; the price in inertia is said.",
            ),
            click.option(
                "--min-share",
                callback=least_share,
                metavar="SHARE",
                help="Each segment at least this share of the rows, as 0.05 or 5%.",
            ),
            click.option(
                "--time-budget",
                callback=amount(0.001, 1e9, "seconds"),
                metavar="SECONDS",
                help="Try no further number of segments after SECONDS.",
            ),
        )
    ):
        command = option(command)
    return command


def amount(least: float, most: float, unit: str) -> Callable[..., float | None]:
    """Return a reader of numbers from `least` to `most`; the error names both."""

    def read(_context: click.Context, _option: click.Parameter, value: str | None) -> float | None:
        if value is None:
            return None
        try:
            number = float(value)
        except ValueError:
            number = least - 1
        if not least <= number <= most:
            raise click.BadParameter(f"{value!r} is not a number of {unit} from {least:g} to {most:g}.")
        return number

    return read


def share_of_alarms(_context: click.Context, _option: click.Parameter, value: str) -> float:
    """Return a share above 0 and at most 0.2, written as 0.01 or as 1%."""
    found = _share(value, "0.01", "1%")
    if not 0 < found <= 0.2:
        raise click.BadParameter(f"{value!r} is not above 0 and at most 0.2 (20%). Try: --false-alarms 0.01")
    return found


def least_share(_context: click.Context, _option: click.Parameter, value: str | None) -> float:
    """Return a share from 0 to 1, written as 0.05 or as 5%; 0 where none is given."""
    found = 0.0 if value is None else _share(value, "0.05", "5%")
    if not 0 <= found <= 1:
        raise click.BadParameter(f"{value!r} is not a share from 0 to 1. Try 0.05, or 5% for per cent.")
    return found


def _share(value: str, as_number: str, as_percent: str) -> float:
    """Return a share, written as a number or with the sign of per cent; the error shows both ways."""
    number, sign, rest = value.partition("%")
    try:
        if rest.strip():
            raise ValueError
        return float(number) / (100 if sign else 1)
    except ValueError:
        raise click.BadParameter(
            f"{value!r} is neither a share such as {as_number} nor one such as {as_percent}."
        ) from None


json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object on stdout.")
force_option = click.option("--force", is_flag=True, help="Overwrite existing results.")
verbose_option = click.option("--verbose", "-v", is_flag=True, help="Say on stderr how long each part took.")
quiet_option = click.option("--quiet", "-q", is_flag=True, help="No messages on stderr but errors.")


def filled(given: Iterable[str]) -> tuple[str, ...]:
    """Return the values that hold something; what they name is found in the table, where names are known."""
    return tuple(value for value in given if value.strip())


def default_folder(table: str, what: str = "segments") -> Path:
    """Return the folder for the results of a table: customers.csv -> customers-segments, beside it."""
    if table == "-":
        return Path(f"stdin-{what}")
    from covey.table import suffix_of

    path = Path(table)
    ending = suffix_of(path.name) or next((end for end in PICTURES if path.name.lower().endswith(end)), "")
    stem = path.name[: len(path.name) - len(ending)] or "table"
    return path.parent / f"{stem}-{what}"
