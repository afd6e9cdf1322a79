"""Rows are scored as they were fitted, and the margin says how surely."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from covey import model
from covey.errors import ModelError
from covey.records import Column, ColumnRole, ColumnTransform, Recipe, Table


@pytest.fixture(scope="session")
def saved(record):
    """Two segments on one column as it is: centers at 0 and 10, limits 3 and 4."""
    transform = ColumnTransform("x", 0.0, False, 0.0, 0.0, 1.0, spread=float("inf"))
    recipe = Recipe((transform,), (ColumnRole("x", "measure", "a number", "as it is"),), 6.0)
    return dataclasses.replace(
        model.from_record(record),
        recipe=recipe,
        centers=np.array([[0.0], [10.0]]),
        distance_limits=np.array([3.0, 4.0]),
    )


def table(values, name="x"):
    return Table((Column(name, "number", np.asarray(values, dtype=float)),), len(values), "rows")


def test_each_row_gets_label_name_and_grade_of_the_nearest_center(saved):
    scored = model.score(saved, table([0.0, 9.0]))

    assert scored["segment"].tolist() == [0, 1]
    assert scored["segment_name"].tolist() == ["high Spend", "low Spend"]
    assert scored["grade"].tolist() == ["A", "A"]
    assert scored["runner_up"].tolist() == ["low Spend", "high Spend"]


def test_the_margin_is_one_on_a_center_and_zero_on_the_border(saved):
    scored = model.score(saved, table([0.0, 2.5, 5.0, 10.0]))

    assert scored["margin"].tolist() == [1.0, 0.5, 0.0, 1.0]


def test_a_row_beyond_the_limit_of_its_own_segment_is_unlike_the_training(saved):
    scored = model.score(saved, table([3.0, 3.1, -3.1, 13.9, 14.1]))

    assert scored["unlike_training"].tolist() == [False, True, True, False, True]


def test_a_row_too_far_out_in_one_column_is_unlike_the_training_at_any_distance(saved):
    transform = dataclasses.replace(saved.recipe.transforms[0], middle=5.0, spread=1.0)
    strict = dataclasses.replace(
        saved,
        recipe=dataclasses.replace(saved.recipe, transforms=(transform,)),
        distance_limits=np.full(2, np.inf),
    )

    assert model.score(strict, table([-0.9, -1.1, 11.1]))["unlike_training"].tolist() == [False, True, True]


@given(values=arrays(np.float64, st.integers(1, 30), elements=st.floats(-1e6, 1e6)))
def test_margins_lie_between_zero_and_one_and_labels_are_nearest(saved, values):
    scored = model.score(saved, table(values))

    assert ((scored["margin"] >= 0) & (scored["margin"] <= 1)).all()
    assert scored["segment"].tolist() == (np.abs(values - 10) < np.abs(values)).astype(int).tolist()


def test_one_segment_has_no_runner_up_and_full_margin(saved):
    one = dataclasses.replace(
        saved,
        k=1,
        segments=saved.segments[:1],
        centers=saved.centers[:1],
        distance_limits=saved.distance_limits[:1],
    )
    scored = model.score(one, table([0.0, 99.0]))

    assert scored["runner_up"].tolist() == [None, None] and scored["margin"].tolist() == [1.0, 1.0]


def test_no_rows_give_empty_columns(saved):
    assert {name: len(values) for name, values in model.score(saved, table([])).items()} == dict.fromkeys(
        ("segment", "segment_name", "grade", "margin", "runner_up", "unlike_training"), 0
    )


def test_extra_columns_and_their_order_do_not_matter(saved):
    extra = Column("other", "text", np.array(["a", "b"], dtype=object))
    wide = Table((extra, *table([0.0, 10.0]).columns), 2, "rows")

    assert model.score(saved, wide)["segment"].tolist() == [0, 1]


def test_a_missing_column_is_named(saved):
    with pytest.raises(ModelError, match="x"):
        model.score(saved, table([1.0], name="y"))
