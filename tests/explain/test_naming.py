"""Names are unique and true."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from covey import explain
from covey.records import Column, ColumnProfile, ColumnRole

HOSTILE = [
    "<script>alert(1)</script>",
    "'\"`",
    "a\nb\tc",
    "$x_1$",
    "n" * 5000,
    "\u202eabc",
    "",
    "\x1b[31mred",
    "\x00",
]


def profiles_of(data, labels, n_clusters, names):
    columns = [Column(name, "number", data[:, j]) for j, name in enumerate(names)]
    roles = [ColumnRole(name, "measure", "a number") for name in names]
    return explain.profile(columns, labels, n_clusters, roles=roles)


@st.composite
def segmented_tables(draw):
    n_columns, n_clusters = draw(st.integers(1, 5)), draw(st.integers(2, 12))
    n_rows = draw(st.integers(n_clusters, 60))
    cells = st.integers(-3, 3).map(float) | st.just(float("nan"))
    data = np.array(
        draw(st.lists(cells, min_size=n_rows * n_columns, max_size=n_rows * n_columns)), dtype=float
    ).reshape(n_rows, n_columns)
    labels = np.array(draw(st.lists(st.integers(0, n_clusters - 1), min_size=n_rows, max_size=n_rows)))
    return data, labels, n_clusters


@settings(max_examples=150, deadline=None)
@given(segmented_tables())
def test_names_are_unique_and_true(table):
    """Every "high" and "low" in a name is checked against the medians of the raw rows."""
    data, labels, n_clusters = table
    columns = [f"c{j}" for j in range(data.shape[1])]
    sizes = np.bincount(labels, minlength=n_clusters)

    names = explain.names(profiles_of(data, labels, n_clusters, columns), sizes)

    assert len(set(names)) == n_clusters
    for label, name in enumerate(names):
        for side, column in re.findall(r"\b(high|low) c(\d)", name):
            values = data[:, int(column)]
            inside, outside = values[labels == label], values[labels != label]
            gap = np.nanmedian(inside) - np.nanmedian(outside)
            assert gap > 0 if side == "high" else gap < 0


def test_the_strongest_facts_come_first_with_graded_words():
    facts = [
        ColumnProfile("age", "number", 0.6, median=50, rest_median=40),
        ColumnProfile("spend", "number", 2.0, median=90, rest_median=20),
        ColumnProfile("visits", "number", -0.7, median=1, rest_median=4),
        ColumnProfile("height", "number", 0.1, median=171, rest_median=170),
    ]
    other = [ColumnProfile(fact.name, "number", 0.0, median=1, rest_median=1) for fact in facts]

    assert explain.names([facts, other], [5, 5]) == ("very high spend, low visits", "average on everything")


def test_segments_alike_in_words_are_told_apart_by_the_column_that_differs_between_them():
    def segment(age):
        return [
            ColumnProfile("spend", "number", 2.0, median=90, rest_median=20),
            ColumnProfile("age", "number", (age - 40) / 100, median=age, rest_median=40),
        ]

    assert explain.names([segment(34.0), segment(61.0)], [5, 5]) == (
        "very high spend, age about 34",
        "very high spend, age about 61",
    )


def test_facts_in_another_order_are_not_another_name():
    first = [
        ColumnProfile("a", "number", 2.0, median=10, rest_median=0),
        ColumnProfile("b", "number", 1.9, median=10, rest_median=0),
    ]
    second = [
        ColumnProfile("a", "number", 1.9, median=9, rest_median=0),
        ColumnProfile("b", "number", 2.0, median=11, rest_median=0),
    ]

    names = explain.names([first, second], [5, 5])

    assert sorted(names[0].split(", ")) != sorted(names[1].split(", "))
    assert all("about" in name for name in names)


def test_categories_alone_make_names():
    region = Column("region", "text", np.array(["N", "N", "S", "S"], dtype=object))
    profiles = explain.profile(
        [region], np.array([0, 0, 1, 1]), 2, roles=[ColumnRole("region", "category", "few levels")]
    )

    assert explain.names(profiles, [2, 2]) == ("region mostly N", "region mostly S")


def test_identical_segments_are_told_apart_by_size_and_then_by_number():
    same = [ColumnProfile("x", "number", 0.0, median=1, rest_median=1)]

    assert explain.names([same] * 3, [7, 5, 5]) == (
        "average on everything, 7 rows",
        "average on everything, 5 rows",
        "average on everything, 5 rows (2)",
    )


def test_one_segment_is_all_rows():
    assert explain.names([[ColumnProfile("x", "number", 0.0, median=1)]], [9]) == ("all rows",)


def test_no_columns_still_give_unique_names():
    assert len(set(explain.names([[], [], []], [1, 1, 1]))) == 3


def test_sixty_segments_have_sixty_short_names():
    rng = np.random.Generator(np.random.PCG64(3))
    data = rng.normal(size=(3000, 6))
    labels = (data[:, 0] * 10 + data[:, 1] * 7).astype(int) % 60

    names = explain.names(
        profiles_of(data, labels, 60, [f"c{j}" for j in range(6)]), np.bincount(labels, minlength=60)
    )

    assert len(set(names)) == 60
    assert max(map(len, names)) < 90


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_column_names_give_one_printable_line(hostile):
    data = np.array([[0.0], [0.1], [9.0], [9.1]])
    labels = np.array([0, 0, 1, 1])

    names = explain.names(profiles_of(data, labels, 2, [hostile]), [2, 2])

    assert all(name.isprintable() and len(name) < 80 and "\u202e" not in name for name in names)
    assert names[0] != names[1]


def test_a_comma_inside_a_name_does_not_look_like_the_end_of_a_phrase():
    place = {"kind": "category", "level": "Paris, FR", "share": 0.9, "rest_share": 0.1}
    first = [ColumnProfile("city, region", difference=0.8, **place), ColumnProfile("height", "number", -0.9)]
    other = [ColumnProfile("city, region", "category", 0.0), ColumnProfile("height", "number", 0.0)]

    assert explain.names([first, other], [10, 10])[0] == "'city, region' mostly 'Paris, FR', low height"
