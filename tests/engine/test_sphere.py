import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_array_equal
from tests.reference.spherical import spherical_lloyd, unit

from covey import engine


@st.composite
def directions(draw):
    """Rows of whole numbers, half of them 0, none all 0."""
    d, n = draw(st.integers(2, 8)), draw(st.integers(5, 40))
    rows = draw(arrays(np.float64, (n, d), elements=st.sampled_from([0.0, 0.0, 0.0, 1.0, 2.0, -3.0, 5.0])))
    rows[np.flatnonzero(~rows.any(axis=1)), 0] = 1.0
    return rows


@given(directions(), st.integers(1, 4))
@settings(max_examples=60, deadline=None)
def test_a_spherical_fit_is_as_good_as_the_obvious_one(rows, k):
    """Cosines of whole numbers tie, and the last digit of a mean settles a tie: so the rows are spread a
    little, by amounts that no rounding can undo.
    """
    rows = rows + 1e-3 * np.random.default_rng(rows.size).normal(size=rows.shape)
    labels, centers, cost, iterations = spherical_lloyd(rows, rows[:k], max_iter=60)
    points, n_zeros, _ = engine.unit_rows(rows)
    assert n_zeros == 0
    for form in (np.ascontiguousarray, sp.csr_matrix):
        fit = engine.fit(form(points), k, init=points[:k], tol=0, max_iter=60, spherical=True)
        assert_array_equal(fit.labels, labels)
        assert fit.inertia / 2 == pytest.approx(cost, rel=1e-9, abs=1e-12)
        assert fit.n_iterations == iterations
        np.testing.assert_allclose(fit.centers, centers, rtol=0, atol=1e-12)


@given(directions(), st.integers(1, 4), st.sampled_from([np.float32, np.float64]))
@settings(max_examples=60, deadline=None)
def test_sparse_and_dense_directions_give_the_same_bits(rows, k, dtype):
    dense = engine.unit_rows(rows.astype(dtype))[0]
    sparse = engine.unit_rows(sp.csr_matrix(rows.astype(dtype)))[0]
    assert_array_equal(sparse.toarray(), dense)
    one = engine.fit(dense, k, init=dense[:k], tol=0, spherical=True)
    other = engine.fit(sparse, k, init=dense[:k], tol=0, spherical=True)
    assert_array_equal(other.labels, one.labels)
    assert other.centers.tobytes() == one.centers.tobytes()


@pytest.mark.parametrize("size", [1e-310, 1e-200, 1.0, 1e200, 1e307])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_rows_of_any_size_have_length_1(size, dtype):
    if dtype == np.float32:
        size = {1e-310: 1e-44, 1e-200: 1e-30, 1e200: 1e30, 1e307: 1e38}.get(size, size)
    rows = (np.random.default_rng(0).uniform(0.5, 1, size=(20, 5)) * size).astype(dtype)
    lengths = np.sqrt((engine.unit_rows(rows)[0].astype(float) ** 2).sum(axis=1))
    np.testing.assert_allclose(lengths, 1, rtol=4 * np.finfo(dtype).eps)


def test_unit_rows_are_those_of_the_definition():
    rows = np.random.default_rng(0).normal(size=(50, 7))
    np.testing.assert_allclose(engine.unit_rows(rows)[0], unit(rows), rtol=1e-15)


def test_rows_of_zeros_are_counted():
    rows = np.ones((9, 3))
    rows[[4, 6]] = 0
    assert engine.unit_rows(rows)[1:] == (2, 4)
    assert engine.unit_rows(sp.csr_matrix(rows))[1:] == (2, 4)


def test_positive_columns_are_not_shifted_off_the_sphere():
    """Every column lies within a factor of 2: the dense frame would shift it, were it not for the origin."""
    rows = engine.unit_rows(np.random.default_rng(1).uniform(1, 1.5, size=(400, 6)))[0]
    fit = engine.fit(rows, 5, n_init=2, spherical=True)
    np.testing.assert_allclose((fit.centers**2).sum(axis=1), 1, rtol=1e-14)
    assert_array_equal(fit.labels, engine.assign(rows, fit.centers))


def test_opposite_rows_leave_a_center_where_it_was():
    rows = np.array([[1.0, 0.0], [-1.0, 0.0]])
    for form in (np.ascontiguousarray, sp.csr_matrix):
        fit = engine.fit(form(rows), 1, init=np.array([[0.0, 1.0]]), spherical=True)
        assert_array_equal(fit.centers, [[0.0, 1.0]])


def test_a_center_may_have_larger_coordinates_than_any_row():
    """What rows share stays, the rest averages out: what is shared becomes over four times as large."""
    generator = np.random.default_rng(0)
    rows = np.zeros((240, 60_000))
    for i, row in enumerate(rows):
        row[generator.choice(60_000, 4000, replace=False)] = generator.uniform(0.9, 1.1, 4000)
        row[i % 3] = 12.0
    dense, sparse = (engine.unit_rows(kind)[0] for kind in (rows, sp.csr_matrix(rows)))
    one, other = (engine.fit(points, 3, init=dense[:3], tol=0, spherical=True) for points in (dense, sparse))
    assert_array_equal(one.labels, np.arange(240) % 3)
    assert_array_equal(one.labels, other.labels)
    assert one.centers.tobytes() == other.centers.tobytes()
    assert one.centers.max() > 3 * dense.max()
