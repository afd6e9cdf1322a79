"""Greedy k-means++ by its definition, and the random numbers it draws.

A share is a whole number: weight times squared distance, relative to the largest. Points stand in the
cumulative sum in the order of their hashes, equal rows as one. Sums per bucket of hashes may be too large by
what was lost since they were added up; a draw that falls into what is lost is made anew.
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
    """Return the 16-bit hash of one row of coordinates."""
    value = 0x9E3779B97F4A7C15
    for x in row:
        word = int(np.float64(x + 0.0).view(np.uint64))
        value = (value ^ word) * 0xD6E8FEB86659FD93 & _MASK
        value ^= value >> 32
    return (value * 0x2545F4914F6CDD1D & _MASK) >> 48


def distances_to(points, center):
    """Return the squared distances (n,) to one center, in the dtype of the points."""
    out = np.zeros(len(points), points.dtype)
    for j in range(points.shape[1]):
        out = out + (points[:, j] - center[j]) ** 2
    return out


class Shares:
    """Squared distances to the centers so far, as whole numbers to draw from."""

    def __init__(self, points, weights):
        """Start with shares that are the weights alone."""
        self.points, self.weights = points, np.array(weights, np.int64)
        total = int(self.weights.sum())
        self.share_bits = min(27, 62 - total.bit_length())
        self.bucket_bits = min(12, (total >> 3).bit_length())
        self.hashes = np.array([row_hash(row) for row in points])
        self.rows = {}  # equal rows of some weight, under their coordinates
        for i, row in enumerate(points):
            if weights[i] > 0:
                self.rows.setdefault(tuple(row), []).append(i)
        self.closest = self.exponent = None
        self.add_up()

    def units(self, distances):
        """Return the share of a weight of 1 at these squared distances."""
        if distances is None:
            return np.ones(len(self.points), np.int64)
        scale = self.points.dtype.type(2.0 ** (self.share_bits - self.exponent))
        return (distances * scale).astype(np.int64)  # cut, not rounded

    def potential(self, distances):
        """Return the sum of weight times share."""
        return int((self.weights * self.units(distances)).sum())

    def masses(self):
        """Return the sum of weight times share in each bucket of hashes."""
        out = np.zeros(2**self.bucket_bits, np.int64)
        np.add.at(out, self.hashes >> (16 - self.bucket_bits), self.units(self.closest) * self.weights)
        return out.tolist()

    def add_up(self):
        """Bring the sums of all buckets up to date."""
        self.mass = self.masses()

    def take(self, distances):
        """Let a center at these distances have its points."""
        far = np.full(len(self.points), np.inf, self.points.dtype) if self.closest is None else self.closest
        self.closest = np.where(self.weights > 0, np.minimum(far, distances), 0).astype(self.points.dtype)

    def bring_up_to_date(self):
        """Scale shares anew if the largest has lost 4 bits; add up anew if half of the sums is gone."""
        largest = float(self.closest.max())
        exponent = math.frexp(largest)[1]
        if self.exponent is None or (largest > 0 and exponent <= self.exponent - 4):
            self.exponent = exponent
            self.add_up()
        elif self.potential(self.closest) <= sum(self.mass) // 2:
            self.add_up()

    def draw(self, bits, pending):
        """Return the first of the equal rows that this draw falls on, or None if that share is lost."""
        target = bits * sum(self.mass) >> 64
        bucket = 0
        while target >= self.mass[bucket]:
            target -= self.mass[bucket]
            bucket += 1
        self.mass[bucket] = self.masses()[bucket]
        units = self.units(self.closest)
        here = [
            rows for rows in self.rows.values() if self.hashes[rows[0]] >> (16 - self.bucket_bits) == bucket
        ]
        for rows in sorted(here, key=lambda rows: (self.hashes[rows[0]], tuple(self.points[rows[0]]))):
            unit = int(units[rows[0]])
            mass = unit * int(self.weights[rows].sum())
            if target < mass:
                left = unit if pending is None else self.units(np.minimum(self.closest, pending))[rows[0]]
                return rows[0] if target % unit < left else None
            target -= mass
        return None


def plus_plus(points, k, seed, weights=None):
    """Return the row indices (k,) for points whose largest absolute value is at least 1/2 and below 1.

    Points of that size, on both sides of zero, are their own coordinates inside the engine.
    """
    shares = Shares(points, [1] * len(points) if weights is None else [int(w) for w in weights])
    chosen, pending = [], None  # distances to the last center, while its points are not its own yet
    for c in range(k):
        if shares.potential(shares.closest) == 0:
            chosen.append(chosen[0])
            continue
        n_trials = 1 if c == 0 else 2 + int(math.log(k))
        attempts = (shares.draw(draw(seed, 0, c, attempt), pending) for attempt in range(10_000))
        found = (row for row in attempts if row is not None)
        candidates = [next(found) for _ in range(n_trials)]
        if pending is not None:
            shares.take(pending)
        after = [distances_to(points, points[i]) for i in candidates]
        best, left = 0, 0
        if c > 0:
            potentials = [shares.potential(np.minimum(shares.closest, distances)) for distances in after]
            best = int(np.argmin(potentials))
            left = potentials[best]
        chosen.append(candidates[best])
        pending = after[best]
        if c == 0 or left <= shares.potential(shares.closest) // 8:
            shares.take(pending)
            pending = None
        shares.bring_up_to_date()
    return chosen
