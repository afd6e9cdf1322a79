"""n_threads reaches every step of a journey, and is looked at before the first."""

import re

import numpy as np
import pytest

import covey
from covey.errors import InputError

RANDOM = np.random.default_rng(0)
ROWS = RANDOM.normal(size=(90, 2)) + np.repeat([[0, 0], [9, 0], [0, 9]], 30, axis=0)
MATRIX = RANDOM.normal(size=(60, 90)) + np.repeat([-2, 0, 2], 20)[:, None] * np.sign(np.arange(90) - 44.5)
WORDS = [["cat", "mouse", "purr"], ["bank", "loan", "rate"], ["ship", "sail", "sea"]]
TEXTS = [" ".join(RANDOM.choice(WORDS[place % 3], 4)) + f" word{place}" for place in range(90)]
JOURNEYS = {
    "segment": lambda n_threads: covey.segment(ROWS, 3, n_threads=n_threads),
    "outliers": lambda n_threads: covey.outliers(ROWS, n_threads=n_threads).score(ROWS),
    "alternatives": lambda n_threads: covey.alternatives(ROWS, n_threads=n_threads),
    "choose_k": lambda n_threads: covey.choose_k(ROWS, n_threads=n_threads),
    "genes": lambda n_threads: covey.genes(MATRIX, n_threads=n_threads),
    "topics": lambda n_threads: covey.topics(TEXTS, n_threads=n_threads).score(TEXTS),
    "topics of embeddings": lambda n_threads: covey.topics(
        TEXTS, embeddings=RANDOM.normal(size=(90, 40)), n_threads=n_threads
    ).score(TEXTS, embeddings=np.ones((90, 40))),
}


@pytest.mark.parametrize("journey", JOURNEYS.values(), ids=JOURNEYS)
def test_one_thread_asked_for_is_one_thread_in_every_step(journey, monkeypatch):
    """Whoever does not hand the number on lets the engine ask how many processors there are."""

    def asked():
        raise AssertionError("a step asked for all processors")

    for room in (covey.engine, covey.engine.totals):
        monkeypatch.setattr(room, "default_threads", asked)

    journey(1)


FOUND = covey.segment(ROWS[::3], 2, n_threads=1)
CALLS = {
    **JOURNEYS,
    "score": lambda n_threads: FOUND.score(ROWS, n_threads=n_threads),
    "scores": lambda n_threads: FOUND.scores(n_threads=n_threads),
    "palette": lambda n_threads: covey.palette(np.zeros((4, 4, 3), np.uint8), n_threads=n_threads),
}


@pytest.mark.parametrize("n_threads", [-5, 0, 1.5, True, "x"])
@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_a_number_of_threads_that_is_none_is_refused(call, n_threads):
    with pytest.raises(
        InputError, match=re.escape(f"n_threads={n_threads!r}, but n_threads must be a whole")
    ):
        call(n_threads)
