"""Would the same clusters come out if the columns were scaled in another way, and which column decides?

In:   rows in the user's units (n, d), the points that were judged, the labels of the answer.
Out:  one `Scaling` per way (raw, range, z, rank, log of columns without negative numbers): how well its
      clusters agree with the answer, and the column that makes the difference where they do not.
      `is_vetoed`: whether no other way that makes columns comparable gives the same groups.
Not here: what follows (`decision`).
Source: Milligan, Cooper (1988), J. Classif. 5, 181-204, on standardising; groups that one scaling alone
      shows are those of the scaling.
Next: `decision`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from covey import engine
from covey.judgement.stability import adjusted_rand
from covey.records import Array, Scaling

AGREE = 0.9  # agreement from which two scalings count as giving the same clusters
HOLDS = 0.6  # agreement with at least one other scaling that groups must have, as for samples of the rows
COMPARABLE = ("range", "z", "rank", "log")  # ways in which no unit decides
MOST_COLUMNS = 5  # that are tried one by one
TIE = 0.02  # of agreement


def _range(column: Array) -> Array:
    width = np.ptp(column)
    scaled: Array = (column - column.min()) / (width if width > 0 else 1.0)
    return scaled


def _z(column: Array) -> Array:
    spread = column.std()
    scaled: Array = (column - column.mean()) / (spread if spread > 0 else 1.0)
    return scaled


def _rank(column: Array) -> Array:
    order = np.sort(column)
    below, up_to = (np.searchsorted(order, column, side=side) for side in ("left", "right"))
    return _z((below + up_to + 1) / 2.0)  # equal values share the mean of their ranks


def _log(column: Array) -> Array:
    return _z(np.log1p(column) if column.min() >= 0 else column)


WAYS: dict[str, Callable[[Array], Array]] = {
    "raw": lambda column: column,
    "range": _range,
    "z": _z,
    "rank": _rank,
    "log": _log,
}


@dataclass(frozen=True)
class Answer:
    """The points that were judged (n, d), their labels, the number of clusters, what each row counts.

    `rows` are their numbers among all rows; default: they are all.
    """

    points: Array
    labels: Array
    k: int
    weights: Array | None
    seed: int
    n_threads: int | None
    rows: Array | None = None


def ladder(raw: Array, answer: Answer, names: Sequence[str], indicators: Array) -> tuple[Scaling, ...]:
    """Return how well the clusters of each scaling agree with the answer.

    Parameters
    ----------
    raw : array of shape (n_rows, n_columns)
        All rows in the user's units: a sample of them has other means and spreads.
    answer : Answer
    names : sequence of n_columns str
    indicators : bool array of shape (n_columns,)
        Coordinates of categories, which stay as they are in every scaling.

    Notes
    -----
    Time is that of five searches, and of five more for each scaling that disagrees.

    Examples
    --------
    >>> random = np.random.default_rng(0)
    >>> spend, age = 1000 * random.standard_normal(200), np.repeat([20.0, 60.0], 100)
    >>> raw = np.column_stack([spend, age + random.standard_normal(200)])
    >>> points = (raw - raw.mean(axis=0)) / raw.std(axis=0)
    >>> answer = Answer(points, np.repeat([0, 1], 100), 2, None, 0, None)
    >>> found = {one.name: one for one in ladder(raw, answer, ["spend", "age"], np.zeros(2, dtype=bool))}
    >>> found["raw"].column, round(found["range"].agreement, 2)
    ('spend', 1.0)
    """
    rows = slice(None) if answer.rows is None else answer.rows
    rungs = []
    for name, way in WAYS.items():
        columns = [
            answer.points[:, j] if indicators[j] else way(raw[:, j].astype(np.float64))[rows]
            for j in range(answer.points.shape[1])
        ]
        scaled = np.column_stack(columns)
        agreement = _agreement(scaled, answer)
        blamed = None
        if agreement < AGREE and scaled.shape[1] > 1:
            blamed = names[_responsible(scaled, answer)]
        rungs.append(Scaling(name, agreement, blamed, _is_same(scaled, answer.points)))
    return tuple(rungs)


def is_vetoed(rungs: Sequence[Scaling]) -> bool:
    """Return whether no other scaling that makes columns comparable gives nearly the same groups.

    Examples
    --------
    >>> own, other = Scaling("z", 1.0, None, True), Scaling("range", 0.2, "age", False)
    >>> is_vetoed([own, other]), is_vetoed([own])
    (True, False)
    """
    others = [one.agreement for one in rungs if one.name in COMPARABLE and not one.is_own]
    return bool(others) and max(others) < HOLDS


def _agreement(points: Array, answer: Answer) -> float:
    """Return how well a fit of these points agrees with the answer; searched, as the answer was."""
    fit = engine.fit(
        np.ascontiguousarray(points),
        answer.k,
        weights=answer.weights,
        seed=answer.seed,
        n_threads=answer.n_threads,
        effort="standard",
    )
    return adjusted_rand(answer.labels, fit.labels, answer.weights)


def _is_same(scaled: Array, points: Array) -> bool:
    """Return whether two sets of points differ by a common factor only."""
    first, second = (one - one.mean(axis=0) for one in (scaled, points))
    sizes = [float(np.sqrt((one**2).sum())) for one in (first, second)]
    return min(sizes) > 0 and bool(np.allclose(first / sizes[0], second / sizes[1], atol=1e-9))


def _responsible(scaled: Array, answer: Answer) -> int:
    """Return the column whose change alone moves the answer most.

    One column at a time takes the shape and the share of the variance that it has in the other scaling; those
    whose share changes most are tried. Of columns that move it alike, the one that gained weight is named.
    """
    before, after = answer.points.var(axis=0), scaled.var(axis=0)
    gain = after / max(after.sum(), 1e-300) - before / max(before.sum(), 1e-300)
    tried = np.argsort(-np.abs(gain), kind="stable")[:MOST_COLUMNS]
    moved = []
    for j in tried:
        points = answer.points.copy()
        rest_before, rest_after = before.sum() - before[j], after.sum() - after[j]
        share = after[j] / rest_after if rest_after > 0 else 1e12
        column = scaled[:, j] - scaled[:, j].mean()
        spread = column.std()
        points[:, j] = column / (spread if spread > 0 else 1.0) * np.sqrt(min(share, 1e12) * rest_before)
        moved.append(_agreement(points, answer))
    alike = np.array(moved) <= min(moved) + TIE
    return int(tried[alike][int(np.argmax(gain[tried][alike]))])
