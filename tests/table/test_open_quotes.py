from __future__ import annotations

import pytest

from covey import table
from covey.errors import TableError


@pytest.fixture
def read(tmp_path):
    def _read(lines: list[str]):
        path = tmp_path / "t.csv"
        path.write_text("\n".join(lines) + "\n")
        return table.read(path)

    return _read


@pytest.fixture
def refusal(read):
    def _refusal(lines: list[str]) -> str:
        with pytest.raises(TableError) as caught:
            read(lines)
        return str(caught.value)

    return _refusal


def shops(n: int, **spoilt: str) -> list[str]:
    """Return a header and n rows; line=text replaces a line of the file, counted from 1."""
    lines = ["name,spend", *[f'"shop {i}",{i / 7:.2f}' for i in range(n)]]
    for line, text in spoilt.items():
        lines[int(line[1:]) - 1] = text
    return lines


@pytest.mark.parametrize("closing", ['"next one",3.5', 'pipe of 12",3.5'])
def test_rows_swallowed_by_a_quote_are_refused_with_their_lines(refusal, closing):
    lines = [line.replace('"', "") for line in shops(200)]
    lines[100], lines[150] = '"big one,0.1', closing

    text = refusal(lines)

    assert text.startswith('t.csv line 101 opens a quote (") that closes in line 151: 50 line breaks')
    assert "sed -n '101,151p' " in text and text.endswith("t.csv")


def test_two_rows_merged_by_a_quote_are_refused(refusal):
    text = refusal(shops(200, l101='"big one,0.1'))

    assert text.startswith('t.csv line 101 opens a quote (") that closes in line 102: 1 line break')
    assert "text follows the closing quote in line 102" in text


def test_a_header_that_swallows_rows_is_refused(refusal):
    lines = [line.replace('"', "") for line in shops(50)]
    lines[0], lines[20] = 'name,"spend', 'shop 19,5"'

    assert refusal(lines).startswith('t.csv line 1 opens a quote (") that closes in line 21')


def test_rows_swallowed_in_the_last_column_are_refused(refusal):
    lines = ["spend,name", *[f"{i / 7:.2f},shop {i}" for i in range(60)]]
    lines[20], lines[30] = '1.5,"big one', '2.5,12" pipe"'

    assert refusal(lines).startswith('t.csv line 21 opens a quote (") that closes in line 31')


def test_a_ragged_row_that_a_quote_made_says_where_the_quote_ends(refusal):
    lines = [line.replace('"', "") for line in shops(50)]
    lines[9], lines[29] = '"big one,0.1', 'a 3", or 4,5'

    assert refusal(lines).startswith(
        't.csv line 10: 3 fields, the header has 2. A quote (") makes lines 10 to 30 one row: close it.'
    )


@pytest.mark.parametrize(
    "cell",
    [
        "12 Main Street\nBonn",
        "12 Main Street, rear\nBonn, Germany",
        "good\n\nwill come again, surely\n5 stars, or 6\nbye, all",
        "1\n2\n3",
        'he said ""no, 3""\nand left, 5',
    ],
)
def test_cells_of_several_lines_are_read(read, cell):
    rows = [f'{i},"{cell}",{i / 7:.2f}' for i in range(100)]
    found = read(["id,note,spend", *rows])

    assert found.n_rows == 100
    assert found.columns[1].values[3] == cell.replace('""', '"').strip()
    assert found.how_read == ("comma, header found, UTF-8",)


def test_cells_of_several_lines_beside_words_alone_are_read(read):
    found = read(["who,note", *['Ann,"dear all,\nthanks, bye"'] * 20, *["Bob,fine"] * 20])

    assert found.n_rows == 40


def test_lines_that_may_be_rows_of_words_are_read_and_said(read):
    found = read(["who,note", *["Bob,fine"] * 10, 'Ann,"a', *["Bob,fine"] * 6, 'Cid,b"', *["Bob,bad"] * 10])

    assert found.n_rows == 21
    assert any(fact.startswith("lines 12 to 19 are one row") for fact in found.how_read)


def test_text_after_a_closing_quote_in_one_line_is_said(read):
    found = read(["a,b", '"x"y,1', "z,2"])

    assert found.columns[0].values.tolist() == ["xy", "z"]
    assert "text follows a closing quote in line 2, and was joined to the cell" in found.how_read
