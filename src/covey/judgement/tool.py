"""Is k-means the wrong tool for these points?

In:   points (n, d); the evidence for K on them.
Out:  the record: yes or no, what would fit, the shape of its groups, one line per method, the reasons.
Not here: the methods (`methods`), the measures (`shape`), drawing.
It is the wrong tool where some method finds groups that are far apart in their own spacing and recur, that
k-means of no size reproduces, and k-means reproduces no other groups that are nearly as far apart. Measures
that favour round groups, such as the silhouette, have no say.
Next: ../journeys/method_choice.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import numpy as np

from covey import engine
from covey.judgement import methods, shape
from covey.judgement.methods import Division
from covey.judgement.shape import EMPTY
from covey.judgement.stability import adjusted_rand
from covey.records import Array, KEvidence, MethodEvidence, MethodRow

MOST_ROWS = 1_500  # that are judged: all distances between them are held
LARGEST_K = 20  # of k-means, when it tries to reproduce the groups of another method, beside their own number
FAR = 0.2  # gap from which groups count as far apart
MOST_NOISE = 0.25
LEAST_SHARE = 0.05  # of the rows, of the second largest group: a few far rows are no groups
REPRODUCED = 0.8  # agreement from which k-means counts as giving the same groups
SAME = 0.9
CLEARLY = 0.2  # of gap, that another method must be ahead of the groups k-means reproduces
THIN_NOISE = 0.45  # noise allowed in groups that speak for k-means
N_SAMPLES = 5
MOST_TRIED = 4  # divisions of a method, farthest apart first, of which a steady one is looked for
SAMPLE_SHARE = 0.9
# For groups that speak for k-means: with fewer rows, arcs that chance made fall elsewhere.
THINNED_SHARE = 0.7
STABLE = 0.8
FAR_APART = 4.0  # standard deviations, of the groups of a mixture in their own directions
LONG, UNEQUAL = 3.0, 3.0
ORDER = ("k-means", "HDBSCAN", "DBSCAN", "Ward", "Gaussian mixture")


def judge(
    points: Array,
    evidence: KEvidence,
    *,
    seed: int = 0,
    n_threads: int | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> MethodEvidence:
    """Return whether another method fits points better than k-means.

    Parameters
    ----------
    points : array of shape (n_rows, n_columns), finite
        Scaled numbers; beyond 1,500 rows a random sample of them is judged.
    evidence : KEvidence
        Of the same points.
    seed : int, default 0
    n_threads : int, optional
        The answer does not depend on it.
    progress : callable(done, total, what), optional

    Returns
    -------
    MethodEvidence

    Notes
    -----
    Time n² d, a second or two at most; memory n².

    Examples
    --------
    >>> from covey.judgement import evidence as weigh
    >>> random = np.random.default_rng(0)
    >>> turn, radius = random.uniform(0, 2 * np.pi, 600), np.repeat([1.0, 3.0], [150, 450])
    >>> rings = np.column_stack([np.cos(turn), np.sin(turn)]) * radius[:, None]
    >>> rings += 0.1 * random.standard_normal((600, 2))
    >>> judge(rings, weigh(rings, range(1, 5))).is_wrong_tool
    True
    """
    rows = np.arange(len(points))
    if len(rows) > MOST_ROWS:
        rows = np.sort(np.random.default_rng([seed, 0, 6]).choice(len(rows), MOST_ROWS, replace=False))
    judged = np.ascontiguousarray(points[rows], dtype=np.float64)
    space = shape.spacing(judged)
    say = progress or (lambda done, total, what: None)
    say(0, 3, "fitting other methods")
    with _one_blas_thread():
        made = _divisions(judged, space, evidence, seed, n_threads)
        say(1, 3, "fitting them on parts of the rows")
        best_of = [_best_of(name, made, judged, seed) for name in ORDER]
    chosen = [one for one, _ in best_of]
    lines = tuple(_line(one, steadiness) for one, steadiness in best_of)
    say(2, 3, "comparing")
    with _one_blas_thread():
        best, wrong = _verdict(made, chosen, lines, evidence, judged, seed)
    labels = chosen[ORDER.index(best)].division.labels
    measures = (
        shape.elongation(judged, labels),
        shape.density_ratio(labels, space),
        shape.hollow(judged, labels, space, np.random.default_rng([seed, 0, 7])),
    )
    reasons = _reasons(best, wrong, lines, measures, evidence, (len(points), len(judged)))
    say(3, 3, "compared")
    all_labels = np.stack([one.division.labels for one in chosen])
    return MethodEvidence(wrong, best, lines, reasons, *measures, rows, all_labels)


def _one_blas_thread() -> AbstractContextManager[Any]:
    """Return a block in which BLAS has one thread: matrices are tiny here, and waking threads costs more."""
    from threadpoolctl import threadpool_limits

    limited: AbstractContextManager[Any] = threadpool_limits(limits=1, user_api="blas")
    return limited


@dataclass(frozen=True)
class _Made:
    """A division, how far apart its groups are, and how well k-means of some size reproduces them."""

    division: Division
    gap: float
    agreement: float

    @property
    def n_groups(self) -> int:
        return _n_groups(self.division.labels)

    @property
    def noise(self) -> float:
        return float(np.mean(self.division.labels < 0))


def _n_groups(labels: Array) -> int:
    return len(np.unique(labels[labels >= 0]))


def _divisions(
    points: Array, space: shape.Spacing, evidence: KEvidence, seed: int, n_threads: int | None
) -> list[_Made]:
    """Return all divisions; methods that need K get that of the answer, and that of the density methods."""
    n_distinct = len(np.unique(points, axis=0))
    answer = min(max(evidence.k, 2), n_distinct)
    by_density = list(methods.by_density(points, space.core))
    of_others = {_n_groups(one.labels) for one in by_density if 2 <= _n_groups(one.labels) <= n_distinct}
    fits = [
        engine.fit(points, k, n_init=10, seed=seed, n_threads=n_threads).labels
        for k in sorted({*range(2, min(LARGEST_K, n_distinct) + 1), answer, *of_others})
    ]

    def measured(divisions: Iterable[Division]) -> list[_Made]:
        return [
            _Made(one, shape.gap_between(one.labels, space), _agreement(one.labels, fits))
            for one in divisions
        ]

    dense = measured(by_density)
    leader = max(filter(_is_usable, dense), key=lambda one: one.gap, default=None)
    ks = [answer] if leader is None else list(dict.fromkeys([answer, min(leader.n_groups, n_distinct)]))
    return [*dense, *measured(methods.by_number(points, ks, seed, n_threads))]


def _is_usable(one: _Made) -> bool:
    labels = one.division.labels
    sizes = np.sort(np.bincount(labels[labels >= 0]))
    return one.n_groups > 1 and one.noise <= MOST_NOISE and sizes[-2] >= LEAST_SHARE * len(labels)


def _agreement(labels: Array, fits: Sequence[Array]) -> float:
    """Return the best agreement of k-means of any size with the groups, noise left out."""
    grouped = labels >= 0
    if len(np.unique(labels[grouped])) < 2:
        return 0.0
    names = np.unique(labels[grouped], return_inverse=True)[1]
    return max(adjusted_rand(names, fit[grouped]) for fit in fits)


def _best_of(method: str, made: Sequence[_Made], points: Array, seed: int) -> tuple[_Made, float]:
    """Return the division of a method that is shown, and how steady it is.

    Of k-means it is that of the answer, else the one farthest apart among those that parts of the rows give
    again.
    """
    own = [one for one in made if one.division.method == method]
    if method != "k-means":
        own = sorted(own, key=lambda one: (_is_usable(one), one.gap), reverse=True)
        for one in own[:MOST_TRIED]:
            steadiness = _stability(one, points, seed)
            if steadiness >= STABLE and _is_usable(one):
                return one, steadiness
    return own[0], _stability(own[0], points, seed)


def _line(one: _Made, steadiness: float) -> MethodRow:
    """Return the figures of a division."""
    division = one.division
    figures = (one.noise, one.gap, steadiness, one.agreement)
    return MethodRow(division.method, division.settings, one.n_groups, *figures)


def _stability(one: _Made, points: Array, seed: int, share: float = SAMPLE_SHARE) -> float:
    """Return how well the same method gives the same groups to parts of the rows."""
    random = np.random.default_rng([seed, 0, 8])
    total = 0.0
    for _ in range(N_SAMPLES):
        sample = np.sort(random.permutation(len(points))[: max(2, int(share * len(points)))])
        again = one.division.again(np.ascontiguousarray(points[sample]))
        before = one.division.labels[sample]
        total += adjusted_rand(before - before.min(), again - again.min())
    return total / N_SAMPLES


def _reproduced(made: Sequence[_Made], points: Array, seed: int) -> float:
    """Return how far apart the groups are that k-means reproduces: the farthest that recur, 0 without any.

    What holds for the other side holds here: a ring of few rows falls into arcs by chance, which k-means
    reproduces, but other rows would break it elsewhere.
    """
    speaking = [one for one in made if one.agreement >= SAME and one.noise <= THIN_NOISE and one.gap > 0]
    for one in sorted(speaking, key=lambda one: -one.gap):
        if _stability(one, points, seed, THINNED_SHARE) >= STABLE:
            return one.gap
    return 0.0


def _verdict(
    made: Sequence[_Made],
    chosen: Sequence[_Made],
    lines: Sequence[MethodRow],
    evidence: KEvidence,
    points: Array,
    seed: int,
) -> tuple[str, bool]:
    """Return the method advised, and whether k-means is the wrong tool."""
    reproduced = _reproduced(made, points, seed)
    dense = [
        (one.gap, row.method)
        for one, row in zip(chosen, lines, strict=True)
        if row.method in ("HDBSCAN", "DBSCAN") and _is_usable(one) and _is_ahead(one, row, reproduced)
    ]
    mixture, of_mixture = chosen[-1], lines[-1]
    is_long = (
        1 < mixture.n_groups < methods.MOST_COMPONENTS
        and evidence.k <= methods.MOST_COMPONENTS + 2
        and mixture.agreement < REPRODUCED
        and of_mixture.stability >= STABLE
        and shape.elongation(points, mixture.division.labels) >= LONG
        and shape.apart_in_own_spread(points, mixture.division.labels) >= FAR_APART
    )
    if is_long:
        return "Gaussian mixture", True
    return (max(dense)[1], True) if dense else ("k-means", False)


def _is_ahead(one: _Made, row: MethodRow, reproduced: float) -> bool:
    """Return whether groups are far apart and recur, and k-means gives neither these nor nearly as good."""
    clear = one.gap >= FAR and one.gap - max(reproduced, 0.0) >= CLEARLY
    return clear and one.agreement < REPRODUCED and row.stability >= STABLE


def _reasons(
    best: str,
    wrong: bool,
    lines: Sequence[MethodRow],
    measures: tuple[float, float, float],
    evidence: KEvidence,
    n_rows: tuple[int, int],
) -> tuple[str, ...]:
    """Return the choice with its reasons, the shapes found, and what the figures rest on."""
    row = next(line for line in lines if line.method == best)
    shapes = _shapes(*measures)
    if wrong:
        choice = (
            f"k-means is the wrong tool here: {best} ({row.settings}) finds {row.n_groups} groups that "
            f"k-means of no size reproduces (best agreement {row.agreement:.2f} of 1), and 90 % of the rows "
            f"give them again ({row.stability:.2f}). "
            f"{shapes or 'They are not round and alike, as k-means takes them to be.'}"
        )
    elif evidence.verdict == "constructive":
        choice = (
            "k-means is not the wrong tool here: there are no groups for any method to find. Another one "
            "would cut the same crowd elsewhere."
        )
    else:
        choice = (
            f"k-means is not the wrong tool here: no other method finds groups that it misses. Its "
            f"{row.n_groups} groups recur ({row.stability:.2f} of 1)."
        )
    notes = []
    if n_rows[1] < n_rows[0]:
        notes.append(f"Judged on a random sample of {n_rows[1]:,} of the {n_rows[0]:,} rows.")
    return (choice, *notes)


def _shapes(elongation: float, density_ratio: float, hollow: float) -> str:
    """Return what the groups look like, where it is not what k-means takes them to be."""
    found = []
    if elongation >= LONG:
        found.append(f"one is {elongation:.1f} times as long as wide")
    if hollow >= EMPTY:
        found.append(f"{100 * hollow:.0f} % of the inside of one is empty, as of a ring or a crescent")
    if density_ratio >= UNEQUAL:
        found.append(
            f"rows of the sparsest lie {density_ratio:.1f} times as far apart as those of the densest"
        )
    return f"Of its groups {'; '.join(found)}." if found else ""
