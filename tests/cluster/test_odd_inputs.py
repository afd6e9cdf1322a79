"""Every odd input on every estimator: the right answer or a refusal, and nothing is changed."""

import pickle
import warnings

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from numpy.testing import assert_array_equal
from tests.cluster.inputs_page import PAGE, page
from tests.cluster.odd_makers import ROWS, TRUTH, frame
from tests.cluster.odd_table import TABLE

from covey import BisectingKMeans, KMeans, MiniBatchKMeans, errors, kmeans_plusplus

ESTIMATORS = [KMeans, MiniBatchKMeans, BisectingKMeans]


def estimator_of(Estimator, options):
    start = {"init": "k-means++", "random_state": 0, "n_init": 3}
    return Estimator(**{"n_clusters": 4, **start, **options})


def remembered(thing):
    """Return what can be compared later to see that nothing was changed."""
    if isinstance(thing, dict):
        return {name: remembered(value) for name, value in thing.items()}
    if isinstance(thing, pd.Series):
        thing = thing.to_frame()
    if isinstance(thing, pd.DataFrame):
        columns = [thing.iloc[:, j].tolist() for j in range(thing.shape[1])]
        return pickle.dumps((list(thing.columns), list(thing.index), list(map(str, thing.dtypes)), columns))
    if isinstance(thing, (sp.csr_matrix, sp.csr_array)):
        return [part.tobytes() for part in (thing.data, thing.indices, thing.indptr)]
    try:
        return pickle.dumps(thing)
    except Exception:  # a DuckDB relation, a lambda: nothing that could be written to
        return None


def same_groups(labels, truth):
    return len(set(zip(labels.tolist(), truth.tolist(), strict=True))) == len(set(truth.tolist()))


def outcome_of(Estimator, given):
    """Return the fitted model or the error, and the warnings."""
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        try:
            found = estimator_of(Estimator, given.options).fit(given.X, sample_weight=given.weights)
        except (ValueError, TypeError) as problem:
            found = problem
    return found, [str(one.message) for one in heard]


def cases(*groups, kinds=("right", "refused", "told")):
    """Return every estimator with every line of these groups (default: all) that ends in this way."""
    return [
        pytest.param(Estimator, odd, id=f"{Estimator.__name__}, {group}: {odd.came}")
        for group in groups or TABLE
        for odd in TABLE[group]
        for Estimator in ESTIMATORS
        if odd.outcome.kind in kinds and Estimator.__name__ not in odd.not_for
    ]


@pytest.mark.parametrize(("Estimator", "odd"), cases())
def test_it_comes_out_as_the_table_says(Estimator, odd):
    given = odd.given()
    before = [remembered(thing) for thing in (given.X, given.weights, given.options)]
    found, heard = outcome_of(Estimator, given)
    assert [remembered(thing) for thing in (given.X, given.weights, given.options)] == before
    if odd.outcome.kind == "refused":
        assert isinstance(found, (ValueError, TypeError)), "an answer was given"
        assert odd.outcome.words in str(found)
        return
    if isinstance(found, Exception):
        raise found
    if odd.outcome.kind == "told":
        assert any(odd.outcome.words in text for text in heard), heard
    else:
        assert heard == []
    assert same_groups(found.labels_, TRUTH if given.truth is None else given.truth)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert_array_equal(found.predict(given.X), found.labels_)


@pytest.mark.parametrize(
    ("Estimator", "odd"), cases("Containers", "Sparse rows", "Column names", kinds=["right"])
)
def test_the_inertia_is_that_of_the_plain_rows(Estimator, odd):
    found, _ = outcome_of(Estimator, odd.given())
    plain = estimator_of(Estimator, {}).fit(ROWS)
    assert found.inertia_ == pytest.approx(plain.inertia_, rel=1e-12)


@pytest.mark.parametrize(
    ("Estimator", "odd"), cases("Numbers", "What is no number", "Shapes", "Weights", kinds=["refused"])[::3]
)
def test_kmeans_plusplus_refuses_what_the_estimators_refuse(Estimator, odd):
    given = odd.given()
    with pytest.raises((ValueError, TypeError)):
        kmeans_plusplus(given.X, 4, sample_weight=given.weights, random_state=0)


@pytest.mark.parametrize("Estimator", ESTIMATORS)
def test_names_are_carried_as_they_are(Estimator):
    for odd in TABLE["Column names"]:
        if odd.outcome.kind == "right":
            X = odd.given().X
            names = list(X.columns)
            model = estimator_of(Estimator, {}).fit(X)
            kept = all(isinstance(name, str) for name in names)
            assert list(getattr(model, "feature_names_in_", [])) == (names if kept else [])


@pytest.mark.parametrize("Estimator", ESTIMATORS)
def test_no_rows_have_no_labels(Estimator):
    model = estimator_of(Estimator, {}).fit(frame())
    assert model.predict(frame().iloc[:0]).shape == (0,)
    assert model.transform(frame().iloc[:0]).shape == (0, 4)


@pytest.mark.parametrize("Estimator", ESTIMATORS)
def test_a_refusal_is_an_error_that_scikit_learn_users_catch(Estimator):
    with pytest.raises(ValueError, match="dates") as caught:
        Estimator().fit(np.array([["2024-01-01"]] * 9, dtype="datetime64[D]"))
    assert isinstance(caught.value, errors.InputError)


def test_more_than_65535_clusters_have_labels_of_their_own():
    rows = np.arange(66_000.0)[:, None]
    model = KMeans(65_990, init=rows[:65_990], n_init=1, max_iter=1, tol=1e9).fit(rows)
    assert_array_equal(model.labels_[:65_900], np.arange(65_900))


def test_the_page_says_what_the_table_says():
    assert PAGE.read_text(encoding="utf-8") == page(), "run: make docs"
