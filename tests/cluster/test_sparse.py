import pickle
import warnings

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from numpy.testing import assert_array_equal
from sklearn.cluster import KMeans as TheirKMeans
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline

from covey import KMeans, kmeans_plusplus
from covey.errors import InputError

ROWS = sp.random(400, 60, 0.1, format="csr", random_state=np.random.default_rng(0))
START = ROWS[[1, 50, 99, 300]].toarray()


def shuffled(rows):
    """Return the same matrix with the entries of each row in another order."""
    rows = rows.copy()
    for i in range(rows.shape[0]):
        part = slice(rows.indptr[i], rows.indptr[i + 1])
        rows.indices[part], rows.data[part] = rows.indices[part][::-1].copy(), rows.data[part][::-1].copy()
    rows.has_sorted_indices = False
    return rows


def in_parts(rows):
    """Return the same matrix with every entry given twice, a quarter and three quarters of it."""
    parts = sp.csr_matrix(rows.shape)
    parts.indptr = rows.indptr * 2
    parts.indices = np.repeat(rows.indices, 2)
    parts.data = np.repeat(rows.data, 2) * np.tile([0.25, 0.75], rows.nnz)
    return parts


def wide_indices(rows):
    rows = rows.copy()
    rows.indices, rows.indptr = rows.indices.astype(np.int64), rows.indptr.astype(np.int64)
    return rows


def with_room(rows):
    """Return the same matrix in arrays that are longer than it needs."""
    rows = rows.copy()
    rows.indices, rows.data = np.append(rows.indices, [7, 7]), np.append(rows.data, [1e9, 1e9])
    return rows


FORMS = [
    sp.csr_matrix,
    sp.csc_matrix,
    sp.coo_matrix,
    sp.lil_matrix,
    sp.dok_matrix,
    sp.bsr_matrix,
    sp.csr_array,
    sp.csc_array,
    sp.coo_array,
    shuffled,
    in_parts,
    wide_indices,
    with_room,
]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_every_form_of_a_sparse_matrix_gives_the_answer_of_the_dense_one(form):
    expected = KMeans(4, init=START, n_init=1, tol=0).fit(ROWS.toarray())
    given = form(ROWS)
    model = KMeans(4, init=START, n_init=1, tol=0).fit(given)
    assert_array_equal(model.labels_, expected.labels_)
    assert_array_equal(model.predict(given), expected.labels_)
    assert model.n_iter_ == expected.n_iter_
    assert model.inertia_ == pytest.approx(expected.inertia_, rel=1e-13)
    assert model.score(given) == pytest.approx(-expected.inertia_, rel=1e-12)
    np.testing.assert_allclose(model.cluster_centers_, expected.cluster_centers_, rtol=1e-14, atol=1e-16)
    np.testing.assert_allclose(model.transform(given), expected.transform(ROWS.toarray()), rtol=1e-13)


@pytest.mark.parametrize("form", [sp.csr_matrix, shuffled, in_parts, wide_indices], ids=lambda f: f.__name__)
def test_the_matrix_of_the_caller_is_left_as_it_was(form):
    given = form(ROWS)
    before = (given.indptr.copy(), given.indices.copy(), given.data.copy())
    for part in (given.indptr, given.indices, given.data):
        part.flags.writeable = False
    KMeans(4, random_state=0, metric="euclidean").fit(given).predict(given)
    KMeans(4, random_state=0, metric="cosine").fit(given[given.getnnz(axis=1) > 0])
    kmeans_plusplus(given, 3)
    for part, kept in zip((given.indptr, given.indices, given.data), before, strict=True):
        assert_array_equal(part, kept)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("k", [3, 40])
def test_from_the_same_start_the_labels_are_those_of_scikit_learn(dtype, k):
    rows = sp.random(1500, 300, 0.05, format="csr", random_state=np.random.default_rng(k)).astype(dtype)
    start = rows[:k].toarray()
    ours = KMeans(k, init=start, n_init=1).fit(rows)
    theirs = TheirKMeans(k, init=start, n_init=1).fit(rows)
    assert_array_equal(ours.labels_, theirs.labels_)
    assert ours.n_iter_ == theirs.n_iter_
    assert ours.cluster_centers_.dtype == dtype


def test_the_tolerance_means_what_it_means_for_dense_rows():
    for tol in (0, 1e-4, 1e-2, 1e-1):
        one = KMeans(4, init=START, n_init=1, tol=tol).fit(ROWS)
        assert one.n_iter_ == KMeans(4, init=START, n_init=1, tol=tol).fit(ROWS.toarray()).n_iter_


def test_a_pipeline_from_texts_to_labels():
    texts = ["red apple", "green apple", "apple pie", "fast car", "red car", "car engine"] * 5
    model = make_pipeline(TfidfVectorizer(), KMeans(2, n_init=10, random_state=0)).fit(texts)
    labels = model.predict(["apple", "car"])
    assert labels[0] != labels[1]


def test_a_sparse_frame_stays_sparse():
    frame = pd.DataFrame.sparse.from_spmatrix(ROWS, columns=[f"word {j}" for j in range(60)])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        model = KMeans(4, init=START, n_init=1).fit(frame)
    assert_array_equal(model.labels_, KMeans(4, init=START, n_init=1).fit(ROWS).labels_)
    assert list(model.feature_names_in_) == list(frame.columns)


def test_a_start_may_be_sparse_or_a_callable():
    expected = KMeans(4, init=START, n_init=1).fit(ROWS).labels_
    rows = [1, 50, 99, 300]
    assert_array_equal(KMeans(4, init=ROWS[rows], n_init=1).fit(ROWS).labels_, expected)
    assert_array_equal(
        KMeans(4, init=lambda X, k, random_state: X[rows], n_init=1).fit(ROWS).labels_, expected
    )


def test_what_was_fitted_on_one_form_labels_the_other():
    model = KMeans(5, random_state=0).fit(ROWS)
    assert_array_equal(model.predict(ROWS.toarray()), model.labels_)
    other = KMeans(5, random_state=0).fit(ROWS.toarray())
    assert_array_equal(pickle.loads(pickle.dumps(other)).predict(ROWS), other.labels_)


def test_no_rows_have_no_labels():
    assert KMeans(2, random_state=0).fit(ROWS).predict(sp.csr_matrix((0, 60))).shape == (0,)


def test_weights_count():
    weights = np.random.default_rng(0).integers(0, 3, 400).astype(float)
    one = KMeans(4, init=START, n_init=1, tol=0).fit(ROWS, sample_weight=weights)
    other = KMeans(4, init=START, n_init=1, tol=0).fit(ROWS.toarray(), sample_weight=weights)
    assert_array_equal(one.labels_, other.labels_)
    assert one.score(ROWS, sample_weight=weights) == pytest.approx(-other.inertia_)


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_missing_and_infinite_values_are_refused(wrong):
    spoiled = ROWS.copy()
    spoiled.data[5] = wrong
    with pytest.raises(ValueError, match="NaN" if np.isnan(wrong) else "infinity"):
        KMeans(2).fit(spoiled)


def test_entries_that_add_up_to_infinity_are_refused():
    twice = sp.csr_matrix((2, 2))
    twice.indptr, twice.indices, twice.data = np.array([0, 2, 2]), np.array([1, 1]), np.array([1e308, 1e308])
    with pytest.raises(InputError, match="more than once"):
        KMeans(2).fit(twice)


@pytest.mark.parametrize("part", ["indices", "negative", "indptr"])
def test_a_damaged_matrix_is_refused_and_not_read(part):
    damaged = ROWS.copy()
    if part == "indptr":
        damaged.indptr[3] = damaged.indptr[9]
    else:
        damaged.indices[8] = 10_000_000 if part == "indices" else -5
    with pytest.raises(ValueError, match=r"do not fit together|indptr|indices"):
        KMeans(2).fit(damaged)


def test_more_clusters_than_rows_are_refused():
    with pytest.raises(ValueError, match="n_samples=3 should be >= n_clusters=4"):
        KMeans(4).fit(ROWS[:3])


def test_fewer_different_rows_than_clusters_are_told():
    with pytest.warns(ConvergenceWarning, match=r"distinct clusters \(2\)"):
        KMeans(3, random_state=0).fit(sp.csr_matrix(np.repeat([[0.0, 1.0], [1.0, 0.0]], 5, axis=0)))


def test_starting_centers_are_rows_written_out():
    for rows in (ROWS, ROWS.tocsc(), sp.csr_array(ROWS).astype(np.float32)):
        centers, indices = kmeans_plusplus(rows, 6, random_state=0)
        assert_array_equal(centers, rows.tocsr()[indices].toarray())
        assert centers.dtype == rows.dtype
