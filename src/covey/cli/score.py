"""`covey score`: which segment does each row of a new table belong to?

In:   a model file and a table.
Out:  the table with six new columns, as CSV on stdout or in a file; or counts as JSON.
Not here: any of the work (`journeys`).
Next: ../journeys/scoring.py.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import click

from covey.cli import options, terminal

_CSV_ENDINGS = ("", ".csv", ".txt")


@click.command(
    short_help="Score new rows by a saved MODEL.",
    epilog="Exit codes: 0 done, 1 failed, 2 wrong option, 3 model or table not usable, 130 interrupted.",
)
@click.argument("model", type=click.Path(path_type=Path))
@click.argument("table")
@click.option("--out", metavar="FILE|-", help="CSV file to write, - for stdout.  [default: - without --json]")
@options.sheet_option
@options.threads_option
@options.json_option
@options.force_option
@options.quiet_option
def score(
    model: Path,
    table: str,
    out: str | None,
    sheet: str | None,
    threads: int | None,
    as_json: bool,
    force: bool,
    quiet: bool,
) -> None:
    """Say which segment of MODEL each row of TABLE belongs to, or whether it is out of place.

    MODEL is a model.covey file written by covey segment or covey outliers. TABLE needs the columns that the
    model was made from, in any order. The new columns are segment, segment_name, grade, margin (1 in the
    middle of the segment, 0 on its border), runner_up and unlike_training; of outliers outlier_score,
    outlier and outlier_reasons.

    \b
    Examples:
      covey score model.covey new.csv --out scored.csv
      covey score model.covey new.csv | head
      covey score model.covey new.csv --json
    """
    from covey.cli import payload
    from covey.journeys import results
    from covey.journeys.scoring import score_table

    to_stdout = out == "-" or (out is None and not as_json)
    if to_stdout and as_json:
        raise click.UsageError("--json and --out - both want stdout. Try: --json --out scored.csv")
    target = None if to_stdout or out is None else Path(out)
    if target is not None:
        if target.suffix.lower() not in _CSV_ENDINGS:
            raise click.UsageError(f"--out writes CSV, not {target.suffix}. Try: --out {target.stem}.csv")
        results.check_folder(target.parent, force=force, names=(target.name,))
    found = score_table(model, table, sheet=sheet, n_threads=threads)
    if target is not None:
        results.write_files(target.parent, {target.name: found.write_csv}, force=force)
    files = {} if target is None else {"scores": target}
    if as_json:
        terminal.print_json(payload.scored(found, model, files))
    elif target is None:
        _to_stdout(found)
    else:
        terminal.print_result(_counts(found))
    if not quiet:
        _say_done(found, target)


def _to_stdout(found: Any) -> None:
    """Copy the CSV to stdout byte for byte, as a file would hold it."""
    with tempfile.TemporaryDirectory(prefix="covey-") as folder:
        path = Path(folder) / "scores.csv"
        found.write_csv(path)
        with path.open("rb") as file:
            shutil.copyfileobj(file, sys.stdout.buffer)
    sys.stdout.buffer.flush()


def _counts(found: Any) -> str:
    """Return one line per segment: label, rows, share, grade, name; or how many rows are out of place."""
    from covey.journeys.scoring import ScoredRows
    from covey.show.wording import percent

    if isinstance(found, ScoredRows):
        return f"{found.n_flagged:,} of {found.table.n_rows:,} rows out of place"
    lines = [f"{'segment':>7}  {'rows':>9}  {'share':>6}  grade  name"]
    lines += [
        f"{count.label:>7}  {count.rows:>9,}  {percent(count.share):>6}  {count.grade:^5}  "
        f"{terminal.printable(count.name)}"
        for count in found.counts
    ]
    return "\n".join(lines)


def _say_done(found: Any, target: Path | None) -> None:
    from covey.journeys.scoring import ScoredRows

    terminal.say_notes(found.table.source, found.notes)
    rows = "1 row" if found.table.n_rows == 1 else f"{found.table.n_rows:,} rows"
    if isinstance(found, ScoredRows):
        terminal.say(f"scored {rows}; {found.n_flagged:,} out of place")
    else:
        terminal.say(f"scored {rows}; {found.n_unlike:,} unlike the rows the segments were made from")
    if target is not None:
        terminal.say(f"wrote {target}")
