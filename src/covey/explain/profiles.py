"""How does each segment differ from the rest of the table, column by column?

In:   columns (n rows each), labels (n,), the number of clusters, the roles.
Out:  for each label a `ColumnProfile` per measure or category column, in the user's units.
Not here: tests of significance. Groups that were made to differ always pass them.
A column is sorted once and read for all segments, so the cost does not grow with their number.
Next: `naming`, which turns the largest differences into words.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from covey.explain.described import Described, described
from covey.records import Array, Column, ColumnProfile, ColumnRole


def profile(
    columns: Sequence[Column], labels: Array, n_clusters: int, *, roles: Sequence[ColumnRole]
) -> tuple[tuple[ColumnProfile, ...], ...]:
    """Return what sets each segment apart from the rest, in the user's units.

    Parameters
    ----------
    columns : sequence of Column, each of length n
    labels : integer array of shape (n,)
        Segment of each row, 0 to n_clusters - 1. A row with any other label counts as rest everywhere.
    n_clusters : int
    roles : sequence of ColumnRole
        Only measure and category columns are profiled; flags are categories with the levels "no" and "yes".

    Returns
    -------
    tuple of n_clusters tuples of ColumnProfile
        Numbers: median and quartiles of the segment, median of the rest, and their difference in robust
        standard deviations of the whole column (1.4826 × median absolute deviation; if that is 0,
        interquartile range / 1.349; if that is 0, the standard deviation). Categories: the level whose share
        exceeds that of the rest most. Missing values are left out of medians and shares. `difference` is 0
        where nothing can be compared (one segment, an empty one, a constant column), never beyond a million.

    Notes
    -----
    Time n log n per column, memory one column.

    Examples
    --------
    >>> spend = Column("spend", "number", np.array([1.0, 2, 3, 11, 12, 13]))
    >>> roles = [ColumnRole("spend", "measure", "a number")]
    >>> low, high = profile([spend], np.array([0, 0, 0, 1, 1, 1]), 2, roles=roles)
    >>> high[0].median, high[0].rest_median, high[0].difference > 0
    (12.0, 2.0, True)
    """
    labels = np.asarray(labels)
    profiled = [
        _numbers(column, labels, n_clusters)
        if column.levels is None
        else _categories(column, labels, n_clusters)
        for column in described(columns, roles)
    ]
    return tuple(tuple(column[label] for column in profiled) for label in range(n_clusters))


def robust_spread(ordered: Array) -> float:
    """Return the spread of sorted numbers in the units of a standard deviation; 0 if they are constant.

    Examples
    --------
    >>> round(robust_spread(np.arange(101.0)), 2)
    37.06
    """
    if len(ordered) == 0:
        return 0.0
    with np.errstate(over="ignore", invalid="ignore"):
        for spread in (
            1.4826 * float(np.median(np.abs(ordered - quantile(ordered, 0.5)))),
            (quantile(ordered, 0.75) - quantile(ordered, 0.25)) / 1.349,
            float(np.std(ordered)) if ordered[0] < ordered[-1] else 0.0,
        ):
            if np.isfinite(spread) and spread > 0:
                return spread
    return 0.0


def quantile(ordered: Array, share: float) -> float:
    """Return the quantile of sorted numbers with linear interpolation; NaN if there are none.

    Examples
    --------
    >>> quantile(np.array([1.0, 2.0, 4.0]), 0.75)
    3.0
    """
    if len(ordered) == 0:
        return float("nan")
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    part = place - below
    return float(ordered[below] * (1 - part) + ordered[above] * part)


def _numbers(column: Described, labels: Array, n_clusters: int) -> list[ColumnProfile]:
    """Return one profile per label of a column of numbers."""
    present = ~np.isnan(column.values)
    values = column.values[present]
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    spread = robust_spread(ordered)
    by_label = labels[present][order]
    grouped = np.argsort(by_label, kind="stable")
    starts = np.searchsorted(by_label[grouped], np.arange(n_clusters + 1))
    found = []
    for label in range(n_clusters):
        places = grouped[starts[label] : starts[label + 1]]
        inside = ordered[places]
        median, rest = quantile(inside, 0.5), _median_of_others(ordered, places)
        with np.errstate(over="ignore"):
            difference = (median - rest) / spread if spread > 0 else 0.0
        found.append(
            ColumnProfile(
                name=column.name,
                kind="number",
                difference=float(np.clip(difference, -1e6, 1e6)) if not np.isnan(difference) else 0.0,
                median=median,
                low=quantile(inside, 0.25),
                high=quantile(inside, 0.75),
                rest_median=rest,
            )
        )
    return found


def _median_of_others(ordered: Array, places: Array) -> float:
    """Return the median of the sorted numbers that do not stand at `places`, without copying them.

    Before the i-th place stand places[i] - i others; so the j-th other stands at j plus the number of places
    for which that count is at most j.
    """
    n_others = len(ordered) - len(places)
    if n_others == 0:
        return float("nan")
    others_before = places - np.arange(len(places))
    ranks = np.array([(n_others - 1) // 2, n_others // 2])
    middle = ordered[ranks + np.searchsorted(others_before, ranks, side="right")]
    return float(middle[0] / 2 + middle[1] / 2)


def _categories(column: Described, labels: Array, n_clusters: int) -> list[ColumnProfile]:
    """Return one profile per label of a column of categories."""
    levels = column.levels or ()
    inside = (labels >= 0) & (labels < n_clusters) & (column.values >= 0)
    table = np.zeros((n_clusters, len(levels)))
    np.add.at(table, (labels[inside], column.values[inside]), 1)
    whole = np.bincount(column.values[column.values >= 0], minlength=len(levels)).astype(float)
    found = []
    for counts in table:
        rest = whole - counts
        if not counts.sum():
            found.append(ColumnProfile(name=column.name, kind="category", difference=0.0))
            continue
        shares = counts / counts.sum()
        rest_shares = rest / rest.sum() if rest.sum() else np.full(len(levels), np.nan)
        excess = np.nan_to_num(shares - rest_shares)
        best = max(range(len(levels)), key=lambda level, e=excess, s=shares: (round(e[level], 12), s[level]))  # type: ignore[misc]
        found.append(
            ColumnProfile(
                name=column.name,
                kind="category",
                difference=float(excess[best]),
                level=levels[best],
                share=float(shares[best]),
                rest_share=float(rest_shares[best]),
            )
        )
    return found
