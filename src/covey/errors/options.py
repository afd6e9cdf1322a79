"""Which option of an estimator or metric is wrong?

In:   facts. Out: the error or the warning, in a sentence that ends with what to type next.
Next: kinds.py for the tree of exceptions.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from covey.errors.kinds import InputError, OptionError


def bad_option(name: str, value: object, allowed: str, *, close_to: Sequence[str] = ()) -> OptionError:
    """Return the error for a parameter outside its range; `close_to` lists spellings to guess from."""
    guess = get_close_matches(str(value), close_to, n=1)
    hint = f" Did you mean {guess[0]!r}?" if guess else ""
    return OptionError(f"{name}={value!r}, but {name} must be {allowed}.{hint}")


def limits_with_fixed_k(k: int) -> OptionError:
    """Return the error for limits on a number of segments that is fixed already."""
    return OptionError(
        f"k={k} fixes the number of segments, so max_segments and min_share have nothing to choose. "
        'Leave them out, or leave k at "auto".'
    )


def bad_centers(came: tuple[int, ...], wanted: tuple[int, int]) -> InputError:
    """Return the error for start centers of the wrong shape."""
    return InputError(
        f"init is an array of shape {came}, but the centers need shape {wanted}: one row per cluster, "
        "one column per column of X. Change n_clusters or the array."
    )


def fewer_rows_than_clusters(n_rows: int, n_clusters: int) -> InputError:
    """Return the error for more clusters than rows."""
    return InputError(
        f"n_samples={n_rows} should be >= n_clusters={n_clusters}: every cluster needs a row. "
        f"Ask for {n_rows} or fewer."
    )


def rows_without_direction(what: str, n_zeros: int, first: int) -> InputError:
    """Return the error for rows of zeros where only directions count."""
    rows = "1 row" if n_zeros == 1 else f"{n_zeros:,} rows"
    return InputError(
        f"{rows} of {what} hold nothing but zeros (the first is row {first}). metric='cosine' compares the "
        "directions of rows, and zeros have none. Leave these rows out: X[abs(X).max(axis=1) > 0], for "
        "sparse X X[X.getnnz(axis=1) > 0]; or use metric='euclidean'."
    )


def too_many_columns(n_columns: int) -> InputError:
    """Return the error for a sparse matrix wider than a 32-bit column number."""
    return InputError(
        f"X has {n_columns:,} columns; at most 2,147,483,647 can be numbered. Drop the empty ones, or hash "
        "them into fewer."
    )


def infinite_sums() -> InputError:
    """Return the error for entries given twice whose sum is no longer a number."""
    return InputError(
        "X has entries given more than once whose sum is infinity. Entries of one place are added up; remove "
        "the repeated ones before fitting."
    )


def broken_sparse() -> InputError:
    """Return the error for a sparse matrix whose parts contradict each other."""
    return InputError(
        "X is a sparse matrix whose parts do not fit together: indices point outside the columns, or indptr "
        "does not ascend from 0. It was changed by hand or damaged: build it again. X.check_format() names "
        "the part."
    )


def fewer_distinct_points(n_distinct: int, n_clusters: int) -> str:
    """Return the warning for clusters that stayed empty because rows repeat."""
    return (
        f"Number of distinct clusters ({n_distinct}) found smaller than n_clusters ({n_clusters}). Possibly "
        f"due to duplicate points in X. Labels 0 to {n_distinct - 1} are in use; the other centers repeat "
        f"one of them. Ask for {n_distinct} or fewer."
    )


def still_moving(n_iterations: int) -> str:
    """Return the warning for a fit ended by max_iter."""
    return (
        f"stopped after max_iter={n_iterations} iterations while rows still changed cluster. The labels "
        "belong to the centers, but the result is not settled: raise max_iter."
    )


def best_so_far_kept(n_iterations: int, inertia: float) -> str:
    """Return the note for a fit that Ctrl-C or an exception ended."""
    return (
        f"The fit was stopped before its end. The best state so far is kept: n_iter_={n_iterations}, "
        f"inertia_={inertia:.6g}, labels_ belong to cluster_centers_, and predict works. "
        "To go on from there: set_params(init=model.cluster_centers_, n_init=1) and fit again."
    )


def one_start_only(name: str, n_init: int) -> str:
    """Return the warning for several starts asked of one given start."""
    return (
        f"Explicit initial center position passed: performing only one init in {name} instead of "
        f"n_init={n_init}. Pass n_init=1."
    )


def init_size_too_small(init_size: int, n_clusters: int) -> str:
    """Return the warning for fewer first rows than clusters."""
    return (
        f"init_size={init_size} should be larger than n_clusters={n_clusters}. Setting it to "
        f"min(3*n_clusters, n_samples). Pass init_size={3 * n_clusters}, or None."
    )


def labels_do_not_fit(shape: tuple[int, ...], n_rows: int) -> InputError:
    """Return the error for labels whose length is not the number of rows."""
    return InputError(
        f"Found input variables with inconsistent numbers of samples: labels have shape {shape}, X has "
        f"{n_rows} rows. Give one label per row."
    )


def bad_number_of_labels(n_labels: int, n_rows: int) -> InputError:
    """Return the error for labels that make no silhouette."""
    return InputError(
        f"Number of labels is {n_labels}. Valid values are 2 to n_samples - 1 (inclusive), here 2 to "
        f"{n_rows - 1}: with one cluster there is no neighbour, and with a cluster per row nothing to "
        "compare."
    )


def weights_need_metric(metric: object, ours: Sequence[str]) -> OptionError:
    """Return the error for weights together with a metric that is handed to scikit-learn."""
    return OptionError(
        f"sample_weight together with metric={metric!r}, further keywords or sparse X: weights count only "
        f"where covey computes the distances: dense X and metric {', '.join(map(repr, ours))}. Repeat the "
        "rows instead, or leave sample_weight out."
    )
