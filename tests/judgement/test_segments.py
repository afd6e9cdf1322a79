"""How sure each single cluster is."""

from __future__ import annotations

import numpy as np
import pytest

from covey import engine
from covey.judgement import separation, sureness
from covey.samples import make_blobs

from . import shapes


def fitted(points, k, weights=None):
    fit = engine.fit(points, k, weights=weights, n_init=10, seed=0)
    return fit.labels, fit.centers


def test_clusters_that_stand_apart_come_back_whole_and_do_not_overlap():
    points = make_blobs(200, centers=np.array([[0, 0], [12, 0], [0, 12], [12, 12]]), random_state=0)[0]
    found = sureness(points, *fitted(points, 4))
    for figures in (found.jaccards, found.seeds, found.samples):
        np.testing.assert_allclose(figures, 1.0)
    np.testing.assert_array_equal(found.overlaps, np.zeros(4))


def test_a_cut_through_one_crowd_overlaps_and_comes_back_in_parts_only():
    points = shapes.gaussian(np.random.default_rng(0), 300, 4)
    found = sureness(points, *fitted(points, 5))
    assert found.samples.max() < 0.85
    assert found.overlaps.min() > separation.CROWDED


def test_the_nearest_cluster_is_the_one_across_the_most_crowded_border():
    points = make_blobs(300, centers=np.array([[0, 0], [4, 0], [60, 0]]), random_state=1)[0]
    labels, centers = fitted(points, 3)
    nearest = sureness(points, labels, centers).nearest
    order = np.argsort(centers[:, 0])  # from left to right
    assert nearest[order[0]] == order[1] and nearest[order[1]] == order[0]
    assert nearest[order[2]] == order[1]


def test_one_cluster_has_no_neighbour():
    points = shapes.gaussian(np.random.default_rng(0), 30, 2)
    found = sureness(points, *fitted(points, 1))
    assert found.nearest.tolist() == [-1] and np.isnan(found.overlaps).all()


@pytest.mark.parametrize("n_threads", [1, 2])
def test_threads_and_a_second_call_change_nothing(n_threads):
    points = shapes.cube(np.random.default_rng(3), 120, 2)
    labels, centers = fitted(points, 3)
    one, other = (sureness(points, labels, centers, seed=4, n_threads=n) for n in (1, n_threads))
    np.testing.assert_array_equal(one.samples, other.samples)
    np.testing.assert_array_equal(one.overlaps, other.overlaps)


def test_the_border_of_a_pair_is_counted_as_the_definition_says():
    """The slow way: one row at a time, from the center of the others of its cluster."""
    points = shapes.cube(np.random.default_rng(1), 40, 2)
    labels, centers = fitted(points, 3)
    weights = np.ones(40)
    nearest, shares = separation.overlaps(points, labels, centers, weights)
    unit = np.sqrt(((points - centers[labels]) ** 2).mean(axis=0))
    scaled, middles = points / unit, centers / unit
    near = np.zeros((3, 3))
    for row, label in zip(scaled, labels, strict=True):
        size = np.count_nonzero(labels == label)
        own = (middles[label] * size - row) / (size - 1)
        for other in range(3):
            if other != label:
                way = middles[other] - own
                near[label, other] += (row - own) @ way / (way @ way) > 0.375
    sizes = np.bincount(labels)
    for label in range(3):
        both = (near[label] + near[:, label]) / (sizes[label] + sizes)
        both[label] = -1
        assert shares[label] == pytest.approx(both.max())
        assert nearest[label] == both.argmax()
