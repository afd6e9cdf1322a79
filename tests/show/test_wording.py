"""Numbers and strangers' words are written for people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from covey.show import colours
from covey.show.wording import column_name, count, for_picture, number, percent, plain, score


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (12669.0, "12,669"),
        (0.8546, "0.855"),
        (32_130_000.0, "32.1 M"),
        (4.2e9, "4.20 bn"),
        (-0.0001, "-0.0001"),
        (-0.00001, "-1e-05"),
        (0.0, "0"),
        (-0.0, "0"),
        (99.96, "100"),
        (17.25, "17.2"),
        (float("nan"), "–"),
        (float("inf"), "–"),
        (1e300, "1e+300"),
    ],
)
def test_numbers_read_well(value, written):
    assert number(value) == written


@given(st.floats(min_value=1e-3, max_value=1e12))
def test_written_numbers_are_close_to_the_numbers(value):
    units = {" M": 1e6, " bn": 1e9}
    written, factor = number(value).replace(",", ""), 1.0
    for unit, size in units.items():
        if written.endswith(unit):
            written, factor = written.removesuffix(unit), size

    assert abs(float(written) * factor - value) <= 0.51 * max(0.001, value / 100)


def test_scores_have_no_negative_zero():
    assert (score(-0.001), score(0.8546), score(float("nan"))) == ("0.00", "0.85", "–")


def test_shares_are_percentages():
    assert [percent(share) for share in (0, 0.0004, 0.004, 0.534, 1, float("nan"))] == [
        "0 %",
        "<0.1 %",
        "0.4 %",
        "53 %",
        "100 %",
        "–",
    ]


def test_one_row_is_not_rows():
    assert (count(1, "row", "rows"), count(12669, "row", "rows")) == ("1 row", "12,669 rows")


@given(st.text(alphabet=st.characters(), max_size=300), st.integers(5, 80))
def test_plain_text_is_one_short_line_that_can_be_encoded(text, limit):
    line = plain(text, max_characters=limit)

    assert len(line) <= limit
    assert "\n" not in line
    assert "\x1b" not in line
    line.encode("utf-8")


@given(st.text(max_size=60))
def test_pictures_get_no_formula(text):
    from matplotlib.cbook import is_math_text

    assert not is_math_text(for_picture(text))


def test_an_empty_column_name_says_so():
    assert column_name(" \n") == "(no name)"


@given(st.floats(allow_nan=True))
def test_text_is_readable_on_every_shade(difference):
    """Contrast of the ink on the shade is at least 4.5 to 1 (WCAG 2.2, 1.4.3)."""

    def luminance(colour):
        channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lighter, darker = luminance(colours.of_difference(difference)), luminance(colours.INK)

    assert (lighter + 0.05) / (darker + 0.05) >= 4.5
