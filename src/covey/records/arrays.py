"""What an array is called in a signature.

Shapes and dtypes stand in docstrings; the type checker knows arrays from everything else, and no more.
"""

from typing import Any

from numpy.typing import NDArray

Array = NDArray[Any]
