import numpy as np
import pytest
import scipy.sparse as sp
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.cluster import BisectingKMeans as TheirBisectingKMeans
from tests.reference.bisecting import bisect

from covey import BisectingKMeans, KMeans, make_blobs

BLOBS, TRUTH = make_blobs(n_samples=400, n_features=3, centers=6, cluster_std=0.8, random_state=3)


def first_and_last(X, n_clusters, random_state):
    """Return the rows of the least and the largest first coordinate: the same start in every library."""
    dense = X.toarray() if sp.issparse(X) else X
    return dense[[np.argmin(dense[:, 0]), np.argmax(dense[:, 0])]]


def split(rows, weights):
    return KMeans(2, init="k-means++", n_init=1, random_state=0).fit(rows, sample_weight=weights).labels_


@pytest.mark.parametrize("strategy", ["biggest_inertia", "largest_cluster"])
def test_from_the_same_starts_the_clusters_are_those_of_scikit_learn(strategy):
    options = {"init": first_and_last, "bisecting_strategy": strategy, "random_state": 0, "tol": 0}
    ours = BisectingKMeans(7, **options).fit(BLOBS)
    theirs = TheirBisectingKMeans(7, **options).fit(BLOBS)
    assert len(set(zip(ours.labels_.tolist(), theirs.labels_.tolist(), strict=True))) == 7
    assert ours.inertia_ == pytest.approx(theirs.inertia_)
    new = BLOBS + 0.3
    same = dict(zip(theirs.labels_.tolist(), ours.labels_.tolist(), strict=True))
    assert_array_equal(ours.predict(new), [same[label] for label in theirs.predict(new).tolist()])


@pytest.mark.parametrize("by_inertia", [True, False])
@pytest.mark.parametrize("weighting", ["none", "some"])
def test_the_tree_is_that_of_the_slow_twin(monkeypatch, by_inertia, weighting):
    weights = (
        np.ones(400) if weighting == "none" else np.random.default_rng(0).integers(0, 4, 400).astype(float)
    )
    strategy = "biggest_inertia" if by_inertia else "largest_cluster"
    monkeypatch.setattr(np.random, "SeedSequence", lambda seed: AlwaysZero())
    model = BisectingKMeans(9, init="k-means++", bisecting_strategy=strategy, random_state=0)
    model.fit(BLOBS, sample_weight=weights)
    assert_array_equal(model.labels_, bisect(BLOBS, weights, 9, split, by_inertia))


class AlwaysZero:
    def generate_state(self, size, dtype):
        return np.zeros(size, dtype)


def test_a_center_is_the_mean_of_its_rows_and_the_inertia_their_sum():
    model = BisectingKMeans(8, random_state=0, tol=0).fit(BLOBS)
    means = np.array([BLOBS[model.labels_ == c].mean(axis=0) for c in range(8)])
    assert_allclose(model.cluster_centers_, means)
    assert model.inertia_ == pytest.approx(((BLOBS - means[model.labels_]) ** 2).sum())


def test_clusters_parted_last_stand_side_by_side():
    rows = np.array([[0.0], [1.0], [100.0], [101.0], [1000.0]]).repeat(3, axis=0)
    labels = BisectingKMeans(5, init="k-means++", n_init=5, random_state=0).fit(rows).labels_[::3]
    assert abs(labels[0] - labels[1]) == abs(labels[2] - labels[3]) == 1


def test_more_clusters_than_different_rows_use_one_label_per_row():
    rows = np.repeat([[0.0, 0.0], [3.0, 1.0], [9.0, 2.0]], 4, axis=0)
    with pytest.warns(UserWarning, match=r"distinct clusters \(3\) found smaller than n_clusters \(5\)"):
        model = BisectingKMeans(5, random_state=0).fit(rows)
    assert set(model.labels_) == {0, 1, 2}
    assert_array_equal(model.predict(rows), model.labels_)
    assert_array_equal(model.cluster_centers_[3:], np.repeat(model.cluster_centers_[:1], 2, axis=0))


@pytest.mark.parametrize("form", [np.asarray, np.float32, sp.csr_array], ids=["f64", "f32", "sparse"])
def test_every_form_of_the_rows_gives_the_same_tree(form):
    rows = np.round(BLOBS, 1).astype(np.float32).astype(float)
    options = {"init": first_and_last, "tol": 0}
    plain = BisectingKMeans(6, **options).fit(rows)
    assert_array_equal(BisectingKMeans(6, **options).fit(form(rows)).labels_, plain.labels_)


def test_cosine_compares_directions():
    rows = np.abs(BLOBS) + 0.1
    one = BisectingKMeans(4, metric="cosine", random_state=0).fit(rows)
    other = BisectingKMeans(4, metric="cosine", random_state=0).fit(
        rows * 2.0 ** np.arange(-200, 200)[:, None]
    )
    assert_array_equal(other.labels_, one.labels_)
    assert_allclose(np.linalg.norm(one.cluster_centers_, axis=1), 1)


def test_verbose_prints_a_line_per_split(capsys):
    BisectingKMeans(5, verbose=1, random_state=0).fit(BLOBS)
    assert len(capsys.readouterr().out.splitlines()) == 4
