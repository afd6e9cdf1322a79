"""How good are these centers? The one function that every engine's inertia comes from."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse as sp


def inertia(rows: Any, centers: np.ndarray) -> float:
    """Return the sum of squared distances to the nearest centers, in float64.

    The nearest center is found by the product form, its distance by differences. For sparse rows the distance
    is that of the product form too: they have unit length, so float64 loses nothing that is looked at.
    """
    centers = np.asarray(centers, np.float64)
    norms = (centers**2).sum(axis=1)
    step = max(256, 30_000_000 // (len(centers) + rows.shape[1]))
    total = 0.0
    for begin in range(0, rows.shape[0], step):
        part = rows[begin : begin + step].astype(np.float64)
        nearest = norms - 2 * np.asarray(part @ centers.T)
        if sp.issparse(part):
            total += float((np.asarray(part.multiply(part).sum(axis=1)).ravel() + nearest.min(axis=1)).sum())
        else:
            total += float(((part - centers[nearest.argmin(axis=1)]) ** 2).sum())
    return total
