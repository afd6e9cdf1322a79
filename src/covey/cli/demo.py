"""`covey demo`: sample customers, segmented, in one command.

In:   what was typed.
Out:  a folder with customers.csv and the results; verdict and segments on stdout.
Not here: any of the work (`samples`, `journeys`).
Next: segment.py for the same on your own table.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from covey.cli import options, terminal

TABLE_FILE = "customers.csv"


@click.command(
    short_help="Make sample customers, segment them.",
    epilog="Exit codes: 0 done, 1 failed, 2 wrong option, 130 interrupted.",
)
@click.option(
    "--kind",
    type=click.Choice(["groups", "lesson"]),
    default="groups",
    show_default=True,
    help="groups: a shop with four kinds of customers. lesson: three columns of noise.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("covey-demo"),
    show_default=True,
    metavar="DIR",
    help="Folder to write to.",
)
@options.force_option
def demo(kind: str, out: Path, force: bool) -> None:
    """Make sample customers and find their segments.

    Everything is written into one folder.

    \b
    Examples:
      covey demo
      covey demo --kind lesson --out lesson-demo
    """
    from covey import journeys, samples
    from covey.cli.progress import Bar
    from covey.journeys import results

    results.check_folder(out, force=force, names=(TABLE_FILE, *results.RESULT_FILES))
    with tempfile.TemporaryDirectory(prefix="covey-") as folder, Bar() as bar:
        table = Path(folder) / TABLE_FILE
        samples.make_customers(kind=kind).write_csv(table)
        found = journeys.segment(table, progress=bar.step)
        files = results.write_results(found, out, force=force, also=(table,))
    terminal.print_text(found)
    terminal.say_files({"table": out / TABLE_FILE, **files})
