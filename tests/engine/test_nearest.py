import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_array_equal
from tests.reference.nearest import nearest, squared_distances

from covey import engine

SHAPES = [
    (1, 1),
    (1, 3),
    (2, 4),
    (3, 16),
    (4, 5),
    (5, 2),
    (6, 9),
    (7, 7),
    (8, 13),
    (9, 12),
    (10, 1),
    (16, 64),
    (33, 25),
]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("d, k", SHAPES)
def test_labels_are_those_of_the_definition(instruction_set, dtype, d, k):
    generator = np.random.default_rng(d * 100 + k)
    for n in (1, 31, 32, 33, 300):
        points = generator.normal(size=(n, d)).astype(dtype)
        centers = generator.normal(size=(k, d)).astype(dtype)
        assert_array_equal(engine.assign(points, centers, n_threads=1), nearest(points, centers))


@pytest.mark.parametrize("d", [2, 12])
def test_the_lower_label_wins_exact_ties(instruction_set, d):
    points = np.zeros((40, d), np.float32)
    centers = np.ones((9, d), np.float32) * np.array([[2, -1, 1, -1, 1, 1, -1, 1, 3]], np.float32).T
    assert_array_equal(engine.assign(points, centers), np.ones(40))


@pytest.mark.parametrize("dtype, offset", [(np.float32, 1e6), (np.float64, 1e8), (np.float64, 3e15)])
@pytest.mark.parametrize("d", [3, 20])
def test_an_offset_costs_no_digits(instruction_set, dtype, offset, d):
    """Points a few units apart, far from the origin: the product form alone would lose them all."""
    generator = np.random.default_rng(d)
    points = (offset + generator.integers(-8, 9, size=(500, d))).astype(dtype)
    centers = (offset + generator.integers(-8, 9, size=(11, d))).astype(dtype)
    assert_array_equal(engine.assign(points, centers), nearest(points, centers))


@pytest.mark.parametrize("size", [1e-300, 1e-160, 1e160, 1e300])
@pytest.mark.parametrize("d", [2, 20])
def test_labels_do_not_depend_on_the_unit(d, size):
    """Scaled by a power of two, every comparison is the same one."""
    generator = np.random.default_rng(d)
    points, centers = generator.normal(size=(300, d)), generator.normal(size=(9, d))
    scale = 2.0 ** np.round(np.log2(size))
    assert_array_equal(engine.assign(points * scale, centers * scale), nearest(points, centers))


coordinates = st.floats(-4, 4, width=32, allow_subnormal=False).map(lambda x: round(x, 1))


@given(
    arrays(np.float32, st.tuples(st.integers(1, 70), st.just(9)), elements=coordinates),
    arrays(np.float32, st.tuples(st.integers(1, 20), st.just(9)), elements=coordinates),
)
@settings(max_examples=60, deadline=None)
def test_near_ties_are_decided_by_the_definition(points, centers):
    """A coarse grid makes ties and repeats common."""
    assert_array_equal(engine.assign(points, centers), nearest(points, centers))


def test_an_outlier_does_not_spoil_the_labels_of_the_others(instruction_set):
    """One point 1e6 times further out leaves the rest a millionth of the scale."""
    generator = np.random.default_rng(0)
    points = generator.normal(size=(400, 10)).astype(np.float32)
    points[7] = 3e6
    centers = points[[1, 7, 30, 90]]
    assert_array_equal(engine.assign(points, centers), nearest(points, centers))


def test_no_rows_have_no_labels():
    assert engine.assign(np.empty((0, 3)), np.zeros((2, 3))).shape == (0,)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_distances_are_euclidean(dtype):
    generator = np.random.default_rng(3)
    points, centers = (
        generator.normal(size=(50, 7)).astype(dtype),
        generator.normal(size=(4, 7)).astype(dtype),
    )
    expected = np.sqrt(squared_distances(points, centers))
    np.testing.assert_allclose(engine.distances(points, centers), expected, rtol=4 * np.finfo(dtype).eps)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("d, k", [(2, 40), (3, 64), (8, 100), (33, 40), (130, 33)])
@pytest.mark.parametrize("offset", [0.0, 1e3])
def test_many_rows_looked_at_in_digits_get_the_labels_of_the_definition(instruction_set, dtype, d, k, offset):
    """Far from zero, rows stand on centers, which repeat, and one row lies far out."""
    generator = np.random.default_rng(d + k)
    points = (generator.normal(size=(2070, d)) + offset).astype(dtype)
    points[100] *= 50
    centers = np.concatenate([points[: k - 2], points[:2]])
    assert_array_equal(engine.assign(points, centers, n_threads=2), nearest(points, centers))
