"""What do all estimators here do in the same way, as scikit-learn's users know it?

In:   rows as typed; the fitted `cluster_centers_`.
Out:  `NearestCenters`: predict, transform, score, fit_predict, fit_transform, names of columns, tags.
Not here: fitting. Each estimator does that in a file of its own.
Next: kmeans.py, minibatch.py, bisecting.py.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, ClassNamePrefixFeaturesOutMixin, ClusterMixin, TransformerMixin
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils.validation import check_is_fitted

from covey import checks, engine, errors
from covey.cluster.plain_rows import FLOATS, has_columns_of, is_plain, take_columns
from covey.records import Array
from covey.records.arrays import only_to_read


class NearestCenters(ClassNamePrefixFeaturesOutMixin, TransformerMixin, ClusterMixin, BaseEstimator):  # type: ignore[misc]
    """An estimator that ends in `cluster_centers_`: the label of a row is its nearest center."""

    def fit_predict(self, X: Any, y: Any = None, sample_weight: Any = None) -> Array:
        """Find the clusters of X and return its labels (n_rows,) int32; see `fit`."""
        self.fit(X, sample_weight=sample_weight)
        labels: Array = self.labels_ if hasattr(self, "labels_") else self.predict(X)
        return labels

    def fit_transform(self, X: Any, y: Any = None, sample_weight: Any = None) -> Array:
        """Find the clusters of X and return its distances (n_rows, n_clusters) to the centers; see `fit`."""
        distances: Array = self.fit(X, sample_weight=sample_weight).transform(X)
        return distances

    def predict(self, X: Any) -> Array:
        """Return the label (n_rows,) int32 of the nearest center of each row; X may have no rows."""
        return self._labels_of(self._known_columns(X))

    def transform(self, X: Any) -> Array:
        """Return the distance (n_rows, n_clusters) of each row to each center: Euclidean, or 1 - cosine."""
        points = self._known_columns(X)
        distances = engine.distances(points, self.cluster_centers_, n_threads=checks.threads(self.n_threads))
        return distances**2 / 2 if self.metric == "cosine" else distances

    def score(self, X: Any, y: Any = None, sample_weight: Any = None) -> float:
        """Return minus the inertia of X: the weighted sum of distances as `inertia_` adds them up."""
        points = self._known_columns(X)
        weights = checks.weights_of(sample_weight, points)
        total = self._measured(points, weights)[1]
        return -total

    def _labels_of(self, points: Any) -> Array:
        return engine.assign(points, self.cluster_centers_, n_threads=checks.threads(self.n_threads))

    def _measured(self, points: Any, weights: Array | None) -> tuple[Array, float]:
        """Return the labels of checked rows, and their inertia in the units of `inertia_`."""
        spherical = self.metric == "cosine"
        labels, inertia = engine.label_and_measure(
            points,
            self.cluster_centers_,
            weights=weights,
            n_threads=checks.threads(self.n_threads),
            spherical=spherical,
        )
        return labels, inertia / 2 if spherical else inertia

    def _new_rows(self, X: Any, sample_weight: Any, options: Any) -> tuple[Any, Array | None]:
        """Return rows and weights of a fit, checked; with "cosine" of length 1. The columns are noted."""
        if is_plain(X, n_threads=options.n_threads):
            take_columns(self, X)
            points = X
        else:
            points = checks.numbers_of(X, estimator=self)
        weights = checks.weights_of(sample_weight, points)
        if points.shape[0] < options.n_clusters:
            raise errors.fewer_rows_than_clusters(points.shape[0], options.n_clusters)
        return directions(points, "X", options.n_threads) if options.spherical else points, weights

    def _known_columns(self, X: Any, *, min_rows: int = 0) -> Any:
        """Return rows that have the columns of the fit, in its dtype; with "cosine" brought to length 1."""
        check_is_fitted(self)
        dtype = np.asarray(self.cluster_centers_).dtype
        if dtype not in FLOATS:  # centers set by hand, as whole numbers
            dtype = np.dtype(np.float64)
        if is_plain(X, (dtype,), n_threads=checks.threads(self.n_threads)) and has_columns_of(self, X):
            points = X
        else:
            points = checks.numbers_of(
                X, estimator=self, reset=False, dtypes=(dtype.type,), min_rows=min_rows
            )
        return directions(points, "X", checks.threads(self.n_threads)) if self.metric == "cosine" else points

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.transformer_tags.preserves_dtype = ["float64", "float32"]
        tags.input_tags.sparse = True
        return tags


def directions(points: Any, what: str, n_threads: int | None) -> Any:
    """Return the rows brought to length 1; refuse rows of zeros."""
    unit, n_zeros, first = engine.unit_rows(points, n_threads=n_threads)
    if n_zeros > 0:
        raise errors.rows_without_direction(what, n_zeros, first)
    return unit


def given_starts(estimator: Any, options: Any, points: Any, seed: int, n_clusters: int) -> list[Array]:
    """Return copies of the centers that an `init` array holds, or a callable returns for each start."""
    made = [options.init]
    if callable(options.init):
        from sklearn.utils import check_random_state

        state = check_random_state(seed % 2**32)
        shown = _closed(points)
        made = [options.init(shown, n_clusters, random_state=state) for _ in range(options.n_init)]
    starts = [checks.given_centers(one, n_clusters, points) for one in made]
    if options.spherical:
        starts = [directions(one, "init", options.n_threads) for one in starts]
    if options.n_init > 1 and not callable(options.init):
        text = errors.one_start_only(type(estimator).__name__, options.n_init)
        errors.warn(text, RuntimeWarning)
    return starts


def _closed(points: Any) -> Any:
    """Return the same rows where nobody can write: they may be the user's own."""
    if hasattr(points, "indptr"):
        parts = [only_to_read(part.view()) for part in (points.data, points.indices, points.indptr)]
        return type(points)(tuple(parts), shape=points.shape, copy=False)
    return only_to_read(points.view())


def warn_of_few(n_distinct: int, n_clusters: int) -> None:
    """Say so where fewer clusters than asked for hold a row."""
    text = errors.fewer_distinct_points(n_distinct, n_clusters)
    errors.warn(text, ConvergenceWarning)
