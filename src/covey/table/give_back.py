"""Give the user's own kind of frame back, with new columns.

In:   a Table and new columns.
Out:  a pandas, Polars, PyArrow ... frame in the same row order, index kept; a dict for a dict; for files and
      arrays a frame of the first library installed, in that order, or a dict of arrays.
Not here: files (write.py). The caller's frame itself is never changed.
Next: new_names.py.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from typing import Any

import numpy as np

from covey.records import Array, Column, Table
from covey.table.new_names import given_names
from covey.table.write import check_lengths


def with_columns(table: Table, new: Mapping[str, Array]) -> Any:
    """Return the user's own kind of frame with new columns to the right.

    Parameters
    ----------
    table : Table
        From `read`.
    new : mapping of str to array of shape (n_rows,)
        New columns. A name the table has already gets "_covey" at its end (see `given_names`).

    Returns
    -------
    frame or dict
        As the source was; for files and arrays pandas if it is installed, else Polars, else PyArrow, else a
        dict of arrays.

    Raises
    ------
    InputError
        If a new column has another length than the table.

    Notes
    -----
    The source is copied as far as its library copies; it is not changed.

    Examples
    --------
    >>> from covey.table import read
    >>> with_columns(read({"spend": [12.5, 80.0]}), {"segment": np.array([0, 1])})
    {'spend': [12.5, 80.0], 'segment': array([0, 1])}
    """
    check_lengths(table, new)
    names = given_names(table, new)
    arrays = {names[name]: np.asarray(values) for name, values in new.items()}
    if isinstance(table.native, Mapping):
        return {**table.native, **arrays}
    if table.native is not None:
        return _appended(table.native, arrays)
    return _new_frame({**{column.name: _plain_values(column) for column in table.columns}, **arrays})


def _appended(native: Any, arrays: dict[str, Array]) -> Any:
    import narwhals as nw

    if type(native).__module__.split(".")[0] == "pandas":
        import pandas

        # By position: narwhals asks for an index without repeats, users' frames often have them.
        copy = native.copy()
        for name, values in arrays.items():
            text_of_no_rows = not len(values) and values.dtype.kind == "O"
            copy[name] = pandas.Series(dtype="str", index=copy.index) if text_of_no_rows else values
        return copy
    frame = nw.from_native(native, eager_only=True)
    backend = frame.implementation
    series = [
        nw.new_series(name, values, backend=backend)
        if values.dtype.kind != "O"
        else nw.new_series(name, values.tolist(), dtype=nw.String(), backend=backend)  # of no rows, too
        for name, values in arrays.items()
    ]
    return frame.with_columns(*series).to_native()


def _plain_values(column: Column) -> Array:
    """Return the values of a column with whole numbers as integers and flags as truth values."""
    if column.kind not in ("number", "flag") or not np.isfinite(column.values).all():
        return column.values
    if column.kind == "flag":
        return np.asarray(column.values == 1)
    whole = (column.values == np.floor(column.values)).all() and (np.abs(column.values) < 2**53).all()
    values: Array = column.values.astype(np.int64) if whole else column.values
    return values


def _new_frame(arrays: dict[str, Array]) -> Any:
    if importlib.util.find_spec("pandas"):
        import pandas

        return pandas.DataFrame(arrays)
    lists = {name: values.tolist() if values.dtype.kind == "O" else values for name, values in arrays.items()}
    if importlib.util.find_spec("polars"):
        import polars

        return polars.DataFrame(lists)
    if importlib.util.find_spec("pyarrow"):
        import pyarrow

        return pyarrow.table(lists)
    return arrays
