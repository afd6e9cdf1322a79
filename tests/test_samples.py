"""The samples: scikit-learn's blobs bit for bit, and customers whose truth is known."""

from __future__ import annotations

import subprocess
import sys
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal
from sklearn.datasets import make_blobs as blobs_of_scikit_learn

from covey.errors import InputError, MissingExtraError, OutputError
from covey.samples import GROUPS, Customers, make_blobs, make_customers

CENTERS = [None, 1, 4, [[0.0, 1.0], [4.0, 4.0], [9.0, 2.0]], np.arange(12).reshape(3, 4)]
SPREADS = [1.0, 2, 0.3]


@pytest.mark.parametrize(
    ("n", "centers", "spread", "shuffle", "n_features"),
    list(product([1, 7, 100], CENTERS, SPREADS, [True, False], [1, 2, 5])),
)
def test_blobs_are_those_of_scikit_learn(n, centers, spread, shuffle, n_features):
    options = {"n_features": n_features, "centers": centers, "cluster_std": spread, "shuffle": shuffle}
    ours = make_blobs(n, return_centers=True, random_state=9, **options)
    theirs = blobs_of_scikit_learn(n, return_centers=True, random_state=9, **options)

    for mine, yours in zip(ours, theirs, strict=True):
        assert_array_equal(mine, yours, strict=True)


@pytest.mark.parametrize("centers", [None, [[0.0, 1.0], [4.0, 4.0], [9.0, 2.0]]])
@pytest.mark.parametrize("spread", [1.0, [0.1, 2.0, 0.5]])
def test_blobs_with_a_size_for_each_center_are_those_of_scikit_learn(centers, spread):
    options = {"n_samples": [3, 50, 9], "centers": centers, "cluster_std": spread, "center_box": (-3.0, 40.0)}
    ours = make_blobs(random_state=3, **options)
    theirs = blobs_of_scikit_learn(random_state=3, **options)

    assert_array_equal(ours[0], theirs[0], strict=True)
    assert_array_equal(ours[1], theirs[1], strict=True)


def test_the_blobs_of_the_lesson_have_identical_bits():
    ours = make_blobs(n_samples=300, centers=4, cluster_std=0.7, random_state=42)
    theirs = blobs_of_scikit_learn(n_samples=300, centers=4, cluster_std=0.7, random_state=42)

    assert ours[0].tobytes() == theirs[0].tobytes()
    assert_array_equal(ours[1], theirs[1], strict=True)


def test_a_random_state_is_continued_as_scikit_learn_does():
    mine, yours = np.random.RandomState(5), np.random.RandomState(5)
    for _ in range(3):
        assert_array_equal(make_blobs(random_state=mine)[0], blobs_of_scikit_learn(random_state=yours)[0])


def test_without_a_random_state_the_global_stream_is_used_as_in_scikit_learn():
    before = np.random.get_state()
    try:
        np.random.seed(8)
        ours = make_blobs()[0]
        np.random.seed(8)
        assert_array_equal(ours, blobs_of_scikit_learn()[0])
    finally:
        np.random.set_state(before)


def test_a_generator_gives_the_same_blobs_for_the_same_seed():
    first, second = (make_blobs(random_state=np.random.default_rng(1))[0] for _ in range(2))
    assert_array_equal(first, second)


@settings(deadline=None, max_examples=30)
@given(n=st.integers(1, 300), k=st.integers(1, 20), seed=st.integers(0, 2**32 - 1))
def test_points_are_shared_out_evenly_among_the_centers(n, k, seed):
    labels = make_blobs(n, centers=k, random_state=seed)[1]
    sizes = np.bincount(labels, minlength=k)
    assert len(labels) == n
    assert sizes.max() - sizes.min() <= 1


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"n_samples": 0}, "n_samples=0"),
        ({"centers": 0}, "centers=0"),
        ({"centers": [1.0, 2.0]}, "two-dimensional"),
        ({"n_samples": [1, 2], "centers": 3}, "n_samples has 2 entries, but there are 3 centers"),
        ({"n_samples": [1, 2], "centers": [[0.0], [1.0], [2.0]]}, "n_samples has 2 entries"),
        ({"centers": 2, "cluster_std": [1.0]}, "cluster_std has 1 entries, but there are 2 centers"),
    ],
)
def test_options_that_disagree_are_refused_with_their_numbers(options, words):
    with pytest.raises(InputError, match=words):
        make_blobs(random_state=0, **options)


def test_samples_need_no_scikit_learn():
    code = "import sys, covey.samples; print([m for m in sys.modules if m.startswith(('sklearn', 'pandas'))])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# --- customers -----------------------------------------------------------------------------------


def test_the_customers_of_the_lesson_are_the_lesson_s_own_numbers():
    random = np.random.RandomState(42)
    recency, frequency, monetary = (
        np.abs(random.normal(*facts, 500)) for facts in [(30, 20), (5, 3), (200, 100)]
    )
    columns = make_customers(kind="lesson").columns

    assert_array_equal(columns["recency"], recency)
    assert_array_equal(columns["frequency"], frequency)
    assert_array_equal(columns["monetary"], monetary)


def test_the_customers_of_the_lesson_are_one_group():
    lesson = make_customers(kind="lesson")
    assert lesson.group_names == ("everyone",)
    assert_array_equal(lesson.truth, np.zeros(500))


def test_the_same_seed_gives_the_same_customers():
    first, second = make_customers(seed=3), make_customers(seed=3)
    for name, values in first.columns.items():
        assert_array_equal(values, second.columns[name])
    other = make_customers(seed=4).columns["orders"]
    assert not np.array_equal(first.columns["orders"], other, equal_nan=True)


def test_the_planted_groups_have_about_their_shares():
    customers = make_customers(20_000)
    shares = np.bincount(customers.truth) / 20_000
    assert customers.group_names == tuple(GROUPS)
    assert np.abs(shares - [group.share for group in GROUPS.values()]).max() < 0.02


def test_about_two_percent_of_the_measures_and_cities_are_missing():
    columns = make_customers(20_000).columns
    for name in ("recency_days", "orders", "spend", "returns_share"):
        assert 0.015 < np.isnan(columns[name]).mean() < 0.025
    assert 0.015 < np.mean([city is None for city in columns["city"]]) < 0.025
    assert not np.isnat(columns["first_order"]).any()


def test_three_customers_in_a_thousand_are_extreme():
    orders = make_customers(10_000).columns["orders"]
    assert 25 <= np.sum(orders >= 3_000) <= 30  # some of the 30 may be missing
    assert not np.any((orders > 300) & (orders < 3_000))


def test_customers_come_back_from_a_csv_file_as_they_went(tmp_path):
    pandas = pytest.importorskip("pandas")
    customers = make_customers(200)
    customers.write_csv(tmp_path / "customers.csv")
    back = pandas.read_csv(tmp_path / "customers.csv", parse_dates=["first_order"])

    assert list(back.columns) == list(customers.columns)
    for name in ("recency_days", "orders", "spend", "returns_share", "newsletter"):
        assert_array_equal(back[name].to_numpy(), customers.columns[name])
    assert_array_equal(back["customer_id"].to_numpy(dtype=object), customers.columns["customer_id"])
    assert_array_equal(
        back["first_order"].to_numpy().astype("datetime64[D]"), customers.columns["first_order"]
    )


def test_the_frame_holds_every_column():
    customers = make_customers(50)
    frame = customers.frame()
    assert list(frame.columns) == list(customers.columns)
    assert len(frame) == 50


def test_a_file_that_exists_is_kept_unless_forced(tmp_path):
    path = tmp_path / "customers.csv"
    path.write_text("mine")
    with pytest.raises(OutputError, match="force=True"):
        make_customers(3).write_csv(path)
    assert path.read_text() == "mine"

    make_customers(3).write_csv(path, force=True)
    assert path.read_text().startswith("customer_id,")


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path):
    path = tmp_path / "customers.csv"
    path.write_text("mine")
    unwritable = Customers({"name": np.array(["\udc80"], dtype=object)}, np.zeros(1), ("everyone",))
    with pytest.raises(UnicodeEncodeError):
        unwritable.write_csv(path, force=True)
    assert path.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize(
    ("place", "why"), [("nowhere/customers.csv", "its folder does not exist"), (".", "it is a folder")]
)
def test_a_place_that_cannot_be_written_is_named_with_what_to_call(tmp_path, place, why, force):
    with pytest.raises(OutputError) as caught:
        make_customers(3).write_csv(tmp_path / place, force=force)
    assert f"{str(tmp_path / place)!r}: {why}." in str(caught.value)
    assert str(caught.value).endswith(".write_csv('customers.csv')")


def test_a_system_that_refuses_is_quoted(tmp_path):
    with pytest.raises(OutputError, match="File name too long"):
        make_customers(3).write_csv(tmp_path / ("x" * 300))


def test_a_frame_without_pandas_or_polars_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(MissingExtraError, match=r"pip install pandas$"):
        make_customers(3).frame()


@pytest.mark.parametrize(("n", "kind", "words"), [(0, "groups", "n=0"), (5, "people", "kind='people'")])
def test_customers_that_cannot_be_made_are_refused(n, kind, words):
    with pytest.raises(InputError, match=words):
        make_customers(n, kind=kind)


def test_a_single_customer_can_be_made():
    assert len(make_customers(1).columns["spend"]) == 1
