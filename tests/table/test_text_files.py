from __future__ import annotations

import contextlib
import csv
import gzip
import sys
from io import BytesIO, TextIOWrapper

import numpy as np
import pytest

from covey import errors, table


def cells(read, name: str) -> list[object]:
    return next(column for column in read.columns if column.name == name).values.tolist()


def names(read) -> list[str]:
    return [column.name for column in read.columns]


def kinds(read) -> list[str]:
    return [column.kind for column in read.columns]


@pytest.fixture
def write(tmp_path):
    def _write(content: str | bytes, name: str = "t.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return _write


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_each_delimiter_is_found(write, delimiter):
    read = table.read(write(f"city{delimiter}spend\nRome{delimiter}12\nOslo{delimiter}80\n"))

    assert (names(read), cells(read, "spend")) == (["city", "spend"], [12.0, 80.0])


def test_semicolons_with_decimal_commas_are_read_and_said(write):
    read = table.read(write("ort;preis\nRom;12,5\nOslo;1.080,25\n"))

    assert cells(read, "preis") == [12.5, 1080.25]
    assert read.how_read[0] == "semicolon, header found, UTF-8"
    assert "column 'preis': decimal ','" in read.how_read


def test_a_comma_with_three_digits_is_decimal_between_semicolons_and_thousands_elsewhere(write):
    assert cells(table.read(write("a;b\n1;1,234\n2;5,678\n")), "b") == [1.234, 5.678]
    assert cells(table.read(write('a,b\n1,"1,234"\n2,"5,678"\n')), "b") == [1234.0, 5678.0]


def test_points_divide_thousands_in_a_file_of_decimal_commas(write):
    read = table.read(write("a;b\n1,5;1.234\n2,25;15.678\n"))

    assert cells(read, "b") == [1234.0, 15678.0]


def test_runs_of_blanks_divide_columns_of_numbers(write):
    read = table.read(write(" id  day amount\r\n 001 19970101  1.5\r\n 002 19970112 12.0 \r\n", "t.txt"))

    assert names(read) == ["id", "day", "amount"]
    assert cells(read, "id") == ["001", "002"]
    assert cells(read, "amount") == [1.5, 12.0]


def test_words_with_blanks_between_stay_one_column(write):
    read = table.read(write("full name\nJohn Smith\nMary Jones\n"))

    assert names(read) == ["full name"]


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["12.3 kg", "8.0 kg", "9.5 kg"], "number"),
        (["1 234", "567", "12 345 678"], "number"),
        (["1 234", "5 678"], "number"),
        (["1 234,50 €", "5 678,00 €"], "number"),
        (["12,5 kg", "3,25 kg"], "number"),
        (["person 7", "person 8"], "text"),
        (["person 7", "boss", "person 8 a"], "text"),
    ],
)
def test_one_column_whose_cells_hold_blanks_keeps_its_name(write, cells, kind):
    read = table.read(write("what\n" + "\n".join(cells) + "\n"))

    assert (names(read), kinds(read), read.n_rows) == (["what"], [kind], len(cells))
    assert read.how_read[0] == "one column, header found, UTF-8"


def test_a_title_above_columns_divided_by_blanks_is_left_out(write):
    named = table.read(write("Results\nwho score\nAnn 5\nBob 7\n", "a.txt"))
    bare = table.read(write("Results\n1.5 2 7\n3.5 4 8\n", "b.txt"))

    assert (names(named), named.n_rows) == (["who", "score"], 2)
    assert (len(bare.columns), bare.n_rows) == (3, 2)


def test_a_column_of_decimal_commas_alone_stays_one_column(write):
    read = table.read(write("preis\n1,5\n2,25\n"))

    assert cells(read, "preis") == [1.5, 2.25]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("\ufeffcity,spend\nRøros,1\n".encode(), "UTF-8 with byte order mark"),
        ("\ufeffcity,spend\nRøros,1\n".encode("utf-16-le"), "UTF-16 with byte order mark"),
        ("\ufeffcity,spend\nRøros,1\n".encode("utf-16-be"), "UTF-16 with byte order mark"),
        ("\ufeffcity,spend\nRøros,1\n".encode("utf-32-le"), "UTF-32 with byte order mark"),
        ("city,spend\nRøros,1\n".encode("latin-1"), "Latin-1 (guessed: it is not UTF-8)"),
        ("city,spend\nRøros,1\n".encode(), "UTF-8"),
    ],
)
def test_encodings_are_found_and_said(write, content, encoding):
    read = table.read(write(content))

    assert cells(read, "city") == ["Røros"]
    assert read.how_read[0] == f"comma, header found, {encoding}"


def test_cyrillic_bytes_are_guessed_by_their_letters(write):
    text = "город,сумма\n" + "Москва,10\nКраснодар,20\nЕкатеринбург,30\nНовосибирск,40\n" * 20
    read = table.read(write(text.encode("cp1251")))

    assert cells(read, "город")[:2] == ["Москва", "Краснодар"]


def test_gzip_is_unpacked_even_in_several_members(write):
    content = gzip.compress(b"a,b\n1,x\n") + gzip.compress(b"2,y\n")

    assert cells(table.read(write(content, "t.csv.gz")), "a") == [1.0, 2.0]


def test_standard_input_is_csv(monkeypatch):
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(b"a,b\n1,x\n2,y\n")))
    read = table.read("-")

    assert (read.source, cells(read, "a")) == ("standard input", [1.0, 2.0])


def test_a_missing_header_is_noticed_and_said(write):
    read = table.read(write("1,Rome,3.5\n2,Oslo,4.5\n"))

    assert (names(read), read.n_rows) == (["column_1", "column_2", "column_3"], 2)
    assert "no header found" in read.how_read[0]


def test_years_in_a_row_of_words_are_a_header(write):
    read = table.read(write("region,2023,2024\nnorth,5,6\nsouth,7,8\n"))

    assert names(read) == ["region", "2023", "2024"]


def test_a_table_of_words_has_no_header_if_its_first_words_come_again(write):
    assert table.read(write("red,small\nblue,large\nred,large\n")).n_rows == 3
    assert table.read(write("colour,size\nblue,large\nred,large\n")).n_rows == 2


def test_double_and_empty_names_are_changed_and_said(write):
    read = table.read(write("a,a,,a_2\n1,2,3,4\n"))

    assert names(read) == ["a", "a_3", "column_3", "a_2"]
    assert "the name 'a' occurs again; column 2 is called 'a_3'" in read.how_read
    assert "column 3 has no name and is called 'column_3'" in read.how_read


def test_lines_above_the_table_are_left_out_and_said(write):
    read = table.read(write("Customers of 2024\n\nmade by Kim\nid,spend,age\n7,12,31\n9,80,44\n"))

    assert names(read) == ["id", "spend", "age"]
    assert "2 lines above the table left out" in read.how_read


def test_a_spreadsheet_title_padded_with_commas_is_left_out(write):
    read = table.read(write("Customers,,\n,,\nid,spend,age\n7,12,31\n9,80,44\n"))

    assert (names(read), cells(read, "spend")) == (["id", "spend", "age"], [12.0, 80.0])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_is_read_and_blank_lines_at_the_end_are_dropped(write, end):
    read = table.read(write(end.join(["a,b", "1,x", "2,y", "", ""])))

    assert (cells(read, "a"), cells(read, "b")) == ([1.0, 2.0], ["x", "y"])


def test_mixed_line_ends_are_read(write):
    read = table.read(write("a,b\r\n1,x\n2,y\r\n3,z\n"))

    assert cells(read, "b") == ["x", "y", "z"]


def test_quoted_cells_may_hold_delimiters_quotes_and_line_ends(write):
    read = table.read(write('a,b\n1,"x, ""y""\nz"\n2,plain\n'))

    assert cells(read, "b") == ['x, "y"\nz', "plain"]


def test_cells_are_kept_as_written_beside_their_values(write):
    read = table.read(write("a,b\n 1.50 ,NA\n$2,x \n"))

    assert [column.written.tolist() for column in read.columns] == [[" 1.50 ", "$2"], ["NA", "x "]]
    assert [column.values.tolist() for column in read.columns] == [[1.5, 2.0], [None, "x"]]


def test_cells_longer_than_a_megabyte_are_read(write):
    long = "x" * 3_000_000
    read = table.read(write(f"a,b\n1,{long}\n2,y\n"))

    assert cells(read, "b") == [long, "y"]


@pytest.mark.parametrize("end", ["\n2,y\n", "\n2,y\r\n3,z\n", "\n2\n", '\n2,"y\n'])
def test_the_limit_of_csv_is_left_as_it_was(write, end):
    """Also where csv.reader reads all rows, or finds one to refuse."""
    path = write("a,b\n1," + "x" * 300_000 + end)
    before = csv.field_size_limit(123)
    try:
        with contextlib.suppress(errors.TableError):
            table.read(path)
        assert csv.field_size_limit() == 123
    finally:
        csv.field_size_limit(before)


def test_thousands_of_columns_are_read_typed_and_in_order(write):
    n_columns = 2500
    header = ",".join(f"g{j}" for j in range(n_columns))
    rows = [
        ",".join(["s1", "007", *map(str, range(2, n_columns))]),
        ",".join(["s2", "008", *["NA"] * (n_columns - 2)]),
    ]
    read = table.read(write("\n".join([header, *rows])))

    assert (read.columns[0].kind, read.columns[1].kind, read.columns[1].values[0]) == ("text", "text", "007")
    assert read.columns[2499].values[0] == 2499.0
    assert np.isnan(read.columns[2499].values[1])


def test_a_path_with_signs_that_mean_many_files_names_one(write):
    read = table.read(write("a,b\n1,x\n", "sales [2024]*?.csv"))

    assert cells(read, "a") == [1.0]


def test_a_table_is_given_back_as_it_is():
    read = table.read({"a": [1.0, 2.0]})

    assert table.read(read) is read
