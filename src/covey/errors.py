"""Every refusal and every warning, worded once.

In:   facts (what came, what is allowed, where).
Out:  exceptions and warning texts: what came, what holds here, why, and what to type next.
Not here: deciding whether something is wrong; `checks` and `table` do that.

    CoveyError
    ├── InputError (also ValueError)     the data or an option cannot be used      -> exit code 3
    │   ├── TableError                   a file or frame cannot be read
    │   └── ModelError                   a model file cannot be read or does not fit the table
    ├── OutputError (also OSError)       a file exists or cannot be written        -> exit code 1
    └── MissingExtraError (also ImportError)   an optional package is not installed -> exit code 1
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches


class CoveyError(Exception):
    """The root of covey's own errors; its text is written for the person at the keyboard."""


class InputError(CoveyError, ValueError):
    """The data or an option cannot be used as it is."""


class TableError(InputError):
    """A file or a frame cannot be read as a table."""


class ModelError(InputError):
    """A model file cannot be read, or does not fit the table."""


class OutputError(CoveyError, OSError):
    """A result cannot be written where it was asked for."""


class MissingExtraError(CoveyError, ImportError):
    """An optional package is needed and not installed."""


def missing_extra(feature: str, package: str, extra: str) -> MissingExtraError:
    """Return the error for a feature whose optional package is absent."""
    return MissingExtraError(
        f"{feature} needs the package {package!r}. Install it: pip install 'covey[{extra}]'"
    )


class FewerSegmentsWarning(UserWarning):
    """Fewer segments were made than asked for, because there are too few different rows."""


# --- model: files that hold a segmentation ------------------------------------------------------


def no_such_model(path: object) -> ModelError:
    """Return the error for a model path where there is no file."""
    return ModelError(
        f"there is no model file {str(path)!r}. covey writes model.covey into its output folder; "
        "check the spelling, or make one: covey segment TABLE"
    )


def model_is_folder(path: object) -> ModelError:
    """Return the error for a model path that is a folder."""
    return ModelError(f"{str(path)!r} is a folder, not a model file. Name the file in it: {path}/model.covey")


def not_a_model(path: object) -> ModelError:
    """Return the error for a file that covey did not write."""
    return ModelError(
        f"{str(path)!r} is not a covey model file. Models are written by `covey segment TABLE` as "
        "model.covey; if this is the table, swap the two: covey score MODEL TABLE"
    )


def newer_model(path: object, schema: object, made_with: object, known: int) -> ModelError:
    """Return the error for a model file of a later format."""
    return ModelError(
        f"{str(path)!r} has model format {schema} (written by covey {made_with}); this covey reads "
        f"formats up to {known}. Update it: pip install --upgrade covey"
    )


def damaged_model(path: object, what: str) -> ModelError:
    """Return the error for a model file whose content is not what was written."""
    return ModelError(
        f"{str(path)!r} is damaged: {what}. Nothing in it was used. Copy the file again, or make it anew: "
        "covey segment TABLE"
    )


def model_too_large(path: object, n_bytes: int, max_bytes: int) -> ModelError:
    """Return the error for a model file larger than any that covey writes."""
    return ModelError(
        f"{str(path)!r} holds {n_bytes:,} bytes; a covey model has at most {max_bytes:,}. "
        "Nothing was read. Check that it is the file you meant."
    )


# --- results: files and folders to write --------------------------------------------------------


def cannot_write(path: object, why: object) -> OutputError:
    """Return the error for a file that could not be written; an older file there is untouched."""
    return OutputError(
        f"cannot write {str(path)!r}: {why}. A file that was there before is unchanged. "
        "Free some space or write elsewhere: --out FOLDER"
    )


def already_exists(paths: tuple[str, ...]) -> OutputError:
    """Return the error for results that would overwrite older ones."""
    listed = ", ".join(repr(path) for path in paths)
    exist = "exists" if len(paths) == 1 else "exist"
    return OutputError(f"{listed} already {exist}. Overwrite with --force, or write elsewhere with --out")


def folder_not_writable(folder: object, why: object) -> OutputError:
    """Return the error for an output folder that cannot be made or written to."""
    return OutputError(
        f"cannot write into {str(folder)!r}: {why}. Nothing was computed. Choose another folder: --out FOLDER"
    )


# --- segment and choose_k: how many, and with what ----------------------------------------------


def bad_k(k: object) -> InputError:
    """Return the error for a number of segments that is not a whole number from 1 up, or "auto"."""
    return InputError(
        f'k={k!r} is not a number of segments. It is "auto" or a whole number from 1 up, such as k=4.'
    )


def k_exceeds_rows(k: int, n_rows: int, n_apart: int = 0) -> InputError:
    """Return the error for more segments than rows."""
    apart = f" ({n_apart:,} more are set apart)" if n_apart else ""
    return InputError(
        f"k={k:,}, but only {n_rows:,} rows can form segments{apart}. "
        f"Ask for {n_rows:,} or fewer, or add rows."
    )


def too_few_rows(n_rows: int, needed: int, source: str) -> InputError:
    """Return the error for a table too small to look for groups in."""
    return InputError(
        f"{source} has {n_rows:,} rows that can form segments; at least {needed} are needed to look for "
        "groups. Add rows."
    )


def fewer_distinct_rows(k: int, n_distinct: int) -> str:
    """Return the warning for more segments than different rows."""
    return (
        f"k={k:,}, but the columns that form the segments hold only {n_distinct:,} different rows. "
        f"Made {n_distinct:,} segments (labels 0 to {n_distinct - 1}), one for each different row. "
        f"Ask for {n_distinct:,} or fewer, or add columns that tell the rows apart."
    )


def fewer_k_tried(k: int, n_distinct: int) -> str:
    """Return the warning for a range of K that goes beyond the number of different rows."""
    return (
        f"k goes up to {k:,}, but X has only {n_distinct:,} different rows; tried k up to {n_distinct:,}. "
        f"Ask for k=range(1, {n_distinct + 1}), or add columns that tell the rows apart."
    )


def bad_k_range(k: object) -> InputError:
    """Return the error for a range of K that cannot be tried."""
    return InputError(f"k={k!r} is not a range of K. Give whole numbers from 1 up, such as k=range(1, 11).")


def not_numbers(column: str, sample: object) -> InputError:
    """Return the error for a column of X that holds no numbers."""
    return InputError(
        f"column {column!r} of X is not numeric (it holds {sample!r}). choose_k compares numbers; "
        "leave the column out, or let covey.segment(table) read it: it sorts out text, dates and ids."
    )


def not_finite(count: int, row: int, column: str) -> InputError:
    """Return the error for missing or infinite values in X."""
    values = "value is" if count == 1 else "values are"
    return InputError(
        f"{count:,} {values} missing (NaN) or infinite in X, the first in row {row}, column {column!r}. "
        "Fill or drop them, or use covey.segment(table), which fills missing values and says so."
    )


def bad_shape(shape: tuple[int, ...]) -> InputError:
    """Return the error for an X that is not a table of rows and columns."""
    return InputError(
        f"X has shape {shape}; it must be two-dimensional (rows, columns), with at least one of each. "
        "One column: X.reshape(-1, 1)."
    )


def bad_seed(seed: object) -> InputError:
    """Return the error for a seed that is not a whole number."""
    return InputError(
        f"seed={seed!r} is not a seed. It is a whole number from 0 to 4294967295, such as seed=0."
    )


def bad_weights(what: str) -> InputError:
    """Return the error for weights that cannot be used."""
    return InputError(f"{what}. Weights are one number per row, 0 or more, finite, and not all 0.")


def interrupted() -> str:
    """Return the sentence for Ctrl-C."""
    return "Interrupted: no half-written results were left behind. To start again, type the same command."


def out_of_memory() -> str:
    """Return the sentence for a table that does not fit."""
    return (
        "there is not enough memory for this table. No half-written results were left behind. "
        "Use fewer columns (--columns a,b), or a sample of the rows."
    )


def unexpected(error: BaseException) -> str:
    """Return the sentence for a fault that covey has no wording for."""
    return (
        f"covey stopped on something it did not expect ({type(error).__name__}: {error}). "
        "No half-written results were left behind. See the details: COVEY_DEBUG=1 covey …"
    )


# --- samples: blobs and customers ---------------------------------------------------------------


def blobs_disagree(option: str, came: int, n_centers: int) -> InputError:
    """Return the error for a list of make_blobs that has not one entry for each center."""
    return InputError(
        f"{option} has {came:,} entries, but there are {n_centers:,} centers. Give one entry for each "
        "center, or a single number for all."
    )


def blobs_without_centers(centers: int) -> InputError:
    """Return the error for a number of centers below 1."""
    return InputError(f"centers={centers}: at least 1 center is needed to draw points around. Try 3.")


def unknown_customers(kind: object) -> InputError:
    """Return the error for a kind of sample customers that does not exist."""
    return InputError(
        f"kind={kind!r} is not known. Use kind='groups' (four planted groups) or kind='lesson' (no groups)."
    )


def sample_without_rows(option: str, came: int, example: int) -> InputError:
    """Return the error for a sample without rows."""
    return InputError(f"{option}={came}: a sample needs at least 1 row. Try {option}={example}.")


def sample_exists(path: object) -> OutputError:
    """Return the error for a sample file that would replace another file."""
    return OutputError(f"{str(path)!r} exists and was kept. Choose another name, or pass force=True.")


# --- table: what cannot be read -----------------------------------------------------------------


def _listed(names: object, limit: int = 12) -> str:
    """Return names in quotes, at most `limit` of them."""
    every = [repr(str(name)) for name in names]  # type: ignore[attr-defined]
    return ", ".join(every[:limit]) + (f" and {len(every) - limit:,} more" if len(every) > limit else "")


def no_such_file(path: object, nearest: list[str]) -> TableError:
    """Return the error for a path where there is nothing."""
    hint = (
        f"Did you mean {' or '.join(map(repr, nearest))}?"
        if nearest
        else "Check the spelling and the folder."
    )
    return TableError(f"there is no file {str(path)!r}. {hint}")


def is_folder(path: object, tables: list[str]) -> TableError:
    """Return the error for a path that is a folder."""
    hint = f"Name one file, such as {tables[0]!r}." if tables else "Name a table file; there is none in it."
    return TableError(f"{str(path)!r} is a folder, not a table. {hint}")


def unknown_suffix(path: object) -> TableError:
    """Return the error for a file whose name does not say what it is."""
    return TableError(
        f"the name of {str(path)!r} does not say what kind of table it is. Read are .csv, .tsv and .txt "
        "(each also .gz), .parquet and .xlsx. Rename the file, or send csv: cat FILE | covey segment -"
    )


def cannot_open(path: object, why: object) -> TableError:
    """Return the error for a file the system does not let us read."""
    return TableError(
        f"{str(path)!r} cannot be opened: {why}. Check its permissions and its name: ls -l FILE"
    )


def empty_file(name: str) -> TableError:
    """Return the error for a file without any content."""
    return TableError(
        f"{name} is empty. Export the table again, with a line of names and a line for each row."
    )


def header_only(name: str, names: object) -> TableError:
    """Return the error for a table without rows."""
    return TableError(
        f"{name} has column names ({_listed(names)}) but no rows. Export it again with its rows."
    )


def not_a_text_table(name: str, what: str) -> TableError:
    """Return the error for a file that is something else than its name says."""
    return TableError(
        f"{name} is read as text by its name, but holds {what}. Export the table as csv; or, if it is a "
        "Parquet or Excel file, give it the name it should have: mv FILE FILE.parquet (or .xlsx)"
    )


def damaged_file(name: str, n_bytes: int, what: str) -> TableError:
    """Return the error for a file that is cut short or changed."""
    return TableError(f"{name} ({n_bytes:,} bytes) is damaged: {what}. Copy or export the file again.")


def too_large_unpacked(name: str, max_bytes: int) -> TableError:
    """Return the error for a compressed file that grows beyond any table that fits here."""
    return TableError(
        f"{name} holds more than {max_bytes:,} bytes when unpacked. Unpack it yourself and take a part: "
        "gunzip -c FILE | head -n 1000000 | covey segment -"
    )


def nul_byte(name: str, line: int) -> TableError:
    """Return the error for a zero byte in a text file."""
    return TableError(
        f"{name} line {line:,}: a byte of value 0, which no text holds. The file is damaged or not a text "
        "file. Export it again, or remove such bytes: tr -d '\\000' < FILE > CLEAN.csv"
    )


def bad_bytes(name: str, line: int, encoding: str) -> TableError:
    """Return the error for bytes that are not valid in the encoding of the rest."""
    return TableError(
        f"{name} line {line:,}: bytes that are not {encoding}, though the rest of the file is. Correct that "
        f"line, or drop such bytes: iconv -c -f {encoding} -t UTF-8 FILE > CLEAN.csv"
    )


def ragged_row(name: str, line: int, n_fields: int, n_expected: int) -> TableError:
    """Return the error for a row with more or fewer fields than the header."""
    fields = f"{n_fields:,} field{'s' * (n_fields != 1)}"
    return TableError(
        f"{name} line {line:,}: {fields}, the header has {n_expected:,}. Perhaps a delimiter stands inside a "
        f"cell without quotes. Look at it: sed -n '{line}p' FILE"
    )


def open_quote(name: str, line: int) -> TableError:
    """Return the error for a quote that is never closed."""
    return TableError(
        f'{name} line {line:,}: a cell begins with a quote (") that is never closed. Close it or double it. '
        f"Look at it: sed -n '{line}p' FILE"
    )


def unknown_source(kind: type) -> TableError:
    """Return the error for an object that is no table."""
    return TableError(
        f"{kind.__name__!r} is not a table. Give a path, a pandas, Polars or PyArrow frame, a dict of "
        "columns or a two-dimensional array: covey.segment('customers.csv')"
    )


def unequal_columns(lengths: dict[str, int]) -> TableError:
    """Return the error for columns of different lengths."""
    shown = ", ".join(f"{name!r}: {length:,}" for name, length in list(lengths.items())[:12])
    return TableError(
        f"the columns have different lengths ({shown}). Give every column one value for each row."
    )


def not_two_dimensional(shape: tuple[int, ...]) -> TableError:
    """Return the error for an array that is not rows by columns."""
    return TableError(
        f"the array has shape {shape}; a table has two dimensions, rows and columns. "
        "One column: values.reshape(-1, 1)"
    )


def not_a_matrix_of_numbers(dtype: object) -> TableError:
    """Return the error for an array of something else than numbers."""
    return TableError(
        f"the array holds {dtype}, not numbers. To mix kinds, name the columns: "
        "covey.segment({'spend': ...})"
    )


def no_rows(words: str, names: object) -> TableError:
    """Return the error for a frame without rows."""
    return TableError(f"the {words} has columns ({_listed(names)}) but no rows. Give one with rows.")


def no_columns(words: str) -> TableError:
    """Return the error for a frame without columns."""
    return TableError(f"the {words} has no columns. Give one with columns of numbers.")


# --- table: columns and their roles -------------------------------------------------------------


def unknown_columns(option: str, wanted: dict[str, list[str]], names: object) -> InputError:
    """Return the error for names that no column has; `wanted` holds each with the nearest that exist."""
    parts = [
        f"{name!r}" + (f" (did you mean {' or '.join(map(repr, near))}?)" if near else "")
        for name, near in wanted.items()
    ]
    return InputError(f"{option} names {', '.join(parts)}, but the table has only {_listed(names, 30)}.")


def column_twice(name: str, options: tuple[str, str]) -> InputError:
    """Return the error for a column that two options want for different things."""
    return InputError(
        f"column {name!r} is named by both {options[0]} and {options[1]}. Leave it out of one of them."
    )


def no_measures(source: str, roles: list[tuple[str, str, str]], example: str) -> InputError:
    """Return the error for a table in which no column can form segments."""
    lines = "\n".join(f"  {name!r}: {role}, {reason}" for name, role, reason in roles[:40])
    more = f"\n  and {len(roles) - 40:,} more" if len(roles) > 40 else ""
    return InputError(
        f"{source} has no column of amounts that could form segments:\n{lines}{more}\n"
        f"Name the columns to use all the same: --columns {example}"
    )


def unusable_column(name: str, why: str) -> InputError:
    """Return the error for a column that was asked for and cannot form segments."""
    return InputError(f"column {name!r} cannot form segments: {why}. Leave it out of --columns.")


def infinite_value(name: str, row: int, count: int) -> InputError:
    """Return the error for numbers without bound; `row` counts from 1."""
    values = "1 value that is" if count == 1 else f"{count:,} values that are"
    return InputError(
        f"column {name!r} holds {values} infinite or beyond 1e150, the first in row {row:,}. No distance can "
        f"be computed to it. Correct it, or leave the column out: --ignore {name!r}"
    )


def unknown_scale(scale: object) -> InputError:
    """Return the error for a way of scaling that does not exist."""
    return InputError(f"scale={scale!r} is not known. Choose standard, range or none: --scale standard")


# --- table: new rows for a saved recipe ---------------------------------------------------------


def missing_columns(missing: dict[str, list[str]], names: object) -> ModelError:
    """Return the error for a table that lacks columns the model was made with."""
    parts = [
        f"{name!r}" + (f" (perhaps {' or '.join(map(repr, near))})" if near else "")
        for name, near in missing.items()
    ]
    return ModelError(
        f"the model needs columns that the table lacks: {', '.join(parts)}. The table has {_listed(names)}. "
        "Rename them in the table, or make a new model: covey segment TABLE"
    )


def wrong_kind(name: str, expected: str, found: str, sample: object) -> ModelError:
    """Return the error for a column of another kind than the model was made with."""
    return ModelError(
        f"column {name!r} held {expected} when the model was made, and holds {found} here ({sample!r}). "
        "Correct the cells, or make a new model: covey segment TABLE"
    )


# --- table: results -----------------------------------------------------------------------------


def wrong_length(name: str, n_values: int, n_rows: int) -> InputError:
    """Return the error for a new column that does not fit the table."""
    return InputError(
        f"the new column {name!r} has {n_values:,} values for {n_rows:,} rows. Give one value for each row."
    )


# --- options of estimators and metrics ----------------------------------------------------------


class OptionError(InputError, TypeError):
    """A parameter has a value outside what is allowed; also a TypeError, as in scikit-learn."""


def bad_option(name: str, value: object, allowed: str, *, close_to: Sequence[str] = ()) -> OptionError:
    """Return the error for a parameter outside its range; `close_to` lists spellings to guess from."""
    guess = get_close_matches(str(value), close_to, n=1)
    hint = f" Did you mean {guess[0]!r}?" if guess else ""
    return OptionError(f"{name}={value!r}, but {name} must be {allowed}.{hint}")


def bad_centers(came: tuple[int, ...], wanted: tuple[int, int]) -> InputError:
    """Return the error for start centers of the wrong shape."""
    return InputError(
        f"init is an array of shape {came}, but the centers need shape {wanted}: one row per cluster, "
        "one column per column of X. Change n_clusters or the array."
    )


def fewer_rows_than_clusters(n_rows: int, n_clusters: int) -> InputError:
    """Return the error for more clusters than rows."""
    return InputError(
        f"n_samples={n_rows} should be >= n_clusters={n_clusters}: every cluster needs a row. "
        f"Ask for {n_rows} or fewer."
    )


def fewer_distinct_points(n_distinct: int, n_clusters: int) -> str:
    """Return the warning for clusters that stayed empty because rows repeat."""
    return (
        f"Number of distinct clusters ({n_distinct}) found smaller than n_clusters ({n_clusters}). Possibly "
        f"due to duplicate points in X. Labels 0 to {n_distinct - 1} are in use; the other centers repeat "
        f"one of them. Ask for {n_distinct} or fewer."
    )


def still_moving(n_iterations: int) -> str:
    """Return the warning for a fit ended by max_iter."""
    return (
        f"stopped after max_iter={n_iterations} iterations while rows still changed cluster. The labels "
        "belong to the centers, but the result is not settled: raise max_iter."
    )


def one_start_only(name: str, n_init: int) -> str:
    """Return the warning for several starts asked of one given start."""
    return (
        f"Explicit initial center position passed: performing only one init in {name} instead of "
        f"n_init={n_init}. Pass n_init=1."
    )


def labels_do_not_fit(shape: tuple[int, ...], n_rows: int) -> InputError:
    """Return the error for labels whose length is not the number of rows."""
    return InputError(
        f"Found input variables with inconsistent numbers of samples: labels have shape {shape}, X has "
        f"{n_rows} rows. Give one label per row."
    )


def bad_number_of_labels(n_labels: int, n_rows: int) -> InputError:
    """Return the error for labels that make no silhouette."""
    return InputError(
        f"Number of labels is {n_labels}. Valid values are 2 to n_samples - 1 (inclusive), here 2 to "
        f"{n_rows - 1}: with one cluster there is no neighbour, and with a cluster per row nothing to "
        "compare."
    )
