"""Why can a result not be written?

In:   facts. Out: the error or the warning, in a sentence that ends with what to type next.
Next: kinds.py for the tree of exceptions.
"""

from __future__ import annotations

from covey.errors.kinds import InputError, OutputError


def cannot_write(path: object, why: object, elsewhere: str = "--out FOLDER") -> OutputError:
    """Return the error for a file that could not be written; an older file there is untouched."""
    return OutputError(
        f"cannot write {str(path)!r}: {why}. A file that was there before is unchanged. "
        f"Free some space or write elsewhere: {elsewhere}"
    )


def already_exists(paths: tuple[str, ...], elsewhere: str = "--out") -> OutputError:
    """Return the error for results that would overwrite older ones."""
    listed = ", ".join(repr(path) for path in paths)
    exist = "exists" if len(paths) == 1 else "exist"
    return OutputError(
        f"{listed} already {exist}. Overwrite with --force, or write elsewhere with {elsewhere}"
    )


def folder_not_writable(folder: object, why: object, elsewhere: str = "--out FOLDER") -> OutputError:
    """Return the error for an output folder that cannot be made or written to."""
    return OutputError(
        f"cannot write into {str(folder)!r}: {why}. Nothing was computed. Choose another folder: {elsewhere}"
    )


def wrong_length(name: str, n_values: int, n_rows: int) -> InputError:
    """Return the error for a new column that does not fit the table."""
    return InputError(
        f"the new column {name!r} has {n_values:,} values for {n_rows:,} rows. Give one value for each row."
    )
