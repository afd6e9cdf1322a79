"""The same 48 rows in four groups, in every container, layout and disguise they may come in.

Next: odd_rows.py and odd_calls.py, which say what has to come of each.
"""

import tempfile
import warnings

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import scipy.sparse as sp

TRUTH = np.arange(48) % 4
CORNERS = np.array([[0, 0], [0, 40], [100, 0], [100, 45]])
ROWS = (CORNERS[TRUTH] + np.random.default_rng(0).integers(0, 6, (48, 2)) + 1).astype(float)
FLAGS = np.array([[False, False], [False, True], [True, False], [True, True]])[TRUTH]


def frame(rows=ROWS, names=("spend", "visits")):
    return pd.DataFrame(rows, columns=list(names))


def with_column(values, name="extra"):
    return frame().assign(**{name: values})


def spoiled(value, dtype=float):
    rows = ROWS.astype(dtype)
    rows[5, 1] = value
    return rows


def one_byte_off(rows):
    memory = np.zeros(rows.nbytes + 1, np.uint8)[1:]
    out = memory.view(rows.dtype).reshape(rows.shape)
    out[:] = rows
    return out


def on_disk(rows):
    with tempfile.TemporaryFile() as place:
        mapped = np.memmap(place, rows.dtype, "w+", shape=rows.shape)
    mapped[:] = rows
    return mapped


def read_only(rows):
    rows = rows.copy()
    rows.flags.writeable = False
    return rows


def in_parts(rows):
    """Return a CSR matrix with every entry given twice, a quarter and three quarters of it."""
    whole = sp.csr_matrix(rows)
    return sp.csr_matrix(
        (
            np.repeat(whole.data, 2) * np.tile([0.25, 0.75], whole.nnz),
            np.repeat(whole.indices, 2),
            whole.indptr * 2,
        ),
        shape=whole.shape,
    )


def backwards(rows):
    """Return a CSR matrix whose columns descend."""
    whole = sp.csr_matrix(rows)
    whole.indices, whole.data = whole.indices.copy(), whole.data.copy()
    for i in range(whole.shape[0]):
        part = slice(whole.indptr[i], whole.indptr[i + 1])
        whole.indices[part], whole.data[part] = (
            whole.indices[part][::-1].copy(),
            whole.data[part][::-1].copy(),
        )
    whole.has_sorted_indices = False
    return whole


def wide_indices(rows):
    whole = sp.csr_array(rows)
    whole.indices, whole.indptr = whole.indices.astype(np.int64), whole.indptr.astype(np.int64)
    return whole


def stored_zeros(rows):
    shape = rows.shape
    return sp.csr_array(
        (
            np.insert(rows, 2, 0, axis=1).ravel(),
            np.tile([0, 1, 2], shape[0]),
            np.arange(0, 3 * shape[0] + 1, 3),
        ),
        shape=(shape[0], 3),
    )


class ArrowOnly:
    """Something that speaks Arrow's language and nothing else."""

    def __init__(self, table):
        self._table = table

    def __arrow_c_stream__(self, requested_schema=None):
        return self._table.__arrow_c_stream__(requested_schema)


def relation():
    connection = duckdb.connect()
    connection.register("customers", pa.Table.from_pandas(frame()))
    return connection.sql("select * from customers")


def first_rows_seen(X, n_clusters, random_state):
    """Return a view of X itself, as a careless callable does."""
    return X[:n_clusters]


def matrix():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PendingDeprecationWarning)
        return np.asmatrix(ROWS)


DAYS = np.datetime64("2024-01-01") + np.arange(48)
TALL = "x" * 10_000


DAYS = np.datetime64("2024-01-01") + np.arange(48)
TALL = "x" * 10_000
