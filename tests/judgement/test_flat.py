"""The flattest crowd with one hump, and the dip beside it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from covey.judgement.dip import dip, p_value
from covey.judgement.flat import flatness, flattest
from covey.judgement.humps import humps
from tests.reference import string

different = st.lists(st.integers(-50, 50), min_size=4, max_size=9, unique=True)


@settings(deadline=None, max_examples=20)
@given(values=different)
def test_the_flattest_distribution_is_the_shortest_string(values):
    """Lengths are flat near the shortest, so heights are known to a thousandth."""
    places = np.sort(np.array(values, dtype=float))
    n, away = len(places), dip(places).distance
    low, high = np.arange(1, n + 1) / n - away, np.arange(n) / n + away
    low[[0, -1]] = high[[0, -1]] = (0.5 / n, 1 - 0.5 / n)
    stretched = (places - places[0]) / (places[-1] - places[0])

    expected = string.shortest(stretched, low, np.maximum(low, high))
    knots, heights = flattest(places)

    np.testing.assert_allclose(np.interp(places, knots, heights), expected, atol=1e-3)


@pytest.mark.parametrize("shape", ["standard_normal", "standard_exponential"])
def test_the_flattest_distribution_has_one_hump(shape):
    knots, heights = flattest(getattr(np.random.default_rng(0), shape)(300))
    slopes = np.diff(heights) / np.diff(knots)
    top = int(slopes.argmax())
    assert (np.diff(slopes[: top + 1]) > -1e-9).all() and (np.diff(slopes[top:]) < 1e-9).all()


@pytest.mark.parametrize("shape", ["random", "standard_normal", "standard_exponential"])
def test_the_flattest_distribution_is_as_near_as_the_nearest(shape):
    values = getattr(np.random.default_rng(0), shape)(300)
    knots, heights = flattest(values)
    away = np.interp(np.sort(values), knots, heights)[:, None] - (np.arange(300)[:, None] + [0, 1]) / 300
    assert np.abs(away).max() == pytest.approx(dip(values).distance, rel=1e-6)


def test_a_bell_is_less_flat_than_a_box():
    random = np.random.default_rng(0)
    box, bell = random.uniform(size=400), random.standard_normal(400)
    assert flatness(bell, np.random.default_rng(0)) < 0.85 < flatness(box, np.random.default_rng(0)) <= 1.0


def test_beside_a_crowd_that_is_less_flat_a_dip_says_more():
    values = np.r_[np.linspace(0, 1, 60), np.linspace(1.2, 2.2, 60)]
    assert p_value(values, 0.8) < p_value(values)


@pytest.mark.parametrize("shape", ["random", "standard_normal", "standard_exponential"])
def test_columns_with_one_hump_are_seldom_called_humped(shape):
    """One table in twenty is meant at most; four of 12 would be far out."""
    draw = getattr(np.random.default_rng(7_000_000), shape)
    called = sum(humps(draw(size=(100, 5)), list("abcde"))[1].any() for _ in range(12))
    assert called < 4


def test_two_groups_four_apart_in_one_of_five_columns_are_seen():
    """Most of them; beside uniform values fewer."""
    seen = 0
    for seed in range(12):
        points = np.random.default_rng([7_000_000, seed]).standard_normal((300, 5))
        points[:120, 3] += 4
        seen += bool(humps(points, list("abcde"))[1][3])
    assert seen >= 10
