from __future__ import annotations

import datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from covey import table
from covey.errors import TableError

PLAIN = {
    "id": ["a", "b", "c"],
    "spend": [1.5, None, 3.0],
    "n": [1, 2, 3],
    "gold": [True, False, True],
    "day": [datetime.datetime(2024, 1, 31), datetime.datetime(2023, 12, 1), None],
}
FRAMES = {
    "pandas": pd.DataFrame,
    "pandas with its own types": lambda plain: pd.DataFrame(plain).convert_dtypes(),
    "polars": pl.DataFrame,
    "polars lazy": lambda plain: pl.DataFrame(plain).lazy(),
    "pyarrow": pa.table,
    "dict": dict,
}


@pytest.mark.parametrize("make", FRAMES.values(), ids=FRAMES)
def test_the_same_table_is_read_from_every_kind_of_frame(make):
    read = table.read(make(PLAIN))

    assert [(column.name, column.kind) for column in read.columns] == [
        ("id", "text"), ("spend", "number"), ("n", "number"), ("gold", "flag"), ("day", "date"),
    ]  # fmt: skip
    np.testing.assert_array_equal(read.columns[1].values, [1.5, np.nan, 3.0])
    np.testing.assert_array_equal(
        read.columns[4].values, np.array(["2024-01-31", "2023-12-01", "NaT"], "datetime64[us]")
    )


@pytest.mark.parametrize("make", FRAMES.values(), ids=FRAMES)
def test_every_kind_of_frame_has_the_same_fingerprint(make):
    assert table.fingerprint(table.read(make(PLAIN))) == table.fingerprint(table.read(PLAIN))


def test_a_lazy_frame_is_collected_and_said():
    assert "lazy frame collected" in table.read(pl.DataFrame(PLAIN).lazy()).how_read


def test_an_array_has_columns_x0_x1():
    read = table.read(np.array([[1, 2], [3, 4]], dtype=np.int8))

    assert [column.name for column in read.columns] == ["x0", "x1"]
    assert read.columns[1].values.tolist() == [2.0, 4.0]


def test_a_list_of_rows_is_an_array():
    assert table.read([[1.0, 2.0], [3.0, 4.0]]).columns[0].values.tolist() == [1.0, 3.0]


def test_text_in_a_frame_stays_text_and_is_said():
    read = table.read(pd.DataFrame({"zip": ["01067", "80331"], "n": [1, 2]}))

    assert read.columns[0].kind == "text"
    assert (
        "column 'zip' holds numbers as text and stays text: convert it to use it as numbers" in read.how_read
    )


def test_whole_numbers_too_large_to_be_exact_become_text():
    big = 2**60
    for make in (pd.DataFrame, pl.DataFrame, dict):
        assert table.read(make({"id": [big, big + 1]})).columns[0].values.tolist() == [str(big), str(big + 1)]


def test_objects_of_one_kind_are_that_kind():
    frame = pd.DataFrame(
        {
            "money": pd.Series([Decimal("1.50"), None], dtype=object),
            "day": pd.Series([datetime.date(2024, 1, 31), None], dtype=object),
            "mixed": pd.Series([1, "x"], dtype=object),
        }
    )
    read = table.read(frame)

    assert [column.kind for column in read.columns] == ["number", "date", "text"]
    assert "column 'mixed' mixes number and texts and is taken as text" in read.how_read


def test_times_with_a_zone_are_compared_in_utc():
    moment = pd.Timestamp("2024-01-31 01:00", tz="Europe/Oslo")
    for make in (pd.DataFrame, pl.DataFrame):
        read = table.read(make({"when": [moment, moment]}))
        assert read.columns[0].values[0] == np.datetime64("2024-01-31T00:00")


def test_durations_are_seconds_and_said():
    read = table.read(pd.DataFrame({"wait": pd.to_timedelta([90, 30], unit="s")}))

    assert read.columns[0].values.tolist() == [90.0, 30.0]
    assert "column 'wait': durations counted in seconds" in read.how_read


def test_categories_of_pandas_are_their_texts():
    read = table.read(pd.DataFrame({"city": pd.Categorical(["Rome", None, "Oslo"])}))

    assert read.columns[0].values.tolist() == ["Rome", None, "Oslo"]


def test_names_that_are_no_texts_are_written_as_texts():
    assert [column.name for column in table.read(pd.DataFrame([[1, 2]])).columns] == ["0", "1"]


def test_two_columns_of_one_name_in_pandas_are_told_apart_and_given_back():
    frame = pd.DataFrame([[1, 2], [3, 4]], columns=["a", "a"])
    read = table.read(frame)

    assert [(column.name, column.values.tolist()) for column in read.columns] == [
        ("a", [1, 3]),
        ("a_2", [2, 4]),
    ]
    assert table.with_columns(read, {"segment": np.array([0, 1])}).columns.tolist() == ["a", "a", "segment"]


def test_levels_of_names_in_pandas_are_joined():
    frame = pd.DataFrame({("spend", "mean"): [1.0, 2.0], ("spend", "max"): [3.0, 4.0]})

    assert [column.name for column in table.read(frame).columns] == ["spend mean", "spend max"]


def test_columns_of_an_arrow_table_come_in_their_order():
    read = table.read(pa.table([[1, 2], [3, 4]], names=["a", "b"]))

    assert [column.values.tolist() for column in read.columns] == [[1.0, 2.0], [3.0, 4.0]]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (pd.DataFrame({"a": []}), "has columns ('a') but no rows"),
        (pd.DataFrame(), "has no columns"),
        ({}, "has no columns"),
        ({"a": [1, 2], "b": [1]}, "different lengths ('a': 2, 'b': 1)"),
        (np.zeros(5), "has shape (5,); a table has two dimensions"),
        (np.zeros((2, 2, 2)), "has shape (2, 2, 2)"),
        (np.array([["a", "b"]]), "not numbers"),
        (np.zeros((2, 2), dtype=complex), "not numbers"),
        (42, "'int' is not a table"),
        (None, "'NoneType' is not a table"),
    ],
)
def test_what_is_no_table_is_refused_in_words(source, words):
    with pytest.raises(TableError) as caught:
        table.read(source)

    assert words in str(caught.value)


def test_parquet_keeps_its_types(tmp_path):
    pl.DataFrame({**PLAIN, "money": [Decimal("1.50"), None, Decimal("2")]}).write_parquet(
        tmp_path / "t [1].parquet"
    )
    read = table.read(tmp_path / "t [1].parquet")

    assert [column.kind for column in read.columns] == ["text", "number", "number", "flag", "date", "number"]
    np.testing.assert_array_equal(read.columns[5].values, [1.5, np.nan, 2.0])
    assert read.columns[0].written is None


def test_parquet_and_frame_have_one_fingerprint(tmp_path):
    pl.DataFrame(PLAIN).write_parquet(tmp_path / "t.parquet")

    assert table.fingerprint(table.read(tmp_path / "t.parquet")) == table.fingerprint(table.read(PLAIN))


def test_long_integers_in_parquet_stay_exact(tmp_path):
    pl.DataFrame(
        {"id": [2**63 + 1, None], "n": [2**60, 1]}, schema={"id": pl.UInt64, "n": pl.Int64}
    ).write_parquet(tmp_path / "t.parquet")
    read = table.read(tmp_path / "t.parquet")

    assert read.columns[0].values.tolist() == [str(2**63 + 1), None]
    assert read.columns[1].values.tolist() == [str(2**60), "1"]


def test_parquet_without_rows_is_refused(tmp_path):
    pl.DataFrame({"a": []}, schema={"a": pl.Float64}).write_parquet(tmp_path / "t.parquet")

    with pytest.raises(TableError, match=r"has column names \('a'\) but no rows"):
        table.read(tmp_path / "t.parquet")


def test_half_a_parquet_file_is_damaged(tmp_path):
    path = tmp_path / "t.parquet"
    pl.DataFrame({"a": list(range(1000))}).write_parquet(path)
    path.write_bytes(path.read_bytes()[:-200])

    with pytest.raises(TableError, match="is damaged: it cannot be read as Parquet"):
        table.read(path)


def masked_columns():
    """Return columns of every kind, the second cell of each masked."""
    plain = {
        "float": np.array([1.5, 1e9, 3.0]),
        "int": np.array([1, 10**9, 3]),
        "flag": np.array([True, True, False]),
        "text": np.array(["a", "no", "c"]),
        "day": np.array(["2024-01-31", "1970-01-01", "2023-12-01"], "datetime64[D]"),
        "wait": np.array([10, 999, 30], "timedelta64[s]"),
        "any": np.array(["a", "no", "c"], dtype=object),
    }
    return {name: np.ma.masked_array(values, mask=[False, True, False]) for name, values in plain.items()}


@pytest.mark.parametrize("name", masked_columns())
def test_a_masked_cell_is_a_missing_one_and_the_others_are_as_without_a_mask(name):
    masked = masked_columns()[name]
    read = table.read({"column": masked}).columns[0]
    kept = table.read({"column": masked.data[~masked.mask]}).columns[0]

    assert read.kind == kept.kind
    assert read.values[[0, 2]].tolist() == kept.values.tolist()
    assert read.values[1] is None or read.values[1] != read.values[1]


@pytest.mark.parametrize("dtype", [np.float64, np.int32])
def test_masked_cells_of_a_matrix_are_missing(dtype):
    matrix = np.ma.masked_array([[1, 2], [3, 4], [5, 6]], mask=[[0, 0], [1, 0], [0, 0]], dtype=dtype)

    read = table.read(matrix)

    np.testing.assert_array_equal(read.columns[0].values, [1, np.nan, 5])
    np.testing.assert_array_equal(read.columns[1].values, [2, 4, 6])


def test_the_masked_constant_among_the_values_of_a_column_is_missing():
    np.testing.assert_array_equal(
        table.read({"a": [1.0, np.ma.masked, 3.0]}).columns[0].values, [1, np.nan, 3]
    )
