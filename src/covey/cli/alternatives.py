"""`covey alternatives`: is k-means the wrong tool for a table?

In:   what was typed.
Out:  the answer and the figures of each method on stdout; with --plot a picture.
Not here: any of the work (`journeys`).
Next: ../journeys/method_choice.py.
"""

from __future__ import annotations

from pathlib import Path

import click

from covey.cli import options, terminal
from covey.cli.first_fault import said_first


@click.command(
    short_help="Is k-means the wrong tool for TABLE?",
    epilog="Exit codes: 0 done, 1 failed, 2 wrong option, 3 table not usable, 130 interrupted.",
)
@click.argument("table")
@options.column_options
@options.work_options
@click.option(
    "--plot", type=click.Path(path_type=Path), metavar="FILE", help="Draw the methods side by side (.png)."
)
@options.force_option
@options.json_option
@options.quiet_option
def alternatives(
    table: str,
    columns: tuple[str, ...],
    ignore: tuple[str, ...],
    id_column: str | None,
    scale: str,
    sheet: str | None,
    seed: int,
    threads: int | None,
    plot: Path | None,
    force: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Say whether k-means is the wrong tool for TABLE, and which method would fit.

    TABLE is a CSV, TSV, Parquet or Excel file, or - for CSV on standard input. DBSCAN, HDBSCAN, Ward and
    Gaussian mixtures are compared on measures that favour no shape.

    \b
    Examples:
      covey alternatives stars.csv
      covey alternatives stars.csv --columns x,y --plot m.png
    """
    from covey import journeys
    from covey.cli import payload
    from covey.cli.progress import Bar
    from covey.journeys import results
    from covey.journeys.rows import Reading, read_rows

    if plot is not None and plot.suffix.lower() != ".png":
        raise click.UsageError(f"--plot writes PNG. Try: --plot {plot.stem}.png")
    reading = Reading(
        options.filled(columns) or None, options.filled(ignore), id_column, scale=scale, sheet=sheet
    )
    if plot is not None:
        with said_first(lambda: read_rows(table, reading)):
            results.check_folder(plot.parent, force=force, names=(plot.name,), option="--plot")
    with Bar(quiet=quiet) as bar:
        found = journeys.alternatives(
            table,
            columns=reading.columns,
            ignore=reading.ignore,
            id=id_column,
            scale=scale,
            sheet=sheet,
            seed=seed,
            n_threads=threads,
            progress=bar.step,
        )
    if as_json:
        terminal.print_json(payload.methods(found, seed))
    else:
        terminal.print_result(found.text(width=terminal.width()))
    if plot is not None:
        found.save_plot(plot)
        if not quiet:
            terminal.say(f"wrote {plot}  the methods side by side")
