"""`covey choose-k`: is there structure in a table, and how many groups?

In:   what was typed.
Out:  the evidence for each number of groups on stdout. Writes no file.
Not here: any of the work (`journeys`).
Next: ../journeys/choice.py.
"""

from __future__ import annotations

import click

from covey.cli import options, terminal


@click.command(
    "choose-k",
    short_help="Say how many groups TABLE holds.",
    epilog="Exit codes: 0 done, 1 failed, 2 wrong option, 3 table not usable, 130 interrupted.",
)
@click.argument("table")
@click.option(
    "--max",
    "largest",
    callback=options.whole_number(1, 1000),
    default="10",
    show_default=True,
    metavar="N",
    help="The largest number of groups to try.",
)
@options.column_options
@options.limit_options
@options.work_options
@options.json_option
@options.verbose_option
@options.quiet_option
def choose_k(
    table: str,
    largest: int,
    columns: tuple[str, ...],
    ignore: tuple[str, ...],
    id_column: str | None,
    scale: str,
    sheet: str | None,
    max_segments: int | None,
    min_share: float,
    time_budget: float | None,
    seed: int,
    threads: int | None,
    as_json: bool,
    verbose: bool,
    quiet: bool,
) -> None:
    """Look for groups in TABLE: how many, and how sure.

    TABLE is a CSV, TSV, Parquet or Excel file, or - for CSV on standard input.

    \b
    Examples:
      covey choose-k customers.csv
      covey choose-k customers.csv --columns income,score
      covey choose-k customers.csv --max 15 --min-share 10%
    """
    from covey import journeys
    from covey.cli import payload
    from covey.cli.progress import Bar
    from covey.journeys.limits import bounds
    from covey.journeys.rows import Reading

    reading = Reading(
        options.filled(columns) or None,
        options.filled(ignore),
        id_column,
        scale=scale,
        sheet=sheet,
    )
    kept = bounds(max_segments, min_share, time_budget)
    with Bar(quiet=quiet) as bar:
        found = journeys.choose_k_in_table(
            table,
            range(1, largest + 1),
            reading=reading,
            kept=kept,
            seed=seed,
            n_threads=threads,
            progress=bar.step,
        )
    if as_json:
        terminal.print_json(payload.choice(found, seed))
    else:
        terminal.print_result(found.text(width=terminal.width()))
    if verbose:
        terminal.say_seconds(found.seconds)
    if not quiet:
        chosen = "" if sheet is None else f" --sheet {terminal.quoted(sheet)}"
        terminal.say(f"next: covey segment {terminal.quoted(table)}{chosen} -k {found.k}")
