"""What would these columns look like if all rows were one crowd? Draw such rows.

In:   points (n, d) float64.
Out:  sets (n, d) of rows whose columns have the shapes of the given ones, each with a single hump, and the
      same correlations; columns with few different values keep their values, and the columns of one category
      stay together.
Not here: uniform boxes (`references`); fitting the sets (`beyond`).
Source: the nearest distribution with one hump is that of `dip`; the correlations are those of normal scores,
      put together as a Gaussian copula. A crowd of the same shape is what Akhanli, Hennig (2020), Stat.
      Comput. 30, 1523, and section 3 of Hennig, Lin (2015), Stat. Comput. 25, 821, ask of a null model.
Next: `beyond`.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from covey.judgement.dip import dip
from covey.judgement.references import categories, has_steps
from covey.records import Array


def draw(points: Array, n_sets: int, random: np.random.Generator) -> Iterator[Array]:
    """Yield `n_sets` sets of rows like `points` that form one crowd.

    Parameters
    ----------
    points : array of shape (n_rows, n_columns)
    n_sets : int
    random : numpy.random.Generator

    Notes
    -----
    Time n log n for each column and n d² for the correlations, then n d min(n, d) per set.

    Examples
    --------
    >>> two = np.r_[np.linspace(0, 1, 40), np.linspace(5, 6, 40)][:, None]
    >>> one = next(draw(two, 1, np.random.default_rng(0)))
    >>> bool(((one > 1.5) & (one < 4.5)).mean() > 0.2)  # the gap is filled
    True
    """
    from scipy.special import ndtr, ndtri

    n = len(points)
    stepped = np.array([has_steps(column) for column in points.T], dtype=bool)
    blocks = categories(points[:, stepped])
    owners = np.flatnonzero(stepped)
    smooth = np.flatnonzero(~stepped)
    single = [owners[block][0] for block in blocks if block.stop - block.start == 1]
    grouped = [owners[block] for block in blocks if block.stop - block.start > 1]
    drawn_columns = np.r_[smooth, np.array(single, dtype=int)].astype(int)
    shapes = {j: dip(points[:, j]) for j in smooth}
    scores = ndtri(_ranks(points[:, drawn_columns], random))
    scores = (scores - scores.mean(axis=0)) / np.maximum(scores.std(axis=0), 1e-12)
    _, lengths, axes = np.linalg.svd(scores / np.sqrt(n), full_matrices=False)
    for _ in range(n_sets):
        made = np.empty_like(points)
        levels = ndtr(random.standard_normal((n, len(lengths))) @ (lengths[:, None] * axes))
        for place, j in enumerate(drawn_columns):
            if j in shapes:
                made[:, j] = np.interp(levels[:, place], shapes[j].heights, shapes[j].knots)
            else:
                made[:, j] = np.quantile(points[:, j], levels[:, place], method="inverted_cdf")
        for columns in grouped:
            made[:, columns] = points[random.permutation(n)][:, columns]
        yield made


def _ranks(points: Array, random: np.random.Generator) -> Array:
    """Return the ranks of each column as shares between 0 and 1, ties in random order."""
    n = len(points)
    order = np.lexsort((random.random(points.shape), points), axis=0)
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.arange(n)[:, None].repeat(points.shape[1], axis=1), axis=0)
    shares: Array = (ranks + 0.5) / n
    return shares
