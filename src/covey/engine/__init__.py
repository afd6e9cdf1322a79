"""The border: the only importer of the compiled extension.

In:   checked NumPy arrays: points (n, d) float32 or float64, C-contiguous, finite; or sparse rows.
Out:  records.Fit, labels, distances, silhouettes. The same bits for any number of threads and any processor.
Not here: checking what a user typed (`checks`), scikit-learn's conventions (`cluster`).
Next: cpp/bind for the other side of the door; tests/reference for what each function means.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from covey.engine.threads import default_threads
from covey.records import Array, Fit

try:
    import covey.engine._core as _core
    from covey.engine import sparse
    from covey.engine.totals import cluster_totals, row_hashes
except ImportError as problem:
    raise ImportError(
        "covey's compiled engine is missing. It is built when covey is installed: in a clone, run `make` "
        f"once or `pip install -e .`; a C++17 compiler is needed. ({problem})"
    ) from problem

__all__ = [
    "all_finite",
    "assign",
    "best_so_far",
    "closed_silhouettes",
    "cluster_totals",
    "default_threads",
    "distances",
    "fit",
    "instruction_set",
    "instruction_sets",
    "label_and_measure",
    "plus_plus",
    "row_hashes",
    "silhouette_bounds",
    "silhouettes",
    "silhouettes_of_all",
    "unit_rows",
    "use_instruction_set",
    "use_skipping",
]

FEW_NUMBERS = 4096
_INIT = {"k-means++": 0, "random": 1}
_NO_SEEDS = np.zeros(1, np.uint64)
_EFFORT = {"fast": 0, "standard": 1, "best": 2}
_CLOSED = {"sqeuclidean": 0, "cosine": 1}
instruction_set: Callable[[], str] = _core.instruction_set
instruction_sets: Callable[[], list[str]] = _core.instruction_sets
use_instruction_set: Callable[[str], bool] = _core.use_instruction_set
use_skipping: Callable[[str], bool] = _core.use_skipping  # "by_cost", "never", "always"


def _threads(n_threads: int | None, n_numbers: int = FEW_NUMBERS) -> int:
    """Return how many threads to use; asking the system takes as long as looking at a few numbers."""
    if n_threads is None:
        return default_threads() if n_numbers >= FEW_NUMBERS else 1
    return max(1, int(n_threads))


def start_seeds(seed: int, n_starts: int) -> Array:
    """Return one 64-bit seed per start, all drawn from one number; the first is that number itself."""
    if n_starts == 1:
        return np.array([seed & 0xFFFFFFFFFFFFFFFF], np.uint64)
    mixed = np.random.SeedSequence(seed).generate_state(n_starts, dtype=np.uint64)
    mixed[0] = np.uint64(seed & 0xFFFFFFFFFFFFFFFF)
    return mixed


def fit(
    points: Any,
    n_clusters: int,
    *,
    weights: Array | None = None,
    init: str | Array = "k-means++",
    n_init: int = 1,
    max_iter: int = 300,
    tol: float = 1e-4,
    seed: int = 0,
    n_threads: int | None = None,
    on_iteration: Callable[[int, int, int], Any] | None = None,
    spherical: bool = False,
    effort: str = "fast",
    n_searches: int = 0,
) -> Fit:
    """Run Lloyd's algorithm from `n_init` starts and return the best as one record.

    `init` is "k-means++", "random" or a (k, d) array (then there is one start, and the labels keep its order;
    otherwise label 0 has the most weight). `tol` is relative to the mean variance of the columns.
    `on_iteration(start, iteration, moved)` is called once per iteration; what it raises ends the fit, as
    Ctrl-C does. The exception then carries the best state so far: `best_so_far` takes it off.
    `spherical` keeps the centers at length 1: rows and given centers must have that length (`unit_rows`).
    `effort` "standard" and "best" search on from one start (cpp/improve.hpp); `n_searches` 0 means until
    enough of them agree. Sparse and spherical fits do not search.
    """
    n, d = points.shape
    centers = np.empty((n_clusters, d), points.dtype)
    if isinstance(init, str):
        kind, seeds = _INIT[init], start_seeds(seed, n_init)
    else:
        kind, seeds = 2, _NO_SEEDS
        centers[:] = init
    labels = np.empty(n, np.int32)
    rest = (
        weights,
        kind,
        seeds,
        max_iter,
        tol,
        _threads(n_threads, n * d * n_clusters),
        on_iteration,
        labels,
        centers,
        spherical,
    )
    if sparse.is_sparse(points):
        told = _core.fit_sparse(*sparse.vectors(points), *rest)
    else:
        told = _core.fit(points, *rest, _EFFORT[effort], n_searches)
    *facts, problem = told
    found = Fit(labels, centers, *facts)
    if problem is None:
        return found
    problem.covey_fit = found
    try:
        raise problem
    finally:
        del problem, told  # or they would keep the exception alive, and the exception this frame


def label_and_measure(
    points: Any,
    centers: Array,
    *,
    weights: Array | None = None,
    n_threads: int | None = None,
    spherical: bool = False,
) -> tuple[Array, float]:
    """Return the label (n,) int32 of each row and the inertia: a fit without iterations."""
    if points.shape[0] == 0:
        return np.empty(0, np.int32), 0.0
    found = fit(
        points,
        len(centers),
        weights=weights,
        init=centers,
        max_iter=0,
        tol=0.0,
        n_threads=n_threads,
        spherical=spherical,
    )
    return found.labels, found.inertia


def best_so_far(problem: BaseException) -> Fit | None:
    """Take off an exception the state of the `fit` that it ended; None if there were no centers yet.

    Labels belong to the centers, and the inertia to both: `fit` has seen to that before it raised.
    """
    found: Fit | None = vars(problem).pop("covey_fit", None)
    return found


def plus_plus(
    points: Any,
    n_clusters: int,
    *,
    weights: Array | None = None,
    seed: int = 0,
    n_trials: int = 0,
    n_threads: int | None = None,
) -> Array:
    """Return the row indices (k,) int64 that greedy k-means++ chooses; `n_trials` 0 means 2 + ln k."""
    indices = np.empty(n_clusters, np.int64)
    rest = (weights, seed & 0xFFFFFFFFFFFFFFFF, n_trials, _threads(n_threads), indices)
    if sparse.is_sparse(points):
        _core.plus_plus_sparse(*sparse.vectors(points), points.shape[1], *rest)
    else:
        _core.plus_plus(points, *rest)
    return indices


def all_finite(points: Array, *, n_threads: int | None = None) -> bool:
    """Return whether no number of a dense (n, d) array is NaN or infinite."""
    finite: bool = _core.all_finite(points, _threads(n_threads, points.size))
    return finite


def assign(points: Any, centers: Array, *, n_threads: int | None = None) -> Array:
    """Return the label (n,) int32 of the nearest center, by definition: see cpp/kernels/settle.hpp."""
    labels = np.empty(points.shape[0], np.int32)
    centers = np.ascontiguousarray(centers, points.dtype)
    if sparse.is_sparse(points):
        _core.assign_sparse(*sparse.vectors(points), centers, _threads(n_threads), labels, None)
    else:
        _core.assign(points, centers, _threads(n_threads), labels)
    return labels


def distances(points: Any, centers: Array, *, n_threads: int | None = None) -> Array:
    """Return the Euclidean distances (n, k), not squared, in the dtype of the points."""
    out = np.empty((points.shape[0], len(centers)), points.dtype)
    centers = np.ascontiguousarray(centers, points.dtype)
    if sparse.is_sparse(points):
        _core.distances_sparse(*sparse.vectors(points), centers, _threads(n_threads), out)
    else:
        _core.distances(points, centers, _threads(n_threads), out)
    return out


def unit_rows(points: Any, *, n_threads: int | None = None) -> tuple[Any, int, int]:
    """Return the rows brought to length 1, how many rows are all zeros, and the first of those (or -1).

    A new array, or for sparse rows a new matrix that shares the places of the entries. The length is an exact
    sum: a sparse row and the same row with its zeros written out become the same numbers.
    """
    if sparse.is_sparse(points):
        values = np.empty(points.nnz, points.dtype)
        told = _core.unit_rows_sparse(*sparse.vectors(points), points.shape[1], _threads(n_threads), values)
        return type(points)((values, points.indices[: points.nnz], points.indptr), shape=points.shape), *told
    out = np.empty(points.shape, points.dtype)
    return out, *_core.unit_rows(points, _threads(n_threads), out)


def silhouettes(
    points: Array,
    labels: Array,
    n_clusters: int,
    *,
    weights: Array | None = None,
    rows: Array | None = None,
    n_threads: int | None = None,
) -> Array:
    """Return the exact silhouette (n,) float64 of every row; labels are 0..k-1.

    With `rows`, those of these rows among all rows. Time n^2 d / 2 at most, memory n (d + k).
    """
    labelings = np.asarray(labels)[None]
    found = silhouettes_of_all(
        points, labelings, [n_clusters], weights=weights, rows=rows, n_threads=n_threads
    )
    one: Array = found[0]
    return one


def silhouettes_of_all(
    points: Array,
    labelings: Array,
    n_clusters: Sequence[int],
    *,
    weights: Array | None = None,
    rows: Array | None = None,
    n_threads: int | None = None,
) -> Array:
    """Return the silhouettes (m, n) of m labelings (m, n) from one pass over the distances."""
    labelings = np.ascontiguousarray(labelings, np.int32)
    chosen = None if rows is None else np.ascontiguousarray(rows, np.int64)
    weights = None if weights is None else np.ascontiguousarray(weights, np.float64)
    out = np.empty((len(labelings), len(points) if chosen is None else len(chosen)), np.float64)
    counts = np.array(n_clusters, np.int32)
    _core.silhouettes(points, labelings, counts, weights, chosen, _threads(n_threads), out)
    return out


def closed_silhouettes(
    points: Array,
    labels: Array,
    n_clusters: int,
    metric: str,
    *,
    weights: Array | None = None,
    n_threads: int | None = None,
) -> Array:
    """Return the exact silhouette (n,) of every row from "sqeuclidean" or "cosine" distances. Time n k d."""
    out = np.empty(len(points), np.float64)
    labeling, counts, weights = _labeling(labels, n_clusters, weights)
    _core.closed_silhouettes(points, labeling, counts, weights, _CLOSED[metric], _threads(n_threads), out)
    return out


def silhouette_bounds(
    points: Array,
    labels: Array,
    n_clusters: int,
    *,
    weights: Array | None = None,
    n_threads: int | None = None,
) -> tuple[Array, Array]:
    """Return (n,), (n,): each row's Euclidean silhouette lies between them. Time n d (k + d)."""
    low, high = np.empty(len(points), np.float64), np.empty(len(points), np.float64)
    labeling, counts, weights = _labeling(labels, n_clusters, weights)
    _core.silhouette_bounds(points, labeling, counts, weights, _threads(n_threads), low, high)
    return low, high


def _labeling(labels: Array, n_clusters: int, weights: Array | None) -> tuple[Array, Array, Array | None]:
    """Return one labeling in the shape of several, and the weights as the engine reads them."""
    given = None if weights is None else np.ascontiguousarray(weights, np.float64)
    return np.ascontiguousarray(labels, np.int32)[None], np.array([n_clusters], np.int32), given
