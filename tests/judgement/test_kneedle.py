"""The published rule for elbows, beside the package of its authors' rule."""

from __future__ import annotations

import numpy as np
import pytest

from covey.judgement import elbow


def curves():
    """Curves that fall and flatten, with and without a bend."""
    random = np.random.default_rng(0)
    for _ in range(60):
        ks = np.arange(1, int(random.integers(6, 16)))
        bend = int(random.integers(2, len(ks)))
        falling = np.where(ks <= bend, (ks - bend) * -random.uniform(5, 50), 0.0)
        yield ks, falling + random.uniform(0.1, 3) * (len(ks) - ks) + 1.0
    for power in (0.5, 1.0, 2.0):
        yield np.arange(1, 12), 100.0 / np.arange(1, 12) ** power


def test_kneedle_finds_the_elbows_that_the_kneed_package_finds():
    kneed = pytest.importorskip("kneed", reason="kneed is not installed: pip install kneed")
    for ks, inertias in curves():
        theirs = kneed.KneeLocator(ks, inertias, curve="convex", direction="decreasing").elbow
        assert elbow.kneedle(ks.tolist(), inertias.tolist()) == theirs


def test_a_straight_line_has_no_elbow():
    assert elbow.kneedle([1, 2, 3, 4, 5], [5.0, 4.0, 3.0, 2.0, 1.0]) is None
