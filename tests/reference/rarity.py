"""How rare a distance is, one row at a time."""

import numpy as np


def middle_and_spread(values):
    """Return the median, and the wider of the spreads by the 75 and 90 % points."""
    middle = np.median(values)
    return middle, max(
        (np.quantile(values, 0.75) - middle) / 0.67449, (np.quantile(values, 0.9) - middle) / 1.28155
    )


def how_far_out(own, labels, far, shrinkage=2 / 3):
    """Return the root of the summed squared deviations beyond the middles, row by row."""
    at, by = middle_and_spread(own ** (2 / 3))
    out = []
    for row in range(len(own)):
        own_at, own_by = middle_and_spread(own[labels == labels[row]] ** (2 / 3))
        middle = (1 - shrinkage) * own_at + shrinkage * at
        spread = np.exp((1 - shrinkage) * np.log(own_by) + shrinkage * np.log(by))
        deviations = [(own[row] ** (2 / 3) - middle) / spread]
        for column in range(far.shape[1]):
            middle, spread = middle_and_spread(far[:, column] ** (2 / 3))
            deviations.append((far[row, column] ** (2 / 3) - middle) / spread)
        out.append(np.sqrt(sum(max(deviation, 0) ** 2 for deviation in deviations)))
    return np.array(out)
