"""The terminal view fits, speaks plainly, and sends no orders to the terminal."""

import re
from dataclasses import replace

import pytest
from rich.cells import cell_len

from covey import show
from covey.records import ColumnRole


@pytest.mark.parametrize("width", [40, 60, 80, 140])
@pytest.mark.parametrize("which", ["natural", "constructive", "hostile", "enormous"])
def test_no_line_is_wider_than_the_terminal(which, width, request):
    text = show.text(request.getfixturevalue(which), width=width, colour=False)

    assert max(cell_len(line) for line in text.split("\n")) <= width


@pytest.mark.parametrize("which", ["natural", "hostile"])
def test_without_colour_there_is_no_control_character(which, request):
    text = show.text(request.getfixturevalue(which), width=80, colour=False)

    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", text)


def test_with_colour_the_only_escapes_are_our_own_styles(hostile):
    text = show.text(hostile, width=80, colour=True)

    assert "\x1b[" in text
    assert not re.search("[\x00-\x09\x0b-\x1a\x1c-\x1f\x7f-\x9f]", text)
    assert re.sub("\x1b\\[[0-9;]*m", "", text).count("\x1b") == 0


def test_colour_adds_nothing_but_colour(natural):
    coloured = re.sub("\x1b\\[[0-9;]*m", "", show.text(natural, width=80, colour=True))
    lines = [line.rstrip() for line in coloured.split("\n")]

    assert "\n".join(lines) == show.text(natural, width=80, colour=False)


def test_the_verdict_is_the_first_line(natural, constructive):
    assert show.text(natural, width=80, colour=False).startswith("The table holds 3 natural groups.\n")
    assert show.text(constructive, width=140, colour=False).startswith(
        "No natural groups were found: these 4 segments are a convenience cut.\n"
    )


def test_every_segment_stands_with_size_share_grade_and_rule(natural):
    text = show.text(natural, width=140, colour=False)

    for segment in natural.segments:
        line = next(line for line in text.split("\n") if line.startswith(f"{segment.label}  "))
        assert segment.name in line
        assert f" {segment.rows} " in line
        assert f" {segment.grade} " in line
        assert segment.rule.text.split(" and ")[0] in line


def test_what_is_left_out_is_said(enormous):
    text = show.text(replace(enormous, notes=("A note.",) * 20), width=80, colour=False)

    assert "Shown: the largest 40 of 60 segments." in text
    assert "8 more notes stand in the report." in text


def test_the_text_ends_what_is_needed_to_repeat_it(natural):
    assert show.text(natural, width=80, colour=False).endswith(
        "Seed 7, fingerprint of the table 0123456789abcdef.\n"
    )


def test_columns_that_do_not_form_the_segments_are_named_with_the_reason(natural):
    text = show.text(natural, width=80, colour=False)

    assert "region does not form the segments (category): few different values" in text


def test_a_chosen_date_or_category_is_not_said_to_be_left_out(natural):
    day = ColumnRole("day", "date", "you chose it", "days since the first, standardised")
    text = show.text(replace(natural, roles=(*natural.roles, day)), width=100, colour=False)

    assert "day: as days since the first, standardised (you chose it)" in text
    assert "day does not form" not in text
