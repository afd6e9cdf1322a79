from fractions import Fraction

import numpy as np
import pytest

from covey import make_blobs, silhouette_estimate, silhouette_interval, silhouette_samples, silhouette_score

POINTS, LABELS = make_blobs(6000, n_features=3, centers=4, cluster_std=2.5, random_state=7)
LABELS = np.where(np.arange(6000) < 40, 4, LABELS)  # a small cluster that lies among the others
EXACT = silhouette_score(POINTS, LABELS)


@pytest.mark.parametrize("d", [1, 2, 8, 30])
@pytest.mark.parametrize("spread", [0.5, 5.0])
def test_the_mean_lies_in_its_interval(d, spread):
    points, labels = make_blobs(800, n_features=d, centers=5, cluster_std=spread, random_state=d)
    low, high = silhouette_interval(points, labels)
    assert low <= silhouette_score(points, labels) <= high


def test_a_weighted_mean_lies_in_its_interval():
    weights = np.random.default_rng(0).uniform(0, 2, 6000)
    low, high = silhouette_interval(POINTS, LABELS, sample_weight=weights)
    assert low <= silhouette_score(POINTS, LABELS, sample_weight=weights) <= high


def test_clusters_far_apart_have_a_narrow_interval():
    points, labels = make_blobs(2000, n_features=10, centers=4, cluster_std=0.3, random_state=0)
    low, high = silhouette_interval(points, labels)
    assert high - low < 0.02


def test_the_interval_does_not_depend_on_the_order_of_the_rows():
    order = np.random.default_rng(0).permutation(6000)
    assert silhouette_interval(POINTS[order], LABELS[order]) == silhouette_interval(POINTS, LABELS)


def test_the_stated_confidence_is_kept():
    """Of 200 intervals of 90 %, 180 are expected to hold the truth; fewer than 168 would be 2.8 sigma off."""
    held = 0
    for seed in range(200):
        found = silhouette_estimate(POINTS, LABELS, n_rows=200, confidence=0.9, random_state=seed)
        held += found.low <= EXACT <= found.high
    assert held >= 168


def test_the_standard_error_is_the_spread_of_the_estimates():
    found = [silhouette_estimate(POINTS, LABELS, n_rows=200, random_state=seed) for seed in range(200)]
    spread = np.std([one.value for one in found])
    assert spread == pytest.approx(np.mean([one.standard_error for one in found]), rel=0.2)


def test_an_estimate_is_nearer_than_a_sample_of_as_many_rows():
    ours = [silhouette_estimate(POINTS, LABELS, n_rows=300, random_state=seed).value for seed in range(40)]
    plain = [silhouette_score(POINTS, LABELS, sample_size=300, random_state=seed) for seed in range(40)]
    assert np.std(ours) < 0.5 * np.std(plain)


def test_small_clusters_count():
    found = silhouette_estimate(POINTS, LABELS, n_rows=300, random_state=0)
    exact = silhouette_samples(POINTS, LABELS)
    means = np.array([exact[label == LABELS].mean() for label in range(5)])
    assert (np.abs(found.by_cluster - means) < 4 * found.by_cluster_error).all()
    assert found.by_cluster_error[4] < 0.02


def test_all_rows_make_the_exact_value():
    found = silhouette_estimate(POINTS, LABELS, n_rows=6000)
    assert (found.value, found.low, found.high) == pytest.approx((EXACT, EXACT, EXACT), abs=1e-12)
    assert found.standard_error == 0 and found.n_rows == 6000


def test_weights_are_counted_in_the_estimate():
    weights = np.random.default_rng(0).integers(0, 4, 6000)
    exact = silhouette_score(POINTS, LABELS, sample_weight=weights)
    found = silhouette_estimate(POINTS, LABELS, n_rows=500, random_state=0, sample_weight=weights)
    assert abs(found.value - exact) < 4 * found.standard_error
    assert found.low <= found.value <= found.high


def test_the_same_seed_gives_the_same_estimate():
    first, second = (silhouette_estimate(POINTS, LABELS, n_rows=100, random_state=5).value for _ in range(2))
    assert first == second


@pytest.mark.parametrize("kind", [np.float32, np.float64, Fraction])
def test_any_kind_of_number_is_a_confidence(kind):
    first, second = (
        silhouette_estimate(POINTS, LABELS, n_rows=50, confidence=given, random_state=0)
        for given in (kind(0.75), 0.75)
    )
    assert (first.low, first.high) == (second.low, second.high)


@pytest.mark.parametrize(
    "options", [{"n_rows": 0}, *({"confidence": one} for one in (0, 1.0, True, np.nan, "high"))]
)
def test_options_that_cannot_be_used_are_refused(options):
    with pytest.raises(ValueError, match="must be"):
        silhouette_estimate(POINTS, LABELS, **options)
