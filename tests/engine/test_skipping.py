"""Passes that skip give the bits of passes that look at everything."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from covey import engine

KINDS = ["always", "by_cost"]


@pytest.fixture(autouse=True)
def choose_by_cost_afterwards():
    yield
    engine.use_skipping("by_cost")


def fit(skipping, points, k, **options):
    assert engine.use_skipping(skipping)
    return engine.fit(points, k, init=points[:k].copy(), tol=0, **options)


def assert_same_bits(one, other):
    np.testing.assert_array_equal(one.labels, other.labels)
    assert one.centers.tobytes() == other.centers.tobytes()
    assert one.inertia == other.inertia
    assert one.n_iterations == other.n_iterations


def clustered(n, d, k, generator):
    centers = 4 * generator.normal(size=(k, d))
    return centers[generator.integers(0, k, n)] + generator.normal(size=(n, d))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("groups", [False, True])
@pytest.mark.parametrize(
    "n, d, k", [(3000, 1, 7), (5000, 2, 60), (4001, 3, 16), (3000, 8, 200), (2500, 17, 30), (2017, 70, 90)]
)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_skipping_gives_the_bits_of_full_passes(kind, n, d, k, groups, dtype):
    generator = np.random.default_rng(n + d)
    points = clustered(n, d, k, generator) if groups else generator.normal(size=(n, d))
    points = points.astype(dtype)
    assert_same_bits(fit(kind, points, k, max_iter=60), fit("never", points, k, max_iter=60))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("weighting", ["whole", "real"])
def test_skipping_with_weights(kind, weighting):
    generator = np.random.default_rng(5)
    points = generator.normal(size=(3000, 4))
    weights = generator.integers(0, 4, 3000).astype(float)
    if weighting == "real":
        weights += generator.random(3000)
    one = fit(kind, points, 20, weights=weights)
    assert_same_bits(one, fit("never", points, 20, weights=weights))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("n_threads", [1, 2, 5])
def test_skipping_on_any_number_of_threads(kind, n_threads):
    points = np.random.default_rng(6).normal(size=(40_000, 3)).astype(np.float32)
    one = fit(kind, points, 25, n_threads=n_threads, max_iter=30)
    assert_same_bits(one, fit("never", points, 25, n_threads=1, max_iter=30))


@given(
    st.integers(1, 9),
    st.integers(2, 40),
    st.integers(0, 10**6),
    st.sampled_from([0, 3, 60]),
    st.sampled_from(KINDS),
)
@settings(max_examples=60, deadline=None)
def test_ties_duplicates_and_far_away_data(d, k, seed, offset, kind):
    """Small whole numbers: many equal rows, many points exactly between two centers, far from zero."""
    generator = np.random.default_rng(seed)
    points = generator.integers(-3, 4, size=(600, d)).astype(np.float64)
    points += 0.0 if offset == 0 else 2.0 ** min(offset, 40)
    points[:k] += generator.normal(size=(k, d)) * 0.25  # so that not all first centers are equal
    assert_same_bits(fit(kind, points, k, max_iter=40), fit("never", points, k, max_iter=40))


def test_several_starts_after_the_points_were_rearranged():
    points = np.random.default_rng(7).normal(size=(5000, 3))
    results = []
    for kind in ["never", *KINDS]:
        engine.use_skipping(kind)
        results.append(engine.fit(points, 12, n_init=4, seed=3))
    for other in results[1:]:
        assert_same_bits(results[0], other)


@pytest.mark.parametrize("kind", KINDS)
def test_clusters_that_lose_all_their_points(kind):
    """Far away first centers win no point, so their clusters take over points again and again."""
    generator = np.random.default_rng(8)
    points = clustered(3000, 3, 6, generator)
    init = points[:40].copy()
    init[10:] += generator.choice([-50, 50], size=(30, 3))
    results = []
    for skipping in ["never", kind]:
        engine.use_skipping(skipping)
        results.append(engine.fit(points, 40, init=init, tol=0, max_iter=60))
    assert_same_bits(*results)
