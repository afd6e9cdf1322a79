import numpy as np
import pandas as pd
import pytest

from covey import errors, table


def test_a_list_is_documents():
    read = table.read_documents(["a cat", None, "a dog"])
    assert read.texts == ("a cat", "", "a dog")


def test_a_folder_is_its_text_files_in_order(tmp_path):
    (tmp_path / "b.txt").write_text("bank")
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper" / "a.md").write_bytes("café".encode("latin-1"))
    (tmp_path / "c.txt").write_text("cat", encoding="utf-16")
    (tmp_path / "ignored.png").write_bytes(b"\x89PNG")
    read = table.read_documents(tmp_path)
    assert read.names == ("b.txt", "c.txt", "deeper/a.md")
    assert read.texts[:2] == ("bank", "cat")
    assert read.texts[2] == "café"


def test_of_a_table_the_longest_texts_are_taken_and_that_is_said(tmp_path):
    (tmp_path / "t.csv").write_text("title,body,n\nA,the cat sat on a mat,1\nB,a bank gave a loan,2\n")
    read = table.read_documents(tmp_path / "t.csv")
    assert read.texts[0] == "the cat sat on a mat"
    assert read.names == ("A", "B")
    assert "--column" in read.how_read[-1]
    assert table.read_documents(tmp_path / "t.csv", "title").texts == ("A", "B")


def refused(source, column=None):
    with pytest.raises(errors.InputError) as caught:
        table.read_documents(source, column)
    return str(caught.value)


def test_what_holds_no_documents_is_refused(tmp_path):
    assert "holds no documents" in refused(tmp_path)
    assert "holds no documents" in refused([])
    assert "document 2 is int" in refused(["a", 3])
    assert "holds no documents" in refused({"a": [1.0, 2.0]})
    assert "has only 'a'" in refused({"a": ["x", "y"]}, "b")
    assert "holds number values" in refused({"a": ["x", "y"], "n": [1.0, 2.0]}, "n")
    (tmp_path / "odd.txt").write_bytes(b"MZ\x00\x00\x01")
    assert "other bytes" in refused(tmp_path)


def test_words_are_weighed_by_scikit_learn():
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = ["cat cat dog", "dog bird 12 x", "bird fish cat"]
    vocabulary = table.vocabulary.learn(texts, None)
    points, occurs = table.vocabulary.to_points(texts, vocabulary)
    theirs = TfidfVectorizer(sublinear_tf=True, token_pattern=table.vocabulary.PATTERN).fit_transform(texts)
    np.testing.assert_allclose(points.toarray(), theirs.toarray(), rtol=1e-6)
    np.testing.assert_array_equal(occurs.toarray(), theirs.toarray() > 0)


def test_stop_words_are_left_out_of_english_texts_only():
    english = ["the cat is on the mat and it is a cat"] * 3 + ["a dog"]
    assert "the" not in table.vocabulary.learn(english).words
    assert "the" in table.vocabulary.learn(english, "none").words
    german = ["die Katze sitzt auf der Matte und schnurrt den ganzen Tag", "der Hund bellt die Katze an"]
    assert "die" in table.vocabulary.learn(german).words
    assert "katze" not in table.vocabulary.learn(german, ["Katze"]).words


def test_texts_without_words_are_refused():
    with pytest.raises(errors.InputError, match="all are stop words"):
        table.vocabulary.learn(["the and of", "is it a"])
    with pytest.raises(errors.InputError, match="stop_words='french'"):
        table.vocabulary.learn(["a cat"], "french")


@pytest.mark.parametrize("missing", [None, float("nan"), np.nan, pd.NA, pd.NaT])
def test_a_missing_document_is_an_empty_one(missing):
    assert table.read_documents(["a cat", missing, "a dog"]).texts == ("a cat", "", "a dog")
