"""Read documents from whatever holds them.

In:   a list of texts, a folder of text files, a table file or a frame with a column of texts.
Out:  Documents: the texts, what each is called, and the table they came in, if there was one.
Not here: words (vocabulary.py).
Next: vocabulary.py.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from covey import errors
from covey.records import Array, Column, Table
from covey.table.encoding import guess
from covey.table.frames import is_missing
from covey.table.read import read

TEXT_FILES = (".txt", ".md", ".rst", ".text")
MAX_FILE_BYTES = 20_000_000


@dataclass(frozen=True)
class Documents:
    """Texts, an empty one for a missing cell; `names` says what each is called, `table` where they stood."""

    texts: tuple[str, ...]
    names: tuple[str, ...]
    source: str
    table: Table
    how_read: tuple[str, ...] = ()


def read_documents(source: Any, column: str | None = None) -> Documents:
    """Return documents.

    Parameters
    ----------
    source : list of str, folder, path of a table, or frame
        Of a folder every .txt, .md, .rst and .text file below it is a document, in the order of their names.
    column : str, optional
        The column that holds the texts. Default: the one with the longest.

    Raises
    ------
    InputError, TableError
        If there are no documents, or no such column.

    Examples
    --------
    >>> read_documents(["a cat", "a dog"]).names
    ('document 1', 'document 2')
    """
    if isinstance(source, (str, Path)) and source != "-" and Path(source).is_dir():
        return _from_folder(Path(source))
    if isinstance(source, (list, tuple)) or (isinstance(source, np.ndarray) and source.ndim == 1):
        return _from_list(list(source))
    if hasattr(source, "to_list") and not hasattr(source, "columns"):
        return _from_list(list(source.to_list()))
    return _from_table(read(source), column)


def _from_list(given: list[Any]) -> Documents:
    for place, text in enumerate(given):
        if not isinstance(text, str) and not is_missing(text):
            raise errors.not_a_text(place + 1, text)
    if not given:
        raise errors.no_documents("the list", "Give at least a few texts.")
    texts = tuple("" if is_missing(text) else text for text in given)
    names = tuple(f"document {number:,}" for number in range(1, len(texts) + 1))
    cells = np.empty(len(texts), dtype=object)
    cells[:] = texts
    table = Table((Column("document", "text", cells),), len(texts), "documents")
    return Documents(texts, names, "list of documents", table)


def _from_folder(folder: Path) -> Documents:
    paths = sorted(p for p in folder.rglob("*") if p.suffix.lower() in TEXT_FILES and p.is_file())
    if not paths:
        raise errors.no_documents(
            repr(str(folder)), f"Documents are files that end in {', '.join(TEXT_FILES)}."
        )
    texts = tuple(_text(path) for path in paths)
    names = tuple(str(path.relative_to(folder)) for path in paths)
    cells = np.empty(len(names), dtype=object)
    cells[:] = names
    table = Table((Column("file", "text", cells),), len(names), folder.name)
    return Documents(texts, names, folder.resolve().name, table, (f"{len(names):,} text files",))


def _text(path: Path) -> str:
    """Return the text of one file: UTF-8, or whatever its bytes look like."""
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise errors.cannot_open(path, f"more than {MAX_FILE_BYTES:,} bytes for one document")
        content = path.read_bytes()
    except OSError as problem:
        raise errors.cannot_open(path, problem.strerror or problem) from None
    if b"\x00" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise errors.not_a_text_file(os.fspath(path))
    try:
        return content.decode("utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError as problem:
        return content.decode(guess(content, problem.start), "replace")


def _from_table(table: Table, wanted: str | None) -> Documents:
    texts = [column for column in table.columns if column.kind == "text"]
    if wanted is not None:
        found = next((column for column in table.columns if column.name == wanted), None)
        if found is None:
            raise errors.unknown_columns("--column", {wanted: []}, [c.name for c in table.columns])
        if found.kind != "text":
            raise errors.not_a_column_of_texts(wanted, found.kind)
    elif texts:
        found = max(texts, key=_mean_length)
    else:
        raise errors.no_documents(table.source, "It has no column of texts. Name one: --column NAME")
    others = len(texts) - 1 if wanted is None else 0
    how = f"documents are column {found.name!r}" + (", the longest texts (other: --column)" if others else "")
    values = tuple("" if value is None else str(value) for value in found.values)
    names = _names(table, found.name)
    return Documents(values, names, table.source, table, (*table.how_read, how))


def _mean_length(column: Column) -> float:
    lengths = [len(value) for value in column.values if value is not None]
    return float(np.mean(lengths)) if lengths else 0.0


def _names(table: Table, text_column: str) -> tuple[str, ...]:
    """Return what each document is called: its only other short text if all differ, else its row."""
    for column in table.columns:
        if column.name != text_column and column.name.lower() in ("id", "name", "title", "file", "headline"):
            cells: Array = column.values if column.written is None else column.written
            if len({str(cell) for cell in cells}) == len(cells):
                return tuple(str(cell) for cell in cells)
    return tuple(f"row {number:,}" for number in range(1, table.n_rows + 1))
