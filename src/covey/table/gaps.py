"""Which numbers were filled in, and what would the rows most like them have said?

In:   a Table and its Recipe; or points with the cells that were filled.
Out:  a mask of the coordinates filled; points whose gaps hold the numbers of the nearest row.
Not here: which rows take part in a fit (journeys/rows.py). A missing category is none of the levels: no
number is made up for it, so it is no gap.
Why:  the median fills a gap in the middle of its column. Where two groups lie on either side of it, the rows
      with gaps form a group of their own that is not in the data.
Next: prepare.py, which fills with the median.
"""

from __future__ import annotations

import numpy as np

from covey.records import Array, Recipe, Table
from covey.table import transform


def gaps(table: Table, recipe: Recipe) -> Array:
    """Return a bool array (n_rows, n_coordinates), True where a number is missing.

    Examples
    --------
    >>> from covey.table import prepare, read, roles
    >>> table = read({"spend": [10.0, None, 30.0]})
    >>> gaps(table, prepare(table, roles(table)).recipe).ravel().tolist()
    [False, True, False]
    """
    columns = {column.name: column for column in table.columns}
    dates = transform.date_columns(recipe)
    missing = np.zeros((table.n_rows, transform.n_coordinates(recipe)), dtype=bool)
    for one, place in transform.places(recipe):
        if one.levels is None:
            values = transform.numbers(columns[one.name], as_date=one.name in dates)
            missing[:, place.start] = np.isnan(values)
    return missing


def from_nearest(points: Array, missing: Array) -> Array:
    """Return the points (n, d) with each gap filled from the row nearest in the coordinates both have.

    Time grows with n squared times d.

    Examples
    --------
    >>> points = np.array([[0.0, 1.0], [0.1, 5.0], [9.0, 8.0]])
    >>> from_nearest(points, np.array([[False, False], [False, True], [False, False]]))[1].tolist()
    [0.1, 1.0]
    """
    from sklearn.impute import KNNImputer

    holes = np.where(missing, np.nan, points)
    filled: Array = KNNImputer(n_neighbors=1, keep_empty_features=True).fit_transform(holes)
    return filled
