"""How does a figure become a part of a page: small, still, and the same bytes every time?

In:   Matplotlib axes made by `plots`.
Out:  inline SVG whose text is text (found by search, scaled by the browser) and whose many points are one
      picture.
Not here: what to draw.
The drawing runs under Matplotlib's own defaults, whatever the user's settings are, and restores those.
Next: `page`.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

DOTS_PER_INCH = 130


@contextmanager
def _own_settings() -> Iterator[None]:
    """Draw under Matplotlib's defaults, with text as text; restore the user's settings afterwards."""
    import matplotlib

    kept = {"backend", "backend_fallback", "interactive", "toolbar", "timezone", "date.epoch"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # glyphs that a font lacks: the browser has its own fonts
        defaults = {key: value for key, value in matplotlib.rcParamsDefault.items() if key not in kept}
        with matplotlib.rc_context({**defaults, "svg.fonttype": "none", "svg.hashsalt": "covey"}):
            yield


def svg(draw: Callable[[], Any], *, title: str) -> str:
    """Return what `draw` draws as an `<svg>` element that names itself `title` to screen readers.

    Parameters
    ----------
    draw : callable that returns Matplotlib axes
        Called under Matplotlib's default settings.
    title : str
        Escaped here.

    Examples
    --------
    >>> from covey.show.panels import new_axes
    >>> svg(lambda: new_axes(width=1, height=1), title="empty")[:41]
    '<svg role="img" aria-label="empty" viewBo'
    """
    from markupsafe import escape

    with _own_settings():
        ax = draw()
        target = StringIO()
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        ax.figure.savefig(target, format="svg", dpi=DOTS_PER_INCH, metadata=nothing, transparent=True)
    drawn = target.getvalue()
    box = re.search(r'viewBox="([^"]*)"', drawn)
    inner = drawn[drawn.index(">", drawn.index("<svg")) + 1 :]
    inner = re.sub(r"<metadata>.*?</metadata>", "", inner, flags=re.DOTALL)
    inner = re.sub(r"font: ([^;\"]*?)'DejaVu Sans'[^;\"]*", r"font: \1sans-serif", inner)
    namespaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return (
        f'<svg role="img" aria-label="{escape(title)}" viewBox="{box[1] if box else ""}" {namespaces}>{inner}'
    )
