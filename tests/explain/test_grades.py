"""Grades follow the published scale and never flatter a convenience cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from covey import explain


@pytest.mark.parametrize(
    ("jaccard", "letter"),
    [(1.0, "A"), (0.85, "A"), (0.849, "B"), (0.75, "B"), (0.749, "C"), (0.6, "C"), (0.599, "D"), (0.0, "D")],
)
def test_letters_follow_the_scale(jaccard, letter):
    assert explain.grade(jaccard, "natural")[0] == letter
    assert explain.grade(jaccard, "reproducible")[0] == letter


@given(st.floats(0, 1))
def test_a_convenience_cut_gets_at_most_c_and_says_so(jaccard):
    letter, sentence = explain.grade(jaccard, "constructive")

    assert letter in "CD"
    assert sentence.startswith("a convenience cut")


@given(st.floats(0, 1), st.floats(0, 1), st.sampled_from(["natural", "reproducible", "constructive"]))
def test_more_stable_is_never_graded_worse(one, other, verdict):
    low, high = sorted((one, other))

    assert explain.grade(high, verdict)[0] <= explain.grade(low, verdict)[0]


def test_what_was_not_measured_is_not_trusted():
    assert explain.grade(float("nan"), "natural") == (
        "D",
        "do not rely on it: its stability was not measured",
    )


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_the_weakest_of_the_three_decides(jaccard, seeds, samples):
    weakest = min(jaccard, seeds, samples)

    together = explain.grade(jaccard, "natural", seeds=seeds, samples=samples)[0]
    assert together == explain.grade(weakest, "natural")[0]


def test_the_sentence_names_what_is_weakest():
    assert "other starts" in explain.grade(0.95, "natural", seeds=0.8)[1]
    assert "80 % of the rows" in explain.grade(0.95, "natural", samples=0.5)[1]


@pytest.mark.parametrize("verdict", ["natural", "constructive"])
def test_a_single_segment_has_no_border_that_could_hold(verdict):
    letter, sentence = explain.grade(1.0, verdict, n_segments=1)

    assert (letter, sentence) == ("C", "all rows in one segment: it has no border that could shift")
