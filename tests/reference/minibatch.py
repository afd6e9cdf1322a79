"""A step of mini-batch k-means, and the draw of rows that sees no order: one obvious line after the other."""

import struct

from tests.reference.nearest import nearest
from tests.reference.totals import totals

MASK = 2**64 - 1


def mixed(x):
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & MASK
    return x ^ (x >> 31)


def row_hash(row):
    """Return the 64-bit number of a row: a sum over what is not zero."""
    total = 0
    for j, value in enumerate(row):
        if value != 0:
            (bits,) = struct.unpack("<Q", struct.pack("<d", float(value)))
            total += mixed((bits + (j + 1) * 0x9E3779B97F4A7C15) & MASK)
    return total & MASK


def drawn_rows(points, counts, random, size):
    """Return rows drawn with replacement from all copies of all rows, in the order of their hashes."""
    copies = [i for i in range(len(points)) for _ in range(counts[i])]
    copies.sort(key=lambda i: row_hash(points[i]))
    return [copies[u] for u in random.integers(0, len(copies), size)]


def step(batch, weights, means, seen):
    """Return means and weights of centers after a batch: each the mean of all rows it ever took."""
    labels = nearest(batch, means)
    masses, added, _, _ = totals(batch, labels, len(means), weights)
    out = means.copy()
    for c in range(len(means)):
        if masses[c] > 0:
            out[c] = (seen[c] * means[c] + masses[c] * added[c]) / (seen[c] + masses[c])
    return out, seen + masses
