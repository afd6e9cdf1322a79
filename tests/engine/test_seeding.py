import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal
from tests.reference.seeding import plus_plus

from covey import engine


def points_of_unit_size(seed, n, d, dtype, repeats=False):
    generator = np.random.default_rng(seed)
    points = generator.uniform(-0.9, 0.9, size=(n, d)).astype(dtype)
    if repeats:
        points = points[generator.integers(0, n // 3 + 1, n)]
    points[0], points[-1] = 0.75, -0.75  # both signs in every column: nothing to shift
    return np.ascontiguousarray(points)


@given(
    st.integers(0, 2**64 - 1),
    st.integers(6, 90),
    st.integers(1, 10),
    st.integers(1, 6),
    st.sampled_from([np.float32, np.float64]),
    st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_the_chosen_rows_are_those_of_the_definition(seed, n, d, k, dtype, repeats):
    points = points_of_unit_size(seed % 1000, n, d, dtype, repeats)
    assert_array_equal(engine.plus_plus(points, k, seed=seed), plus_plus(points, k, seed))


def test_weights_count_as_in_the_definition():
    points = points_of_unit_size(1, 50, 3, np.float64)
    weights = np.random.default_rng(2).integers(0, 5, 50).astype(float)
    for seed in range(20):
        assert_array_equal(
            engine.plus_plus(points, 5, weights=weights, seed=seed), plus_plus(points, 5, seed, weights)
        )


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("d, shift", [(2, 0.0), (7, 0.0), (20, 40.0)])
def test_points_out_of_reach_are_skipped_without_changing_a_choice(d, shift, dtype, instruction_set):
    """Ten tight groups and 40 centers: from the tenth on, most points are out of reach of all candidates."""
    generator = np.random.default_rng(d)
    groups = generator.uniform(-1, 1, size=(10, d))
    points = groups[generator.integers(0, 10, 7000)] + generator.normal(scale=0.01, size=(7000, d))
    points[0], points[-1] = 1.5, -1.5
    points = (points / 2).astype(dtype)
    chosen = engine.plus_plus((points + dtype(shift)).astype(dtype), 40, seed=d)
    inside = (points + dtype(shift)).astype(dtype)
    if shift:
        inside = ((inside - inside.min(axis=0)) / 2).astype(dtype)
    assert_array_equal(chosen, plus_plus(inside, 40, d))


@pytest.mark.parametrize("n, k", [(40, 5), (3000, 12), (9000, 40)])
def test_the_order_of_the_rows_does_not_matter(n, k):
    points = np.random.default_rng(n).normal(size=(n, 3)).astype(np.float32)
    shuffled = np.random.default_rng(1).permutation(n)
    for seed in range(5):
        chosen = points[engine.plus_plus(points, k, seed=seed)]
        assert_array_equal(points[shuffled][engine.plus_plus(points[shuffled], k, seed=seed)], chosen)


@pytest.mark.parametrize("n, k", [(40, 5), (3000, 12), (9000, 40)])
def test_a_weight_is_a_number_of_repeated_rows(n, k):
    generator = np.random.default_rng(n)
    points = generator.normal(size=(n, 3)).astype(np.float32)
    weights = generator.integers(0, 4, n)
    weights[0] = 1
    repeated = np.repeat(points, weights, axis=0)
    for seed in range(5):
        chosen = points[engine.plus_plus(points, k, weights=weights.astype(float), seed=seed)]
        assert_array_equal(repeated[engine.plus_plus(repeated, k, seed=seed)], chosen)


@pytest.mark.parametrize("n, d", [(900, 2), (20_000, 5)])
def test_threads_and_instruction_sets_choose_the_same_rows(n, d, instruction_set):
    points = np.random.default_rng(n).normal(size=(n, d)).astype(np.float32)
    one = engine.plus_plus(points, 12, seed=4, n_threads=1)
    assert_array_equal(engine.plus_plus(points, 12, seed=4, n_threads=3), one)


def test_the_first_center_is_drawn_by_weight():
    """3 of 4 in weight: 300 draws give the heavy row 225 times, give or take 5 standard deviations."""
    points, weights = np.array([[0.0], [1.0]]), np.array([1.0, 3.0])
    heavy = sum(int(engine.plus_plus(points, 1, weights=weights, seed=s)[0]) for s in range(300))
    assert 187 <= heavy <= 263


def test_the_second_center_is_drawn_by_squared_distance():
    """From 0, the rows at 1 and 3 have shares 1 : 9; one trial, so nothing is chosen among candidates."""
    points = np.array([[0.0], [1.0], [3.0]])
    picks = [engine.plus_plus(points, 2, seed=s, n_trials=1) for s in range(2000)]
    after_zero = [int(second) for first, second in picks if first == 0]
    share = np.mean(np.array(after_zero) == 2)
    assert 0.84 <= share <= 0.96


def chances_of_the_last_center(points, k, n_trials):
    """Return how likely each row is to be the k-th center, each but the first being the best of n_trials."""
    squares = ((points[:, None] - points[None]) ** 2).sum(axis=2)
    states = {(i,): 1 / len(points) for i in range(len(points))}
    for _ in range(k - 1):
        after = {}
        for centers, chance in states.items():
            closest = squares[list(centers)].min(axis=0)
            share = closest / closest.sum()
            potential = np.minimum(closest, squares).sum(axis=1)
            for i in np.flatnonzero(share):
                no_better = share[potential >= potential[i]].sum() ** n_trials
                worse = share[potential > potential[i]].sum() ** n_trials
                after[(*centers, i)] = after.get((*centers, i), 0) + chance * (no_better - worse)
        states = after
    return np.bincount([s[-1] for s in states], weights=list(states.values()), minlength=len(points))


@pytest.mark.parametrize("k", [2, 3, 4])
def test_every_row_is_chosen_as_often_as_greedy_kmeans_plusplus_says(k):
    """Chi-square over 4000 seeds; 5 standard deviations above its mean would be chance once in a million."""
    points = np.random.default_rng(3).normal(size=(14, 2)) ** 3
    expected = 4000 * chances_of_the_last_center(points, k, n_trials=3)
    last = [engine.plus_plus(points, k, seed=s, n_trials=3)[-1] for s in range(4000)]
    seen = np.bincount(last, minlength=14)
    often = expected >= 5
    chi_square = ((seen - expected)[often] ** 2 / expected[often]).sum()
    assert chi_square < often.sum() + 5 * np.sqrt(2 * often.sum())


def test_a_row_without_weight_is_never_chosen():
    points = np.random.default_rng(0).normal(size=(30, 2))
    weights = np.ones(30)
    weights[::2] = 0
    for seed in range(50):
        assert (engine.plus_plus(points, 5, weights=weights, seed=seed) % 2 == 1).all()


def test_centers_are_different_rows_as_long_as_there_are_any():
    points = np.repeat(np.arange(6.0)[:, None], 4, axis=0)
    for seed in range(20):
        assert len(set(points[engine.plus_plus(points, 6, seed=seed)].ravel())) == 6


def test_greedy_choice_costs_less_than_a_single_draw():
    points = np.random.default_rng(0).normal(size=(2000, 2)).astype(np.float32)

    def potential(n_trials):
        rows = [engine.plus_plus(points, 20, seed=s, n_trials=n_trials) for s in range(30)]
        return np.mean([(engine.distances(points, points[r]).min(axis=1) ** 2).sum() for r in rows])

    assert potential(0) < 0.9 * potential(1)
