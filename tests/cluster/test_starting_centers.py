import inspect

import numpy as np
import pytest
import scipy.sparse as sp
from numpy.testing import assert_array_equal
from sklearn.cluster import kmeans_plusplus as theirs

from covey import BisectingKMeans, KMeans, MiniBatchKMeans, kmeans_plusplus, make_blobs

BLOBS, TRUTH = make_blobs(n_samples=300, centers=4, cluster_std=0.7, random_state=42)


def test_centers_are_the_rows_named():
    centers, indices = kmeans_plusplus(BLOBS, 6, random_state=0)
    assert_array_equal(centers, BLOBS[indices])


def test_well_separated_groups_nearly_always_get_a_center_each():
    """Greedy k-means++ misses a group in about 1 of 500 draws here; 6 of 300 would be ten times as many."""
    missed = 0
    for seed in range(300):
        _, indices = kmeans_plusplus(BLOBS, 4, random_state=seed)
        missed += len(set(TRUTH[indices])) < 4
    assert missed <= 5


def test_more_centers_than_rows_are_refused():
    with pytest.raises(ValueError, match="n_samples=2 should be >= n_clusters=3"):
        kmeans_plusplus(BLOBS[:2], 3)


def test_weights_decide_which_rows_can_be_chosen():
    weights = np.zeros(300)
    weights[:5] = 1
    _, indices = kmeans_plusplus(BLOBS, 5, sample_weight=weights, random_state=0)
    assert_array_equal(np.sort(indices), np.arange(5))


@pytest.mark.parametrize("kind", [KMeans, MiniBatchKMeans, BisectingKMeans])
@pytest.mark.parametrize("form", [np.array, sp.csr_array])
def test_a_callable_cannot_write_into_the_rows_of_the_user(kind, form):
    rows = form(np.arange(40.0).reshape(20, 2))
    before = rows.copy()

    def spoils(X, n_clusters, random_state):
        part = X.data if hasattr(X, "indptr") else X
        with pytest.raises(ValueError, match="read-only"):
            part[:] = 0
        chosen = X[:n_clusters]
        return chosen.toarray() if hasattr(chosen, "toarray") else chosen

    kind(2, init=spoils, n_init=1).fit(rows)

    assert abs(rows - before).max() == 0


def test_every_parameter_of_scikit_learn_is_taken():
    expected = kmeans_plusplus(BLOBS, 4, random_state=0)
    found = kmeans_plusplus(BLOBS, 4, x_squared_norms=(BLOBS**2).sum(axis=1), random_state=0)

    assert_array_equal(found[1], expected[1])
    assert set(inspect.signature(theirs).parameters) <= set(inspect.signature(kmeans_plusplus).parameters)
