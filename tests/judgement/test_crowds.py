"""Humps, crowds of the same shape, and what is tighter than they are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import skew, spearmanr

from covey.judgement import Limits, beyond, crowd, decision, evidence, inside
from covey.judgement.dip import dip, p_value
from covey.judgement.humps import humps
from covey.judgement.separation import Separation
from covey.judgement.trials import Trial
from covey.records import KRow
from covey.samples import make_blobs
from tests.reference import dip as slow

from . import shapes

different = st.lists(st.integers(-50, 50), min_size=2, max_size=9, unique=True)


# --- dip -----------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=40)
@given(values=different)
def test_the_dip_is_the_distance_from_the_nearest_distribution_with_one_hump(values):
    assert dip(np.array(values, dtype=float)).distance == pytest.approx(slow.dip(values), abs=1e-7)


@settings(deadline=None, max_examples=40)
@given(values=different, stretch=st.integers(1, 9), shift=st.integers(-9, 9))
def test_units_do_not_change_the_dip(values, stretch, shift):
    points = np.array(values, dtype=float)
    assert dip(stretch * points + shift).distance == pytest.approx(dip(points).distance)


def test_rounding_to_a_grid_is_no_hump():
    assert p_value(np.random.default_rng(0).normal(0, 3, 2000).round()) > 0.05


def test_two_heaps_are_two_humps_and_one_is_one():
    random = np.random.default_rng(0)
    assert p_value(np.r_[random.normal(0, 1, 100), random.normal(4, 1, 100)]) < 0.001
    assert p_value(random.exponential(size=200)) > 0.5


def test_uniform_values_are_called_humped_as_often_as_the_p_value_says():
    random = np.random.default_rng(0)
    chances = [p_value(random.uniform(size=150)) for _ in range(400)]
    assert 0.02 < np.mean(np.array(chances) < 0.05) < 0.09


def test_the_column_with_two_humps_is_named():
    random = np.random.default_rng(0)
    points = random.standard_normal((300, 4))
    points[:150, 2] += 5
    found, marked = humps(points, ["age", "visits", "spend", "days"])
    assert [one.name for one in found if " " not in one.name] == ["spend"]
    assert marked.tolist() == [False, False, True, False]


# --- crowds --------------------------------------------------------------------------------------


def test_a_crowd_has_the_shapes_and_correlations_of_the_columns():
    random = np.random.default_rng(0)
    first = random.standard_normal(2000)
    points = np.column_stack([np.exp(first), first + random.standard_normal(2000)])
    one = next(crowd.draw(points, 1, np.random.default_rng(1)))
    assert spearmanr(*one.T)[0] == pytest.approx(spearmanr(*points.T)[0], abs=0.05)
    assert skew(np.log(one[:, 0])) == pytest.approx(0, abs=0.2)
    np.testing.assert_allclose(one[:, 1].std(), points[:, 1].std(), rtol=0.05)


def test_a_crowd_has_no_gap_where_the_points_have_one():
    points = np.r_[np.linspace(0, 1, 100), np.linspace(5, 6, 100)][:, None]
    one = next(crowd.draw(points, 1, np.random.default_rng(1)))
    assert ((one > 1.5) & (one < 4.5)).mean() > 0.3


def test_ratings_stay_ratings_in_a_crowd_and_categories_stay_whole():
    random = np.random.default_rng(0)
    levels = np.eye(3)[random.integers(0, 3, 300)]
    points = np.column_stack([random.integers(1, 6, 300), levels, random.standard_normal(300)])
    one = next(crowd.draw(points, 1, random))
    assert set(one[:, 0]) <= {1.0, 2.0, 3.0, 4.0, 5.0}
    np.testing.assert_array_equal(one[:, 1:4].sum(axis=1), np.ones(300))


@pytest.mark.parametrize("make", [shapes.cube, shapes.gaussian, shapes.correlated, shapes.log_normal])
def test_one_crowd_is_not_tighter_than_one_crowd(make):
    points = shapes.standardised(make(np.random.default_rng(5), 400, 3))
    assert evidence(points, range(1, 8)).verdict == "constructive"


@pytest.mark.parametrize("d", [2, 3])
def test_a_cube_that_stands_on_a_corner_is_one_crowd(d):
    """Its columns look like any others, but it falls into parts along its own edges, tightly."""
    points = shapes.standardised(shapes.turned_cube(np.random.default_rng(5), 400, d))
    assert evidence(points, range(1, 8)).verdict == "constructive"
    assert inside.more_clusters(points, np.zeros(400, dtype=int), None, 0, None) == 0


def test_weights_shape_the_crowd():
    shares = beyond._shares(np.array([1.0, 0.0, 3.0, 0.0]))
    assert shares.tolist() == [0, 2, 2, 2]


# --- groups --------------------------------------------------------------------------------------


def test_eight_groups_that_overlap_are_counted():
    points, _ = make_blobs(800, centers=np.array([[i % 3, i // 3] for i in range(8)]) * 3.5, random_state=3)
    found = evidence(shapes.standardised(points), range(1, 13))
    assert (found.k, found.verdict) == (8, "reproducible")
    assert "8 groups that overlap" in found.reasons[0]


def test_groups_inside_a_cluster_are_found_beside_one_far_away():
    random = np.random.default_rng(0)
    points = random.standard_normal((300, 2)) + np.repeat([[0, 0], [5, 0], [60, 0]], 100, axis=0)
    assert inside.more_clusters(points, np.repeat([0, 0, 1], 100), None, 0, None) == 1
    assert inside.more_clusters(points, np.repeat([0, 1, 2], 100), None, 0, None) == 0


@pytest.mark.parametrize("seed", range(3))
def test_two_groups_in_one_column_of_five_are_found_and_the_column_is_named(seed):
    points = np.random.default_rng(seed).standard_normal((400, 5))
    points[:200, 3] += 4
    found = evidence(shapes.standardised(points), range(1, 7), names=["a", "b", "c", "spend", "e"])
    assert found.k == 2 and found.verdict != "constructive"
    assert "spend" in " ".join(found.reasons)


# --- limits, time, steps ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def six():
    return make_blobs(
        300, centers=np.array([[0, 0], [10, 0], [100, 0], [110, 0], [0, 100], [10, 100]]), random_state=2
    )[0]


def test_at_most_so_many_segments_are_kept_at_a_price(six):
    found = evidence(six, range(1, 9), limits=Limits(max_segments=4))
    assert (found.k, found.natural_k) == (4, 6)
    assert any("4 instead of 6 segments: the inertia is" in reason for reason in found.reasons)


def test_limits_that_cost_nothing_say_so(six):
    found = evidence(six, range(1, 9), limits=Limits(max_segments=6, min_share=0.1))
    assert found.k == 6
    assert any("they cost nothing" in reason for reason in found.reasons)


def test_a_smallest_share_leaves_small_segments_out():
    points, _ = make_blobs([200, 200, 20], centers=[[0, 0], [20, 0], [0, 20]], random_state=0)
    found = evidence(points, range(1, 6), limits=Limits(min_share=0.2))
    assert (found.k, found.natural_k) == (2, 3)


def test_time_that_runs_out_leaves_large_k_untried_and_says_so(six):
    found = evidence(six, range(1, 9), time_budget_s=0.0)
    assert [row.k for row in found.rows] == [1, 2]
    assert any("The time ran out: K = 3, 4, 5, 6, 7 … were not tried" in one for one in found.reasons)


def test_the_steps_say_which_clusters_split(six):
    steps = evidence(six, range(1, 7)).steps
    assert [(one.k, one.next_k) for one in steps] == [(k, k + 1) for k in range(1, 6)]
    assert all(sum(rows for _, _, rows in one.flows) == 300 for one in steps)


def test_the_number_of_many_groups_that_overlap_is_right():
    """Ten starts of K = 36 miss one of these groups, and then 35 looks tighter."""
    grid = np.array([[i % 6, i // 6] for i in range(36)]) * 4.0
    points = np.repeat(grid, 30, axis=0) + np.random.default_rng(7_000_004).standard_normal((1080, 2))
    assert evidence(points, range(34, 39)).k == 36


def test_the_lead_is_above_the_mean_of_the_crowds_and_the_margin_above_the_best():
    crowds = beyond.Crowds(np.array([[1.0, 0.5], [1.0, 0.6]]), np.array([[np.nan, 0.3], [np.nan, 0.4]]))
    found = beyond.judge(0.7, 0.1, crowds, 1)
    assert (found.margin, found.lead) == (pytest.approx(0.3), pytest.approx(0.35))


def trial(k, silhouette, beside):
    """Return a trial whose clusters recur and touch; a crowd is at its best `beside[0]` below, on average
    `beside[1]`.
    """
    row = KRow(k, 1.0, silhouette, 0.0, 0.0, stability=0.99, separation=3.0, separation_limit=4.0)
    one = beyond.Beyond(*beside, silhouette_sd=2.0, inertia_sd=2.0)
    return Trial(row, np.zeros(9), np.zeros(9), Separation(3.0, 0.1, 0.3, 3), one, one)


def test_where_humps_are_sure_the_luckiest_crowd_does_not_decide():
    """Two groups 4 apart, 300 rows: one of 20 crowds is tighter in two, none in six, by chance."""
    trials = [trial(2, 0.693, (-0.010, 0.029)), trial(6, 0.575, (0.004, 0.025))]
    assert decision.with_humps(trials, 0.004).chosen.row.k == 2
    assert decision.with_humps(trials, 0.04) is None
