"""Which kinds of refusal and warning are there?

Out:  the classes; the package docstring draws their tree.
Next: the other files of this room, for the sentences.
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


def missing_package(feature: str, package: str) -> MissingExtraError:
    """Return the error for a feature that needs a package none of our extras is made for."""
    return MissingExtraError(f"{feature} needs the package {package!r}. Install it: pip install {package}")


class FewerSegmentsWarning(UserWarning):
    """Fewer segments were made than asked for, because there are too few different rows."""


class OptionError(InputError, TypeError):
    """A parameter has a value outside what is allowed; also a TypeError, as in scikit-learn."""
