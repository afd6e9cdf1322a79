"""Estimators among threads and processes: the answers of one thread, and no child that hangs."""

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import joblib
import numpy as np
import pytest

from covey import BisectingKMeans, KMeans, MiniBatchKMeans

pytestmark = pytest.mark.filterwarnings("ignore:stopped after")  # KMeans is, on purpose
POINTS = np.random.default_rng(0).normal(size=(8000, 6))
MODELS = [
    KMeans(9, max_iter=5, tol=0, random_state=0, n_threads=2),
    MiniBatchKMeans(9, random_state=0, n_threads=2),
    BisectingKMeans(9, random_state=0, n_threads=2),
]


def answers(_=None):
    """Return what every estimator says of the same rows, to the bit."""
    fitted = [model.fit(POINTS) for model in map(unfitted, MODELS)]
    return [(model.inertia_, model.labels_.tobytes(), model.predict(POINTS).tobytes()) for model in fitted]


def unfitted(model):
    from sklearn.base import clone

    return clone(model)


def test_twenty_four_threads_at_once_give_the_answers_of_one():
    expected = answers()
    with ThreadPoolExecutor(24) as pool:
        assert all(found == expected for found in pool.map(answers, range(24)))


@pytest.mark.parametrize("way", ["fork", "spawn"])
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_child_process_after_a_fit_gives_the_same(way):
    if way not in multiprocessing.get_all_start_methods():
        pytest.skip(f"this system has no {way}")
    expected = answers()
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context(way)) as pool:
        assert pool.submit(answers).result(timeout=60) == expected


def test_joblib_after_a_fit_gives_the_same():
    expected = answers()
    with joblib.parallel_config("loky", n_jobs=2):
        found = joblib.Parallel(timeout=60)(joblib.delayed(answers)() for _ in range(2))
    assert found == [expected] * 2


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_fitted_estimator_predicts_in_a_forked_child():
    model = KMeans(9, random_state=0).fit(POINTS)
    with multiprocessing.get_context("fork").Pool(1) as pool:
        found = pool.apply_async(model.predict, (POINTS,)).get(timeout=60)
    assert found.tobytes() == model.labels_.tobytes()
