"""The engine inside a process: forks, threads, interruptions."""

import multiprocessing
import os
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from tests.interrupts import interrupted, no_signals

from covey import engine

POINTS = np.random.default_rng(0).normal(size=(60_000, 8)).astype(np.float32)


def _inertia(_=None):
    return engine.fit(POINTS, 12, max_iter=5, tol=0, n_threads=2).inertia


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_child_forked_after_a_fit_can_fit():
    expected = _inertia()
    with multiprocessing.get_context("fork").Pool(1) as pool:
        assert pool.map_async(_inertia, [0]).get(timeout=20) == [expected]


def test_twenty_four_fits_at_once_give_the_answer_of_one():
    expected = _inertia()
    with ThreadPoolExecutor(24) as pool:
        assert set(pool.map(_inertia, range(24))) == {expected}


@no_signals
def test_an_interrupt_stops_a_long_fit():
    points = np.random.default_rng(0).normal(size=(200_000, 16))
    with interrupted(0.3):
        engine.fit(points, 300, max_iter=100_000, tol=-1.0, n_init=50)


def test_the_callback_hears_of_every_iteration():
    heard = []
    fit = engine.fit(POINTS, 5, max_iter=4, tol=0, on_iteration=lambda *told: heard.append(told))
    assert [iteration for _, iteration, _ in heard] == list(range(1, fit.n_iterations + 1))


def test_what_the_callback_raises_ends_the_fit():
    def refuse(*_):
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        engine.fit(POINTS, 5, on_iteration=refuse)


@pytest.mark.parametrize("name", engine.instruction_sets())
def test_the_environment_forces_an_instruction_set(name):
    code = "from covey import engine; print(engine.instruction_set())"
    environment = {**os.environ, "COVEY_ISA": name}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == name


def test_default_threads_follow_the_affinity_mask():
    if not hasattr(os, "sched_setaffinity"):
        pytest.skip("this system has no affinity masks")
    code = textwrap.dedent("""
        import os
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
        from covey import engine
        print(engine.default_threads())
    """)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1"
