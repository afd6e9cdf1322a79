"""Say which segment each row of a table belongs to, how surely, and whether such rows were seen before.

In:   a SavedModel and a table with the columns it was fitted on, in any order.
Out:  six new columns, one value per row: segment, segment_name, grade, margin, runner_up, unlike_training.
Not here: reading the table or writing the result (`table` does both).
Training rows get the label they had in the fit: the same recipe, centers and engine are used.
Next: saved.py for what the model knows.
"""

from __future__ import annotations

import numpy as np

from covey import engine
from covey import table as table_room
from covey.model.saved import SavedModel
from covey.records import Array, Table
from covey.table.far_out import beyond

NEW_COLUMNS = ("segment", "segment_name", "grade", "margin", "runner_up", "unlike_training")

# A row as far out as the farthest training row may come out a rounding error farther when read again.
_ROUNDING = 1 + 1e-9


def score(saved: SavedModel, table: Table, *, n_threads: int | None = None) -> dict[str, Array]:
    """Return the new columns for the rows of a table.

    Parameters
    ----------
    saved : SavedModel
        From `load` or `from_record`.
    table : Table
        Rows to score; columns are found by name, extra columns do not matter. No rows is fine.
    n_threads : int, optional
        Threads to use; the result does not depend on it. Default: all cores.

    Returns
    -------
    dict of str to array of shape (n_rows,)
        `segment` int64, the label; `segment_name` and `grade` text;
        `margin` (other - own) / (other + own) from the distances to the own and the next nearest center: 1 on
        the center, 0 on the border between two segments, four decimals; always 1 if there is one segment;
        `runner_up` text, the name of the next nearest segment, None if there is one segment;
        `unlike_training` bool: farther from its center than 99.9 % of the rows its segment was made from, or
        so far out in one column that the fit would have set it apart.

    Raises
    ------
    ModelError
        If columns are missing, or hold text where numbers are expected.

    Notes
    -----
    Time and memory grow with n_rows times the number of segments.
    """
    points = table_room.to_points(table, saved.recipe)
    labels = engine.assign(points, saved.centers, n_threads=n_threads).astype(np.int64)
    distances = engine.distances(points, saved.centers, n_threads=n_threads)
    own = distances[np.arange(len(labels)), labels]
    names = np.array(saved.names, dtype=object)
    margin, runner_up = _next_nearest(distances, labels, own, names)
    return {
        "segment": labels,
        "segment_name": names[labels],
        "grade": np.array(saved.grades, dtype=object)[labels],
        "margin": margin,
        "runner_up": runner_up,
        "unlike_training": (own > saved.distance_limits[labels] * _ROUNDING) | beyond(points, saved.recipe),
    }


def _next_nearest(distances: Array, labels: Array, own: Array, names: Array) -> tuple[Array, Array]:
    """Return margin and name of the nearest center that is not the row's own."""
    if distances.shape[1] == 1:
        return np.ones(len(labels)), np.full(len(labels), None, dtype=object)
    others = distances.copy()
    others[np.arange(len(labels)), labels] = np.inf
    nearest = others.argmin(axis=1)
    other = others[np.arange(len(labels)), nearest]
    total = other + own
    margin = np.divide(other - own, total, out=np.zeros_like(total), where=total > 0)
    return np.round(np.clip(margin, 0.0, 1.0), 4), names[nearest]
