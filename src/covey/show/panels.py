"""What does one kind of evidence say, K by K?

In:   evidence for K; optionally the Matplotlib axes to draw on.
Out:  the axes, with the K that was suggested marked on the curve.
Not here: the maps of points and the profile; those are in `plots`.
Figures are made outside pyplot, so that nothing is left behind and threads do not meet.
Next: `plots.choice`, which draws all panels side by side.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from covey.records import KEvidence
from covey.show import colours
from covey.show.wording import number, score


@dataclass(frozen=True)
class Panel:
    """One curve over K: which figure of `KRow` it draws, its title, and how to read it."""

    figure: str
    title: str
    reading: str

    def has_values(self, evidence: KEvidence) -> bool:
        """Return whether the figure exists for at least one K."""
        return any(np.isfinite(getattr(row, self.figure)) for row in evidence.rows)

    def draw(self, evidence: KEvidence, ax: Any) -> Any:
        """Draw the curve on `ax`, or on axes of its own."""
        ax = ax if ax is not None else new_axes(width=4.2, height=3.0)
        tidy(ax)
        rows = [row for row in evidence.rows if np.isfinite(getattr(row, self.figure))]
        heights = [getattr(row, self.figure) for row in rows]
        ks = [row.k for row in rows]
        ax.plot(ks, heights, "-o", color=colours.MUTED, lw=1.6, ms=4, mfc="white", mew=1.3, zorder=3)
        _title(ax, self.title, self.reading)
        ax.set_xlabel("K, number of segments", fontsize=9, color=colours.MUTED)
        _ticks(ax, [row.k for row in evidence.rows])
        self._mark(evidence, ax, dict(zip(ks, heights, strict=True)))
        return ax

    def _mark(self, evidence: KEvidence, ax: Any, heights: dict[int, float]) -> None:
        """Mark the suggested K, and what belongs to this figure alone."""
        if self.figure == "gap":
            errors = [row.gap_error for row in evidence.rows if row.k in heights]
            ax.errorbar(list(heights), list(heights.values()), errors, fmt="none", ecolor=colours.MUTED, lw=1)
        if self.figure in _LIMITS:
            _limit(evidence, ax, *_LIMITS[self.figure])
        self._scale(ax, list(heights.values()))
        bend = evidence.elbow_k
        if self.figure == "inertia" and bend in heights and bend != evidence.k:
            _note(ax, f"bend at {bend}", (bend, heights[bend]), colour=colours.MUTED, ha="left")
        if evidence.k in heights:
            height = heights[evidence.k]
            ax.plot(evidence.k, height, "o", color=colours.SEGMENTS[0], ms=8, zorder=5)
            written = number(height) if self.figure == "inertia" else score(height)
            _label(ax, evidence.k, f"K = {evidence.k}: {written}", list(heights))

    def _scale(self, ax: Any, heights: list[float]) -> None:
        """Choose the range so that a flat curve looks flat, with a free strip for the label at the top."""
        bottom, top = ax.get_ylim()
        if self.figure in ("stability", "silhouette", "jaccard", "prediction_strength"):
            bottom, top = min(0.0, *heights, 0.0), 1.0
        elif self.figure in ("separation", "inertia"):
            bottom = 0.0
        strip = 0.3 if self.figure in _LIMITS else 0.16
        ax.set_ylim(bottom, top + strip * ((top - bottom) or 1.0))


SEPARATION = Panel("separation", "Separation", "distance of the two nearest clusters; decides")
STABILITY = Panel("stability", "Stability", "do parts of the rows agree? 1 is full agreement")
SILHOUETTE = Panel("silhouette", "Silhouette", "tight and apart: near 1; no cut: near 0")
JACCARD = Panel("jaccard", "Jaccard", "worst cluster, rows drawn anew; 0.75 is stable")
PREDICTION = Panel("prediction_strength", "Prediction strength", "do halves predict each other? 0.8 is good")
GAP = Panel("gap", "Gap", "tighter than evenly spread points by this much")
INERTIA = Panel("inertia", "Inertia (elbow)", "always falls; a bend alone proves nothing")
PANELS = (SEPARATION, STABILITY, SILHOUETTE, JACCARD, PREDICTION, GAP, INERTIA)
_LIMITS = {  # the figure that points without groups reach, and its words
    "separation": ("separation_limit", "reached even without groups"),
    "silhouette": ("silhouette_limit", "reached by one crowd"),
}


def elbow(evidence: KEvidence, ax: Any = None) -> Any:
    """Draw inertia over K; where the curve bends is named, and never decides.

    Parameters
    ----------
    evidence : KEvidence
    ax : Matplotlib axes, optional
        Drawn on and returned; made outside pyplot when absent.

    Returns
    -------
    Matplotlib axes

    Examples
    --------
    >>> from covey.records import KRow
    >>> rows = (KRow(1, 9.0, float("nan"), 0.1, 0.0, 1.0), KRow(2, 1.0, 0.8, 0.9, 0.0, 1.0))
    >>> elbow(KEvidence(2, 2, "natural", rows, ())).get_title(loc="left")
    'Inertia (elbow)'
    """
    return INERTIA.draw(evidence, ax)


def silhouette(evidence: KEvidence, ax: Any = None) -> Any:
    """Draw the mean silhouette over K (-1 to 1); takes and returns axes like `elbow`."""
    return SILHOUETTE.draw(evidence, ax)


def gap(evidence: KEvidence, ax: Any = None) -> Any:
    """Draw the gap statistic over K with its standard error; takes and returns axes like `elbow`."""
    return GAP.draw(evidence, ax)


def stability(evidence: KEvidence, ax: Any = None) -> Any:
    """Draw the agreement between parts of the rows over K (0 to 1); takes and returns axes like `elbow`."""
    return STABILITY.draw(evidence, ax)


def separation(evidence: KEvidence, ax: Any = None) -> Any:
    """Draw the distance of the nearest two clusters over K, and what groupless points reach; like `elbow`."""
    return SEPARATION.draw(evidence, ax)


def new_axes(*, width: float, height: float, n_columns: int = 1, n_rows: int = 1) -> Any:
    """Return axes on a new figure (inches) that pyplot does not know; an array for several."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(figure)
    return figure.subplots(n_rows, n_columns)


def tidy(ax: Any) -> None:
    """Leave only the ink that carries something."""
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        ax.spines[side].set_color(colours.FAINT)
    ax.tick_params(colors=colours.MUTED, labelsize=9, length=0)
    ax.grid(True, axis="y", color=colours.FAINT, lw=0.6)
    ax.set_axisbelow(True)


def _title(ax: Any, title: str, reading: str) -> None:
    """Write the title, and below it how to read the curve."""
    ax.set_title(title, loc="left", fontsize=11, fontweight="bold", color=colours.INK, pad=18)
    ax.text(0, 1.03, reading, transform=ax.transAxes, fontsize=8.5, color=colours.MUTED, va="bottom")


def _ticks(ax: Any, ks: list[int]) -> None:
    """Put whole numbers under the curve, at most about ten of them."""
    if not ks:
        return
    step = max(1, -(-len(ks) // 10))
    ax.set_xticks(ks[::step])
    ax.set_xlim(min(ks) - 0.5, max(ks) + 0.5)
    ax.margins(y=0.08)
    ax.locator_params(axis="y", nbins=4)
    ax.yaxis.set_major_formatter(lambda value, _: number(value))


def _limit(evidence: KEvidence, ax: Any, figure: str, words: str) -> None:
    """Draw the band that points without groups reach, in which a figure says nothing."""
    limits = [(row.k, getattr(row, figure)) for row in evidence.rows if np.isfinite(getattr(row, figure))]
    if limits:
        ks, heights = zip(*limits, strict=True)
        ax.fill_between(
            ks, min(0.0, *heights), heights, color=colours.SEGMENTS[1], alpha=0.12, lw=0, zorder=1
        )
        ax.plot(ks, heights, "--", color=colours.SEGMENTS[1], lw=1.4, zorder=2)
        _note(ax, words, (ks[-1], min(0.0, *heights)), colour=colours.SEGMENTS[1], ha="right")


def _note(ax: Any, words: str, place: tuple[int, float], *, colour: str, ha: str) -> None:
    """Write a small note just above a place on the curve."""
    shift = (4 if ha == "left" else 0, 5)
    ax.annotate(words, place, xytext=shift, textcoords="offset points", ha=ha, fontsize=8.5, color=colour)


def _label(ax: Any, k: int, words: str, ks: list[int]) -> None:
    """Write the figure of the marked K in the free strip at the top, joined to its point by a thin line."""
    right = sorted(ks).index(k) < len(ks) / 2
    ax.axvline(k, color=colours.SEGMENTS[0], lw=0.8, alpha=0.45, zorder=1)
    ax.annotate(
        words,
        (k, 1.0),
        xycoords=ax.get_xaxis_transform(),
        xytext=(4 if right else -4, -2),
        textcoords="offset points",
        ha="left" if right else "right",
        va="top",
        fontsize=9.5,
        fontweight="bold",
        color=colours.SEGMENTS[0],
        zorder=6,
    )
