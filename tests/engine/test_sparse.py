import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_array_equal
from tests.interrupts import interrupted, no_signals
from tests.reference.lloyd import lloyd
from tests.reference.nearest import nearest, squared_distances
from tests.reference.sparse_seeding import plus_plus

from covey import engine


@st.composite
def sparse_integers(draw, dtype=np.float64, min_rows=4, max_rows=60):
    """Rows of small whole numbers, most of them 0, as an array: every sum is exact, ties are common."""
    d = draw(st.integers(1, 14))
    n = draw(st.integers(min_rows, max_rows))
    elements = st.one_of(st.just(0), st.just(0), st.integers(-6, 6))
    return draw(arrays(np.int64, (n, d), elements=elements)).astype(dtype)


def text_like(n, d, seed, dtype=np.float64, density=0.03):
    generator = np.random.default_rng(seed)
    rows = sp.random(n, d, density, format="csr", random_state=generator, dtype=np.float64)
    rows.data = generator.exponential(size=rows.nnz)
    return rows.astype(dtype)


def same_bits(one, other):
    assert_array_equal(one.labels, other.labels)
    assert one.centers.tobytes() == other.centers.tobytes()
    assert one.inertia == other.inertia
    assert one.n_iterations == other.n_iterations


@given(sparse_integers(), st.integers(1, 4), st.data())
@settings(max_examples=80, deadline=None)
def test_a_sparse_fit_equals_the_obvious_one(points, k, data):
    weights = data.draw(arrays(np.float64, len(points), elements=st.sampled_from([0.0, 0.25, 1.0, 3.0])))
    weights[:k] = 1.0
    labels, centers, inertia, iterations = lloyd(points, points[:k], weights=weights, max_iter=50)
    fit = engine.fit(sp.csr_matrix(points), k, init=points[:k], weights=weights, tol=0, max_iter=50)
    assert_array_equal(fit.labels, labels)
    np.testing.assert_allclose(fit.centers, centers, rtol=0, atol=1e-13)
    assert fit.inertia == pytest.approx(inertia, rel=1e-12, abs=1e-12)
    assert fit.n_iterations == iterations


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("weighting", ["none", "whole", "real"])
@pytest.mark.parametrize(
    "n, d, k, density", [(300, 40, 3, 0.3), (900, 700, 20, 0.03), (1500, 900, 150, 0.02)]
)
def test_sparse_rows_and_their_dense_form_give_the_same_bits(dtype, weighting, n, d, k, density):
    """All columns hold a zero, so none is shifted and the integers are the same; only the inertia adds in
    another order.
    """
    rows = text_like(n, d, n, dtype, density)
    generator = np.random.default_rng(1)
    weights = {
        "none": None,
        "whole": generator.integers(0, 4, n).astype(float),
        "real": generator.exponential(size=n),
    }[weighting]
    start = rows[:k].toarray()
    one = engine.fit(rows, k, init=start, weights=weights, tol=0, max_iter=40)
    other = engine.fit(rows.toarray(), k, init=start, weights=weights, tol=0, max_iter=40)
    assert_array_equal(one.labels, other.labels)
    assert one.centers.tobytes() == other.centers.tobytes()
    assert one.n_iterations == other.n_iterations
    assert one.inertia == pytest.approx(other.inertia, rel=1e-13)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("n, d, k", [(400, 90, 5), (3000, 500, 40), (2000, 300, 130)])
@pytest.mark.parametrize("weighted", [False, True])
def test_threads_and_instruction_sets_change_no_bit(dtype, n, d, k, weighted):
    rows = text_like(n, d, d, dtype)
    weights = np.random.default_rng(0).exponential(size=n) if weighted else None
    usual = engine.instruction_set()
    fits = []
    try:
        for name in engine.instruction_sets():
            engine.use_instruction_set(name)
            for n_threads in (1, 2, 7):
                fits.append(
                    engine.fit(rows, k, n_init=2, seed=1, weights=weights, n_threads=n_threads, max_iter=30)
                )
    finally:
        engine.use_instruction_set(usual)
    for other in fits[1:]:
        same_bits(fits[0], other)


@given(sparse_integers(), st.integers(1, 5), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_permuted_rows_permute_the_labels(points, k, random):
    order = list(range(len(points)))
    random.shuffle(order)
    straight = engine.fit(sp.csr_matrix(points), k, n_init=3, seed=5)
    mixed = engine.fit(sp.csr_matrix(points[order]), k, n_init=3, seed=5)
    assert_array_equal(mixed.labels, straight.labels[order])
    assert mixed.centers.tobytes() == straight.centers.tobytes()
    assert mixed.inertia == straight.inertia


@given(sparse_integers(np.float32), st.integers(1, 4), st.data())
@settings(max_examples=60, deadline=None)
def test_a_whole_weight_is_a_repeated_row(points, k, data):
    times = np.array(data.draw(st.lists(st.integers(1, 3), min_size=len(points), max_size=len(points))))
    weighted = engine.fit(sp.csr_matrix(points), k, weights=times.astype(float), n_init=2, seed=3)
    repeated = engine.fit(sp.csr_matrix(np.repeat(points, times, axis=0)), k, n_init=2, seed=3)
    assert_array_equal(repeated.labels, np.repeat(weighted.labels, times))
    assert repeated.centers.tobytes() == weighted.centers.tobytes()


@given(sparse_integers(), st.integers(1, 4), st.integers(-900, 900))
@settings(max_examples=60, deadline=None)
def test_a_power_of_two_scales_the_answer_exactly(points, k, exponent):
    scale = 2.0**exponent
    plain = engine.fit(sp.csr_matrix(points), k, n_init=2, seed=3)
    scaled = engine.fit(sp.csr_matrix(points * scale), k, n_init=2, seed=3)
    assert_array_equal(scaled.labels, plain.labels)
    assert_array_equal(scaled.centers, plain.centers * scale)


@given(sparse_integers(), st.integers(1, 6), st.sampled_from(["k-means++", "random"]))
@settings(max_examples=60, deadline=None)
def test_labels_are_what_assign_says(points, k, init):
    rows = sp.csr_matrix(points)
    fit = engine.fit(rows, k, init=init, n_init=2, seed=11)
    assert_array_equal(fit.labels, engine.assign(rows, fit.centers))
    assert_array_equal(fit.labels, engine.assign(points, fit.centers))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(
    "n, d, k", [(1, 1, 1), (50, 3, 2), (80, 200, 17), (60, 33, 64), (60, 40, 65), (40, 90, 200)]
)
def test_labels_are_those_of_the_definition(instruction_set, dtype, n, d, k):
    rows = text_like(n, d, d, dtype, 0.2)
    centers = text_like(k, d, k, dtype, 0.5).toarray()
    assert_array_equal(engine.assign(rows, centers, n_threads=1), nearest(rows.toarray(), centers))


@given(
    arrays(
        np.float32,
        st.tuples(st.integers(1, 40), st.just(9)),
        elements=st.sampled_from([0, 0, 0.1, 0.3, -0.7]),
    ),
    arrays(
        np.float32, st.tuples(st.integers(1, 20), st.just(9)), elements=st.sampled_from([0, 0.1, 0.2, -0.7])
    ),
)
@settings(max_examples=80, deadline=None)
def test_near_ties_are_decided_by_the_definition(points, centers):
    """A coarse grid makes ties, repeats and equal centers common."""
    assert_array_equal(engine.assign(sp.csr_matrix(points), centers), nearest(points, centers))


@pytest.mark.parametrize("size", [1e-300, 1e-160, 1e160, 1e300])
def test_labels_do_not_depend_on_the_unit(size):
    rows, centers = text_like(200, 50, 1, density=0.2), text_like(9, 50, 2, density=0.4).toarray()
    scale = 2.0 ** np.round(np.log2(size))
    assert_array_equal(engine.assign(rows * scale, centers * scale), nearest(rows.toarray(), centers))


def test_an_outlier_does_not_spoil_the_labels_of_the_others():
    """One row 1e25 times larger leaves the rest below what float32 can square."""
    points = text_like(300, 40, 3, density=0.3).toarray()
    points[7] *= 1e25
    centers = points[[1, 7, 30, 90]]
    assert_array_equal(engine.assign(sp.csr_matrix(points), centers), nearest(points, centers))


def test_a_far_center_costs_no_digits():
    points = text_like(200, 30, 3, density=0.3).toarray()
    centers = np.vstack([points[:5], np.full((1, 30), 1e9)])
    assert_array_equal(engine.assign(sp.csr_matrix(points), centers), nearest(points, centers))


def test_nearly_equal_centers_are_told_apart():
    """They differ by one unit in the last place of float64: only the definition sees it."""
    points = text_like(100, 60, 5, density=0.4).toarray()
    centers = np.vstack([points[:3], np.nextafter(points[:3], 9), points[:3]])
    assert_array_equal(engine.assign(sp.csr_matrix(points), centers), nearest(points, centers))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("k", [4, 70])
def test_distances_are_euclidean(dtype, k):
    rows, centers = text_like(50, 70, 3, dtype, 0.2), text_like(k, 70, 4, dtype, 0.3).toarray()
    centers[:3] = rows[:3].toarray()  # exactly 0, and no product form gives that
    expected = np.sqrt(squared_distances(rows.toarray(), centers))
    np.testing.assert_allclose(engine.distances(rows, centers), expected, rtol=4 * np.finfo(dtype).eps)


@given(
    st.integers(0, 2**64 - 1),
    st.integers(6, 60),
    st.integers(1, 10),
    st.integers(1, 9),
    st.sampled_from([np.float32, np.float64]),
    st.booleans(),
)
@settings(max_examples=50, deadline=None)
def test_the_chosen_rows_are_those_of_the_definition(seed, n, d, k, dtype, repeats):
    generator = np.random.default_rng(seed % 1000)
    points = generator.uniform(-0.9, 0.9, size=(n, d)).astype(dtype) * (generator.random((n, d)) < 0.4)
    if repeats:
        points = points[generator.integers(0, n // 3 + 1, n)]
    points[0, 0] = 0.75
    points = points.astype(dtype)
    weights = generator.integers(0, 4, n).astype(float)
    weights[0] = 1
    for given_weights in (None, weights):
        chosen = engine.plus_plus(sp.csr_matrix(points), k, seed=seed, weights=given_weights)
        assert_array_equal(chosen, plus_plus(points, k, seed, given_weights))


def test_threads_and_instruction_sets_choose_the_same_rows(instruction_set):
    rows = text_like(4000, 300, 9, np.float32)
    one = engine.plus_plus(rows, 12, seed=4, n_threads=1)
    assert_array_equal(engine.plus_plus(rows, 12, seed=4, n_threads=3), one)


def test_greedy_choice_costs_less_than_a_single_draw():
    points = np.abs(np.random.default_rng(0).normal(size=(1500, 3)))
    rows = sp.csr_matrix(points)

    def potential(n_trials):
        chosen = [engine.plus_plus(rows, 20, seed=s, n_trials=n_trials) for s in range(20)]
        return np.mean([(engine.distances(points, points[c]).min(axis=1) ** 2).sum() for c in chosen])

    assert potential(0) < 0.9 * potential(1)


def test_an_empty_cluster_takes_the_furthest_row():
    points = np.array([[0.0], [1.0], [2.0], [30.0], [31.0], [50.0]])
    start = np.array([[1.0], [33.0], [1000.0]])
    fit = engine.fit(sp.csr_matrix(points), 3, init=start, tol=0)
    assert fit.n_distinct == 3
    assert_array_equal(fit.centers.ravel(), [1.0, 30.5, 50.0])


@pytest.mark.parametrize("seed", range(6))
def test_several_empty_clusters_take_the_rows_of_the_dense_engine(seed):
    """One-hot rows: many rows are equally far, so ties decide who is taken."""
    generator = np.random.default_rng(seed)
    points = np.eye(12)[generator.integers(0, 12, 60)] + np.eye(12)[generator.integers(0, 12, 60)]
    start = np.vstack([points[:3], np.full((4, 12), 50.0 + np.arange(4)[:, None])])
    one = engine.fit(sp.csr_matrix(points), 7, init=start, tol=0)
    other = engine.fit(points, 7, init=start, tol=0)
    assert_array_equal(one.labels, other.labels)
    assert one.centers.tobytes() == other.centers.tobytes()


def test_fewer_different_rows_than_clusters_leaves_clusters_empty():
    points = np.repeat([[0.0, 1.0], [2.0, 0.0]], 10, axis=0)
    fit = engine.fit(sp.csr_matrix(points), 5, n_init=2)
    assert fit.n_distinct == 2
    assert fit.inertia == 0


def test_rows_and_columns_may_be_empty():
    points = np.zeros((40, 30))
    points[5:20, 3], points[20:, 7] = 1.0, np.arange(20) % 3
    fit = engine.fit(sp.csr_matrix(points), 3, init=points[[0, 6, 21]], tol=0)
    expected = engine.fit(points, 3, init=points[[0, 6, 21]], tol=0)
    assert_array_equal(fit.labels, expected.labels)
    assert_array_equal(fit.centers, expected.centers)


def test_nothing_but_zeros_is_one_cluster():
    fit = engine.fit(sp.csr_matrix((9, 4)), 2)
    assert (fit.n_distinct, fit.inertia) == (1, 0)


def test_stored_zeros_count_as_zeros():
    rows = text_like(200, 40, 2, density=0.2)
    with_zeros = rows.copy()
    with_zeros.data[::3] = 0
    cleaned = with_zeros.copy()
    cleaned.eliminate_zeros()
    same_bits(engine.fit(with_zeros, 4, n_init=2), engine.fit(cleaned, 4, n_init=2))


def test_a_million_columns_need_memory_for_the_centers_only():
    rows = sp.random(300, 1_000_000, 1e-4, format="csr", random_state=np.random.default_rng(0))
    fit = engine.fit(rows, 3, n_init=1, max_iter=3)
    assert fit.centers.shape == (3, 1_000_000)
    assert_array_equal(fit.labels, engine.assign(rows, fit.centers))


def test_the_callback_hears_of_every_iteration():
    heard = []
    fit = engine.fit(text_like(500, 60, 0), 5, tol=0, on_iteration=lambda *told: heard.append(told))
    assert [iteration for _, iteration, _ in heard] == list(range(1, fit.n_iterations + 1))
    assert heard[0][2] == 500


@no_signals
def test_an_interrupt_stops_a_long_fit():
    rows = text_like(20_000, 500, 1)
    with interrupted(0.3):
        engine.fit(rows, 100, max_iter=100_000, tol=-1.0, n_init=500)


def test_counts_tie_and_are_decided_without_rounding():
    """One-hot rows far from any tie-break by rounding: dense rows decide each tie by definition."""
    generator = np.random.default_rng(0)
    choices = np.arange(6) * 10 + generator.integers(0, 10, size=(800, 6))
    rows = sp.csr_matrix((np.ones(4800), choices.ravel(), np.arange(0, 4801, 6)), shape=(800, 60))
    start = rows[:25].toarray()
    one = engine.fit(rows, 25, init=start, tol=0)
    other = engine.fit(rows.toarray(), 25, init=start, tol=0)
    assert_array_equal(one.labels, other.labels)
    assert one.centers.tobytes() == other.centers.tobytes()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("n_columns", [3, 200, 70_000])
def test_entries_in_any_order_are_sorted_and_repeated_ones_keep_theirs(n_columns, dtype):
    """Rows shorter and longer than what is sorted by insertion; scipy's two transpositions are the twin."""
    generator = np.random.default_rng(n_columns)
    lengths = np.array([0, 1, 2, 31, 32, 33, 90, 700])
    starts = np.concatenate([[0], np.cumsum(lengths)])
    columns = generator.integers(0, n_columns, starts[-1]).astype(np.int32)
    values = generator.normal(size=starts[-1]).astype(dtype)
    rows = sp.csr_matrix((values, columns, starts), shape=(len(lengths), n_columns))
    before = rows.copy()
    found, repeats = engine.sparse.sort_entries(rows, 2)
    expected = rows.tocsc().tocsr()
    np.testing.assert_array_equal(found.indices, expected.indices)
    np.testing.assert_array_equal(found.data, expected.data)
    assert repeats == any(len(set(row.indices)) < row.nnz for row in rows)
    assert (before.indices == rows.indices).all() and (before.data == rows.data).all()
