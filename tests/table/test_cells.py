from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from covey import table


def column(tmp_path, *cells: str, name: str = "a"):
    quoted = "\n".join('"' + cell.replace('"', '""') + f'",{i}' for i, cell in enumerate(cells))
    path = tmp_path / "t.csv"
    path.write_text(f"{name},row_count\n{quoted}\n", encoding="utf-8")
    read = table.read(path)
    return read.columns[0], read.how_read


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (("1", "-2.5", "1e3", ".5", "+7"), [1, -2.5, 1000, 0.5, 7]),
        (("1,234", "12", "1,234,567.5"), [1234, 12, 1234567.5]),
        (("$12.50", "-$3", "$1,200"), [12.5, -3, 1200]),
        (("12.50 €", "3 €"), [12.5, 3]),
        (("12%", "7.5 %"), [12, 7.5]),
        (("(1,200)", "300"), [-1200, 300]),
        (("1 234,5", "12,25"), [1234.5, 12.25]),
        (("12,5", "1.080,25", "7"), [12.5, 1080.25, 7]),
        (("1'234.5", "2"), [1234.5, 2]),
        (("1", "", "NA"), [1, None, None]),
    ],
)
def test_numbers_are_recognised_as_people_write_them(tmp_path, cells, values):
    found, _ = column(tmp_path, *cells)

    assert found.kind == "number"
    np.testing.assert_array_equal(found.values, np.array(values, dtype=float))


@pytest.mark.parametrize("mark", ["", "NA", "N/A", "#N/A", "NULL", "null", "None", "nan", "-", "?"])
def test_missing_marks_count_as_missing_and_are_shown(tmp_path, mark):
    found, how_read = column(tmp_path, "1.5", mark, "2.5")

    assert np.isnan(found.values).tolist() == [False, True, False]
    assert f"cells taken as missing: 1 {repr(mark) if mark else 'empty'}" in how_read


@pytest.mark.parametrize(
    ("mark", "other"),
    [
        ("--", "{}.5"),
        (".", "{}"),
        ("missing", "2024-01-{}"),
        ("Unknown", "$1,{}00"),
        ("nil", "{} kg"),
        ("#DIV/0!", "{},5"),
    ],
)
def test_words_for_no_value_are_missing_among_numbers_and_dates(tmp_path, mark, other):
    cells = [mark if i % 3 == 0 else other.format(i) for i in range(10, 30)]
    found, how_read = column(tmp_path, *cells)

    assert found.kind == ("date" if "2024" in other else "number")
    assert (found.values != found.values).tolist() == [i % 3 == 0 for i in range(10, 30)]
    assert f"column 'a': 6 cells {mark!r} read as missing" in how_read
    assert not any("taken as missing" in fact for fact in how_read)


def test_words_for_no_value_are_words_among_words(tmp_path):
    found, how_read = column(tmp_path, "unknown", "open", "closed", "missing", "unknown")

    assert found.values.tolist() == ["unknown", "open", "closed", "missing", "unknown"]
    assert how_read == ("comma, header found, UTF-8",)


def test_an_odd_cell_beside_words_for_no_value_is_still_shown(tmp_path):
    cells = ["--" if i % 5 == 0 else f"{i}.5" for i in range(100)]
    cells[41] = "dear"
    found, how_read = column(tmp_path, *cells)

    assert found.kind == "number"
    assert "column 'a' holds numbers; taken as missing: 'dear' in line 43" in how_read


def test_signs_and_separators_that_were_left_out_are_said(tmp_path):
    _, how_read = column(tmp_path, "$1,200", "$3")

    assert "column 'a': ',' divides thousands" in how_read
    assert "column 'a': currency signs left out" in how_read


@pytest.mark.parametrize(
    ("cells", "unit", "values"),
    [
        (("12.3 kg", "8 kg", ""), "kg", [12.3, 8, np.nan]),
        (("180cm", "75cm", "95cm"), "cm", [180, 75, 95]),
        (("1,200 km/h", "5 km/h", "7 km/h"), "km/h", [1200, 5, 7]),
        (("-3 °C", "4 °C", "5"), "°C", [-3, 4, 5]),
        (("1.234,50 EUR", "3,25 EUR", "1,00 EUR"), "EUR", [1234.5, 3.25, 1]),
        (("12\u00a0m²", "1\u202f200 m²"), "m²", [12, 1200]),
    ],
)
def test_a_unit_after_all_numbers_is_left_out_and_said(tmp_path, cells, unit, values):
    found, how_read = column(tmp_path, *cells)

    assert found.kind == "number"
    np.testing.assert_array_equal(found.values, values)
    assert any(fact.startswith(f"column 'a': unit {unit!r} left out") for fact in how_read)


@pytest.mark.parametrize(
    "cells", [("12 kg", "300 g", "15 kg"), ("007 A", "012 A"), ("12 kg", "heavy", "3 kg"), ("A 12", "A 13")]
)
def test_numbers_with_different_units_or_words_stay_text(tmp_path, cells):
    assert column(tmp_path, *cells)[0].kind == "text"


@pytest.mark.parametrize(
    ("cells", "facts"),
    [
        (("4 612,50 €", "3,25 €"), {"decimal ','", "blanks divide thousands", "currency signs left out"}),
        (("1.080,25", "3,5"), {"decimal ','", "'.' divides thousands"}),
        (("4\u202f612", "3"), {"blanks divide thousands"}),
        (("1'234.5", "2"), {"apostrophes divide thousands"}),
        (("(4.50)", "3.25"), {"brackets mean minus, (12) is -12"}),
        (("€ 12", "$ 3"), {"currency signs left out"}),
        (("12%", "3"), {"per cent signs left out, 12% is 12"}),
        (("12 kg", "3 kg"), {"unit 'kg' left out"}),
        (("1 200 kg", "3 kg"), {"unit 'kg' left out", "blanks divide thousands"}),
        (("12.5", "-3"), set()),
    ],
)
def test_everything_that_was_left_out_of_numbers_is_said(tmp_path, cells, facts):
    found, how_read = column(tmp_path, *cells)

    assert found.kind == "number"
    assert set(how_read[1:]) == {f"column 'a': {fact}" for fact in facts}


def test_columns_written_alike_share_a_sentence(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("a;b;c\n1,5;2,5;(3)\n2,5;3,5;4\n")

    assert table.read(path).how_read[1:] == (
        "columns 'a', 'b': decimal ','",
        "column 'c': brackets mean minus, (12) is -12",
    )


@pytest.mark.parametrize("cells", [("007", "012"), ("12", "034", "5"), ("00", "01", "10")])
def test_digits_with_leading_zeros_stay_text(tmp_path, cells):
    found, how_read = column(tmp_path, *cells)

    assert (found.kind, found.values.tolist()) == ("text", list(cells))
    assert "column 'a': kept as text, it has leading zeros" in how_read


def test_zero_before_a_decimal_point_is_a_number(tmp_path):
    assert column(tmp_path, "0.5", "0", "10")[0].kind == "number"


def test_whole_numbers_too_long_to_be_exact_stay_text(tmp_path):
    found, _ = column(tmp_path, "12345678901234567", "12345678901234568")

    assert found.values.tolist() == ["12345678901234567", "12345678901234568"]


@pytest.mark.parametrize("cell", ["1_000", "0x1F", "1e", "1.2.3", "--1", "12 3", "1,23,4", "٣"])
def test_what_is_not_quite_a_number_is_text(tmp_path, cell):
    found, _ = column(tmp_path, cell, cell)

    assert found.kind == "text"


def test_true_and_false_are_flags(tmp_path):
    found, _ = column(tmp_path, "True", "FALSE", "", "true")

    assert found.kind == "flag"
    np.testing.assert_array_equal(found.values, [1, 0, np.nan, 1])


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        (("2024-01-31", "2023-12-01"), ["2024-01-31", "2023-12-01"]),
        (("31.01.2024", "01.12.2023"), ["2024-01-31", "2023-12-01"]),
        (("31/01/2024", "01/12/2023"), ["2024-01-31", "2023-12-01"]),
        (("01/31/2024", "12/01/2023"), ["2024-01-31", "2023-12-01"]),
        (("31.01.24", "01.12.23"), ["2024-01-31", "2023-12-01"]),
        (("31 Jan 2024", "1 Dec 2023"), ["2024-01-31", "2023-12-01"]),
        (("Jan 31, 2024", "Dec 1, 2023"), ["2024-01-31", "2023-12-01"]),
        (("2024-01-31T10:30:00", "2023-12-01 00:00"), ["2024-01-31T10:30", "2023-12-01"]),
        (("2024-01-31", ""), ["2024-01-31", "NaT"]),
    ],
)
def test_dates_are_recognised_as_people_write_them(tmp_path, cells, days):
    found, _ = column(tmp_path, *cells)

    assert found.kind == "date"
    np.testing.assert_array_equal(found.values, np.array(days, dtype="datetime64[us]"))


def test_an_unsure_order_of_day_and_month_is_said(tmp_path):
    _, how_read = column(tmp_path, "01/02/2024", "03/04/2024")

    assert any("could be the other way round" in fact for fact in how_read)


@pytest.mark.parametrize(
    "cells", [("31.02.2024", "01.01.2024"), ("2024-13-01", "2024-01-01"), ("99/99/9999", "x")]
)
def test_days_that_do_not_exist_make_no_dates(tmp_path, cells):
    assert column(tmp_path, *cells)[0].kind == "text"


def test_eight_digits_are_dates_if_all_are_days_and_the_name_says_so(tmp_path):
    assert column(tmp_path, "20240131", "20231201", name="order_date")[0].kind == "date"
    assert column(tmp_path, "20240131", "20231201", name="stock")[0].kind == "number"
    assert column(tmp_path, "20240131", "20241301", name="order_date")[0].kind == "number"


def test_eight_digits_without_a_name_need_ten_different_days(tmp_path):
    days = [f"202401{day:02}" for day in range(1, 11)]

    assert column(tmp_path, *days)[0].kind == "date"
    assert column(tmp_path, *days[:9])[0].kind == "number"


def test_one_odd_cell_in_fifty_becomes_missing_and_is_shown_with_its_line(tmp_path):
    cells = [f"{i}.5" for i in range(50)]
    cells[40] = "unknown"
    found, how_read = column(tmp_path, *cells)

    assert found.kind == "number" and np.isnan(found.values[40])
    assert "column 'a' holds numbers; taken as missing: 'unknown' in line 42" in how_read


def test_more_odd_cells_than_one_in_fifty_make_a_column_text(tmp_path):
    assert column(tmp_path, *["1.5"] * 48, "open")[0].kind == "text"


def test_a_column_without_any_cell_filled_holds_no_values(tmp_path):
    found, _ = column(tmp_path, "", "NA", "")

    assert np.isnan(found.values).all()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False, width=64), min_size=1, max_size=20))
def test_numbers_written_in_full_are_read_back_to_the_bit(tmp_path_factory, numbers):
    found, _ = column(tmp_path_factory.mktemp("n"), *map(repr, numbers))

    if found.kind == "number":
        assert found.values.tolist() == numbers
    else:  # more than 15 digits without a point: kept as text, to the letter
        assert any(re.fullmatch(r"-?\d{16,}", text) for text in found.values)


@settings(max_examples=40, deadline=None)
@given(st.from_regex(r"\(?[-+]?[$€]?[1-9][0-9]{0,2}(,[0-9]{3}){0,2}(\.[0-9]{1,3})?%?", fullmatch=True))
def test_a_decorated_number_is_worth_its_digits(tmp_path_factory, cell):
    """The slow twin: strip everything but digits, point and minus, and let Python read the rest."""
    found, _ = column(tmp_path_factory.mktemp("d"), cell, "2.5", "1,000.5")
    worth = float(re.sub(r"[^0-9.-]", "", cell)) * (-1 if cell.startswith("(") else 1)

    assert found.values[0] == worth


def test_a_nearly_empty_column_is_typed_by_the_cells_it_has(tmp_path):
    rows = ["day,amount,odd,n"] + [",,,5"] * 40_000
    for i in (3, 20_001, 39_999):
        rows[i] = f"2024-01-{i % 28 + 1:02},$5.50,{'x' if i == 3 else 7},5"
    (tmp_path / "t.csv").write_text("\n".join(rows) + "\n")

    assert [column.kind for column in table.read(tmp_path / "t.csv").columns] == [
        "date",
        "number",
        "text",
        "number",
    ]
