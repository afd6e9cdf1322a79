"""A small table with three clear groups, segmented once for all tests of this room."""

import matplotlib
import numpy as np
import pytest

from covey.journeys import segment

matplotlib.use("Agg")


def three_groups(n_each=25, seed=0):
    """Return columns of a table: an id, two measures in three groups, a town that follows the groups."""
    random = np.random.default_rng(seed)
    middles = np.repeat([[20.0, 100.0], [40.0, 900.0], [70.0, 300.0]], n_each, axis=0)
    values = middles + random.normal(size=middles.shape) * [1.5, 25.0]
    return {
        "customer_id": [f"C{row:03d}" for row in range(3 * n_each)],
        "age": values[:, 0].round(1).tolist(),
        "spend": values[:, 1].round(2).tolist(),
        "town": ["Oslo"] * n_each + ["Rome"] * n_each + ["Bonn"] * n_each,
    }


@pytest.fixture(scope="session")
def columns():
    return three_groups()


@pytest.fixture(scope="session")
def found(columns):
    return segment(columns)
