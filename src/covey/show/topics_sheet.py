"""What is said about the topics of documents?

In:   a TopicsRecord.
Out:  a Sheet: the verdict, the topics in words, typical and borderline documents, the map, the evidence.
Not here: deciding.
Next: sheet.py.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from covey.records import TopicsRecord
from covey.show import colours, figures
from covey.show.panels import PANELS, new_axes
from covey.show.sheet import Cell, Drawing, Drawings, Grid, Section, Sentences, Sheet
from covey.show.wording import count, percent, plain

MAX_TOPICS = 40

MEANING = {
    "natural": "The documents fall into groups that stand apart and come back when documents are left out.",
    "reproducible": "The same cut comes back when documents are left out, but nothing separates the topics.",
    "constructive": "The cut can be handy for browsing. Other documents would draw the borders elsewhere.",
}


def sheet(record: TopicsRecord, *, for_page: bool = False) -> Sheet:
    """Return the sheet of topics; with drawings and documents for a page.

    Examples
    --------
    >>> import covey
    >>> two = ["cat mouse", "cat mouse dog", "mouse cat pet", "bank loan", "loan bank rate", "loan bank cash"]
    >>> sheet(covey.topics(two, k=2).record).headline
    '2 topics in 6 documents.'
    """
    evidence = record.evidence
    found, made = evidence.natural_k, len(record.topics)
    headline = f"{count(made, 'topic', 'topics')} in {count(record.n_documents, 'document', 'documents')}."
    meaning = MEANING[evidence.verdict]
    if evidence.verdict == "natural" and found != made:
        meaning = f"Groups were found, but {found} of them; this cut makes {made}, as asked."
    return Sheet(
        about="Topics of",
        source=record.source,
        word=f"Verdict: {evidence.verdict}",
        headline=headline,
        meaning=f"Verdict: {evidence.verdict}. {meaning}" if not for_page else meaning,
        tone=evidence.verdict,
        figures=(
            (f"{record.n_documents:,}", "documents"),
            (f"{made}", "topic" if made == 1 else "topics"),
        ),
        reasons=evidence.reasons,
        sections=(
            _topics(record),
            *((_documents(record), _pictures(record)) if for_page else ()),
            Section("What was done to the documents", (Sentences((*record.how_read, *record.notes)),)),
        ),
        holds="It shows beginnings of documents: think before you forward it.",
    )


def _topics(record: TopicsRecord) -> Section:
    rows = tuple(
        (
            Cell(f"{topic.label}", patch=colours.of_segment(topic.label)),
            Cell(topic.name, ", ".join(topic.words[topic.name.count(",") + 1 :])),
            f"{topic.size:,}",
            percent(topic.share),
            Cell(topic.grade),
            topic.grade_reason,
        )
        for topic in record.topics[:MAX_TOPICS]
    )
    left_out = ""
    if len(record.topics) > MAX_TOPICS:
        left_out = f"Shown: the largest {MAX_TOPICS} of {len(record.topics):,} topics."
    head = ("", "words in contrast", "documents", "share", "grade", "why")
    grid = Grid(head, rows, numbers=("documents", "share"), wide=("why",), left_out=left_out)
    return Section(
        "The topics",
        (grid,),
        lead="Named by the words that are more common in a topic than anywhere else (log-odds).",
    )


def _documents(record: TopicsRecord) -> Section:
    rows = []
    for topic in record.topics[:MAX_TOPICS]:
        for kind, places in (("typical", topic.typical), ("borderline", topic.borderline)):
            for place in places:
                name, beginning = record.titles[place]
                rows.append(
                    (
                        Cell(f"{topic.label}", patch=colours.of_segment(topic.label)),
                        kind,
                        Cell(name, plain(beginning, max_characters=180)),
                    )
                )
    return Section(
        "Typical and borderline documents",
        (Grid(("topic", "kind", "document"), tuple(rows)),),
        lead="Typical lie deepest inside their topic, borderline nearest to another.",
        in_terminal=False,
    )


def _pictures(record: TopicsRecord) -> Section:
    from covey.show import plots

    def draw_map() -> Any:
        return plots.point_map(record.point_map, ax=new_axes(width=4.6, height=3.9))

    shown = [
        Drawing(
            f"The documents on two directions, which show {percent(record.point_map.kept)} of what lies "
            "between the topics.",
            svg=figures.svg(draw_map, title="The documents in the colours of their topics"),
        )
    ]
    for panel in PANELS:
        if len(record.evidence.rows) > 1 and panel.has_values(record.evidence):
            draw = partial(_panel, panel, record)
            shown.append(Drawing(panel.reading, svg=figures.svg(draw, title=panel.title)))
    return Section("The map, and the evidence for how many", (Drawings(tuple(shown)),), in_terminal=False)


def _panel(panel: Any, record: TopicsRecord) -> Any:
    return panel.draw(record.evidence, new_axes(width=4.2, height=3.0))
