"""Is what the user typed usable? The only place that says no to an option.

In:   estimator parameters, labels, seeds as typed.
Out:  the same as plain checked values, or an error with the sentence to act on.
Not here: tables and their columns (`table`), arrays that scikit-learn already validates (`cluster`).
Next: `errors` for the words.
"""

from __future__ import annotations

import numbers
import os
from dataclasses import dataclass
from typing import Any

import numpy as np

from covey import errors
from covey.records import Array

ALGORITHMS = ("lloyd", "elkan", "auto")
INITS = ("k-means++", "random")
EFFORTS = ("auto", "fast", "standard", "best")
METRICS = ("euclidean", "cosine")


@dataclass(frozen=True)
class KMeansOptions:
    """The parameters of a KMeans, checked. `init` is a name, a checked array or a callable.

    `n_init` plain starts, or `n_searches` searches (0: until enough agree) where `effort` is not "fast".
    """

    n_clusters: int
    init: Any
    n_init: int
    max_iter: int
    tol: float
    n_threads: int | None
    spherical: bool
    effort: str = "fast"
    n_searches: int = 0


def whole_number(name: str, value: Any, *, low: int) -> int:
    """Return `value` as an int of at least `low`; True and 2.0 are not whole numbers."""
    if type(value) is int and value >= low:  # nearly always; the abstract classes below cost a microsecond
        return value
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, numbers.Integral) or int(value) < low:
        raise errors.bad_option(name, value, f"a whole number of at least {low}")
    return int(value)


def _tolerance(value: Any) -> float:
    if type(value) is float and 0 <= value < np.inf:
        return value
    is_number = isinstance(value, numbers.Real) and not isinstance(value, (bool, np.bool_))
    if not is_number or not 0 <= float(value) < np.inf:
        raise errors.bad_option("tol", value, "a number of at least 0")
    return float(value)


def _one_of(name: str, value: Any, allowed: tuple[str, ...]) -> str:
    if not isinstance(value, str) or value not in allowed:
        raise errors.bad_option(name, value, "one of " + ", ".join(map(repr, allowed)), close_to=allowed)
    return value


def _has(thing: Any, *names: str) -> bool:
    return any(hasattr(thing, name) for name in names)


def kmeans_options(estimator: Any) -> KMeansOptions:
    """Return the checked parameters of a KMeans-like estimator, or an error that names the wrong one."""
    init = estimator.init
    if isinstance(init, str):
        _one_of("init", init, INITS)
    elif not (callable(init) or isinstance(init, (list, tuple)) or _has(init, "__array__", "toarray")):
        raise errors.bad_option("init", init, "'k-means++', 'random', an array of centers or a callable")
    _one_of("algorithm", estimator.algorithm, ALGORITHMS)
    n_init = estimator.n_init
    effort = _one_of("effort", getattr(estimator, "effort", "fast"), EFFORTS)
    if effort == "auto":
        plain = isinstance(init, str) and init == "k-means++" and isinstance(n_init, str)
        effort = "standard" if plain else "fast"
    n_searches = 0 if effort == "fast" or isinstance(n_init, str) else n_init
    if isinstance(n_init, str):
        _one_of("n_init", n_init, ("auto",))
        n_init = 10 if (isinstance(init, str) and init == "random") or callable(init) else 1
    n_threads = estimator.n_threads
    return KMeansOptions(
        n_clusters=whole_number("n_clusters", estimator.n_clusters, low=1),
        init=init,
        n_init=whole_number("n_init", n_init, low=1),
        max_iter=whole_number("max_iter", estimator.max_iter, low=1),
        tol=_tolerance(estimator.tol),
        n_threads=None if n_threads is None else whole_number("n_threads", n_threads, low=1),
        spherical=_one_of("metric", estimator.metric, METRICS) == "cosine",
        effort=effort,
        n_searches=n_searches if n_searches == 0 else whole_number("n_init", n_searches, low=1),
    )


def sparse_rows(points: Any) -> Any:
    """Return sparse rows (CSR) with ascending columns, none twice; arrays and such rows as they came.

    A copy where something has to change. Entries given twice are added in the order they are stored, as
    `toarray` adds them.
    """
    if not hasattr(points, "indptr"):
        return points
    if points.shape[1] > np.iinfo(np.int32).max:
        raise errors.too_many_columns(points.shape[1])
    if not _whole(points):
        raise errors.broken_sparse()
    if _ascending(points):
        return points
    ordered = points.tocsc().tocsr()  # a counting sort: equal columns keep their order
    ordered.sum_duplicates()
    if not np.isfinite(ordered.data).all():
        raise errors.infinite_sums()
    return ordered


def _whole(rows: Any) -> bool:
    """Return whether every entry lies inside the matrix: the engine reads without looking again."""
    starts, columns = rows.indptr, rows.indices[: rows.nnz]
    if len(starts) != rows.shape[0] + 1 or starts[0] != 0 or (np.diff(starts) < 0).any():
        return False
    if starts[-1] > min(len(rows.indices), len(rows.data)):
        return False
    return not len(columns) or (columns.min() >= 0 and columns.max() < rows.shape[1])


def _ascending(rows: Any) -> bool:
    """Return whether the columns of every row ascend and none repeats; looks at the caller's matrix only."""
    if rows.nnz < 2:
        return True
    ascends = np.diff(rows.indices[: rows.nnz]) > 0
    starts = rows.indptr[1:-1]
    inner = starts[(starts > 0) & (starts < rows.nnz)]
    ascends[inner - 1] = True  # from one row to the next, columns may fall
    return bool(ascends.all())


def given_centers(init: Any, n_clusters: int, points: Any) -> Array:
    """Return the start centers as a new (k, d) array in the dtype of the points; sparse ones written out."""
    init = init.toarray() if hasattr(init, "toarray") else init
    centers = np.array(init, dtype=points.dtype, order="C", copy=True)
    if centers.shape != (n_clusters, points.shape[1]):
        raise errors.bad_centers(centers.shape, (n_clusters, points.shape[1]))
    if not np.isfinite(centers).all():
        raise errors.bad_option("init", "an array with NaN or infinity", "an array of finite numbers")
    return centers


def seed_number(random_state: Any) -> int:
    """Return a seed as one number: an int as it is; None, a RandomState or a Generator are asked for one."""
    if random_state is None:
        return int.from_bytes(os.urandom(8), "little")
    if type(random_state) is int and random_state >= 0:
        return random_state
    if isinstance(random_state, np.random.Generator):
        return int(random_state.integers(0, 2**63))
    if isinstance(random_state, np.random.RandomState):
        return int(random_state.randint(0, 2**31 - 1))
    if (
        isinstance(random_state, numbers.Integral)
        and not isinstance(random_state, bool)
        and int(random_state) >= 0
    ):
        return int(random_state)
    raise errors.bad_option(
        "random_state", random_state, "None, a whole number from 0, a RandomState or a Generator"
    )


def labels_of(labels: Any, n_rows: int) -> tuple[Array, int]:
    """Return labels as 0..k-1 (n,) int32 and k; refuse one cluster only, or every row alone."""
    labels = np.asarray(labels)
    if labels.ndim != 1 or len(labels) != n_rows:
        raise errors.labels_do_not_fit(labels.shape, n_rows)
    names, encoded = np.unique(labels, return_inverse=True)
    if not 2 <= len(names) <= n_rows - 1:
        raise errors.bad_number_of_labels(len(names), n_rows)
    return encoded.astype(np.int32), len(names)
