from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from covey import table
from covey.errors import InputError, TableError

_SPEC = importlib.util.spec_from_file_location("workbook", Path(__file__).with_name("workbook.py"))
_WORKBOOK = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(_WORKBOOK)
write_workbook = _WORKBOOK.write_workbook

ROWS = [
    ["id", "spend", "gold", "city"],
    ["007", 12.5, True, "Rome"],
    ["008", 80, False, None],
    ["009", "NA", True, "Oslo"],
]


def test_the_first_sheet_is_read_typed_and_the_others_named(tmp_path):
    path = write_workbook(tmp_path / "t.xlsx", {"2024": ROWS, "notes": [["x"]]})
    read = table.read(path)

    assert [column.kind for column in read.columns] == ["text", "number", "flag", "text"]
    np.testing.assert_array_equal(read.columns[1].values, [12.5, 80, np.nan])
    assert read.columns[3].values.tolist() == ["Rome", None, "Oslo"]
    assert read.how_read[0] == "sheet '2024' (not read: 'notes'), header found"


NOTES = [["Notes"], ["Exported by the till, ask Ann"], ["Prices in euro"]]


@pytest.mark.parametrize("notes", [NOTES, [], [["only", "names"]], [["Author", "Ann"]]])
def test_a_first_sheet_without_a_table_is_passed_over_and_named(tmp_path, notes):
    path = write_workbook(tmp_path / "t.xlsx", {"Notes": notes, "2024": ROWS, "2023": ROWS})
    read = table.read(path)

    assert [column.name for column in read.columns] == ["id", "spend", "gold", "city"]
    assert read.how_read[0] == "sheet '2024' (no table: 'Notes'; not read: '2023'), header found"


def test_a_sheet_can_be_chosen(tmp_path):
    path = write_workbook(tmp_path / "t.xlsx", {"2024": ROWS, "2023": ROWS[:3], "Notes": NOTES})

    assert table.read(path, sheet="2023").n_rows == 2
    assert table.read(path, sheet="2023").how_read[0].startswith("sheet '2023' (not read: '2024', 'Notes')")
    assert table.read(path, sheet="Notes").n_rows > 0


def test_a_sheet_that_is_not_there_is_refused_with_those_that_are(tmp_path):
    path = write_workbook(tmp_path / "t.xlsx", {"Sales 2024": ROWS, "Notes": NOTES})

    with pytest.raises(TableError, match=r"no sheet 'sales 2024'\. Did you mean 'Sales 2024'\? Choose one"):
        table.read(path, sheet="sales 2024")
    with pytest.raises(TableError, match="--sheet 'a' is for workbooks"):
        table.read({"a": [1, 2]}, sheet="a")


def test_a_sheet_of_words_alone_is_refused_with_the_other_sheets(tmp_path):
    path = write_workbook(tmp_path / "t.xlsx", {"Notes": NOTES, "More": NOTES})

    with pytest.raises(
        InputError, match=r"t\.xlsx, sheet 'Notes' \(not read: 'More'\), has no column of amounts"
    ):
        table.roles(table.read(path))


def test_cells_of_a_workbook_are_written_as_they_would_stand_in_a_csv_file(tmp_path):
    read = table.read(write_workbook(tmp_path / "t.xlsx", {"a": ROWS}))

    assert read.columns[1].written.tolist() == ["12.5", "80", "NA"]


def test_a_title_above_the_table_and_empty_columns_beside_it_are_left_out(tmp_path):
    rows = [["Customers", None, None, None], [], *ROWS]
    read = table.read(write_workbook(tmp_path / "t.xlsx", {"a": rows}))

    assert [column.name for column in read.columns] == ["id", "spend", "gold", "city"]
    assert "1 row above the table left out" in read.how_read


def test_an_odd_cell_in_a_workbook_is_shown_with_its_row(tmp_path):
    rows = [["spend", "age"], *[[float(i), i] for i in range(60)]]
    rows[41] = ["unknown", 5]
    read = table.read(write_workbook(tmp_path / "t.xlsx", {"a": rows}))

    assert "column 'spend' holds numbers; taken as missing: 'unknown' in row 42" in read.how_read


def test_a_workbook_without_cells_is_empty(tmp_path):
    with pytest.raises(TableError, match=r"t\.xlsx is empty"):
        table.read(write_workbook(tmp_path / "t.xlsx", {"a": []}))


def test_a_workbook_with_a_header_alone_has_no_rows(tmp_path):
    with pytest.raises(TableError, match=r"has column names \('id', 'spend'\) but no rows"):
        table.read(write_workbook(tmp_path / "t.xlsx", {"a": [["id", "spend"]]}))
