import numpy as np
import scipy.sparse as sp
from tests.reference import log_odds as slow

from covey import explain
from covey.explain.contrast_words import log_odds


def test_log_odds_are_those_of_the_slow_twin():
    random = np.random.default_rng(0)
    occurs = (random.random((40, 12)) < 0.3).astype(float)
    labels = random.integers(0, 3, 40)
    found = log_odds(sp.csr_matrix(occurs), labels, 3)
    np.testing.assert_allclose(found, slow.log_odds(occurs, labels, 3), rtol=1e-9)


def test_a_common_word_is_not_in_contrast():
    occurs = sp.csr_matrix(np.array([[1, 1, 0]] * 5 + [[1, 0, 1]] * 5))
    words = explain.contrast_words(occurs, np.repeat([0, 1], 5), 2, ["said", "goal", "bank"])
    assert words == [["goal"], ["bank"]]


def test_singular_and_plural_are_said_once():
    occurs = sp.csr_matrix(np.array([[1, 1, 0]] * 5 + [[0, 0, 1]] * 5))
    words = explain.contrast_words(occurs, np.repeat([0, 1], 5), 2, ["film", "films", "bank"])
    assert words[0] == ["film"]


def test_names_are_unique():
    same = [["a", "b", "c"]] * 3
    assert len(set(explain.topic_names(same))) == 3
    assert explain.topic_names([[]]) == ("no word in contrast",)
