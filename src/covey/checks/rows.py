"""Which rows and weights can be clustered?

In:   what scikit-learn takes, and what it misreads or refuses: masked arrays, dates, lazy frames, DuckDB
      relations.
Out:  finite float32 or float64 rows in C order, or CSR rows; weights as float64. X itself is never changed.
Not here: what kinds of values are meant as numbers (cells.py).
Next: errors/rows.py for the words.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from covey import engine, errors
from covey.checks.cells import names_of, readable
from covey.checks.sparse import sparse_rows
from covey.records import Array

FLOATS = (np.float64, np.float32)


def numbers_of(
    X: Any,
    *,
    estimator: Any = None,
    reset: bool = True,
    dtypes: Any = FLOATS,
    min_rows: int = 1,
    accept_sparse: bool = True,
) -> Any:
    """Return the rows of X as the engine reads them; an estimator has its column names set or compared."""
    from sklearn.utils.validation import check_array, validate_data

    given = readable(X)
    rules = {
        "dtype": list(dtypes),
        "order": "C",
        "accept_sparse": "csr" if accept_sparse else False,
        "ensure_all_finite": False,
        "ensure_min_samples": min_rows,
    }
    try:
        # A longdouble beyond float64 becomes infinity, which is refused below.
        with np.errstate(over="ignore"):
            if estimator is None:
                points = check_array(given, input_name="X", **rules)
            else:
                points = validate_data(estimator, given, reset=reset, **rules)
    except ValueError as problem:
        better = errors.other_columns(str(problem))
        if better is None:
            raise
        raise better from None
    _refuse_gaps(points, given, estimator)
    return sparse_rows(points)


def weights_of(sample_weight: Any, points: Any) -> Array | None:
    """Return weights as float64 of shape (n_rows,), none negative and not all 0; None for none."""
    if sample_weight is None:
        return None
    from sklearn.utils.validation import _check_sample_weight

    given = readable(sample_weight, "sample_weight")
    try:
        weights: Array = _check_sample_weight(given, points, dtype=np.float64)
    except ValueError as problem:  # zero everywhere, in scikit-learn's words from 1.8 on
        raise errors.weights_all_zero() if "non-zero number" in str(problem) else problem from None
    if (weights < 0).any():
        raise errors.negative_weights(int((weights < 0).sum()), int(np.argmax(weights < 0)))
    if not weights.any():
        raise errors.weights_all_zero()
    return weights


def _refuse_gaps(points: Any, given: Any, estimator: Any) -> None:
    """Refuse NaN and infinity, and say where the first one is."""
    if not hasattr(points, "indptr"):
        if points.size == 0 or engine.all_finite(points):
            return
        bad = ~np.isfinite(points)
        row, column = map(int, np.argwhere(bad)[0])
        value = points[row, column]
    else:
        bad = ~np.isfinite(points.data)
        if not bad.any():
            return
        at = int(np.argmax(bad))
        row, column = int(np.searchsorted(points.indptr, at, side="right") - 1), int(points.indices[at])
        value = points.data[at]
    names = names_of(given)
    where = names[column] if names is not None and column < len(names) else column
    missing = np.isnan(points.data if hasattr(points, "indptr") else points).any()
    count = int(bad.sum())
    who = "covey" if estimator is None else type(estimator).__name__
    if missing:
        raise errors.missing_values(count, row, where, who)
    raise errors.infinite_values(count, row, where, points.dtype, float(value))
