import csv
import gzip
from pathlib import Path

import numpy as np
import pytest

import covey
from covey import errors

NEWS = Path(__file__).parents[3] / "shared" / "data" / "documents" / "bbc_news.csv.gz"
SUBJECTS = {
    "sport": "match goal player team season coach league striker penalty stadium",
    "money": "bank loan market shares profit economy investor inflation currency bond",
    "film": "actor director movie scene award studio script cinema premiere drama",
}


def texts(n_each=40, seed=0):
    """Return texts on three subjects with words they share, and the subject of each."""
    random = np.random.default_rng(seed)
    shared = ["today", "people", "year", "week", "said", "country", "report", "number", "morning", "place"]
    made, truth = [], []
    for number, words in enumerate(SUBJECTS.values()):
        for _ in range(n_each):
            chosen = [*random.choice(words.split(), 12), *random.choice(shared, 6)]
            made.append(" ".join(random.permutation(chosen)))
            truth.append(number)
    return made, np.array(truth)


def same_partition(first, second):
    return len(set(zip(first, second, strict=True))) == len(set(first)) == len(set(second))


def test_subjects_are_found_named_and_graded():
    documents, truth = texts()
    found = covey.topics(documents)
    assert (found.k, found.verdict) == (3, "natural")
    assert same_partition(found.labels, truth)
    subjects = [set(words.split()) for words in SUBJECTS.values()]
    assert all(any(set(topic.words) <= subject for subject in subjects) for topic in found.topics)
    assert len({topic.name for topic in found.topics}) == 3
    assert {topic.grade for topic in found.topics} == {"A"}


def test_typical_lie_deeper_inside_than_borderline():
    documents, _ = texts()
    found = covey.topics(documents, 3)
    for topic in found.topics:
        typical, border = (found.margins[list(p)] for p in (topic.typical, topic.borderline))
        assert typical.min() >= border.max()
        assert (found.labels[list(topic.typical)] == topic.label).all()


def test_new_documents_get_the_topics_they_had():
    documents, _ = texts()
    found = covey.topics(documents, 3)
    again = found.score(documents)
    np.testing.assert_array_equal(again["topic"], found.labels)
    fresh = found.score(["a striker shot a goal", "of which the", "zzz unheard"])
    assert fresh["topic_name"][0] == found.topics[found.labels[0]].name
    assert list(fresh["topic"][1:]) == [-1, -1]


def test_documents_without_words_get_no_topic_and_that_is_said():
    documents, _ = texts()
    found = covey.topics([*documents, "", "the of and"], 3)
    assert found.labels[-2:].tolist() == [-1, -1]
    assert any("2 documents hold no word that counts" in note for note in found.notes)


def test_documents_in_another_order_get_the_same_topics():
    documents, _ = texts()
    order = np.random.default_rng(1).permutation(len(documents))
    one, other = covey.topics(documents, 3), covey.topics([documents[place] for place in order], 3)
    assert same_partition(one.labels[order], other.labels)
    assert {topic.words for topic in one.topics} == {topic.words for topic in other.topics}


def test_threads_change_nothing():
    documents, _ = texts()
    one, many = (covey.topics(documents, 4, n_threads=n) for n in (1, 3))
    np.testing.assert_array_equal(one.labels, many.labels)


def test_embeddings_take_the_place_of_words():
    documents, truth = texts()
    rows = np.eye(3)[truth] + np.random.default_rng(0).normal(0, 0.05, (len(truth), 3))
    found = covey.topics(documents, 3, embeddings=rows)
    assert same_partition(found.labels, truth)
    assert found.topics[0].words
    assert found.score(["a goal"], embeddings=[[1, 0, 0]])["topic"][0] == found.labels[0]
    with pytest.raises(errors.InputError, match="embeddings"):
        found.score(["a goal"])
    with pytest.raises(errors.InputError, match="embeddings have shape"):
        covey.topics(documents, 3, embeddings=rows[:5])


def test_wrong_input_is_refused():
    with pytest.raises(errors.InputError, match="at least 4"):
        covey.topics(["a cat", "a dog", "a cat"])
    with pytest.raises(errors.InputError, match="no word is left"):
        covey.topics(["the of and", "is it", "a", "by"])
    with pytest.raises(errors.InputError, match="k=0"):
        covey.topics(texts()[0], 0)
    with pytest.raises(errors.InputError):
        covey.topics(["cat a", "dog b", "bird c", "fish d"], 9)


def test_the_report_and_the_text_say_the_words(tmp_path):
    documents, _ = texts()
    found = covey.topics(["<script>alert(1)</script> goal", *documents])
    found.report(tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert found.topics[0].name in page
    assert "<script" not in page
    for width in (40, 60, 120):
        assert max(map(len, found.text(width=width).splitlines())) <= width
    assert found.plot()


@pytest.mark.skipif(not NEWS.is_file(), reason=f"no shared data at {NEWS}")
def test_the_topics_of_news_are_their_sections():
    from sklearn.metrics import normalized_mutual_info_score

    csv.field_size_limit(10**9)
    with gzip.open(NEWS, "rt", encoding="utf-8") as file:
        sections = [row["Category"] for row in csv.DictReader(file)]
    found = covey.topics(NEWS)
    assert abs(found.k - 5) <= 1
    true = covey.topics(NEWS, 5)
    assert normalized_mutual_info_score(sections, true.labels) > 0.85
    said = {word for topic in true.topics for word in topic.words}
    assert {"game", "film", "government", "market", "technology"} <= said
    assert any("50 documents repeat another" in note for note in found.notes)
