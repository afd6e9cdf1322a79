"""K-means on small random batches of rows, or on batches as they arrive, with scikit-learn's face.

In:   rows as scikit-learn takes them.
Out:  an estimator: labels_, cluster_centers_, inertia_, n_iter_, n_steps_; partial_fit takes one batch at a
      time.
Not here: what a batch does to the centers (batches.py), which rows it holds (draws.py), what all estimators
      share (conventions.py).
Next: tests/reference/minibatch.py.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from covey import checks, engine, errors
from covey.cluster.batches import Running, Stopping, inertias, outside, tamed
from covey.cluster.conventions import NearestCenters, given_starts, warn_of_few
from covey.cluster.draws import RowDraw
from covey.cluster.rivals import ranks
from covey.records import Array

ROWS_PER_CENTER = 2000  # a mean of so many is within 0.05 % of the inertia it could have
LARGEST_SUM = 1e250  # of the weights of a batch: batches to come are added to it


class MiniBatchKMeans(NearestCenters):
    """K-means that looks at a small random batch of rows per step: for many rows, or rows that arrive.

    Parameters
    ----------
    n_clusters : int, default 8
        How many clusters.
    init : {"k-means++", "random"}, array of shape (n_clusters, n_columns) or callable, default "k-means++"
        Where the centers start. By name, `KMeans` is run on `init_size` random rows, which are the first
        batch. A callable gets (X, n_clusters, random_state) with those rows.
    max_iter : int, default 100
        At most so many times as many rows are looked at as X has.
    batch_size : int, default 1024
        Rows per step.
    verbose : int, default 0
        1 prints a line per step.
    compute_labels : bool, default True
        Whether `fit` ends with a pass over X for `labels_` and `inertia_`.
    random_state : int, RandomState, Generator or None, default None
        Seed of the start and of every batch. With an int the result is the same every time, whatever the
        order of the rows.
    tol : float, default 0.0
        Stop when the squared movement of the centers in one step is at most `tol` times the mean variance of
        the columns; 0 switches this off.
    max_no_improvement : int or None, default 10
        Stop after so many steps in a row without a new lowest smoothed inertia, once 2000 rows per cluster,
        or as many as X has, were looked at; None switches this off.
    init_size : int or None, default None
        How many rows the start looks at; None is 3 * batch_size, or 3 * n_clusters if that is more.
    n_init : "auto" or int, default "auto"
        How many starts are tried on these rows; "auto" is 3, and 1 for an array.
    reassignment_ratio : float, default 0.01
        A cluster that has taken less than this share of what the largest has starts anew at a random row.
    n_threads : int or None, default None
        None: all processors this process may use. Changes no bit of the result.
    metric : {"euclidean", "cosine"}, default "euclidean"
        As for `KMeans`.

    Attributes
    ----------
    cluster_centers_ : array of shape (n_clusters, n_columns), dtype of X
        Each the mean of the rows it took. After `fit` the cluster that took most is first (centers given by
        `init` keep their order); `partial_fit` never changes the order.
    labels_ : array of shape (n_rows,), int32
        Always equal to `predict` on the rows of the last `fit` or `partial_fit`. With `compute_labels`.
    inertia_ : float
        Of the same rows, as for `KMeans`; without `compute_labels` an estimate from the batches.
    n_iter_ : int
        How many times as many rows were looked at as X has, rounded up.
    n_steps_ : int
        Batches taken.
    n_features_in_ : int
    feature_names_in_ : array of str
        Only where X had column names that are all strings.

    Notes
    -----
    `fit`: the same bits for any number of threads and any order of the rows, and a row of weight 2 counts
    exactly as two rows: rows are drawn by weight in the order of a hash of their values. `partial_fit`: the
    same bits for any order of the rows inside a batch, but the result depends on which rows come in which
    batch, and in which order the batches come. With sparse X the sums of a batch given to `partial_fit` are
    float64: their last digits may differ with the order of its rows.
    Where X has fewer different rows than clusters, all of X is looked at.
    Ctrl-C in a long `fit` keeps the centers so far, as in `KMeans`.
    Time: batch_size x n_columns x n_clusters per step, and one pass over X to draw from and one for the
    labels.
    Source: Sculley (2010), Web-scale k-means clustering, WWW.

    Examples
    --------
    >>> from covey import MiniBatchKMeans, make_blobs
    >>> X, _ = make_blobs(n_samples=10_000, centers=4, random_state=0)
    >>> model = MiniBatchKMeans(n_clusters=4, random_state=0).fit(X)
    >>> bool((model.predict(X) == model.labels_).all())
    True
    >>> stream = MiniBatchKMeans(n_clusters=4, random_state=0)
    >>> for first in range(0, 10_000, 1000):
    ...     stream = stream.partial_fit(X[first : first + 1000])
    >>> stream.n_steps_
    10
    """

    inertia_: float
    _running: Any

    def __init__(
        self,
        n_clusters: int = 8,
        *,
        init: Any = "k-means++",
        max_iter: int = 100,
        batch_size: int = 1024,
        verbose: int = 0,
        compute_labels: bool = True,
        random_state: Any = None,
        tol: float = 0.0,
        max_no_improvement: int | None = 10,
        init_size: int | None = None,
        n_init: Any = "auto",
        reassignment_ratio: float = 0.01,
        n_threads: int | None = None,
        metric: str = "euclidean",
    ):
        self.n_clusters = n_clusters
        self.init = init
        self.max_iter = max_iter
        self.batch_size = batch_size
        self.verbose = verbose
        self.compute_labels = compute_labels
        self.random_state = random_state
        self.tol = tol
        self.max_no_improvement = max_no_improvement
        self.init_size = init_size
        self.n_init = n_init
        self.reassignment_ratio = reassignment_ratio
        self.n_threads = n_threads
        self.metric = metric

    def fit(self, X: Any, y: Any = None, sample_weight: Any = None) -> MiniBatchKMeans:
        """Find the clusters of X from random batches of its rows.

        Parameters
        ----------
        X : array, frame or sparse matrix of shape (n_rows, n_columns)
            Numbers, finite; as for `KMeans.fit`.
        y : ignored
        sample_weight : array of shape (n_rows,), optional
            Weights of the rows, 0 or more; default 1 each. Rows are drawn in proportion to them.

        Returns
        -------
        MiniBatchKMeans
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
        options = checks.batch_options(self)
        points, weights = self._new_rows(X, sample_weight, options)
        counted, exponent = tamed(weights)
        draw = RowDraw(points, counted, options.n_threads)
        random = np.random.default_rng(checks.seed_number(self.random_state))
        if draw.n_distinct < options.n_clusters:
            self._begin(random, self._of_all_rows(points, counted, options, random))
            self._keep(points, weights, options, n_iterations=1)
            warn_of_few(draw.n_distinct, options.n_clusters)
            return self
        first = self._first_rows(points, counted, draw, options, random)
        self._begin(random, self._start(*first, options, random))
        try:
            n_seen, estimate = self._run(points, counted, draw, first, options)
        except BaseException as problem:
            self._keep(points, weights, options, n_iterations=self.n_steps_)
            problem.add_note(errors.best_so_far_kept(self.n_iter_, self.inertia_))
            raise
        if isinstance(options.init, str):
            self._running = self._running.ordered()
        if not self.compute_labels:
            self.inertia_ = outside(estimate, 0, exponent) / (2 if options.spherical else 1)
        self._keep(points, weights, options, n_iterations=-(-n_seen // draw.n_rows))
        return self

    def partial_fit(self, X: Any, y: Any = None, sample_weight: Any = None) -> MiniBatchKMeans:
        """Let the centers follow one batch of rows; the first batch also starts them.

        Parameters
        ----------
        X : array, frame or sparse matrix of shape (n_rows, n_columns)
            The batch; the first one needs at least n_clusters rows.
        y : ignored
        sample_weight : array of shape (n_rows,), optional
            Weights of the rows, 0 or more; default 1 each.

        Returns
        -------
        MiniBatchKMeans
            Itself, with `labels_` and `inertia_` of this batch.

        Raises
        ------
        OptionError, ValueError
            As `fit`.
        """
        options = checks.batch_options(self)
        is_first = not hasattr(self, "cluster_centers_")
        if is_first:
            points, weights = self._new_rows(X, sample_weight, options)
        else:
            points = self._known_columns(X, min_rows=1)
            weights = checks.weights_of(sample_weight, points)
        if weights is not None and not weights.sum() < LARGEST_SUM:
            raise errors.bad_weights(f"the weights of this batch add up to {LARGEST_SUM:g} or more")
        if is_first:
            random = np.random.default_rng(checks.seed_number(self.random_state))
            draw = RowDraw(points, weights, options.n_threads)
            first = self._first_rows(points, weights, draw, options, random)
            self._begin(random, self._start(*first, options, random))
        self._step(points, weights, options, exponent=None)
        self.cluster_centers_ = self._running.centers
        self._n_features_out = len(self._running.centers)
        if self.compute_labels:
            self.labels_, self.inertia_ = self._measured(points, weights)
        return self

    def _begin(self, random: np.random.Generator, running: Running) -> None:
        """Let go of what an earlier fit found; only now, when nothing can be refused any more."""
        self._random, self._running, self.n_steps_ = random, running, 0
        for name in ("labels_", "inertia_"):
            if hasattr(self, name):
                delattr(self, name)

    def _run(
        self,
        points: Any,
        weights: Array | None,
        draw: RowDraw,
        first: tuple[Any, Array | None],
        options: checks.BatchOptions,
    ) -> tuple[int, float]:
        """Take batches until it is time to stop; return how many rows were looked at and the inertia.

        `first` holds the rows that the start looked at, and their weights.
        """
        size = min(options.batch_size, draw.n_rows)
        n_seen = 0
        spread, exponent = _spread(points, weights, options)
        if isinstance(options.init, str):
            n_seen = first[0].shape[0]
            self._step(*first, options, exponent)
        n_steps = max(1, options.max_iter * draw.n_rows // size)
        stopping = Stopping(
            options.max_no_improvement,
            options.tol * spread,
            smoothing=2 * size / (draw.n_rows + 1),
            n_least=min(draw.n_rows, ROWS_PER_CENTER * options.n_clusters) // size,
        )
        while self.n_steps_ < n_steps:
            before = self._running.centers
            batch, mass = (
                (points, weights) if size == draw.n_rows else (points[draw.draw(self._random, size)], None)
            )
            inertia = self._step(batch, mass, options, exponent) / size
            n_seen += size
            moved = np.ldexp(self._running.centers.astype(np.float64) - before, -exponent)
            why = stopping.told(inertia, float((moved**2).sum())) if self.n_steps_ > 1 else ""
            if size == draw.n_rows and not moved.any():
                why = "nothing moves"  # nor will it: the next batch is the same
            if self.verbose:
                print(
                    f"Minibatch step {self.n_steps_}/{n_steps}: mean batch inertia: "
                    f"{outside(inertia, exponent)}, "
                    f"ewa inertia: {outside(stopping.smoothed, exponent)}"
                )
            if why:
                if self.verbose:
                    print(f"Converged ({why}) at step {self.n_steps_}/{n_steps}")
                break
        total = float(draw.n_rows if weights is None else weights.sum())
        return n_seen, outside(stopping.smoothed * total, exponent)

    def _init_size(self, options: checks.BatchOptions) -> int:
        wanted = options.init_size or 3 * options.batch_size
        if wanted >= options.n_clusters:
            return wanted
        if options.init_size is not None:
            text = errors.init_size_too_small(options.init_size, options.n_clusters)
            errors.warn(text, RuntimeWarning)
        return 3 * options.n_clusters

    def _first_rows(
        self,
        points: Any,
        weights: Array | None,
        draw: RowDraw,
        options: checks.BatchOptions,
        random: np.random.Generator,
    ) -> tuple[Any, Array | None]:
        """Return the rows that the start looks at, and their weights."""
        size = self._init_size(options)
        return (points, weights) if size >= draw.n_rows else (points[draw.draw(random, size)], None)

    def _start(
        self, rows: Any, weights: Array | None, options: checks.BatchOptions, random: np.random.Generator
    ) -> Running:
        """Return where the centers start: the best of `n_init` fits to a few rows, or the centers given."""
        k, seed = options.n_clusters, int(random.integers(0, 2**63))
        if isinstance(options.init, str):
            fit = engine.fit(
                rows,
                k,
                weights=weights,
                init=options.init,
                n_init=options.n_init,
                seed=seed,
                n_threads=options.n_threads,
                spherical=options.spherical,
            )
            return Running.at(fit.centers, options.spherical)
        starts = given_starts(self, options, rows, seed, k)
        if len(starts) == 1:
            return Running.at(starts[0], options.spherical)
        fits = [
            engine.fit(rows, k, weights=weights, init=start, max_iter=0, tol=0.0, n_threads=options.n_threads)
            for start in starts
        ]
        ranked = ranks(fits, rows, weights, options.n_threads)
        return Running.at(starts[ranked.index(min(ranked))], options.spherical)

    def _of_all_rows(
        self, points: Any, weights: Array | None, options: checks.BatchOptions, random: np.random.Generator
    ) -> Running:
        """Return the clusters of rows that are too few for batches."""
        init = options.init if isinstance(options.init, str) else "k-means++"
        fit = engine.fit(
            points,
            options.n_clusters,
            weights=weights,
            init=init,
            seed=int(random.integers(0, 2**63)),
            n_threads=options.n_threads,
            spherical=options.spherical,
        )
        return Running.at(fit.centers, options.spherical).took(points, weights, options.n_threads)[0]

    def _step(
        self, batch: Any, weights: Array | None, options: checks.BatchOptions, exponent: int | None
    ) -> float:
        """Let the centers follow a batch; return the inertia it had, over 4**exponent if there is one."""
        running, added = self._running.took(batch, weights, options.n_threads)
        inertia = 0.0
        if exponent is not None:
            inertia = float(inertias(added, self._running.centers, exponent).sum())
        seen = running.n_since + float(added.weights.sum())
        ratio = options.reassignment_ratio
        if ratio > 0 and ((running.weights == 0).any() or seen >= 10 * options.n_clusters):
            seen = 0.0
            running = running.with_small_ones_moved(batch, weights, ratio, self._random, options.n_threads)
        self._running = running.having_seen(seen)
        self.n_steps_ += 1
        return inertia

    def _keep(
        self, points: Any, weights: Array | None, options: checks.BatchOptions, n_iterations: int
    ) -> None:
        self.cluster_centers_ = self._running.centers
        self._n_features_out = options.n_clusters
        self.n_iter_ = n_iterations
        if self.compute_labels:
            self.labels_, self.inertia_ = self._measured(points, weights)
        elif not hasattr(self, "inertia_"):
            self.inertia_ = self._measured(points, weights)[1]


def _spread(points: Any, weights: Array | None, options: checks.BatchOptions) -> tuple[float, int]:
    """Return the mean variance of the columns over 4**exponent (0 where nobody asks), and the exponent."""
    rows = points if options.tol > 0 else points[:1000]
    given = None if weights is None else weights[: rows.shape[0]]
    labels = np.zeros(rows.shape[0], np.int32)
    whole = engine.cluster_totals(rows, labels, 1, weights=given, n_threads=options.n_threads)
    total = max(float(whole.weights[0]), 1e-300)
    return float(whole.squares[0]) / total / points.shape[1], whole.exponent
