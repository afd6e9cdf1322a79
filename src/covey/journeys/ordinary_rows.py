"""What do the ordinary rows of a table look like, and how far out are other rows?

In:   points, labels and columns of the table; later those of any table with the same columns.
Out:  Ordinary: centers, rows that stand for all, how far out is how rare, what is usual; three new columns.
Not here: how many segments there are, which clusters lend a center (outlier_rows.py); the file (`model`).
Next: ../explain/rarity.py, which turns distances into shares.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from covey import engine, explain
from covey import table as tables
from covey.explain.rarity import Rarity
from covey.records import Array, Column, Recipe, Table, UsualValues

NEW_COLUMNS = ("outlier_score", "outlier", "outlier_reasons")
NEAREST_PARTS = (0.05, 0.85)  # of as many rows as the smallest segment has: the nearest few, and most of them
REFERENCE_ROWS = 4000
_BLOCK_ROWS = 20_000


@dataclass(frozen=True)
class Pattern:
    """Centers, rows that stand for all, and how far out is how rare."""

    centers: Array
    reference: Array
    n_nearest: tuple[int, ...]
    rarity: Rarity


@dataclass(frozen=True)
class Ordinary:
    """What ordinary rows look like: all that it takes to score others."""

    recipe: Recipe
    pattern: Pattern
    usual: tuple[UsualValues, ...]
    threshold: float


def learn(points: Array, centers: Array, n_threads: int | None) -> Pattern:
    """Return what the fitted rows look like."""
    labels = engine.assign(points, centers, n_threads=n_threads)
    smallest = np.bincount(labels, minlength=len(centers)).min() / len(points)
    reference = _representatives(points)
    n_nearest = tuple(max(1, int(part * smallest * len(reference))) for part in NEAREST_PARTS)
    own, far = _both_distances(points, centers, labels, reference, n_nearest, n_threads)
    return Pattern(centers, reference, n_nearest, explain.rarity.learn(own, labels, len(centers), far))


def usual_values(
    columns: Sequence[Column], recipe: Recipe, labels: Array, flags: Array, k: int
) -> tuple[UsualValues, ...]:
    """Return what is usual in each segment among the rows that are not flagged."""
    names = [one.name for one in recipe.transforms]
    return explain.strangeness.usual_values(
        columns, labels, names, n_segments=k, roles=recipe.roles, ordinary=~flags
    )


def scores(points: Array, pattern: Pattern, n_threads: int | None) -> tuple[Array, Array]:
    """Return the segment and the score of each row."""
    labels = engine.assign(points, pattern.centers, n_threads=n_threads)
    own, far = _both_distances(
        points, pattern.centers, labels, pattern.reference, pattern.n_nearest, n_threads
    )
    return labels, 1 - explain.rarity.shares(pattern.rarity, own, labels, far)


def scored(read: Table, known: Ordinary, n_threads: int | None) -> dict[str, Array]:
    """Return the three new columns for the rows of another table."""
    points = tables.to_points(read, known.recipe, remake="covey outliers TABLE")
    labels, found = scores(points, known.pattern, n_threads)
    flags = found > known.threshold
    return as_columns(found, flags, reasons(read.columns, points, labels, flags, known))


def reasons(
    columns: Sequence[Column], points: Array, labels: Array, flags: Array, known: Ordinary
) -> tuple[str, ...]:
    """Return one text for each row: what makes it strange where it is flagged, else nothing."""
    squared = (points[flags] - known.pattern.centers[labels[flags]]) ** 2
    made = known.recipe.transforms
    widths = [1 if one.levels is None else len(one.levels) for one in made]
    starts = np.cumsum([0, *widths[:-1]])
    parts = np.add.reduceat(squared, starts, axis=1) if len(squared) else np.zeros((0, len(widths)))
    total = parts.sum(axis=1, keepdims=True)
    parts = np.divide(parts, total, out=np.zeros_like(parts), where=total > 0)
    said = iter(
        explain.strangeness.reasons(
            columns,
            labels,
            np.flatnonzero(flags),
            parts,
            [one.name for one in made],
            roles=known.recipe.roles,
            usual=known.usual,
        )
    )
    return tuple("; ".join(next(said)) if flagged else "" for flagged in flags)


def as_columns(scores: Array, flags: Array, reasons: tuple[str, ...]) -> dict[str, Array]:
    """Return scores, flags and reasons as the new columns of a table."""
    texts = np.empty(len(reasons), dtype=object)
    texts[:] = reasons
    return dict(zip(NEW_COLUMNS, (np.round(scores, 6), flags, texts), strict=True))


def _representatives(points: Array) -> Array:
    """Return at most 4,000 rows that stand for all, whatever order they came in: evenly spaced by hash."""
    if len(points) <= REFERENCE_ROWS:
        return points
    # Rounded: the mean and deviation of a column depend on the order in their last bits. One zero, not two.
    words = np.ascontiguousarray(np.round(points, 6) + 0.0).view(np.uint64)
    hashes = np.zeros(len(points), np.uint64)
    for column in range(words.shape[1]):
        hashes = (hashes ^ words[:, column]) * np.uint64(0x9E3779B97F4A7C15)
        hashes ^= hashes >> np.uint64(29)
    order = np.argsort(hashes, kind="stable")
    return np.ascontiguousarray(points[order[np.linspace(0, len(points) - 1, REFERENCE_ROWS).astype(int)]])


def _both_distances(
    points: Array,
    centers: Array,
    labels: Array,
    reference: Array,
    n_nearest: tuple[int, ...],
    n_threads: int | None,
) -> tuple[Array, Array]:
    """Return the distance to the own center, and those within which the nearest parts of all rows lie."""
    own, far = np.empty(len(points)), np.empty((len(points), len(n_nearest)))
    for start in range(0, len(points), _BLOCK_ROWS):
        block = slice(start, start + _BLOCK_ROWS)
        to_centers = engine.distances(points[block], centers, n_threads=n_threads)
        own[block] = to_centers[np.arange(len(to_centers)), labels[block]]
        to_all = engine.distances(points[block], reference, n_threads=n_threads)
        far[block] = np.partition(to_all, n_nearest, axis=1)[:, list(n_nearest)]
    return own, far
