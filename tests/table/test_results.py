from __future__ import annotations

import csv
import io
import os

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from covey import table
from covey.errors import InputError, OutputError

NEW = {
    "segment": np.array([1, 0]),
    "segment_name": np.array(["high", None], dtype=object),
    "margin": np.array([0.5, 1]),
}
CELLS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12
) | st.sampled_from(
    ["", "NA", "007", "1,5", '"', 'a"b', " x ", "line\nbreak", "=1+1", "<script>", "é", "'", ";", "\t"]
)


def written(path, source, new) -> list[list[str]]:
    table.write_csv(path, table.read(source), new)
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


def test_cells_of_a_text_file_are_written_as_they_stood(tmp_path):
    (tmp_path / "t.csv").write_text('id;spend;note\n007;1,50;"a;b"\n008;NA; "x" \n', encoding="utf-8")

    assert written(tmp_path / "out.csv", tmp_path / "t.csv", NEW) == [
        ["id", "spend", "note", "segment", "segment_name", "margin"],
        ["007", "1,50", "a;b", "1", "high", "0.5"],
        ["008", "NA", "x", "0", "", "1"],
    ]


def test_typed_values_are_written_so_that_they_can_be_read_back(tmp_path):
    source = {
        "n": [1, 2],
        "x": [0.1, None],
        "gold": [True, False],
        "day": np.array(["2024-01-31", "NaT"], "datetime64[us]"),
        "t": ["a", None],
    }
    rows = written(tmp_path / "out.csv", source, {})

    assert rows[1:] == [["1", "0.1", "True", "2024-01-31", "a"], ["2", "", "False", "", ""]]


@settings(max_examples=40, deadline=None)
@given(rows=st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=8))
@example(rows=[("", "")])
@example(rows=[('"', "\r"), ("a\r\nb", ",")])
def test_a_written_csv_read_back_gives_the_same_cells(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("round")
    with open(folder / "t.csv", "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("first name", "second name"), *rows])
    first = table.read(folder / "t.csv")
    table.write_csv(folder / "out.csv", first, {})
    again = table.read(folder / "out.csv")

    assert [column.written.tolist() for column in first.columns] == [
        list(cells) for cells in zip(*rows, strict=True)
    ]
    assert [column.written.tolist() for column in again.columns] == [
        column.written.tolist() for column in first.columns
    ]
    assert table.fingerprint(again) == table.fingerprint(first)


@settings(max_examples=30, deadline=None)
@given(names=st.lists(CELLS, min_size=2, max_size=5))
def test_hostile_names_do_no_harm_in_any_step(tmp_path_factory, names):
    folder = tmp_path_factory.mktemp("names")
    source = {f"{name}#{j}": np.arange(12) * 1.5 + j for j, name in enumerate(names)}
    read = table.read(source)
    prepared = table.prepare(read, table.roles(read))
    table.write_csv(folder / "out.csv", read, {"segment": np.zeros(12, dtype=int)})
    again = table.read(folder / "out.csv")

    assert [column.name for column in again.columns] == [*(name.strip() for name in source), "segment"]
    np.testing.assert_array_equal(table.to_points(read, prepared.recipe), prepared.points)


@pytest.mark.parametrize(
    "name", ["'; DROP TABLE cells; --", '"', "c0", "cells", "<script>alert(1)</script>", "a\nb", "日本"]
)
def test_names_that_are_code_elsewhere_are_names_here(tmp_path, name):
    with open(tmp_path / "t.csv", "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([(name, "b"), ("1.5", "x"), ("2.5", "y")])
    read = table.read(tmp_path / "t.csv")

    assert (read.columns[0].name, read.columns[0].values.tolist()) == (name, [1.5, 2.5])


@pytest.mark.parametrize(
    "name", ["'; DROP TABLE cells; --.csv", 'a"b.csv', "é 日本.csv", "$(x).csv", "%s{0}.csv"]
)
def test_hostile_file_names_are_read_and_written(tmp_path, name):
    (tmp_path / name).write_text("a,b\n1,x\n2,y\n")
    table.write_csv(tmp_path / name, table.read(tmp_path / name), {"segment": np.array([0, 1])})

    assert (tmp_path / name).read_text() == "a,b,segment\n1,x,0\n2,y,1\n"


def test_new_names_never_replace_the_users_columns(tmp_path):
    source = {"segment": ["mine", "yours"], "segment_covey": [1, 2]}

    assert written(tmp_path / "o.csv", source, {"segment": np.array([0, 1])}) == [
        ["segment", "segment_covey", "segment_covey_2"],
        ["mine", "1", "0"],
        ["yours", "2", "1"],
    ]


def test_a_failure_leaves_the_old_file_and_no_other(tmp_path, monkeypatch):
    (tmp_path / "o.csv").write_text("old")
    monkeypatch.setattr(
        os, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device"))
    )

    with pytest.raises(OutputError, match=r"cannot write .*No space left on device"):
        table.write_csv(tmp_path / "o.csv", table.read({"a": [1.0, 2.0]}), {})
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("o.csv", "old")]


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(OutputError, match="cannot write"):
        table.write_csv(tmp_path / "nowhere" / "o.csv", table.read({"a": [1.0, 2.0]}), {})


def test_a_link_is_kept_and_its_file_replaced(tmp_path):
    (tmp_path / "o.csv").write_text("old")
    (tmp_path / "link.csv").symlink_to(tmp_path / "o.csv")
    table.write_csv(tmp_path / "link.csv", table.read({"a": [1.0, 2.0]}), {})

    assert (tmp_path / "link.csv").is_symlink() and (tmp_path / "o.csv").read_text() == "a\n1\n2\n"


def test_a_new_column_of_another_length_is_refused(tmp_path):
    for act in (lambda read, new: table.write_csv(tmp_path / "o.csv", read, new), table.with_columns):
        with pytest.raises(InputError, match="'segment' has 3 values for 2 rows"):
            act(table.read({"a": [1.0, 2.0]}), {"segment": np.zeros(3)})


def test_pandas_keeps_its_index_and_types():
    frame = pd.DataFrame({"a": pd.Series([1, None], dtype="Int8")})
    frame.index = pd.Index(["x", "x"], name="key")
    found = table.with_columns(table.read(frame), NEW)

    assert found.index.tolist() == ["x", "x"] and found["a"].dtype == "Int8"
    assert found["segment"].tolist() == [1, 0]
    assert list(frame.columns) == ["a"]


@pytest.mark.parametrize("make", [pl.DataFrame, pa.table, lambda plain: pl.DataFrame(plain).lazy()])
def test_polars_and_arrow_come_back_as_their_own_kind(make):
    source = make({"a": [1.5, 2.5]})
    found = table.with_columns(table.read(source), NEW)

    assert isinstance(found, pa.Table if isinstance(source, pa.Table) else pl.DataFrame)
    assert (
        found["segment"].to_pylist() if isinstance(found, pa.Table) else found["segment"].to_list() == [1, 0]
    )
    assert (
        found["segment_name"].to_pylist()
        if isinstance(found, pa.Table)
        else found["segment_name"].to_list()
        == [
            "high",
            None,
        ]
    )


def test_a_file_comes_back_as_pandas_with_whole_numbers_and_flags(tmp_path):
    (tmp_path / "t.csv").write_text("id,n,gold,x\n007,1,true,0.5\n008,2,false,\n")
    found = table.with_columns(table.read(tmp_path / "t.csv"), NEW)

    assert isinstance(found, pd.DataFrame)
    assert found["n"].dtype == np.int64 and found["gold"].tolist() == [True, False]
    assert found["id"].tolist() == ["007", "008"]


@pytest.mark.parametrize(
    ("absent", "kind"),
    [
        (["pandas"], "polars"),
        (["pandas", "polars"], "pyarrow"),
        (["pandas", "polars", "pyarrow"], "builtins"),
    ],
)
def test_without_pandas_a_file_comes_back_as_the_next_kind_installed(tmp_path, monkeypatch, absent, kind):
    import importlib.util

    found_spec = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *rest: None if name in absent else found_spec(name)
    )
    (tmp_path / "t.csv").write_text("id,n\n007,1\n008,2\n")
    found = table.with_columns(table.read(tmp_path / "t.csv"), NEW)

    assert type(found).__module__.split(".")[0] == kind


def test_the_fingerprint_sees_names_values_order_and_missing():
    base = {"a": [1.0, 2.0], "b": ["x", "yz"]}
    others = [
        {"a": [1.0, 2.5], "b": ["x", "yz"]},
        {"a": [2.0, 1.0], "b": ["x", "yz"]},
        {"b": ["x", "yz"], "a": [1.0, 2.0]},
        {"A": [1.0, 2.0], "b": ["x", "yz"]},
        {"a": [1.0, 2.0], "b": ["xy", "z"]},
        {"a": [1.0, None], "b": ["x", "yz"]},
        {"a": [1.0, 2.0], "b": ["x", None]},
        {"a": [1.0, 2.0], "b": ["", "xyz"]},
        {"a": [1.0, 2.0]},
    ]
    marks = [table.fingerprint(table.read(source)) for source in (base, *others)]

    assert len(set(marks)) == len(marks) and all(len(mark) == 16 for mark in marks)


def test_the_fingerprint_does_not_see_path_spelling_or_index(tmp_path):
    (tmp_path / "a.csv").write_text("a,b\n1.0,x\n-0,y\n")
    (tmp_path / "b.tsv").write_text("a\tb\n1\tx\n0.00\ty\n")
    frame = pd.DataFrame({"a": [1, 0], "b": ["x", "y"]}, index=[7, 8])
    marks = {
        table.fingerprint(table.read(source)) for source in (tmp_path / "a.csv", tmp_path / "b.tsv", frame)
    }

    assert len(marks) == 1
