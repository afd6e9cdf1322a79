"""Which of several starts is the best, where their inertias may be too small or too large for a float64?

In:   the rows that were fitted, and the fits.
Out:  one number for each fit, in the order of the inertias: these themselves, or, where a square underflows
      to 0 or overflows to infinity, what they are over a power of four that all share.
Not here: starts that the engine runs in one call. It compares them in its own frame, where nothing is lost.
Next: kmeans.py, minibatch.py, bisecting.py ask; batches.py for inertias over a power of four.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

from covey import engine
from covey.cluster.batches import inertias, tamed
from covey.records import Array, Fit

LEAST, MOST = sys.float_info.min, sys.float_info.max


def is_ordinary(inertia: float) -> bool:
    """Return whether no digit of an inertia is lost to the range of a float64."""
    return LEAST <= inertia <= MOST


def ranks(fits: Sequence[Fit], points: Any, weights: Array | None, n_threads: int | None) -> list[float]:
    """Return numbers that compare as the inertias of fits to the same rows do."""
    if len(fits) == 1 or all(is_ordinary(fit.inertia) for fit in fits):
        return [fit.inertia for fit in fits]
    weights, _ = tamed(weights)
    found = []
    for fit in fits:
        totals = engine.cluster_totals(
            points, fit.labels, len(fit.centers), weights=weights, n_threads=n_threads
        )
        found.append(float(inertias(totals, fit.centers, totals.exponent).sum()))
    return found


def best_of(fits: Sequence[Fit], points: Any, weights: Array | None, n_threads: int | None) -> Fit:
    """Return the fit of the lowest inertia, the first of those."""
    ranked = ranks(fits, points, weights, n_threads)
    return fits[ranked.index(min(ranked))]
