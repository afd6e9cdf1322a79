"""What a fit gives back, and how sure it is that no better one exists.

Made by:  `engine` (Fit) and `cluster` (Evidence).
Next: partition.py for what is measured of labels from anywhere.
"""

from __future__ import annotations

from typing import NamedTuple

from covey.records.arrays import Array


class Fit(NamedTuple):  # made faster than a frozen dataclass: a small fit takes 10 microseconds
    """The best of several starts, as one record.

    `labels` (n,) int32; `centers` (k, d) in the dtype of the points; `inertia` float; `n_iterations` of the
    start that won; `n_starts` run (or independent searches, where there were any), fewer than asked for where
    the fit was stopped; `n_agreeing` of them ended at this inertia; `n_distinct` clusters that hold a row;
    `settled` is False when `max_iter` ended it, or it was stopped. `highest` inertia that a start or search
    ended at; `sampled` searches looked at some of the rows only; `proven`: no lower inertia exists.
    """

    labels: Array
    centers: Array
    inertia: float
    n_iterations: int
    n_starts: int
    n_agreeing: int
    n_distinct: int
    settled: bool
    highest: float
    sampled: bool
    proven: bool


class Evidence(NamedTuple):
    """How sure is it that no lower inertia exists?

    `n_agreeing` of `n_starts` independent starts or searches ended at the inertia `best`, to nine digits; the
    highest of them ended at `best` times 1 + `spread` (NaN where one of these is 0 or no float64). `proven`:
    nothing lower exists. `sampled`: the searches looked at some of the rows only. `sentence` says what that
    suggests.
    """

    n_starts: int
    n_agreeing: int
    best: float
    spread: float
    proven: bool
    sampled: bool
    sentence: str

    def __str__(self) -> str:
        return self.sentence
