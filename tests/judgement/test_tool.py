"""Whether k-means is the wrong tool, on shapes whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest

from covey.judgement import evidence, shape, tool
from covey.samples import make_blobs


def rings(seed, n=600):
    """Return a ring around a ring, both sampled densely enough to have no gaps by chance."""
    random = np.random.default_rng(seed)
    radius = np.repeat([1.0, 3.0], [n // 4, n - n // 4])
    turn = random.uniform(0, 2 * np.pi, n)
    return np.column_stack([np.cos(turn), np.sin(turn)]) * radius[:, None] + 0.1 * random.standard_normal(
        (n, 2)
    )


def asked(points, seed=0):
    return tool.judge(points, evidence(points, range(1, 7), seed=seed), seed=seed)


def test_a_ring_around_a_ring_is_not_for_k_means():
    found = asked(rings(0))
    assert found.is_wrong_tool and found.best in ("HDBSCAN", "DBSCAN")
    assert found.hollow > 0.3
    assert found.reasons[0].startswith("k-means is the wrong tool here")


@pytest.mark.parametrize("std", [0.7, 1.5])
def test_round_groups_are_for_k_means(std):
    found = asked(make_blobs(n_samples=300, centers=4, cluster_std=std, random_state=42)[0])
    assert (found.is_wrong_tool, found.best) == (False, "k-means")


def test_without_groups_no_method_is_advised_instead():
    found = asked(np.random.default_rng(0).standard_normal((300, 3)))
    assert not found.is_wrong_tool
    assert "no groups for any method" in found.reasons[0]


def test_the_same_seed_gives_the_same_answer():
    first, second = asked(rings(1)), asked(rings(1))
    assert first.methods == second.methods
    np.testing.assert_array_equal(first.labels, second.labels)


def test_groups_without_a_second_have_no_gap():
    points = np.random.default_rng(0).standard_normal((30, 2))
    assert shape.gap_between(np.zeros(30, dtype=int), shape.spacing(points)) == -1.0
