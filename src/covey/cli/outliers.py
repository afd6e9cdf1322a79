"""`covey outliers`: rows of a table that are out of place, and why.

In:   what was typed.
Out:  the flagged rows on stdout; outliers.csv, report.html and model.covey in a folder; another table scored
      on request.
Not here: any of the work (`journeys`).
Next: ../journeys/outlier_rows.py.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import click

from covey.cli import options, terminal
from covey.cli.first_fault import said_first

TABLE_FILE, REPORT_FILE, MODEL_FILE, SCORED_FILE = "outliers.csv", "report.html", "model.covey", "scored.csv"


@click.command(
    short_help="Find rows of TABLE out of place.",
    epilog="Exit codes: 0 done, 1 failed, 2 wrong option, 3 table not usable, 130 interrupted.",
)
@click.argument("table")
@click.option(
    "--false-alarms",
    callback=options.share_of_alarms,
    default="0.01",
    show_default=True,
    metavar="SHARE",
    help="Share of ordinary rows that may be flagged, as 0.01 or 1%.",
)
@click.option(
    "-k",
    "--segments",
    "k",
    callback=options.number_or_auto("-k 4"),
    default="auto",
    show_default=True,
    metavar="N|auto",
    help="Segments of ordinary rows. auto takes the groups that are there.",
)
@options.column_options
@click.option("--score", "new_table", metavar="TABLE2", help="Score the rows of another table, too.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder to write to.  [default: TABLE-outliers]",
)
@options.work_options
@options.json_option
@options.force_option
@options.quiet_option
def outliers(
    table: str,
    false_alarms: float,
    k: int | str,
    columns: tuple[str, ...],
    ignore: tuple[str, ...],
    id_column: str | None,
    scale: str,
    sheet: str | None,
    new_table: str | None,
    out: Path | None,
    seed: int,
    threads: int | None,
    as_json: bool,
    force: bool,
    quiet: bool,
) -> None:
    """Find the rows of TABLE that are out of place, and say why.

    TABLE is a CSV, TSV, Parquet or Excel file, or - for CSV on standard input.

    \b
    Examples:
      covey outliers customers.csv
      covey outliers customers.csv --false-alarms 0.001
      covey outliers last-year.csv --score this-week.csv
      covey score last-year-outliers/model.covey next-week.csv

    A row is measured from the center of its own segment, against that segment's own distances, and from
    all rows. Writes outliers.csv (your table with score, flag and reasons), report.html and model.covey
    (for covey score; it holds the amounts of up to 4,000 rows).
    """
    from covey import journeys
    from covey import table as tables
    from covey.journeys import results
    from covey.journeys.rows import Reading, read_rows

    folder = out or options.default_folder(table, "outliers")
    names = (TABLE_FILE, REPORT_FILE, MODEL_FILE, *((SCORED_FILE,) if new_table else ()))
    reading = Reading(
        options.filled(columns) or None, options.filled(ignore), id_column, scale=scale, sheet=sheet
    )
    with said_first(lambda: read_rows(table, reading)):
        results.check_folder(folder, force=force, names=names)
    others = None if new_table is None else tables.read(new_table)
    found = journeys.outliers(
        table,
        k=k,
        false_alarms=false_alarms,
        columns=reading.columns,
        ignore=reading.ignore,
        id=id_column,
        scale=scale,
        sheet=sheet,
        seed=seed,
        n_threads=threads,
    )
    writers: dict[str, Any] = {
        TABLE_FILE: found.write_table,
        REPORT_FILE: found.report,
        MODEL_FILE: found.save,
    }
    if others is not None:
        writers[SCORED_FILE] = partial(found.write_scores, others)
    results.write_files(folder, writers, force=force)
    files = dict(
        zip(("outliers", "report", "model", "scored"), (folder / name for name in names), strict=False)
    )
    if others is not None and not quiet:
        terminal.say_notes(others.source, found.score_notes(others))
    terminal.print_answer(found, _facts, files, as_json=as_json, quiet=quiet)


def _facts(found: Any) -> dict[str, Any]:
    """Return what --json prints, beside the files."""
    record = found.record
    flagged = record.flags.nonzero()[0].tolist()
    return {
        "rows": record.n_rows,
        "flagged": len(flagged),
        "false_alarms": record.false_alarms,
        "k": record.k,
        "seed": record.seed,
        "outliers": [
            {
                "row": row,
                "name": name,
                "score": float(record.scores[row]),
                "reasons": record.reasons[row].split("; "),
            }
            for row, name in zip(flagged, record.row_names, strict=True)
        ],
        "notes": list(record.notes),
    }
