"""Every journey takes the same seeds and refuses the others with the same sentence."""

import numpy as np
import pytest

import covey
from covey.errors import InputError
from covey.journeys import choose_k_in_table

ROWS = {"x": [0.0, 1.0, 2.0, 50.0, 51.0, 52.0] * 4, "y": [0.0, 1.0, 0.5, 9.0, 8.0, 8.5] * 4}
TEXTS = ["cat mouse", "cat mouse dog", "mouse cat pet", "bank loan", "loan bank rate", "loan bank cash"]
PIXELS = np.arange(300, dtype=np.uint8).reshape(10, 10, 3)
MATRIX = np.random.default_rng(0).normal(size=(30, 12))
JOURNEYS = {
    "segment": lambda seed: covey.segment(ROWS, 2, seed=seed),
    "choose_k": lambda seed: covey.choose_k(np.column_stack([*ROWS.values()]), [1, 2], random_state=seed),
    "choose_k_in_table": lambda seed: choose_k_in_table(ROWS, [1, 2], seed=seed),
    "alternatives": lambda seed: covey.alternatives(ROWS, seed=seed),
    "topics": lambda seed: covey.topics(TEXTS, 2, seed=seed),
    "palette": lambda seed: covey.palette(PIXELS, 4, seed=seed),
    "outliers": lambda seed: covey.outliers(ROWS, k=2, seed=seed),
    "genes": lambda seed: covey.genes(MATRIX, 2, sample_k=2, seed=seed),
}


@pytest.mark.parametrize("seed", [-1, 2**32, 1.5, "0", True, np.True_])
@pytest.mark.parametrize("journey", JOURNEYS)
def test_what_is_no_seed_is_refused(journey, seed):
    with pytest.raises(InputError, match="is not a seed"):
        JOURNEYS[journey](seed)


@pytest.mark.parametrize("seed", [np.int64(3), np.uint8(3), 2**32 - 1])
@pytest.mark.parametrize("journey", ["alternatives", "choose_k_in_table"])
def test_whole_numbers_of_every_make_are_seeds(journey, seed):
    JOURNEYS[journey](seed)
