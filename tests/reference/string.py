"""The obvious way to a string pulled tight between two curves: the shortest one, by minimising its length."""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize


def shortest(along, low, high):
    """Return the heights of the shortest line that stays between two curves, held where they are equal."""
    steps = np.diff(along)

    def length(heights):
        return np.hypot(steps, np.diff(heights)).sum()

    bounds = list(zip(low, high, strict=True))
    found = minimize(
        length, (low + high) / 2, bounds=bounds, method="SLSQP", options={"ftol": 1e-14, "maxiter": 500}
    )
    return found.x
