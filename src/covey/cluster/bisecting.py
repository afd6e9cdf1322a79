"""K-means that splits one cluster in two, again and again, with scikit-learn's face.

In:   rows as scikit-learn takes them.
Out:  an estimator: labels_, cluster_centers_, inertia_; predict walks the tree of splits.
Not here: the tree (bisecting_tree.py), what all estimators share (conventions.py).
Next: tests/reference/bisecting.py.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from covey import checks, engine
from covey.cluster.batches import inertias, outside, tamed
from covey.cluster.bisecting_tree import grow, labels_of
from covey.cluster.conventions import NearestCenters, given_starts, warn_of_few
from covey.cluster.rivals import best_of
from covey.records import Array, Fit


class BisectingKMeans(NearestCenters):
    """Divisive clustering: start with all rows, then split the worst cluster in two until there are enough.

    Faster than `KMeans` for many clusters, and the clusters form a hierarchy; the inertia is usually higher,
    because a split is never taken back.

    Parameters
    ----------
    n_clusters : int, default 8
        How many clusters.
    init : {"k-means++", "random"} or callable, default "random"
        Where the two centers of each split start. A callable gets (X, 2, random_state) and returns an array
        of shape (2, n_columns).
    n_init : int, default 1
        How many starts per split; the one with the lowest inertia is kept.
    random_state : int, RandomState, Generator or None, default None
        Seed of the starts. With an int the result is the same every time, whatever the order of the rows.
    max_iter : int, default 300
        Most iterations of one start of one split.
    verbose : int, default 0
        1 prints a line per split.
    tol : float, default 1e-4
        A start ends when the squared movement of its centers is at most `tol` times the mean variance of the
        columns of the cluster, or when no row changes sides.
    copy_x : bool, default True
        Accepted for scikit-learn's sake; X is never changed.
    algorithm : {"lloyd", "elkan", "auto"}, default "lloyd"
        Accepted for scikit-learn's sake; every choice gives the labels of Lloyd's algorithm.
    bisecting_strategy : {"biggest_inertia", "largest_cluster"}, default "biggest_inertia"
        Which cluster is split next: that of the largest inertia, or of the largest weight (number of rows).
    n_threads : int or None, default None
        None: all processors this process may use. Changes no bit of the result.
    metric : {"euclidean", "cosine"}, default "euclidean"
        As for `KMeans`.

    Attributes
    ----------
    cluster_centers_ : array of shape (n_clusters, n_columns), dtype of X
        Each the weighted mean of its rows. In the order of the leaves of the tree, left to right, so that
        clusters parted last stand side by side; of two parts the one with more weight is left.
    labels_ : array of shape (n_rows,), int32
        Always equal to `predict` on the same rows.
    inertia_ : float
        Sum over the rows of weight times squared distance to the own center; as for `KMeans` with "cosine".
    n_features_in_ : int
    feature_names_in_ : array of str
        Only where X had column names that are all strings.

    Notes
    -----
    A row goes down the tree, at each split to the nearer of two centers. So its label may differ from the
    nearest of all centers, which is what `transform` measures. `score` is minus the sum of distances to the
    centers of the labels that `predict` gives (scikit-learn's takes the nearest of all).
    The same bits for any number of threads and any order of the rows; a row of weight 2 counts exactly as
    two. With sparse X, which cluster is split next is decided by sums in float64: clusters whose inertias
    agree to some 15 digits may swap turns where the order of the rows changes.
    Time: n_rows x n_columns per iteration and level of the tree. Memory: two copies of X.
    Source: Steinbach, Karypis, Kumar (2000), A comparison of document clustering techniques, KDD workshop on
    text mining.

    Examples
    --------
    >>> import numpy as np
    >>> from covey import BisectingKMeans
    >>> X = np.array([[1, 1], [10, 1], [3, 1], [10, 0], [2, 1], [10, 2], [10, 8], [10, 9], [10, 10], [9, 9]])
    >>> model = BisectingKMeans(n_clusters=3, random_state=0).fit(X)
    >>> np.bincount(model.labels_)
    array([4, 3, 3])
    >>> model.predict([[0, 0], [12, 3]]) == model.labels_[[0, 1]]
    array([ True,  True])
    """

    def __init__(
        self,
        n_clusters: int = 8,
        *,
        init: Any = "random",
        n_init: Any = 1,
        random_state: Any = None,
        max_iter: int = 300,
        verbose: int = 0,
        tol: float = 1e-4,
        copy_x: bool = True,
        algorithm: str = "lloyd",
        bisecting_strategy: str = "biggest_inertia",
        n_threads: int | None = None,
        metric: str = "euclidean",
    ):
        self.n_clusters = n_clusters
        self.init = init
        self.n_init = n_init
        self.random_state = random_state
        self.max_iter = max_iter
        self.verbose = verbose
        self.tol = tol
        self.copy_x = copy_x
        self.algorithm = algorithm
        self.bisecting_strategy = bisecting_strategy
        self.n_threads = n_threads
        self.metric = metric

    def fit(self, X: Any, y: Any = None, sample_weight: Any = None) -> BisectingKMeans:
        """Find the clusters of X.

        Parameters
        ----------
        X : array, frame or sparse matrix of shape (n_rows, n_columns)
            Numbers, finite; as for `KMeans.fit`.
        y : ignored
        sample_weight : array of shape (n_rows,), optional
            Weights of the rows, 0 or more; default 1 each.

        Returns
        -------
        BisectingKMeans
            Itself, fitted.

        Raises
        ------
        OptionError
            If a parameter is out of range.
        ValueError
            If X or the weights hold NaN, infinity, negative weights or text, or X has fewer rows than
            clusters; with "cosine", if a row is all zeros.

        Warns
        -----
        ConvergenceWarning
            If X has fewer different rows than clusters.
        """
        options = checks.bisecting_options(self)
        points, weights = self._new_rows(X, sample_weight, options)
        seed = checks.seed_number(self.random_state)
        grown = grow(
            points,
            weights,
            options.n_clusters,
            lambda rows, mass, n_parts, number: self._split(rows, mass, n_parts, (seed, number), options),
            by_inertia=options.by_inertia,
            n_threads=options.n_threads,
        )
        n_found = len(grown.centers)
        spare = np.repeat(grown.centers[:1], options.n_clusters - n_found, axis=0)
        self.cluster_centers_ = np.concatenate([grown.centers, spare])
        self.labels_ = grown.labels
        self.inertia_ = grown.inertia / 2 if options.spherical else grown.inertia
        self._tree = grown.tree
        self._n_features_out = options.n_clusters
        if n_found < options.n_clusters:
            warn_of_few(n_found, options.n_clusters)
        return self

    def _split(
        self,
        points: Any,
        weights: Array | None,
        n_parts: int,
        seed: tuple[int, int],
        options: checks.BisectingOptions,
    ) -> Fit:
        """Return the best fit of two clusters to the rows of one."""
        drawn = int(np.random.SeedSequence(seed).generate_state(1, np.uint64)[0])
        starts, n_init = [options.init], options.n_init
        if callable(options.init) and n_parts == 2:
            starts, n_init = given_starts(self, options, points, drawn, n_parts), 1
        fits = [
            engine.fit(
                points,
                n_parts,
                weights=weights,
                init="k-means++" if callable(start) else start,
                n_init=n_init,
                max_iter=options.max_iter,
                tol=options.tol,
                seed=drawn,
                n_threads=options.n_threads,
                spherical=options.spherical,
            )
            for start in starts
        ]
        best = best_of(fits, points, weights, options.n_threads)
        if self.verbose and n_parts == 2:
            print(f"split {seed[1] + 1}: {points.shape[0]} rows in two, inertia {best.inertia:.6g}")
        return best

    def _labels_of(self, points: Any) -> Array:
        return labels_of(self._tree, points, checks.threads(self.n_threads))

    def _measured(self, points: Any, weights: Array | None) -> tuple[Array, float]:
        labels, centers = self._labels_of(points), self.cluster_centers_
        weights, exponent = tamed(weights)
        added = engine.cluster_totals(
            points, labels, len(centers), weights=weights, n_threads=checks.threads(self.n_threads)
        )
        inertia = outside(float(inertias(added, centers, added.exponent).sum()), added.exponent, exponent)
        return labels, inertia / 2 if self.metric == "cosine" else inertia
