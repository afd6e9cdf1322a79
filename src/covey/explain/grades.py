"""How far can one segment be trusted?

In:   the mean bootstrap Jaccard of a segment (0..1) and the verdict on the whole segmentation.
Out:  a letter A to D and the sentence that says what it means.
Not here: resampling; `choose_k` measures the Jaccard.
Source: the scale of Hennig's clusterboot (R package fpc, manual): 0.85 highly stable, 0.75 stable, 0.6 a
      pattern.
Next: `show`, which prints letter and sentence side by side, never the letter alone.
"""

from __future__ import annotations

import math


def grade(jaccard: float, verdict: str) -> tuple[str, str]:
    """Return the letter of a segment and the sentence for it.

    Parameters
    ----------
    jaccard : float
        Mean Jaccard similarity of the segment with its best match in resampled tables, 0 to 1; NaN if not
        measured.
    verdict : str
        "natural", "reproducible" or "constructive". A constructive cut gets at most C: stable is not the
        same as real.

    Returns
    -------
    (letter, sentence)
        A from 0.85, B from 0.75, C from 0.60, D below or not measured.

    Examples
    --------
    >>> grade(0.93, "natural")
    ('A', 'highly stable: resampled tables give it back almost unchanged (Jaccard 0.93)')
    >>> grade(0.93, "constructive")[0]
    'C'
    """
    if math.isnan(jaccard):
        return "D", "do not rely on it: its stability was not measured"
    measured = f"(Jaccard {math.floor(jaccard * 100 + 1e-9) / 100:.2f})"
    if verdict == "constructive":
        return _constructive(jaccard, measured)
    if jaccard >= 0.85:
        return "A", f"highly stable: resampled tables give it back almost unchanged {measured}"
    if jaccard >= 0.75:
        return "B", f"stable: resampled tables give most of it back {measured}"
    if jaccard >= 0.6:
        return "C", f"a pattern, but which rows belong to it is uncertain {measured}"
    return "D", f"do not trust it: resampled tables give another segment {measured}"


def _constructive(jaccard: float, measured: str) -> tuple[str, str]:
    """Return letter and sentence for a cut through data without groups."""
    if jaccard >= 0.75:
        words = "a convenience cut: its border holds when rows are resampled, but no group stands behind it"
        return "C", f"{words} {measured}"
    if jaccard >= 0.6:
        return "C", f"a convenience cut whose border shifts when rows are resampled {measured}"
    words = "a convenience cut that other rows would draw elsewhere; do not read meaning into it"
    return "D", f"{words} {measured}"
