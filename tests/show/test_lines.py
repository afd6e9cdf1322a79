"""A quantity stays on one line of the terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.text import Text

from covey.show.lines import held_together, let_go, wrapped
from covey.show.terminal import bullets, printed

SENTENCE = (
    "At most 1 % of 1,400 rows, where x > 250 and y ≤ -3.5 (p below 0.0001), lie 15.2 standard deviations "
    "out: row 42 at 31.0 dB, 32.1 M and 4.20 bn in 4,937 bytes of 180 × 120 pixels, segment 5, K = 3."
)
WHOLE = (
    *("1 %", "1,400 rows", "> 250", "≤ -3.5", "p below 0.0001", "15.2 standard", "row 42", "31.0 dB"),
    *("32.1 M", "4.20 bn", "4,937 bytes", "180 × 120 pixels", "segment 5", "= 3"),
)


@pytest.mark.parametrize("width", range(24, 121, 4))
def test_no_line_ends_inside_a_quantity(width):
    for lines in (
        wrapped(SENTENCE, width),
        printed([bullets("", [SENTENCE])], width=width, colour=False).splitlines(),
        printed([Text(held_together(SENTENCE))], width=width, colour=True).splitlines(),
    ):
        assert max(map(len, lines)) <= width
        for quantity in WHOLE:
            assert any(quantity in line for line in lines), quantity


def test_words_that_only_look_like_units_may_part():
    assert held_together("of 3 Mondays, in 5 bytesized rowing 4") == "of 3 Mondays, in 5 bytesized rowing 4"


@given(st.text(alphabet="1 %dBrow<≤×x.,\n", max_size=40))
def test_nothing_but_where_lines_end_changes(text):
    assert let_go(held_together(text)) == text
    assert len(held_together(text)) == len(text)
