"""K-means with scikit-learn's parameters, attributes and errors, on covey's engine.

In:   rows as scikit-learn takes them: arrays, SciPy sparse matrices, pandas, Polars or Arrow tables.
Out:  an estimator: labels_, cluster_centers_, inertia_, n_iter_; predict, transform, score.
Not here: the algorithm (cpp/lloyd.hpp), what all estimators share (conventions.py).
Source: Lloyd (1982), IEEE Trans. Inf. Theory 28; Arthur, Vassilvitskii (2007), SODA.
Next: tests/reference/lloyd.py, the same algorithm in forty obvious lines.
"""

from __future__ import annotations

from typing import Any

from sklearn.exceptions import ConvergenceWarning

from covey import checks, engine, errors
from covey.cluster.conventions import NearestCenters, given_starts, warn_of_few
from covey.cluster.evidence import evidence_of
from covey.cluster.rivals import ranks
from covey.records import Array, Fit


class KMeans(NearestCenters):
    """K-means clustering: exact, and the same bits on any number of threads and any processor.

    Sparse rows stay sparse: only the centers are written out in full.

    Parameters
    ----------
    n_clusters : int, default 8
        How many clusters.
    init : {"k-means++", "random"}, array of shape (n_clusters, n_columns) or callable, default "k-means++"
        Where the centers start; the array may be sparse. A callable gets (X, n_clusters, random_state) and
        returns such an array.
    n_init : "auto" or int, default "auto"
        How many starts; the one with the lowest inertia is kept. "auto" is 1 for "k-means++" and for an
        array, 10 for "random" and a callable. With an `effort` that searches, a number is how many searches.
    max_iter : int, default 300
        Most iterations of one start.
    tol : float, default 1e-4
        A start ends when the squared movement of its centers is at most `tol` times the mean variance of the
        columns, or when no row changes its cluster.
    verbose : int, default 0
        1 prints a line per iteration.
    random_state : int, RandomState, Generator or None, default None
        Seed of the starts. With an int the result is the same every time, whatever the order of the rows.
    copy_x : bool, default True
        Accepted for scikit-learn's sake; X is never changed.
    algorithm : {"lloyd", "elkan", "auto"}, default "lloyd"
        Accepted for scikit-learn's sake; every choice gives the labels of Lloyd's algorithm.
    n_threads : int or None, default None
        None: all processors this process may use. Changes no bit of the result.
    metric : {"euclidean", "cosine"}, default "euclidean"
        "cosine" compares directions: rows are brought to length 1 and the centers are kept there (spherical
        k-means). Distances are then 1 - cosine, from 0 to 2. A row of zeros has no direction and is refused.
    effort : {"auto", "fast", "standard", "best"}, default "auto"
        How long to search for a lower inertia. "fast": `n_init` starts of Lloyd's algorithm, nothing more.
        "standard": from one start on, centers that are hardly missed are placed where rows are far from
        theirs, in searches from other starts too, until three end at the same inertia or the work of some
        starts is spent; milliseconds for a few thousand rows.
        "best": more and longer searches, until five agree, or else what they have in common is searched
        again; seconds for tens of thousands of rows. Both solve one column exactly, up to tens of thousands
        of different values and unless `init` is an array.
        "auto" is "standard" where `init` is "k-means++" and `n_init` "auto", else "fast". The work is counted
        in operations, not in time: the same result on every machine. An `init` array is searched from once.
        Sparse X and "cosine" are not searched: "standard" is one start for them, "best" ten.

    Attributes
    ----------
    cluster_centers_ : array of shape (n_clusters, n_columns), dtype of X
        Each the weighted mean of its rows; with "cosine" the mean of their directions, brought to length 1.
        Ordered by the weight of the cluster, largest first, equal weights by coordinates; an `init` array
        keeps its own order.
    labels_ : array of shape (n_rows,), int32
        The nearest center of each row: smallest squared distance in float64, the lower label on ties. Always
        equal to `predict` on the same rows.
    inertia_ : float
        Sum over the rows of weight times squared distance to the own center; with "cosine" weight times
        (1 - cosine), which is half the squared distance between the unit vectors.
    n_iter_ : int
        Iterations of the start that was kept, or of the last run of Lloyd's algorithm after a search.
    evidence_ : Evidence
        Whether a lower inertia is likely to exist: `n_starts` starts or searches, `n_agreeing` of them at the
        inertia `best`, the `spread` between the best and the worst, and a `sentence`.
    n_features_in_ : int
    feature_names_in_ : array of str
        Only where X had column names that are all strings.

    Notes
    -----
    Time: n_rows x n_columns x n_clusters per iteration; for sparse X, its entries x n_clusters. Memory: one
    copy of X, of its entries if it is sparse; with "cosine" two.
    A row of weight 2 counts exactly as two rows. A cluster that loses all its rows takes over the row
    furthest from its center.
    Ctrl-C stops a long fit within about a second. The KeyboardInterrupt comes out of `fit`, and the estimator
    holds the best state so far: `labels_` and `inertia_` belong to `cluster_centers_`, `predict` works, and
    `set_params(init=model.cluster_centers_, n_init=1).fit(X)` goes on from there. Nothing is kept before the
    first centers are drawn. The same for whatever else ends a fit from inside.
    The result is never worse than that of the first start. With more than 65,536 different rows (131,072
    for "best"; fewer where columns or clusters are many) a sample of them is searched; Lloyd's algorithm
    then runs on all rows from what is found. Figures: docs/why/quality.md.
    Source: Lloyd (1982), Least squares quantization in PCM, IEEE Trans. Inf. Theory 28, 129-137; Dhillon,
    Modha (2001), Concept decompositions for large sparse text data, Machine Learning 42, for "cosine".

    Examples
    --------
    >>> import numpy as np
    >>> from covey import KMeans
    >>> X = np.array([[1.0, 2.0], [1.0, 4.0], [1.0, 0.0], [10.0, 2.0], [10.0, 4.0], [10.0, 0.0], [10.0, 1.0]])
    >>> model = KMeans(n_clusters=2, n_init=10, random_state=0).fit(X)
    >>> model.labels_
    array([1, 1, 1, 0, 0, 0, 0], dtype=int32)
    >>> model.predict([[0.0, 0.0], [12.0, 3.0]])
    array([1, 0], dtype=int32)
    >>> print(KMeans(n_clusters=2, random_state=0).fit(X).evidence_)
    3 of 3 independent searches ended at this inertia: very likely there is no lower one.
    """

    def __init__(
        self,
        n_clusters: int = 8,
        *,
        init: Any = "k-means++",
        n_init: Any = "auto",
        max_iter: int = 300,
        tol: float = 1e-4,
        verbose: int = 0,
        random_state: Any = None,
        copy_x: bool = True,
        algorithm: str = "lloyd",
        n_threads: int | None = None,
        metric: str = "euclidean",
        effort: str = "auto",
    ):
        self.n_clusters = n_clusters
        self.init = init
        self.n_init = n_init
        self.max_iter = max_iter
        self.tol = tol
        self.verbose = verbose
        self.random_state = random_state
        self.copy_x = copy_x
        self.algorithm = algorithm
        self.n_threads = n_threads
        self.metric = metric
        self.effort = effort

    def fit(self, X: Any, y: Any = None, sample_weight: Any = None) -> KMeans:
        """Find the clusters of X.

        Parameters
        ----------
        X : array, frame or sparse matrix of shape (n_rows, n_columns)
            Numbers, finite. float32 stays float32, everything else becomes float64. Sparse matrices and
            arrays of any format, index type and order of entries; entries given twice are added up, as SciPy
            does.
        y : ignored
        sample_weight : array of shape (n_rows,), optional
            Weights of the rows, 0 or more; default 1 each.

        Returns
        -------
        KMeans
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
            If fewer different rows than clusters were found, or `max_iter` ended the fit.
        """
        options = checks.kmeans_options(self)
        points, weights = self._new_rows(X, sample_weight, options)
        if options.spherical or hasattr(points, "indptr"):
            options = _plain_starts(options)
        fits: list[Fit] = []
        try:
            self._run_starts(points, weights, options, fits)
        except BaseException as problem:
            fits += filter(None, [engine.best_so_far(problem)])
            if fits:
                self._keep_best(fits, points, weights, options)
                problem.add_note(errors.best_so_far_kept(self.n_iter_, self.inertia_))
            raise
        self._warn_about(self._keep_best(fits, points, weights, options), options)
        return self

    def _keep_best(
        self, fits: list[Fit], points: Any, weights: Array | None, options: checks.KMeansOptions
    ) -> Fit:
        ranked = ranks(fits, points, weights, options.n_threads)
        best = fits[ranked.index(min(ranked))]
        self.cluster_centers_ = best.centers
        self.labels_ = best.labels
        self.inertia_ = best.inertia / 2 if options.spherical else best.inertia
        self.n_iter_ = best.n_iterations
        self.evidence_ = evidence_of(
            fits, ranked, self.inertia_, "starts" if options.effort == "fast" else "searches"
        )
        self._n_features_out = options.n_clusters
        return best

    def _run_starts(
        self, points: Any, weights: Array | None, options: checks.KMeansOptions, fits: list[Fit]
    ) -> None:
        """Append the fit of every start, so that those before an interruption are there."""
        seed = checks.seed_number(self.random_state)
        starts, n_init = [options.init], options.n_init
        if not isinstance(options.init, str):
            starts, n_init = given_starts(self, options, points, seed, options.n_clusters), 1
        elif options.effort != "fast":
            n_init = 1
        for start in starts:
            fit = engine.fit(
                points,
                options.n_clusters,
                weights=weights,
                init=start,
                n_init=n_init,
                max_iter=options.max_iter,
                tol=options.tol,
                seed=seed,
                n_threads=options.n_threads,
                on_iteration=_print_iteration if self.verbose else None,
                spherical=options.spherical,
                effort=options.effort,
                n_searches=options.n_searches if isinstance(start, str) else 1,
            )
            fits.append(fit)

    def _warn_about(self, fit: Fit, options: checks.KMeansOptions) -> None:
        if fit.n_distinct < options.n_clusters:
            warn_of_few(fit.n_distinct, options.n_clusters)
        elif not fit.settled:
            errors.warn(errors.still_moving(fit.n_iterations), ConvergenceWarning)


def _plain_starts(options: checks.KMeansOptions) -> checks.KMeansOptions:
    """Return the options for rows that are not searched: `effort` says how many starts."""
    if options.effort == "fast":
        return options
    n_init = options.n_searches or (10 if options.effort == "best" else options.n_init)
    return options._replace(effort="fast", n_init=n_init)


def _print_iteration(start: int, iteration: int, moved: int) -> None:
    print(f"start {start}, iteration {iteration}: {moved} rows changed cluster")
