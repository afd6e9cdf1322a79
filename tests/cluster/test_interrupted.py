"""What a fit leaves behind when it is stopped: the best state so far, in one piece."""

import gc
import time
import traceback
import weakref

import numpy as np
import pytest
import scipy.sparse as sp
from numpy.testing import assert_array_equal
from tests.interrupts import interrupted, no_signals

from covey import KMeans, engine

POINTS = np.random.default_rng(0).normal(size=(100_000, 32)).astype(np.float32)
FEW = np.random.default_rng(1).normal(size=(3000, 5))
SPARSE = sp.random(20_000, 500, 0.05, format="csr", random_state=np.random.default_rng(2))


def stopped(model, rows, after_s):
    """Fit, send Ctrl-C after so many seconds; return how many more the fit took to end."""
    with interrupted(after_s) as (interrupt, _):
        model.fit(rows)
    return time.monotonic() - interrupt.pressed_at


def is_in_one_piece(model, rows):
    assert_array_equal(model.labels_, model.predict(rows))
    if model.metric == "cosine":
        assert -model.score(rows) == pytest.approx(model.inertia_, rel=1e-9)
    else:
        rows = rows.toarray() if sp.issparse(rows) else rows
        away = rows.astype(float) - model.cluster_centers_[model.labels_]
        assert (away**2).sum() == pytest.approx(model.inertia_, rel=1e-6)


@no_signals
@pytest.mark.parametrize("n_threads", [1, 2])
def test_ctrl_c_stops_a_long_fit_and_keeps_the_best_so_far(n_threads):
    """Minutes of work; a busy machine may be slow, hence five seconds and not one."""
    model = KMeans(500, init="random", n_init=50, tol=0, max_iter=10_000, random_state=0, n_threads=n_threads)
    assert stopped(model, POINTS, 1.0) < 5
    is_in_one_piece(model, POINTS)


@no_signals
def test_ctrl_c_stops_a_sparse_fit_too():
    model = KMeans(100, tol=0, n_init=500, max_iter=10_000, random_state=0)
    assert stopped(model, SPARSE, 1.5) < 5
    is_in_one_piece(model, SPARSE)
    assert model.n_features_in_ == 500


class EnoughError(Exception):
    pass


def stops_after(start, iteration):
    """Return a callback that raises once that iteration of that start is done."""

    def listen(at_start, at_iteration, _moved):
        if (at_start, at_iteration) == (start, iteration):
            raise EnoughError("enough")

    return listen


@pytest.mark.parametrize("rows", [FEW, FEW.astype(np.float32), SPARSE], ids=["float64", "float32", "sparse"])
@pytest.mark.parametrize("n_threads", [1, 3])
@pytest.mark.parametrize("iteration", [1, 2, 7])
def test_what_is_kept_is_the_state_of_that_iteration(rows, n_threads, iteration):
    """One more iteration would have begun with these centers: max_iter stops at the same place."""
    options = {
        "init": rows[:20].toarray() if sp.issparse(rows) else rows[:20],
        "tol": 0,
        "n_threads": n_threads,
    }
    with pytest.raises(EnoughError) as caught:
        engine.fit(rows, 20, on_iteration=stops_after(0, iteration), **options)
    kept = engine.best_so_far(caught.value)
    expected = engine.fit(rows, 20, max_iter=iteration, **options)
    assert_array_equal(kept.labels, expected.labels)
    assert kept.centers.tobytes() == expected.centers.tobytes()
    assert (kept.inertia, kept.n_iterations) == (expected.inertia, expected.n_iterations)
    assert (kept.n_starts, kept.settled) == (1, False)
    assert engine.best_so_far(caught.value) is None


@pytest.mark.parametrize("way", ["never", "always", "by_cost"])
def test_it_does_not_matter_what_the_passes_skipped(way):
    engine.use_skipping(way)
    try:
        with pytest.raises(EnoughError) as caught:
            engine.fit(FEW, 9, init=FEW[:9], tol=0, on_iteration=stops_after(0, 6))
    finally:
        engine.use_skipping("by_cost")
    expected = engine.fit(FEW, 9, init=FEW[:9], tol=0, max_iter=6)
    assert_array_equal(engine.best_so_far(caught.value).labels, expected.labels)


@pytest.mark.parametrize("rows", [FEW, sp.csr_matrix(FEW)], ids=["dense", "sparse"])
def test_a_finished_start_is_kept_if_it_is_better(rows):
    """The third start has made one iteration: the better of the two before it wins."""
    with pytest.raises(EnoughError) as caught:
        engine.fit(rows, 12, n_init=5, seed=4, on_iteration=stops_after(2, 1))
    kept = engine.best_so_far(caught.value)
    expected = engine.fit(rows, 12, n_init=2, seed=4)
    assert_array_equal(kept.labels, expected.labels)
    assert kept.centers.tobytes() == expected.centers.tobytes()
    assert (kept.inertia, kept.n_starts) == (expected.inertia, 3)


@no_signals
def test_a_signal_while_the_labels_are_found_takes_nothing_away():
    """The key is pressed once the callback has raised, while the last pass is made; that is heard of too."""
    with interrupted() as (interrupt, caught):

        def listen(*_):
            interrupt.press()
            raise EnoughError

        engine.fit(POINTS, 500, init=POINTS[:500], on_iteration=listen, n_threads=1)
    assert isinstance(caught.value.__context__, EnoughError)
    kept = engine.best_so_far(caught.value)
    assert_array_equal(kept.labels, engine.assign(POINTS, kept.centers))


@no_signals
def test_a_signal_that_comes_too_late_takes_nothing_away():
    with interrupted() as (interrupt, caught):
        engine.fit(
            POINTS,
            500,
            init=POINTS[:500],
            max_iter=1,
            n_threads=1,
            on_iteration=lambda *_: interrupt.press(),
        )
    kept = engine.best_so_far(caught.value)
    assert_array_equal(kept.labels, engine.assign(POINTS, kept.centers))


def test_the_estimator_says_what_it_kept_and_can_go_on(monkeypatch):
    monkeypatch.setattr("covey.cluster.kmeans._print_iteration", stops_after(0, 3))
    model = KMeans(12, random_state=0, verbose=1, tol=0)
    with pytest.raises(EnoughError) as caught:
        model.fit(FEW)
    is_in_one_piece(model, FEW)
    assert model.n_iter_ == 3
    told = "".join(traceback.format_exception(caught.value)).splitlines()[-1]
    assert f"n_iter_=3, inertia_={model.inertia_:.6g}" in told and "init=model.cluster_centers_" in told
    assert model.transform(FEW).shape == (3000, 12)

    expected = KMeans(12, random_state=0, tol=0, effort="fast").fit(FEW)
    model.set_params(init=model.cluster_centers_, n_init=1, verbose=0).fit(FEW)
    assert model.inertia_ == expected.inertia_
    assert model.n_iter_ == expected.n_iter_ - 3


def test_cosine_keeps_its_own_units(monkeypatch):
    monkeypatch.setattr("covey.cluster.kmeans._print_iteration", stops_after(0, 2))
    model = KMeans(6, metric="cosine", random_state=0, verbose=1, tol=0)
    with pytest.raises(EnoughError):
        model.fit(FEW)
    is_in_one_piece(model, FEW)


def test_of_several_given_starts_those_before_count(monkeypatch):
    """A callable init is run start by start; the third is stopped after one iteration."""
    calls = []

    def listen(_start, iteration, _moved):
        calls.append(iteration)
        if calls.count(1) == 3:
            raise EnoughError

    def rows_in_turn(X, k, random_state):
        return X[random_state.choice(len(X), k, replace=False)]

    monkeypatch.setattr("covey.cluster.kmeans._print_iteration", listen)
    model = KMeans(5, init=rows_in_turn, n_init=4, random_state=0, verbose=1)
    with pytest.raises(EnoughError):
        model.fit(FEW)
    is_in_one_piece(model, FEW)
    assert model.n_iter_ > 1


def test_before_the_first_centers_nothing_is_kept():
    def refuses(X, k, random_state):
        raise EnoughError

    model = KMeans(5, init=refuses, n_init=1)
    with pytest.raises(EnoughError) as caught:
        model.fit(FEW)
    assert not hasattr(model, "labels_")
    assert not hasattr(caught.value, "__notes__")


def test_the_exception_is_the_one_that_was_raised_and_keeps_nothing_alive():
    """No cycle between the exception and the frames it passed: no collection is needed to free the rows."""

    def listen(*_):
        raise EnoughError("from the callback")

    rows = FEW.copy()
    freed = weakref.ref(rows)
    gc.disable()
    try:
        try:
            engine.fit(rows, 5, on_iteration=listen)
        except EnoughError as problem:
            assert "listen" in "".join(traceback.format_exception(problem))
        del rows
        assert freed() is None
    finally:
        gc.enable()
