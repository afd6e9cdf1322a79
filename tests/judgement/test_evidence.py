"""The record of evidence: which rows it has, and what never changes it."""

from __future__ import annotations

import math

import numpy as np
import pytest

from covey.errors import InputError
from covey.judgement import MOST_ROWS, evidence
from covey.samples import make_blobs

POINTS, LABELS = make_blobs(120, centers=3, cluster_std=0.6, random_state=1)


def same(first, second):
    return repr(first) == repr(second)  # NaN equals NaN in words


def test_one_cluster_is_always_among_the_answers():
    assert [row.k for row in evidence(POINTS, [3, 2]).rows] == [1, 2, 3]


def test_values_that_do_not_exist_at_one_cluster_are_nan():
    row = evidence(POINTS, [1, 2]).rows[0]
    assert math.isnan(row.silhouette) and math.isnan(row.stability) and math.isnan(row.separation)
    assert math.isfinite(row.gap)


def test_the_inertia_at_one_cluster_is_the_total_sum_of_squares():
    total = ((POINTS - POINTS.mean(axis=0)) ** 2).sum()
    assert evidence(POINTS, [1]).rows[0].inertia == pytest.approx(total)


def test_the_inertia_never_grows_with_k():
    inertias = [row.inertia for row in evidence(POINTS, range(1, 8)).rows]
    assert inertias == sorted(inertias, reverse=True)


def test_the_same_seed_gives_the_same_bits():
    assert same(evidence(POINTS, range(1, 5), seed=7), evidence(POINTS, range(1, 5), seed=7))


def test_the_number_of_threads_changes_nothing():
    assert same(evidence(POINTS, range(1, 5), n_threads=1), evidence(POINTS, range(1, 5), n_threads=2))


def test_the_order_and_repeats_of_the_k_asked_for_change_nothing():
    assert same(evidence(POINTS, [4, 2, 3, 2]), evidence(POINTS, range(1, 5)))


def test_the_points_are_left_as_they_were():
    before = POINTS.copy()
    evidence(POINTS, range(1, 4))
    np.testing.assert_array_equal(POINTS, before)


def test_single_precision_gives_the_verdict_of_double_precision():
    found = evidence(POINTS.astype(np.float32), range(1, 6))
    assert (found.natural_k, found.verdict) == (3, "natural")


def test_far_away_points_are_judged_as_near_ones():
    found = evidence(POINTS + 1e6, range(1, 6))
    assert (found.natural_k, found.verdict) == (3, "natural")


def test_rows_of_weight_0_do_not_count():
    everything = np.vstack([POINTS, np.random.default_rng(0).uniform(-50, 50, size=(30, 2))])
    weights = np.r_[np.ones(len(POINTS)), np.zeros(30)]
    without = evidence(POINTS, range(1, 5), weights=np.ones(len(POINTS)))
    assert same(evidence(everything, range(1, 5), weights=weights), without)


def test_a_weight_counts_as_so_many_rows_in_the_inertia():
    weights = np.random.default_rng(0).integers(1, 4, len(POINTS))
    weighted = evidence(POINTS, [3], weights=weights.astype(float)).rows[1]
    repeated = evidence(np.repeat(POINTS, weights, axis=0), [3]).rows[1]
    assert weighted.inertia == pytest.approx(repeated.inertia)


def test_weights_do_not_hide_groups():
    weights = np.random.default_rng(0).uniform(0.5, 2.0, len(POINTS))
    assert evidence(POINTS, range(1, 6), weights=weights).natural_k == 3


def test_progress_is_told_three_times_for_each_k_and_once_for_each_crowd():
    told = []
    evidence(POINTS, range(1, 4), progress=lambda done, total, what: told.append((done, total, what)))
    assert [done for done, _, _ in told] == list(range(1, 30))
    assert {total for _, total, _ in told} == {29}
    assert told[8][2].startswith("K = 3") and told[-1][2] == "compared with crowds"


def test_k_beyond_the_number_of_different_rows_is_left_out_and_said_so():
    points = np.repeat([[0.0, 1.0], [5.0, 2.0], [9.0, 0.0]], 4, axis=0)
    found = evidence(points, range(1, 7))
    assert [row.k for row in found.rows] == [1, 2, 3]
    assert "K = 4, 5, 6 could not be tried: there are only 3 different rows" in found.reasons[-1]


@pytest.mark.parametrize(
    ("points", "words"),
    [
        (np.ones((1, 2)), "there is one row"),
        (np.ones((50, 3)), "all 50 rows are the same"),
    ],
    ids=["one row", "constant columns"],
)
def test_rows_that_cannot_be_told_apart_are_one_group(points, words):
    found = evidence(points, range(1, 5))
    assert (found.k, found.natural_k, found.verdict) == (1, 1, "constructive")
    assert words in found.reasons[0]


@pytest.mark.parametrize("n", [2, 3, 4, 5, 8, 12, 20])
@pytest.mark.parametrize("d", [1, 3])
def test_a_handful_of_scattered_rows_is_one_group(n, d):
    found = evidence(np.random.default_rng([n, d]).standard_normal((n, d)), range(1, 11))
    assert found.natural_k == 1
    assert [row.k for row in found.rows] == list(range(1, min(n, 10) + 1))


def test_a_dozen_rows_in_three_tight_heaps_are_three_groups():
    heaps = np.repeat([[0.0, 0.0], [10.0, 0.0], [0.0, 10.0]], 4, axis=0)
    found = evidence(heaps + np.random.default_rng(0).standard_normal((12, 2)), range(1, 7))
    assert (found.natural_k, found.verdict) == (3, "natural")


def test_one_column_is_enough_for_groups():
    points = np.r_[np.random.default_rng(0).normal(0, 1, 60), np.random.default_rng(1).normal(9, 1, 40)]
    assert evidence(points[:, None], range(1, 6)).natural_k == 2


def test_a_constant_column_changes_nothing_about_the_groups():
    found = evidence(np.column_stack([POINTS, np.zeros(len(POINTS))]), range(1, 6))
    assert found.natural_k == 3


def two_groups_of_fifteen_rows_in_eighty_columns():
    points = np.random.default_rng(0).standard_normal((30, 80))
    points[:15, :40] += 4
    return points


def test_more_columns_than_rows_are_no_obstacle_to_seeing_groups():
    assert evidence(two_groups_of_fifteen_rows_in_eighty_columns(), range(1, 5)).natural_k > 1


def test_more_columns_than_rows_are_no_obstacle_to_counting_groups():
    assert evidence(two_groups_of_fifteen_rows_in_eighty_columns(), range(1, 5)).natural_k == 2


def test_a_range_without_small_k_still_gets_an_offer():
    noise = np.random.default_rng(0).uniform(size=(100, 2))
    assert evidence(noise, [8, 9]).k in (8, 9)


def test_one_as_the_only_k_is_answered_with_one():
    found = evidence(POINTS, [1])
    assert (found.k, found.natural_k) == (1, 1)
    assert found.reasons[0] == "1 group: no other K was asked for."


def test_many_rows_are_judged_on_a_sample_and_said_so():
    points, _ = make_blobs(MOST_ROWS + 2_000, centers=3, cluster_std=0.6, random_state=1)
    found = evidence(points, range(1, 4))
    assert found.natural_k == 3
    assert "random sample of 5,000 of the 7,000 rows" in found.reasons[-1]
    assert found.rows[0].inertia == pytest.approx(((points - points.mean(axis=0)) ** 2).sum())


@pytest.mark.parametrize("ks", [[], [0, 1], [2.5], ["2"], 3])
def test_what_is_not_a_range_of_k_is_refused(ks):
    with pytest.raises(InputError, match="is not a range of K"):
        evidence(POINTS, ks)
