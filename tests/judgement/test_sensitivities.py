"""What the answer hangs on: the scaling of the columns, a few rows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from covey.judgement import MOST_ROWS, Origin, decision, evidence, influence, scaling, wording
from covey.records import Scaling
from covey.samples import make_blobs

from . import shapes


def standardised_table(seed=0):
    """Groups by age in years, beside an income in cents that knows nothing of them."""
    random = np.random.default_rng(seed)
    raw = np.column_stack([30000 * random.standard_normal(240), np.repeat([20.0, 40.0, 60.0], 80)])
    raw[:, 1] += random.standard_normal(240)
    return raw


def asked(raw, points, labels, k, names=("income", "age")):
    answer = scaling.Answer(points, labels, k, None, 0, None)
    return {
        one.name: one for one in scaling.ladder(raw, answer, names, np.zeros(points.shape[1], dtype=bool))
    }


# --- scalings ------------------------------------------------------------------------------------


def test_the_column_whose_unit_decides_is_named():
    raw = standardised_table()
    found = asked(raw, shapes.standardised(raw) * [0.2, 1], np.repeat([0, 1, 2], 80), 3)
    assert found["raw"].agreement < 0.2
    assert found["raw"].column == "income"


def test_the_scaling_that_was_used_is_known_and_agrees():
    points, labels = make_blobs(120, centers=3, cluster_std=0.6, random_state=1)
    found = asked(points, shapes.standardised(points), labels, 3)
    assert found["z"].is_own and not found["range"].is_own
    assert found["z"].agreement == pytest.approx(1.0)


def test_the_scaling_that_was_used_is_known_where_a_sample_is_judged():
    raw = np.random.default_rng(0).exponential(size=(MOST_ROWS + 500, 2)) * [1, 50]
    origin = Origin(raw, np.arange(len(raw)), ["visits", "spend"], np.zeros(2, dtype=bool))
    found = evidence(shapes.standardised(raw), [1, 2], origin=origin)
    own = {one.name: one.agreement for one in found.scalings if one.is_own}
    assert own == {"z": pytest.approx(1.0)}


def test_groups_that_one_scaling_alone_shows_do_not_count():
    assert scaling.is_vetoed([Scaling("z", 1.0, None, True), Scaling("range", 0.3), Scaling("rank", 0.5)])
    assert not scaling.is_vetoed([Scaling("z", 1.0, None, True), Scaling("range", 0.3), Scaling("rank", 0.7)])
    assert not scaling.is_vetoed([Scaling("raw", 0.1), Scaling("z", 1.0, None, True)])


@settings(deadline=None, max_examples=15)
@given(stretch=st.floats(0.01, 100), shift=st.floats(-50, 50))
def test_units_change_no_scaling_but_raw(stretch, shift):
    raw = np.abs(standardised_table(1)[:60])
    for name in ("range", "z", "rank"):
        way = scaling.WAYS[name]
        np.testing.assert_allclose(way(stretch * raw[:, 1] + shift), way(raw[:, 1]), atol=1e-6)


def test_equal_values_share_the_mean_of_their_ranks():
    np.testing.assert_allclose(
        scaling.WAYS["rank"](np.array([5.0, 1.0, 5.0, 9.0])), [0, -1.5, 0, 1.5] / np.sqrt(1.125)
    )


def test_the_reasons_name_other_scalings():
    points = make_blobs(120, centers=3, cluster_std=0.6, random_state=1)[0]
    told = [one for one in evidence(points, range(1, 6)).reasons if one.startswith("Other scalings")]
    assert len(told) == 1 and "the same groups come out of" in told[0]


# --- rows ----------------------------------------------------------------------------------------


def test_the_pull_of_a_row_is_how_far_its_center_moves_without_it():
    random = np.random.default_rng(0)
    points = random.standard_normal((60, 3))
    points[0] += 30
    labels = np.repeat([0, 1], 30)
    centers = np.array([points[labels == 0].mean(axis=0), points[labels == 1].mean(axis=0)])
    mask, pull = influence.pulls(points, labels, centers, np.ones(60))

    rest = points[1:30]
    moved = np.linalg.norm(centers[0] - rest.mean(axis=0))
    spread = np.sqrt(((rest - centers[0]) ** 2).sum(axis=1).mean())
    assert pull[0] == pytest.approx(moved / spread)
    assert np.flatnonzero(mask).tolist() == [0]


def test_a_weight_of_two_is_a_repeated_row():
    random = np.random.default_rng(1)
    points, labels = random.standard_normal((40, 2)), np.zeros(40, dtype=int)
    weights = np.r_[2.0, np.ones(39)]
    twice, copies = np.vstack([points[:1], points]), np.zeros(41, dtype=int)
    center = np.average(points, axis=0, weights=weights)[None]
    one = influence.pulls(points, labels, center, weights)[1]
    other = influence.pulls(twice, copies, center, np.ones(41))[1]
    np.testing.assert_allclose(one[1:], other[2:])


def test_a_row_far_out_is_told_with_what_k_becomes_without_it():
    corners = np.array([[0, 0], [10, 0], [0, 10], [10, 10]])
    points = make_blobs(300, centers=corners, cluster_std=0.7, random_state=42)[0]
    points[7] = [-6, -6]
    found = evidence(points, range(1, 7))
    assert found.influence is not None and 7 in found.influence.rows
    assert any("Without it the answer is 4 (natural)" in one for one in found.reasons)


def test_tables_without_such_rows_say_nothing_about_them():
    points = make_blobs(300, centers=4, cluster_std=0.7, random_state=42)[0]
    found = evidence(points, range(1, 7))
    assert found.influence is None
    assert not any("without" in one.lower() and "the answer is" in one for one in found.reasons)


def test_scalings_that_agree_as_little_are_said_together():
    rungs = [Scaling(name, 0.4, "age") for name in ("raw", "range")] + [Scaling("log", 0.7)]
    told = wording.hangs_on(rungs, None, decision.Decision(None, 1, "natural"))

    assert told == (
        "Other scalings of the columns: raw and range give another division (agreement 0.40 of 1, most of "
        "all by column age); log gives another division (agreement 0.70 of 1).",
    )
