"""Which words set each topic apart from the others?

In:   a sparse matrix that says which words occur in which documents, labels, the words.
Out:  for each label its words, the most telling first; unique names.
Not here: making topics. The heaviest words of a center are common words; these are words in contrast.
For each word: the difference of its log-odds inside and outside, over its standard deviation, with the
frequencies of all documents as prior. Singular and plural are said once.
Source: Monroe, Colaresi, Quinn (2008), Fightin' Words, Polit. Anal. 16. Twin: tests/reference/log_odds.py.
Next: naming.py, which does the same for columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from covey.records import Array

N_WORDS = 10
N_IN_NAME = 3
PRIOR_DOCUMENTS = 10.0  # how many documents the prior counts for


def contrast_words(occurs: Any, labels: Array, n_clusters: int, words: Sequence[str]) -> list[list[str]]:
    """Return the ten most telling words of each topic; fewer where fewer are in contrast.

    Parameters
    ----------
    occurs : sparse matrix of shape (n, n_words)
        1 where a word occurs in a document.
    labels : integer array of shape (n,)
        0 to n_clusters - 1; documents with any other label belong to none.
    n_clusters : int
    words : sequence of str

    Examples
    --------
    >>> import scipy.sparse as sp
    >>> occurs = sp.csr_matrix([[1, 0, 1], [1, 0, 1], [0, 1, 1], [0, 1, 1]])
    >>> contrast_words(occurs, np.array([0, 0, 1, 1]), 2, ["goal", "bank", "said"])
    [['goal'], ['bank']]
    """
    scores = log_odds(occurs, labels, n_clusters)
    found = []
    for row in scores:
        order = np.argsort(-row, kind="stable")
        found.append(_said_once([str(words[place]) for place in order if row[place] > 0.5]))
    return found


def log_odds(occurs: Any, labels: Array, n_clusters: int) -> Array:
    """Return (n_clusters, n_words): by how many standard deviations a word is more common inside."""
    inside = np.zeros((n_clusters, occurs.shape[1]))
    for label in range(n_clusters):
        inside[label] = np.asarray(occurs[labels == label].sum(axis=0)).ravel()
    total = np.asarray(occurs.sum(axis=0), dtype=np.float64).ravel()
    prior = PRIOR_DOCUMENTS * total / max(total.sum(), 1.0) * max(total.sum() / max(occurs.shape[0], 1), 1.0)
    prior = np.maximum(prior, 1e-9)
    outside = total - inside
    sums = [one.sum(axis=1, keepdims=True) for one in (inside, outside)]
    odds = [
        np.log((one + prior) / (of_all + prior.sum() - one - prior + 1e-9))
        for one, of_all in zip((inside, outside), sums, strict=True)
    ]
    deviation = np.sqrt(1.0 / (inside + prior) + 1.0 / (outside + prior))
    scores: Array = (odds[0] - odds[1]) / deviation
    return scores


def topic_names(words: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return a unique name for each topic from its first words.

    Examples
    --------
    >>> topic_names([["goal", "match", "cup", "win"], ["goal", "match", "cup", "film"]])
    ('goal, match, cup, win', 'goal, match, cup, film')
    """
    names = []
    for place, own in enumerate(words):
        rivals = [list(other) for at, other in enumerate(words) if at != place]
        n_said = N_IN_NAME
        while n_said < len(own) and any(list(own[:n_said]) == other[:n_said] for other in rivals):
            n_said += 1
        names.append(", ".join(own[:n_said]) or "no word in contrast")
    taken: set[str] = set()
    unique = []
    for name in names:
        candidate, number = name, 1
        while candidate in taken:
            number += 1
            candidate = f"{name} ({number})"
        taken.add(candidate)
        unique.append(candidate)
    return tuple(unique)


def _said_once(words: list[str]) -> list[str]:
    """Return the first ten words, without one that only adds or lacks an s."""
    kept: list[str] = []
    for word in words:
        if not any(
            word in (other + "s", other + "es") or other in (word + "s", word + "es") for other in kept
        ):
            kept.append(word)
        if len(kept) == N_WORDS:
            break
    return kept
