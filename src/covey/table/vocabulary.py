"""Texts to sparse points: which words count, and how much each weighs in a text.

In:   texts.
Out:  a Vocabulary, learned from them; for any texts a sparse matrix (n, n_words) of TF-IDF with rows of
      length 1 (all zeros where a text has no known word), and one that says which words occur.
Not here: reading (documents.py), clustering. The counting and weighing is scikit-learn's.
Next: documents.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from covey import errors
from covey.records import Array

PATTERN = r"(?u)\b[^\W\d_]\w+\b"  # begins with a letter, has two characters or more
MOST_WORDS = 50_000
TOO_COMMON = 0.5  # of the documents
MANY = 50  # documents, from which a word must occur twice
ENGLISH_SHARE = 0.2  # of the words of English texts are among its 318 most empty ones; here at least this


@dataclass(frozen=True)
class Vocabulary:
    """The words that count, in alphabetical order; how they are counted and weighed; which were left out."""

    words: Array
    counter: Any
    weigher: Any
    notes: tuple[str, ...]


def learn(texts: Sequence[str], stop_words: str | Sequence[str] | None = "auto") -> Vocabulary:
    """Return the vocabulary of texts.

    Parameters
    ----------
    texts : sequence of str
    stop_words : "auto", "english", sequence of str or None, default "auto"
        Words that say nothing. "auto" leaves out English ones if the texts are English.

    Raises
    ------
    InputError
        If no word is left.

    Examples
    --------
    >>> learn(["the cat sat", "the dog sat", "a bird"], "english").words.tolist()
    ['bird', 'cat', 'dog', 'sat']
    """
    from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

    left_out, notes = _stop_words(texts, stop_words)
    common = TOO_COMMON if len(texts) >= 10 else 1.0
    counter = CountVectorizer(
        token_pattern=PATTERN,
        stop_words=left_out,
        min_df=2 if len(texts) >= MANY else 1,
        max_df=common,
        max_features=MOST_WORDS,
        dtype=np.float32,
    )
    try:
        counts = counter.fit_transform(texts)
    except ValueError:
        raise errors.no_words_left(len(texts), left_out is not None) from None
    weigher = TfidfTransformer(sublinear_tf=True).fit(counts)
    words = counter.get_feature_names_out()
    said = f"{len(words):,} words count: TF-IDF, logarithm of counts, length 1"
    if len(texts) >= MANY:
        said += "; words of one document alone, and those of more than half of all, are left out"
    return Vocabulary(words, counter, weigher, (*notes, said))


def to_points(texts: Sequence[str], vocabulary: Vocabulary) -> tuple[Any, Any]:
    """Return texts as TF-IDF (n, n_words) float32 and as ones where a word occurs, both sparse rows."""
    counts = vocabulary.counter.transform(texts)
    points = vocabulary.weigher.transform(counts).tocsr().astype(np.float32)
    occurs = counts.tocsr()
    occurs.data = np.ones_like(occurs.data)
    return points, occurs


def _stop_words(
    texts: Sequence[str], wanted: str | Sequence[str] | None
) -> tuple[list[str] | None, tuple[str, ...]]:
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    if wanted is None:
        return None, ()
    if not isinstance(wanted, str):
        given = [str(word).lower() for word in wanted]
        return given or None, (f"{len(given):,} words left out, as asked",)
    if wanted not in ("auto", "english", "none"):
        raise errors.bad_stop_words(wanted)
    if wanted == "none" or (wanted == "auto" and not _is_english(texts, ENGLISH_STOP_WORDS)):
        return None, () if wanted == "none" else ("not English: no stop words left out (--stop-words)",)
    return sorted(ENGLISH_STOP_WORDS), ("words without a meaning of their own left out (--stop-words none)",)


def _is_english(texts: Sequence[str], empty: Any) -> bool:
    import re

    seen = [word for text in texts[:300] for word in re.findall(PATTERN, text[:2000].lower())]
    return not seen or sum(word in empty for word in seen) >= ENGLISH_SHARE * len(seen)
