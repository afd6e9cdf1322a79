"""What do the groups, and the evidence for them, look like?

In:   records: evidence, a point map, segments; optionally the Matplotlib axes to draw on.
Out:  the axes. Without `ax` a new Figure is made outside pyplot; show it with `ax.figure` or save it.
Not here: choosing, projecting, counting. Nothing is printed, no global setting is changed.
Lines carry their labels; a legend stands only where numbers need their names.
Next: `panels` for the single evidence curves, `figures` for how these become part of a page.
"""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import fill
from typing import Any

import numpy as np

from covey.records import Array, ColumnProfile, KEvidence, PointMap, Segment
from covey.show import colours
from covey.show.panels import PANELS, elbow, gap, new_axes, separation, silhouette, stability, tidy
from covey.show.steps import step_map
from covey.show.wording import for_picture, number, percent

__all__ = [
    "before_after",
    "choice",
    "elbow",
    "gap",
    "point_map",
    "profile_heat",
    "separation",
    "silhouette",
    "stability",
    "step_map",
]

MAX_POINTS = 4_000
MAX_NAMED = 12
MAX_NUMBERED = 24


def choice(evidence: KEvidence, axes: Any = None) -> Array:
    """Draw all the evidence for K side by side, one curve for each figure that has values; inertia last.

    Parameters
    ----------
    evidence : KEvidence
    axes : sequence of Matplotlib axes, optional
        One per curve that has values, in that order; made when absent.

    Returns
    -------
    array of Matplotlib axes

    Examples
    --------
    >>> from covey.records import KRow
    >>> rows = (KRow(1, 9.0, float("nan"), 0.1, 0.0, 1.0), KRow(2, 1.0, 0.8, 0.9, 0.0, 1.0))
    >>> len(choice(KEvidence(2, 2, "natural", rows, ())))
    4
    """
    drawn = [panel for panel in PANELS if panel.has_values(evidence)]
    if axes is None:
        n_columns = max(1, len(drawn) if len(drawn) < 5 else -(-len(drawn) // 2))
        n_rows = max(1, -(-len(drawn) // n_columns))
        axes = new_axes(width=3.4 * n_columns, height=2.7 * n_rows, n_columns=n_columns, n_rows=n_rows)
    axes = np.ravel(np.asarray(axes, dtype=object))
    for panel, ax in zip(drawn, axes, strict=False):
        panel.draw(evidence, ax)
    for ax in axes[len(drawn) :]:
        ax.set_axis_off()
    return np.asarray(axes[: max(1, len(drawn))])


def point_map(point_map: PointMap, names: Sequence[str] | None = None, ax: Any = None) -> Any:
    """Draw the points in the colours of their segments, and the centers with their numbers.

    Parameters
    ----------
    point_map : PointMap
        At most 4,000 of its points are drawn.
    names : sequence of str, optional
        Names of the segments by label; listed beside the picture, at most 12.
    ax : Matplotlib axes, optional

    Returns
    -------
    Matplotlib axes

    Examples
    --------
    >>> two = PointMap(np.eye(2), np.array([0, 1]), np.eye(2), 1.0, ("x", "y"))
    >>> point_map(two, ["left", "right"]).get_xlabel()
    'x'
    """
    ax = ax if ax is not None else new_axes(width=6.6 if names else 4.6, height=4.0)
    _after(ax, point_map, names)
    return ax


def before_after(point_map: PointMap, names: Sequence[str] | None = None, axes: Any = None) -> Array:
    """Draw the points twice: as they came, and in the colours of their segments with the centers.

    Parameters
    ----------
    point_map : PointMap
    names : sequence of str, optional
    axes : two Matplotlib axes, optional

    Returns
    -------
    array of two Matplotlib axes

    Examples
    --------
    >>> two = PointMap(np.eye(2), np.array([0, 1]), np.eye(2), 1.0, ("x", "y"))
    >>> [ax.get_title(loc="left") for ax in before_after(two)]
    ['Before', 'After']
    """
    if axes is None:
        axes = new_axes(width=11.0 if names else 8.6, height=4.0, n_columns=2)
    before, after = np.asarray(axes, dtype=object).ravel()[:2]
    _before(before, point_map)
    _after(after, point_map, names)
    for ax, title in ((before, "Before"), (after, "After")):
        ax.set_title(title, loc="left", fontsize=11, fontweight="bold", color=colours.INK)
    return np.array([before, after], dtype=object)


def profile_heat(segments: Sequence[Segment], ax: Any = None) -> Any:
    """Draw medians in the user's units; colour says how far each is from the rest of the table.

    Parameters
    ----------
    segments : sequence of Segment
        At most 24 are drawn, and of their columns the 20 that differ most.
    ax : Matplotlib axes, optional

    Returns
    -------
    Matplotlib axes

    Examples
    --------
    >>> profile_heat([]).get_title(loc="left")
    'No segments'
    """
    shown = list(segments)[:MAX_NUMBERED]
    n_columns = len(shown[0].profile) if shown else 0
    strength = [max(abs(s.profile[j].difference) for s in shown) for j in range(n_columns)]
    kept = sorted(sorted(range(n_columns), key=lambda j: -strength[j])[:20])
    size = (2.2 + 1.0 * max(1, len(shown)), 1.2 + 0.36 * max(1, len(kept)))
    ax = ax if ax is not None else new_axes(width=size[0], height=size[1])
    tidy(ax)
    ax.grid(False)
    if not kept:
        ax.set_title("No segments" if not shown else "No columns to compare", loc="left")
        return ax
    facts = [[segment.profile[j] for segment in shown] for j in kept]
    shades = [[_shade(fact) for fact in row] for row in facts]
    ax.imshow(shades, extent=(0, len(shown), len(kept), 0), aspect="auto", interpolation="nearest")
    for (row, place), fact in np.ndenumerate(np.array(facts, dtype=object)):
        ax.text(
            place + 0.5, row + 0.5, _cell_words(fact), ha="center", va="center", fontsize=9, color=colours.INK
        )
    ax.vlines(range(1, len(shown)), 0, len(kept), color="white", lw=2)
    ax.hlines(range(1, len(kept)), 0, len(shown), color="white", lw=2)
    ax.set(xlim=(0, len(shown)), ylim=(len(kept), 0))
    ax.set_xticks(np.arange(len(shown)) + 0.5, [str(segment.label) for segment in shown])
    ax.set_yticks(
        np.arange(len(kept)) + 0.5, [for_picture(shown[0].profile[j].name, max_characters=28) for j in kept]
    )
    ax.tick_params(length=0)
    ax.xaxis.tick_top()
    for side in ax.spines.values():
        side.set_visible(False)
    ax.set_xlabel("blue: lower than the rest · orange: higher", fontsize=9, color=colours.MUTED)
    return ax


def _shade(fact: ColumnProfile) -> tuple[float, ...]:
    """Return the colour of a fact as red, green, blue (0 to 1); 67 points of percent are two deviations."""
    colour = colours.of_difference(fact.difference * (3 if fact.kind == "category" else 1))
    return tuple(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))


def _cell_words(fact: ColumnProfile) -> str:
    """Return the median, or the level that stands out and its share."""
    if fact.kind == "number":
        return number(fact.median)
    level = "–" if fact.level is None else for_picture(fact.level, max_characters=9)
    return f"{level}: {percent(fact.share)}" if len(level) < 5 else f"{level}\n{percent(fact.share)}"


def _drawn(point_map: PointMap) -> Array:
    """Return which points to draw: all, or evenly spaced ones."""
    n_points = len(point_map.positions)
    return np.unique(np.linspace(0, max(n_points - 1, 0), min(n_points, MAX_POINTS)).astype(int))


def _before(ax: Any, point_map: PointMap) -> None:
    """Draw the points without their segments."""
    positions = np.asarray(point_map.positions)[_drawn(point_map)]
    _scatter(ax, positions, "#7c8794", alpha=0.65 if len(positions) < 800 else 0.4)
    _frame(ax, point_map)


def _after(ax: Any, point_map: PointMap, names: Sequence[str] | None) -> None:
    """Draw the points in the colours of their segments, the centers, and the names if there are any."""
    picked = _drawn(point_map)
    labels = np.asarray(point_map.labels)[picked]
    shades = [colours.of_segment(int(label)) for label in labels]
    _scatter(ax, np.asarray(point_map.positions)[picked], shades, alpha=0.75 if len(labels) < 800 else 0.5)
    _centers(ax, point_map)
    _frame(ax, point_map)
    if names:
        _key(ax, names)


def _scatter(ax: Any, positions: Array, shades: Any, *, alpha: float) -> None:
    """Draw points; many of them as pixels, so that a page stays small."""
    if not len(positions):
        return
    many = len(positions) > 250
    size = 26 if len(positions) < 800 else 11
    ax.scatter(
        positions[:, 0], positions[:, 1], s=size, c=shades, alpha=alpha, lw=0, rasterized=many, zorder=2
    )


def _centers(ax: Any, point_map: PointMap) -> None:
    """Draw each center as its number in a white disc; as crosses when there are too many numbers to read."""
    centers = np.asarray(point_map.centers)
    if len(centers) > MAX_NUMBERED:
        ax.scatter(centers[:, 0], centers[:, 1], s=30, c=colours.INK, marker="x", lw=1.3, zorder=4)
        return
    for label, (x, y) in enumerate(centers):
        ax.plot(x, y, "o", ms=15, mfc="white", mec=colours.of_segment(label), mew=2, zorder=4)
        ax.annotate(
            str(label),
            (x, y),
            ha="center",
            va="center_baseline",
            fontsize=9,
            fontweight="bold",
            color=colours.INK,
            zorder=5,
        )


def _frame(ax: Any, point_map: PointMap) -> None:
    """Name the axes; their numbers are left out, since a projection has no unit."""
    tidy(ax)
    ax.grid(False)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.margins(0.06)
    x, y = point_map.axes
    ax.set_xlabel(for_picture(x, max_characters=60), fontsize=9, color=colours.MUTED)
    ax.set_ylabel(for_picture(y, max_characters=45), fontsize=9, color=colours.MUTED)


def _key(ax: Any, names: Sequence[str]) -> None:
    """List the names beside the picture."""
    shown = list(names)[:MAX_NAMED]
    lines = [fill(f"{label}  {for_picture(name, max_characters=90)}", 34) for label, name in enumerate(shown)]
    handles = [
        ax.plot([], [], "o", ms=7, color=colours.of_segment(label), label=line)[0]
        for label, line in enumerate(lines)
    ]
    if len(names) > MAX_NAMED:
        handles.append(ax.plot([], [], " ", label=f"and {len(names) - MAX_NAMED} more")[0])
    ax.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(1.01, 1.0),
        frameon=False,
        fontsize=9,
        handletextpad=0.2,
    )
