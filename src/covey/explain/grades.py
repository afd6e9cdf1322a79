"""How far can one segment be trusted?

In:   how much of a segment comes back (0..1): when rows are drawn anew, from other starts, from 80 % of the
      rows; the verdict on the whole segmentation.
Out:  a letter A to D and the sentence that says what it means. The weakest of the three decides.
Not here: resampling; `judgement` measures what comes back.
Source: the scale of Hennig's clusterboot (R package fpc, manual): 0.85 highly stable, 0.75 stable, 0.6 a
      pattern.
Next: `show`, which prints letter and sentence side by side, never the letter alone.
"""

from __future__ import annotations

import math

RESAMPLED, STARTS, SAMPLES = "resampled tables", "other starts", "samples of 80 % of the rows"


def grade(
    jaccard: float,
    verdict: str,
    *,
    seeds: float = math.nan,
    samples: float = math.nan,
    n_segments: int = 2,
) -> tuple[str, str]:
    """Return the letter of a segment and the sentence for it.

    Parameters
    ----------
    jaccard : float
        Mean Jaccard similarity of the segment with its best match in resampled tables, 0 to 1; NaN if not
        measured.
    verdict : str
        "natural", "reproducible" or "constructive". A constructive cut gets at most C: stable is not the
        same as real.
    seeds, samples : float, default NaN
        The same for fits from other starts, and for fits of 80 % of the rows; NaN if not measured.
    n_segments : int, default 2
        How many segments there are. One alone has no border that could shift: it gets a C.

    Returns
    -------
    (letter, sentence)
        A from 0.85, B from 0.75, C from 0.60, D below or not measured; by the weakest of the three.

    Examples
    --------
    >>> grade(0.93, "natural")
    ('A', 'highly stable: resampled tables give it back almost unchanged (Jaccard 0.93)')
    >>> grade(0.93, "natural", seeds=0.8)
    ('B', 'stable: other starts give most of it back (Jaccard 0.80)')
    >>> grade(0.93, "constructive")[0]
    'C'
    """
    if n_segments == 1:
        return "C", "all rows in one segment: it has no border that could shift"
    if math.isnan(jaccard):
        return "D", "do not rely on it: its stability was not measured"
    told = [(jaccard, RESAMPLED), (seeds, STARTS), (samples, SAMPLES)]
    weakest, who = min((one for one in told if not math.isnan(one[0])), key=lambda one: one[0])
    measured = f"(Jaccard {math.floor(weakest * 100 + 1e-9) / 100:.2f})"
    if verdict == "constructive":
        return _constructive(weakest, who, measured)
    if weakest >= 0.85:
        return "A", f"highly stable: {who} give it back almost unchanged {measured}"
    if weakest >= 0.75:
        return "B", f"stable: {who} give most of it back {measured}"
    if weakest >= 0.6:
        elsewhere = "" if who == RESAMPLED else f": {who} draw it elsewhere"
        return "C", f"a pattern, but which rows belong to it is uncertain{elsewhere} {measured}"
    return "D", f"do not trust it: {who} give another segment {measured}"


def _constructive(weakest: float, who: str, measured: str) -> tuple[str, str]:
    """Return letter and sentence for a cut through data without groups."""
    if weakest >= 0.75:
        words = "a convenience cut: its border holds when rows are resampled, but no group stands behind it"
        return "C", f"{words} {measured}"
    if weakest >= 0.6:
        when = "when rows are resampled" if who == RESAMPLED else f"in {who}"
        return "C", f"a convenience cut whose border shifts {when} {measured}"
    if who == STARTS:
        words = "a convenience cut that other starts draw elsewhere; do not read meaning into it"
    else:
        words = "a convenience cut that other rows would draw elsewhere; do not read meaning into it"
    return "D", f"{words} {measured}"
