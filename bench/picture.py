"""The picture of a race: how many times covey's time each peer takes, per workload, on a log scale."""

from __future__ import annotations

from pathlib import Path

from bench.machine import Machine
from bench.race import Outcome
from bench.table import geometric_mean, is_fair

COLOURS = {
    "scikit-learn": "#e08a1e",
    "scikit-learn-intelex": "#2f6fb0",
    "faiss": "#4aa3a2",
    "superkmeans": "#9a6fb0",
    "mlpack": "#9b9b9b",
}
INK, PALE = "#222222", "#d9d9d9"


def draw(result: tuple[Machine, list[Outcome]], path: Path) -> None:
    """Write the picture."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    machine, outcomes = result
    outcomes = [
        o for o in outcomes if o.entry("covey") and any(e.seconds and e.peer != "covey" for e in o.entries)
    ]
    plt.rcParams.update(
        {"font.family": "DejaVu Sans", "font.size": 9, "text.color": INK, "axes.labelcolor": INK}
    )
    heights = [max(2, sum(bool(e.seconds) for e in o.entries) - 1) for o in outcomes]
    figure, axes = plt.subplots(figsize=(8.4, 0.9 + 0.165 * (sum(heights) + 1.2 * len(heights))), dpi=160)
    top, ticks, names, largest = 0.0, [], [], 10.0
    for outcome, height in zip(outcomes, heights, strict=True):
        ours = outcome.entry("covey")
        bars = sorted((e for e in outcome.entries if e.seconds and e.peer != "covey"), key=lambda e: e.best_s)
        for place, entry in enumerate(bars):
            y, times, fair = top + place, entry.best_s / ours.best_s, is_fair(entry, outcome)
            largest = max(largest, times)
            colour = COLOURS.get(entry.peer, INK)
            axes.barh(
                y,
                times - 1,
                left=1,
                height=0.82,
                color=colour if fair else "white",
                edgecolor=colour,
                hatch=None if fair else "/////",
                linewidth=0.8,
            )
            text = (f"{times:.1f}" if times < 100 else f"{times:.0f}") + ("" if entry.same_start else " †")
            axes.text(
                max(times, 1) * 1.04, y, text, va="center", fontsize=7, color=INK if fair else "#888888"
            )
        ticks.append(top + (len(bars) - 1) / 2)
        names.append(f"{outcome.workload}\n{short(outcome.n)} × {short(outcome.d)}, K={outcome.k}")
        top += max(height, len(bars)) + 1.2
    axes.axvline(1, color=INK, linewidth=1.4)
    axes.set(xscale="log", yticks=ticks, ylim=(top - 0.6, -1.2), xlim=(0.5, largest * 1.6))
    axes.set_yticklabels(names, linespacing=1.25)
    marks = [m for m in (0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if m <= largest * 1.6]
    axes.set_xticks(marks, [f"{m:g}×" for m in marks])
    axes.xaxis.set_minor_locator(plt.NullLocator())
    axes.grid(axis="x", color=PALE, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.tick_params(length=0)
    for side in axes.spines.values():
        side.set_visible(False)
    mean = geometric_mean(outcomes)
    axes.set_title(
        "Time of a whole fit, as a multiple of covey's: same start, same stop"
        + (f"\ngeometric mean of the fastest fair peer: {mean:.1f}×" if mean else ""),
        loc="left",
        fontsize=10,
        linespacing=1.5,
    )
    present = [p for p in COLOURS if any(o.entry(p) for o in outcomes)]
    handles = [plt.Rectangle((0, 0), 1, 1, color=COLOURS[p]) for p in present]
    handles.append(plt.Rectangle((0, 0), 1, 1, facecolor="white", edgecolor="#888888", hatch="/////"))
    axes.legend(
        handles, [*present, "worse inertia"], loc="lower right", frameon=True, framealpha=1, edgecolor=PALE
    )
    figure.text(
        0.01,
        0.005,
        f"{machine.processor}, {machine.n_threads} threads. † starts elsewhere.",
        fontsize=7,
        color="#888888",
    )
    figure.tight_layout(rect=(0, 0.015, 1, 1))
    figure.savefig(path)
    plt.close(figure)


def short(number: int) -> str:
    """Return a number as people say it: 200k, 2M."""
    for unit, size in (("M", 1_000_000), ("k", 1_000)):
        if number >= size and number % (size // 10) == 0:
            return f"{number / size:g}{unit}"
    return str(number)
