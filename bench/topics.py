"""Topics of the BBC news beside scikit-learn's, and the time of 10,000 documents.

Run it: python -m bench.topics
Needs ../shared/data/documents.
"""

import csv
import gzip
from pathlib import Path
from time import perf_counter

import numpy as np
from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import normalized_mutual_info_score as nmi

import covey
from covey import table

NEWS = Path(__file__).resolve().parents[2] / "shared" / "data" / "documents" / "bbc_news.csv.gz"
N_MANY = 10_000


def news():
    csv.field_size_limit(10**9)
    with gzip.open(NEWS, "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [row["Text"] for row in rows], [row["Category"] for row in rows]


def mixed(texts, n_documents):
    """Return new documents, each the first half of one text and the second of another."""
    random = np.random.default_rng(0)
    halves = [(text[: len(text) // 2], text[len(text) // 2 :]) for text in texts]
    pairs = random.integers(0, len(texts), (n_documents, 2))
    return [halves[one][0] + halves[other][1] for one, other in pairs]


def main():
    texts, sections = news()
    covey.topics(texts[:60], 2)  # imports are not timed
    start = perf_counter()
    judged = covey.topics(texts)
    seconds = perf_counter() - start
    print(f"judged: {judged.k} topics ({judged.verdict}), {seconds:.1f} s")
    for topic in judged.topics:
        print(f"  {topic.size:4} {topic.grade} {', '.join(topic.words)}")
    for seed in range(3):
        print(f"K = 5, seed {seed}: NMI {nmi(sections, covey.topics(texts, 5, seed=seed).labels):.3f}")
        points = TfidfVectorizer(stop_words="english").fit_transform(texts)
        theirs = KMeans(5, n_init=10, random_state=seed).fit_predict(points)
        print(f"  scikit-learn, TF-IDF as it comes: NMI {nmi(sections, theirs):.3f}")
        same = table.vocabulary.to_points(texts, table.vocabulary.learn(texts))[0]
        theirs = KMeans(5, n_init=10, random_state=seed).fit_predict(same)
        print(f"  scikit-learn, on the same weights: NMI {nmi(sections, theirs):.3f}")
    many = mixed(texts, N_MANY)
    start = perf_counter()
    covey.topics(many)
    print(f"{N_MANY:,} documents: {perf_counter() - start:.1f} s")


if __name__ == "__main__":
    main()
