"""Genes that rise and fall together, and samples that are alike.

Made by:  `journeys`, for `covey.genes`.
"""

from __future__ import annotations

from dataclasses import dataclass

from covey.records.arrays import Array
from covey.records.choice import KEvidence


@dataclass(frozen=True)
class GeneCluster:
    """A cluster of genes or of samples; `members` are names, the most typical first."""

    label: int
    size: int
    share: float
    grade: str
    grade_reason: str
    jaccard: float
    members: tuple[str, ...]


@dataclass(frozen=True)
class GenesRecord:
    """Genes and samples in clusters.

    `labels`, `correlations`, `variable`: one entry for each gene; `sample_labels`, `annotation` (empty if
    there is none): one for each sample. `heat` holds standardised values of `heat_genes` in `heat_samples`.
    """

    source: str
    gene_names: tuple[str, ...]
    sample_names: tuple[str, ...]
    labels: Array
    correlations: Array
    variable: Array
    sample_labels: Array
    clusters: tuple[GeneCluster, ...]
    sample_clusters: tuple[GeneCluster, ...]
    evidence: KEvidence
    sample_evidence: KEvidence
    annotation: tuple[str, ...]
    sample_ari: float
    hierarchical_ari: float
    heat: Array
    heat_genes: Array
    heat_samples: Array
    notes: tuple[str, ...]
    seed: int
