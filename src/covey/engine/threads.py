"""How many threads may this process use?

In:   nothing; the operating system is asked.
Out:  a whole number of at least 1: processors of the affinity mask, cut to the control group's quota.
Not here: starting threads; the compiled pool does that, for the length of a call.
Next: `covey.engine` for who asks.
"""

from __future__ import annotations

import math
import os
from functools import cache
from pathlib import Path


@cache
def _quota(folder: Path = Path("/sys/fs/cgroup")) -> float:
    """Return the processors that the control group allows, or infinity."""
    try:
        limit, period = (folder / "cpu.max").read_text().split()[:2]
        return math.inf if limit == "max" else int(limit) / int(period)
    except (OSError, ValueError):
        pass
    try:
        quota = int((folder / "cpu/cpu.cfs_quota_us").read_text())
        return math.inf if quota <= 0 else quota / int((folder / "cpu/cpu.cfs_period_us").read_text())
    except (OSError, ValueError):
        return math.inf


def default_threads() -> int:
    """Return the number of threads to use when nobody says.

    Examples
    --------
    >>> default_threads() >= 1
    True
    """
    masked = hasattr(os, "sched_getaffinity")
    processors = len(os.sched_getaffinity(0)) if masked else os.cpu_count() or 1
    quota = _quota()
    return max(1, min(processors, math.ceil(quota)) if math.isfinite(quota) else processors)
