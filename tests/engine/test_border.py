"""The door looks at every shape before it reads or writes: a wrong one is refused, and nothing is touched."""

import covey.engine._core as core
import numpy as np
import pytest

N, D, K = 64, 3, 2
RANDOM = np.random.default_rng(0)
POINTS = RANDOM.normal(size=(N, D))
CENTERS = POINTS[:K].copy()
LABELS = np.zeros((1, N), np.int32)
COUNTS = np.array([1], np.int32)
STARTS = np.arange(0, N * D + 1, D, dtype=np.int64)
COLUMNS = np.tile(np.arange(D, dtype=np.int32), N)
VALUES = POINTS.ravel().copy()
SEEDS = np.zeros(1, np.uint64)


def out(*shape, dtype=np.float64):
    return np.full(shape, 77, dtype)


# name of the function, its arguments, and the position of the one that is cut short in turn
CALLS = {
    "fit": ((POINTS, np.ones(N), 2, SEEDS, 3, 0.0, 1, None, out(N, dtype=np.int32), CENTERS), (1, 8)),
    "fit_sparse": (
        (STARTS, COLUMNS, VALUES, np.ones(N), 2, SEEDS, 3, 0.0, 1, None, out(N, dtype=np.int32), CENTERS),
        (0, 1, 2, 3, 10),
    ),
    "assign": ((POINTS, CENTERS, 1, out(N, dtype=np.int32)), (1, 3)),
    "assign_sparse": ((STARTS, COLUMNS, VALUES, CENTERS, 1, out(N, dtype=np.int32), out(N)), (0, 1, 2, 5, 6)),
    "distances": ((POINTS, CENTERS, 1, out(N, K)), (1, 3)),
    "distances_sparse": ((STARTS, COLUMNS, VALUES, CENTERS, 1, out(N, K)), (0, 1, 2, 5)),
    "unit_rows": ((POINTS, 1, out(N, D)), (2,)),
    "unit_rows_sparse": ((STARTS, COLUMNS, VALUES, D, 1, out(N * D)), (0, 1, 2, 5)),
    "row_hashes": ((POINTS, 1, out(N, dtype=np.uint64)), (2,)),
    "row_hashes_sparse": ((STARTS, COLUMNS, VALUES, D, 1, out(N, dtype=np.uint64)), (0, 1, 2, 5)),
    "plus_plus": ((POINTS, np.ones(N), 0, 1, 1, out(K, dtype=np.int64)), (1,)),
    "plus_plus_sparse": (
        (STARTS, COLUMNS, VALUES, D, np.ones(N), 0, 1, 1, out(K, dtype=np.int64)),
        (0, 1, 2, 4),
    ),
    "sort_entries": (
        (STARTS, COLUMNS, VALUES, D, 1, out(N * D, dtype=np.int32), out(N * D)),
        (0, 1, 2, 5, 6),
    ),
    "cluster_totals": (
        (POINTS, np.ones(N), LABELS[0], 1, out(K), out(K, D), out(K), out(K)),
        (1, 2, 4, 5, 6, 7),
    ),
    "silhouettes": ((POINTS, LABELS, COUNTS, np.ones(N), None, 1, out(1, N)), (1, 2, 3, 6)),
    "closed_silhouettes": ((POINTS, LABELS, COUNTS, np.ones(N), 0, 1, out(N)), (1, 2, 3, 6)),
    "silhouette_bounds": ((POINTS, LABELS, COUNTS, np.ones(N), 1, out(N), out(N)), (1, 2, 3, 5, 6)),
}
CUTS = [(name, place) for name, (_, places) in CALLS.items() for place in places]


def copies(arguments):
    return [a.copy() if isinstance(a, np.ndarray) else a for a in arguments]


@pytest.mark.parametrize("name", CALLS)
def test_right_shapes_are_taken(name):
    getattr(core, name)(*copies(CALLS[name][0]))


@pytest.mark.parametrize(("name", "place"), CUTS, ids=[f"{name}-{place}" for name, place in CUTS])
def test_a_wrong_shape_is_refused_and_nothing_is_written(name, place):
    arguments = copies(CALLS[name][0])
    arguments[place] = np.ascontiguousarray(arguments[place][..., :-1])
    before = copies(arguments)
    with pytest.raises(ValueError, match=r"agree|span"):
        getattr(core, name)(*arguments)
    for given, was in zip(arguments, before, strict=True):
        if isinstance(given, np.ndarray):
            np.testing.assert_array_equal(given, was)
