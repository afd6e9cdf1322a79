"""What is clustered: ten tables from 300 x 2 to 200,000 x 128, dense and sparse, with groups and without.

Out:  Workload records; `rows` gives the rows (float32, or CSR), `start` the centers that all start from.
Not here: who clusters (peers.py), and how it is timed (race.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import scipy.sparse as sp

Random = np.random.Generator


@dataclass(frozen=True)
class Workload:
    """A table, how many clusters to find in it, and how many iterations at most, for everyone."""

    name: str
    regime: str  # what bounds a dense pass over it
    n: int
    d: int
    k: int
    make: Callable[[Random, int, int, int], Any]
    max_iter: int = 300  # the default of covey and scikit-learn

    def rows(self) -> Any:
        """Return the (n, d) rows: the same for every call."""
        rows = self.make(np.random.default_rng([self.n, self.d, self.k]), self.n, self.d, self.k)
        return rows if sp.issparse(rows) else np.ascontiguousarray(rows, np.float32)

    @property
    def sparse(self) -> bool:
        """Whether the rows are a sparse matrix."""
        return self.make is documents


def mixture(random: Random, n: int, d: int, n_groups: int, spread: float, depth: float = 0.0) -> np.ndarray:
    """Return round groups of unequal sizes and widths; `depth` above 0 groups the groups themselves."""
    centers = random.normal(size=(n_groups, d))
    if depth > 0:
        n_parents = max(2, int(np.sqrt(n_groups)))
        centers += depth * random.normal(size=(n_parents, d))[random.integers(0, n_parents, n_groups)]
    shares = random.gamma(2.0, size=n_groups)
    labels = random.choice(n_groups, n, p=shares / shares.sum())
    widths = spread * random.uniform(0.6, 1.4, size=n_groups)
    return centers[labels] + widths[labels, None] * random.normal(size=(n, d))


def blobs(random: Random, n: int, d: int, k: int) -> np.ndarray:
    return random.uniform(-10, 10, size=(k, d))[random.integers(0, k, n)] + random.normal(size=(n, d))


def customers(random: Random, n: int, d: int, k: int) -> np.ndarray:
    """Return overlapping segments with long tails, standardised: what a table of customers looks like."""
    rows = mixture(random, n, d, k, 0.7)
    rows[:, ::2] = np.exp(rows[:, ::2] / 2)
    return (rows - rows.mean(axis=0)) / rows.std(axis=0)


def noise(random: Random, n: int, d: int, k: int) -> np.ndarray:
    return random.normal(size=(n, d))


def clustered(random: Random, n: int, d: int, k: int) -> np.ndarray:
    return mixture(random, n, d, k, 0.35)


def grid(random: Random, n: int, d: int, k: int) -> np.ndarray:
    """Return round groups on the points of a square grid, as in the BIRCH paper's first set."""
    side = int(np.ceil(np.sqrt(k)))
    cells = random.integers(0, k, n)
    return np.column_stack([cells // side, cells % side]) * 4.0 + random.normal(size=(n, 2))


def embeddings(random: Random, n: int, d: int, k: int) -> np.ndarray:
    """Return unit vectors near a space of 24 dimensions, in 1.5 k topics, with noise in every direction."""
    n_inner = min(24, d)
    inner = mixture(random, n, n_inner, k + k // 2, 0.55, depth=0.7)
    rows = inner @ random.normal(size=(n_inner, d)) / np.sqrt(n_inner) + 0.25 * random.normal(size=(n, d))
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def descriptors(random: Random, n: int, d: int, k: int) -> np.ndarray:
    """Return overlapping groups, more than k, of non-negative whole numbers up to 255, as SIFT has."""
    rows = mixture(random, n, d, 2 * k, 0.8, depth=0.8)
    return np.clip(np.round(np.abs(rows) ** 1.3 * 30), 0, 255)


def documents(random: Random, n: int, d: int, k: int) -> sp.csr_matrix:
    """Return tf-idf rows of unit length: some 60 of d words each, Zipf frequencies, k topics."""
    zipf = 1.0 / np.arange(1, d + 1) ** 1.05
    common = np.cumsum(zipf / zipf.sum())
    topic = random.integers(0, k, n)
    lengths = random.poisson(90, n) + 10
    owner = np.repeat(np.arange(n), lengths)
    words = np.searchsorted(common, random.uniform(size=len(owner)))
    own = random.uniform(size=len(owner)) < 0.35  # words of the topic: another order of the same frequencies
    order = np.stack([random.permutation(d) for _ in range(k)])
    words[own] = order[topic[owner[own]], words[own]]
    counts = sp.csr_matrix((np.ones(len(owner), np.float32), (owner, np.minimum(words, d - 1))), shape=(n, d))
    counts.sum_duplicates()
    seen = np.bincount(counts.indices, minlength=d)
    counts.data = (1 + np.log(counts.data)) * np.log(1 + n / (1 + seen[counts.indices])).astype(np.float32)
    lengths_of = np.sqrt(np.asarray(counts.multiply(counts).sum(axis=1)).ravel())
    return sp.csr_matrix(sp.diags(1 / lengths_of) @ counts, dtype=np.float32)


FULL = [
    Workload("lesson", "fixed cost of a call", 300, 2, 4, blobs),
    Workload("customers", "argmin", 10_000, 10, 8, customers),
    Workload("noise in 3-d", "argmin", 1_000_000, 3, 16, noise),
    Workload("four groups", "memory bandwidth", 2_000_000, 4, 4, blobs),
    Workload("grid", "argmin", 100_000, 2, 100, grid),
    Workload("many small groups", "argmin and multiply-adds", 200_000, 8, 1000, clustered),
    Workload("noise in 16-d", "multiply-adds", 500_000, 16, 64, noise),
    Workload("embeddings", "multiply-adds", 100_000, 384, 256, embeddings),
    Workload("descriptors", "multiply-adds", 200_000, 128, 1024, descriptors),
    Workload("documents", "gathers of a sparse row", 20_000, 20_000, 20, documents),
]
SMALLER = {
    "noise in 3-d": 100_000,
    "four groups": 200_000,
    "grid": 20_000,
    "many small groups": 20_000,
    "noise in 16-d": 50_000,
    "embeddings": 10_000,
    "descriptors": 10_000,
    "documents": 3_000,
}


def workloads(*, quick: bool = False) -> list[Workload]:
    """Return the ten, or smaller ones of the same kinds."""
    if not quick:
        return FULL
    return [replace(w, n=SMALLER.get(w.name, w.n), max_iter=min(w.max_iter, 15)) for w in FULL]


def start(rows: Any, k: int, *, n_looked_at: int = 20_000) -> np.ndarray:
    """Return k rows (k, d) float32 drawn by k-means++ (squared distance) among the first `n_looked_at`.

    Plain NumPy, so that no engine of the race chooses the start of the others.
    """
    random = np.random.default_rng(k)
    looked = rows[:n_looked_at]
    squares = (
        np.asarray(looked.multiply(looked).sum(axis=1)).ravel()
        if sp.issparse(rows)
        else (looked**2).sum(axis=1)
    )
    closest = np.full(looked.shape[0], np.inf)
    picked = int(random.integers(looked.shape[0]))
    chosen = []
    for _ in range(k):
        chosen.append(picked)
        row = looked[picked]
        row = row.toarray().ravel() if sp.issparse(row) else row
        distance = np.maximum(squares - 2 * np.asarray(looked @ row).ravel() + squares[picked], 0)
        closest = np.minimum(closest, distance)
        closest[picked] = 0
        picked = int(np.searchsorted(np.cumsum(closest), random.uniform() * closest.sum(), side="right"))
        picked = min(picked, looked.shape[0] - 1)
    out = looked[np.array(chosen)]
    return np.ascontiguousarray(out.toarray() if sp.issparse(out) else out, np.float32)
