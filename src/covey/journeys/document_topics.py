"""What are these documents about? Topics by spherical k-means, in words that set them apart.

In:   texts, or texts and their embeddings; how many topics, or "auto".
Out:  Topics: a label for each document, words, names, typical and borderline documents; labels for new ones.
Not here: reading and weighing words (`table`), the evidence for K (`judgement`), contrast (`explain`).
K and grades are judged on at most ten directions (latent semantic analysis); topics are made on all words.
Next: ../table/vocabulary.py, ../explain/contrast_words.py.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from covey import checks, engine, errors, explain
from covey import table as tables
from covey.journeys.on_a_sphere import choose_directions
from covey.journeys.overview import point_map
from covey.journeys.rows import distinct_rows
from covey.judgement import jaccards
from covey.records import Array, KEvidence, Topic, TopicsRecord
from covey.records.arrays import only_to_read

FEWEST = 4
MOST_K = 10
N_STARTS = 10
N_DIRECTIONS = 10
N_SHOWN = 3
TITLE_CHARACTERS = 160


@dataclass(frozen=True)
class _Points:
    """Documents as points: `rows` of length 1 (sparse TF-IDF or embeddings) of those that have any words."""

    rows: Any
    has_words: Array
    occurs: Any
    vocabulary: tables.vocabulary.Vocabulary
    from_embeddings: bool


class Topics:
    """Topics of documents. Made by `covey.topics`.

    Attributes
    ----------
    k, natural_k : int
        Topics made; groups found, 1 when there are none.
    verdict : str
        "natural", "reproducible" or "constructive", as in `choose_k`.
    reasons : tuple of str
    labels : int32 array of shape (n_documents,)
        The topic of each document, -1 where no word counts.
    margins : array of shape (n_documents,)
        1 on the center of a topic, 0 on the border between two; NaN without a topic.
    topics : tuple of Topic
        label, name, words, size, share, grade, typical, borderline.
    notes : tuple of str
        What was done to the documents.
    record : TopicsRecord
        Everything, as plain data.
    """

    def __init__(
        self,
        record: TopicsRecord,
        documents: tables.Documents,
        points: _Points,
        centers: Array,
        n_threads: int | None = None,
    ):
        self._documents, self._points, self._centers = documents, points, centers
        self._n_threads = n_threads
        self.record = record
        self.k, self.natural_k = len(record.topics), record.evidence.natural_k
        self.verdict, self.reasons = record.evidence.verdict, record.evidence.reasons
        self.labels, self.margins = only_to_read(record.labels), only_to_read(record.margins)
        self.topics, self.notes = record.topics, record.notes

    def score(self, documents: Any, *, column: str | None = None, embeddings: Any = None) -> Any:
        """Return new documents with `topic`, `topic_name` and `topic_margin`.

        Parameters
        ----------
        documents : list of str, folder, path of a table or frame
        column : str, optional
            The column that holds the texts.
        embeddings : array of shape (n_documents, n_dimensions), optional
            Needed if the topics were made from embeddings.

        Returns
        -------
        the same kind of frame, documents in the same order
        """
        read = tables.read_documents(documents, column)
        return tables.with_columns(read.table, self._scored(read, embeddings))

    def write_scores(
        self, documents: Any, path: str | os.PathLike[str], *, column: str | None = None
    ) -> None:
        """Write new documents with the three columns of `score` as CSV."""
        read = tables.read_documents(documents, column)
        tables.write_csv(path, read.table, self._scored(read, None))

    def write_table(self, path: str | os.PathLike[str]) -> None:
        """Write the documents as CSV, as they came, with the three columns of `score`."""
        tables.write_csv(path, self._documents.table, self._columns(self.labels, self.margins))

    def report(self, path: str | os.PathLike[str]) -> None:
        """Write a page that opens without internet: topics, words, typical and borderline documents."""
        from covey.show import sheet_page, topics_sheet

        sheet_page.write_sheet(topics_sheet.sheet(self.record, for_page=True), path)

    def plot(self, ax: Any = None) -> Any:
        """Draw the documents on a flat map, coloured by topic."""
        from covey.show import plots

        return plots.point_map(self.record.point_map, [topic.name for topic in self.topics], ax=ax)

    def text(self, *, width: int = 100, colour: bool = False) -> str:
        """Return the topics as they are printed in a terminal `width` characters wide."""
        from covey.show import sheet_text, topics_sheet

        return sheet_text.sheet_text(topics_sheet.sheet(self.record), width=width, colour=colour).rstrip("\n")

    def __repr__(self) -> str:
        return self.text()

    def _scored(self, read: tables.Documents, embeddings: Any) -> dict[str, Array]:
        if self._points.from_embeddings:
            if embeddings is None:
                raise errors.embeddings_needed()
            rows = _checked_embeddings(embeddings, len(read.texts), self._n_threads)
            has_words = np.ones(len(read.texts), bool)
        else:
            points, _ = tables.vocabulary.to_points(read.texts, self._points.vocabulary)
            has_words = points.getnnz(axis=1) > 0
            rows = points[has_words]
        if self._points.from_embeddings and rows.shape[1] != self._centers.shape[1]:
            raise errors.bad_embeddings(rows.shape, len(read.texts))
        return self._columns(*_labels_and_margins(rows, has_words, self._centers, self._n_threads))

    def _columns(self, labels: Array, margins: Array) -> dict[str, Array]:
        names = np.array([*(topic.name for topic in self.topics), None], dtype=object)
        return {"topic": labels, "topic_name": names[labels], "topic_margin": np.round(margins, 4)}


def topics(
    documents: Any,
    k: int | str = "auto",
    *,
    column: str | None = None,
    embeddings: Any = None,
    stop_words: str | Sequence[str] | None = "auto",
    seed: int = 0,
    n_threads: int | None = None,
) -> Topics:
    """Find what documents are about.

    Parameters
    ----------
    documents : list of str, folder of text files, path of a table, or frame
    k : int or "auto", default "auto"
        How many topics. "auto" looks for groups with 1 to 10 and, if there are none, makes a convenience cut.
    column : str, optional
        The column that holds the texts. Default: the one with the longest.
    embeddings : array of shape (n_documents, n_dimensions), optional
        Used in place of TF-IDF; words still name the topics.
    stop_words : "auto", "english", "none", sequence of str or None, default "auto"
        Words that say nothing. "auto" leaves out English ones if the texts are English.
    seed : int, default 0
        Same documents, seed and version: same topics, on any number of threads.
    n_threads : int, optional
        Default: all cores.

    Returns
    -------
    Topics

    Raises
    ------
    TableError, InputError
        If there are no documents, no word is left, or fewer than 4 different documents.

    Notes
    -----
    TF-IDF by scikit-learn, kept sparse; spherical k-means, best of ten starts. K is judged on the ten
    strongest directions of the rows. Words are those most in contrast (log-odds), not the heaviest of the
    center. 10,000 documents of news take about ten seconds.

    Examples
    --------
    >>> pets = ["the cat chased a mouse", "my cat likes its mouse", "a cat and a mouse play"]
    >>> money = ["the bank raised its loan rate", "a loan from the bank", "bank and loan and rate"]
    >>> found = topics(pets + money, k=2)
    >>> found.labels.tolist(), sorted(found.topics[0].words[:2])
    ([0, 0, 0, 1, 1, 1], ['cat', 'mouse'])
    """
    asked = checks.groups_asked(k)
    seed, n_threads = checks.journey_seed(seed), checks.threads(n_threads)
    read = tables.read_documents(documents, column)
    points = _points(read, embeddings, stop_words, n_threads)
    n_usable = distinct_rows(_reduced_shape(points), FEWEST)
    if n_usable < FEWEST:
        raise errors.too_few_documents(n_usable, FEWEST)
    reduced = _reduced(points.rows)
    evidence = _evidence(reduced, asked, seed, n_threads)
    n_topics = evidence.k if asked is None else asked
    if n_topics > points.rows.shape[0]:
        raise errors.k_exceeds_rows(n_topics, points.rows.shape[0])
    fit = engine.fit(points.rows, n_topics, n_init=N_STARTS, seed=seed, n_threads=n_threads, spherical=True)
    labels, margins = _labels_and_margins(points.rows, points.has_words, fit.centers, n_threads)
    stable = jaccards(reduced, fit.labels, n_topics, seed=seed, n_threads=n_threads)
    found = _explained(read, points, labels, margins, evidence, stable)
    shown = {place for topic in found for place in (*topic.typical, *topic.borderline)}
    record = TopicsRecord(
        source=read.source,
        n_documents=len(read.texts),
        labels=labels,
        margins=margins,
        topics=found,
        evidence=evidence,
        titles={place: (read.names[place], _beginning(read.texts[place])) for place in sorted(shown)},
        point_map=_map(reduced, fit.labels, n_topics, seed),
        how_read=read.how_read,
        notes=_notes(read, points, reduced.shape[1]),
        seed=seed,
    )
    return Topics(record, read, points, fit.centers, n_threads)


def _points(read: tables.Documents, embeddings: Any, stop_words: Any, n_threads: int | None) -> _Points:
    """Return the documents as points, and which words occur in them."""
    vocabulary = tables.vocabulary.learn(read.texts, stop_words)
    weighed, occurs = tables.vocabulary.to_points(read.texts, vocabulary)
    if embeddings is not None:
        rows = _checked_embeddings(embeddings, len(read.texts), n_threads)
        return _Points(rows, np.ones(len(read.texts), bool), occurs, vocabulary, True)
    has_words = weighed.getnnz(axis=1) > 0
    rows = checks.sparse_rows(weighed[has_words])
    return _Points(engine.unit_rows(rows, n_threads=n_threads)[0], has_words, occurs, vocabulary, False)


def _checked_embeddings(embeddings: Any, n_documents: int, n_threads: int | None) -> Array:
    embeddings = checks.without_mask(embeddings, "embeddings")
    try:
        rows = np.ascontiguousarray(embeddings, dtype=np.float32)
    except (TypeError, ValueError):
        raise errors.bad_embeddings((), n_documents) from None
    if rows.ndim != 2 or len(rows) != n_documents or not np.isfinite(rows).all():
        raise errors.bad_embeddings(rows.shape, n_documents)
    unit, n_zeros, _ = engine.unit_rows(rows, n_threads=n_threads)
    if n_zeros:
        raise errors.bad_embeddings(rows.shape, n_documents)
    return np.asarray(unit)


def _reduced_shape(points: _Points) -> Array:
    """Return a few numbers for each document by which different ones differ."""
    rows = points.rows
    ramp = np.cos(np.arange(1, rows.shape[1] + 1, dtype=np.float64))
    return np.column_stack([np.asarray(rows @ ramp).ravel(), np.asarray(rows @ ramp[::-1]).ravel()]).round(6)


def _reduced(rows: Any) -> Array:
    """Return the rows on their ten strongest directions, length 1: what K and grades are judged on."""
    from sklearn.decomposition import TruncatedSVD

    most = min(rows.shape) - 1
    if most < 1:
        return np.ones((rows.shape[0], 1))
    svd = TruncatedSVD(min(N_DIRECTIONS, most), algorithm="randomized", random_state=0)
    found = svd.fit_transform(rows).astype(np.float64)
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    return np.ascontiguousarray(np.divide(found, lengths, out=np.zeros_like(found), where=lengths > 1e-9))


def _evidence(reduced: Array, asked: int | None, seed: int, n_threads: int | None) -> KEvidence:
    wanted = {*range(1, MOST_K + 1)} | ({asked} if asked else set())
    most = distinct_rows(reduced, max(wanted))
    usable = [one for one in wanted if one <= most]
    return choose_directions(reduced, usable, seed=seed, n_threads=n_threads, things="documents")


def _labels_and_margins(
    rows: Any, has_words: Array, centers: Array, n_threads: int | None
) -> tuple[Array, Array]:
    """Return topic and margin of each document; -1 and NaN where no word counts."""
    labels, margins = np.full(len(has_words), -1, np.int32), np.full(len(has_words), np.nan)
    if rows.shape[0] == 0:
        return labels, margins
    labels[has_words] = engine.assign(rows, centers, n_threads=n_threads)
    distances = engine.distances(rows, centers, n_threads=n_threads).astype(np.float64)
    own = distances[np.arange(len(distances)), labels[has_words]]
    if centers.shape[0] == 1:
        margins[has_words] = 1.0
        return labels, margins
    distances[np.arange(len(distances)), labels[has_words]] = np.inf
    other = distances.min(axis=1)
    total = other + own
    margins[has_words] = np.divide(other - own, total, out=np.zeros_like(total), where=total > 0)
    return labels, margins


def _explained(
    read: tables.Documents, points: _Points, labels: Array, margins: Array, evidence: KEvidence, stable: Array
) -> tuple[Topic, ...]:
    k = len(stable)
    sizes = np.bincount(labels[labels >= 0], minlength=k)
    words = explain.contrast_words(points.occurs, labels, k, points.vocabulary.words.tolist())
    names = explain.topic_names(words)
    first = _first_of_each(read.texts)
    found = []
    for label in range(k):
        members = np.flatnonzero((labels == label) & first)
        order = members[np.argsort(-margins[members], kind="stable")]
        letter, reason = explain.grade(float(stable[label]), evidence.verdict)
        typical = tuple(int(place) for place in order[:N_SHOWN])
        border = tuple(int(place) for place in order[::-1][:N_SHOWN] if place not in typical) if k > 1 else ()
        share = float(sizes[label] / len(labels))
        found.append(
            Topic(
                label,
                names[label],
                tuple(words[label]),
                int(sizes[label]),
                share,
                letter,
                reason,
                typical,
                border,
            )
        )
    return tuple(found)


def _first_of_each(texts: Sequence[str]) -> Array:
    """Return True where a text stands for the first time."""
    first = np.zeros(len(texts), bool)
    first[list({text: place for place, text in reversed(list(enumerate(texts)))}.values())] = True
    return first


def _beginning(text: str) -> str:
    line = " ".join(text[: 4 * TITLE_CHARACTERS].split())
    return line if len(line) <= TITLE_CHARACTERS else line[:TITLE_CHARACTERS].rsplit(" ", 1)[0] + " …"


def _map(reduced: Array, labels: Array, k: int, seed: int) -> Any:
    sizes = np.maximum(np.bincount(labels, minlength=k), 1)
    centers = np.stack([np.bincount(labels, column, k) / sizes for column in reduced.T], axis=1)
    named = point_map(reduced, labels, centers, coordinate_names=("",) * reduced.shape[1], seed=seed)
    return type(named)(named.positions, named.labels, named.centers, named.kept, ("", ""))


def _notes(read: tables.Documents, points: _Points, n_directions: int) -> tuple[str, ...]:
    notes = list(points.vocabulary.notes)
    if points.from_embeddings:
        notes = [
            f"embeddings of {points.rows.shape[1]:,} numbers, brought to length 1; words name the topics only"
        ]
    n_repeats = len(read.texts) - int(_first_of_each(read.texts).sum())
    if n_repeats:
        notes.append(f"{n_repeats:,} documents repeat another word for word; they count like the others")
    n_without = int((~points.has_words).sum())
    if n_without:
        notes.append(f"{n_without:,} documents hold no word that counts: they get no topic (-1)")
    notes.append(
        f"how many topics, and their grades, are judged on the {n_directions} strongest directions of the "
        "documents (latent semantic analysis); the topics are made on all words"
    )
    return tuple(notes)
