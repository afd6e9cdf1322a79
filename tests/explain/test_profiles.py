"""Profiles say what is in the table."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from covey import explain
from covey.explain.profiles import quantile
from covey.records import Column, ColumnRole


def measure(name, values):
    return Column(name, "number", np.asarray(values, dtype=float))


def as_measures(columns):
    return [ColumnRole(column.name, "measure", "a number") for column in columns]


numbers = st.one_of(st.integers(-20, 20).map(float), st.floats(-1e6, 1e6), st.just(float("nan")))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(numbers, st.integers(-1, 3)), min_size=1, max_size=60))
def test_medians_and_quartiles_are_those_of_numpy(rows):
    """The file reads ranks from one sort; NumPy sorts each segment and each rest."""
    values = np.array([value for value, _ in rows])
    labels = np.array([label for _, label in rows])
    columns = [measure("x", values)]

    profiles = explain.profile(columns, labels, 4, roles=as_measures(columns))

    for label in range(4):
        inside = values[(labels == label) & ~np.isnan(values)]
        outside = values[(labels != label) & ~np.isnan(values)]
        found = profiles[label][0]
        expected = [*(np.quantile(inside, [0.25, 0.5, 0.75]) if len(inside) else [np.nan] * 3)]
        expected.append(np.median(outside) if len(outside) else np.nan)
        np.testing.assert_allclose(
            [found.low, found.median, found.high, found.rest_median], expected, rtol=1e-9, atol=1e-9
        )


def test_difference_is_in_robust_standard_deviations_of_the_whole_column():
    values = np.array([0.0, 1, 2, 3, 4, 100, 101, 102])
    columns = [measure("x", values)]
    labels = np.array([0, 0, 0, 0, 0, 1, 1, 1])
    spread = 1.4826 * np.median(np.abs(values - np.median(values)))

    profiles = explain.profile(columns, labels, 2, roles=as_measures(columns))

    assert profiles[1][0].difference == pytest.approx((101 - 2) / spread)


def test_a_column_that_is_mostly_one_value_still_has_a_scale():
    """The median absolute deviation and the interquartile range are 0, the standard deviation is not."""
    values = np.array([0.0] * 30 + [5.0] * 3)
    columns = [measure("visits", values)]

    profiles = explain.profile(columns, (values > 0).astype(int), 2, roles=as_measures(columns))

    assert profiles[1][0].difference == pytest.approx(5 / values.std())


def test_constant_columns_and_single_segments_do_not_differ():
    columns = [measure("same", [3, 3, 3, 3]), measure("x", [1, 2, 3, 4])]

    split = explain.profile(columns, np.array([0, 0, 1, 1]), 2, roles=as_measures(columns))
    whole = explain.profile(columns, np.zeros(4, int), 1, roles=as_measures(columns))

    assert split[0][0].difference == 0 == split[1][0].difference
    assert [fact.difference for fact in whole[0]] == [0, 0]


def test_a_category_is_told_by_its_most_over_represented_level():
    """North is commoner everywhere; South is what is special about segment 1."""
    region = Column("region", "text", np.array(["N", "N", "N", "N", "N", "N", "S", "S", None], dtype=object))
    labels = np.array([0, 0, 0, 0, 1, 1, 1, 1, 1])

    profiles = explain.profile([region], labels, 2, roles=[ColumnRole("region", "category", "few levels")])

    told = profiles[1][0]
    assert (told.kind, told.level, told.share, told.rest_share) == ("category", "S", 0.5, 0.0)
    assert told.difference == 0.5


def test_flags_are_told_as_yes_and_no():
    flag = Column("member", "flag", np.array([1.0, 1.0, 0.0, 0.0, np.nan]))

    profiles = explain.profile(
        [flag], np.array([0, 0, 1, 1, 1]), 2, roles=[ColumnRole("member", "measure", "two values")]
    )

    assert [segment[0].level for segment in profiles] == ["yes", "no"]


def test_only_measures_and_categories_are_profiled():
    columns = [measure("id", [1, 2]), measure("x", [1, 2])]
    roles = [ColumnRole("id", "id", "all different"), ColumnRole("x", "measure", "a number")]

    profiles = explain.profile(columns, np.array([0, 1]), 2, roles=roles)

    assert [fact.name for fact in profiles[0]] == ["x"]


def test_huge_and_infinite_numbers_leave_finite_differences():
    columns = [measure("x", [1e308, -1e308, np.inf, 1.0, 5e-324, 0.0])]

    profiles = explain.profile(columns, np.array([0, 1, 0, 1, 0, 1]), 2, roles=as_measures(columns))

    assert all(np.isfinite(segment[0].difference) for segment in profiles)


def test_the_quantile_of_nothing_is_missing():
    assert np.isnan(quantile(np.array([]), 0.5))
