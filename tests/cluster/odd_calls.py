"""Odd arguments beside X: numbers of clusters, weights, starting centers.

Next: odd_rows.py for X itself.
"""

import numpy as np
import pandas as pd
import scipy.sparse as sp
from tests.cluster.odd_inputs import RIGHT, Given, Odd, refused, told
from tests.cluster.odd_makers import DAYS, ROWS, TRUTH, first_rows_seen, frame, read_only, spoiled

COUNTS = [
    Odd("as many clusters as rows", RIGHT, lambda: Given(ROWS[:4], truth=TRUTH[:4])),
    Odd("one row, one cluster", RIGHT, lambda: Given(ROWS[:1], options={"n_clusters": 1}, truth=TRUTH[:1])),
    Odd("more clusters than rows", refused("n_samples=3 should be >= n_clusters=4"), lambda: Given(ROWS[:3])),
    Odd(
        "more clusters than different rows",
        told("distinct clusters (4) found smaller than n_clusters (6)"),
        lambda: Given(
            np.repeat(ROWS[:4], 12, axis=0), options={"n_clusters": 6}, truth=np.repeat(range(4), 12)
        ),
    ),
    Odd(
        "all rows zero, sparse",
        told("distinct clusters (1)"),
        lambda: Given(sp.csr_array((48, 2)), truth=np.zeros(48)),
    ),
]

WEIGHTS = [
    Odd("a list, a Series", RIGHT, lambda: Given(ROWS, pd.Series([1, 2] * 24, index=range(5, 53)))),
    Odd("around 1e308", RIGHT, lambda: Given(ROWS, np.full(48, 1e308))),
    Odd("around 1e-300", RIGHT, lambda: Given(ROWS, np.full(48, 1e-300))),
    Odd("some zero", RIGHT, lambda: Given(ROWS, np.repeat([1.0, 0.0], [44, 4]))),
    Odd("all zero", refused("at least one non-zero number"), lambda: Given(ROWS, np.zeros(48))),
    Odd("negative", refused("Negative values"), lambda: Given(ROWS, np.where(TRUTH == 0, -1.0, 1.0))),
    Odd("NaN", refused("sample_weight contains NaN"), lambda: Given(ROWS, np.full(48, np.nan))),
    Odd("infinity", refused("sample_weight contains infinity"), lambda: Given(ROWS, np.full(48, np.inf))),
    Odd(
        "wrong length",
        refused("sample_weight.shape == (47,), expected (48,)"),
        lambda: Given(ROWS, np.ones(47)),
    ),
    Odd("two-dimensional", refused("Sample weights must be 1D"), lambda: Given(ROWS, np.ones((48, 1)))),
    Odd("text", refused("sample_weight holds text"), lambda: Given(ROWS, np.array(["1"] * 48))),
    Odd("dates", refused("sample_weight holds dates"), lambda: Given(ROWS, DAYS)),
    Odd(
        "masked",
        refused("sample_weight is a masked array"),
        lambda: Given(ROWS, np.ma.masked_array(np.ones(48), mask=TRUTH == 1)),
    ),
]

STARTS = [
    Odd(
        "a misspelt name",
        refused("Did you mean 'k-means++'?"),
        lambda: Given(ROWS, options={"init": "kmeans++"}),
    ),
    Odd(
        "the same center twice",
        RIGHT,
        lambda: Given(ROWS, options={"init": ROWS[[0, 1, 2, 2]], "n_init": 1}),
        not_for=("BisectingKMeans", "MiniBatchKMeans"),
    ),
]

COUNTS += [
    Odd(
        f"n_clusters={k!r}",
        refused(f"n_clusters={k!r}, but n_clusters must be a whole number"),
        lambda k=k: Given(ROWS, options={"n_clusters": k}),
    )
    for k in (0, -1, 2.0, "3", True, None)
]

_INITS = [
    ("nested list", RIGHT, lambda: ROWS[:4].tolist()),
    ("frame", RIGHT, lambda: frame(ROWS[:4])),
    ("read-only array", RIGHT, lambda: read_only(ROWS[:4])),
    ("sparse rows", RIGHT, lambda: sp.csr_array(ROWS[:4])),
    ("float32 for float64 rows", RIGHT, lambda: ROWS[:4].astype(np.float32)),
    ("a view of X", RIGHT, lambda: ROWS[:4]),
    ("a callable that returns a view of X", RIGHT, lambda: first_rows_seen),
    (
        "wrong shape",
        refused("init is an array of shape (3, 2), but the centers need shape (4, 2)"),
        lambda: ROWS[:3],
    ),
    ("NaN", refused("init='an array with NaN or infinity'"), lambda: spoiled(np.nan)[3:7]),
    ("masked", refused("init is a masked array"), lambda: np.ma.masked_array(ROWS[:4], mask=ROWS[:4] > 50)),
    ("text", refused("init holds text"), lambda: ROWS[:4].astype(str)),
    (
        "a callable that returns the wrong shape",
        refused("init is an array of shape (48, 2)"),
        lambda: lambda X, n_clusters, random_state: X,
    ),
]
STARTS += [
    Odd(
        came,
        outcome,
        lambda init=init: Given(ROWS, options={"init": init(), "n_init": 1}),
        not_for=("BisectingKMeans",),
    )
    for came, outcome, init in _INITS
]
