from itertools import pairwise

import numpy as np
import pytest
import scipy.sparse as sp
from numpy.testing import assert_array_equal
from sklearn.metrics.pairwise import cosine_distances

from covey import KMeans
from covey.errors import InputError, OptionError

GENERATOR = np.random.default_rng(0)
AXES = np.repeat(np.eye(4, 9), 60, axis=0)
ROWS = (AXES + 0.15 * GENERATOR.normal(size=AXES.shape)) * GENERATOR.uniform(0.01, 100, size=(240, 1))
SPARSE = sp.random(400, 60, 0.2, format="csr", random_state=GENERATOR)
SPARSE = SPARSE[SPARSE.getnnz(axis=1) > 0]


def both(rows):
    return pytest.mark.parametrize("rows", [rows.toarray(), rows], ids=["dense", "sparse"])


def test_directions_are_found_whatever_the_lengths():
    model = KMeans(4, metric="cosine", n_init=5, random_state=0).fit(ROWS)
    assert_array_equal(np.bincount(model.labels_), [60, 60, 60, 60])
    assert all(len(set(model.labels_[first : first + 60])) == 1 for first in range(0, 240, 60))


@both(SPARSE)
def test_labels_distances_and_inertia_are_cosine_distances(rows):
    model = KMeans(6, metric="cosine", random_state=1).fit(rows)
    expected = cosine_distances(rows, model.cluster_centers_)
    np.testing.assert_allclose(model.transform(rows), expected, rtol=0, atol=1e-14)
    assert_array_equal(model.labels_, expected.argmin(axis=1))
    assert model.inertia_ == pytest.approx(expected.min(axis=1).sum(), rel=1e-12)
    assert model.score(rows) == pytest.approx(-model.inertia_, rel=1e-12)
    np.testing.assert_allclose(np.linalg.norm(model.cluster_centers_, axis=1), 1, rtol=1e-14)


@both(SPARSE)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_predict_on_the_training_rows_gives_the_labels(rows, dtype):
    model = KMeans(9, metric="cosine", random_state=3).fit(rows.astype(dtype))
    assert_array_equal(model.predict(rows.astype(dtype)), model.labels_)
    assert model.cluster_centers_.dtype == dtype


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_sparse_and_dense_rows_give_the_same_bits(dtype):
    rows = SPARSE.astype(dtype)
    options = {"metric": "cosine", "init": rows[:7], "n_init": 1, "tol": 0}
    one, other = KMeans(7, **options).fit(rows), KMeans(7, **options).fit(rows.toarray())
    assert_array_equal(one.labels_, other.labels_)
    assert one.cluster_centers_.tobytes() == other.cluster_centers_.tobytes()


def test_lengths_do_not_matter():
    lengths = 2.0 ** GENERATOR.integers(-400, 400, size=(240, 1))
    one = KMeans(5, metric="cosine", random_state=0).fit(ROWS)
    other = KMeans(5, metric="cosine", random_state=0).fit(ROWS * lengths)
    assert_array_equal(other.labels_, one.labels_)
    assert other.cluster_centers_.tobytes() == one.cluster_centers_.tobytes()


def test_a_weight_of_two_is_a_repeated_row():
    times = GENERATOR.integers(1, 4, 240)
    weighted = KMeans(5, metric="cosine", random_state=0).fit(ROWS, sample_weight=times)
    repeated = KMeans(5, metric="cosine", random_state=0).fit(np.repeat(ROWS, times, axis=0))
    assert_array_equal(repeated.labels_, np.repeat(weighted.labels_, times))
    assert weighted.score(ROWS, sample_weight=times) == pytest.approx(-repeated.inertia_)


def test_threads_change_no_bit():
    fits = [KMeans(8, metric="cosine", random_state=0, n_threads=t).fit(SPARSE) for t in (1, 2, 5)]
    for other in fits[1:]:
        assert_array_equal(other.labels_, fits[0].labels_)
        assert other.cluster_centers_.tobytes() == fits[0].cluster_centers_.tobytes()
        assert other.inertia_ == fits[0].inertia_


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
def test_the_objective_never_rises():
    options = {"metric": "cosine", "init": SPARSE[:12], "n_init": 1, "tol": 0}
    costs = [KMeans(12, max_iter=most, **options).fit(SPARSE).inertia_ for most in range(1, 8)]
    assert all(later <= earlier for earlier, later in pairwise(costs))
    assert costs[-1] < costs[0]


def test_the_start_is_brought_to_length_1_too():
    one = KMeans(4, metric="cosine", init=ROWS[::60], n_init=1).fit(ROWS)
    other = KMeans(4, metric="cosine", init=ROWS[::60] * 8, n_init=1).fit(ROWS)
    assert_array_equal(one.labels_, other.labels_)


@both(SPARSE)
def test_a_row_of_zeros_is_refused_and_named(rows):
    keep = np.ones(rows.shape[0])
    keep[[4, 11]] = 0
    spoiled = sp.csr_matrix(sp.diags(keep) @ rows) if sp.issparse(rows) else rows * keep[:, None]
    with pytest.raises(InputError, match=r"2 rows of X .* first is row 4\).*no") as caught:
        KMeans(3, metric="cosine").fit(spoiled)
    assert "euclidean" in str(caught.value)
    with pytest.raises(InputError, match="1 row of X"):
        KMeans(3, metric="cosine", random_state=0).fit(rows).predict(spoiled[:6])
    with pytest.raises(InputError, match="1 row of init"):
        KMeans(3, metric="cosine", init=spoiled[3:6], n_init=1).fit(rows)


def test_a_misspelt_metric_is_guessed():
    with pytest.raises(OptionError, match="Did you mean 'cosine'"):
        KMeans(metric="cosin").fit(ROWS)
