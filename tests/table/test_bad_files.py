from __future__ import annotations

import gzip
import re

import pytest

from covey import table
from covey.errors import TableError
from covey.table.read import PACKED, SUFFIXES


@pytest.fixture
def refusal(tmp_path):
    def _refusal(content: bytes, name: str = "t.csv") -> str:
        (tmp_path / name).write_bytes(content)
        with pytest.raises(TableError) as caught:
            table.read(tmp_path / name)
        return str(caught.value)

    return _refusal


def test_a_file_that_is_not_there_names_its_neighbours(tmp_path):
    (tmp_path / "customers.csv").write_text("a\n1\n")

    with pytest.raises(TableError, match=r"there is no file .*custmers\.csv.*Did you mean .*customers\.csv"):
        table.read(tmp_path / "custmers.csv")


def test_a_folder_names_a_table_in_it(tmp_path):
    (tmp_path / "customers.csv").write_text("a\n1\n")

    with pytest.raises(
        TableError, match=r"is a folder, not a table\. Name one file, such as .*customers\.csv"
    ):
        table.read(tmp_path)


@pytest.mark.parametrize("content", [b"", b"\n\n  \n", b"\xef\xbb\xbf", b"\xff\xfe", gzip.compress(b"")])
def test_a_file_without_content_is_empty(refusal, content):
    assert (
        refusal(content)
        == "t.csv is empty. Export the table again, with a line of names and a line for each row."
    )


@pytest.mark.parametrize("content", [b"id,spend\n", b"id,spend\r\n\r\n", b"id;spend"])
def test_a_header_alone_is_refused_with_its_names(refusal, content):
    assert "has column names ('id', 'spend') but no rows" in refusal(content)


@pytest.mark.parametrize(
    ("content", "line", "fields"),
    [
        (b"a,b,c\n1,2,3\n4,5\n6,7,8\n", 3, "2 fields"),
        (b"a,b,c\n1,2,3\n4,5,6,7\n6,7,8\n", 3, "4 fields"),
        (b"a;b\n1;2\n\n4;5;6\n", 4, "3 fields"),
        (b"a,b\n1,2\n3\n4,5\n", 3, "1 field,"),
        (b'a,b\n1,"x\ny"\n3,4,5\n', 4, "3 fields"),
    ],
)
def test_a_ragged_row_is_named_with_its_line_and_counts(refusal, content, line, fields):
    text = refusal(content)

    assert text.startswith(f"t.csv line {line}: {fields}")
    assert f"sed -n '{line}p' /" in text and text.endswith("/t.csv")


def test_what_to_type_names_the_file_as_a_shell_takes_it(refusal, tmp_path):
    ragged = b"a,b\n1,2\n3,4,5\n"

    assert refusal(ragged, "my FILE.csv").endswith(f"Look at it: sed -n '3p' '{tmp_path}/my FILE.csv'")
    assert refusal(gzip.compress(ragged), "t.csv.gz").endswith(
        f"Look at it: gunzip -c {tmp_path}/t.csv.gz | sed -n '3p'"
    )


def test_only_a_table_is_to_be_given_another_name(refusal, tmp_path):
    path = tmp_path / "t.csv"

    assert refusal(b"PAR1 and more").endswith(f"it should have: mv {path} {path}.parquet")
    assert refusal(b"\x89PNG and more").endswith("holds a PNG picture. Export the table as csv.")


def test_a_ragged_row_far_down_is_named(refusal):
    content = b"a,b\n" + b"1,2\n" * 80_000 + b"1,2,3\n" + b"1,2\n" * 10

    assert refusal(content).startswith("t.csv line 80,002: 3 fields, the header has 2.")


@pytest.mark.parametrize("rows_before", [1, 60_000])
def test_an_open_quote_is_named_with_its_line(refusal, rows_before):
    content = b"a,b\n" + b"1,x\n" * rows_before + b'2,"y\n' + b"3,z\n" * 100

    assert refusal(content).startswith(f"t.csv line {rows_before + 2:,}: a cell begins with a quote")


def test_the_header_of_a_table_is_never_swallowed_into_one_column(refusal):
    """DuckDB's sniffer reads such a file as one column of text without a word."""
    assert "line 2: 1 field, the header has 3" in refusal(b"a,b,c\nx\n1,2,3\n")


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"PK\x03\x04" + bytes(200), "an Excel or zip file"),
        (b"PAR1" + bytes(200), "a Parquet file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "a PNG picture"),
        (bytes(range(256)) * 20, "binary data"),
        (b"<!DOCTYPE html><html><body>please log in</body></html>", "a web page"),
        (b'[{"id": 1, "spend": 2}]', "JSON"),
        (b'{"id": 1}', "JSON"),
    ],
)
def test_what_is_no_text_table_is_called_by_its_name(refusal, content, what):
    assert f"but holds {what}" in refusal(content)


def test_a_zero_byte_is_named_with_its_line(refusal):
    assert refusal(b"a,b\n1,2\n3,\x004\n").startswith("t.csv line 3: a byte of value 0")


def test_a_broken_spot_in_utf8_is_not_guessed_away(refusal):
    content = b"city,n\n" + "Zürich,1\nKöln,2\nMünchen,3\nRøros,4\n".encode() + b"K\xf6ln,5\n"

    assert refusal(content).startswith("t.csv line 6: bytes that are not UTF-8")


def test_half_a_gzip_file_is_damaged(refusal):
    whole = gzip.compress(b"a,b\n" + b"".join(b"%d,%d\n" % (i, i * i) for i in range(2000)))

    assert "is damaged: its gzip data end too early" in refusal(whole[: len(whole) // 2], "t.csv.gz")
    changed = whole[:200] + bytes([whole[200] ^ 255]) + whole[201:]
    assert "is damaged: its gzip data" in refusal(changed, "t.csv.gz")


def test_more_than_fits_unpacked_is_refused(refusal, monkeypatch):
    monkeypatch.setattr("covey.table.encoding.MAX_EXPANDED_BYTES", 10_000)

    assert "holds more than 10,000 bytes when unpacked" in refusal(
        gzip.compress(b"1,2\n" * 10_000), "t.csv.gz"
    )


@pytest.mark.parametrize("name", ["t.parquet", "t.xlsx"])
@pytest.mark.parametrize("content", [b"PAR1 and then nothing", b"PK\x03\x04 and then nothing", b"hello"])
def test_damaged_typed_files_are_named_with_their_size(refusal, name, content):
    assert f"{name} ({len(content)} bytes) is damaged" in refusal(content, name)


@pytest.mark.parametrize("name", ["t.parquet", "t.csv"])
def test_typed_files_without_a_byte_are_empty(refusal, name):
    assert refusal(b"", name).startswith(f"{name} is empty.")


def suffixes_in(text):
    return set(re.findall(r"(?<!\w)\.[a-z]+", text))


@pytest.mark.parametrize("name", ["t", "t.docx", "t.gz"])
def test_an_unknown_suffix_says_which_are_known(refusal, name):
    text = refusal(b"a,b\n1,2\n", name)
    assert suffixes_in(text.partition("Readable formats:")[2]) == {*SUFFIXES, PACKED}


def test_the_docstring_of_read_names_every_suffix():
    assert suffixes_in(table.read.__doc__.partition("Returns")[0]) == {*SUFFIXES, PACKED}


def test_every_refusal_ends_in_a_thing_to_do(refusal):
    for content in (b"", b"a,b\n", b"a,b\n1,2\n3\n", b"\x89PNG", b"a\0b"):
        assert refusal(content).rstrip().split(". ")[-1].split()[0] in {
            "Export",
            "Look",
            "Copy",
        } or ": " in refusal(content)


def test_a_file_without_permission_is_refused_by_name(tmp_path, monkeypatch):
    path = tmp_path / "t.csv"
    path.write_text("a,b\n1,2\n")
    monkeypatch.setattr(
        "pathlib.Path.read_bytes", lambda self: (_ for _ in ()).throw(PermissionError(13, "no"))
    )

    with pytest.raises(TableError, match="cannot be opened"):
        table.read(path)


@pytest.mark.parametrize("name", ["nul\0byte.csv", "x" * 5000 + ".csv"])
def test_impossible_paths_are_refused_like_any_other(name):
    with pytest.raises(TableError):
        table.read(name)
