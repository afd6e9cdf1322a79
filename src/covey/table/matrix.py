"""Read a matrix of genes and samples, and put it on the scale on which it is compared.

In:   a csv with genes in rows or in columns, a frame, an array, or an object like AnnData.
Out:  a Matrix: values (n_genes, n_samples), names of both, sentences; then logarithms, said.
Not here: which genes vary enough, clusters (`journeys`).
An object like AnnData is known by `.X`, `.obs_names` and `.var_names`; its package is never imported.
Next: read.py.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from covey import errors
from covey.records import Array, Column, Table
from covey.table.read import read
from covey.table.wide_csv import wide_lines

NAME_HEADERS = {"", "sample", "samples", "gene", "genes", "id", "probe", "probe_id", "name", "symbol", "cell"}
NAME_HEADERS |= {"sample_id", "gene_id", "gene_name", "barcode", "index", "unnamed: 0"}
ALREADY_LOG = 50.0  # no logarithm of an expression is larger
FLOOR_SHARE = 0.25


@dataclass(frozen=True)
class Matrix:
    """Values (n_genes, n_samples) float64, finite; what genes and samples are called; how it was read."""

    values: Array
    genes: tuple[str, ...]
    samples: tuple[str, ...]
    source: str
    notes: tuple[str, ...] = ()


def read_matrix(source: Any, genes_in: str = "auto") -> Matrix:
    """Return a matrix with genes in rows.

    Parameters
    ----------
    source : path, frame, array, or object like AnnData
        Of a table the first column may name the rows. All others hold numbers.
    genes_in : {"auto", "rows", "columns"}, default "auto"
        "auto" takes the side of which there are more; of AnnData always its variables.

    Raises
    ------
    TableError, InputError
        If it cannot be read, holds text or infinite values, or has fewer than 4 genes or 3 samples.

    Examples
    --------
    >>> read_matrix(np.arange(12.0).reshape(4, 3)).genes
    ('row 1', 'row 2', 'row 3', 'row 4')
    """
    if all(hasattr(source, name) for name in ("X", "obs_names", "var_names")):
        values = source.X.toarray() if hasattr(source.X, "toarray") else np.asarray(source.X)
        genes, samples = (tuple(map(str, names)) for names in (source.var_names, source.obs_names))
        read_in = Matrix(
            values.T.astype(np.float64), genes, samples, type(source).__name__, ("variables are genes",)
        )
    else:
        read_in = _turned(_wide(source) or _from_table(source), genes_in)
    return _complete(read_in)


def _wide(source: Any) -> Matrix | None:
    """Return a plain csv of very many columns, read line by line; None for anything else."""
    found = wide_lines(source)
    return (
        None
        if found is None
        else Matrix(found.values, found.rows, found.columns, found.source, found.how_read)
    )


def _from_table(source: Any) -> Matrix:
    """Return a matrix as it stands in a table: rows as genes, whatever they are."""
    index = getattr(source, "index", None) if hasattr(source, "columns") else None
    table = read(source)
    columns = list(table.columns)
    rows = tuple(f"row {number:,}" for number in range(1, table.n_rows + 1))
    if columns and _names_rows(columns[0], table):
        first = columns.pop(0)
        cells = first.values if first.written is None else first.written
        rows = tuple(str(cell) for cell in cells)
    elif index is not None and not callable(index) and type(index).__name__ != "RangeIndex":
        rows = tuple(str(name) for name in index)
    for column in columns:
        if column.kind not in ("number", "flag"):
            present = next((value for value in column.values if value is not None), None)
            raise errors.text_in_matrix(column.name, str(present)[:40])
    if not columns:
        raise errors.small_matrix(table.n_rows, 0)
    values = np.column_stack([column.values.astype(np.float64) for column in columns])
    return Matrix(values, rows, tuple(column.name for column in columns), table.source, table.how_read)


def _names_rows(column: Column, table: Table) -> bool:
    if column.kind in ("text", "date"):
        return True
    known = column.name.strip().lower() in NAME_HEADERS and len(table.columns) > 1
    return (
        known
        and isinstance(table.native, (type(None), dict))
        and len(set(column.values.tolist())) == table.n_rows
    )


def _turned(matrix: Matrix, genes_in: str) -> Matrix:
    if genes_in not in ("auto", "rows", "columns"):
        raise errors.bad_genes_in(genes_in)
    n_rows, n_columns = matrix.values.shape
    turned = genes_in == "columns" or (genes_in == "auto" and n_columns > n_rows)
    where = "columns" if turned else "rows"
    note = f"genes are the {where}" + (
        "" if genes_in != "auto" else ", of which there are more (other: --genes-in)"
    )
    if turned:
        matrix = replace(matrix, values=matrix.values.T, genes=matrix.samples, samples=matrix.genes)
    return replace(matrix, notes=(*matrix.notes, note))


def _complete(matrix: Matrix) -> Matrix:
    """Return the matrix with missing values filled by the median of their gene."""
    values = np.ascontiguousarray(matrix.values)
    if values.shape[0] < 4 or values.shape[1] < 3:
        raise errors.small_matrix(*values.shape)
    if np.isinf(values).any():
        gene, sample = np.argwhere(np.isinf(values))[0]
        raise errors.infinite_in_matrix(matrix.genes[gene], matrix.samples[sample])
    missing = np.isnan(values)
    if not missing.any():
        return replace(matrix, values=values)
    empty = missing.all(axis=1)
    medians = np.zeros(len(values))
    medians[~empty] = np.nanmedian(values[~empty], axis=1)
    values = np.where(missing, medians[:, None], values)
    note = f"{int(missing.sum()):,} missing values filled with the median of their gene"
    return replace(matrix, values=values, notes=(*matrix.notes, note))


def log_scaled(matrix: Matrix, log: str = "auto") -> Matrix:
    """Return the matrix with base-2 logarithms where the values are intensities or counts.

    Parameters
    ----------
    matrix : Matrix
    log : {"auto", "yes", "no"}, default "auto"
        "auto" takes logarithms if a value is above 50: none of a logarithm is.

    Notes
    -----
    Where there are values below 0, those below the lower quartile of the positive ones are lifted to it
    first; else 1 is added.

    Examples
    --------
    >>> counts = read_matrix(np.array([[1, 3, 7], [1, 1, 1], [3, 3, 3], [0, 0, 255]]))
    >>> log_scaled(counts).values[3].tolist()
    [0.0, 0.0, 8.0]
    """
    if log not in ("auto", "yes", "no"):
        raise errors.bad_log(log)
    values = matrix.values
    if log == "no" or (log == "auto" and float(values.max()) <= ALREADY_LOG):
        why = (
            "as asked (--log no)"
            if log == "no"
            else f"none above {ALREADY_LOG:g}: logarithms already (--log yes)"
        )
        return replace(matrix, notes=(*matrix.notes, f"values as they are, {why}"))
    positive = values[values > 0]
    if len(positive) == 0:
        raise errors.no_positive_values()
    if (values < 0).any():
        floor = float(np.quantile(positive, FLOOR_SHARE))
        note = (
            f"log2, values below {floor:g} (the lower quartile of the positive ones) lifted to it (--log no)"
        )
        return replace(matrix, values=np.log2(np.maximum(values, floor)), notes=(*matrix.notes, note))
    return replace(
        matrix, values=np.log2(values + 1.0), notes=(*matrix.notes, "log2 of values plus 1 (--log no)")
    )
