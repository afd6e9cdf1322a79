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
    return MissingExtraError(f"{feature} needs the package {package!r}. Install it: pip install 'covey[{extra}]'")
