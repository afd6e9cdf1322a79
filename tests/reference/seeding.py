"""Greedy k-means++ by its definition, and the random numbers it draws.

The rows stand in the cumulative sum in the order of their hashes; shares are whole numbers.
"""

import math

import numpy as np

_MASK = 2**64 - 1


def draw(seed, a, b, c):
    """Return the 64 bits that Philox4x32-10 gives for the counter (a, b, c, 0)."""
    counter, key = [a, b, c, 0], [seed & 0xFFFFFFFF, seed >> 32]
    for _ in range(10):
        p0, p1 = 0xD2511F53 * counter[0], 0xCD9E8D57 * counter[2]
        counter = [
            (p1 >> 32) ^ counter[1] ^ key[0],
            p1 & 0xFFFFFFFF,
            (p0 >> 32) ^ counter[3] ^ key[1],
            p0 & 0xFFFFFFFF,
        ]
        key = [(key[0] + 0x9E3779B9) & 0xFFFFFFFF, (key[1] + 0xBB67AE85) & 0xFFFFFFFF]
    return counter[1] << 32 | counter[0]


def row_hash(row):
    """Return the 64-bit hash of one row of coordinates."""
    value = 0x9E3779B97F4A7C15
    for x in row:
        bits = int(np.float64(x + 0.0).view(np.uint64))
        value = (value * 0x2545F4914F6CDD1D + bits) & _MASK
        value ^= value >> 32
        value = value * 0xD6E8FEB86659FD93 & _MASK
        value ^= value >> 29
    return value


def shares_of(closest, weights, points):
    """Return the whole-number share of each row in the next draw: its weight, or weight times distance."""
    if closest is None:
        return list(weights)
    bits = min(31, 62 - sum(weights).bit_length())
    scale = points.dtype.type(2.0 ** (bits - math.frexp(float(closest.max()))[1]))
    return [int(np.rint(float(x * scale))) * w for x, w in zip(closest, weights, strict=True)]


def distances_after(closest, points, i):
    """Return the squared distances to the nearest center once row i is one, in the dtype of the points."""
    out = np.zeros(len(points), points.dtype)
    for j in range(points.shape[1]):
        out = out + (points[:, j] - points[i, j]) ** 2
    return out if closest is None else np.minimum(closest, out)


def potential(distances, closest, weights, points):
    """Return what a candidate leaves to be covered, in the shares of this draw."""
    bits = min(31, 62 - sum(weights).bit_length())
    scale = points.dtype.type(2.0 ** (bits - math.frexp(float(closest.max()))[1]))
    return sum(int(np.rint(float(x * scale))) * w for x, w in zip(distances, weights, strict=True))


def row_at(target, shares, order, points):
    """Return the first of the rows equal to the one whose share covers the target."""
    for i in order:
        if target < shares[i]:
            return min(other for other in range(len(points)) if tuple(points[other]) == tuple(points[i]))
        target -= shares[i]
    raise AssertionError("the target lies beyond the last share")


def plus_plus(points, k, seed, weights=None):
    """Return the row indices (k,) for points whose largest absolute value is at least 1/2 and below 1.

    Points of that size, on both sides of zero, are their own coordinates inside the engine.
    """
    n = len(points)
    weights = [1] * n if weights is None else [int(w) for w in weights]
    order = sorted(range(n), key=lambda i: (row_hash(points[i]), tuple(points[i]), i))
    closest, chosen = None, []
    for c in range(k):
        shares = shares_of(closest, weights, points)
        total = sum(shares)
        if total == 0:
            chosen.append(chosen[0])
            continue
        n_trials = 1 if c == 0 else 2 + int(math.log(k))
        candidates = [
            row_at(draw(seed, 0, c, trial) * total >> 64, shares, order, points) for trial in range(n_trials)
        ]
        after = [distances_after(closest, points, i) for i in candidates]
        best = 0
        if closest is not None:
            best = int(np.argmin([potential(distances, closest, weights, points) for distances in after]))
        chosen.append(candidates[best])
        closest = after[best]
    return chosen
