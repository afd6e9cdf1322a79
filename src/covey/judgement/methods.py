"""What do other methods make of the same points?

In:   points (n, d), K of the answer.
Out:  divisions by DBSCAN, HDBSCAN, Ward's agglomerative clustering, Gaussian mixtures and k-means, several
      settings of each; each can be made again for other rows.
Not here: comparing them (`tool`). All but k-means are scikit-learn's.
Source: Ester, Kriegel, Sander, Xu (1996), KDD; Campello, Moulavi, Sander (2013), PAKDD; Ward (1963), J. Am.
      Stat. Assoc. 58, 236; the number of components of a mixture by BIC, Schwarz (1978), Ann. Statist. 6,
      461.
Next: `tool`.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from covey import engine
from covey.records import Array

SMALLEST_SHARES = (0.01, 0.02, 0.05, 0.1)  # of the rows, that HDBSCAN takes for a group
REACHES = (0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0)  # quantiles of the fifth neighbour's distance
MIN_SAMPLES = 5
LEAST_SHARE = 0.01  # of the rows; smaller groups of DBSCAN are noise
MOST_COMPONENTS = 8
MIXTURE_STARTS = 4  # from random rows, beside one from k-means

Divide = Callable[[Array], Array]


@dataclass(frozen=True)
class Division:
    """One method with its settings: the labels it gave, -1 for noise, and how to label other rows."""

    method: str
    settings: str
    labels: Array
    again: Divide


def by_density(points: Array, core: Array) -> Iterator[Division]:
    """Yield the divisions of HDBSCAN and DBSCAN; `core` is the distance to the fifth neighbour."""
    for share in SMALLEST_SHARES:
        size = max(MIN_SAMPLES, int(share * len(points)))
        for way in ("eom", "leaf"):
            settings = f"min_cluster_size={size}, cluster_selection_method={way!r}"
            yield _named("HDBSCAN", settings, _hdbscan(share, way), points)
    reaches = {float(np.quantile(core, share)): share for share in reversed(REACHES)}
    for reach, share in sorted(reaches.items()):
        if reach > 0:
            settings = f"eps={reach:.3g}, min_samples={MIN_SAMPLES + 1}"
            yield Division("DBSCAN", settings, _dbscan(reach)(points), _dbscan_at(share))


def by_number(points: Array, ks: Sequence[int], seed: int, n_threads: int | None) -> Iterator[Division]:
    """Yield the divisions of k-means and Ward for each K, and of a Gaussian mixture for that of BIC."""
    for k in ks:
        yield _named("k-means", f"n_clusters={k}", _kmeans(k, seed, n_threads), points)
        yield _named("Ward", f"n_clusters={k}", _ward(k), points)
    n_components = _components(points, seed)
    yield _named("Gaussian mixture", f"n_components={n_components}", _mixture(n_components, seed), points)


def _named(method: str, settings: str, divide: Divide, points: Array) -> Division:
    return Division(method, settings, divide(points), divide)


def _hdbscan(share: float, way: str) -> Divide:
    def divide(points: Array) -> Array:
        from sklearn.cluster import HDBSCAN

        size = max(MIN_SAMPLES, int(share * len(points)))
        made = HDBSCAN(
            min_cluster_size=size, min_samples=MIN_SAMPLES, cluster_selection_method=way, copy=True
        )
        labels: Array = np.maximum(made.fit_predict(points), -1)
        return labels

    return divide


def _dbscan(reach: float) -> Divide:
    def divide(points: Array) -> Array:
        from sklearn.cluster import DBSCAN

        labels: Array = DBSCAN(eps=reach, min_samples=MIN_SAMPLES + 1).fit_predict(points)
        least = max(MIN_SAMPLES, LEAST_SHARE * len(points))
        for name in np.unique(labels[labels >= 0]):
            if np.count_nonzero(labels == name) < least:
                labels[labels == name] = -1
        return labels

    return divide


def _dbscan_at(share: float) -> Divide:
    """Return DBSCAN with the reach that this share of the rows needs: fewer rows lie farther apart."""

    def divide(points: Array) -> Array:
        from scipy.spatial import cKDTree

        n_near = min(MIN_SAMPLES + 1, len(points))
        core = cKDTree(points).query(points, k=n_near)[0][:, -1]
        reach = float(np.quantile(core, share))
        return _dbscan(reach if reach > 0 else np.finfo(float).tiny)(points)

    return divide


def _ward(k: int) -> Divide:
    def divide(points: Array) -> Array:
        from sklearn.cluster import AgglomerativeClustering

        labels: Array = AgglomerativeClustering(min(k, len(points))).fit_predict(points)
        return labels

    return divide


def _kmeans(k: int, seed: int, n_threads: int | None) -> Divide:
    def divide(points: Array) -> Array:
        fit = engine.fit(points, min(k, len(points)), n_init=10, seed=seed, n_threads=n_threads)
        return fit.labels

    return divide


def _fitted_mixture(points: Array, n_components: int, seed: int) -> Any:
    from sklearn.mixture import GaussianMixture

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a mixture that has not settled is still compared
        given: dict[str, Any] = {"reg_covar": 1e-5, "random_state": seed}
        fits = [
            GaussianMixture(n_components, **given).fit(points),
            # long groups side by side are not where k-means starts a mixture
            GaussianMixture(n_components, init_params="random_from_data", n_init=MIXTURE_STARTS, **given).fit(
                points
            ),
        ]
        return max(fits, key=lambda fit: fit.lower_bound_)


def _components(points: Array, seed: int) -> int:
    """Return the number of components with the least BIC."""
    most = min(MOST_COMPONENTS, len(points) // (2 * points.shape[1] + 2))
    criteria = [_fitted_mixture(points, n, seed).bic(points) for n in range(1, max(1, most) + 1)]
    return int(np.argmin(criteria)) + 1


def _mixture(n_components: int, seed: int) -> Divide:
    def divide(points: Array) -> Array:
        labels: Array = _fitted_mixture(points, min(n_components, len(points)), seed).predict(points)
        return labels

    return divide
