"""Which numbers, weights and seeds cannot be used?

In:   facts. Out: the error or the warning, in a sentence that ends with what to type next.
Next: kinds.py for the tree of exceptions.
"""

from __future__ import annotations

from covey.errors.kinds import InputError, OutputError


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


def bad_false_alarms(rate: object) -> InputError:
    """Return the error for a rate of false alarms that is none."""
    return InputError(
        f"false_alarms={rate!r}, but it is the share of ordinary rows that may be flagged: above 0, at most "
        "0.2. Try 0.01."
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


def sample_not_written(path: object, why: object) -> OutputError:
    """Return the error for a sample file that could not be written; an older file there is untouched."""
    return OutputError(
        f"cannot write {str(path)!r}: {why}. Nothing was changed there. Give another path: "
        ".write_csv('customers.csv')"
    )
