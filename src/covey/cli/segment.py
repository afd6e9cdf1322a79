"""`covey segment`: from a table to segments, a report and a model.

In:   what was typed.
Out:  the verdict and the segments on stdout; segments.csv, report.html and model.covey in a folder.
Not here: any of the work (`journeys`).
Next: ../journeys/segmenting.py.
"""

from __future__ import annotations

from pathlib import Path

import click

from covey.cli import options, terminal
from covey.cli.first_fault import said_first


@click.command(
    short_help="Split TABLE into explained segments.",
    epilog="Exit codes: 0 done, 1 failed, 2 wrong option, 3 table not usable, 130 interrupted.",
)
@click.argument("table")
@click.option(
    "-k",
    "--segments",
    "k",
    callback=options.number_or_auto("-k 4"),
    metavar="N|auto",
    default="auto",
    show_default=True,
    help="How many segments. auto looks for 1 to 10 groups.",
)
@options.column_options
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder to write to.  [default: TABLE-segments]",
)
@options.limit_options
@options.work_options
@options.json_option
@options.force_option
@options.verbose_option
@options.quiet_option
def segment(
    table: str,
    k: int | str,
    columns: tuple[str, ...],
    ignore: tuple[str, ...],
    id_column: str | None,
    scale: str,
    sheet: str | None,
    out: Path | None,
    max_segments: int | None,
    min_share: float,
    time_budget: float | None,
    seed: int,
    threads: int | None,
    as_json: bool,
    force: bool,
    verbose: bool,
    quiet: bool,
) -> None:
    """Split the rows of TABLE into segments and explain each one.

    TABLE is a CSV, TSV, Parquet or Excel file, or - for CSV on standard input.

    \b
    Examples:
      covey segment customers.csv
      covey segment customers.csv -k 6 --ignore zip,phone
      covey segment customers.csv --max-segments 5 --out five
      cat customers.csv | covey segment - --json

    Prints the verdict and the segments. Writes segments.csv (your table with the segment of each row),
    report.html (opens without internet) and model.covey (for covey score).
    """
    from covey import journeys
    from covey.cli import payload
    from covey.cli.progress import Bar
    from covey.journeys import results
    from covey.journeys.limits import bounds
    from covey.journeys.rows import Reading, read_rows

    bounds(max_segments, min_share, time_budget, None if k == "auto" else int(k))
    folder = out or options.default_folder(table)
    reading = Reading(
        options.filled(columns) or None, options.filled(ignore), id_column, scale=scale, sheet=sheet
    )
    with said_first(lambda: read_rows(table, reading)):
        results.check_folder(folder, force=force)
    with Bar(quiet=quiet) as bar:
        found = journeys.segment(
            table,
            k,
            columns=reading.columns,
            ignore=reading.ignore,
            id=id_column,
            scale=scale,
            sheet=sheet,
            max_segments=max_segments,
            min_share=min_share,
            time_budget_s=time_budget,
            seed=seed,
            n_threads=threads,
            progress=bar.step,
        )
        files = results.write_results(found, folder, force=force)
    if as_json:
        terminal.print_json(payload.segmentation(found, files))
    else:
        terminal.print_text(found)
    if verbose:
        terminal.say_seconds(found.seconds)
    if not quiet:
        terminal.say_files(files)
