"""Is there structure, how many groups, how sure: the evidence for K, and what it hangs on.

Made by:  `judgement`. KEvidence is the whole, the others are its parts.
Not here: other methods than k-means (methods.py).
Next: segment.py for what each group is.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class KRow:
    """The evidence for one K. A value that does not exist (silhouette at K = 1) is NaN.

    `separation` is the distance of the two clusters hardest to tell apart, in standard deviations of the
    wider one, `separation_limit` what structureless points reach. `silhouette_limit` is what one crowd
    reaches, with these columns or filling a box evenly. `jaccard` is the bootstrap Jaccard of the cluster
    that comes back least, `prediction_strength` the share of pairs that halves of the rows keep together,
    worst cluster.
    """

    k: int
    inertia: float
    silhouette: float
    gap: float
    gap_error: float
    stability: float
    separation: float = float("nan")
    separation_limit: float = float("nan")
    silhouette_limit: float = float("nan")
    jaccard: float = float("nan")
    prediction_strength: float = float("nan")


@dataclass(frozen=True)
class Humps:
    """A column, or a leading component of all columns, with more than one hump.

    `name` is that of the column, or words for the component; `p_value` is that of the dip test, times the
    number of columns (or of components) that were looked at.
    """

    name: str
    p_value: float


@dataclass(frozen=True)
class KStep:
    """Which clusters become which on the way from one K to the next.

    `flows` holds (cluster before, cluster after, rows) for every stream of at least 1 % of the rows judged.
    """

    k: int
    next_k: int
    flows: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Scaling:
    """What another scaling of the columns makes of the same rows.

    `name` is "raw", "range", "z", "rank" or "log"; `agreement` the adjusted Rand index of its clusters with
    the answer; `column` makes the difference where they differ. `is_own`: it is the scaling that was used.
    """

    name: str
    agreement: float
    column: str | None = None
    is_own: bool = False


@dataclass(frozen=True)
class Influence:
    """The few rows that move the centers.

    `rows` numbers the five that pull most, of `n_rows`; the strongest moves its center by `pull` spreads of
    its cluster. Without them all, `k` and `verdict` would be the answer.
    """

    rows: tuple[int, ...]
    n_rows: int
    pull: float
    k: int
    verdict: str


@dataclass(frozen=True)
class KEvidence:
    """Is there structure, how many groups, how sure.

    `k` is the number suggested, `natural_k` how many groups stand apart (1 when none do; those that overlap
    are not counted), `verdict` "natural" (they stand apart), "reproducible" (they overlap, but are tighter
    than one crowd would be) or "constructive" (a convenience cut, however stable), `reasons` sentences: the
    choice, the runner-up, what would change the answer. `elbow_k` is where the inertia curve bends; shown,
    never decisive. `humps` names the columns that have more than one hump, `steps` says which clusters split
    and merge from each K to the next; `scalings` what other scalings of the columns give, `influence` which
    rows move the centers, if any does.
    """

    k: int
    natural_k: int
    verdict: str
    rows: tuple[KRow, ...]
    reasons: tuple[str, ...]
    elbow_k: int | None = None
    humps: tuple[Humps, ...] = ()
    steps: tuple[KStep, ...] = ()
    scalings: tuple[Scaling, ...] = ()
    influence: Influence | None = None
