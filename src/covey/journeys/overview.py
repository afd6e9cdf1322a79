"""Which few rows stand for all of them, and how do they lie on a flat map?

In:   points (n, d), labels (n,), centers (k, d).
Out:  indices of a sample that keeps the segments' shares; a PointMap on the two longest axes of the points.
Not here: drawing (`show`).
Source: principal components by singular value decomposition, Jolliffe (2002).
Next: segmenting.py.
"""

from __future__ import annotations

import numpy as np

from covey.records import Array, PointMap

MAP_ROWS = 2000
FEWEST_PER_SEGMENT = 5


def sample_of_each(labels: Array, n_clusters: int, n_wanted: int, seed: int) -> Array:
    """Return sorted row numbers, about `n_wanted`, in proportion to the segments; all rows if they are fewer.

    A segment keeps at least five rows (or all it has), so that no segment vanishes from a picture.
    """
    if len(labels) <= n_wanted:
        return np.arange(len(labels))
    random = np.random.Generator(np.random.PCG64(seed))
    chosen = []
    for label in range(n_clusters):
        rows = np.flatnonzero(labels == label)
        n_kept = min(len(rows), max(FEWEST_PER_SEGMENT, len(rows) * n_wanted // len(labels)))
        chosen.append(random.choice(rows, size=n_kept, replace=False))
    return np.sort(np.concatenate(chosen))


def point_map(
    points: Array, labels: Array, centers: Array, *, coordinate_names: tuple[str, ...], seed: int
) -> PointMap:
    """Return a flat picture of at most about 2,000 of the points.

    Parameters
    ----------
    points : array of shape (n, d)
    labels : integer array of shape (n,), 0 to k - 1
    centers : array of shape (k, d)
    coordinate_names : tuple of d str
        The column that each coordinate comes from; the axes are named by the columns that weigh most.
    seed : int
        For the sample.

    Returns
    -------
    PointMap
        `kept` is the share of the (size-weighted) variance between the centers that the two axes show; 1 if
        there is no such variance to lose.

    Notes
    -----
    Cost: a decomposition of at most 2,000 rows. Positions are rounded to six decimals, so that they do not
    depend on the linear algebra library.
    """
    k = len(centers)
    chosen = sample_of_each(labels, k, MAP_ROWS, seed)
    middle = points.mean(axis=0)
    axes = _two_axes(points[chosen] - middle)
    between = (centers - middle) * np.sqrt(np.bincount(labels, minlength=k))[:, None]
    total = float((between**2).sum())
    kept = float(((between @ axes.T) ** 2).sum()) / total if total > 0 else 1.0
    return PointMap(
        positions=np.round((points[chosen] - middle) @ axes.T, 6),
        labels=labels[chosen],
        centers=np.round((centers - middle) @ axes.T, 6),
        kept=min(kept, 1.0),
        axes=(_axis_name(axes[0], coordinate_names), _axis_name(axes[1], coordinate_names)),
    )


def _two_axes(centered: Array) -> Array:
    """Return two orthogonal directions (2, d), the longest first; zeros where there is no second."""
    axes = np.zeros((2, centered.shape[1]))
    _, lengths, directions = np.linalg.svd(centered, full_matrices=False)
    found = min(2, int(np.count_nonzero(lengths > 1e-12 * max(lengths[0], 1e-300))))
    axes[:found] = directions[:found]
    # A direction and its opposite are the same axis: let the largest weight point up, on every machine.
    largest = np.abs(np.round(axes, 9)).argmax(axis=1)
    signs = np.where(axes[np.arange(2), largest] < 0, -1.0, 1.0)
    return axes * signs[:, None]


def _axis_name(axis: Array, coordinate_names: tuple[str, ...]) -> str:
    """Return the columns that weigh most in an axis: "Spend", "Spend and Age", "mostly Spend and Age"."""
    weight: dict[str, float] = {}
    for name, share in zip(coordinate_names, axis**2, strict=True):
        weight[name] = weight.get(name, 0.0) + float(share)
    heavy = sorted((name for name in weight if round(weight[name], 6) >= 0.1), key=lambda name: -weight[name])
    if not heavy:
        return "no second direction" if not axis.any() else "a mix of all columns"
    words = " and ".join(heavy[:2])
    return words if sum(weight[name] for name in heavy[:2]) > 0.99 else f"mostly {words}"
