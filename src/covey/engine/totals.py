"""What clusters add up to, and a place for every row that is not its place in the table.

In:   checked rows, dense or sparse; labels 0..k-1 that somebody else has.
Out:  records.ClusterTotals; one 64-bit number per row.
Dense rows: the same bits for any order of the rows and any number of threads, and a weight of 2 is a
repeated row. Sparse rows: SciPy adds up float64, so a mean may differ in its last digit with the order of
the rows.
Next: cpp/cluster_totals.hpp, cpp/row_hashes.hpp; tests/reference/totals.py.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

import covey.engine._core as _core
from covey.engine import sparse
from covey.engine.threads import default_threads
from covey.records import Array, ClusterTotals

ROWS_AT_ONCE = 65536


def row_hashes(points: Any, *, n_threads: int | None = None) -> Array:
    """Return a 64-bit number (n,) per row from its values alone, the same for sparse and dense rows."""
    out = np.empty(points.shape[0], np.uint64)
    threads = default_threads() if n_threads is None else n_threads
    if sparse.is_sparse(points):
        _core.row_hashes_sparse(*sparse.vectors(points), points.shape[1], threads, out)
    else:
        _core.row_hashes(points, threads, out)
    return out


def cluster_totals(
    points: Any, labels: Array, n_clusters: int, *, weights: Array | None = None, n_threads: int | None = None
) -> ClusterTotals:
    """Return weight, mean, and how far the rows lie from the mean, of every cluster."""
    threads = default_threads() if n_threads is None else n_threads
    labels = np.ascontiguousarray(labels, np.int32)
    weights = None if weights is None else np.ascontiguousarray(weights, np.float64)
    if sparse.is_sparse(points):
        return _sparse_totals(points, labels, n_clusters, weights, threads)
    masses, squares, distances = np.empty(n_clusters), np.empty(n_clusters), np.empty(n_clusters)
    means = np.empty((n_clusters, points.shape[1]))
    exponent = _core.cluster_totals(points, weights, labels, threads, masses, means, squares, distances)
    return ClusterTotals(masses, means, squares, distances, exponent)


def _sparse_totals(
    points: Any, labels: Array, n_clusters: int, weights: Array | None, n_threads: int
) -> ClusterTotals:
    n = points.shape[0]
    given = np.ones(n) if weights is None else weights
    masses = np.bincount(labels, given, n_clusters)
    shares = given / np.where(masses > 0, masses, 1)[labels]
    members = type(points)((shares, labels, np.arange(n + 1)), shape=(n, n_clusters))
    means = np.ascontiguousarray((members.T @ points).toarray(), np.float64)
    exponent = math.frexp(float(np.abs(points.data).max()) if points.nnz else 1.0)[1]
    own = np.ldexp(_distances_to_own(points, means, labels, n_threads), -exponent)
    squares = _exact_sums(given * own**2, labels, n_clusters)
    distances = _exact_sums(given * own, labels, n_clusters)
    return ClusterTotals(masses, means, squares, distances, exponent)


def _distances_to_own(points: Any, means: Array, labels: Array, n_threads: int) -> Array:
    """Return the distance (n,) float64 of each sparse row to the mean of its cluster."""
    own = np.empty(points.shape[0])
    for first in range(0, len(own), ROWS_AT_ONCE):
        part = points[first : first + ROWS_AT_ONCE].astype(np.float64)
        out = np.empty((part.shape[0], len(means)))
        _core.distances_sparse(*sparse.vectors(part), means, n_threads, out)
        here = slice(first, first + part.shape[0])
        own[here] = out[np.arange(part.shape[0]), labels[here]]
    return own


def _exact_sums(values: Array, labels: Array, n_clusters: int) -> Array:
    """Return sums (k,) that are rounded once, so that the order of the values does not matter."""
    order = np.argsort(labels, kind="stable")
    ends = np.cumsum(np.bincount(labels, minlength=n_clusters))[:-1]
    return np.array([math.fsum(part.tolist()) for part in np.split(values[order], ends)])
