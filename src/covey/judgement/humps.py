"""Which columns, or leading components of all columns, have more than one hump?

In:   points (n, d), the names of the columns.
Out:  those whose dip is too large for a single hump, with a p-value that counts how many were looked at.
Not here: the dip itself (`dip`), or how flat a column could be with one hump (`flat`). A column with few
      different values has steps, and steps are not humps.
Source: Hartigan, Hartigan (1985), Ann. Statist. 13, 70-84; components after Adolfsson, Ackerman, Brownstein
      (2019), Pattern Recognition 88, 13-26; Bonferroni for the number of looks, as the smallest p-value is
      what is read.
Next: `decision`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from covey.judgement.dip import p_value
from covey.judgement.flat import flatness
from covey.judgement.references import has_steps
from covey.records import Array, Humps

CHANCE = 0.05  # of seeing a hump too many anywhere in a table of uniform columns; fewer in any other
LEAST_FLAT = 0.5  # of the dips of a uniform crowd, that any crowd is taken to have; bells have 0.6 to 0.8
MOST_COMPONENTS = 3
FEWEST_ROWS = 10


def humps(points: Array, names: Sequence[str]) -> tuple[tuple[Humps, ...], Array]:
    """Return what has more than one hump, and a mask of the columns that do.

    Parameters
    ----------
    points : array of shape (n_rows, n_columns)
    names : sequence of n_columns str

    Examples
    --------
    >>> two = np.r_[np.linspace(0, 1, 40), np.linspace(3, 4, 40)]
    >>> found, columns = humps(np.column_stack([two, np.linspace(0, 1, 80) ** 2]), ["spend", "age"])
    >>> [one.name for one in found if " " not in one.name], columns.tolist()
    (['spend'], [True, False])
    """
    marked = np.zeros(points.shape[1], dtype=bool)
    if len(points) < FEWEST_ROWS:
        return (), marked
    smooth = np.array([not has_steps(column) and np.ptp(column) > 0 for column in points.T], dtype=bool)
    components = _components(points[:, smooth])
    found = []
    for j in np.flatnonzero(smooth):
        chance = min(1.0, int(smooth.sum()) * _chance_of(points[:, j], CHANCE / int(smooth.sum())))
        if chance < CHANCE:
            marked[j] = True
            found.append(Humps(names[int(j)], chance))
    for number, component in enumerate(components.T, start=1):
        chance = min(1.0, components.shape[1] * p_value(component))
        if chance < CHANCE:
            found.append(Humps(f"component {number} of all columns", chance))
    return tuple(sorted(found, key=lambda one: one.p_value)), marked


def _chance_of(column: Array, most: float) -> float:
    """Return the p-value of the dip beside the flattest crowd near the column; 1 if it is above `most`."""
    if p_value(column, LEAST_FLAT) >= most:
        return 1.0
    return p_value(column, max(LEAST_FLAT, flatness(column, np.random.default_rng(len(column)))))


def _components(points: Array) -> Array:
    """Return the leading components; none for a single column, which is its own."""
    if points.shape[1] < 2:
        return np.empty((len(points), 0))
    centered = points - points.mean(axis=0)
    axes = np.linalg.svd(centered, full_matrices=False)[2][:MOST_COMPONENTS]
    along: Array = centered @ axes.T
    return along
