"""Which clusters split and merge from each K to the next?

In:   evidence for K; optionally the Matplotlib axes to draw on.
Out:  the axes: one column of bars per K, as high as the clusters have rows, and bands for the rows that go
      from one to the other. The K that was suggested is blue.
Not here: counting the rows; `judgement` did.
Source: the idea of such maps is that of Zappia, Oshlack (2018), Clustering trees, GigaScience 7, giy083.
Next: `page`, which puts it beside the curves.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from covey.records import KEvidence, KStep
from covey.show import colours
from covey.show.panels import new_axes, tidy

MOST_STEPS = 9
GAP = 0.02  # between two bars, as a share of all rows
BAR = 0.16  # width of a bar, of the way from one K to the next
READING = "rows that stay together from one K to the next; clean forks are groups inside groups"


def step_map(evidence: KEvidence, ax: Any = None) -> Any:
    """Draw which clusters become which from each K to the next.

    Parameters
    ----------
    evidence : KEvidence
        At most the first 9 steps are drawn. Streams below 1 % of the rows are not told, so bars are as high
        as what is told.
    ax : Matplotlib axes, optional

    Returns
    -------
    Matplotlib axes

    Examples
    --------
    >>> from covey.records import KRow
    >>> rows = tuple(KRow(k, 1.0, 0.5, 0.1, 0.0, 1.0) for k in (1, 2))
    >>> step = KStep(1, 2, ((0, 0, 60), (0, 1, 40)))
    >>> step_map(KEvidence(2, 2, "natural", rows, (), steps=(step,))).get_title(loc="left")
    'Splits and merges'
    """
    steps = evidence.steps[:MOST_STEPS]
    ax = ax if ax is not None else new_axes(width=0.9 * max(4, len(steps) + 1), height=3.0)
    tidy(ax)
    ax.grid(False)
    ax.set_title("Splits and merges", loc="left", fontsize=11, fontweight="bold", color=colours.INK, pad=18)
    ax.text(0, 1.03, READING, transform=ax.transAxes, fontsize=8.5, color=colours.MUTED, va="bottom")
    bars = _bars(steps)
    for place, step in enumerate(steps):
        _bands(ax, place, step, bars)
    for place, (k, edges) in enumerate(bars):
        for low, high in edges.values():
            shade = colours.SEGMENTS[0] if k == evidence.k else colours.MUTED
            ax.fill_between([place - BAR / 2, place + BAR / 2], low, high, color=shade, lw=0, zorder=3)
    ax.set_xticks(range(len(bars)), [str(k) for k, _ in bars])
    ax.set_xlabel("K, number of segments", fontsize=9, color=colours.MUTED)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    return ax


def _bars(steps: tuple[KStep, ...]) -> list[tuple[int, dict[int, tuple[float, float]]]]:
    """Return, for each K, where the bar of each cluster begins and ends."""
    if not steps:
        return []
    columns = []
    order: dict[int, float] = {}
    for place, step in enumerate([*steps, steps[-1]]):
        is_last = place == len(steps)
        sizes: dict[int, float] = {}
        for before, after, rows in step.flows:
            name = after if is_last else before
            sizes[name] = sizes.get(name, 0.0) + rows
        names = sorted(sizes, key=lambda name: (order.get(name, np.inf), name))
        columns.append((step.next_k if is_last else step.k, _stacked(names, sizes)))
        order = _order_after(step, columns[-1][1])
    return columns


def _stacked(names: list[int], sizes: dict[int, float]) -> dict[int, tuple[float, float]]:
    gap = GAP * sum(sizes.values())
    edges, low = {}, -0.5 * (sum(sizes.values()) + gap * (len(names) - 1))
    for name in names:
        edges[name] = (low, low + sizes[name])
        low += sizes[name] + gap
    return edges


def _order_after(step: KStep, edges: dict[int, tuple[float, float]]) -> dict[int, float]:
    """Return the mean height that the rows of each later cluster come from, so that few bands cross."""
    weight: dict[int, float] = {}
    total: dict[int, float] = {}
    for before, after, rows in step.flows:
        middle = sum(edges.get(before, (0.0, 0.0))) / 2
        weight[after] = weight.get(after, 0.0) + rows
        total[after] = total.get(after, 0.0) + rows * middle
    return {name: total[name] / weight[name] for name in weight}


def _bands(ax: Any, place: int, step: KStep, bars: list[tuple[int, dict[int, tuple[float, float]]]]) -> None:
    """Draw the rows that go from the clusters of one K to those of the next."""
    left, right = bars[place][1], bars[place + 1][1]
    leaving = {name: low for name, (low, _) in left.items()}
    coming = {name: low for name, (low, _) in right.items()}
    along = np.linspace(0, 1, 24)
    bend = along**2 * (3 - 2 * along)
    flows = sorted(step.flows, key=lambda flow: (left[flow[0]][0], right.get(flow[1], (0.0, 0.0))[0]))
    for before, after, rows in flows:
        if after not in right:
            continue
        first, second = leaving[before], coming[after]
        leaving[before], coming[after] = first + rows, second + rows
        low = first + (second - first) * bend
        ax.fill_between(
            place + BAR / 2 + (1 - BAR) * along,
            low,
            low + rows,
            color=colours.MUTED,
            alpha=0.28,
            lw=0,
            zorder=2,
        )
