"""Which genes rise and fall together, and which samples are alike?

In:   a matrix of genes and samples in any form; optionally what the samples are known to be.
Out:  Genes: a cluster for each gene, a cluster for each sample, grades by drawing the other side anew.
Not here: reading and logarithms (`table`), the evidence for K (`judgement`), the heat map (`show`).
Genes are compared by correlation: each is brought to mean 0 and length 1 over the samples. Stability is
always measured: genes are clustered again on samples drawn anew, and samples on genes drawn anew.
Next: ../table/matrix.py.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

import numpy as np

from covey import checks, engine, errors, explain
from covey import table as tables
from covey.journeys.on_a_sphere import choose_directions
from covey.journeys.rows import distinct_rows
from covey.judgement import best_jaccards
from covey.records import Array, GeneCluster, GenesRecord, KEvidence, Table
from covey.records.arrays import only_to_read

MOST_VARIABLE = 2000
FOR_SAMPLES = 1000
MOST_K, MOST_SAMPLE_K = 10, 6
N_STARTS = 10
N_RESAMPLES = 50
N_DIRECTIONS = 20  # on which K is judged: of genes over many samples, of samples over genes
MAP_GENES = 400
MOST_LINKED = 3000  # samples whose hierarchical clustering is shown beside


class Genes:
    """Clusters of genes and of samples. Made by `covey.genes`.

    Attributes
    ----------
    labels : int32 array of shape (n_genes,)
        The cluster of each gene, -1 for genes that are the same in all samples.
    correlations : array of shape (n_genes,)
        With the mean profile of the own cluster; NaN for flat genes.
    sample_labels : int32 array of shape (n_samples,)
    clusters, sample_clusters : tuple of GeneCluster
        label, size, share, grade, grade_reason, jaccard, members (names, the most typical first).
    verdict, sample_verdict : str
        "natural", "reproducible" or "constructive", as in `choose_k`.
    reasons, notes : tuple of str
    sample_ari, hierarchical_ari : float
        Agreement of sample clusters, and of Ward's hierarchical clustering at the same number, with the
        annotation; NaN without one.
    record : GenesRecord
        Everything, as plain data.
    """

    def __init__(self, record: GenesRecord):
        self.record = record
        self.labels, self.correlations = only_to_read(record.labels), only_to_read(record.correlations)
        self.sample_labels = only_to_read(record.sample_labels)
        self.clusters, self.sample_clusters = record.clusters, record.sample_clusters
        self.k = len(record.clusters)
        self.verdict, self.sample_verdict = record.evidence.verdict, record.sample_evidence.verdict
        self.reasons, self.notes = record.evidence.reasons, record.notes
        self.sample_ari, self.hierarchical_ari = record.sample_ari, record.hierarchical_ari

    def write_genes(self, path: str | os.PathLike[str]) -> None:
        """Write the gene lists as CSV: gene, cluster, correlation, whether it formed the clusters."""
        order = np.lexsort((-np.nan_to_num(self.correlations, nan=-2.0), self.labels % (self.k + 1)))
        tables.write_csv(
            path,
            Table((), len(order), "genes"),
            {
                "gene": _texts(self.record.gene_names)[order],
                "cluster": self.labels[order],
                "correlation": np.round(self.correlations[order], 4),
                "formed_clusters": self.record.variable[order],
            },
        )

    def write_samples(self, path: str | os.PathLike[str]) -> None:
        """Write the samples as CSV: sample, cluster, and the annotation if there is one."""
        new = {"sample": _texts(self.record.sample_names), "cluster": self.sample_labels}
        if self.record.annotation:
            new["annotation"] = _texts(self.record.annotation)
        tables.write_csv(path, Table((), len(self.sample_labels), "samples"), new)

    def report(self, path: str | os.PathLike[str]) -> None:
        """Write a page that opens without internet: heat map, clusters with grades, samples."""
        from covey.show import genes_sheet, sheet_page

        sheet_page.write_sheet(genes_sheet.sheet(self.record, for_page=True), path)

    def plot(self, ax: Any = None) -> Any:
        """Draw the heat map, genes and samples ordered by cluster."""
        from covey.show import genes_sheet

        return genes_sheet.draw_heat_map(self.record, ax)

    def text(self, *, width: int = 100, colour: bool = False) -> str:
        """Return the clusters as they are printed in a terminal `width` characters wide."""
        from covey.show import genes_sheet, sheet_text

        return sheet_text.sheet_text(genes_sheet.sheet(self.record), width=width, colour=colour).rstrip("\n")

    def __repr__(self) -> str:
        return self.text()


@dataclass(frozen=True)
class _Run:
    seed: int
    n_threads: int | None

    def fit(self, points: Array, k: int, n_starts: int, seed: int | None = None) -> Any:
        """Return a fit of the points, best of some starts."""
        seed = self.seed if seed is None else seed
        return engine.fit(points, k, n_init=n_starts, seed=seed, n_threads=self.n_threads)


def genes(
    matrix: Any,
    k: int | str = "auto",
    *,
    sample_k: int | str = "auto",
    annotation: Any = None,
    genes_in: str = "auto",
    log: str = "auto",
    n_variable: int = MOST_VARIABLE,
    seed: int = 0,
    n_threads: int | None = None,
) -> Genes:
    """Cluster genes by correlation, and samples by their genes.

    Parameters
    ----------
    matrix : path of a table, frame, array, or object like AnnData
        Genes and samples, in either direction; the first column of a table may hold names.
    k : int or "auto", default "auto"
        How many clusters of genes.
    sample_k : int or "auto", default "auto"
        How many clusters of samples.
    annotation : path, dict of sample to label, or sequence of labels, optional
        What the samples are known to be. Never used to make clusters, only shown and compared.
    genes_in : {"auto", "rows", "columns"}, default "auto"
        "auto" takes the side of which there are more.
    log : {"auto", "yes", "no"}, default "auto"
        Base-2 logarithms; "auto" takes them if a value is above 50.
    n_variable : int, default 2000
        The most variable genes form the clusters; the others are assigned to them.
    seed : int, default 0
    n_threads : int, optional
        Default: all cores.

    Returns
    -------
    Genes

    Raises
    ------
    TableError, InputError
        If the matrix cannot be read, holds text, or has fewer than 4 varying genes or 3 samples.

    Notes
    -----
    Jaccard coefficients of 50 draws grade each cluster: of genes, from samples drawn with replacement; of
    samples, from genes drawn with replacement. Samples are compared on the 1,000 most variable genes, not
    standardised, since that would let noise speak as loud. Seconds for 20,000 genes × 100 samples.

    Examples
    --------
    >>> import numpy as np
    >>> up, down = np.array([1.0, 1, 1, 8, 8, 8]), np.array([9.0, 9, 9, 1, 1, 1])
    >>> noise = np.random.default_rng(0).normal(0, 0.3, (12, 6))
    >>> found = genes(noise + np.repeat([up, down], 6, axis=0), k=2, sample_k=2)
    >>> found.labels.tolist(), found.sample_labels.tolist()
    ([0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1], [0, 0, 0, 1, 1, 1])
    """
    run = _Run(checks.journey_seed(seed), checks.threads(n_threads))
    n_variable = checks.whole_number("n_variable", n_variable, low=4)
    asked, sample_asked = checks.groups_asked(k), checks.groups_asked(sample_k)
    read = tables.log_scaled(tables.read_matrix(matrix, genes_in), log)
    known = _annotation(annotation, read.samples)
    spread = read.values.std(axis=1)
    varying = spread > 1e-9 * max(float(spread.max()), 1e-300)
    if varying.sum() < 4:
        raise errors.flat_genes(len(spread), int(varying.sum()))
    rows = _standardised(read.values[varying])
    order = np.argsort(-spread[varying], kind="stable")
    chosen = np.sort(order[:n_variable])
    points = np.ascontiguousarray(rows[chosen])
    evidence, labels, jaccard = _cluster(points, asked, MOST_K, run, "genes")
    n_clusters = len(jaccard)
    all_labels, correlations = np.full(len(varying), -1, np.int32), np.full(len(varying), np.nan)
    all_labels[varying], correlations[varying] = _assigned(rows, points, labels, n_clusters, run)
    centered = read.values[varying][np.sort(order[:FOR_SAMPLES])]
    sample_points = np.ascontiguousarray((centered - centered.mean(axis=1, keepdims=True)).T)
    sample_evidence, sample_labels, sample_jaccard = _cluster(
        sample_points, sample_asked, MOST_SAMPLE_K, run, "samples"
    )
    variable = np.zeros(len(varying), bool)
    variable[np.flatnonzero(varying)[chosen]] = True
    aris = _aris(known, sample_points, sample_labels, len(sample_jaccard))
    shown = _shown(all_labels, correlations, variable, n_clusters)
    sample_order = np.lexsort((np.array(known or [""] * len(read.samples)), sample_labels))
    standard = np.zeros((len(varying), len(read.samples)), np.float32)
    standard[varying] = rows * np.sqrt(len(read.samples))
    return Genes(
        GenesRecord(
            source=read.source,
            gene_names=read.genes,
            sample_names=read.samples,
            labels=all_labels,
            correlations=correlations,
            variable=variable,
            sample_labels=sample_labels,
            clusters=_clusters(all_labels, correlations, read.genes, jaccard, evidence),
            sample_clusters=_clusters(
                sample_labels,
                _closeness(sample_points, sample_labels),
                read.samples,
                sample_jaccard,
                sample_evidence,
            ),
            evidence=evidence,
            sample_evidence=sample_evidence,
            annotation=known,
            sample_ari=aris[0],
            hierarchical_ari=aris[1],
            heat=standard[np.ix_(shown, sample_order)],
            heat_genes=shown,
            heat_samples=sample_order,
            notes=_notes(read, varying, len(chosen), len(centered)),
            seed=run.seed,
        )
    )


def _standardised(values: Array) -> Array:
    """Return rows of mean 0 and length 1, between which squared distances are 2 - 2 correlations."""
    rows = values - values.mean(axis=1, keepdims=True)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True))


def _cluster(
    points: Array, asked: int | None, most: int, run: _Run, things: str
) -> tuple[KEvidence, Array, Array]:
    """Return the evidence for K, labels, and each cluster's Jaccard on columns drawn anew."""
    judged = _reduced(points)
    wanted = {*range(1, most + 1)} | ({asked} if asked else set())
    limit = distinct_rows(judged, min(max(wanted), len(judged)))
    if asked is not None and asked > limit:
        raise errors.k_exceeds_rows(asked, limit)
    usable = [one for one in wanted if one <= limit]
    evidence = choose_directions(judged, usable, seed=run.seed, n_threads=run.n_threads, things=things)
    k = evidence.k if asked is None else asked
    labels = run.fit(points, k, N_STARTS).labels
    return evidence, labels, _jaccards(points, labels, k, run)


def _reduced(points: Array) -> Array:
    """Return the points on their strongest directions, if they have very many columns."""
    if points.shape[1] <= N_DIRECTIONS:
        return points
    from sklearn.decomposition import PCA

    n_kept = min(N_DIRECTIONS, len(points) - 1)
    n_kept = min(n_kept, max(2, len(points) // 5))
    found = PCA(n_kept, svd_solver="full" if len(points) <= 500 else "randomized", random_state=0)
    return np.ascontiguousarray(found.fit_transform(points))


def _jaccards(points: Array, labels: Array, k: int, run: _Run) -> Array:
    """Return the mean best Jaccard of each cluster when columns are drawn with replacement."""
    random = np.random.default_rng([run.seed, k, 7])
    total = np.zeros(k)
    for _ in range(N_RESAMPLES):
        drawn = random.integers(0, points.shape[1], points.shape[1])
        again = run.fit(np.ascontiguousarray(points[:, drawn]), k, 3, int(random.integers(2**31))).labels
        total += best_jaccards(labels, again, k)
    return total / N_RESAMPLES


def _assigned(rows: Array, points: Array, labels: Array, k: int, run: _Run) -> tuple[Array, Array]:
    """Return cluster and correlation of every varying gene with the mean profile of that cluster."""
    sizes = np.maximum(np.bincount(labels, minlength=k), 1)
    centers = np.stack([np.bincount(labels, column, k) for column in points.T], axis=1) / sizes[:, None]
    nearest = engine.assign(np.ascontiguousarray(rows), centers, n_threads=run.n_threads)
    lengths = np.linalg.norm(centers, axis=1)
    inner = np.einsum("ij,ij->i", rows, centers[nearest])
    return nearest, np.clip(inner / np.maximum(lengths[nearest], 1e-300), -1.0, 1.0)


def _closeness(points: Array, labels: Array) -> Array:
    """Return minus the distance of each sample to the mean of its cluster."""
    away = np.zeros(len(points))
    for label in np.unique(labels):
        inside = labels == label
        away[inside] = -np.linalg.norm(points[inside] - points[inside].mean(axis=0), axis=1)
    return away


def _clusters(
    labels: Array, closeness: Array, names: tuple[str, ...], jaccard: Array, evidence: KEvidence
) -> tuple[GeneCluster, ...]:
    found = []
    for label, value in enumerate(jaccard):
        members = np.flatnonzero(labels == label)
        members = members[np.argsort(-closeness[members], kind="stable")]
        letter, reason = explain.grade(float(value), evidence.verdict)
        listed = tuple(names[place] for place in members)
        share = len(members) / max(int((labels >= 0).sum()), 1)
        found.append(GeneCluster(label, len(members), share, letter, reason, float(value), listed))
    return tuple(found)


def _shown(labels: Array, correlations: Array, variable: Array, k: int) -> Array:
    """Return the genes of the heat map, cluster by cluster, the most typical first: about 400."""
    per_cluster = max(8, MAP_GENES // k)
    shown = []
    for label in range(k):
        members = np.flatnonzero((labels == label) & variable)
        members = members[np.argsort(-correlations[members], kind="stable")]
        step = max(1, len(members) // per_cluster)
        shown.append(members[::step][:per_cluster])
    return np.concatenate(shown)


def _annotation(given: Any, samples: tuple[str, ...]) -> tuple[str, ...]:
    """Return one label for each sample, in their order; an empty tuple if there is none."""
    if given is None:
        return ()
    if isinstance(given, (str, os.PathLike)):
        columns = tables.read(given).columns
        cells = [column.values if column.written is None else column.written for column in columns[:2]]
        given = dict(zip(map(str, cells[0]), map(str, cells[-1]), strict=True))
    if isinstance(given, dict):
        by_name = {str(name): str(label) for name, label in given.items()}
        n_known = sum(name in by_name for name in samples)
        if n_known < len(samples):
            raise errors.annotation_does_not_fit(n_known, len(samples), samples[0])
        return tuple(by_name[name] for name in samples)
    labels = tuple(str(label) for label in given)
    if len(labels) != len(samples):
        raise errors.annotation_does_not_fit(len(labels), len(samples), samples[0])
    return labels


def _aris(known: tuple[str, ...], points: Array, labels: Array, k: int) -> tuple[float, float]:
    """Return the adjusted Rand index with the annotation of our clusters, and of Ward's at the same K."""
    if not known:
        return float("nan"), float("nan")
    from scipy.cluster.hierarchy import fcluster, linkage
    from sklearn.metrics import adjusted_rand_score

    ours = float(adjusted_rand_score(known, labels))
    if len(points) > MOST_LINKED:
        return ours, float("nan")
    theirs = fcluster(linkage(points, "ward"), k, "maxclust")
    return ours, float(adjusted_rand_score(known, theirs))


def _notes(read: tables.Matrix, varying: Array, n_formed: int, n_for_samples: int) -> tuple[str, ...]:
    n_varying = int(varying.sum())
    notes = [*read.notes]
    if n_varying < len(varying):
        notes.append(f"{len(varying) - n_varying:,} genes are the same in all samples: no cluster (-1)")
    notes.append(
        "each gene standardised over the samples: genes are alike if they correlate, whatever their level"
    )
    if n_formed < n_varying:
        notes.append(
            f"the {n_formed:,} most variable genes form the clusters, the other {n_varying - n_formed:,} are "
            "assigned to them (--variable)"
        )
    notes.append(f"how many clusters is judged on at most {N_DIRECTIONS} principal directions")
    notes.append(f"samples are compared on the {n_for_samples:,} most variable genes, centered")
    return tuple(notes)


def _texts(values: Any) -> Array:
    texts = np.empty(len(values), dtype=object)
    texts[:] = list(values)
    return texts
