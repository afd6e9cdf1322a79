"""Rings and crescents are not divided into arcs; round groups inside a group are."""

from __future__ import annotations

import numpy as np
import pytest

from covey import choose_k, engine
from covey.judgement import arcs


def ring(random, n, turn=2 * np.pi, thick=0.2):
    angle = random.uniform(0, turn, n)
    return 3 * np.column_stack([np.cos(angle), np.sin(angle)]) + thick * random.standard_normal((n, 2))


def balls(random, centers, n_each=80):
    centers = np.array(centers, dtype=float)
    return np.repeat(centers, n_each, axis=0) + random.standard_normal((n_each * len(centers), 2))


def n_cut(points, k):
    one, pieces = np.zeros(len(points), dtype=int), engine.fit(points, k, n_init=10).labels
    return arcs.n_cut(points, one, arcs.hollow_groups(points, one, 0), pieces, np.ones(len(points)))


@pytest.mark.parametrize("k", [2, 3, 6])
@pytest.mark.parametrize("turn", [np.pi, 1.5 * np.pi, 2 * np.pi])
def test_rings_and_crescents_are_cut_into_arcs(turn, k):
    assert n_cut(ring(np.random.default_rng(1), 400, turn), k) == 1


@pytest.mark.parametrize("apart", [3.5, 5, 8])
def test_round_groups_are_not_arcs(apart):
    """Not even four on the corners of a square, which is empty inside where they are far apart."""
    corners = [[0, 0], [apart, 0], [0, apart], [apart, apart]]
    assert n_cut(balls(np.random.default_rng(1), corners), 4) == 0


def test_two_pairs_far_apart_are_not_arcs():
    """Each pair overlaps, so its border is crowded, and the middle between the pairs is empty: no chain."""
    assert n_cut(balls(np.random.default_rng(1), [[0, 0], [3, 0], [20, 0], [23, 0]]), 4) == 0


def test_three_rings_are_three_groups_and_the_reasons_say_what_they_are():
    random = np.random.default_rng(7_000_001)
    points = np.vstack([ring(random, 250) + shift for shift in ([0, 0], [12, 0], [0, 12])])
    found = choose_k(points, range(1, 17))
    assert (found.k, found.verdict) == (3, "natural")
    assert any("as a ring or a crescent is" in reason for reason in found.reasons)


def test_a_ring_beside_pairs_of_groups_keeps_the_groups_that_stand_apart():
    random = np.random.default_rng(7_000_002)
    pairs = balls(random, [[15, 0], [18.5, 0], [15, 15], [18.5, 15]], 60)
    found = choose_k(np.vstack([ring(random, 400), pairs]), range(1, 17))
    assert found.natural_k == 3 and found.k <= 5


def test_a_yes_or_no_makes_no_group_empty_inside():
    """Half way between yes and no there is nobody, but nothing goes round that place."""
    random = np.random.default_rng(4)
    amounts = np.concatenate([random.normal(middle, 1, 600) for middle in (0, 3.4, 30)])
    flags = 3.0 * random.integers(0, 2, len(amounts))
    found = choose_k(np.column_stack([amounts, flags]), range(1, 7), random_state=0)
    assert not any("ring" in reason for reason in found.reasons)
