"""Take a table that is in memory already: a frame, a dictionary of columns, a matrix.

In:   pandas, Polars (lazy too), PyArrow or any frame narwhals knows; dict of columns; 2-D NumPy array.
Out:  a Table with the frame itself kept as `native`.
Not here: files. Types are the frame's own: text that looks like numbers stays text, and is named in how_read.
Whole numbers above 2^53 become text, because a float64 could not tell neighbours apart.
Next: roles.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from numbers import Real
from typing import Any

import numpy as np

from covey import errors
from covey.records import Array, Column, Table
from covey.table import dates, headers

_EXACT = 2**53


def read_frame(source: Any, *, rows_needed: bool = True) -> Table:
    """Return the table in a frame, a dictionary of columns or a two-dimensional array."""
    if isinstance(source, Mapping):
        return _from_mapping(source, rows_needed)
    if isinstance(source, np.ndarray) or (isinstance(source, (list, tuple)) and source):
        return _from_matrix(source, rows_needed)
    import narwhals as nw

    is_pandas = type(source).__module__.split(".")[0] == "pandas" and getattr(source, "ndim", 0) == 2
    try:
        # pandas allows names of any kind, and twice; narwhals does not.
        frame = nw.from_native(_numbered(source) if is_pandas else source)
    except TypeError:
        raise errors.unknown_source(type(source)) from None
    said = []
    if isinstance(frame, nw.LazyFrame):
        frame = frame.collect()
        said.append("lazy frame collected")
    words = _words(frame)
    titles = [_title(name) for name in (source if is_pandas else frame).columns]
    _refuse_empty(words, titles, len(frame), rows_needed)
    names, renamed = headers.unique_names(titles)
    columns = [
        typed_column(name, _fetched(frame[place]), said)
        for name, place in zip(names, frame.columns, strict=True)
    ]
    native = source if is_pandas else frame.to_native()
    return Table(tuple(columns), len(frame), words, (*said, *renamed), native)


def _numbered(frame: Any) -> Any:
    """Return a pandas frame with its columns called "0", "1", ..., sharing the data."""
    return frame.set_axis([str(j) for j in range(len(frame.columns))], axis=1)


def _title(name: Any) -> str:
    """Return a name as text; the levels of a pandas MultiIndex with blanks between."""
    return " ".join(map(str, name)) if isinstance(name, tuple) else str(name)


def _words(frame: Any) -> str:
    kind = str(frame.implementation.value)
    if kind == "pyarrow":
        return "PyArrow table"
    return f"{ {'polars': 'Polars', 'modin': 'Modin', 'cudf': 'cuDF'}.get(kind, kind) } DataFrame"


def _from_mapping(source: Mapping[Any, Any], rows_needed: bool) -> Table:
    for name, values in source.items():
        alone = isinstance(values, (str, bytes)) or not isinstance(values, Iterable)
        if alone or getattr(values, "shape", None) == ():
            raise errors.not_a_column(str(name), values)
    arrays = {str(name): _as_array(values) for name, values in source.items()}
    lengths = {name: len(values) for name, values in arrays.items()}
    if len(set(lengths.values())) > 1:
        raise errors.unequal_columns(lengths)
    n_rows = next(iter(lengths.values()), 0)
    _refuse_empty("dictionary of columns", list(arrays), n_rows, rows_needed)
    said: list[str] = []
    columns = tuple(typed_column(name, values, said) for name, values in arrays.items())
    return Table(columns, n_rows, "dictionary of columns", tuple(said), dict(source))


def _from_matrix(source: Any, rows_needed: bool) -> Table:
    matrix = source if isinstance(source, np.ma.MaskedArray) else np.asarray(source)
    if matrix.ndim != 2:
        raise errors.not_two_dimensional(matrix.shape)
    if matrix.dtype.kind not in "biufO":
        raise errors.not_a_matrix_of_numbers(matrix.dtype)
    names = [f"x{j}" for j in range(matrix.shape[1])]
    _refuse_empty("array", names, matrix.shape[0], rows_needed)
    said: list[str] = []
    columns = tuple(typed_column(name, matrix[:, j], said) for j, name in enumerate(names))
    return Table(columns, matrix.shape[0], "NumPy array", tuple(said))


def _refuse_empty(words: str, names: list[Any], n_rows: int, rows_needed: bool) -> None:
    if not names:
        raise errors.no_columns(words)
    if rows_needed and not n_rows:
        raise errors.no_rows(words, names)


def _as_array(values: Any) -> Array:
    if isinstance(values, np.ndarray):
        return values
    plain = list(values)
    array = np.empty(len(plain), dtype=object)
    array[:] = plain
    return array


def _fetched(series: Any) -> Array:
    """Return the values of a narwhals series as an array: float64, bool, datetime64 or objects."""
    import narwhals as nw

    kind: Any = series.dtype
    if kind == nw.Boolean:
        return series.to_numpy() if not series.null_count() else _objects(series)
    if kind.is_integer():
        if series.null_count() or max(abs(int(series.min() or 0)), abs(int(series.max() or 0))) >= _EXACT:
            return _objects(series)
        return np.asarray(series.to_numpy(), dtype=np.int64)
    if kind.is_float():
        return np.asarray(series.cast(nw.Float64).to_numpy(), dtype=np.float64)
    if kind == nw.Datetime:
        if kind.time_zone is not None:
            series = series.dt.convert_time_zone("UTC").dt.replace_time_zone(None)
        return np.asarray(series.to_numpy()).astype("datetime64[us]")
    return _objects(series)


def _objects(series: Any) -> Array:
    return _as_array(series.to_list())


def typed_column(name: str, values: Array, said: list[str]) -> Column:
    """Return one typed column; what happened to it is appended to `said`."""
    if values.ndim != 1:
        raise errors.not_two_dimensional(values.shape)
    if isinstance(values, np.ma.MaskedArray):
        values = _unmasked(values)
    if values.dtype.kind == "b":
        return Column(name, "flag", values.astype(np.float64))
    if values.dtype.kind in "iuf":
        return _numbers(name, values, said)
    if values.dtype.kind == "M":
        return Column(name, "date", values.astype("datetime64[us]"))
    if values.dtype.kind == "m":
        said.append(f"column {name!r}: durations counted in seconds")
        return Column(name, "number", _seconds(values))
    return _from_objects(name, values.astype(object), said)


def _unmasked(values: np.ma.MaskedArray[Any, Any]) -> Array:
    """Return a masked column as a plain one: what is under a mask is missing."""
    mask = np.ma.getmaskarray(values)
    if not mask.any():
        return np.ma.getdata(values)
    if values.dtype.kind == "f":
        return np.asarray(values.filled(np.nan))
    if values.dtype.kind in "mM":
        return np.asarray(values.filled(values.dtype.type("NaT")))
    plain = np.ma.getdata(values).astype(object)
    plain[mask] = None
    return plain


def _seconds(values: Array) -> Array:
    seconds = values.astype("timedelta64[us]").astype(np.float64) / 1e6
    return np.where(np.isnat(values), np.nan, seconds)


def _numbers(name: str, values: Array, said: list[str]) -> Column:
    if (
        values.dtype.kind in "iu"
        and len(values)
        and max(abs(int(values.min())), abs(int(values.max()))) >= _EXACT
    ):
        said.append(f"column {name!r}: kept as text, it has whole numbers of more than 15 digits")
        return Column(name, "text", _as_array([str(value) for value in values.tolist()]))
    numbers = values.astype(np.float64)
    as_dates = dates.from_compact(numbers, name)
    if as_dates is None:
        return Column(name, "number", numbers)
    said.append(f"column {name!r}: whole numbers such as {int(values[~np.isnan(numbers)][0])} read as dates")
    return Column(name, "date", as_dates)


def _from_objects(name: str, values: Array, said: list[str]) -> Column:
    """Return a column of Python objects as the kind that all of them share, or as text."""
    missing = np.array([is_missing(value) for value in values], dtype=bool)
    present = values[~missing]
    kinds = {_kind(value) for value in present}
    if not kinds:
        return Column(name, "number", np.full(len(values), np.nan))
    if kinds == {"flag"} or kinds == {"number"}:
        if any(isinstance(value, int) and abs(value) >= _EXACT for value in present):
            said.append(f"column {name!r}: kept as text, it has whole numbers of more than 15 digits")
            return Column(name, "text", _texts(values, missing))
        numbers = np.full(len(values), np.nan)
        numbers[~missing] = [float(value) for value in present]
        return Column(name, "flag", numbers) if kinds == {"flag"} else _numbers(name, numbers, said)
    if kinds == {"date"}:
        moments = np.full(len(values), np.datetime64("NaT", "us"))
        moments[~missing] = [_moment(value) for value in present]
        return Column(name, "date", moments)
    if kinds == {"duration"}:
        seconds = np.full(len(values), np.nan)
        seconds[~missing] = [
            value / np.timedelta64(1, "s") if isinstance(value, np.timedelta64) else value.total_seconds()
            for value in present
        ]
        said.append(f"column {name!r}: durations counted in seconds")
        return Column(name, "number", seconds)
    if len(kinds) > 1:
        said.append(f"column {name!r} mixes {' and '.join(sorted(kinds))}s and is taken as text")
    elif sum(map(headers.is_number, map(str, present))) >= 0.9 * len(present):
        said.append(f"column {name!r} holds numbers as text and stays text: convert it to use it as numbers")
    return Column(name, "text", _texts(values, missing))


def _texts(values: Array, missing: Array) -> Array:
    return _as_array([None if absent else str(value) for value, absent in zip(values, missing, strict=True)])


def _kind(value: Any) -> str:
    import datetime

    if isinstance(value, (bool, np.bool_)):
        return "flag"
    if isinstance(value, (Real, Decimal)):
        return "number"
    if isinstance(value, (datetime.date, np.datetime64)):
        return "date"
    if isinstance(value, (datetime.timedelta, np.timedelta64)):
        return "duration"
    return "text"


def is_missing(value: Any) -> bool:
    """Whether a cell holds no value: None, NaN, NaT and pandas' NA, none of which equals itself."""
    if value is None or value is np.ma.masked or type(value).__name__ in ("NAType", "NaTType"):
        return True
    if isinstance(value, (float, np.floating, Decimal)):
        return bool(value != value)
    return isinstance(value, (np.datetime64, np.timedelta64)) and bool(np.isnat(value))


def _moment(value: Any) -> np.datetime64:
    zone = getattr(value, "tzinfo", None)
    if zone is not None:
        import datetime

        value = value.astimezone(datetime.UTC).replace(tzinfo=None)
    return np.datetime64(value, "us")
