"""Sparse rows at the border: three vectors of what is not zero instead of a matrix.

In:   a SciPy CSR matrix or array, columns of each row ascending and none twice, float32 or float64, finite.
Out:  the same as for dense rows: records.Fit, labels, distances. The same bits for any number of threads.
Not here: bringing a matrix into that form (`checks.sparse_rows`). SciPy is not imported: attributes are read.
Next: cpp/sparse_fit.hpp for the other side of the door.
"""

from __future__ import annotations

from typing import Any

import numpy as np

import covey.engine._core as _core
from covey.records import Array


def is_sparse(points: Any) -> bool:
    """Return whether these rows are a sparse matrix and not an array."""
    return hasattr(points, "indptr")


def vectors(points: Any) -> tuple[Array, Array, Array]:
    """Return starts (n + 1) int64, columns int32 and values of a CSR matrix; copied only to change a dtype.

    A matrix may own room past its last entry; that is left out.
    """
    return (
        np.ascontiguousarray(points.indptr, np.int64),
        np.ascontiguousarray(points.indices[: points.nnz], np.int32),
        np.ascontiguousarray(points.data[: points.nnz]),
    )


def sort_entries(points: Any, n_threads: int) -> tuple[Any, bool]:
    """Return a CSR matrix with the columns of each row in ascending order, and whether some repeat.

    Entries of the same column keep their order. Columns must lie inside the matrix.
    """
    starts, columns, values = vectors(points)
    sorted_columns, sorted_values = np.empty_like(columns), np.empty_like(values)
    repeats: bool = _core.sort_entries(
        starts, columns, values, points.shape[1], n_threads, sorted_columns, sorted_values
    )
    return type(points)((sorted_values, sorted_columns, points.indptr), shape=points.shape), repeats
