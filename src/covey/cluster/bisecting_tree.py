"""How are rows split in two, again and again?

In:   checked rows, weights, a way to split rows in two.
Out:  a tree: `Split` where rows part, `Leaf` where a cluster ends; labels count the leaves from left to
      right.
Not here: scikit-learn's face (bisecting.py).
Source: Steinbach, Karypis, Kumar (2000), A comparison of document clustering techniques, KDD workshop.
Next: tests/reference/bisecting.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from covey import engine
from covey.cluster.batches import inertias, outside, tamed
from covey.records import Array, Fit


@dataclass(frozen=True)
class Leaf:
    """A cluster: its center (d,), and its label."""

    center: Array
    label: int = -1


@dataclass(frozen=True)
class Split:
    """Where rows part: those nearer to `centers[0]` (or as near) go left, the others right."""

    centers: Array  # (2, d)
    left: Split | Leaf
    right: Split | Leaf


@dataclass
class _Node:
    """A cluster while the tree grows: its rows, and what splitting it may gain."""

    points: Any
    weights: Array | None
    rows: Array
    center: Array | None = None
    inertia: float = np.inf  # over 4**exponent of the tree
    weight: float = np.inf
    closed: bool = False  # its rows are all equal
    parts: tuple[_Node, _Node] | None = None

    def leaves(self) -> list[_Node]:
        if self.parts is None:
            return [self]
        return self.parts[0].leaves() + self.parts[1].leaves()


@dataclass(frozen=True)
class Grown:
    """A finished tree: labels (n,) int32 of its rows, centers (number of leaves, d), the sum of squares."""

    tree: Split | Leaf
    labels: Array
    centers: Array
    inertia: float


def grow(
    points: Any,
    weights: Array | None,
    n_leaves: int,
    split: Callable[[Any, Array | None, int, int], Fit],
    *,
    by_inertia: bool,
    n_threads: int | None,
) -> Grown:
    """Split the leaf of the largest inertia (or weight) until there are `n_leaves`, or nothing left to split.

    `split(points, weights, n_parts, number)` is a fit of two clusters (or one, where nothing is split). A
    leaf whose rows are all equal is never split.
    """
    weights, weight_exponent = tamed(weights)
    top = _Node(points, weights, np.arange(points.shape[0]))
    _close_if_equal(top)
    exponent = None
    for number in range(n_leaves - 1):
        chosen = max(
            (leaf for leaf in top.leaves() if not leaf.closed),
            key=lambda leaf: leaf.inertia if by_inertia else leaf.weight,
            default=None,
        )
        if chosen is None:
            break
        exponent = _part(chosen, split(chosen.points, chosen.weights, 2, number), exponent, n_threads)
    if top.parts is None:
        alone = split(points, weights, 1, 0)
        tree: Split | Leaf = Leaf(alone.centers[0], 0)
        return Grown(tree, alone.labels, alone.centers, outside(alone.inertia, 0, weight_exponent))
    leaves = top.leaves()
    labels = np.empty(points.shape[0], np.int32)
    for label, leaf in enumerate(leaves):
        labels[leaf.rows] = label
    inertia = outside(sum(leaf.inertia for leaf in leaves), exponent or 0, weight_exponent)
    return Grown(_frozen(top, 0)[0], labels, np.array([leaf.center for leaf in leaves]), inertia)


def _part(node: _Node, fit: Fit, exponent: int | None, n_threads: int | None) -> int:
    """Give a node its two parts and let its own rows go; return the exponent of the tree."""
    totals = engine.cluster_totals(node.points, fit.labels, 2, weights=node.weights, n_threads=n_threads)
    exponent = totals.exponent if exponent is None else exponent
    if fit.n_distinct < 2:
        node.closed = True
        return exponent
    inertia = inertias(totals, fit.centers, exponent)
    parts = []
    for side in (0, 1):
        mine = np.flatnonzero(fit.labels == side)
        given = None if node.weights is None else node.weights[mine]
        part = _Node(node.points[mine], given, node.rows[mine], fit.centers[side])
        part.inertia, part.weight = float(inertia[side]), float(totals.weights[side])
        _close_if_equal(part)
        parts.append(part)
    node.parts = (parts[0], parts[1])
    node.points = node.weights = None
    return exponent


def _close_if_equal(node: _Node) -> None:
    """Close a node whose rows are all equal, those of weight 0 left out."""
    points = node.points
    if node.weights is not None and not node.weights.all():
        points = points[np.flatnonzero(node.weights)]
    some = engine.row_hashes(points[:100])
    if (some == some[:1]).all():
        hashes = engine.row_hashes(points)
        node.closed = bool((hashes == hashes[:1]).all())


def _frozen(node: _Node, label: int) -> tuple[Split | Leaf, int]:
    """Return the tree below a node, and the label that comes next."""
    if node.parts is None:
        return Leaf(np.asarray(node.center), label), label + 1
    left, label = _frozen(node.parts[0], label)
    right, label = _frozen(node.parts[1], label)
    return Split(np.array([part.center for part in node.parts]), left, right), label


def labels_of(tree: Split | Leaf, points: Any, n_threads: int | None) -> Array:
    """Return the label (n,) int32 of the leaf that each row comes to."""
    labels = np.empty(points.shape[0], np.int32)
    _walk(tree, points, np.arange(points.shape[0]), labels, n_threads)
    return labels


def _walk(node: Split | Leaf, points: Any, rows: Array, labels: Array, n_threads: int | None) -> None:
    if isinstance(node, Leaf):
        labels[rows] = node.label
        return
    side = engine.assign(points, node.centers, n_threads=n_threads)
    for number, below in enumerate((node.left, node.right)):
        mine = np.flatnonzero(side == number)
        if len(mine):
            _walk(below, points[mine], rows[mine], labels, n_threads)
