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


def unexpected(error: BaseException) -> str:
    """Return the sentence for a fault that covey has no wording for."""
    return (
        f"covey stopped on something it did not expect ({type(error).__name__}: {error}). "
        "Nothing was written. See the details: COVEY_DEBUG=1 covey …"
    )


# --- samples: blobs and customers ---------------------------------------------------------------


def blobs_disagree(option: str, came: int, n_centers: int) -> InputError:
    """Return the error for a list of make_blobs that has not one entry for each center."""
    return InputError(
        f"{option} has {came:,} entries, but there are {n_centers:,} centers. Give one entry for each center, "
        "or a single number for all."
    )


def blobs_without_centers(centers: int) -> InputError:
    """Return the error for a number of centers below 1."""
    return InputError(f"centers={centers}: at least 1 center is needed to draw points around. Try 3.")


def unknown_customers(kind: object) -> InputError:
    """Return the error for a kind of sample customers that does not exist."""
    return InputError(
        f"kind={kind!r} is not known. Use kind='groups' (four planted groups) or kind='lesson' (no groups)."
    )


def no_customers(n: int) -> InputError:
    """Return the error for a sample without rows."""
    return InputError(f"n={n}: at least 1 customer is needed. Try n=1000.")


def sample_exists(path: object) -> OutputError:
    """Return the error for a sample file that would replace another file."""
    return OutputError(f"{str(path)!r} exists and was kept. Choose another name, or pass force=True.")
