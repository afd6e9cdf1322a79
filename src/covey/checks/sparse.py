"""Are these sparse rows in the one form that the engine reads?

In:   a SciPy CSR matrix or array.
Out:  the same with ascending columns, none twice, 32-bit column numbers; or an error.
Not here: other sparse formats; rows.py has them converted by scikit-learn.
Next: cpp/sparse_rows.hpp.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from covey import engine, errors


def sparse_rows(points: Any) -> Any:
    """Return sparse rows (CSR) with ascending columns, none twice; arrays and such rows as they came.

    A copy where something has to change. Entries given twice are added in the order they are stored, as
    `toarray` adds them.
    """
    if not hasattr(points, "indptr"):
        return points
    if points.shape[1] > np.iinfo(np.int32).max:
        raise errors.too_many_columns(points.shape[1])
    if not _whole(points):
        raise errors.broken_sparse()
    if _ascending(points):
        return points
    ordered, repeats = engine.sparse.sort_entries(points, engine.default_threads())
    if repeats:
        ordered.indptr = ordered.indptr.copy()  # still the caller's
        ordered.has_sorted_indices = True
        ordered.sum_duplicates()
        if not np.isfinite(ordered.data).all():
            raise errors.infinite_sums()
    return ordered


def _whole(rows: Any) -> bool:
    """Return whether every entry lies inside the matrix: the engine reads without looking again."""
    starts, columns = rows.indptr, rows.indices[: rows.nnz]
    if len(starts) != rows.shape[0] + 1 or starts[0] != 0 or (np.diff(starts) < 0).any():
        return False
    if starts[-1] > min(len(rows.indices), len(rows.data)):
        return False
    return not len(columns) or (columns.min() >= 0 and columns.max() < rows.shape[1])


def _ascending(rows: Any) -> bool:
    """Return whether the columns of every row ascend and none repeats; looks at the caller's matrix only."""
    if rows.nnz < 2:
        return True
    ascends = np.diff(rows.indices[: rows.nnz]) > 0
    starts = rows.indptr[1:-1]
    inner = starts[(starts > 0) & (starts < rows.nnz)]
    ascends[inner - 1] = True  # from one row to the next, columns may fall
    return bool(ascends.all())
