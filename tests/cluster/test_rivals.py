"""The best of several starts is kept where squares are too small or too large for a float64, too."""

import numpy as np
import pytest
import scipy.sparse as sp

from covey import BisectingKMeans, KMeans, MiniBatchKMeans, make_blobs

ROWS, _ = make_blobs(n_samples=300, n_features=2, centers=8, cluster_std=1.5, random_state=3)
sizes = pytest.mark.parametrize("size", [2.0**-664, 2.0**531], ids=["tiny", "huge"])  # near 1e-200 and 1e160


def some_rows(X, n_clusters, random_state):
    """Return rows of X as centers."""
    return X[random_state.choice(X.shape[0], n_clusters, replace=False)]


@sizes
@pytest.mark.parametrize("init", ["random", some_rows])
@pytest.mark.parametrize("kind", [KMeans, MiniBatchKMeans, BisectingKMeans])
def test_the_size_of_the_numbers_does_not_change_which_start_is_best(kind, init, size):
    """A power of two scales without rounding, so that equality may be strict."""
    model = kind(8, init=init, n_init=10, random_state=0)
    expected = model.fit(ROWS).labels_

    np.testing.assert_array_equal(model.fit(ROWS * size).labels_, expected)


@sizes
def test_weights_and_sparse_rows_are_compared_too(size):
    weights = np.arange(300) % 4 + 0.5
    model = KMeans(8, init=lambda X, k, random_state: some_rows(ROWS, k, random_state) * X.max() / ROWS.max())
    model.set_params(n_init=10, random_state=0)
    expected = model.fit(sp.csr_array(ROWS), sample_weight=weights).labels_

    np.testing.assert_array_equal(
        model.fit(sp.csr_array(ROWS * size), sample_weight=weights).labels_, expected
    )


@sizes
def test_starts_whose_distance_is_not_known_are_not_called_equal(size):
    model = KMeans(8, init="random", n_init=10, random_state=0)
    ordinary = model.fit(ROWS).evidence_
    assert "they lie up to 54 % apart" in ordinary.sentence

    extreme = model.fit(ROWS * size).evidence_

    assert (extreme.n_starts, extreme.n_agreeing) == (ordinary.n_starts, ordinary.n_agreeing)
    assert np.isnan(extreme.spread) and "apart" not in extreme.sentence


@sizes
def test_how_far_starts_of_a_callable_lie_apart_is_known(size):
    model = KMeans(8, init=some_rows, n_init=10, random_state=0)
    expected = model.fit(ROWS).evidence_

    found = model.fit(ROWS * size).evidence_

    assert found.sentence == expected.sentence
    assert found.spread == pytest.approx(expected.spread, rel=1e-6)
