"""What `choose_k` says does not depend on the unit, and does not take values for groups."""

import warnings

import numpy as np
import pytest

from covey import choose_k, make_blobs

POINTS, _ = make_blobs(n_samples=120, centers=3, n_features=2, random_state=42)


@pytest.mark.parametrize("power", [-660, -520, 520, 660, 1000])
def test_numbers_whose_squares_over_or_underflow_are_judged_as_any_others(power):
    usual = choose_k(POINTS, range(1, 5))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = choose_k(np.ldexp(POINTS, power), range(1, 5))
    assert (found.k, found.verdict) == (usual.k, usual.verdict)
    np.testing.assert_array_equal(found.table["silhouette"], usual.table["silhouette"])
    with np.errstate(over="ignore", under="ignore"):
        np.testing.assert_array_equal(found.table["inertia"], np.ldexp(usual.table["inertia"], 2 * power))


def test_the_values_of_a_column_are_no_groups():
    found = choose_k(np.tile(np.arange(7.0), 20)[:, None], range(1, 8))
    assert found.verdict == "constructive"
    assert not any("groups are in the data" in reason for reason in found.reasons)


def test_groups_of_repeated_rows_are_still_groups():
    pairs = np.array([[0.0, 0], [0, 1], [1, 0], [50, 50], [51, 50], [50, 51]])
    found = choose_k(np.repeat(pairs, 20, axis=0), range(1, 7))
    assert (found.k, found.verdict) == (2, "natural")


def test_few_rows_are_called_few():
    found = choose_k(np.array([[1.0, 2.0], [3.0, 4.0], [9.0, 8.0]]), range(1, 4))
    assert found.verdict == "constructive"
    assert any(reason.startswith("3 rows are too few") for reason in found.reasons)
