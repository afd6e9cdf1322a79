import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_array_equal
from tests.engine.test_fit import integer_points, same_bits
from tests.interrupts import interrupted, no_signals
from tests.reference.line import best_on_a_line
from tests.reference.optimum import lowest_inertia
from tests.reference.swaps import descend, lowest_after_a_swap

from covey import engine

EFFORTS = ["standard", "best"]


def groups(n, d, k, seed, dtype=np.float64):
    random = np.random.default_rng(seed)
    centers = random.uniform(-10, 10, size=(k, d))
    return (centers[random.integers(0, k, n)] + random.normal(size=(n, d))).astype(dtype)


@given(integer_points(min_rows=4, max_rows=8), st.integers(2, 3))
@settings(max_examples=30, deadline=None)
def test_a_handful_of_rows_ends_at_the_lowest_inertia_there_is(points, k):
    fit = engine.fit(points, k, effort="best", seed=1)
    assert fit.inertia == pytest.approx(lowest_inertia(points, k), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("n, d, k", [(40, 2, 5), (60, 5, 8)])
def test_a_finished_search_leaves_no_swap_that_gains(n, d, k, seed):
    """The twin tries every row as a place, and goes down from there by Lloyd's steps and single moves."""
    points = np.random.default_rng(seed).normal(size=(n, d))
    fit = engine.fit(points, k, effort="best", seed=seed, tol=0)
    weights = np.ones(n)
    assert descend(points, weights, fit.centers)[1] == pytest.approx(fit.inertia, rel=1e-9)
    assert lowest_after_a_swap(points, weights, fit.centers) >= fit.inertia * (1 - 1e-9)


@given(
    arrays(np.int64, st.integers(5, 40), elements=st.integers(-50, 50)),
    st.integers(2, 5),
    st.sampled_from([np.float32, np.float64]),
    st.data(),
)
@settings(max_examples=60, deadline=None)
def test_one_column_is_solved_exactly(values, k, dtype, data):
    weights = data.draw(arrays(np.float64, len(values), elements=st.sampled_from([0.25, 1.0, 2.0, 3.5])))
    fit = engine.fit(values[:, None].astype(dtype), k, effort="standard", weights=weights, tol=0)
    precision = 1e-9 if dtype == np.float64 else 1e-5
    assert fit.inertia == pytest.approx(best_on_a_line(values, k, weights), rel=precision, abs=precision)
    assert fit.proven


def test_one_column_far_from_zero_loses_no_digits():
    """Groups of width 1 that are 1e6 apart: squares of the whole range would drown what is inside a group."""
    random = np.random.default_rng(0)
    values = np.concatenate([random.normal(size=60), 1e6 + random.normal(size=60)])
    fit = engine.fit(values[:, None], 6, effort="standard", tol=0)
    assert fit.inertia == pytest.approx(best_on_a_line(values, 6), rel=1e-7)


@pytest.mark.parametrize("effort", EFFORTS)
@pytest.mark.parametrize("weighting", ["none", "whole", "real"])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_threads_and_the_order_of_the_rows_change_no_bit_of_a_search(effort, weighting, dtype):
    points = groups(900, 3, 15, 3, dtype)
    random = np.random.default_rng(1)
    weights = {
        "none": None,
        "whole": random.integers(0, 4, 900).astype(float),
        "real": random.integers(1, 9, 900) / 4,
    }[weighting]
    order = random.permutation(900)
    one = engine.fit(points, 15, weights=weights, effort=effort, seed=5, n_threads=1)
    many = engine.fit(points, 15, weights=weights, effort=effort, seed=5, n_threads=3)
    same_bits(one, many)
    assert (one.n_starts, one.n_agreeing, one.highest) == (many.n_starts, many.n_agreeing, many.highest)
    permuted = engine.fit(
        points[order], 15, weights=None if weights is None else weights[order], effort=effort, seed=5
    )
    assert_array_equal(permuted.labels, one.labels[order])
    assert permuted.centers.tobytes() == one.centers.tobytes()


def test_instruction_sets_change_no_bit_of_a_search(instruction_set):
    points = groups(700, 9, 12, 4)
    fit = engine.fit(points, 12, effort="standard", seed=2)
    engine.use_instruction_set("baseline")
    same_bits(fit, engine.fit(points, 12, effort="standard", seed=2))


@pytest.mark.parametrize("effort", EFFORTS)
def test_a_weight_of_two_is_a_repeated_row_for_a_search(effort):
    points = groups(300, 2, 10, 6)
    weights = np.random.default_rng(2).integers(1, 4, 300)
    repeated = np.repeat(points, weights, axis=0)
    one = engine.fit(points, 10, weights=weights.astype(float), effort=effort, seed=3)
    other = engine.fit(repeated, 10, effort=effort, seed=3)
    assert_array_equal(np.repeat(one.labels, weights), other.labels)
    assert one.centers.tobytes() == other.centers.tobytes()


def test_a_sample_of_many_rows_is_searched_with_the_same_bits():
    """More rows than a search holds; five of sixteen groups are missed by this first start."""
    points = groups(140_000, 2, 16, 9, np.float32)
    order = np.random.default_rng(3).permutation(len(points))
    one = engine.fit(points, 16, init="random", effort="standard", seed=1, n_threads=1)
    other = engine.fit(points[order], 16, init="random", effort="standard", seed=1, n_threads=2)
    assert one.sampled
    assert one.inertia == other.inertia
    assert_array_equal(one.labels[order], other.labels)
    assert one.inertia < engine.fit(points, 16, init="random", seed=1).inertia


@pytest.mark.parametrize("n", [45_000, 100_000])
def test_a_weight_of_two_is_a_repeated_row_for_a_sample(n):
    """The search works on a sample from 65,536 rows on: of different ones, however often each is repeated."""
    points = groups(n, 2, 16, 9, np.float32)
    one = engine.fit(points, 16, weights=np.full(n, 2.0), init="random", effort="standard", seed=1)
    other = engine.fit(np.tile(points, (2, 1)), 16, init="random", effort="standard", seed=1)
    assert one.sampled == other.sampled == (n > 65_536)
    assert one.centers.tobytes() == other.centers.tobytes()
    assert_array_equal(np.tile(one.labels, 2), other.labels)


@pytest.mark.parametrize("effort", EFFORTS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_labels_belong_to_the_centers_after_a_search(effort, dtype):
    points = groups(1500, 4, 30, 8, dtype)
    fit = engine.fit(points, 30, effort=effort, seed=4)
    assert_array_equal(fit.labels, engine.assign(points, fit.centers))
    assert fit.inertia <= engine.fit(points, 30, seed=4).inertia
    assert (np.diff(np.bincount(fit.labels)) <= 0).all()


def test_given_centers_are_searched_from_and_keep_their_places():
    points = np.array([[0.0], [1.0], [10.0], [11.0], [100.0], [101.0]]) @ np.array([[1.0, 2.0]])
    start = points[[4, 5, 0]]
    fit = engine.fit(points, 3, init=start, effort="standard")
    assert fit.inertia == pytest.approx(7.5)
    assert fit.centers[2, 0] < fit.centers[0, 0]
    assert fit.n_starts == 1


@pytest.mark.parametrize("points", [np.zeros((50, 3)), np.repeat(np.eye(3), 20, axis=0), np.ones((5, 1))])
def test_fewer_different_rows_than_clusters_are_no_trouble(points):
    fit = engine.fit(points, 4, effort="best")
    assert fit.inertia == 0
    assert fit.proven


@pytest.mark.parametrize("scale", [1e-300, 1e300])
def test_very_small_and_very_large_numbers_are_searched_alike(scale):
    points = groups(200, 2, 6, 1)
    size = 2.0 ** round(np.log2(scale))
    one, other = (engine.fit(rows, 6, effort="standard", seed=1) for rows in (points, points * size))
    assert_array_equal(one.labels, other.labels)


@no_signals
@pytest.mark.parametrize("n_threads", [1, 2])
def test_ctrl_c_in_a_search_keeps_the_best_so_far(n_threads):
    """Its first way down alone takes seconds."""
    points = np.random.default_rng(0).normal(size=(60_000, 12))
    with interrupted(1.0) as (interrupt, caught):
        engine.fit(points, 60, effort="best", seed=1, tol=0.01, n_threads=n_threads)
    assert time.monotonic() - interrupt.pressed_at < 2
    kept = engine.best_so_far(caught.value)
    assert_array_equal(kept.labels, engine.assign(points, kept.centers))
