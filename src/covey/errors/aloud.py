"""On which line does a warning stand?

In:   the text and the kind of a warning.
Out:  the warning, on the line of the user that led here, however many of our functions lie between; and of
      scikit-learn's, which wraps them.
Not here: the words.
"""

from __future__ import annotations

import sys
import warnings

_BETWEEN = {"covey", "sklearn"}


def warn(text: str, kind: type[Warning]) -> None:
    """Warn on the nearest line outside the package."""
    frame, level = sys._getframe(1), 2
    while frame.f_back is not None and frame.f_globals.get("__name__", "").partition(".")[0] in _BETWEEN:
        frame, level = frame.f_back, level + 1
    warnings.warn(text, kind, stacklevel=level)
