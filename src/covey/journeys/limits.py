"""What must the answer keep: so many segments, so large, within so much time?

In:   what was typed.
Out:  Bounds, checked; or an error that names the option at fault.
Not here: finding the best answer within them (`judgement`).
Next: segmenting.py, choice.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from covey import checks, errors
from covey.judgement import Limits


@dataclass(frozen=True)
class Bounds:
    """The limits of the business, and the seconds after which no further K is begun."""

    limits: Limits
    time_budget_s: float | None = None


def bounds(max_segments: Any, min_share: Any, time_budget_s: Any, k: int | None = None) -> Bounds:
    """Return checked bounds; `k` is the number of segments where the caller has fixed it.

    Raises
    ------
    OptionError
        If one is out of its range, or limits come together with a fixed number.
    """
    most = None if max_segments is None else checks.whole_number("max_segments", max_segments, low=1)
    least = checks.share("min_share", min_share)
    if k is not None and (most is not None or least > 0):
        raise errors.limits_with_fixed_k(k)
    budget = None if time_budget_s is None else checks.seconds("time_budget_s", time_budget_s)
    return Bounds(Limits(most, least), budget)
