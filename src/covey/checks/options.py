"""Which parameters may an estimator have?

In:   estimator parameters and seeds as typed.
Out:  records of plain checked values, or an error with the sentence to act on.
Not here: rows and weights (rows.py).
Next: errors/options.py for the words.
"""

from __future__ import annotations

import numbers
import os
import random
from collections.abc import Iterable
from operator import index
from typing import Any, NamedTuple

import numpy as np

from covey import engine, errors
from covey.checks.cells import readable
from covey.records import Array

ALGORITHMS = ("lloyd", "elkan", "auto")
INITS = ("k-means++", "random")
EFFORTS = ("auto", "fast", "standard", "best")
METRICS = ("euclidean", "cosine")
MOST_THREADS = 4096  # more are not of use to anyone
MOST_ITERATIONS = 2**31 - 1  # as far as the engine counts
STRATEGIES = ("biggest_inertia", "largest_cluster")

_UNSEEDED = random.Random()  # asking the system each time would take as long as an iteration of a small fit
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_UNSEEDED.seed)


class KMeansOptions(NamedTuple):
    """The parameters of a KMeans, checked. `init` is a name, a checked array or a callable.

    `n_init` plain starts, or `n_searches` searches (0: until enough agree) where `effort` is not "fast".
    """

    init: Any
    n_init: int
    effort: str
    n_searches: int
    n_clusters: int
    max_iter: int
    tol: float
    n_threads: int | None
    spherical: bool


class BatchOptions(NamedTuple):
    """The parameters of a MiniBatchKMeans, checked; `init_size` None means three batches."""

    init: Any
    n_init: int
    batch_size: int
    init_size: int | None
    max_no_improvement: int | None
    reassignment_ratio: float
    n_clusters: int
    max_iter: int
    tol: float
    n_threads: int | None
    spherical: bool


class BisectingOptions(NamedTuple):
    """The parameters of a BisectingKMeans, checked. `init` is a name or a callable."""

    init: Any
    n_init: int
    by_inertia: bool
    n_clusters: int
    max_iter: int
    tol: float
    n_threads: int | None
    spherical: bool


def whole_number(name: str, value: Any, *, low: int) -> int:
    """Return `value` as an int of at least `low`; True and 2.0 are not whole numbers."""
    if type(value) is int and value >= low:  # nearly always; the abstract classes below cost a microsecond
        return value
    if not _is_whole(value, low=low):
        raise errors.bad_option(name, value, f"a whole number of at least {low}")
    return int(value)


def threads(n_threads: Any) -> int | None:
    """Return how many threads were asked for; None for all processors."""
    return None if n_threads is None else min(whole_number("n_threads", n_threads, low=1), MOST_THREADS)


def groups_asked(k: Any) -> int | None:
    """Return how many groups were asked for; None for "auto"."""
    if isinstance(k, str) and k.strip().lower() == "auto":
        return None
    if not _is_whole(k, low=1):
        raise errors.bad_k(k)
    return int(k)


def ks_asked(ks: Iterable[int]) -> list[int]:
    """Return the different K to try, the smallest first."""
    try:
        found = sorted({index(k) for k in ks})
    except TypeError:
        raise errors.bad_k_range(ks) from None
    if not found or found[0] < 1:
        raise errors.bad_k_range(ks)
    return found


def share(name: str, value: Any) -> float:
    """Return `value` as a share from 0 to 1."""
    if not _is_number(value) or not 0 <= float(value) <= 1:
        raise errors.bad_option(name, value, "a share from 0 to 1, such as 0.05 for 5 %")
    return float(value)


def confidence(value: Any) -> float:
    """Return a confidence as a float between 0 and 1, which are never reached."""
    if not _is_number(value) or not 0 < float(value) < 1:
        raise errors.bad_option("confidence", value, "a number between 0 and 1, such as 0.95")
    return float(value)


def seconds(name: str, value: Any) -> float:
    """Return `value` as a number of seconds above 0."""
    if not _is_number(value) or not 0 < float(value) < np.inf:
        raise errors.bad_option(name, value, "a number of seconds above 0")
    return float(value)


def _is_whole(value: Any, *, low: int) -> bool:
    return isinstance(value, numbers.Integral) and not isinstance(value, bool) and int(value) >= low


def _is_number(value: Any) -> bool:
    return isinstance(value, numbers.Real) and not isinstance(value, (bool, np.bool_))


def _at_least_0(name: str, value: Any) -> float:
    if type(value) is float and 0 <= value < np.inf:
        return value
    if not _is_number(value) or not 0 <= float(value) < np.inf:
        raise errors.bad_option(name, value, "a number of at least 0")
    return float(value)


def _optional_whole(name: str, value: Any, *, low: int) -> int | None:
    return None if value is None else whole_number(name, value, low=low)


def one_of(name: str, value: Any, allowed: tuple[str, ...]) -> str:
    """Return `value` if it is one of the words allowed."""
    if not isinstance(value, str) or value not in allowed:
        raise errors.bad_option(name, value, "one of " + ", ".join(map(repr, allowed)), close_to=allowed)
    return value


def _has(thing: Any, *names: str) -> bool:
    return any(hasattr(thing, name) for name in names)


def _init(init: Any, *, may_be_array: bool = True) -> Any:
    if type(init) is np.ndarray:
        if may_be_array:
            return init
    elif isinstance(init, str):
        return one_of("init", init, INITS)
    elif callable(init):
        return init
    is_array = isinstance(init, (list, tuple)) or _has(init, "__array__", "toarray")
    if not may_be_array:
        came = "an array" if is_array else init
        raise errors.bad_option("init", came, "'k-means++', 'random' or a callable; every split starts anew")
    if not is_array:
        raise errors.bad_option("init", init, "'k-means++', 'random', an array of centers or a callable")
    return init


def _n_init(n_init: Any, init: Any, *, many: int, few: int = 1) -> int:
    """Return the number of starts; "auto" is `many` where one start is often poor, otherwise `few`."""
    if not isinstance(n_init, str):
        return whole_number("n_init", n_init, low=1)
    one_of("n_init", n_init, ("auto",))
    return many if (isinstance(init, str) and init == "random") or callable(init) else few


def _shared(estimator: Any) -> tuple[int, int, float, int | None, bool]:
    """Return what all estimators have, checked: the last fields of each record."""
    if not isinstance(estimator.verbose, (bool, np.bool_)):
        whole_number("verbose", estimator.verbose, low=0)
    return (
        whole_number("n_clusters", estimator.n_clusters, low=1),
        min(whole_number("max_iter", estimator.max_iter, low=1), MOST_ITERATIONS),
        _at_least_0("tol", estimator.tol),
        threads(estimator.n_threads),
        one_of("metric", estimator.metric, METRICS) == "cosine",
    )


def kmeans_options(estimator: Any) -> KMeansOptions:
    """Return the checked parameters of a KMeans, or an error that names the wrong one."""
    init = _init(estimator.init)
    one_of("algorithm", estimator.algorithm, ALGORITHMS)
    n_init = _n_init(estimator.n_init, init, many=10)
    is_auto = isinstance(estimator.n_init, str)
    effort = one_of("effort", estimator.effort, EFFORTS)
    if effort == "auto":
        effort = "standard" if is_auto and isinstance(init, str) and init == "k-means++" else "fast"
    n_searches = 0 if is_auto or effort == "fast" else n_init
    return KMeansOptions(init, n_init, effort, n_searches, *_shared(estimator))


def batch_options(estimator: Any) -> BatchOptions:
    """Return the checked parameters of a MiniBatchKMeans, or an error that names the wrong one."""
    init = _init(estimator.init)
    if not isinstance(estimator.compute_labels, (bool, np.bool_)):
        raise errors.bad_option("compute_labels", estimator.compute_labels, "True or False")
    return BatchOptions(
        init,
        _n_init(estimator.n_init, init, many=3, few=3 if isinstance(init, str) else 1),
        whole_number("batch_size", estimator.batch_size, low=1),
        _optional_whole("init_size", estimator.init_size, low=1),
        _optional_whole("max_no_improvement", estimator.max_no_improvement, low=0),
        _at_least_0("reassignment_ratio", estimator.reassignment_ratio),
        *_shared(estimator),
    )


def bisecting_options(estimator: Any) -> BisectingOptions:
    """Return the checked parameters of a BisectingKMeans, or an error that names the wrong one."""
    init = _init(estimator.init, may_be_array=False)
    one_of("algorithm", estimator.algorithm, ALGORITHMS)
    strategy = one_of("bisecting_strategy", estimator.bisecting_strategy, STRATEGIES)
    return BisectingOptions(
        init, _n_init(estimator.n_init, init, many=10), strategy == "biggest_inertia", *_shared(estimator)
    )


def given_centers(init: Any, n_clusters: int, points: Any) -> Array:
    """Return the start centers as a new (k, d) array in the dtype of the points; sparse ones written out."""
    init = init.toarray() if hasattr(init, "toarray") else readable(init, "init")
    centers = np.array(init, dtype=points.dtype, order="C", copy=True)
    if centers.shape != (n_clusters, points.shape[1]):
        raise errors.bad_centers(centers.shape, (n_clusters, points.shape[1]))
    if not engine.all_finite(centers, n_threads=1):
        raise errors.bad_option("init", "an array with NaN or infinity", "an array of finite numbers")
    return centers


def journey_seed(given: Any) -> int:
    """Return the seed of a journey as an int, 0 to 4294967295, which is what scikit-learn's methods take."""
    if not _is_whole(given, low=0) or int(given) >= 2**32:
        raise errors.bad_seed(given)
    return int(given)


def seed_number(random_state: Any) -> int:
    """Return a seed as one number: an int as it is; None, a RandomState or a Generator are asked for one."""
    if random_state is None:
        return _UNSEEDED.getrandbits(64)
    if type(random_state) is int and random_state >= 0:
        return random_state
    if isinstance(random_state, np.random.Generator):
        return int(random_state.integers(0, 2**63))
    if isinstance(random_state, np.random.RandomState) or random_state is np.random:
        return int(random_state.randint(0, 2**31 - 1))
    if _is_whole(random_state, low=0):
        return int(random_state)
    raise errors.bad_option(
        "random_state", random_state, "None, a whole number from 0, a RandomState or a Generator"
    )
