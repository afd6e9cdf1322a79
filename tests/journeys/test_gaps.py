"""Numbers that were filled in are no evidence: they must not become groups."""

import numpy as np
import pytest

import covey
from covey.journeys.rows import Reading, read_rows, without_gaps


def two_groups(n=300, d=5, *, gaps, seed=0):
    """Two groups on either side of every median, with a share of the cells missing at random."""
    random = np.random.default_rng(seed)
    side = np.arange(n) % 2
    points = 20.0 * side[:, None] + random.normal(size=(n, d))
    points[random.uniform(size=points.shape) < gaps] = np.nan
    return {f"c{j}": points[:, j] for j in range(d)}, side


def agrees(labels, side):
    return max((labels == side).mean(), (labels != side).mean())


@pytest.mark.parametrize(
    ("n", "d", "gaps", "said"),
    [
        (300, 5, 0.12, "rows that have all their numbers"),
        (200, 8, 0.4, "taken from the row most like it"),
    ],
)
def test_gaps_do_not_become_groups(n, d, gaps, said):
    table, side = two_groups(n, d, gaps=gaps)
    found = covey.segment(table)
    assert (found.k, found.verdict) == (2, "natural")
    assert agrees(found.labels, side) > 0.95
    assert len(found.labels) == n
    assert any(said in note for note in found.record.notes)


def test_many_rows_with_gaps_are_sampled():
    table, _ = two_groups(2500, 12, gaps=0.25)
    rows = without_gaps(read_rows(table, Reading()))
    assert rows.points.shape == (2000, 12)
    assert rows.fitted.sum() == 2000
    assert rows.origin.raw.shape == rows.points.shape
    assert "2,000 of 2,500 rows" in rows.prepared.notes[-1]


def test_a_table_without_gaps_stays_as_it_is():
    table, _ = two_groups(gaps=0.0)
    rows = read_rows(table, Reading())
    assert without_gaps(rows) is rows


def test_noise_with_gaps_is_no_groups():
    random = np.random.default_rng(3)
    points = random.normal(size=(300, 5))
    points[random.uniform(size=points.shape) < 0.3] = np.nan
    assert covey.segment({f"c{j}": points[:, j] for j in range(5)}).verdict == "constructive"


def test_other_methods_are_asked_about_the_same_rows():
    table, _ = two_groups(gaps=0.12)
    found = covey.alternatives(table)
    assert not found.is_wrong_tool
    assert [row.n_groups for row in found.methods] == [2] * 5


def test_as_many_segments_as_asked_for_where_few_rows_are_whole():
    table, _ = two_groups(120, 5, gaps=0.12)
    found = covey.segment(table, 40)
    assert found.k == 40
    assert found.labels.shape == (120,)


def test_weights_follow_the_rows_without_gaps():
    table, _ = two_groups(gaps=0.12)
    weights = np.arange(300) % 3.0
    found = covey.segment(table, weights=weights)
    assert (found.k, found.verdict) == (2, "natural")


def test_a_saved_model_gives_rows_with_gaps_the_same_segments(tmp_path):
    table, _ = two_groups(gaps=0.12)
    found = covey.segment(table)
    found.save(tmp_path / "m.covey")
    scored = covey.load(tmp_path / "m.covey").score(table)
    np.testing.assert_array_equal(np.asarray(scored["segment"]), found.labels)


def test_rows_with_gaps_are_not_called_unlike_the_rows_of_the_model():
    table, _ = two_groups(gaps=0.12)
    assert np.asarray(covey.segment(table).score(table)["unlike_training"]).mean() < 0.02


def test_few_rows_with_gaps_are_as_many_as_came():
    points = np.random.default_rng(0).normal(size=(7, 2))
    points[0, 0] = points[1, 1] = np.nan
    assert covey.alternatives(points).best == "k-means"
