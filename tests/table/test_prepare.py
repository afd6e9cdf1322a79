from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from covey import table
from covey.errors import InputError, ModelError


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(seed))


def prepared(source, *, scale="standard", **options):
    read = table.read(source)
    return table.prepare(read, table.roles(read, **options), scale=scale)


def five_groups(n: int) -> np.ndarray:
    return np.concatenate(
        [rng(j).normal(center, 5, n // 5) for j, center in enumerate((20, 30, 50, 80, 120))]
    )


WELL_BEHAVED = {
    "gaussian": lambda n: rng().normal(100, 20, n),
    "uniform": lambda n: rng().uniform(0, 100, n),
    "logarithmic": lambda n: rng().lognormal(3, 1, n),
    "exponential": lambda n: rng().exponential(30, n),
    "gamma": lambda n: rng().gamma(4, 10, n),
    "poisson": lambda n: rng().poisson(5, n).astype(float),
    "five groups": five_groups,
    "two tight groups": lambda n: np.concatenate(
        [rng().normal(0, 1, n - n // 10), rng().normal(300, 1, n // 10)]
    ),
}


@pytest.mark.parametrize("n", [50, 500, 20_000])
@pytest.mark.parametrize("make", WELL_BEHAVED.values(), ids=WELL_BEHAVED)
def test_tables_without_strays_lose_about_none_of_their_rows(make, n):
    assert prepared({"a": make(n), "b": rng(5).normal(size=n)}).apart.sum() <= n // 10_000


@pytest.mark.parametrize("n", [100, 500, 5000])
def test_rows_far_out_are_set_apart_and_named(n):
    values = rng().normal(200, 60, n)
    values[[3, 17]] = 20_000, -15_000
    found = prepared({"spend": values, "age": rng(1).normal(40, 9, n)})

    assert np.flatnonzero(found.apart).tolist() == [3, 17]
    assert any(
        note.startswith("2 rows set apart (row 4, 18): more than 6 standard deviations out in 'spend'")
        for note in found.notes
    )


def test_three_extreme_customers_in_five_hundred_are_set_apart():
    spend = rng().normal(200, 80, 500).clip(1)
    found = prepared(
        {"spend": np.append(spend, [20_000, 30_000, 25_000]), "age": rng(1).uniform(18, 80, 503)}
    )

    assert np.flatnonzero(found.apart).tolist() == [500, 501, 502]


def test_three_rows_in_a_hundred_are_a_group_and_stay():
    values = rng().normal(0, 1, 1000)
    values[:30] += 500
    found = prepared({"a": values, "b": rng(1).normal(size=1000)})

    assert not found.apart.any()
    assert not table.beyond(found.points, found.recipe).any()


def test_more_strays_than_two_rows_in_a_hundred_over_all_columns_are_not_set_apart_and_said():
    columns = {f"x{j}": rng(j).normal(size=300) for j in range(4)}
    for j, name in enumerate(columns):
        columns[name][5 * j : 5 * j + 4] = 1e4
    found = prepared(columns)

    assert not found.apart.any()
    assert any(note.startswith("no row set apart") for note in found.notes)


def test_center_and_scale_are_learned_from_the_rows_kept():
    values = rng().normal(200, 60, 500)
    values[3] = 1e6
    found = prepared({"spend": values, "age": rng(1).normal(40, 9, 500)})
    kept = found.points[~found.apart]

    np.testing.assert_allclose(kept.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(kept.std(axis=0), 1)


@pytest.mark.parametrize("scale", ["standard", "range", "none"])
def test_new_rows_far_out_are_found_at_every_scale(scale):
    found = prepared({"spend": rng().normal(200, 60, 500), "age": rng(1).normal(40, 9, 500)}, scale=scale)
    new = table.to_points(table.read({"spend": [200.0, 5_000.0], "age": [40.0, 40.0]}), found.recipe)

    assert table.beyond(new, found.recipe).tolist() == [False, True]


def test_range_makes_every_column_one_long():
    found = prepared({"a": rng().uniform(5, 900, 99), "b": rng(1).normal(size=99)}, scale="range")

    np.testing.assert_allclose(
        (found.points.min(axis=0), found.points.max(axis=0)), [[0, 0], [1, 1]], atol=1e-12
    )


def test_scale_none_leaves_numbers_as_they_are_without_logarithms():
    spend = rng().lognormal(3, 1, 200)

    np.testing.assert_array_equal(prepared({"spend": spend}, scale="none").points[:, 0], spend)


@pytest.mark.parametrize("name", ["logarithmic", "exponential"])
def test_long_right_tails_are_log_scaled_and_said(name):
    found = prepared({"spend": WELL_BEHAVED[name](500)})

    assert found.recipe.roles[0].transform == "log, standardised"
    assert "log-scaled because of long right tails: 'spend' (raw numbers: --scale none)" in found.notes


@pytest.mark.parametrize(
    "name", ["gaussian", "uniform", "poisson", "gamma", "five groups", "two tight groups"]
)
def test_columns_without_a_long_right_tail_are_not(name):
    assert prepared({"a": WELL_BEHAVED[name](500)}).recipe.roles[0].transform == "standardised"


def test_a_few_strays_do_not_make_a_long_tail():
    values = rng().normal(200, 40, 500)
    values[:3] = 1e6

    assert prepared({"a": values}).recipe.transforms[0].log is False


def test_the_end_of_a_scale_from_one_to_ten_is_no_tail():
    scores = rng().choice([1, 2, 3, 10], p=[0.7, 0.12, 0.08, 0.1], size=600) + 0.0
    scores[:7] = range(4, 11)

    assert prepared({"score": scores}).recipe.transforms[0].log is False


def test_a_long_tail_with_small_refunds_is_shifted_and_one_with_large_losses_is_left():
    refunds = rng().lognormal(4, 1, 500)
    refunds[:5] = -3.0
    losses = np.concatenate([rng().lognormal(4, 1, 400), -rng(1).lognormal(4, 1, 100)])

    assert (
        prepared({"a": refunds}).recipe.transforms[0].log,
        prepared({"a": losses}).recipe.transforms[0].log,
    ) == (
        True,
        False,
    )


def test_missing_cells_are_filled_with_the_median_and_counted():
    found = prepared({"a": [1.0, 2.0, 30.0, None, None], "b": [5.0, 6.0, 7.0, 8.0, 9.0]}, scale="none")

    assert found.points[3:, 0].tolist() == [2.0, 2.0]
    assert found.notes[0] == "2 missing cells filled with the median: 'a' 2 (leave a column out: --ignore)"


@pytest.mark.parametrize("value", [np.inf, -np.inf, 1e200])
def test_an_infinite_value_is_refused_with_its_place(value):
    with pytest.raises(
        InputError, match=r"column 'a' holds 1 value that is infinite or beyond 1e150, the first in row 3"
    ):
        prepared({"a": [1.0, 2.0, value, 4.0]})


def test_an_infinite_value_in_a_column_left_out_does_no_harm():
    found = prepared({"a": [1.0, 2.0, np.inf], "b": [1.0, 5.0, 7.0]}, ignore=["a"])

    assert found.points.shape == (3, 1)


def test_an_unknown_scale_is_refused():
    with pytest.raises(InputError, match=r"scale='robust' is not known\. Choose standard, range or none"):
        prepared({"a": [1.0, 2.0, 3.0]}, scale="robust")


def test_a_category_weighs_as_much_as_a_column_of_numbers():
    columns = {"a": rng().normal(size=200), "city": rng(1).choice(["Rome", "Oslo", "Ulm"], 200)}
    found = prepared(columns, columns=["a", "city"])
    variances = found.points.var(axis=0)

    assert found.points.shape == (200, 4)
    np.testing.assert_allclose([variances[0], variances[1:].sum()], [1, 1])
    assert found.recipe.roles[1].transform == "one-hot, 3 levels, weighs as one column"


def test_codes_and_flags_that_are_chosen_have_levels_too():
    columns = {"a": rng().normal(size=40), "Region": np.arange(40) % 3 + 1, "gold": np.arange(40) % 2 == 0}
    found = prepared(columns, columns=["Region", "gold"])

    assert [one.levels for one in found.recipe.transforms] == [("1", "2", "3"), ("no", "yes")]


def test_dates_that_are_chosen_come_back_as_dates():
    days = np.datetime64("2024-01-01") + np.arange(30)
    for scale in ("standard", "range", "none"):
        found = prepared({"day": days, "a": rng().normal(size=30)}, columns=["day"], scale=scale)
        back = table.in_units(found.points, found.recipe)["day"]
        assert (np.abs(back - days) <= np.timedelta64(1, "ms")).all()
    assert found.recipe.roles[0].transform == "days since the first, as it is"
    assert found.points[:, 0].tolist() == list(range(30))


def test_new_rows_find_their_columns_by_name():
    found = prepared({"a": rng().normal(size=50), "b": rng(1).normal(size=50)})
    points = table.to_points(table.read({"z": ["x"], "b": [0.5], "a": [0.25]}), found.recipe)
    swapped = table.to_points(table.read({"a": [0.25], "b": [0.5]}), found.recipe)

    np.testing.assert_array_equal(points, swapped)


def test_the_recipe_gives_the_training_rows_their_points_to_the_bit():
    columns = {"a": rng().lognormal(3, 1, 300), "b": rng(1).normal(size=300)}
    found = prepared(columns)

    np.testing.assert_array_equal(table.to_points(table.read(columns), found.recipe), found.points)


def test_a_table_that_lacks_columns_is_refused_with_the_nearest():
    found = prepared({"Annual_Income": rng().normal(size=50), "b": rng(1).normal(size=50)})

    with pytest.raises(ModelError, match=r"'Annual_Income' \(perhaps 'annual income'\)"):
        table.to_points(table.read({"annual income": [1.0], "b": [2.0]}), found.recipe)


def test_text_where_numbers_were_is_refused_with_a_sample():
    found = prepared({"a": rng().normal(size=50)})

    with pytest.raises(ModelError, match=r"column 'a' held numbers .* and holds text here \('many'\)"):
        table.to_points(table.read({"a": ["many", "few"]}), found.recipe)


def test_new_rows_may_miss_cells_and_hold_unknown_levels_which_is_said():
    columns = {"a": rng().normal(size=40), "city": ["Rome", "Oslo"] * 20}
    recipe = prepared(columns, columns=["a", "city"]).recipe
    new = table.read({"a": [None, 1.0], "city": ["Paris", None], "grade": [1, 2]})
    points, notes = table.to_points(new, recipe), table.new_rows_notes(new, recipe, ["segment", "grade"])

    assert np.isfinite(points).all() and (points[:, 1:] == 0).all()
    assert notes[0].startswith("1 missing cell filled with the median of the model: 'a' 1 (with ")
    assert notes[1:] == (
        "1 missing cell counts as none of the levels: 'city' 1",
        "1 row holds a 'city' the model never saw, taken as none of its levels: 'Paris'",
        "column the model does not use: 'grade'",
        "new columns: segment, grade_covey (the table has 'grade' already)",
    )


def test_a_missing_date_is_said_to_be_filled_with_a_date():
    days = np.datetime64("2024-01-01") + np.arange(51)
    recipe = prepared({"a": days, "b": rng(1).normal(size=51)}, columns=["a", "b"]).recipe
    new = table.read({"a": [None, np.datetime64("2024-01-05")], "b": [1.0, 2.0]})

    assert "'a' 1 (with 2024-01-26)" in table.new_rows_notes(new, recipe, ["segment"])[0]


def test_rows_below_the_smallest_of_a_log_scaled_column_have_a_point_and_a_way_back():
    found = prepared({"spend": rng().lognormal(3, 1, 300)})
    points = table.to_points(table.read({"spend": [-50.0, 3.0]}), found.recipe)

    assert points[0, 0] < points[1, 0]
    np.testing.assert_allclose(table.in_units(points, found.recipe)["spend"], [-50.0, 3.0])


@settings(max_examples=60, deadline=None)
@given(
    values=st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=60),
    scale=st.sampled_from(["standard", "range", "none"]),
    log=st.booleans(),
)
def test_units_are_the_way_back_from_points(values, scale, log):
    columns = {"a": np.array([*values, 1.0, 2.0, 4.0])}
    read = table.read(columns)
    recipe = table.prepare(read, table.roles(read, columns=["a"]), scale=scale).recipe
    if log:
        recipe = dataclasses.replace(
            recipe, transforms=(dataclasses.replace(recipe.transforms[0], log=True),)
        )
    if recipe.transforms[0].levels is None:
        points = table.to_points(read, recipe)
        spread = np.ptp(columns["a"]) + 1
        np.testing.assert_allclose(
            table.in_units(points, recipe)["a"], columns["a"], rtol=1e-6, atol=1e-9 * spread
        )


@given(levels=st.lists(st.sampled_from(["Rome", "Oslo", "Ulm", "Ålesund"]), min_size=12, max_size=30))
def test_levels_are_the_way_back_from_one_hot_coordinates(levels):
    levels = ["Rome", "Oslo", *levels]
    read = table.read({"a": np.arange(len(levels)) * 1.5, "city": levels})
    found = table.prepare(read, table.roles(read, columns=["city"]))

    assert table.in_units(found.points, found.recipe)["city"].tolist() == levels


@settings(max_examples=40, deadline=None)
@given(values=st.lists(st.floats(-1e150, 1e150) | st.just(float("nan")), min_size=1, max_size=80))
def test_points_are_finite_whatever_the_numbers(values):
    """Up to the largest number that is let in: means and deviations must not overflow."""
    read = table.read({"a": np.array([*values, 1.0, 2.0, 4.0])})
    found = table.prepare(read, table.roles(read, columns=["a"]))

    assert np.isfinite(found.points).all()


@pytest.mark.parametrize("scale", ["standard", "range", "none"])
def test_rows_in_another_order_get_the_same_coordinates_to_the_last_bit(scale):
    columns = {"a": rng(1).normal(50, 9, 2000), "b": rng(2).lognormal(3, 1.4, 2000)}
    columns["c"] = np.array(["north", "south", "west"])[rng(3).integers(0, 3, 2000)]
    columns["b"][:7] = 1e6
    order = rng(4).permutation(2000)
    one = prepared(columns, scale=scale)
    other = prepared({name: values[order] for name, values in columns.items()}, scale=scale)
    assert one.points[order].tobytes() == other.points.tobytes()
    assert (one.apart[order] == other.apart).all()


@pytest.mark.parametrize(
    ("good", "bad", "expected"),
    [
        (["$233.17", "12", "1,234.50", "7%"], "oops", "numbers"),
        (["233,17", "12", "1.234,50", ""], "n.v.", "numbers"),
        (["2024-01-31", "2024-02-01", "2024-02-02", ""], "soon", "dates"),
    ],
)
def test_one_cell_that_is_no_number_is_named_with_its_row_and_the_good_ones_are_not(
    tmp_path, good, bad, expected
):
    if expected == "numbers":
        found = prepared({"a": rng().normal(size=50), "b": rng(1).normal(size=50)})
    else:
        days = np.datetime64("2024-01-01") + np.arange(50)
        found = prepared({"a": days, "b": rng(1).normal(size=50)}, columns=["a", "b"])
    path = tmp_path / "new.csv"
    path.write_text("b;a\n" + "".join(f"1;{cell}\n" for cell in [*good, bad]), encoding="utf-8")
    n_filled = len([cell for cell in good if cell]) + 1

    with pytest.raises(ModelError) as caught:
        table.to_points(table.read(path), found.recipe)
    assert f"held {expected}" in str(caught.value)
    assert f"1 of its {n_filled} filled cells is none: {bad!r} in row 5 (" in str(caught.value)


@pytest.mark.parametrize(
    ("scale", "note"),
    [
        ("standard", "1 column standardised (other ways: --scale range, --scale none)"),
        ("range", "1 column scaled to length 1 (other ways: --scale standard, --scale none)"),
        ("none", "1 column used as it is (other ways: --scale standard, --scale range)"),
    ],
)
def test_a_single_column_is_not_said_to_weigh_the_same_as_others(scale, note):
    assert note in prepared({"spend": [1.0, 2.0, 3.0]}, scale=scale).notes
