"""The obvious way to the dip: for each place of the hump, the nearest distribution by linear programming."""

from __future__ import annotations

import numpy as np
from scipy.optimize import linprog


def dip(values):
    """Return the distance of different values from the nearest distribution with one hump.

    Unknown are the heights at the values, two at the hump, where the distribution may jump, and the distance.
    Left of the hump the slope grows, right of it it falls.
    """
    x = np.sort(values)
    n = len(x)
    return min(_with_hump_at(x, np.arange(n) / n, np.arange(1, n + 1) / n, hump) for hump in range(n))


def _with_hump_at(x, below, above, hump):
    n = len(x)
    conditions, bounds = [], []

    def at_most(bound, **_):
        bounds.append(bound)
        conditions.append(np.zeros(n + 2))
        return conditions[-1]

    right = [place if place != hump else n for place in range(n)]  # the height just right of a value
    for place in range(n):
        for height, target in ((place, below[place]), (right[place], above[place])):
            for sign in (1, -1):
                row = at_most(sign * target)
                row[height] += sign
                row[n + 1] -= 1
    at_most(0.0)[[hump, n]] = (1, -1)
    for place in range(n - 1):
        at_most(0.0)[[right[place], place + 1]] = (1, -1)
    for place in range(n - 2):
        if place + 1 == hump:
            continue
        first, second = x[place + 1] - x[place], x[place + 2] - x[place + 1]
        sign = 1 if place + 1 < hump else -1
        row = at_most(0.0)
        row[place + 1] += sign / first
        row[right[place]] -= sign / first
        row[place + 2] -= sign / second
        row[right[place + 1]] += sign / second
    goal = np.zeros(n + 2)
    goal[n + 1] = 1
    return linprog(goal, A_ub=np.array(conditions), b_ub=bounds, bounds=(0, 1)).fun
