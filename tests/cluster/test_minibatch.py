import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.cluster import MiniBatchKMeans as TheirMiniBatchKMeans
from tests.reference.minibatch import drawn_rows, step

from covey import KMeans, MiniBatchKMeans, make_blobs
from covey.cluster.batches import Running, Stopping
from covey.cluster.draws import RowDraw, different_rows

BLOBS, TRUTH = make_blobs(n_samples=3000, centers=4, cluster_std=0.7, random_state=42)
GRID = np.random.default_rng(0).integers(0, 4, (60, 2)).astype(float)
FORMS = pytest.mark.parametrize("form", [np.asarray, sp.csr_array], ids=["dense", "sparse"])


def adjusted(one, other):
    return len(set(zip(one.tolist(), other.tolist(), strict=True)))


@FORMS
def test_a_batch_moves_centers_as_the_slow_twin_does(form):
    random = np.random.default_rng(0)
    start, seen = random.normal(size=(5, 3)), np.array([0.0, 2, 7, 0, 100])
    batch, weights = random.normal(size=(40, 3)), random.integers(0, 4, 40).astype(float)
    means, masses = step(batch, weights, start, seen)
    found, _ = Running(start, seen, start, False).took(form(batch), weights, 1)
    assert_allclose(found.means, means, rtol=1e-12)
    assert_array_equal(found.weights, masses)


@given(counts=st.lists(st.integers(0, 3), min_size=60, max_size=60).filter(any), seed=st.integers(0, 9))
@settings(max_examples=30)
def test_the_draw_is_that_of_the_slow_twin(counts, seed):
    found = RowDraw(GRID, np.array(counts, float), 1).draw(np.random.default_rng(seed), 50)
    twin = drawn_rows(GRID, counts, np.random.default_rng(seed), 50)
    assert_array_equal(GRID[found], GRID[twin])


@given(order=st.permutations(range(60)))
@settings(max_examples=20)
def test_the_draw_does_not_see_the_order_of_the_rows(order):
    order = list(order)
    one = RowDraw(GRID, None, 1).draw(np.random.default_rng(0), 50)
    other = RowDraw(GRID[order], None, 1).draw(np.random.default_rng(0), 50)
    assert_array_equal(GRID[one], GRID[order][other])


def test_real_weights_are_proportions():
    weights = np.array([0.1, 0.7, 0.2, 0.0]).repeat(15)
    drawn = RowDraw(BLOBS[:60], weights, 1).draw(np.random.default_rng(0), 40_000)
    shares = np.bincount(drawn // 15, minlength=4) / 40_000
    assert_allclose(shares, [0.1, 0.7, 0.2, 0.0], atol=0.01)


def test_rows_for_small_clusters_differ_and_are_half_at_most():
    rows = different_rows(GRID, None, np.random.default_rng(0), 100, 1)
    assert len(np.unique(GRID[rows], axis=0)) == len(rows) == len(np.unique(GRID, axis=0)) // 2


@FORMS
def test_it_finds_plain_groups(form):
    model = MiniBatchKMeans(4, random_state=0, batch_size=200).fit(form(BLOBS))
    assert adjusted(model.labels_, TRUTH) == 4
    assert model.inertia_ < 1.05 * KMeans(4, n_init=5, random_state=0).fit(BLOBS).inertia_


def test_the_inertia_is_near_that_of_scikit_learn():
    points = np.random.default_rng(0).normal(size=(20_000, 8))
    ours = np.mean([MiniBatchKMeans(16, random_state=s).fit(points).inertia_ for s in range(4)])
    theirs = np.mean([TheirMiniBatchKMeans(16, random_state=s).fit(points).inertia_ for s in range(4)])
    assert ours < 1.01 * theirs


def test_the_cluster_that_took_most_is_first_and_a_given_init_keeps_its_order():
    rows = np.repeat([[0.0], [10.0], [20.0]], [100, 900, 500], axis=0) + np.random.default_rng(0).normal(
        0, 0.1, (1500, 1)
    )
    assert_allclose(
        MiniBatchKMeans(3, random_state=0).fit(rows).cluster_centers_[:, 0], [10, 20, 0], atol=0.2
    )
    kept = MiniBatchKMeans(3, init=[[0.0], [10.0], [20.0]], n_init=1, random_state=0).fit(rows)
    assert_allclose(kept.cluster_centers_[:, 0], [0, 10, 20], atol=0.2)


@FORMS
def test_batches_as_they_come_find_the_groups(form):
    model = MiniBatchKMeans(4, random_state=0, n_init=3)
    for first in range(0, 3000, 250):
        batch = BLOBS[first : first + 250]
        model.partial_fit(form(batch))
        assert_array_equal(model.predict(form(batch)), model.labels_)
    assert model.n_steps_ == 12
    assert adjusted(model.predict(BLOBS), TRUTH) == 4


def test_a_center_is_the_mean_of_every_row_it_took():
    """Groups so far apart that no row ever changes sides; with batches of any size, in any order of rows."""
    rows = np.random.default_rng(0).normal(size=(600, 2)) + np.where(np.arange(600) % 2, 100, 0)[:, None]
    model = MiniBatchKMeans(2, init=np.array([[0.0, 0.0], [100.0, 100.0]]), n_init=1)
    for part in np.split(rows, [10, 11, 300]):
        model.partial_fit(part)
    assert_allclose(model.cluster_centers_, [rows[::2].mean(axis=0), rows[1::2].mean(axis=0)], rtol=1e-12)


def test_inside_a_batch_order_and_repeats_change_no_bit():
    counts = np.random.default_rng(1).integers(0, 3, 500)
    order = np.random.default_rng(2).permutation(500)
    one, other, third = (MiniBatchKMeans(6, random_state=3) for _ in range(3))
    for batch in np.split(BLOBS, 6):
        one.partial_fit(batch, sample_weight=counts)
        other.partial_fit(batch.repeat(counts, axis=0))
        third.partial_fit(batch[order], sample_weight=counts[order])
    assert_array_equal(one.cluster_centers_, other.cluster_centers_)
    assert_array_equal(one.cluster_centers_, third.cluster_centers_)


def test_the_first_batch_must_hold_a_row_per_cluster_and_later_ones_need_not():
    model = MiniBatchKMeans(4, random_state=0)
    with pytest.raises(ValueError, match="n_samples=3 should be >= n_clusters=4"):
        model.partial_fit(BLOBS[:3])
    model.partial_fit(BLOBS[:100]).partial_fit(BLOBS[:1])
    assert model.n_steps_ == 2


def test_partial_fit_goes_on_from_a_fit():
    model = MiniBatchKMeans(4, random_state=0).fit(BLOBS)
    before = model.n_steps_
    model.partial_fit(BLOBS[:50])
    assert model.n_steps_ == before + 1
    assert adjusted(model.predict(BLOBS), TRUTH) == 4


def test_a_fit_begins_anew():
    model = MiniBatchKMeans(4, random_state=0)
    first = model.fit(BLOBS).cluster_centers_.copy()
    assert_array_equal(model.partial_fit(BLOBS[:50]).fit(BLOBS).cluster_centers_, first)


def test_small_clusters_start_anew():
    """A center far away from everything takes no rows; without reassignment it stays there."""
    start = np.vstack([BLOBS[:3], [[1e3, 1e3]]])
    moved = MiniBatchKMeans(4, init=start, n_init=1, batch_size=100, random_state=0).fit(BLOBS)
    stays = MiniBatchKMeans(
        4, init=start, n_init=1, batch_size=100, random_state=0, reassignment_ratio=0
    ).fit(BLOBS)
    assert (np.bincount(moved.labels_, minlength=4) > 0).all()
    assert_array_equal(stays.cluster_centers_[3], [1e3, 1e3])


def test_without_labels_there_is_an_estimate_of_the_inertia():
    model = MiniBatchKMeans(4, random_state=0, batch_size=300, compute_labels=False).fit(BLOBS)
    assert not hasattr(model, "labels_")
    assert model.inertia_ == pytest.approx(-model.score(BLOBS), rel=0.2)
    assert model.fit_predict(BLOBS).shape == (3000,)


def test_it_stops_when_asked_to():
    options = {"random_state": 0, "batch_size": 100}
    assert MiniBatchKMeans(4, max_iter=1, max_no_improvement=None, **options).fit(BLOBS).n_steps_ == 30
    early = MiniBatchKMeans(4, tol=1.0, max_no_improvement=None, **options).fit(BLOBS)
    assert early.n_steps_ == 2
    assert early.n_iter_ == 1


def test_stopping_waits_for_improvements_that_do_not_come():
    stopping = Stopping(max_no_improvement=3, tolerance=0, smoothing=0.5)
    told = [stopping.told(1.0, 1.0) for _ in range(14)]
    assert [bool(why) for why in told] == [False] * 12 + [True] * 2


def test_verbose_prints_a_line_per_step(capsys):
    model = MiniBatchKMeans(4, verbose=1, random_state=0, batch_size=100).fit(BLOBS)
    lines = capsys.readouterr().out.splitlines()
    assert len([line for line in lines if line.startswith("Minibatch step")]) >= model.n_steps_ - 1
    assert lines[-1].startswith("Converged (")


def test_an_interrupted_fit_keeps_its_centers(monkeypatch):
    def stop(self, random, size):
        raise KeyboardInterrupt

    monkeypatch.setattr(RowDraw, "draw", stop)
    model = MiniBatchKMeans(4, init=BLOBS[:4], n_init=1, random_state=0, batch_size=50, init_size=3000)
    with pytest.raises(KeyboardInterrupt) as caught:
        model.fit(BLOBS)
    assert_array_equal(model.predict(BLOBS), model.labels_)
    assert "best state so far is kept" in caught.value.__notes__[0]


def test_cosine_centers_have_length_1():
    rows = np.abs(BLOBS) + 1
    for model in (
        MiniBatchKMeans(3, metric="cosine", random_state=0, batch_size=100).fit(rows),
        MiniBatchKMeans(3, metric="cosine", random_state=0).partial_fit(rows).partial_fit(rows[:50]),
    ):
        assert_allclose(np.linalg.norm(model.cluster_centers_, axis=1), 1)


def test_too_small_an_init_size_is_told():
    with pytest.warns(RuntimeWarning, match="init_size=2 should be larger than n_clusters=4"):
        MiniBatchKMeans(4, init_size=2, random_state=0).fit(BLOBS)


@pytest.mark.parametrize(
    "init", [np.zeros((2, 7)), lambda X, k, random_state: X[:1]], ids=["array", "callable"]
)
def test_a_refused_fit_leaves_the_model_as_it_was(init):
    model = MiniBatchKMeans(3, random_state=0).fit(BLOBS)
    untouched = MiniBatchKMeans(3, random_state=0).fit(BLOBS).partial_fit(BLOBS)
    labels = model.labels_

    with pytest.raises(ValueError, match="shape"):
        model.set_params(init=init).fit(BLOBS)

    assert_array_equal(model.labels_, labels)
    model.set_params(init="k-means++").partial_fit(BLOBS)
    assert_array_equal(model.cluster_centers_, untouched.cluster_centers_)
    assert (model.n_steps_, model.inertia_) == (untouched.n_steps_, untouched.inertia_)
