import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from tests.reference.silhouette import silhouettes

from covey import engine


@pytest.mark.parametrize("n, d, k", [(2, 1, 2), (40, 2, 3), (77, 5, 9), (130, 20, 4)])
def test_silhouettes_are_those_of_the_definition(instruction_set, n, d, k):
    generator = np.random.default_rng(n)
    points, labels = generator.normal(size=(n, d)), generator.integers(0, k, n)
    labels[:2] = [0, 1]
    names, encoded = np.unique(labels, return_inverse=True)
    assert_allclose(engine.silhouettes(points, encoded, len(names)), silhouettes(points, labels), atol=1e-12)


def test_threads_and_instruction_sets_change_no_bit():
    generator = np.random.default_rng(0)
    points, labels = generator.normal(size=(3001, 6)).astype(np.float32), generator.integers(0, 7, 3001)
    usual, found = engine.instruction_set(), []
    for name in engine.instruction_sets():
        engine.use_instruction_set(name)
        found += [engine.silhouettes(points, labels, 7, n_threads=t) for t in (1, 2, 7)]
    engine.use_instruction_set(usual)
    for other in found[1:]:
        assert_array_equal(other, found[0])


def test_a_row_alone_in_its_cluster_has_silhouette_0():
    assert engine.silhouettes(np.array([[0.0], [1.0], [9.0]]), np.array([0, 0, 1]), 2)[2] == 0


def test_equal_rows_have_silhouette_0():
    assert_array_equal(engine.silhouettes(np.ones((6, 2)), np.array([0, 0, 0, 1, 1, 1]), 2), np.zeros(6))
