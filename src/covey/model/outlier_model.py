"""What is kept of outliers so that the rows of a later day are scored as those of the first.

In:   what ordinary rows look like, from `journeys`.
Out:  an OutlierModel, which knows whether its parts fit each other.
Not here: scoring with it (journeys/ordinary_rows.py); bytes and files (archive.py).
Unlike a segmentation it holds amounts of rows: how far out a row lies is measured from them.
Next: saved.py, which writes and reads both kinds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from covey.records import Array, Recipe, UsualValues


@dataclass(frozen=True)
class OutlierModel:
    """What ordinary rows of a table look like.

    `centers` (k, n_coordinates) and `reference` (m, n_coordinates), rows that stand for all, are in the
    coordinates of `recipe`; `n_nearest` says within how many of them a distance is taken. `middles` and
    `spreads` (k,), `far_middles` and `far_spreads` (one for each of `n_nearest`), `grid`, `beyond_grid` and
    the tail make a distance into a share. `usual` says what is usual in each segment.
    """

    source: str
    n_rows: int
    n_flagged: int
    notes: tuple[str, ...]
    recipe: Recipe
    usual: tuple[UsualValues, ...]
    false_alarms: float
    n_nearest: tuple[int, ...]
    tail_scale: float
    tail_shape: float
    seed: int
    fingerprint: str
    made_with: str
    centers: Array
    reference: Array
    middles: Array
    spreads: Array
    far_middles: Array
    far_spreads: Array
    grid: Array
    beyond_grid: Array

    def check_parts(self) -> None:
        """Raise ValueError for parts that are each well formed but belong to different models."""
        widths = (1 if column.levels is None else len(column.levels) for column in self.recipe.transforms)
        width, k = sum(widths), len(self.centers)
        n_far, n_steps = len(self.n_nearest), len(self.grid)
        shapes = {
            "centers": (k, width),
            "reference": (len(self.reference), width),
            "middles": (k,),
            "spreads": (k,),
            "far_middles": (n_far,),
            "far_spreads": (n_far,),
            "grid": (n_steps,),
            "beyond_grid": (n_steps,),
        }
        for name, shape in shapes.items():
            array = getattr(self, name)
            if array.shape != shape or not array.size or not np.isfinite(array).all():
                raise ValueError(f"{name} has shape {array.shape}, or holds what is not a number")
        if not all(0 <= place < len(self.reference) for place in self.n_nearest):
            raise ValueError("more rows are asked for than there are")
        scales = (self.spreads.min(), self.far_spreads.min(), self.tail_scale, self.tail_shape)
        if not all(0 < scale < np.inf for scale in scales) or (np.diff(self.grid) <= 0).any():
            raise ValueError("a scale is not above 0")
        if not 0 < self.false_alarms <= 0.2:
            raise ValueError("the share of false alarms must be above 0 and at most 0.2")
        for one in self.usual:
            n_levels = len(one.levels or ())
            held = [one.lows, one.highs] if one.levels is None else [one.shares]
            if any(len(values) != k for values in held) or any(len(row) != n_levels for row in one.shares):
                raise ValueError(f"what is usual in {one.name!r} is not said once per segment")
