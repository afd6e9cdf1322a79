import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from sklearn import metrics as theirs
from tests.interrupts import interrupted, no_signals
from tests.reference.silhouette import cosine, euclidean, silhouettes, squared

from covey import engine

CLOSED = {"sqeuclidean": squared, "cosine": cosine}


@st.composite
def labelled_points(draw, max_rows=90, weighted=False):
    """Rows of small whole numbers, many of them equal, with labels of which some may not occur."""
    n, d, k = draw(st.integers(2, max_rows)), draw(st.integers(1, 5)), draw(st.integers(2, 7))
    points = draw(arrays(np.int64, (n, d), elements=st.integers(-4, 4))).astype(float)
    labels = draw(arrays(np.int32, n, elements=st.integers(0, k - 1)))
    labels[:2] = [0, 1]
    if not weighted:
        return points, labels, k
    return points, labels, k, draw(arrays(np.int64, n, elements=st.integers(0, 3)))


def blobs(n, d, k, seed=0, spread=4.0):
    """Clusters that touch: some rows have several near clusters, most have one or two."""
    generator = np.random.default_rng([seed, n, d, k])
    labels = generator.integers(0, k, n)
    return generator.normal(size=(n, d)) + spread * generator.normal(size=(k, d))[labels], labels


def each_way(compute):
    """Return the bytes of a result for every instruction set and several numbers of threads."""
    usual, found = engine.instruction_set(), []
    for name in engine.instruction_sets():
        engine.use_instruction_set(name)
        found += [np.asarray(compute(n_threads)).tobytes() for n_threads in (1, 2, 7)]
    engine.use_instruction_set(usual)
    return found


@pytest.mark.parametrize("n, d, k", [(2, 1, 2), (40, 2, 3), (77, 5, 9), (130, 20, 4), (600, 3, 12)])
def test_silhouettes_are_those_of_the_definition(instruction_set, n, d, k):
    generator = np.random.default_rng(n)
    points, labels = generator.normal(size=(n, d)), generator.integers(0, k, n)
    labels[:2] = [0, 1]
    names, encoded = np.unique(labels, return_inverse=True)
    assert_allclose(engine.silhouettes(points, encoded, len(names)), silhouettes(points, labels), atol=1e-12)


@given(labelled_points())
@settings(max_examples=80, deadline=None)
def test_any_labels_of_any_rows_give_the_definition(case):
    points, labels, k = case
    assert_allclose(engine.silhouettes(points, labels, k), silhouettes(points, labels), atol=1e-12)


@given(labelled_points(weighted=True))
@settings(max_examples=80, deadline=None)
def test_weighted_silhouettes_are_those_of_the_definition(case):
    points, labels, k, weights = case
    weights = weights / 2
    found = engine.silhouettes(points, labels, k, weights=weights)
    assert_allclose(found, silhouettes(points, labels, weights=weights), atol=1e-12)


@pytest.mark.parametrize("n, d, k", [(900, 2, 8), (700, 16, 8), (900, 3, 30), (600, 70, 5)])
def test_clusters_that_are_ruled_out_would_not_have_been_the_nearest(n, d, k):
    points, labels = blobs(n, d, k)
    assert_allclose(engine.silhouettes(points, labels, k), silhouettes(points, labels), atol=1e-12)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("k", [2, 7, 40])
@pytest.mark.parametrize("weighted", [False, True])
def test_threads_and_instruction_sets_change_no_bit(dtype, k, weighted):
    points, labels = blobs(3001, 6, k)
    points = points.astype(dtype)
    weights = np.random.default_rng(0).uniform(0, 3, 3001) if weighted else None
    found = each_way(lambda t: engine.silhouettes(points, labels, k, weights=weights, n_threads=t))
    assert set(found) == {found[0]}


@given(labelled_points(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_permuted_rows_have_permuted_silhouettes_to_the_bit(case, random):
    points, labels, k = case
    order = np.array(random.sample(range(len(points)), len(points)))
    points = points * 0.1  # sums that round
    assert_array_equal(
        engine.silhouettes(points[order], labels[order], k), engine.silhouettes(points, labels, k)[order]
    )


@given(labelled_points(weighted=True))
@settings(max_examples=60, deadline=None)
def test_a_weight_is_as_many_rows_to_the_bit(case):
    points, labels, k, weights = case
    points = points * 0.1
    repeated = np.repeat(np.arange(len(points)), weights)
    if len(repeated) == 0:
        return
    weighted = engine.silhouettes(points, labels, k, weights=weights)
    assert_array_equal(weighted[repeated], engine.silhouettes(points[repeated], labels[repeated], k))


@pytest.mark.parametrize("k", [3, 20])
def test_large_tables_keep_the_laws_to_the_bit(k):
    """Several teams of blocks, clusters ruled out, repeated rows."""
    points, labels = blobs(4000, 4, k)
    weights = np.random.default_rng(1).integers(0, 3, 4000)
    repeated = np.random.default_rng(2).permutation(np.repeat(np.arange(4000), weights))
    weighted = engine.silhouettes(points, labels, k, weights=weights)
    assert_array_equal(weighted[repeated], engine.silhouettes(points[repeated], labels[repeated], k))


@pytest.mark.parametrize("n", [50, 900, 3000])
def test_several_labelings_have_the_silhouettes_of_each(n):
    generator = np.random.default_rng(n)
    points = generator.normal(size=(n, 3))
    ks = [2, 3, 5, 11]
    labelings = np.stack([generator.integers(0, k, n) for k in ks])
    labelings[:, :11] = np.arange(11) % np.array(ks)[:, None]
    found = engine.silhouettes_of_all(points, labelings, ks)
    for k, labels, values in zip(ks, labelings, found, strict=True):
        assert_allclose(values, engine.silhouettes(points, labels, k), atol=1e-12)


def test_several_labelings_keep_their_bits_too():
    points, labels = blobs(2500, 5, 12)
    labelings = np.stack([labels % k for k in range(3, 13)])
    found = each_way(lambda t: engine.silhouettes_of_all(points, labelings, range(3, 13), n_threads=t))
    order = np.random.default_rng(0).permutation(2500)
    permuted = engine.silhouettes_of_all(points[order], labelings[:, order], range(3, 13))
    assert set(found) == {found[0]}
    assert permuted.tobytes() == np.frombuffer(found[0]).reshape(10, -1)[:, order].tobytes()


@pytest.mark.parametrize("k", [2, 9])
def test_chosen_rows_have_the_silhouettes_they_have_among_all(k):
    points, labels = blobs(3000, 4, k)
    rows = np.random.default_rng(0).permutation(3000)[:500]
    found = engine.silhouettes(points, labels, k, rows=rows)
    assert_allclose(found, engine.silhouettes(points, labels, k)[rows], atol=1e-12)


def test_chosen_rows_keep_their_bits():
    points, labels = blobs(3000, 4, 9)
    rows = np.random.default_rng(0).permutation(3000)[:300]
    found = each_way(lambda t: engine.silhouettes(points, labels, 9, rows=rows, n_threads=t))
    assert set(found) == {found[0]}


def shortest(points):
    """Return whole rows, equal where they have one direction: their distance would be rounding alone."""
    divisors = np.gcd.reduce(points.astype(int), axis=1, keepdims=True)
    return points / np.maximum(divisors, 1)


@pytest.mark.parametrize("metric", CLOSED)
@given(case=labelled_points(weighted=True))
@settings(max_examples=60, deadline=None)
def test_closed_forms_are_the_definition(metric, case):
    points, labels, k, weights = case
    if metric == "cosine":
        points = shortest(points)
    weights = weights / 2
    found = engine.closed_silhouettes(points, labels, k, metric, weights=weights)
    assert_allclose(found, silhouettes(points, labels, CLOSED[metric], weights), atol=1e-12)


@pytest.mark.parametrize("metric", CLOSED)
def test_closed_forms_keep_their_bits(metric):
    points, labels = blobs(5000, 11, 6)
    weights = np.random.default_rng(1).integers(0, 3, 5000)
    repeated = np.random.default_rng(2).permutation(np.repeat(np.arange(5000), weights))
    found = each_way(
        lambda t: engine.closed_silhouettes(points, labels, 6, metric, weights=weights, n_threads=t)
    )
    again = engine.closed_silhouettes(points[repeated], labels[repeated], 6, metric)
    assert set(found) == {found[0]}
    assert_array_equal(np.frombuffer(found[0])[repeated], again)


def test_squared_distances_lose_no_digits_between_clusters_far_apart():
    """Clusters 1e8 apart with a spread of 1: products of coordinates would keep no digit of it."""
    points, labels = blobs(300, 3, 4, spread=1e8)
    found = engine.closed_silhouettes(points, labels, 4, "sqeuclidean")
    assert_allclose(1 - found, 1 - silhouettes(points, labels, squared), rtol=1e-9)


@given(labelled_points(weighted=True))
@settings(max_examples=80, deadline=None)
def test_the_bounds_hold_the_silhouette_of_every_row(case):
    points, labels, k, weights = case
    low, high = engine.silhouette_bounds(points, labels, k, weights=weights)
    values = silhouettes(points, labels, euclidean, weights)
    assert (low <= values).all() and (values <= high).all()


@pytest.mark.parametrize("n, d, k", [(400, 1, 3), (800, 2, 6), (800, 16, 10), (500, 100, 4)])
@pytest.mark.parametrize("shape", ["normal", "exponential", "cauchy", "one column large"])
def test_the_bounds_hold_for_every_shape_of_cluster(n, d, k, shape):
    points, labels = blobs(n, d, k)
    generator = np.random.default_rng(d)
    points += {
        "normal": np.zeros((n, d)),
        "exponential": generator.exponential(2, (n, d)),
        "cauchy": generator.standard_cauchy((n, d)),
        "one column large": generator.normal(size=(n, 1)) * np.r_[1e4, np.zeros(d - 1)],
    }[shape]
    low, high = engine.silhouette_bounds(points, labels, k)
    values = engine.silhouettes(points, labels, k)
    assert (low <= values).all() and (values <= high).all()


def test_the_bounds_of_round_clusters_in_many_columns_are_close():
    points, labels = blobs(3000, 16, 5)
    low, high = engine.silhouette_bounds(points, labels, 5)
    assert (high - low).mean() < 0.1


def test_thousands_of_clusters_are_asked_in_parts():
    """The sums of 6,000 rows and 3,002 clusters, of which two labels rule out none, would take 144 MB."""
    generator = np.random.default_rng(0)
    points, labels = generator.normal(size=(6000, 2)), generator.permutation(6000)
    labelings = np.stack([labels % 3000, labels % 2])
    one, seven = (
        engine.silhouettes_of_all(points, labelings, [3000, 2], n_threads=n_threads) for n_threads in (1, 7)
    )
    assert_array_equal(one, seven)
    for values, labels in zip(one, labelings, strict=True):
        assert_allclose(values, theirs.silhouette_samples(points, labels), atol=1e-9)


def test_a_row_alone_in_its_cluster_has_silhouette_0():
    assert engine.silhouettes(np.array([[0.0], [1.0], [9.0]]), np.array([0, 0, 1]), 2)[2] == 0


def test_equal_rows_have_silhouette_0():
    assert_array_equal(engine.silhouettes(np.ones((6, 2)), np.array([0, 0, 0, 1, 1, 1]), 2), np.zeros(6))


@pytest.mark.parametrize("scale", [1e-200, 1e160])
def test_very_small_and_very_large_numbers_have_the_silhouettes_of_plain_ones(scale):
    points, labels = blobs(700, 3, 4)
    scaled = points * 2.0 ** np.round(np.log2(scale))
    assert_array_equal(engine.silhouettes(scaled, labels, 4), engine.silhouettes(points, labels, 4))


@no_signals
def test_control_c_ends_a_long_call():
    """Uninterrupted, it would take a minute."""
    points, labels = blobs(400_000, 32, 2)
    with interrupted(0.3) as (interrupt, _):
        engine.silhouettes(points, labels, 2, n_threads=2)
    assert time.monotonic() - interrupt.pressed_at < 5
