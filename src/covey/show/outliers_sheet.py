"""What is said about rows out of place?

In:   an OutlierRecord.
Out:  a Sheet: how many, how sure, which and why, the strangest first; a drawing of all scores.
Not here: deciding.
Next: sheet.py.
"""

from __future__ import annotations

import shlex
from functools import partial
from typing import Any

import numpy as np

from covey.records import OutlierRecord
from covey.show import colours
from covey.show.done import TITLE, of_table
from covey.show.panels import new_axes, tidy
from covey.show.sheet import Code, Drawing, Drawings, Grid, Section, Sentences, Sheet
from covey.show.wording import column_name, count, percent

MAX_ROWS = 200
MAX_IN_TERMINAL = 20


def sheet(record: OutlierRecord, *, for_page: bool = False) -> Sheet:
    """Return the sheet of rows out of place; with a drawing for a page.

    Examples
    --------
    >>> import covey, numpy
    >>> spend = numpy.append(numpy.random.default_rng(2).normal(100, 10, 99), 300)
    >>> sheet(covey.outliers({"spend": spend}).record).headline
    '1 of 100 rows is out of place.'
    """
    n_flagged = int(record.flags.sum())
    return Sheet(
        about="Outliers in",
        source=record.source,
        word=f"At most {percent(record.false_alarms)} false alarms",
        headline=_headline(record, n_flagged),
        meaning=_meaning(record, n_flagged),
        tone="natural" if n_flagged > record.false_alarms * record.n_rows else "constructive",
        figures=(
            (f"{record.n_rows:,}", "rows"),
            (f"{n_flagged:,}", "flagged"),
            (f"{record.false_alarms * record.n_rows:,.0f}", "false alarms expected, at most"),
            (f"{record.k}", "segment of ordinary rows" if record.k == 1 else "segments of ordinary rows"),
        ),
        sections=(
            *((_drawing(record),) if for_page else ()),
            _rows(record, MAX_ROWS if for_page else MAX_IN_TERMINAL),
            Section(TITLE, (Sentences(_done(record)),)),
            Section("How to repeat this", (Code(_again(record)),), in_terminal=False),
        ),
        holds="It shows names and values of flagged rows: think before you forward it.",
    )


def _done(record: OutlierRecord) -> tuple[str, ...]:
    read = of_table(
        record.source, record.n_rows, record.how_read, record.roles, left_out="does not take part"
    )
    return (*read, *record.notes)


def _headline(record: OutlierRecord, n_flagged: int) -> str:
    if n_flagged == 0:
        return f"None of {record.n_rows:,} rows is out of place."
    return f"{n_flagged:,} of {record.n_rows:,} rows {'is' if n_flagged == 1 else 'are'} out of place."


def _meaning(record: OutlierRecord, n_flagged: int) -> str:
    expected = record.false_alarms * record.n_rows
    said = (
        f"A score is the share of ordinary rows that lie less far out. Flagged are scores above "
        f"{1 - record.false_alarms:g}: of ordinary rows at most {percent(record.false_alarms)}, here "
        f"{expected:,.0f}, would be flagged by chance."
    )
    if 0 < n_flagged <= expected:
        by_chance = (1 - float(record.scores.max())) * record.n_rows
        said += " No more were flagged than that"
        said += ": perhaps none means anything." if by_chance > 0.5 else ", but the strangest stands out."
    return said


def _rows(record: OutlierRecord, most: int) -> Section:
    """Return the flagged rows, the strangest first."""
    places = np.flatnonzero(record.flags)
    order = np.argsort(-record.scores[places], kind="stable")
    named = [] if record.named_by is None else [column_name(record.named_by, max_characters=24)]
    rows = tuple(
        (
            f"{places[at] + 1:,}",
            *(record.row_names[at] for _ in named),
            _score(record.scores[places[at]]),
            record.reasons[places[at]],
        )
        for at in order[:most]
    )
    left_out = ""
    if len(places) > most:
        left_out = f"Shown: the strangest {most} of {len(places):,}; outliers.csv holds all."
    grid = Grid(("row", *named, "score", "why"), rows, numbers=("row", "score"), left_out=left_out)
    return Section("The rows", (grid,), lead="What adds most to the distance of a row comes first.")


def _score(score: float) -> str:
    return f"{score:.4f}" if score < 0.99995 else "> 0.9999"


def _drawing(record: OutlierRecord) -> Section:
    from covey.show import figures

    svg = figures.svg(partial(draw_scores, record), title="How many rows have which score")
    caption = (
        "Rows by how rare they are: ordinary ones on the left, one step to the right is ten times rarer."
    )
    return Section("How far out", (Drawings((Drawing(caption, svg=svg),)),), in_terminal=False)


def draw_scores(record: OutlierRecord, ax: Any = None) -> Any:
    """Draw how many rows have which score, on a scale of how rare they are, and the threshold."""
    ax = ax if ax is not None else new_axes(width=5.6, height=3.2)
    tidy(ax)
    rarity = -np.log10(np.clip(1 - record.scores, 1e-8, 1.0))
    edges = np.linspace(0, max(4.0, float(rarity.max()) + 0.25), 41)
    limit = -np.log10(record.false_alarms)
    for inside, shade in ((~record.flags, colours.MUTED), (record.flags, colours.SEGMENTS[1])):
        ax.hist(rarity[inside], edges, color=shade)
    ax.set_yscale("symlog", linthresh=10)
    ax.axvline(limit, color=colours.INK, lw=1)
    ax.annotate(
        f"flagged: {count(int(record.flags.sum()), 'row', 'rows')}",
        (limit, 0.97),
        xycoords=ax.get_xaxis_transform(),
        xytext=(5, 0),
        textcoords="offset points",
        va="top",
        fontsize=9,
        color=colours.INK,
    )
    ticks = range(int(edges[-1]) + 1)
    ax.set_xticks(list(ticks), ["all" if tick == 0 else f"1 in {10**tick:,}" for tick in ticks], rotation=20)
    ax.set_xlabel("ordinary rows at least this far out", fontsize=9, color=colours.MUTED)
    ax.set_ylabel("rows", fontsize=9, color=colours.MUTED)
    return ax


def _again(record: OutlierRecord) -> tuple[str, ...]:
    source = record.source if "." in record.source and " " not in record.source else "TABLE.csv"
    words = ["covey", "outliers", source, "--false-alarms", f"{record.false_alarms:g}"]
    words += [] if record.seed == 0 else ["--seed", str(record.seed)]
    return (shlex.join(words),)
