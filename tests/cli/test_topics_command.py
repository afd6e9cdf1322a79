import json

import pytest
from tests.cli.conftest import rows_of
from tests.journeys.test_topics import texts


@pytest.fixture
def documents(tmp_path):
    made, _ = texts(20)
    lines = ["id,body", *(f'{number},"{text}"' for number, text in enumerate(made))]
    (tmp_path / "news.csv").write_text("\n".join(lines) + "\n")
    return tmp_path / "news.csv"


def test_documents_come_back_with_topic_and_margin(covey, documents):
    done = covey("topics", documents)
    folder = documents.parent / "news-topics"
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("3 topics in 60 documents.")
    rows = rows_of(folder / "topics.csv")
    assert len(rows) == 60
    assert {row["topic"] for row in rows} == {"0", "1", "2"}
    assert (folder / "report.html").exists()


def test_a_folder_other_documents_and_json(covey, documents, tmp_path):
    folder = tmp_path / "letters"
    folder.mkdir()
    for number, text in enumerate(texts(10)[0]):
        (folder / f"{number:02}.txt").write_text(text)
    done = covey("topics", folder, "-k", "3", "--score", documents, "--out", tmp_path / "out", "--json", "-q")
    said = json.loads(done.stdout)
    assert said["k"] == 3
    assert sum(topic["size"] for topic in said["topics"]) == 30
    assert len(rows_of(tmp_path / "out" / "scored.csv")) == 60


def test_wrong_input_exits_with_3(covey, documents, tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "stop.csv").write_text("id,body\n1,the of and\n2,is it by\n3,so too are\n4,was then to\n")
    for words in (
        (tmp_path / "empty",),
        (tmp_path / "stop.csv",),
        (tmp_path / "absent.csv",),
        (documents, "--column", "nothing"),
    ):
        done = covey("topics", *words, "--out", tmp_path / "out")
        assert done.exit_code == 3, done.output
        assert len(done.stderr.strip().splitlines()) == 1
        assert not (tmp_path / "out").exists()
