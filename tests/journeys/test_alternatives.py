"""What covey.alternatives says of tables that are too small."""

import numpy as np
import pytest

import covey
from covey.errors import InputError

ROWS = np.random.default_rng(0).normal(size=(6, 2))


@pytest.mark.parametrize("n_rows", [2, 5])
def test_too_few_rows_are_refused_with_the_least_number(n_rows):
    with pytest.raises(InputError, match=f"has {n_rows} rows that can form segments; at least 6 are needed"):
        covey.alternatives(ROWS[:n_rows])


def test_six_rows_are_enough():
    assert covey.alternatives(ROWS).methods
