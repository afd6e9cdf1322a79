"""What would the usual rules say? The number of groups by five of them, for the same K and the same fits.

In:   points, the K to try.
Out:  the number each rule names; None where its package is not installed.
Not here: covey. Silhouette, Calinski-Harabasz and the elbow cannot answer 1 (the elbow: None is counted as
      1).
"""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Sequence

import numpy as np

from covey import engine

MOST_ROWS = 5_000  # of which silhouettes are taken


def rivals(points: np.ndarray, ks: Sequence[int], seed: int) -> dict[str, int | None]:
    """Return the answer of each rule for k-means fits of ten starts."""
    from sklearn.metrics import calinski_harabasz_score

    ks = [k for k in ks if k < len(points)]
    fits = [engine.fit(points, k, n_init=10, seed=seed) for k in ks]
    rows = np.arange(len(points))
    if len(rows) > MOST_ROWS:
        rows = np.random.default_rng(seed).choice(len(rows), MOST_ROWS, replace=False)
    split = [fit for fit in fits if len(fit.centers) > 1]
    silhouettes = engine.silhouettes_of_all(
        np.ascontiguousarray(points[rows], dtype=float),
        np.stack([fit.labels[rows] for fit in split]),
        [len(fit.centers) for fit in split],
    ).mean(axis=1)
    ratios = [calinski_harabasz_score(points, fit.labels) for fit in split]
    return {
        "silhouette": len(split[int(np.argmax(silhouettes))].centers),
        "Calinski-Harabasz": len(split[int(np.argmax(ratios))].centers),
        "kneed": _kneed(ks, [fit.inertia for fit in fits]),
        "ClusterTK": _cluster_tk(points, ks, seed),
    }


def _kneed(ks: Sequence[int], inertias: Sequence[float]) -> int | None:
    try:
        from kneed import KneeLocator
    except ImportError:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        elbow = KneeLocator(ks, inertias, curve="convex", direction="decreasing").elbow
    return 1 if elbow is None else int(elbow)


def _cluster_tk(points: np.ndarray, ks: Sequence[int], seed: int) -> int | None:
    """Return the number by the vote of ClusterTK's selection, which tries K = 2 up to the largest."""
    try:
        import pandas as pd
        from clustertk import ClusterAnalysisPipeline
    except ImportError:
        return None
    names = [f"x{j}" for j in range(points.shape[1])]
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pipeline = ClusterAnalysisPipeline(
            n_clusters=None, n_clusters_range=(2, max(ks)), random_state=seed, verbose=False
        )
        pipeline.fit(pd.DataFrame(points, columns=names), feature_columns=names)
        return len(set(np.asarray(pipeline.labels_)) - {-1})
