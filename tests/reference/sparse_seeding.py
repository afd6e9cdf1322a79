"""Greedy k-means++ for sparse rows by its definition.

The law of `seeding`, with the hash and the distances of what is not zero.
"""

import math

import numpy as np

from tests.reference.seeding import draw

_MASK = 2**64 - 1


def _mix(value):
    value ^= value >> 32
    value = value * 0xD6E8FEB86659FD93 & _MASK
    return value ^ value >> 29


def row_hash(row):
    """Return the 64-bit hash of the columns and values of one row, zeros left out."""
    value = 0x9E3779B97F4A7C15
    for j in np.flatnonzero(row):
        value = _mix((value * 0x2545F4914F6CDD1D + int(j)) & _MASK)
        value = _mix((value * 0x2545F4914F6CDD1D + int(np.float64(row[j]).view(np.uint64))) & _MASK)
    return value


def _product(a, b):
    total = 0.0
    for x, y in zip(a, b, strict=True):
        total += float(x) * float(y)
    return total


def _share(distance, scale):
    return int(np.rint(distance * scale))


def plus_plus(points, k, seed, weights=None):
    """Return the row indices (k,) for dense points whose largest absolute value is at least 1/2 and below 1.

    Points of that size are their own coordinates inside the engine.
    """
    n = len(points)
    weights = [1] * n if weights is None else [int(w) for w in weights]
    bits = min(31, 62 - sum(weights).bit_length())
    order = sorted(range(n), key=lambda i: (row_hash(points[i]), tuple(points[i]), i))
    norms = [_product(row, row) for row in points]

    def distances_to(i):
        return [max(0.0, norms[o] + norms[i] - 2 * _product(points[o], points[i])) for o in range(n)]

    def row_at(target, shares):
        for i in order:
            if target < shares[i]:
                return min(other for other in range(n) if tuple(points[other]) == tuple(points[i]))
            target -= shares[i]
        raise AssertionError("the target lies beyond the last share")

    closest, scale, chosen = None, 1.0, []
    for c in range(k):
        shares = (
            weights
            if closest is None
            else [_share(x, scale) * w for x, w in zip(closest, weights, strict=True)]
        )
        total = sum(shares)
        if total == 0:
            chosen.append(chosen[0])
            continue
        n_trials = 1 if c == 0 else 2 + int(math.log(k))
        candidates = [row_at(draw(seed, 0, c, t) * total >> 64, shares) for t in range(n_trials)]
        after = [distances_to(i) for i in candidates]
        best = 0
        if closest is not None:
            after = [[min(a, b) for a, b in zip(closest, one, strict=True)] for one in after]
            potentials = [
                sum(_share(x, scale) * w for x, w in zip(one, weights, strict=True)) for one in after
            ]
            best = int(np.argmin(potentials))
        chosen.append(candidates[best])
        closest = after[best]
        scale = 2.0 ** (bits - math.frexp(max(closest))[1])
    return chosen
