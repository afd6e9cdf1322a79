"""Which rows of an estimator or metric cannot be used, and why?

In:   facts (which column, how many, a few values).
Out:  the error or the warning, in a sentence that ends with what to type next.
Not here: tables read by `segment` (tables.py, columns.py); options (options.py).
Next: kinds.py for the tree of exceptions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from covey.errors.kinds import InputError, MissingExtraError
from covey.errors.wording import listed

_ONE_HOT = "one column of 0 and 1 per value: pandas.get_dummies(X), or OneHotEncoder in a ColumnTransformer"


def _column(name: object) -> str:
    """Return how a column is called: by its name, or by its place."""
    return f"column {name} (counted from 0)" if isinstance(name, int) else f"column {name!r}"


def _place(what: str, name: object) -> str:
    """Return where something was found: in a column, or anywhere."""
    return what if name is None else f"{_column(name)} of {what}"


def _capital(text: str) -> str:
    return "C" + text[1:] if text.startswith("column ") else text


def missing_values(count: int, row: int, column: object, who: str) -> InputError:
    """Return the error for NaN in X; `row` counts from 0."""
    values = "1 value is" if count == 1 else f"{count:,} values are"
    return InputError(
        f"Input X contains NaN: {values} missing or infinite, the first in row {row:,}, {_column(column)} "
        f"(rows counted from 0). {who} needs a number in every cell. Fill them: "
        f"make_pipeline(SimpleImputer(), {who}(...)); or leave the rows out; or let covey.segment(table) "
        "fill them and say so."
    )


def infinite_values(count: int, row: int, column: object, dtype: object, value: float) -> InputError:
    """Return the error for infinity in X, or for numbers too large for its dtype."""
    values = "1 value is" if count == 1 else f"{count:,} values are"
    return InputError(
        f"Input X contains infinity or a value too large for dtype('{dtype}'): {values} {value} there, the "
        f"first in row {row:,}, {_column(column)} (rows counted from 0). Correct or leave out: "
        "X[numpy.isfinite(X).all(axis=1)]."
    )


def masked_values(what: str, count: int, place: tuple[int, ...]) -> InputError:
    """Return the error for a masked array that hides something."""
    cells = "1 cell of it is" if count == 1 else f"{count:,} cells of it are"
    return InputError(
        f"{what} is a masked array and {cells} masked, the first at {place}. What is under a mask is not "
        f"data, so it is not clustered in silence. Fill it: {what}.filled(0) or {what}.filled(numpy.nan) and "
        "SimpleImputer; or drop the rows: numpy.ma.compress_rows(X)."
    )


def dates(what: str, name: object, samples: Sequence[str]) -> InputError:
    """Return the error for dates and durations among the numbers."""
    return InputError(
        f"{_capital(_place(what, name))} holds dates or durations (such as {listed(samples)}), and a date "
        "is no amount. Say what counts about it, as numbers: days since a day ((x - x.min()).dt.days), the "
        "month (x.dt.month), the weekday (x.dt.weekday); for a duration its seconds (x.dt.total_seconds())."
    )


def complex_numbers(what: str, name: object) -> InputError:
    """Return the error for complex numbers."""
    return InputError(
        f"Complex data not supported: {_place(what, name)} holds complex numbers. Give real and imaginary "
        "parts as columns of their own: numpy.hstack([X.real, X.imag])."
    )


def text(what: str, name: object, samples: Sequence[str], *, category: bool = False) -> InputError:
    """Return the error for text or categories among the numbers."""
    first = samples[0] if samples else ""
    if category:
        return InputError(
            f"could not convert string to float: {first!r}. {_capital(_place(what, name))} is categorical "
            f"(such as {listed(samples)}), and categories have no distances. Make it {_ONE_HOT}; or, where "
            f"its values are amounts, numbers: X[{name!r}].astype(float)."
        )
    numeric = bool(samples) and all(_is_number(sample) for sample in samples)
    cure = (
        f"Where it is meant as numbers, say so: {what}.astype(float)."
        if numeric
        else f"Leave it out, or make it {_ONE_HOT}."
    )
    return InputError(
        f"could not convert string to float: {first!r}. {_capital(_place(what, name))} holds text (such as "
        f"{listed(samples)}), and text has no distances. {cure} covey.segment(table) sorts out the columns "
        "of a table by itself."
    )


def _is_number(sample: str) -> bool:
    try:
        float(sample)
    except ValueError:
        return False
    return True


def structured(what: str, names: Iterable[str]) -> InputError:
    """Return the error for an array of records."""
    return InputError(
        f"{what} is an array of records with the fields {listed(names)}. Make it a table of rows and "
        f"columns: numpy.lib.recfunctions.structured_to_unstructured({what})."
    )


def nested(what: str, name: object, kind: str) -> InputError:
    """Return the error for lists or records in the cells of a column."""
    return InputError(
        f"{_capital(_place(what, name))} holds {kind}, not one number per row. "
        "Unfold it into columns of numbers."
    )


def columns_twice(what: str, names: Sequence[object]) -> InputError:
    """Return the error for column names that appear more than once."""
    return InputError(
        f"{what} has columns of the same name: {listed(names)}. Drop the repeated ones, "
        f"{what}.loc[:, ~{what}.columns.duplicated()], or rename them: "
        "predict could not tell them apart."
    )


def ragged(what: str, first: int, row: int, length: int) -> InputError:
    """Return the error for rows of different lengths."""
    return InputError(
        f"{what} is ragged: row 0 has {first:,} values and row {row:,} has {length:,}. Every row needs the "
        "same columns; fill what is missing."
    )


def rounded_integers(what: str, name: object) -> str:
    """Return the warning for whole numbers that a float64 cannot tell apart."""
    return (
        f"{_capital(_place(what, name))} holds whole numbers beyond 2**53: as float64 they are rounded, and "
        "neighbours may become equal. Such numbers are mostly ids; leave the column out, or subtract its "
        "minimum first."
    )


def other_columns(message: str) -> InputError | None:
    """Return scikit-learn's error for other columns than those of the fit, with what to type; or None."""
    if message.startswith("The feature names should match"):
        return InputError(message + "Pick them by name: X[list(model.feature_names_in_)].")
    if message.startswith("X has ") and " features, but " in message:
        return InputError(message + " Give the columns of the fit, in the same order.")
    return None


def negative_weights(count: int, row: int) -> InputError:
    """Return the error for weights below 0; `row` counts from 0."""
    weights = "1 weight is" if count == 1 else f"{count:,} weights are"
    return InputError(
        f"Negative values in data passed to `sample_weight`: {weights} below 0, the first in row {row:,} "
        "(counted from 0). A weight says how many rows a row stands for; to leave rows out, give them 0."
    )


def weights_all_zero() -> InputError:
    """Return the error for weights that leave no row."""
    return InputError(
        "Sample weights must contain at least one non-zero number: with zero everywhere no row is left to "
        "cluster. Leave sample_weight out to weigh all rows alike."
    )


def frame_package_missing(kind: type) -> MissingExtraError:
    """Return the error for a lazy table that no installed package can bring into memory."""
    return MissingExtraError(
        f"X is a {kind.__module__}.{kind.__qualname__}; to bring it into memory pyarrow, polars or pandas is "
        "needed. Install one: pip install pyarrow"
    )
