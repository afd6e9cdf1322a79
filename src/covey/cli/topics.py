"""`covey topics`: what documents are about.

In:   what was typed.
Out:  the topics on stdout; topics.csv and report.html in a folder; the topics of other documents on request.
Not here: any of the work (`journeys`).
Next: ../journeys/document_topics.py.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import click

from covey.cli import options, terminal
from covey.cli.first_fault import said_first

TABLE_FILE, REPORT_FILE, SCORED_FILE = "topics.csv", "report.html", "scored.csv"


@click.command(
    short_help="Find what DOCUMENTS are about.",
    epilog="Exit codes: 0 done, 1 failed, 2 wrong option, 3 documents not usable, 130 interrupted.",
)
@click.argument("documents")
@click.option(
    "-k",
    "--topics",
    "k",
    callback=options.number_or_auto("-k 4"),
    default="auto",
    show_default=True,
    metavar="N|auto",
    help="How many topics. auto looks for 1 to 10 groups.",
)
@click.option("--column", metavar="NAME", help="The column of texts.  [default: the longest]")
@click.option(
    "--stop-words",
    callback=options.one_of("auto", "english", "none"),
    default="auto",
    show_default=True,
    metavar="auto|english|none",
    help="Words without meaning to leave out.",
)
@click.option("--score", "new_documents", metavar="DOCS2", help="Say the topics of other documents, too.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder to write to.  [default: DOCS-topics]",
)
@options.work_options
@options.json_option
@options.force_option
@options.quiet_option
def topics(
    documents: str,
    k: int | str,
    column: str | None,
    stop_words: str,
    new_documents: str | None,
    out: Path | None,
    seed: int,
    threads: int | None,
    as_json: bool,
    force: bool,
    quiet: bool,
) -> None:
    """Find what the documents in DOCUMENTS are about.

    DOCUMENTS is a folder of text files, or a table (CSV, TSV, Parquet, Excel) with a column of texts.

    \b
    Examples:
      covey topics reviews.csv
      covey topics letters/ -k 6
      covey topics news.csv --column body --score today.csv

    Prints the topics in the words that set them apart. Writes topics.csv (your documents with topic and
    margin) and report.html (topics, typical and borderline documents, the evidence for how many).
    """
    from covey import journeys
    from covey import table as tables
    from covey.journeys import results

    folder = out or options.default_folder(documents, "topics")
    names = (TABLE_FILE, REPORT_FILE, *((SCORED_FILE,) if new_documents else ()))
    with said_first(lambda: tables.read_documents(documents, column)):
        results.check_folder(folder, force=force, names=names)
    found = journeys.topics(documents, k, column=column, stop_words=stop_words, seed=seed, n_threads=threads)
    writers: dict[str, Any] = {TABLE_FILE: found.write_table, REPORT_FILE: found.report}
    if new_documents:
        writers[SCORED_FILE] = partial(found.write_scores, new_documents, column=column)
    results.write_files(folder, writers, force=force)
    files = dict(zip(("topics", "report", "scored"), (folder / name for name in names), strict=False))
    terminal.print_answer(found, _facts, files, as_json=as_json, quiet=quiet)


def _facts(found: Any) -> dict[str, Any]:
    """Return what --json prints, beside the files."""
    from dataclasses import asdict

    return {
        "k": found.k,
        "natural_k": found.natural_k,
        "verdict": found.verdict,
        "documents": found.record.n_documents,
        "seed": found.record.seed,
        "reasons": list(found.reasons),
        "topics": [asdict(topic) for topic in found.topics],
        "notes": list(found.notes),
    }
