import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_array_equal
from tests.reference.lloyd import lloyd

from covey import engine

small_integers = st.integers(-20, 20)


@st.composite
def integer_points(draw, dtype=np.float64, min_rows=4, max_rows=60):
    """Rows of small whole numbers: every sum is exact, so equality may be strict."""
    d = draw(st.integers(1, 10))
    n = draw(st.integers(min_rows, max_rows))
    return draw(arrays(np.int64, (n, d), elements=small_integers)).astype(dtype)


def same_bits(one, other):
    assert_array_equal(one.labels, other.labels)
    assert one.centers.tobytes() == other.centers.tobytes()
    assert one.inertia == other.inertia
    assert one.n_iterations == other.n_iterations


@given(integer_points(), st.integers(1, 4))
@settings(max_examples=80, deadline=None)
def test_a_fit_equals_the_obvious_one(points, k):
    labels, centers, inertia, iterations = lloyd(points, points[:k], max_iter=50)
    fit = engine.fit(points, k, init=points[:k], tol=0, max_iter=50)
    assert_array_equal(fit.labels, labels)
    np.testing.assert_allclose(fit.centers, centers, rtol=0, atol=1e-14)
    assert fit.inertia == pytest.approx(inertia, rel=1e-12, abs=1e-12)
    assert fit.n_iterations == iterations


@given(integer_points(), st.integers(1, 4), st.data())
@settings(max_examples=60, deadline=None)
def test_a_weighted_fit_equals_the_obvious_one(points, k, data):
    n = len(points)
    weights = data.draw(arrays(np.float64, n, elements=st.sampled_from([0.0, 0.25, 1.0, 1.5, 3.0])))
    weights[:k] = 1.0
    labels, centers, inertia, _ = lloyd(points, points[:k], weights=weights, max_iter=50)
    fit = engine.fit(points, k, init=points[:k], weights=weights, tol=0, max_iter=50)
    assert_array_equal(fit.labels, labels)
    np.testing.assert_allclose(fit.centers, centers, rtol=0, atol=1e-13)
    assert fit.inertia == pytest.approx(inertia, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("weighting", ["none", "whole", "real"])
@pytest.mark.parametrize("n, d, k", [(700, 2, 5), (40_000, 3, 16), (9_000, 17, 40)])
def test_threads_and_instruction_sets_change_no_bit(dtype, weighting, n, d, k):
    generator = np.random.default_rng(d)
    points = generator.normal(size=(n, d)).astype(dtype)
    weights = {
        "none": None,
        "whole": generator.integers(0, 4, n).astype(float),
        "real": generator.exponential(size=n),
    }[weighting]
    usual = engine.instruction_set()
    fits = []
    try:
        for name in engine.instruction_sets():
            engine.use_instruction_set(name)
            for n_threads in (1, 2, 7):
                options = {"weights": weights, "n_threads": n_threads, "max_iter": 8}
                fits.append(engine.fit(points, k, n_init=2, seed=1, **options))
    finally:
        engine.use_instruction_set(usual)
    for other in fits[1:]:
        same_bits(fits[0], other)


@given(integer_points(), st.integers(1, 5), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_permuted_rows_permute_the_labels(points, k, random):
    """Seeding looks at the values of the rows, not at their order, so this holds for random starts too."""
    order = list(range(len(points)))
    random.shuffle(order)
    straight = engine.fit(points, k, n_init=3, seed=5)
    mixed = engine.fit(np.ascontiguousarray(points[order]), k, n_init=3, seed=5)
    assert_array_equal(mixed.labels, straight.labels[order])
    assert mixed.centers.tobytes() == straight.centers.tobytes()
    assert mixed.inertia == straight.inertia


@given(integer_points(np.float32), st.integers(1, 4), st.data())
@settings(max_examples=60, deadline=None)
def test_a_whole_weight_is_a_repeated_row(points, k, data):
    times = np.array(data.draw(st.lists(st.integers(1, 3), min_size=len(points), max_size=len(points))))
    weighted = engine.fit(points, k, weights=times.astype(float), n_init=2, seed=3)
    repeated = engine.fit(np.repeat(points, times, axis=0), k, n_init=2, seed=3)
    assert_array_equal(repeated.labels, np.repeat(weighted.labels, times))
    assert repeated.centers.tobytes() == weighted.centers.tobytes()


@given(integer_points(), st.integers(1, 4), st.integers(-900, 900))
@settings(max_examples=60, deadline=None)
def test_a_power_of_two_scales_the_answer_exactly(points, k, exponent):
    scale = 2.0**exponent
    plain = engine.fit(points, k, n_init=2, seed=3)
    scaled = engine.fit(points * scale, k, n_init=2, seed=3)
    assert_array_equal(scaled.labels, plain.labels)
    assert_array_equal(scaled.centers, plain.centers * scale)


@given(integer_points(), st.integers(1, 4))
@settings(max_examples=40, deadline=None)
def test_a_shift_shifts_the_answer_exactly(points, k):
    """The shift is far enough out for the engine to take it off again without rounding."""
    one, other = (
        engine.fit(points + shift, k, init=points[:k] + shift, tol=0) for shift in (1024.0, 2.0**20)
    )
    assert_array_equal(other.labels, one.labels)
    np.testing.assert_allclose(other.centers - 2.0**20, one.centers - 1024.0, rtol=0, atol=1e-9)


@given(integer_points(), st.integers(1, 5), st.sampled_from(["k-means++", "random"]))
@settings(max_examples=60, deadline=None)
def test_labels_are_what_assign_says(points, k, init):
    fit = engine.fit(points, k, init=init, n_init=2, seed=11)
    assert_array_equal(fit.labels, engine.assign(points, fit.centers))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_inertia_is_that_of_the_labels(dtype):
    generator = np.random.default_rng(1)
    points, weights = generator.normal(size=(999, 5)).astype(dtype), generator.exponential(size=999)
    fit = engine.fit(points, 6, weights=weights, seed=1)
    gaps = points.astype(float) - fit.centers[fit.labels].astype(float)
    assert fit.inertia == pytest.approx((weights * (gaps**2).sum(axis=1)).sum(), rel=1e-12)


def test_label_0_has_the_most_weight():
    points = np.repeat([[0.0], [10.0], [20.0]], [3, 9, 5], axis=0)
    fit = engine.fit(points, 3, n_init=3)
    assert_array_equal(np.bincount(fit.labels), [9, 5, 3])


def test_given_centers_keep_their_order():
    points = np.repeat([[0.0], [10.0], [20.0]], [3, 9, 5], axis=0)
    fit = engine.fit(points, 3, init=np.array([[19.0], [1.0], [11.0]]))
    assert_array_equal(fit.centers.ravel(), [20.0, 0.0, 10.0])


def test_an_empty_cluster_takes_the_furthest_point():
    points = np.array([[0.0], [1.0], [2.0], [30.0], [31.0], [50.0]])
    fit = engine.fit(points, 3, init=np.array([[1.0], [33.0], [1000.0]]), tol=0)
    assert fit.n_distinct == 3
    assert_array_equal(fit.centers.ravel(), [1.0, 30.5, 50.0])


def test_fewer_different_rows_than_clusters_leaves_clusters_empty():
    points = np.repeat([[0.0, 1.0], [2.0, 3.0]], 10, axis=0)
    fit = engine.fit(points, 5, n_init=2)
    assert fit.n_distinct == 2
    assert fit.inertia == 0


def test_starts_that_agree_are_counted():
    points = np.repeat([[0.0], [10.0], [20.0]], 9, axis=0)
    fit = engine.fit(points, 3, n_init=7)
    assert (fit.n_starts, fit.n_agreeing) == (7, 7)


def test_max_iter_ends_a_fit_that_has_not_settled():
    points = np.random.default_rng(0).normal(size=(2000, 4))
    fit = engine.fit(points, 20, max_iter=2, tol=0)
    assert not fit.settled
    assert_array_equal(fit.labels, engine.assign(points, fit.centers))


@pytest.mark.parametrize("form", [np.asarray, sp.csr_matrix], ids=["dense", "sparse"])
def test_of_equal_rows_an_empty_cluster_adopts_the_heaviest_in_any_order(form):
    """Stopped after one iteration, before all equal rows have followed: the centers would tell."""
    rows = np.zeros((40, 1))
    rows[[20, 30]] = 10.0
    weights = np.ones(40)
    weights[30] = 5.0
    found = [
        engine.fit(
            form(rows[order]), 2, weights=weights[order], init=np.array([[1.0], [100.0]]), max_iter=1, tol=0
        )
        for order in (np.arange(40), np.arange(40)[::-1])
    ]
    assert_array_equal(found[0].centers, found[1].centers)
    assert found[0].centers[0, 0] == 10 / 39
