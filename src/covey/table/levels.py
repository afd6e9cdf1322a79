"""What are the levels of a category, whatever its cells are made of?

In:   a column of text, of numeric codes or of flags.
Out:  its cells as texts, None where missing: "Rome", "2", "0.5", "yes".
Not here: which columns are categories (roles.py), one-hot coordinates (transform.py).
Next: transform.py.
"""

from __future__ import annotations

import numpy as np

from covey.records import Array, Column


def as_texts(column: Column) -> Array:
    """Return the cells of a column as texts, None where missing."""
    if column.kind == "text":
        return column.values
    texts = np.full(len(column.values), None, dtype=object)
    if column.kind == "date":
        present = ~np.isnat(column.values)
        texts[present] = np.datetime_as_string(column.values[present], unit="auto")
        return texts
    present = ~np.isnan(column.values)
    distinct, places = np.unique(column.values[present], return_inverse=True)
    flag = column.kind == "flag"
    words = np.array(
        [("yes" if value else "no") if flag else digits_of(value) for value in distinct], dtype=object
    )
    texts[present] = words[places] if len(words) else words
    return texts


def digits_of(value: float) -> str:
    """Return a number as a person writes it: no point if it is whole, every digit otherwise."""
    number = float(value)
    return str(int(number)) if number.is_integer() and abs(number) < 2**53 else repr(number)


def in_order(texts: Array) -> tuple[str, ...]:
    """Return the different levels, numbers by size before words by alphabet."""

    def key(level: str) -> tuple[int, float, str]:
        try:
            return 0, float(level), level
        except ValueError:
            return 1, 0.0, level

    return tuple(sorted({text for text in texts if text is not None}, key=key))


def as_cells(values: Array) -> Array:
    """Return new values as csv cells: whole numbers without a point, missing as nothing."""
    if values.dtype.kind == "b":
        return np.where(values, "True", "False").astype(object)
    if values.dtype.kind in "iu":
        return values.astype(str).astype(object)
    if values.dtype.kind == "f":
        return np.array(
            ["" if value != value else digits_of(value) for value in values.tolist()], dtype=object
        )
    return np.array(["" if value is None else str(value) for value in values.tolist()], dtype=object)
