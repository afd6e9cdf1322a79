"""Are the cells of X meant as numbers, or would they only be read as such?

In:   arrays, nested lists, pandas, Polars and Arrow frames, lazy frames, DuckDB relations.
Out:  the same as scikit-learn can read it: a plain array or a frame in memory; or an error that names the
      column.
Not here: NaN, infinity, shapes (rows.py).
Next: errors/rows.py for the words.
"""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

import numpy as np

from covey import errors
from covey.records import Array

EXACT = 2**53
FRAME_PACKAGES = ("pyarrow", "polars", "pandas")
DATES = (datetime.date, datetime.timedelta, datetime.time, np.datetime64, np.timedelta64)


def readable(X: Any, what: str = "X") -> Any:
    """Return X without anything that scikit-learn would misread, or an error."""
    if isinstance(X, np.ndarray):
        return _array(X, what)
    if isinstance(X, (list, tuple)):
        return _array(_from_list(X, what), what)
    if hasattr(X, "tocsr"):
        return X
    if _is_pandas(X):
        _look_at_pandas(X, what)
        return X
    return _other_frame(X, what)


def without_mask(values: Any, what: str) -> Any:
    """Return a masked array as a plain one, or an error if it hides anything; all else as it came."""
    if not isinstance(values, np.ma.MaskedArray):
        return values
    mask = np.ma.getmaskarray(values)
    if mask.any():
        raise errors.masked_values(what, int(mask.sum()), tuple(map(int, np.argwhere(mask)[0])))
    return np.ma.getdata(values)


def names_of(X: Any) -> list[Any] | None:
    """Return the column names of a frame; None for arrays."""
    names = getattr(X, "column_names", None) or getattr(X, "columns", None)
    return None if names is None or isinstance(X, np.ndarray) else list(names)


def _array(X: Array, what: str) -> Any:
    X = without_mask(X, what)
    kind = X.dtype.kind
    if kind in "iu" and X.dtype.itemsize == 8:
        _warn_of_rounding(X, what)
    elif kind not in "biuf":
        columns = enumerate(X.T) if X.ndim == 2 and kind == "O" else [(None, X)]
        for name, column in columns:
            _refuse(what, name, column, kind)
    return X


def _from_list(X: Any, what: str) -> Array:
    """Return a nested list as an array; numbers written as text stay text."""
    try:
        found = np.asarray(X)
    except (ValueError, TypeError) as problem:
        lengths = [len(row) if hasattr(row, "__len__") else 0 for row in X]
        odd = next((i for i, length in enumerate(lengths) if length != lengths[0]), None)
        if odd is None:
            raise
        raise errors.ragged(what, lengths[0], odd, lengths[odd]) from problem
    return found


def _refuse(what: str, name: Any, values: Array, kind: str) -> None:
    """Refuse one column of values that are no numbers."""
    if kind in "Mm":
        raise errors.dates(what, name, _samples(values))
    if kind == "c":
        raise errors.complex_numbers(what, name)
    if kind in "US":
        raise errors.text(what, name, _samples(values))
    if kind == "V":
        raise errors.structured(what, values.dtype.names or ())
    _refuse_objects(what, name, values.ravel().tolist())


def _refuse_objects(what: str, name: Any, values: list[Any]) -> None:
    kinds = set(map(type, values))
    if any(issubclass(kind, (str, bytes)) for kind in kinds):
        raise errors.text(what, name, _samples([v for v in values if isinstance(v, (str, bytes))]))
    if any(issubclass(kind, DATES) for kind in kinds):
        raise errors.dates(what, name, _samples([v for v in values if isinstance(v, DATES)]))
    if any(issubclass(kind, (complex, np.complexfloating)) for kind in kinds):
        raise errors.complex_numbers(what, name)


def _samples(values: Any) -> list[str]:
    """Return the first three different values as text."""
    flat = values.ravel()[:1000].tolist() if isinstance(values, np.ndarray) else values[:1000]
    return [str(value) for value in list(dict.fromkeys(map(str, flat)))[:3]]


def _warn_of_rounding(values: Any, what: str, name: Any = None) -> None:
    """Say so where whole numbers are too large for a float64 to tell neighbours apart."""
    if not values.size or max(abs(int(values.min())), abs(int(values.max()))) <= EXACT:
        return
    from sklearn.exceptions import DataConversionWarning

    errors.warn(errors.rounded_integers(what, name), DataConversionWarning)


def _is_pandas(X: Any) -> bool:
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(X, (pandas.DataFrame, pandas.Series))


def _look_at_pandas(X: Any, what: str) -> None:
    if X.ndim == 1:
        columns: Iterator[tuple[Any, Any]] = iter([(X.name, X)])
    else:
        if not X.columns.is_unique:
            raise errors.columns_twice(what, list(X.columns[X.columns.duplicated()].unique()))
        if all(isinstance(dtype, np.dtype) and dtype.kind in "bf" for dtype in set(X.dtypes)):
            return
        columns = ((name, X.iloc[:, j]) for j, name in enumerate(X.columns))
    for name, column in columns:
        kind = column.dtype.kind
        if str(column.dtype) == "category":
            raise errors.text(what, name, _samples(list(column.dropna())[:1000]), category=True)
        if kind in "iu" and column.dtype.itemsize == 8 and not column.isna().any():
            _warn_of_rounding(column.to_numpy(), what, name)
        elif str(column.dtype).startswith("period"):
            raise errors.dates(what, name, _samples(list(column.dropna())[:1000]))
        elif kind in "Mmc":
            _refuse(what, name, column.to_numpy(), kind)
        elif kind not in "biuf":
            _refuse_objects(what, name, column.dropna().tolist())


def _other_frame(X: Any, what: str) -> Any:
    """Return a Polars, Arrow or DuckDB table in memory, its columns looked at; anything else as it came."""
    if not hasattr(X, "__dataframe__") and not hasattr(X, "__arrow_c_stream__") and not hasattr(X, "collect"):
        return X
    import narwhals as nw

    try:
        frame: Any = nw.from_native(X, allow_series=True)
    except TypeError:
        if not hasattr(X, "__arrow_c_stream__"):
            return X
        frame = nw.from_arrow(X, backend=_frame_package(X))
    if isinstance(frame, nw.LazyFrame):
        polars = frame.implementation.is_polars()
        frame = frame.collect() if polars else frame.collect(backend=_frame_package(X))
    for column in [frame] if isinstance(frame, nw.Series) else frame.iter_columns():
        _look_at_column(column.name, column, what)
    return frame.to_native()


def _look_at_column(name: Any, column: Any, what: str) -> None:
    import narwhals as nw

    kind = column.dtype
    if kind in (nw.Int64, nw.UInt64) and not column.null_count():
        _warn_of_rounding(column.to_numpy(), what, name)
    elif kind.is_temporal():
        raise errors.dates(what, name, _samples(column.head(1000).drop_nulls().to_list()))
    elif kind in (nw.String, nw.Categorical, nw.Enum):
        samples = _samples(column.head(1000).drop_nulls().to_list())
        raise errors.text(what, name, samples, category=kind != nw.String)
    elif kind.is_nested() or kind == nw.Binary:
        raise errors.nested(what, name, str(kind))
    elif not kind.is_numeric() and kind != nw.Boolean:
        _refuse_objects(what, name, column.drop_nulls().to_list())


def _frame_package(X: Any) -> Any:
    """Return the name of a package that can hold the table in memory."""
    for package in FRAME_PACKAGES:
        if find_spec(package) is not None:
            return package
    raise errors.frame_package_missing(type(X))
