import pickle
import warnings

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from numpy.testing import assert_array_equal
from sklearn.base import clone
from sklearn.cluster import KMeans as TheirKMeans
from sklearn.exceptions import ConvergenceWarning, NotFittedError
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from covey import BisectingKMeans, KMeans, MiniBatchKMeans, make_blobs
from covey.errors import OptionError

BLOBS, TRUTH = make_blobs(n_samples=300, centers=4, cluster_std=0.7, random_state=42)


def test_the_lesson_is_reproduced():
    model = KMeans(n_clusters=4, n_init=10, random_state=42).fit(BLOBS)
    assert model.inertia_ == pytest.approx(277.518, abs=0.001)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_from_the_same_start_the_labels_are_those_of_scikit_learn(dtype):
    points = np.random.default_rng(0).normal(size=(2000, 7)).astype(dtype)
    start = points[:9]
    ours = KMeans(9, init=start, n_init=1, random_state=0).fit(points)
    theirs = TheirKMeans(9, init=start, n_init=1, random_state=0).fit(points)
    assert_array_equal(ours.labels_, theirs.labels_)
    assert ours.n_iter_ == theirs.n_iter_
    assert ours.cluster_centers_.dtype == dtype
    np.testing.assert_allclose(
        ours.cluster_centers_, theirs.cluster_centers_, rtol=2e-4 if dtype == np.float32 else 1e-9
    )


def test_predict_on_the_training_rows_gives_the_labels():
    model = KMeans(7, random_state=3).fit(BLOBS)
    assert_array_equal(model.predict(BLOBS), model.labels_)


def test_predict_takes_no_rows():
    assert KMeans(2, random_state=0).fit(BLOBS).predict(np.empty((0, 2))).shape == (0,)


def test_score_is_minus_the_inertia():
    model = KMeans(4, random_state=0).fit(BLOBS)
    assert model.score(BLOBS) == pytest.approx(-model.inertia_)
    assert model.score(BLOBS, sample_weight=np.full(300, 2.0)) == pytest.approx(-2 * model.inertia_)


@pytest.mark.parametrize(
    "frame_of", [pd.DataFrame, pl.DataFrame, pa.table], ids=["pandas", "polars", "arrow"]
)
def test_frames_keep_their_column_names(frame_of):
    frame = frame_of({"spend": BLOBS[:, 0], "visits": BLOBS[:, 1]})
    model = KMeans(4, random_state=0).fit(frame)
    assert_array_equal(model.feature_names_in_, ["spend", "visits"])
    assert_array_equal(model.labels_, KMeans(4, random_state=0).fit(BLOBS).labels_)
    assert_array_equal(model.predict(frame), model.labels_)


def test_transform_gives_named_distances():
    model = KMeans(3, random_state=0).set_output(transform="pandas").fit(BLOBS)
    assert list(model.transform(BLOBS).columns) == ["kmeans0", "kmeans1", "kmeans2"]


def test_it_works_in_a_pipeline_and_a_search():
    search = GridSearchCV(
        make_pipeline(StandardScaler(), KMeans(random_state=0)), {"kmeans__n_clusters": [2, 4]}
    )
    assert search.fit(BLOBS).best_params_ == {"kmeans__n_clusters": 4}


def test_it_survives_clone_and_pickle():
    model = KMeans(4, random_state=0, n_threads=1)
    assert clone(model).get_params() == model.get_params()
    fitted = model.fit(BLOBS)
    assert_array_equal(pickle.loads(pickle.dumps(fitted)).predict(BLOBS), fitted.labels_)


@pytest.mark.parametrize("init", ["k-means++", "random"])
@pytest.mark.parametrize(
    "seed", [0, np.random.RandomState(0), np.random.default_rng(0)], ids=["int", "state", "generator"]
)
def test_every_kind_of_seed_is_taken(init, seed):
    assert KMeans(4, init=init, n_init=10, random_state=seed).fit(BLOBS).inertia_ == pytest.approx(
        277.518, abs=0.001
    )


def test_a_callable_may_return_a_view_of_the_rows():
    """scikit-learn's fit corrupts the data then; the start must be copied."""
    before = BLOBS.copy()
    model = KMeans(4, init=lambda X, k, random_state: X[:k], n_init=1).fit(BLOBS)
    assert_array_equal(BLOBS, before)
    assert_array_equal(model.predict(BLOBS), model.labels_)


@pytest.mark.parametrize(
    "wrong",
    [
        {"n_clusters": 0},
        {"n_clusters": -1},
        {"n_clusters": 2.0},
        {"n_clusters": "3"},
        {"n_clusters": True},
        {"init": "kmeans++"},
        {"init": 3},
        {"n_init": 0},
        {"n_init": "sometimes"},
        {"max_iter": 0},
        {"tol": -1.0},
        {"tol": float("nan")},
        {"algorithm": "hamerly"},
        {"random_state": "today"},
        {"n_threads": 0},
    ],
    ids=str,
)
def test_a_wrong_option_is_named_with_its_value(wrong):
    (name,) = wrong
    with pytest.raises(OptionError, match=name) as caught:
        KMeans(**wrong).fit(BLOBS)
    assert isinstance(caught.value, ValueError)
    assert isinstance(caught.value, TypeError)


def test_a_misspelt_init_is_guessed():
    with pytest.raises(OptionError, match=r"Did you mean 'k-means\+\+'"):
        KMeans(init="kmeans++").fit(BLOBS)


@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf])
def test_missing_and_infinite_values_are_refused(wrong):
    spoiled = BLOBS.copy()
    spoiled[5, 1] = wrong
    with pytest.raises(ValueError, match="NaN" if np.isnan(wrong) else "infinity"):
        KMeans(2).fit(spoiled)


def test_weights_that_make_no_sense_are_refused():
    for weights in (np.full(300, -1.0), np.zeros(300), np.full(300, np.nan), np.ones(299)):
        with pytest.raises(ValueError, match=r"[Nn]egative|zero|NaN|shape"):
            KMeans(2).fit(BLOBS, sample_weight=weights)


def test_more_clusters_than_rows_are_refused():
    with pytest.raises(ValueError, match="n_samples=3 should be >= n_clusters=4"):
        KMeans(4).fit(BLOBS[:3])


def test_fewer_different_rows_than_clusters_are_told():
    rows = np.repeat([[0.0], [1.0]], 5, axis=0)
    with pytest.warns(ConvergenceWarning, match=r"distinct clusters \(2\).*n_clusters \(3\)"):
        KMeans(3, random_state=0).fit(rows)


def test_several_starts_from_one_given_start_are_told():
    with pytest.warns(RuntimeWarning, match="performing only one init"):
        KMeans(2, init=BLOBS[:2], n_init=5).fit(BLOBS)


def test_an_unsettled_fit_is_told():
    points = np.random.default_rng(0).normal(size=(500, 3))
    with pytest.warns(ConvergenceWarning, match="max_iter=2"):
        KMeans(12, max_iter=2, tol=0, random_state=0).fit(points)


def test_a_settled_fit_warns_of_nothing():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        KMeans(4, random_state=0).fit(BLOBS)


def test_predict_before_fit_is_refused():
    with pytest.raises(NotFittedError):
        KMeans().predict(BLOBS)


@pytest.mark.parametrize(
    "layout",
    [
        np.asfortranarray,
        lambda x: x[:, ::-1][:, ::-1],
        lambda x: x.astype(">f8"),
        lambda x: np.repeat(x, 2, 0)[::2],
    ],
    ids=["fortran", "negative strides", "big-endian", "strided"],
)
def test_the_layout_of_the_array_does_not_matter(layout):
    given = layout(BLOBS)
    given.flags.writeable = False
    assert_array_equal(
        KMeans(4, random_state=1).fit(given).labels_, KMeans(4, random_state=1).fit(BLOBS).labels_
    )


@pytest.mark.parametrize("size", [1e-200, 1e160])
def test_huge_and_tiny_numbers_give_the_right_groups(size):
    model = KMeans(4, n_init=5, random_state=0).fit(BLOBS * size)
    assert_array_equal(np.bincount(model.labels_), [75, 75, 75, 75])


def test_verbose_prints_a_line_per_iteration(capsys):
    model = KMeans(4, verbose=1, random_state=0).fit(BLOBS)
    assert len(capsys.readouterr().out.splitlines()) == model.n_iter_


@pytest.mark.parametrize("kind", [KMeans, MiniBatchKMeans, BisectingKMeans])
def test_numbers_beyond_those_of_the_engine_are_as_good_as_its_largest(kind):
    expected = kind(3, random_state=0).fit(BLOBS)
    many = kind(3, random_state=0, n_threads=10**12).fit(BLOBS)
    long = kind(3, random_state=0, max_iter=2**40).fit(BLOBS[:30])

    np.testing.assert_array_equal(many.labels_, expected.labels_)
    np.testing.assert_array_equal(many.predict(BLOBS), expected.labels_)
    assert many.score(BLOBS) == expected.score(BLOBS)
    assert len(long.labels_) == 30


@pytest.mark.parametrize("kind", [KMeans, MiniBatchKMeans])
@pytest.mark.parametrize("form", [np.int64, np.int32, np.float16, list])
def test_centers_set_by_hand_may_be_of_any_kind_of_number(kind, form):
    model = kind(2, random_state=0).fit([[0.0], [1.0], [10.0], [11.0]])
    model.cluster_centers_ = [[0], [10]] if form is list else np.array([[0], [10]], form)

    assert model.predict([[1.0], [9.0]]).tolist() == [0, 1]
    assert model.transform([[1.0], [9.0]]).tolist() == [[1.0, 9.0], [9.0, 1.0]]


@pytest.mark.parametrize("kind", [KMeans, MiniBatchKMeans, BisectingKMeans])
@pytest.mark.parametrize("verbose", ["yes", -1, 0.5, None])
def test_verbose_is_looked_at(kind, verbose):
    with pytest.raises(OptionError, match="verbose="):
        kind(2, verbose=verbose).fit(BLOBS)


def test_the_module_of_numpy_is_its_stream_as_in_scikit_learn():
    np.random.seed(3)
    first = KMeans(5, init="random", n_init=1, random_state=np.random).fit(BLOBS)
    np.random.seed(3)
    again = KMeans(5, init="random", n_init=1, random_state=np.random.mtrand._rand).fit(BLOBS)

    np.testing.assert_array_equal(first.cluster_centers_, again.cluster_centers_)
