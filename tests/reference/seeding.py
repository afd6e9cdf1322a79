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


def plus_plus(points, k, seed, weights=None):
    """Return the row indices (k,) for points whose largest absolute value is at least 1/2 and below 1.

    Points of that size, on both sides of zero, are their own coordinates inside the engine.
    """
    n, d = points.shape
    weights = [1] * n if weights is None else [int(w) for w in weights]
    order = sorted(range(n), key=lambda i: (row_hash(points[i]), tuple(points[i]), i))
    bits = min(31, 62 - sum(weights).bit_length())
    closest, chosen = None, []
    for c in range(k):
        if closest is None:
            shares = weights
        else:
            scale = 2.0 ** (bits - math.frexp(float(closest.max()))[1])
            shares = [int(np.rint(float(x * points.dtype.type(scale)))) * w for x, w in zip(closest, weights)]
        total = sum(shares)
        if total == 0:
            chosen.append(chosen[0])
            continue
        candidates = []
        for trial in range(1 if c == 0 else 2 + int(math.log(k))):
            target = draw(seed, 0, c, trial) * total >> 64
            at = 0
            while target >= shares[order[at]]:
                target -= shares[order[at]]
                at += 1
            same = [i for i in range(n) if tuple(points[i]) == tuple(points[order[at]])]
            candidates.append(min(same))

        def distances_to(i):
            out = np.zeros(n, points.dtype)
            for j in range(d):
                out = out + (points[:, j] - points[i, j]) ** 2
            return out if closest is None else np.minimum(closest, out)

        if len(candidates) > 1:
            scale_of = points.dtype.type(scale)
            potentials = [
                sum(int(np.rint(float(x * scale_of))) * w for x, w in zip(distances_to(i), weights))
                for i in candidates
            ]
            best = candidates[int(np.argmin(potentials))]
        else:
            best = candidates[0]
        chosen.append(best)
        closest = distances_to(best)
    return chosen
