"""How rare is a row this far out, among rows like its own?

In:   for every row its distance to its own center, its label, and its distances to parts of all rows; any
      library's labels will do.
Out:  a Rarity, learned from rows; for any row the share of ordinary rows that lie at least as far out.
Not here: computing distances; which columns make a row rare (strangeness.py).
Distances to the power 2/3 are nearly normal (the cube root of chi-square). Each segment has a middle and a
spread of its own, drawn two thirds of the way to those of all rows: one swollen by strays would hide them.
What lies beyond the middles is squared and added up; the root is how far out a row is. The tail beyond 80 %
is a generalised Pareto through the 80, 90 and 95 % points, so that up to 5 % strays do not bend it.
Source: Wilson, Hilferty (1931), PNAS 17; Pickands (1975), Ann. Statist. 3.
Next: strangeness.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from covey.records import Array

SHRINKAGE = 2 / 3
TAIL_FROM = 0.8
LIGHTEST, HEAVIEST = 0.1, 0.5  # shape of the tail; a normal crowd's is 0, that of several unlike ones is not
_POWER = 2 / 3
_NORMAL_AT = {0.75: 0.6744897501960817, 0.9: 1.2815515655446004}


@dataclass(frozen=True)
class Rarity:
    """What ordinary rows look like.

    `middles` and `spreads` (k,) of the distances to the own center, `far_middles` and `far_spreads` (m,) of
    the distances to parts of all rows. `grid` and `beyond_grid` are how far out the nearest 80 % of the rows
    are, and the share beyond; past the last it falls as 0.2 (1 + shape (x - grid[-1]) / scale)^(-1/shape).
    """

    middles: Array
    spreads: Array
    far_middles: Array
    far_spreads: Array
    grid: Array
    beyond_grid: Array
    scale: float
    shape: float


def learn(own: Array, labels: Array, n_clusters: int, far: Array) -> Rarity:
    """Return what ordinary rows look like, learned from rows of which a few per cent may be strays.

    Parameters
    ----------
    own : array of shape (n,)
        Distance of each row to the center of its segment.
    labels : integer array of shape (n,), 0 to n_clusters - 1
    n_clusters : int
    far : array of shape (n, m)
        Distances within which fixed shares of all rows lie.

    Examples
    --------
    >>> away = np.append(np.linspace(0.5, 1.5, 99), 9.0)
    >>> rarity = learn(away, np.zeros(100, int), 1, away[:, None])
    >>> shares(rarity, away, np.zeros(100, int), away[:, None])[[0, -1]].round(2).tolist()
    [1.0, 0.0]
    """
    middle, spread = _middle_and_spread(own**_POWER)
    middles, spreads = np.full(n_clusters, middle), np.full(n_clusters, spread)
    for label in range(n_clusters):
        inside = own[labels == label] ** _POWER
        if len(inside) > 1:
            at, by = _middle_and_spread(inside, at_least=1e-3 * spread)
            middles[label] = (1 - SHRINKAGE) * at + SHRINKAGE * middle
            spreads[label] = by ** (1 - SHRINKAGE) * spread**SHRINKAGE
    far_middles, far_spreads = np.array([_middle_and_spread(column**_POWER) for column in far.T]).T
    out = _how_far_out(own, far, (middles[labels], spreads[labels]), (far_middles, far_spreads))
    grid, first = np.unique(np.quantile(out, np.linspace(0.0, TAIL_FROM, 81)), return_index=True)
    shape, scale = _tail(out)
    beyond = 1.0 - np.linspace(0.0, TAIL_FROM, 81)[first]
    return Rarity(middles, spreads, far_middles, far_spreads, grid, beyond, scale, shape)


def shares(rarity: Rarity, own: Array, labels: Array, far: Array) -> Array:
    """Return the share of ordinary rows (0 to 1) that lie at least as far out as each row."""
    own_scale = rarity.middles[labels], rarity.spreads[labels]
    out = _how_far_out(own, far, own_scale, (rarity.far_middles, rarity.far_spreads))
    steps = np.maximum(out - rarity.grid[-1], 0.0) / rarity.scale
    tail = (1 - TAIL_FROM) * (1 + rarity.shape * steps) ** (-1 / rarity.shape)
    rare: Array = np.where(out > rarity.grid[-1], tail, np.interp(out, rarity.grid, rarity.beyond_grid))
    return rare


def _how_far_out(
    own: Array, far: Array, own_scale: tuple[Array, Array], far_scale: tuple[Array, Array]
) -> Array:
    """Return the root of the summed squares of how many spreads each distance lies beyond its middle."""
    out = np.maximum((own**_POWER - own_scale[0]) / own_scale[1], 0.0) ** 2
    for column, middle, spread in zip(far.T, *far_scale, strict=True):
        out += np.maximum((column**_POWER - middle) / spread, 0.0) ** 2
    return np.asarray(np.sqrt(out))


def _middle_and_spread(values: Array, at_least: float = 0.0) -> tuple[float, float]:
    """Return the median, and the wider of two upper spreads in standard deviations; never a spread of 0."""
    middle = float(np.median(values))
    spread = max((float(np.quantile(values, q)) - middle) / z for q, z in _NORMAL_AT.items())
    if spread <= 0:
        spread = float(values.std())
    spread = max(spread, at_least)
    return middle, spread if spread > 0 else 1.0


def _tail(out: Array) -> tuple[float, float]:
    """Return shape and scale of the tail beyond 80 %, from the points beyond which 20, 10 and 5 % lie."""
    start, half, quarter = np.quantile(out, [TAIL_FROM, (1 + TAIL_FROM) / 2, (3 + TAIL_FROM) / 4])
    step = float(half - start)
    if step <= 0:
        step = float(out.std()) or 1.0
    shape = min(float(np.log2(max((quarter - start) / step - 1.0, 2.0**LIGHTEST))), HEAVIEST)
    return shape, step * shape / (2.0**shape - 1.0)
