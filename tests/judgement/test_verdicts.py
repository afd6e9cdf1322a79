"""What covey says about points whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest

from covey.judgement import evidence
from covey.samples import make_blobs, make_customers

from . import shapes

KS = range(1, 9)


@pytest.fixture(scope="module")
def blobs():
    return evidence(make_blobs(n_samples=300, centers=4, cluster_std=0.7, random_state=42)[0], range(1, 11))


@pytest.fixture(scope="module")
def lesson():
    columns = make_customers(kind="lesson").columns
    return evidence(shapes.standardised(np.column_stack(list(columns.values()))), range(1, 11))


def test_the_blobs_of_the_lesson_are_four_natural_groups(blobs):
    assert (blobs.k, blobs.natural_k, blobs.verdict, blobs.elbow_k) == (4, 4, "natural", 4)


def test_the_numbers_of_the_blobs_are_those_of_the_lesson(blobs):
    silhouettes = [row.silhouette for row in blobs.rows[1:4]]
    np.testing.assert_allclose(silhouettes, [0.6093, 0.7888, 0.8546], atol=2e-4)
    assert blobs.rows[3].inertia == pytest.approx(277.51796097746)
    assert "the gap statistic says 4" in blobs.reasons[0]


def test_the_customers_of_the_lesson_are_not_named_groups(lesson):
    assert (lesson.natural_k, lesson.verdict) == (1, "constructive")
    assert "the gap statistic says 1" in lesson.reasons[0]


def test_the_quiz_silhouette_065_at_three_and_081_at_four():
    """The lesson asks which K to take; the words give the answer, its reasons and what speaks for three."""
    found = evidence(make_blobs(200, centers=4, cluster_std=1.05, random_state=308)[0], range(1, 11))
    silhouettes = {row.k: round(row.silhouette, 2) for row in found.rows[1:]}
    choice, runner_up, change = found.reasons[:3]

    assert (silhouettes[3], silhouettes[4]) == (0.65, 0.81)
    assert (found.k, found.verdict) == (4, "natural")
    assert choice.startswith("4 groups are in the data") and "Silhouette 0.81" in choice
    assert runner_up.startswith("Runner-up: 3 groups") and "0.65 against 0.81" in runner_up
    assert change.startswith("What would change the answer")


def test_a_cut_is_offered_where_there_are_no_groups(lesson):
    assert 2 <= lesson.k <= 6
    assert "convenience cut" in lesson.reasons[0]


def test_the_curve_of_the_lesson_s_customers_has_no_elbow(lesson):
    assert lesson.elbow_k is None


@pytest.mark.parametrize("make", shapes.NOISE, ids=lambda make: make.__name__)
@pytest.mark.parametrize(("n", "d", "seed"), [(100, 2, 0), (300, 5, 1), (600, 3, 2), (150, 15, 3)])
def test_noise_of_any_shape_is_not_named_groups(make, n, d, seed):
    points = shapes.standardised(make(np.random.default_rng(seed), n, d))
    assert evidence(points, range(1, 7), seed=seed).natural_k == 1


@pytest.mark.parametrize("k", range(2, 9))
@pytest.mark.parametrize("d", [2, 10])
def test_groups_well_apart_are_counted(k, d):
    random = np.random.default_rng([k, d])
    found = evidence(shapes.standardised(shapes.groups(random, k, d, 7.0, (25, 100))), range(1, 11))
    assert (found.k, found.natural_k, found.verdict) == (k, k, "natural")


@pytest.mark.parametrize("seed", range(5))
def test_two_groups_in_one_column_of_five_are_found_after_standardising(seed):
    """The gap statistic misses these (standardising shrinks the column that tells them apart)."""
    points = np.random.default_rng(seed).standard_normal((300, 5))
    points[:120, seed] += 5.5
    assert evidence(shapes.standardised(points), KS).natural_k == 2


def test_a_long_crowd_is_a_convenience_cut_however_stable():
    """Every crowd of that shape is cut in two the same way each time: stable is not a group."""
    points = shapes.correlated(np.random.default_rng(3), 2000, 2)
    found = evidence(points, range(1, 6))
    assert (found.k, found.natural_k, found.verdict) == (2, 1, "constructive")
    assert found.rows[1].stability > 0.9
    assert "a stable cut through one crowd" in found.reasons[0]


def test_overlapping_groups_are_not_called_natural():
    centers = [[0.0, 0.0], [3.0, 0.0], [1.5, 2.6]]
    points, _ = make_blobs(600, centers=centers, random_state=1)
    found = evidence(points, KS)
    assert (found.k, found.natural_k, found.verdict) == (3, 1, "reproducible")


def test_groups_that_stand_apart_and_divide_into_groups_that_overlap_are_told_so():
    random = np.random.default_rng(0)
    corners = np.array([[0, 0], [3.6, 0], [1.8, 3.1]])
    points = [random.normal(corner + far, 1, (150, 2)) for far in ((0, 0), (30, 0)) for corner in corners]
    found = evidence(np.concatenate(points), range(1, 8))
    assert (found.k, found.natural_k, found.verdict) == (6, 2, "reproducible")
    assert "2 groups stand apart, and divide further into these, which overlap" in found.reasons[0]


def test_three_rows_far_away_do_not_hide_four_groups():
    points, _ = make_blobs(n_samples=300, centers=4, cluster_std=0.7, random_state=42)
    far = np.random.default_rng(0).uniform(60, 80, size=(3, 2))
    found = evidence(np.vstack([points, far]), KS)

    assert found.natural_k == 4
    assert any(reason.startswith("3 rows stand far from all others") for reason in found.reasons)


@pytest.mark.parametrize("far", [[(-45, 43), (-42, -77), (-65, -57)], [(56, 74), (71, 80), (64, -44)]])
def test_far_rows_on_different_sides_are_all_set_apart(far):
    """With few clusters only two of the three stand alone; the third hides in a group."""
    points, _ = make_blobs(n_samples=300, centers=4, cluster_std=0.7, random_state=42)
    found = evidence(np.vstack([points, far]), KS)

    assert (found.k, found.natural_k) == (4, 4)
    assert any(reason.startswith("3 rows stand far from all others") for reason in found.reasons)


def test_a_category_beside_noise_is_not_called_groups():
    """Indicator columns fall into their levels whatever else is true."""
    random = np.random.default_rng(0)
    levels = np.eye(3)[random.integers(0, 3, 400)]
    points = np.column_stack([shapes.standardised(levels), random.standard_normal((400, 2))])
    assert evidence(points, KS).natural_k == 1


def test_two_flags_are_not_called_four_groups():
    flags = np.random.default_rng(1).integers(0, 2, size=(400, 2)).astype(float)
    assert evidence(flags, range(1, 5)).natural_k == 1


def test_the_four_groups_of_the_sample_customers_are_found():
    customers = make_customers(seed=0)
    columns = [customers.columns[name] for name in ("recency_days", "orders", "spend")]
    table = np.column_stack(
        [np.log1p(np.where(np.isnan(column), np.nanmedian(column), column)) for column in columns]
    )
    usual = customers.columns["orders"] < 3_000
    found = evidence(shapes.standardised(table[usual]), KS)
    assert (found.natural_k, found.verdict) == (4, "natural")


def test_the_finest_division_into_groups_that_are_apart_is_chosen():
    centers = np.array([[0, 0], [10, 0], [100, 0], [110, 0], [0, 100], [10, 100]])
    points, _ = make_blobs(300, centers=centers, random_state=2)
    found = evidence(points, KS)

    assert found.natural_k == 6
    assert found.reasons[1].startswith("Runner-up: 3 groups, also apart")


def test_groups_at_the_end_of_the_range_come_with_the_advice_to_look_further():
    points, _ = make_blobs(300, centers=4, cluster_std=0.7, random_state=42)
    found = evidence(points, range(1, 4))
    assert found.natural_k == 3
    assert "Try larger K: covey choose-k TABLE --max 6, or choose_k(X, k=range(1, 7))" in found.reasons[2]


def test_every_verdict_gives_the_choice_the_runner_up_and_what_would_change_it(blobs, lesson):
    assert [reason.split(":")[0].split(" groups")[0] for reason in blobs.reasons[:3]] == [
        "4",
        "Runner-up",
        "What would change the answer",
    ]
    assert lesson.reasons[1].startswith("Closest to groups:")
    assert lesson.reasons[2].startswith("What would change the answer:")


def test_no_sentence_is_said_of_the_runner_up_and_again_of_what_comes_next():
    two = np.repeat([[0.0, 0.0], [20.0, 20.0]], 100, axis=0)
    told = evidence(two + np.random.default_rng(3).normal(size=two.shape), range(1, 5))

    assert told.reasons[1].startswith("Runner-up: 3 groups")
    assert "3 groups come next, the runner-up." in told.reasons[2]
    assert told.reasons[1].split(". ", 1)[1] not in told.reasons[2]
