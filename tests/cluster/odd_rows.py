"""Odd rows: containers, numbers, sparse forms, column names, what is no number, shapes.

Next: odd_calls.py for the other arguments of a call.
"""

import datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import scipy.sparse as sp
from tests.cluster.odd_inputs import RIGHT, Given, Odd, refused, told
from tests.cluster.odd_makers import (
    DAYS,
    FLAGS,
    ROWS,
    TALL,
    TRUTH,
    ArrowOnly,
    backwards,
    frame,
    in_parts,
    matrix,
    on_disk,
    one_byte_off,
    read_only,
    relation,
    spoiled,
    stored_zeros,
    wide_indices,
    with_column,
)

CONTAINERS = [
    Odd("nested list", RIGHT, lambda: ROWS.tolist()),
    Odd("tuple of tuples", RIGHT, lambda: tuple(map(tuple, ROWS))),
    Odd("array in Fortran order", RIGHT, lambda: np.asfortranarray(ROWS)),
    Odd("array with negative strides", RIGHT, lambda: ROWS[:, ::-1].copy()[:, ::-1]),
    Odd("every second row of an array", RIGHT, lambda: np.repeat(ROWS, 2, axis=0)[::2]),
    Odd("read-only array", RIGHT, lambda: read_only(ROWS)),
    Odd("array not aligned in memory", RIGHT, lambda: one_byte_off(ROWS)),
    Odd("memory-mapped file", RIGHT, lambda: on_disk(ROWS)),
    Odd("masked array, nothing masked", RIGHT, lambda: np.ma.masked_array(ROWS, mask=False)),
    Odd(
        "masked array with masked cells",
        refused("3 cells of it are masked"),
        lambda: np.ma.masked_array(ROWS, mask=np.arange(96).reshape(48, 2) % 40 == 7),
    ),
    Odd("pandas frame", RIGHT, frame),
    Odd("pandas, nullable columns", RIGHT, lambda: frame().astype({"spend": "Float64", "visits": "Int64"})),
    Odd(
        "pandas, Arrow-backed columns",
        RIGHT,
        lambda: frame().astype({"spend": "double[pyarrow]", "visits": "int64[pyarrow]"}),
    ),
    Odd("pandas, sparse columns", RIGHT, lambda: frame().astype(pd.SparseDtype(float, 0.0))),
    Odd(
        "pandas, a column of Decimals",
        RIGHT,
        lambda: frame().assign(visits=[Decimal(str(v)) for v in ROWS[:, 1]]),
    ),
    Odd("pandas, index with repeated labels", RIGHT, lambda: frame().set_axis([7] * 48)),
    Odd("Polars frame", RIGHT, lambda: pl.from_pandas(frame())),
    Odd("Polars LazyFrame", RIGHT, lambda: pl.from_pandas(frame()).lazy()),
    Odd("Arrow table", RIGHT, lambda: pa.Table.from_pandas(frame())),
    Odd("DuckDB relation", RIGHT, relation),
    Odd("anything with __arrow_c_stream__", RIGHT, lambda: ArrowOnly(pa.Table.from_pandas(frame()))),
]

NUMBERS = [
    Odd(
        "whole numbers beyond 2**53",
        told("whole numbers beyond 2**53"),
        lambda: ROWS.astype(np.int64) * 2**50,
    ),
    Odd(
        "the same in a column of a frame",
        told("Column 'visits' of X holds whole numbers"),
        lambda: frame((ROWS * 2.0**50).astype(np.int64)).astype({"spend": float}),
    ),
    Odd("yes and no (bool)", RIGHT, lambda: Given(FLAGS)),
    Odd("longdouble", RIGHT, lambda: ROWS.astype(np.longdouble)),
    Odd(
        "longdouble beyond float64",
        refused("infinity or a value too large"),
        lambda: spoiled(np.longdouble(10) ** 400, np.longdouble),
    ),
    Odd("big-endian", RIGHT, lambda: ROWS.astype(">f8")),
    Odd("numbers as Python objects", RIGHT, lambda: ROWS.astype(object)),
    Odd("around 1e160", RIGHT, lambda: ROWS * 1e160),
    Odd("around 1e302", RIGHT, lambda: ROWS * 1e300),
    Odd("around 1e27 in float32", RIGHT, lambda: (ROWS * 1e25).astype(np.float32)),
    Odd("around 1e-200", RIGHT, lambda: ROWS * 1e-200),
    Odd("subnormal numbers", RIGHT, lambda: ROWS * 5e-324),
    Odd("subnormal numbers in float32", RIGHT, lambda: (ROWS * 2.0**-149).astype(np.float32)),
    Odd("offset of 1e8", RIGHT, lambda: ROWS + 1e8),
    Odd("offset of 1e6 in float32", RIGHT, lambda: (ROWS + 1e6).astype(np.float32)),
    Odd("a constant column", RIGHT, lambda: np.column_stack([ROWS, np.full(48, 7.0)])),
    Odd(
        "NaN",
        refused("contains NaN: 1 value is missing or infinite, the first in row 5, column 1"),
        lambda: spoiled(np.nan),
    ),
    Odd("NaN in a frame", refused("the first in row 5, column 'visits'"), lambda: frame(spoiled(np.nan))),
    Odd("pandas.NA", refused("contains NaN"), lambda: frame(spoiled(np.nan)).astype("Float64")),
    Odd(
        "null in Polars",
        refused("contains NaN"),
        lambda: pl.DataFrame({"a": [1.0, None, 3.0, 4.0], "b": [1.0, 2.0, 3.0, 4.0]}),
    ),
    Odd("None among objects", refused("contains NaN"), lambda: spoiled(None, object)),
    Odd("infinity", refused("contains infinity"), lambda: spoiled(-np.inf)),
    Odd("NaN in sparse rows", refused("the first in row 5, column 1"), lambda: sp.csr_array(spoiled(np.nan))),
]

SPARSE = [
    Odd("entries given twice", RIGHT, lambda: in_parts(ROWS)),
    Odd("columns out of order", RIGHT, lambda: backwards(ROWS)),
    Odd("64-bit indices", RIGHT, lambda: wide_indices(ROWS)),
    Odd("stored zeros", RIGHT, lambda: stored_zeros(ROWS)),
    Odd("whole numbers", RIGHT, lambda: sp.csr_array(ROWS.astype(np.int32))),
    Odd("complex numbers", refused("Complex data not supported"), lambda: sp.csr_array(ROWS * 1j)),
]

NAMES = [
    Odd("unicode", RIGHT, lambda: frame(names=("größe", "訪問"))),
    Odd("</script> and quotes", RIGHT, lambda: frame(names=("</script><script>alert(1)", "a\"b'c"))),
    Odd("newline, empty", RIGHT, lambda: frame(names=("a\nb", ""))),
    Odd("10,000 letters", RIGHT, lambda: frame(names=(TALL, "b"))),
    Odd("whole numbers", RIGHT, lambda: frame(names=(0, 1))),
    Odd(
        "of two levels",
        RIGHT,
        lambda: frame().set_axis(pd.MultiIndex.from_tuples([("a", "x"), ("a", "y")]), axis=1),
    ),
    Odd(
        "text and numbers mixed",
        refused("only supported if all input features have string names"),
        lambda: frame(names=("a", 1)),
    ),
    Odd("the same name twice", refused("columns of the same name: 'a'"), lambda: frame(names=("a", "a"))),
]

NO_NUMBERS = [
    Odd("complex numbers", refused("Complex data not supported"), lambda: ROWS * 1j),
    Odd(
        "a complex column",
        refused("column 'extra' of X holds complex numbers"),
        lambda: with_column(ROWS[:, 0] * 1j),
    ),
    Odd(
        "text",
        refused("could not convert string to float: 'red'"),
        lambda: np.array([["red", "1"], ["blue", "2"]] * 4),
    ),
    Odd("numbers written as text", refused("Where it is meant as numbers, say so"), lambda: ROWS.astype(str)),
    Odd("bytes", refused("could not convert string to float"), lambda: ROWS.astype("S")),
    Odd(
        "text among objects",
        refused("Column 1 (counted from 0) of X holds text"),
        lambda: spoiled("x", object),
    ),
    Odd("text among numbers in a list", refused("holds text"), lambda: [[1, 2], [3, "x"]] * 4),
    Odd(
        "pandas, a text column",
        refused("Column 'extra' of X holds text (such as 'u', 'v')"),
        lambda: with_column(["u", "v"] * 24),
    ),
    Odd(
        "pandas, a categorical column",
        refused("Column 'extra' of X is categorical"),
        lambda: with_column(pd.Categorical(["u", "v"] * 24)),
    ),
    Odd(
        "Polars, a text column",
        refused("Column 'extra' of X holds text"),
        lambda: pl.from_pandas(frame()).with_columns(extra=pl.lit("u")),
    ),
    Odd(
        "Polars, a categorical column",
        refused("Column 'extra' of X is categorical"),
        lambda: pl.from_pandas(frame()).with_columns(extra=pl.lit("u").cast(pl.Categorical)),
    ),
    Odd(
        "Polars, a column of lists",
        refused("Column 'extra' of X holds List"),
        lambda: pl.from_pandas(frame()).with_columns(extra=pl.lit([1, 2])),
    ),
    Odd(
        "datetime64",
        refused("dates or durations (such as '2024-01-01"),
        lambda: np.column_stack([DAYS, DAYS]),
    ),
    Odd("timedelta64", refused("dates or durations"), lambda: np.column_stack([DAYS - DAYS[0]] * 2)),
    Odd(
        "Python dates",
        refused("Column 1 (counted from 0) of X holds dates"),
        lambda: spoiled(datetime.date(2024, 1, 1), object),
    ),
    Odd(
        "pandas, a date column",
        refused("Column 'extra' of X holds dates"),
        lambda: with_column(DAYS.astype("datetime64[ns]")),
    ),
    Odd(
        "pandas, dates with a time zone",
        refused("Column 'extra' of X holds dates"),
        lambda: with_column(pd.date_range("2024", periods=48, tz="UTC")),
    ),
    Odd(
        "pandas, periods",
        refused("Column 'extra' of X holds dates"),
        lambda: with_column(pd.period_range("2024", periods=48, freq="D")),
    ),
    Odd(
        "Polars, a date column",
        refused("Column 'extra' of X holds dates"),
        lambda: pl.from_pandas(frame()).with_columns(extra=datetime.date(2024, 1, 1)),
    ),
    Odd(
        "Arrow, a date column",
        refused("Column 'day' of X holds dates"),
        lambda: pa.table({"a": [1.0, 2.0], "day": [datetime.date(2024, 1, 1)] * 2}),
    ),
    Odd(
        "dictionaries as cells",
        refused("argument must be a string or a real number"),
        lambda: spoiled({}, object),
    ),
    Odd(
        "array of records",
        refused("array of records with the fields 'a', 'b'"),
        lambda: np.zeros(48, dtype=[("a", float), ("b", float)]),
    ),
]

SHAPES = [
    Odd("numpy.matrix", refused("np.matrix is not supported"), matrix),
    Odd("one dimension", refused("Expected 2D array, got 1D array instead"), lambda: ROWS[:, 0]),
    Odd("three dimensions", refused("Found array with dim 3"), lambda: ROWS[None]),
    Odd("a single number", refused("Expected 2D array, got scalar array instead"), lambda: 3.0),
    Odd(
        "rows of different lengths",
        refused("ragged: row 0 has 2 values and row 1 has 3"),
        lambda: [[1, 2], [1, 2, 3]] * 4,
    ),
    Odd("no rows", refused("Found array with 0 sample(s)"), lambda: ROWS[:0]),
    Odd("no columns", refused("0 feature(s)"), lambda: ROWS[:, :0]),
    Odd("a pandas Series", refused("Pass a DataFrame containing"), lambda: pd.Series(ROWS[:, 0])),
    Odd(
        "4 rows and 1,000,000 columns",
        RIGHT,
        lambda: Given(
            np.repeat(ROWS[:4].astype(np.float32), 500_000, axis=1),
            options={"n_init": 1},
            truth=TRUTH[:4],
        ),
    ),
]

DTYPES = ["float16", "float32", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"]
NUMBERS = [Odd(dtype, RIGHT, lambda dtype=dtype: ROWS.astype(dtype)) for dtype in DTYPES] + NUMBERS

SPARSE_FORMS = [
    f"{form}_{kind}"
    for form in ("csr", "csc", "coo", "lil", "dok", "bsr", "dia")
    for kind in ("matrix", "array")
]
SPARSE = [Odd(form, RIGHT, lambda form=form: getattr(sp, form)(ROWS)) for form in SPARSE_FORMS] + SPARSE
