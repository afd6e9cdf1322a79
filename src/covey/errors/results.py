"""Why can a result not be written?

In:   facts. Out: the error or the warning, in a sentence that ends with what to type next.
Next: kinds.py for the tree of exceptions.
"""

from __future__ import annotations

import errno
import os
import shlex

from covey.errors.kinds import InputError, OutputError

_FULL = (errno.ENOSPC, errno.EDQUOT)


def cannot_write(path: object, why: OSError, elsewhere: str = "write to another folder") -> OutputError:
    """Return the error for a file that could not be written; an older file there is untouched."""
    folder = os.path.dirname(str(path)) or "."
    if isinstance(why, FileNotFoundError) and not os.path.isdir(folder):
        return OutputError(
            f"cannot write {str(path)!r}: there is no folder {folder!r}. Make it first: "
            f"mkdir -p {shlex.quote(folder)}"
        )
    advice = f"free some space, or {elsewhere}" if why.errno in _FULL else elsewhere
    return OutputError(
        f"cannot write {str(path)!r}: {why.strerror or why}. A file that was there before is unchanged. "
        f"{advice[0].upper()}{advice[1:]}."
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
