"""Likeness of two pictures, window by window."""

import numpy as np


def ssim(one, other):
    """Return the mean over all 11 x 11 windows of the structural similarity of two brightnesses (h, w)."""
    offsets = np.arange(-5, 6)
    row = np.exp(-0.5 * (offsets / 1.5) ** 2)
    window = np.outer(row, row) / np.outer(row, row).sum()
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    found = []
    for y in range(one.shape[0] - 10):
        for x in range(one.shape[1] - 10):
            a, b = one[y : y + 11, x : x + 11], other[y : y + 11, x : x + 11]
            mean_a, mean_b = (window * a).sum(), (window * b).sum()
            var_a, var_b = (window * (a - mean_a) ** 2).sum(), (window * (b - mean_b) ** 2).sum()
            both = (window * (a - mean_a) * (b - mean_b)).sum()
            found.append(
                (2 * mean_a * mean_b + c1)
                * (2 * both + c2)
                / ((mean_a**2 + mean_b**2 + c1) * (var_a + var_b + c2))
            )
    return float(np.mean(found))
