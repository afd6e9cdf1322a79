"""The map keeps every segment in sight and does not depend on the linear algebra library."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from covey.journeys.overview import point_map, sample_of_each


def labelled(sizes):
    return np.repeat(np.arange(len(sizes)), sizes)


@given(sizes=st.lists(st.integers(1, 400), min_size=1, max_size=6), n_wanted=st.integers(10, 500))
def test_a_sample_holds_every_segment_in_proportion(sizes, n_wanted):
    labels = labelled(sizes)
    chosen = sample_of_each(labels, len(sizes), n_wanted, seed=0)
    counts = np.bincount(labels[chosen], minlength=len(sizes))

    assert len(chosen) <= max(n_wanted, 0) + 5 * len(sizes)
    assert (np.diff(chosen) > 0).all()
    for size, count in zip(sizes, counts, strict=True):
        assert count >= min(size, 5)
        assert count >= size * min(1, n_wanted / len(labels)) - 1


def test_a_table_smaller_than_the_sample_is_kept_whole():
    assert sample_of_each(labelled([3, 4]), 2, 100, seed=0).tolist() == list(range(7))


def make_map(points, labels, names=None):
    k = labels.max() + 1
    centers = np.array([points[labels == label].mean(axis=0) for label in range(k)])
    names = names or tuple(f"x{place}" for place in range(points.shape[1]))
    return point_map(points, labels, centers, coordinate_names=names, seed=0)


def test_two_columns_lose_nothing_and_keep_distances():
    points = np.random.default_rng(0).normal(size=(50, 2)) * [5, 1]
    found = make_map(points, labelled([25, 25]))

    assert found.kept == pytest.approx(1)
    before = np.linalg.norm(points[0] - points[1:], axis=1)
    after = np.linalg.norm(found.positions[0] - found.positions[1:], axis=1)
    np.testing.assert_allclose(after, before, atol=1e-5)


def test_one_column_lies_on_a_line():
    found = make_map(np.arange(10.0)[:, None], labelled([5, 5]), ("age",))

    assert (found.positions[:, 1] == 0).all() and found.axes == ("age", "no second direction")


def test_points_that_are_all_the_same_lie_in_one_spot():
    found = make_map(np.ones((6, 3)), labelled([6]))

    assert (found.positions == 0).all() and found.kept == 1


def test_axes_are_named_by_the_columns_that_weigh_most():
    random = np.random.default_rng(0)
    points = np.column_stack([random.normal(size=200) * 9, random.normal(size=200) * 3, np.zeros(200)])
    found = make_map(points, labelled([100, 100]), ("spend", "age", "size"))

    assert found.axes == ("spend", "age")


def test_an_axis_points_up_along_its_largest_weight():
    points = np.random.default_rng(1).normal(size=(80, 2)) * [9, 1]
    found, mirrored = make_map(points, labelled([40, 40])), make_map(-points, labelled([40, 40]))

    np.testing.assert_allclose(found.positions, -mirrored.positions, atol=1e-5)


def test_a_hidden_third_direction_is_counted_as_lost():
    points = np.zeros((90, 3))
    points[:30, 0], points[30:60, 1], points[60:, 2] = 10, 9, 8
    points += np.random.default_rng(0).normal(size=points.shape)
    found = make_map(points, labelled([30, 30, 30]))

    assert 0.9 < found.kept <= 1


def test_large_tables_are_sampled_to_about_two_thousand():
    points = np.random.default_rng(0).normal(size=(9000, 2))
    found = make_map(points, labelled([8990, 10]))

    assert len(found.positions) <= 2010 and (found.labels == 1).sum() == 5
