"""Tables of figures fit narrow terminals, and say what they leave out."""

import pytest

from covey.show.narrow import table_lines

TABLE = [
    ("", "k", "inertia", "gap", "separation", "(needed)"),
    ("*", "2", "1234.56", "0.123", "4.500", "3.100"),
]
IMPORTANCE = ("separation", "(needed)", "gap", "inertia")


def test_the_least_important_columns_go_first_and_are_named():
    lines = table_lines(TABLE, 28, importance=IMPORTANCE)

    assert lines[0].split() == ["k", "separation", "(needed)"]
    assert " ".join(lines[2:]) == "2 columns not shown (inertia, gap): widen the terminal, or --json"


def test_where_all_fit_nothing_is_said():
    lines = table_lines(TABLE, 80, importance=IMPORTANCE)

    assert lines[0].split() == ["k", "inertia", "gap", "separation", "(needed)"]
    assert len(lines) == 2


@pytest.mark.parametrize("width", [20, 28, 40, 60])
def test_no_line_is_wider_than_the_terminal(width):
    assert max(map(len, table_lines(TABLE, width, importance=IMPORTANCE))) <= width
