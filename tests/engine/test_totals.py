import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from tests.reference.minibatch import row_hash
from tests.reference.totals import totals

from covey import engine

RANDOM = np.random.default_rng(0)
POINTS = RANDOM.normal(size=(300, 5)) * [1, 100, 1e-3, 1, 1] + [0, 0, 0, 1e6, -3]
LABELS = RANDOM.integers(0, 7, 300).astype(np.int32)
WEIGHTS = {"none": None, "whole": RANDOM.integers(0, 5, 300).astype(float), "real": RANDOM.random(300)}


def same_bits(one, other):
    for name in ("weights", "means", "squares", "distances"):
        assert_array_equal(getattr(one, name), getattr(other, name))
    assert one.exponent == other.exponent


@pytest.mark.parametrize("weighting", WEIGHTS)
@pytest.mark.parametrize("form", [np.asarray, np.float32, sp.csr_array], ids=["f64", "f32", "sparse"])
def test_totals_are_those_of_exact_sums(form, weighting):
    points, weights = form(POINTS), WEIGHTS[weighting]
    plain = points.toarray() if sp.issparse(points) else points
    masses, means, squares, distances = totals(plain, LABELS, 8, weights)
    found = engine.cluster_totals(points, LABELS, 8, weights=weights)
    tight = 1e-9 if sp.issparse(points) else 1e-13
    assert_allclose(found.weights, masses, rtol=1e-15)
    assert_allclose(found.means, means, rtol=tight, atol=tight * 1e-3)
    assert_allclose(found.squares * 4.0**found.exponent, squares, rtol=tight * 100)
    assert_allclose(found.distances * 2.0**found.exponent, distances, rtol=tight * 100)
    assert found.weights[7] == 0


@pytest.mark.parametrize("weighting", WEIGHTS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_neither_order_nor_threads_change_a_bit(dtype, weighting):
    points, labels = np.tile(POINTS.astype(dtype), (40, 1)), np.tile(LABELS, 40)
    weights = None if WEIGHTS[weighting] is None else np.tile(WEIGHTS[weighting], 40)
    order = RANDOM.permutation(len(points))
    one = engine.cluster_totals(points, labels, 7, weights=weights, n_threads=1)
    shuffled = None if weights is None else weights[order]
    same_bits(one, engine.cluster_totals(points[order], labels[order], 7, weights=shuffled, n_threads=3))


@given(counts=st.lists(st.integers(0, 3), min_size=30, max_size=30))
def test_a_weight_is_a_number_of_rows(counts):
    points, labels = POINTS[:30], LABELS[:30]
    weighted = engine.cluster_totals(points, labels, 7, weights=np.array(counts, float))
    if any(counts):
        same_bits(weighted, engine.cluster_totals(points.repeat(counts, axis=0), labels.repeat(counts), 7))


@pytest.mark.parametrize("size", [1e160, 1e-200, 5e-324])
def test_squares_neither_overflow_nor_vanish(size):
    points = np.array([[0.0], [4.0], [8.0]]) * size
    found = engine.cluster_totals(points, np.zeros(3, np.int32), 1)
    assert found.means[0, 0] == 4 * size
    assert found.squares[0] / np.ldexp(points.max(), -found.exponent) ** 2 == pytest.approx(0.5)


@pytest.mark.parametrize("form", [np.asarray, np.float32, sp.csr_array, sp.csr_matrix])
def test_the_hash_of_a_row_looks_at_its_values_only(form):
    rows = np.array([[0.0, 1.0, -2.5], [-0.0, 1.0, -2.5], [1.0, 0.0, -2.5], [0.0, 0.0, 0.0]])
    assert engine.row_hashes(form(rows)).tolist() == [row_hash(row) for row in rows]


def test_different_rows_of_small_whole_numbers_have_different_hashes():
    grid = np.stack(np.meshgrid(*[np.arange(24.0)] * 4), axis=-1).reshape(-1, 4)
    assert len(np.unique(engine.row_hashes(grid))) == len(grid)
