"""How do methods divide the same rows? One picture each, side by side.

In:   points (m, d), the record of the methods.
Out:  axes: the rows where they spread most, in the colours of the groups; noise is grey.
Not here: dividing. Figures are made outside pyplot.
Next: `colours`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from covey.records import Array, MethodEvidence
from covey.show import colours
from covey.show.panels import new_axes, tidy
from covey.show.wording import percent


def side_by_side(points: Array, record: MethodEvidence, axes: Any = None) -> Array:
    """Draw the rows once for each method.

    Parameters
    ----------
    points : array of shape (m, d)
        The rows judged.
    record : MethodEvidence
    axes : sequence of Matplotlib axes, optional
        One per method; made when absent.

    Returns
    -------
    array of Matplotlib axes
    """
    positions = _flat(points)
    if axes is None:
        axes = new_axes(width=3.0 * len(record.methods), height=3.2, n_columns=len(record.methods))
    axes = np.ravel(np.asarray(axes, dtype=object))
    for ax, row, labels in zip(axes, record.methods, record.labels, strict=True):
        tidy(ax)
        ax.grid(False)
        ax.set_xticks([])
        ax.set_yticks([])
        shades = [colours.FAINT if label < 0 else colours.of_segment(int(label)) for label in labels]
        ax.scatter(*positions.T, s=6, c=shades, lw=0)
        ax.set_aspect("equal", adjustable="datalim")
        is_best = row.method == record.best
        mark = "  (fits)" if is_best else ""
        ax.set_title(
            f"{row.method}{mark}",
            loc="left",
            fontsize=11,
            fontweight="bold",
            color=colours.SEGMENTS[0] if is_best else colours.INK,
        )
        groups = "1 group" if row.n_groups == 1 else f"{row.n_groups} groups"
        noise = f", {percent(row.noise)} noise" if row.noise > 0 else ""
        ax.set_xlabel(f"{groups}{noise}, apart {row.gap:.2f}", fontsize=9, color=colours.MUTED)
    return np.asarray(axes)


def _flat(points: Array) -> Array:
    """Return the points on at most two axes; a single column is spread over the second by chance."""
    if points.shape[1] == 2:
        return points
    if points.shape[1] == 1:
        return np.column_stack([points[:, 0], np.random.default_rng(0).uniform(-1, 1, len(points))])
    centered = points - points.mean(axis=0)
    return np.asarray(centered @ np.linalg.svd(centered, full_matrices=False)[2][:2].T)
