"""How many groups, for things that have a direction and no length: documents, genes.

In:   points of length 1 on axes of our own making; what a point is called.
Out:  the evidence of `choose_k`, in words about such things.
Not here: the evidence itself (`judgement`).
A crowd on a sphere always divides further: to one crowd of the same columns, which is not bound to a sphere,
its parts look tight. So groups that stand apart come before finer ones that overlap. Single axes mean nothing
to a reader: what is said of them is left out.
Next: document_topics.py and gene_clusters.py ask.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import replace

from covey import errors
from covey.journeys.choice import choose_k
from covey.records import Array, KEvidence

N_TOLD = 3  # reasons: the choice, the runner-up, what would change the answer; what follows is about axes


def choose_directions(
    points: Array, ks: list[int], *, seed: int, n_threads: int | None, things: str
) -> KEvidence:
    """Return the evidence for how many groups of `things` there are, such as "documents"."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", errors.FewerSegmentsWarning)
        found = choose_k(points, ks, random_state=seed, n_threads=n_threads).record
    if 1 < found.natural_k < found.k:
        return _coarser(found, things)
    return replace(found, reasons=tuple(_about(one, things) for one in found.reasons[:N_TOLD]))


def _coarser(found: KEvidence, things: str) -> KEvidence:
    """Return the evidence with the groups that stand apart as its answer."""
    apart = next(row for row in found.rows if row.k == found.natural_k)
    finer = next(row for row in found.rows if row.k == found.k)
    reasons = (
        f"{apart.k} groups are in the {things}: any two lie {apart.separation:.1f} standard deviations or "
        f"more apart ({things} without groups stay below {apart.separation_limit:.1f}), and 80 % of the "
        f"{things} give the same groups (agreement {apart.stability:.2f} of 1). Silhouette "
        f"{apart.silhouette:.2f}.",
        f"Runner-up: {finer.k} groups, which divide these further and overlap (silhouette "
        f"{finer.silhouette:.2f}, agreement {finer.stability:.2f}): -k {finer.k} shows them.",
    )
    return replace(found, k=found.natural_k, verdict="natural", reasons=reasons)


def _about(reason: str, things: str) -> str:
    for rows, others in (("rows", things), ("Rows", things.capitalize()), ("columns?", "directions")):
        reason = re.sub(rf"\b{rows}\b", others, reason)
    return reason
