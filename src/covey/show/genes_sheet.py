"""What is said about clusters of genes and samples?

In:   a GenesRecord.
Out:  a Sheet: verdicts, clusters with grades and members, the heat map, samples beside their annotation.
Not here: deciding.
Next: sheet.py.
"""

from __future__ import annotations

import math
from collections import Counter
from functools import partial
from typing import Any

import numpy as np

from covey.records import GeneCluster, GenesRecord
from covey.show import colours, figures
from covey.show.panels import new_axes
from covey.show.sheet import Cell, Drawing, Drawings, Grid, Section, Sentences, Sheet
from covey.show.wording import count, for_picture, percent, plain, score

N_MEMBERS = 8
FULL_COLOUR = 2.5  # standard deviations
MEANING = {
    "natural": "The {things} fall into clusters that stand apart and come back when {things} are left out.",
    "reproducible": (
        "The clusters overlap: they are tighter than one crowd of {things} would be and come back when "
        "{things} are left out, but no gap separates them."
    ),
    "constructive": (
        "The cut can be handy for a heat map. No clusters stand behind it: the borders run through one crowd."
    ),
}


def sheet(record: GenesRecord, *, for_page: bool = False) -> Sheet:
    """Return the sheet of clusters of genes; with the heat map for a page.

    Examples
    --------
    >>> import covey, numpy
    >>> rows = numpy.random.default_rng(0).normal(size=(30, 8))
    >>> sheet(covey.genes(rows, k=3, sample_k=2).record).headline
    '3 clusters of 30 genes, 2 clusters of 8 samples.'
    """
    made, samples = len(record.clusters), len(record.sample_clusters)
    genes = count(len(record.gene_names), "gene", "genes")
    verdict, of_samples = record.evidence.verdict, record.sample_evidence.verdict
    return Sheet(
        about="Genes of",
        source=record.source,
        word=f"Verdict: {verdict} (genes), {of_samples} (samples)",
        headline=f"{count(made, 'cluster', 'clusters')} of {genes}, "
        f"{count(samples, 'cluster', 'clusters')} of {count(len(record.sample_names), 'sample', 'samples')}.",
        meaning=f"Genes: {verdict}. {MEANING[verdict].format(things='genes')} "
        f"Samples: {of_samples}. {MEANING[of_samples].format(things='samples')}",
        tone=verdict,
        figures=(
            (f"{len(record.gene_names):,}", "genes"),
            (f"{len(record.sample_names):,}", "samples"),
            *(
                ((score(record.sample_ari), "agreement with the annotation (ARI)"),)
                if record.annotation
                else ()
            ),
        ),
        reasons=(
            *record.evidence.reasons[:1],
            *(f"Samples: {one}" for one in record.sample_evidence.reasons[:1]),
        ),
        sections=(
            *((_heat_map(record),) if for_page else ()),
            _clusters("Clusters of genes", record.clusters, "genes", N_MEMBERS * (3 if for_page else 1)),
            _samples(record),
            Section("What was done to the data", (Sentences(record.notes),)),
        ),
        holds="It shows names of genes and samples.",
    )


def _clusters(title: str, clusters: tuple[GeneCluster, ...], what: str, most: int) -> Section:
    rows = tuple(
        (
            Cell(f"{one.label}", patch=colours.of_segment(one.label)),
            f"{one.size:,}",
            percent(one.share),
            one.grade,
            score(one.jaccard),
            ", ".join(plain(name, max_characters=24) for name in one.members[:most]),
        )
        for one in clusters
    )
    head = ("", what, "share", "grade", "stability", "most typical")
    return Section(
        title,
        (Grid(head, rows, numbers=(what, "share", "stability")),),
        lead="Stability: how much of a cluster comes back when samples are drawn anew (Jaccard, 1: all).",
    )


def _samples(record: GenesRecord) -> Section:
    """Return the clusters of samples, beside what the samples are known to be."""
    drawn = _clusters("Clusters of samples", record.sample_clusters, "samples", N_MEMBERS)
    lead = "Stability: how much of a cluster comes back when genes are drawn anew (Jaccard, 1: all)."
    if not record.annotation:
        return Section(drawn.title, drawn.blocks, lead=lead)
    kinds = [kind for kind, _ in Counter(record.annotation).most_common(12)]
    known = np.array(record.annotation, dtype=object)
    rows: tuple[tuple[str | Cell, ...], ...] = tuple(
        (
            Cell(f"{one.label}", patch=colours.of_segment(one.label)),
            *(f"{int(((record.sample_labels == one.label) & (known == kind)).sum())}" for kind in kinds),
        )
        for one in record.sample_clusters
    )
    said = f"Agreement with the annotation (adjusted Rand index): {score(record.sample_ari)}"
    if math.isfinite(record.hierarchical_ari):
        said += f"; hierarchical clustering (Ward) at the same number: {score(record.hierarchical_ari)}"
    names = tuple(plain(kind, max_characters=24) for kind in kinds)
    beside = Grid(("cluster", *names), rows, numbers=names)
    return Section(drawn.title, (*drawn.blocks, beside, Sentences((f"{said}.",))), lead=lead)


def _heat_map(record: GenesRecord) -> Section:
    svg = figures.svg(
        partial(draw_heat_map, record), title="Heat map of genes and samples, ordered by cluster"
    )
    caption = (
        f"{len(record.heat):,} genes, evenly drawn from the most to the least typical of each cluster, one "
        "row each; one column for each sample. Blue: below the gene's mean, orange: above; full at 2.5 "
        "standard deviations."
    )
    return Section("The heat map", (Drawings((Drawing(caption, svg=svg, wide=True),)),), in_terminal=False)


def draw_heat_map(record: GenesRecord, ax: Any = None) -> Any:
    """Draw standardised values, genes and samples ordered by cluster, with strips of cluster colours."""
    from matplotlib.colors import LinearSegmentedColormap

    ax = ax if ax is not None else new_axes(width=8.6, height=6.4)
    shades = [tuple(channel / 255 for channel in one) for one in (colours.LOW, colours.MIDDLE, colours.HIGH)]
    n_genes, n_samples = record.heat.shape
    ax.imshow(
        record.heat,
        cmap=LinearSegmentedColormap.from_list("covey", shades),
        vmin=-FULL_COLOUR,
        vmax=FULL_COLOUR,
        aspect="auto",
        interpolation="nearest",
        extent=(0, n_samples, n_genes, 0),
    )
    genes, samples = record.labels[record.heat_genes], record.sample_labels[record.heat_samples]
    strip = max(n_samples / 60, 0.4)
    height = n_genes / 40
    for label in range(len(record.clusters)):
        places = np.flatnonzero(genes == label)
        if len(places):
            _box(ax, (-1.6 * strip, places[0]), strip, len(places), colours.of_segment(label))
            ax.text(-2.1 * strip, places.mean() + 0.5, str(label), ha="right", va="center", fontsize=9)
            ax.axhline(places[0], color="white", lw=1.2)
    for label in range(len(record.sample_clusters)):
        places = np.flatnonzero(samples == label)
        if len(places):
            _box(ax, (places[0], -1.5 * height), len(places), height, colours.of_segment(label))
            ax.text(
                places.mean() + 0.5,
                -1.0 * height,
                str(label),
                ha="center",
                va="center",
                fontsize=9,
                color="white",
            )
            ax.axvline(places[0], color="white", lw=1.2)
    if record.annotation:
        _known(ax, record, height)
    if n_samples <= 40:
        names = [for_picture(record.sample_names[place], max_characters=14) for place in record.heat_samples]
        ax.set_xticks(np.arange(n_samples) + 0.5, names, rotation=90, fontsize=7)
    else:
        ax.set_xticks([])
    ax.set_yticks([])
    ax.tick_params(length=0, colors=colours.MUTED)
    for side in ax.spines.values():
        side.set_visible(False)
    ax.set_xlim(-3.2 * strip, n_samples)
    ax.set_ylim(n_genes, -(3.6 if record.annotation else 1.8) * height)
    ax.set_xlabel("samples, by cluster", fontsize=9, color=colours.MUTED)
    ax.set_ylabel("genes, by cluster", fontsize=9, color=colours.MUTED)
    return ax


def _known(ax: Any, record: GenesRecord, height: float) -> None:
    """Draw what each sample is known to be, in greys, and name them."""
    kinds = [kind for kind, _ in Counter(record.annotation).most_common()]
    greys = np.linspace(0.15, 0.8, max(len(kinds), 2))
    for place, sample in enumerate(record.heat_samples):
        grey = greys[kinds.index(record.annotation[sample])]
        _box(ax, (place, -2.8 * height), 1, height, str(grey))
    for number, kind in enumerate(kinds[:6]):
        ax.plot([], [], "s", color=str(greys[number]), label=for_picture(kind, max_characters=20))
    ax.legend(loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=6, frameon=False, fontsize=8)


def _box(ax: Any, corner: tuple[float, float], width: float, height: float, shade: str) -> None:
    from matplotlib.patches import Rectangle

    ax.add_patch(Rectangle(corner, width, height, color=shade, lw=0, clip_on=False))
