"""`covey genes`: genes that rise and fall together, and samples that are alike.

In:   what was typed.
Out:  the clusters on stdout; genes.csv, samples.csv and report.html in a folder.
Not here: any of the work (`journeys`).
Next: ../journeys/gene_clusters.py.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from covey.cli import options, terminal

FILES = ("genes.csv", "samples.csv", "report.html")


@click.command(
    short_help="Cluster the genes of MATRIX.",
    epilog="Exit codes: 0 done, 1 failed, 2 wrong option, 3 matrix not usable, 130 interrupted.",
)
@click.argument("matrix")
@click.option(
    "-k",
    "--clusters",
    "k",
    callback=options.number_or_auto("-k 4"),
    default="auto",
    show_default=True,
    metavar="N|auto",
    help="Clusters of genes.",
)
@click.option(
    "--sample-clusters",
    "sample_k",
    callback=options.number_or_auto("--sample-clusters 2"),
    default="auto",
    show_default=True,
    metavar="N|auto",
    help="Clusters of samples.",
)
@click.option("--samples", "annotation", metavar="FILE", help="Table of sample and what it is known to be.")
@click.option(
    "--genes-in",
    callback=options.one_of("auto", "rows", "columns"),
    default="auto",
    show_default=True,
    metavar="rows|columns",
    help="Where the genes are. auto: the side of which there are more.",
)
@click.option(
    "--log",
    callback=options.one_of("auto", "yes", "no"),
    default="auto",
    show_default=True,
    metavar="auto|yes|no",
    help="Base-2 logarithms.",
)
@click.option(
    "--variable",
    callback=options.whole_number(4, 10_000_000),
    default="2000",
    show_default=True,
    metavar="N",
    help="How many of the most variable genes form the clusters.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder to write to.  [default: MATRIX-genes]",
)
@options.work_options
@options.json_option
@options.force_option
@options.quiet_option
def genes(
    matrix: str,
    k: int | str,
    sample_k: int | str,
    annotation: str | None,
    genes_in: str,
    log: str,
    variable: int,
    out: Path | None,
    seed: int,
    threads: int | None,
    as_json: bool,
    force: bool,
    quiet: bool,
) -> None:
    """Cluster the genes of MATRIX by correlation, and its samples by their genes.

    MATRIX is a table (CSV, TSV, Parquet, Excel) of genes and samples; the first column may hold names.

    \b
    Examples:
      covey genes expression.csv
      covey genes expression.csv -k 6 --samples classes.csv
      covey genes counts.tsv.gz --genes-in rows

    Prints the clusters and how stable they are. Writes genes.csv (the gene lists), samples.csv and
    report.html (heat map ordered by cluster).
    """
    from covey import journeys
    from covey.journeys import results

    folder = out or options.default_folder(matrix, "genes")
    results.check_folder(folder, force=force, names=FILES)
    found = journeys.genes(
        matrix,
        k,
        sample_k=sample_k,
        annotation=annotation,
        genes_in=genes_in,
        log=log,
        n_variable=variable,
        seed=seed,
        n_threads=threads,
    )
    writers = dict(zip(FILES, (found.write_genes, found.write_samples, found.report), strict=True))
    results.write_files(folder, writers, force=force)
    files = dict(zip(("genes", "samples", "report"), (folder / name for name in FILES), strict=True))
    terminal.print_answer(found, _facts, files, as_json=as_json, quiet=quiet)


def _facts(found: Any) -> dict[str, Any]:
    """Return what --json prints, beside the files."""
    from dataclasses import asdict

    record = found.record
    return {
        "genes": len(record.gene_names),
        "samples": len(record.sample_names),
        "verdict": found.verdict,
        "sample_verdict": found.sample_verdict,
        "clusters": [asdict(one) for one in found.clusters],
        "sample_clusters": [asdict(one) for one in found.sample_clusters],
        "sample_ari": found.sample_ari,
        "hierarchical_ari": found.hierarchical_ari,
        "seed": record.seed,
        "reasons": list(found.reasons),
        "notes": list(found.notes),
    }
