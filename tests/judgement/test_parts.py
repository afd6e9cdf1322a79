"""The parts of the evidence, each against its definition."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.metrics import adjusted_rand_score

from covey.judgement import elbow, gap, jaccards, references, separation, stability
from covey.records import KRow
from covey.samples import make_blobs

from . import shapes

labels = st.lists(st.integers(0, 5), min_size=2, max_size=40)


def row(k, value, error):
    return KRow(k, 1.0, 0.0, value, error, 1.0)


# --- gap -----------------------------------------------------------------------------------------


def test_the_gap_of_one_of_the_references_is_near_0():
    value, error = gap.gap(5.0, 9.0, np.array([4.0, 5.0, 6.25]), np.full(3, 9.0))
    assert value == pytest.approx(0.0)
    assert error == pytest.approx(np.std(np.log([4.0, 5.0, 6.25])) * np.sqrt(4 / 3))


def test_an_inertia_of_0_gives_a_finite_gap():
    value, _ = gap.gap(0.0, 10.0, np.array([1.0, 1.0]), np.array([10.0, 10.0]))
    assert value == pytest.approx(-np.log(1e-11))


def test_the_gap_rule_takes_the_first_k_that_the_next_does_not_beat():
    assert gap.rule_k([row(1, 0.1, 0.0), row(2, 0.5, 0.1), row(3, 0.55, 0.1), row(4, 0.9, 0.0)]) == 2


def test_the_gap_rule_ends_at_the_last_k():
    assert gap.rule_k([row(1, 0.1, 0.0), row(2, 0.5, 0.0)]) == 2


# --- references ----------------------------------------------------------------------------------


def test_references_fill_the_box_along_the_principal_axes():
    points = shapes.correlated(np.random.default_rng(0), 400, 2)
    drawn = references.draw(points, 3, np.random.default_rng(1)).sets[0]
    assert abs(np.corrcoef(drawn.T)[0, 1]) < 0.15
    assert np.ptp(drawn[:, 0]) == pytest.approx(np.ptp(points @ [2**-0.5, 2**-0.5]), rel=0.05)


def test_axes_without_spread_are_dropped():
    points = np.random.default_rng(0).standard_normal((40, 2))
    flat = np.column_stack([points, points.sum(axis=1), np.ones(40)])
    assert references.draw(flat, 1, np.random.default_rng(0)).sets[0].shape == (40, 2)


def test_columns_with_few_values_keep_their_values():
    random = np.random.default_rng(0)
    points = np.column_stack([random.standard_normal(200), random.integers(1, 6, 200)])
    drawn = references.draw(points, 1, random).sets[0]
    assert_array_equal(np.sort(drawn[:, 1]), np.sort(points[:, 1]))
    assert not np.array_equal(drawn[:, 1], points[:, 1])


def test_the_columns_of_a_category_are_shuffled_together():
    levels = np.eye(4)[np.random.default_rng(0).integers(0, 4, 200)]
    drawn = references.draw(levels, 1, np.random.default_rng(1)).sets[0]
    assert_array_equal(drawn.sum(axis=1), np.ones(200))


def test_columns_with_two_values_do_not_tell_groups_apart_beside_others():
    random = np.random.default_rng(0)
    points = np.column_stack([random.integers(0, 2, 100), random.standard_normal(100)])
    drawn = references.draw(points, 1, random)
    assert_array_equal(drawn.telling, [False, True])
    assert_array_equal(drawn.telling_in_sets, [True, False])


# --- separation ----------------------------------------------------------------------------------


def measured(points, k):
    from covey import engine

    fit = engine.fit(points, k, n_init=5, seed=0)
    return separation.measure(points, fit.labels, fit.centers, np.ones(len(points)))


def test_a_uniform_crowd_cut_in_two_scores_the_root_of_12():
    assert measured(np.linspace(0, 1, 5001)[:, None], 2).distance == pytest.approx(np.sqrt(12), rel=1e-2)


def test_a_gaussian_cut_in_two_scores_its_theoretical_value():
    middle = np.sqrt(2 / np.pi)
    points = np.random.default_rng(0).standard_normal((20_000, 1))
    assert measured(points, 2).distance == pytest.approx(2 * middle / np.sqrt(1 - middle**2), rel=0.03)


def test_the_wider_cluster_sets_the_unit():
    points = np.r_[np.tile([-1.0, 1.0], 500), np.tile([37.0, 43.0], 500)][:, None]
    found = separation.measure(points, np.repeat([0, 1], 1000), np.array([[0.0], [40.0]]), np.ones(2000))
    assert found.distance == pytest.approx(40 / 3, rel=0.01)


def test_a_point_is_measured_from_the_center_of_the_others():
    random = np.random.default_rng(0)
    points, assigned = random.standard_normal((40, 3)), np.arange(40) % 2
    centers = np.array([points[assigned == a].mean(axis=0) for a in (0, 1)])
    within = np.sqrt(((points - centers[assigned]) ** 2).mean(axis=0))
    ways = np.empty(40)
    for i in range(40):
        others = np.flatnonzero((assigned == assigned[i]) & (np.arange(40) != i))
        own, other = points[others].mean(axis=0) / within, centers[1 - assigned[i]] / within
        ways[i] = (points[i] / within - own) @ (other - own) / ((other - own) ** 2).sum()
    found = separation.measure(points, assigned, centers, np.ones(40))
    widest = max(np.sqrt((ways[assigned == a] ** 2).mean()) for a in (0, 1))
    assert found.distance == pytest.approx(1 / widest)


def test_the_crowd_is_the_share_of_rows_near_the_border():
    points = np.array([[0.0], [0.0], [0.0], [4.9], [10.0], [10.0], [10.0], [10.0]])
    found = separation.measure(points, np.repeat([0, 1], 4), np.array([[0.0], [10.0]]), np.ones(8))
    assert found.crowd == pytest.approx(1 / 8)


def test_clusters_without_spread_are_as_far_apart_as_can_be():
    points = np.repeat([[0.0], [1.0]], 3, axis=0)
    found = separation.measure(points, np.repeat([0, 1], 3), np.array([[0.0], [1.0]]), np.ones(6))
    assert found.distance == separation.UNBOUNDED


def test_rows_of_weight_two_count_as_two_rows():
    points = np.array([[-1.0], [1.0], [2.0], [9.0], [12.0]])
    assigned = np.array([0, 0, 0, 1, 1])
    weights = np.array([2.0, 1.0, 1.0, 1.0, 3.0])
    centers = np.array([[0.25], [11.25]])
    shares = separation.measure(points, assigned, centers, weights)
    repeats = weights.astype(int)
    rows = separation.measure(
        np.repeat(points, repeats, axis=0), assigned.repeat(repeats), centers, np.ones(8)
    )
    assert shares.crowd == pytest.approx(rows.crowd)
    assert shares.smallest == pytest.approx(rows.smallest)


def test_the_limit_is_above_everything_the_references_reached():
    reached = [separation.Separation(distance, 0.1, 0.5, 9) for distance in (3.0, 3.5, 6.0)]
    assert separation.limit(reached) >= 6.0


# --- stability -----------------------------------------------------------------------------------


@settings(deadline=None)
@given(first=labels, data=st.data())
def test_the_rand_index_is_that_of_scikit_learn(first, data):
    second = data.draw(st.lists(st.integers(0, 5), min_size=len(first), max_size=len(first)))
    ours = stability.adjusted_rand(np.array(first), np.array(second))
    assert ours == pytest.approx(adjusted_rand_score(first, second), abs=1e-12)


@settings(deadline=None)
@given(first=labels, data=st.data())
def test_best_jaccards_are_those_of_sets(first, data):
    second = data.draw(st.lists(st.integers(0, 5), min_size=len(first), max_size=len(first)))
    n = max(first) + 1
    mine = [{i for i, label in enumerate(first) if label == a} for a in range(n)]
    yours = [{i for i, label in enumerate(second) if label == b} for b in range(max(second) + 1)]
    slow = [max((len(a & b) / len(a | b) for b in yours if a | b), default=0.0) for a in mine]
    assert_allclose(stability.best_jaccards(np.array(first), np.array(second), n), slow)


def test_groups_well_apart_come_back_every_time():
    points, truth = make_blobs(200, centers=3, cluster_std=0.4, random_state=1)
    assert_array_equal(jaccards(points, truth, 3, n_resamples=20), np.ones(3))


def test_cuts_through_noise_do_not_come_back():
    from covey import engine

    points = np.random.default_rng(0).standard_normal((300, 3))
    cut = engine.fit(points, 4, n_init=10, seed=0).labels
    assert jaccards(points, cut, 4, n_resamples=30).mean() < 0.75


def test_one_cluster_always_comes_back():
    points = np.random.default_rng(0).standard_normal((50, 2))
    assert_array_equal(jaccards(points, np.zeros(50, dtype=int), 1, n_resamples=5), [1.0])


def test_a_cluster_without_rows_never_comes_back():
    points = np.random.default_rng(0).standard_normal((50, 2))
    assert jaccards(points, np.repeat([0, 2], 25), 3, n_resamples=5)[1] == 0.0


def test_jaccards_are_the_same_for_the_same_seed():
    points, truth = make_blobs(100, centers=3, cluster_std=3.0, random_state=1)
    first, second = (jaccards(points, truth, 3, seed=4, n_resamples=10) for _ in range(2))
    assert_array_equal(first, second)


def test_a_small_cluster_among_many_rows_keeps_its_rows_in_the_sample():
    """1 row in 400 belongs to it; a plain sample of the rows would often hold too few."""
    random = np.random.default_rng(0)
    points = np.vstack([random.standard_normal((19_950, 2)), random.standard_normal((50, 2)) + 60])
    found = jaccards(points, np.repeat([0, 1], [19_950, 50]), 2, n_resamples=10)
    assert_array_equal(found, [1.0, 1.0])


def test_weights_of_0_take_rows_out_of_the_resamples():
    points, truth = make_blobs(60, centers=[[0.0, 0.0], [9.0, 9.0]], cluster_std=0.3, random_state=5)
    strays = np.random.default_rng(0).uniform(-50, 50, size=(20, 2))
    weights = np.r_[np.ones(60), np.zeros(20)]
    found = jaccards(
        np.vstack([points, strays]), np.r_[truth, np.zeros(20, int)], 2, weights=weights, n_resamples=10
    )
    assert_array_equal(found, [1.0, 1.0])


# --- elbow ---------------------------------------------------------------------------------------


def test_the_elbow_is_where_the_curve_bends_most():
    assert elbow.bend([1, 2, 3, 4, 5, 6], [1000.0, 600.0, 300.0, 20.0, 18.0, 16.0]) == 4


@pytest.mark.parametrize("d", [1, 2, 5])
def test_the_curve_of_a_uniform_crowd_has_no_elbow(d):
    ks = np.arange(1, 11)
    assert elbow.bend(ks.tolist(), (100 * ks ** (-2 / d)).tolist()) is None


@pytest.mark.parametrize(
    ("ks", "inertias"), [([1], [3.0]), ([1, 2], [3.0, 1.0]), ([1, 2, 3], [0.0, 0.0, 0.0])]
)
def test_too_few_values_have_no_elbow(ks, inertias):
    assert elbow.bend(ks, inertias) is None
