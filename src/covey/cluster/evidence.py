"""How sure is it that no lower inertia exists? The record, and its one wording.

In:   the fits of one estimator, and the inertia it reports.
Out:  records.Evidence: how many starts or searches agreed, and a sentence.
Not here: the searches themselves (cpp/improve.hpp).
Next: docs/why/quality.md for how often agreement is right.
"""

from __future__ import annotations

from covey.cluster.rivals import is_ordinary
from covey.records import Evidence, Fit

_SAME = 1 + 1e-9  # as in the engine


def evidence_of(fits: list[Fit], ranks: list[float], inertia: float, noun: str) -> Evidence:
    """Return what the fits say about the best of them, whose inertia is `inertia` in the estimator's measure.

    `ranks` compare as their inertias do (rivals.py). `noun` is what they were: "starts" or "searches".
    """
    if len(fits) == 1 and fits[0].n_starts == 1:
        fit = fits[0]
        sentence = _sentence(fit, 1, fit.n_agreeing, 0.0, noun)
        return Evidence(1, fit.n_agreeing, inertia, 0.0, fit.proven, fit.sampled, sentence)
    least = min(ranks)
    best = fits[ranks.index(least)]
    agreeing = sum(fit.n_agreeing for fit, rank in zip(fits, ranks, strict=True) if rank <= least * _SAME)
    n_starts = sum(fit.n_starts for fit in fits)
    spread = 0.0 if agreeing == n_starts else _spread(fits, ranks, least)
    return Evidence(
        n_starts=n_starts,
        n_agreeing=agreeing,
        best=inertia,
        spread=spread,
        proven=best.proven,
        sampled=best.sampled,
        sentence=_sentence(best, n_starts, agreeing, spread, noun),
    )


def _spread(fits: list[Fit], ranks: list[float], least: float) -> float:
    """Return by which share the highest inertia exceeds the lowest; NaN where none can be told."""
    among_themselves = [fit for fit in fits if fit.n_starts > 1]
    if least <= 0 or not all(
        is_ordinary(fit.inertia) and is_ordinary(fit.highest) for fit in among_themselves
    ):
        return float("nan")
    return max(0.0, max(*ranks, *(fit.highest for fit in among_themselves), least) / least - 1)


def _sentence(best: Fit, n_starts: int, n_agreeing: int, spread: float, noun: str) -> str:
    if best.proven:
        return "No lower inertia exists: this one is proven."
    if n_starts == 1 and not best.settled:
        return "One start only, and it did not settle, so nothing is known about lower inertias."
    if n_starts == 1:
        return "One start only, so nothing is known about lower inertias. effort='best' looks for them."
    known = spread == spread
    apart = f" (they lie up to {100 * spread:.2g} % apart)" if known else ""
    if best.sampled:
        return f"{n_starts} {noun} on a sample of the rows{apart}. A lower inertia may exist."
    if n_agreeing == 0:
        return (
            f"None of {n_starts} independent {noun} found this inertia alone; what they have in common did. "
            f"A slightly lower one may exist{apart}."
        )
    if n_agreeing == 1:
        return f"1 of {n_starts} independent {noun} ended at this inertia: a lower one may exist{apart}."
    judgement = "very likely" if 2 * n_agreeing >= n_starts else "probably"
    return (
        f"{n_agreeing} of {n_starts} independent {noun} ended at this inertia: "
        f"{judgement} there is no lower one."
    )
