"""choose_k takes what people have, says no in sentences, and prints its evidence."""

import re

import numpy as np
import pandas as pd
import polars as pl
import pytest

from covey.errors import FewerSegmentsWarning, InputError
from covey.journeys import choose_k
from covey.samples import make_blobs


@pytest.fixture(scope="module")
def points():
    return make_blobs(n_samples=120, centers=4, cluster_std=0.7, random_state=42)[0]


@pytest.fixture(scope="module")
def found(points):
    return choose_k(points, k=range(1, 7))


def test_four_blobs_are_four_natural_groups(found):
    assert (found.k, found.natural_k, found.verdict) == (4, 4, "natural")


def test_the_table_has_one_row_of_figures_per_k(found):
    assert found.table["k"].tolist() == [1, 2, 3, 4, 5, 6]
    assert np.isnan(found.table["silhouette"][0])
    assert np.nanargmax(found.table["silhouette"]) == 3 and found.table["inertia"].argmin() == 5


def test_frames_and_lists_give_the_answer_of_the_array(points, found):
    for form in (pd.DataFrame(points), pl.DataFrame(points, schema=["a", "b"]), points.tolist()):
        assert repr(choose_k(form, k=range(1, 7))) == repr(found)


def test_the_same_call_gives_the_same_bits(points, found):
    assert choose_k(points, k=range(1, 7)).table.tobytes() == found.table.tobytes()


def test_random_states_of_every_kind_are_taken(points):
    for state in (7, np.int64(7), np.random.RandomState(7), np.random.default_rng(7)):
        assert choose_k(points, k=[4], random_state=state).natural_k == 4


def test_a_weight_of_two_counts_as_two_rows(points):
    doubled = choose_k(np.repeat(points, 2, axis=0), k=[4])
    weighted = choose_k(points, k=[4], sample_weight=np.full(len(points), 2.0))

    assert weighted.table["inertia"][1] == pytest.approx(doubled.table["inertia"][1])


def test_the_text_has_verdict_first_then_the_table_then_the_reasons(found):
    lines = repr(found).splitlines()

    assert lines[0] == "4 groups found; suggested k = 4 (natural)"
    assert [line.split()[0] for line in lines[3:9]] == ["1", "2", "3", "*", "5", "6"]
    assert " ".join(lines[9:]).count("What would change the answer") == 1


@pytest.mark.parametrize("width", [40, 60, 100, 160])
def test_no_line_of_the_text_is_wider_than_asked(found, width):
    assert max(map(len, found.text(width=width).splitlines())) <= width


def test_the_notebook_form_holds_the_text(found):
    assert found._repr_html_().startswith("<pre>4 groups found")


def test_plot_returns_axes(found):
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib.figure import Figure

    ax = Figure().subplots()
    assert found.plot(ax=ax) is ax
    assert len(found.plot()) > 1


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        ([1, 2, 3], r"shape \(3,\)"),
        (np.zeros((0, 2)), r"shape \(0, 2\)"),
        (np.zeros((3, 0)), r"shape \(3, 0\)"),
        (np.zeros((2, 2, 2)), r"shape \(2, 2, 2\)"),
        (np.array([["a"], ["b"]]), "'x0' of X is not numeric"),
        (np.array([[1, "a"], [2, "b"]], dtype=object), "'x1' of X is not numeric"),
        (np.array([["2020-01-01"]], dtype="M8[D]"), "'x0' of X is not numeric"),
        (np.array([[1j]]), "'x0' of X is not numeric"),
        (pd.DataFrame({"age": [1.0, 2.0], "town": ["x", "y"]}), "'town' of X is not numeric"),
        (np.array([[0.0, 1.0], [np.nan, 2.0]]), r"1 value is missing .* row 1, column 'x0'"),
        (np.array([[0.0, np.inf], [np.nan, 2.0]]), r"2 values are missing .* row 0, column 'x1'"),
        (np.ma.array([[0.0], [1.0]], mask=[[False], [True]]), "row 1, column 'x0'"),
        ([[1.0], [None]], "row 1, column 'x0'"),
        (pd.DataFrame({"age": [1.0, None]}), "row 1, column 'age'"),
    ],
)
def test_what_cannot_be_compared_is_refused_with_its_place(bad, sentence):
    with pytest.raises(InputError, match=sentence):
        choose_k(bad, k=[1])


@pytest.mark.parametrize("bad", [4, [], [0], [-1, 2], [1.5], "12", [None]])
def test_a_range_that_is_not_whole_numbers_is_refused(points, bad):
    with pytest.raises(InputError, match="is not a range of K"):
        choose_k(points, k=bad)


def test_more_groups_than_rows_are_refused():
    with pytest.raises(InputError, match=r"k=10, but only 5 rows"):
        choose_k(np.arange(5.0)[:, None], range(1, 11))


def test_more_groups_than_different_rows_are_a_warning():
    twice = np.repeat([[0.0], [1.0], [2.0]], 8, axis=0)
    with pytest.warns(FewerSegmentsWarning, match=re.escape("only 3 different rows; tried k up to 3")):
        found = choose_k(twice, k=range(1, 6))

    assert found.table["k"].tolist() == [1, 2, 3]


@pytest.mark.parametrize(
    "weights", [[1.0], [-1.0] * 120, [np.nan] * 120, [0.0] * 120, ["a"] * 120, np.ones((120, 1))]
)
def test_weights_that_are_not_one_number_per_row_are_refused(points, weights):
    with pytest.raises(InputError, match="Weights are one number per row"):
        choose_k(points, k=[2], sample_weight=weights)


@pytest.mark.parametrize("state", [-1, 1.5, "0", True])
def test_a_random_state_that_is_not_one_is_refused(points, state):
    with pytest.raises(InputError, match="is not a seed"):
        choose_k(points, k=[2], random_state=state)


def test_the_input_is_not_written_to(points):
    before = points.copy()
    choose_k(points, k=[2])

    assert points.tobytes() == before.tobytes()


# --- limits, time, progress -----------------------------------------------------------------------


def test_at_most_so_many_segments(points):
    found = choose_k(points, k=range(1, 6), max_segments=2)

    assert (found.k, found.natural_k) == (2, 4)
    assert any("price of the limits" in reason for reason in found.reasons)


def test_the_time_of_each_part_is_kept_beside_the_record(points):
    found = choose_k(points, k=range(1, 4), time_budget_s=60)

    assert {"fits of the rows judged", "samples of the rows"} <= set(found.seconds)
    assert repr(found.record) == repr(choose_k(points, k=range(1, 4)).record)


def test_progress_is_told_and_ends_at_the_total(points):
    told = []
    choose_k(points, k=range(1, 4), progress=lambda done, total, what: told.append((done, total)))

    assert told[-1][0] == told[-1][1]


@pytest.mark.parametrize(
    "wrong",
    [
        {"max_segments": 0},
        {"max_segments": 2.5},
        {"min_share": -0.1},
        {"min_share": 5},
        {"min_share": "5 %"},
        {"time_budget_s": 0},
        {"n_threads": 0},
    ],
)
def test_limits_out_of_range_are_refused_by_name(points, wrong):
    with pytest.raises(InputError, match=next(iter(wrong))):
        choose_k(points, k=[2], **wrong)


def test_the_figures_beside_each_k_fit_the_width(points):
    found = choose_k(points, k=range(1, 5))
    narrow, wide = found.text(width=60), found.text(width=120)

    assert max(map(len, narrow.splitlines())) <= 60
    assert "separation  (needed)" in narrow and "columns not shown (" in narrow
    assert "prediction" in wide and "not shown" not in wide


def test_the_step_to_one_group_more_is_told(points):
    assert any("It would divide a group of" in reason for reason in choose_k(points, k=range(1, 6)).reasons)


@pytest.mark.parametrize("n_rows", [1, 2, 7])
def test_who_leaves_k_out_is_not_refused_for_a_k_beyond_the_rows(n_rows):
    rows = np.random.default_rng(0).normal(size=(n_rows, 2))

    found = choose_k(rows)

    assert found.table["k"].tolist() == list(range(1, n_rows + 1))
    with pytest.raises(InputError, match=f"k=10, but only {n_rows} row"):
        choose_k(rows, range(1, 11))
