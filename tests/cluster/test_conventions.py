"""What scikit-learn's users expect of every estimator, and what they get beyond it."""

import copy
import pickle

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
import sklearn
from numpy.testing import assert_array_equal
from sklearn.base import clone
from sklearn.compose import ColumnTransformer
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import parametrize_with_checks

from covey import BisectingKMeans, KMeans, MiniBatchKMeans, make_blobs
from covey.errors import OptionError

BLOBS, TRUTH = make_blobs(n_samples=300, centers=4, cluster_std=0.7, random_state=42)
POSITIVE = np.abs(BLOBS) + 0.5
ESTIMATORS = [KMeans, MiniBatchKMeans, BisectingKMeans]
every_estimator = pytest.mark.parametrize("Estimator", ESTIMATORS)


@parametrize_with_checks([KMeans(), MiniBatchKMeans(), BisectingKMeans()])
@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@pytest.mark.filterwarnings("ignore::sklearn.exceptions.SkipTestWarning")
@pytest.mark.filterwarnings("ignore::FutureWarning")
def test_every_check_of_scikit_learn_passes(estimator, check):
    check(estimator)


@every_estimator
@pytest.mark.parametrize("metric", ["euclidean", "cosine"])
@pytest.mark.parametrize("form", [np.asarray, np.float32, sp.csr_array], ids=["f64", "f32", "sparse"])
def test_labels_are_what_predict_says_of_the_same_rows(Estimator, metric, form):
    rows = form(POSITIVE)
    model = Estimator(6, random_state=0, metric=metric).fit(rows)
    assert_array_equal(model.predict(rows), model.labels_)
    assert model.labels_.dtype == np.int32
    assert model.cluster_centers_.dtype == rows.dtype
    assert model.score(rows) == pytest.approx(-model.inertia_, rel=1e-6)


@every_estimator
@pytest.mark.parametrize("form", [np.asarray, sp.csr_array], ids=["dense", "sparse"])
def test_permuted_rows_permute_the_labels(Estimator, form):
    order = np.random.default_rng(0).permutation(300)
    one = Estimator(5, random_state=1).fit(form(BLOBS))
    other = Estimator(5, random_state=1).fit(form(BLOBS[order]))
    assert_array_equal(other.labels_, one.labels_[order])
    if form is np.asarray:
        assert_array_equal(other.cluster_centers_, one.cluster_centers_)
        assert other.inertia_ == one.inertia_


@every_estimator
@pytest.mark.parametrize("batch_size", [1000, 64])
def test_a_weight_of_2_is_a_repeated_row_and_0_is_none(Estimator, batch_size):
    counts = np.random.default_rng(1).integers(0, 4, 300)
    options = {"batch_size": batch_size, "init_size": batch_size} if Estimator is MiniBatchKMeans else {}
    weighted = Estimator(5, random_state=1, **options).fit(BLOBS, sample_weight=counts)
    repeated = Estimator(5, random_state=1, **options).fit(BLOBS.repeat(counts, axis=0))
    assert_array_equal(weighted.cluster_centers_, repeated.cluster_centers_)
    assert_array_equal(weighted.labels_.repeat(counts), repeated.labels_)
    assert weighted.inertia_ == repeated.inertia_


@every_estimator
@pytest.mark.parametrize("form", [np.asarray, sp.csr_array], ids=["dense", "sparse"])
def test_threads_change_no_bit(Estimator, form):
    points = form(np.random.default_rng(0).normal(size=(6000, 5)))
    one = Estimator(7, random_state=1, n_threads=1).fit(points)
    many = Estimator(7, random_state=1, n_threads=3).fit(points)
    assert_array_equal(many.labels_, one.labels_)
    assert_array_equal(many.cluster_centers_, one.cluster_centers_)
    assert many.inertia_ == one.inertia_


@every_estimator
@pytest.mark.parametrize(
    "wrong",
    [
        {"n_clusters": 0},
        {"n_clusters": True},
        {"n_clusters": 2.0},
        {"init": "kmeans++"},
        {"n_init": 0},
        {"n_init": "often"},
        {"max_iter": 0},
        {"tol": -1.0},
        {"random_state": "today"},
        {"n_threads": 0},
        {"metric": "manhattan"},
    ],
    ids=str,
)
def test_a_wrong_option_is_named_with_its_value(Estimator, wrong):
    (name,) = wrong
    with pytest.raises(OptionError, match=name):
        Estimator(**wrong).fit(BLOBS)


@pytest.mark.parametrize(
    "wrong",
    [
        MiniBatchKMeans(batch_size=0),
        MiniBatchKMeans(init_size=0),
        MiniBatchKMeans(max_no_improvement=-1),
        MiniBatchKMeans(reassignment_ratio=-0.1),
        MiniBatchKMeans(compute_labels="yes"),
        BisectingKMeans(bisecting_strategy="biggest"),
        BisectingKMeans(algorithm="hamerly"),
        BisectingKMeans(init=np.zeros((8, 2))),
    ],
    ids=repr,
)
def test_a_wrong_option_of_one_estimator_is_named_too(wrong):
    with pytest.raises(OptionError, match="must be"):
        wrong.fit(BLOBS)


@every_estimator
def test_predict_before_fit_is_refused(Estimator):
    with pytest.raises(NotFittedError):
        Estimator().predict(BLOBS)


@every_estimator
def test_a_pickle_and_a_copy_predict_the_same(Estimator):
    model = Estimator(4, random_state=0).fit(BLOBS)
    for again in (pickle.loads(pickle.dumps(model)), copy.deepcopy(model)):
        assert_array_equal(again.predict(BLOBS), model.labels_)


@every_estimator
def test_a_clone_is_unfitted_and_fits_to_the_same(Estimator):
    model = Estimator(4, random_state=0).fit(BLOBS)
    assert not hasattr(clone(model), "labels_")
    assert_array_equal(clone(model).fit(BLOBS).labels_, model.labels_)


@every_estimator
def test_transform_gives_named_distances(Estimator):
    frame = pd.DataFrame(BLOBS, columns=["spend", "visits"], index=range(7, 307))
    model = Estimator(3, random_state=0).set_output(transform="pandas").fit(frame)
    found = model.transform(frame)
    names = [f"{Estimator.__name__.lower()}{i}" for i in range(3)]
    assert list(found.columns) == names == list(model.get_feature_names_out())
    assert_array_equal(found.index, frame.index)
    gaps = np.linalg.norm(BLOBS[:, None] - model.cluster_centers_[None], axis=2)
    np.testing.assert_allclose(found.to_numpy(), gaps)
    np.testing.assert_allclose(clone(model).fit_transform(frame).to_numpy(), gaps)


@every_estimator
def test_it_works_in_a_pipeline_a_grid_and_a_column_transformer(Estimator):
    frame = pd.DataFrame(BLOBS, columns=["spend", "visits"])
    pipe = make_pipeline(StandardScaler(), Estimator(random_state=0))
    step = f"{Estimator.__name__.lower()}__n_clusters"
    search = GridSearchCV(pipe, {step: [2, 4]}, cv=3).fit(frame)
    assert search.best_params_ == {step: 4}
    columns = ColumnTransformer([("near", Estimator(3, random_state=0), ["spend", "visits"])])
    assert columns.fit_transform(frame).shape == (300, 3)


@every_estimator
def test_weights_are_routed_where_they_are_asked_for(Estimator):
    weights = np.random.default_rng(0).integers(0, 3, 300)
    with sklearn.config_context(enable_metadata_routing=True):
        inner = Estimator(4, random_state=0).set_fit_request(sample_weight=True)
        pipe = make_pipeline(StandardScaler().set_fit_request(sample_weight=False), inner)
        routed = pipe.fit(BLOBS, sample_weight=weights)[-1]
    alone = Estimator(4, random_state=0).fit(StandardScaler().fit_transform(BLOBS), sample_weight=weights)
    assert_array_equal(routed.labels_, alone.labels_)


@every_estimator
def test_the_html_face_names_the_estimator_and_its_parameters(Estimator):
    page = Estimator(5, random_state=0).fit(BLOBS)._repr_html_()
    assert Estimator.__name__ in page
    assert "n_clusters" in page


@every_estimator
def test_columns_that_are_not_those_of_the_fit_are_named(Estimator):
    frame = pd.DataFrame(BLOBS, columns=["spend", "visits"])
    model = Estimator(3, random_state=0).fit(frame)
    with pytest.raises(
        ValueError, match=r"unseen at fit time:\n- age[\s\S]*now missing:\n- visits[\s\S]*X\[list"
    ):
        model.predict(frame.rename(columns={"visits": "age"}))
    with pytest.raises(ValueError, match=r"same order as they were in fit[\s\S]*X\[list"):
        model.predict(frame[["visits", "spend"]])
    with pytest.raises(ValueError, match=r"X has 1 features, but .* is expecting 2 .* same order"):
        Estimator(3, random_state=0).fit(BLOBS).predict(BLOBS[:, :1])


@every_estimator
def test_fit_predict_is_fit_then_labels(Estimator):
    labels = Estimator(4, random_state=0).fit_predict(BLOBS)
    assert_array_equal(labels, Estimator(4, random_state=0).fit(BLOBS).labels_)


@every_estimator
def test_an_init_callable_is_asked_for_each_start(Estimator):
    asked = []

    def first_rows(X, n_clusters, random_state):
        asked.append(n_clusters)
        return X[random_state.permutation(X.shape[0])[:n_clusters]]

    Estimator(3, init=first_rows, n_init=2, random_state=0).fit(BLOBS)
    assert asked == ([2, 2, 2, 2] if Estimator is BisectingKMeans else [3, 3])


@every_estimator
def test_all_rows_equal_is_told(Estimator):
    rows = np.full((40, 2), 3.5)
    with pytest.warns(
        sklearn.exceptions.ConvergenceWarning, match=r"distinct clusters \(1\).*n_clusters \(3\)"
    ):
        model = Estimator(3, random_state=0).fit(rows)
    assert_array_equal(model.labels_, 0)
    assert_array_equal(model.cluster_centers_, np.full((3, 2), 3.5))
    assert model.inertia_ == 0


@every_estimator
def test_one_cluster_is_the_mean(Estimator):
    model = Estimator(1, random_state=0).fit(BLOBS)
    np.testing.assert_allclose(model.cluster_centers_[0], BLOBS.mean(axis=0))
    np.testing.assert_allclose(model.inertia_, ((BLOBS - BLOBS.mean(axis=0)) ** 2).sum())
