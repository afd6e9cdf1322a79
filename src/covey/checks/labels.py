"""Is there one label per row, and more than one cluster?

In:   labels as typed.
Out:  0..k-1 and k, or an error.
Next: covey.metrics for who asks.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from covey import errors
from covey.checks.cells import without_mask
from covey.records import Array


def one_per_row(labels: Any, n_rows: int) -> Array:
    """Return labels of any kind as an array (n,), none of them masked."""
    found: Array = np.asarray(without_mask(labels, "labels"))
    if found.ndim != 1 or len(found) != n_rows:
        raise errors.labels_do_not_fit(found.shape, n_rows)
    return found


def labels_of(labels: Any, n_rows: int) -> tuple[Array, int]:
    """Return labels as 0..k-1 (n,) int32 and k; refuse one cluster only, or every row alone."""
    labels = one_per_row(labels, n_rows)
    names, encoded = np.unique(labels, return_inverse=True)
    if not 2 <= len(names) <= n_rows - 1:
        raise errors.bad_number_of_labels(len(names), n_rows)
    return encoded.astype(np.int32), len(names)
