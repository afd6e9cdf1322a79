"""What an array is called in a signature, and how one is kept from changes.

Shapes and dtypes stand in docstrings; the type checker knows arrays from everything else, and no more.
"""

from typing import Any

from numpy.typing import NDArray

Array = NDArray[Any]


def only_to_read(array: Array) -> Array:
    """Return the array itself, closed for writing: it belongs to a record."""
    array.flags.writeable = False
    return array
