"""Texts as sparse rows: covey beside scikit-learn, the same start, run to convergence, interleaved.

In:   TF-IDF of the BBC texts (../shared/data/documents, where there), and of generated texts.
Out:  one line each: milliseconds of the whole call of fit (least of several), the ratio, iterations and
      inertia of both, and the share of rows with the same label.
Next: `python -m bench` for dense rows.
"""

from __future__ import annotations

import argparse
import gzip
import time
import warnings
from collections.abc import Iterator
from csv import DictReader
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp
from sklearn.cluster import KMeans as TheirKMeans
from sklearn.feature_extraction.text import TfidfTransformer, TfidfVectorizer

from covey import KMeans, __version__, engine

TEXTS = Path(__file__).resolve().parents[2] / "shared" / "data" / "documents" / "bbc_news.csv.gz"


def bbc() -> Any:
    """Return the TF-IDF of the BBC texts, or None where there are none."""
    if not TEXTS.exists():
        return None
    with gzip.open(TEXTS, "rt", encoding="utf-8", newline="") as file:
        texts = [row["Text"] for row in DictReader(file)]
    return TfidfVectorizer(stop_words="english").fit_transform(texts)


def generated(n_texts: int, n_words: int, length: int, n_topics: int = 30, seed: int = 0) -> Any:
    """Return the TF-IDF of texts whose words follow Zipf's law, a fifth of them those of the text's topic."""
    generator = np.random.default_rng(seed)
    common = 1 / np.arange(1, n_words + 1)
    topics = generator.integers(0, n_words, size=(n_topics, 300))
    lengths = generator.poisson(length, size=n_texts) + 5
    text = np.repeat(np.arange(n_texts), lengths)
    words = generator.choice(n_words, size=len(text), p=common / common.sum())
    own = generator.random(len(text)) < 0.2
    topic = generator.integers(0, n_topics, size=n_texts)[text[own]]
    words[own] = topics[topic, generator.integers(0, 300, size=own.sum())]
    counts = sp.csr_matrix((np.ones(len(text)), (text, words)), shape=(n_texts, n_words))
    return TfidfTransformer().fit_transform(counts)


def inertia(rows: Any, centers: np.ndarray) -> float:
    """Return the sum of squared distances to the nearest centers, in float64, for any engine's centers."""
    centers = centers.astype(np.float64)
    rows = rows.astype(np.float64)
    squared = (centers**2).sum(axis=1) - 2 * (rows @ centers.T)
    return float(squared.min(axis=1).sum() + rows.power(2).sum())


def timed(estimator: type, rows: Any, start: np.ndarray) -> tuple[float, Any]:
    """Return the seconds of one whole call of fit, and the model."""
    model = estimator(len(start), init=start, n_init=1)
    begin = time.perf_counter()
    model.fit(rows)
    return time.perf_counter() - begin, model


def compare(name: str, rows: Any, k: int, repetitions: int) -> str:
    """Return the line of one workload."""
    start = rows[np.sort(np.random.default_rng(k).choice(rows.shape[0], k, replace=False))].toarray()
    ours, theirs = [], []
    for _ in range(repetitions + 1):
        seconds, our = timed(KMeans, rows, start)
        ours.append(seconds)
        seconds, their = timed(TheirKMeans, rows, start)
        theirs.append(seconds)
    a, b = min(ours[1:]), min(theirs[1:])  # the first turn warms both up
    agreement = (our.labels_ == their.labels_).mean()
    return (
        f"{name:12} {rows.shape[0]:7,d} {rows.shape[1]:8,d} {rows.nnz:11,d} {rows.dtype!s:8} {k:5d} |"
        f" {a * 1e3:9.1f} {b * 1e3:11.1f} {b / a:6.1f} | {our.n_iter_:3d} {their.n_iter_:3d} |"
        f" {inertia(rows, our.cluster_centers_):14.8g} {inertia(rows, their.cluster_centers_):14.8g} |"
        f" {agreement:7.2%}"
    )


def workloads(small: bool) -> Iterator[tuple[str, Any, int]]:
    """Yield name, rows and number of clusters."""
    texts = bbc()
    if texts is not None:
        for k in (5, 20, 100):
            yield "BBC", texts, k
        yield "BBC", texts.astype(np.float32), 20
    else:
        print(f"no texts at {TEXTS}: generated ones alone")
    rows = generated(3_000, 20_000, 100) if small else generated(20_000, 50_000, 100)
    for k in (5, 20, 100) if small else (5, 20, 100, 500):
        yield "generated", rows, k


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.sparse", description=__doc__.splitlines()[0])
    parser.add_argument("-n", "--repetitions", type=int, default=3, help="counted runs of each (default 3)")
    parser.add_argument("--small", action="store_true", help="3,000 generated texts instead of 20,000")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    print(
        f"covey {__version__} ({engine.instruction_set()}, {engine.default_threads()} threads) beside "
        "scikit-learn; TF-IDF; same start, default tol, whole call of fit, least of "
        f"{options.repetitions}\n"
    )
    print(
        "texts           rows  columns     entries dtype        k |     covey ms  sklearn ms  ratio |"
        " iter    | inertia: covey   scikit-learn  | same labels"
    )
    for name, rows, k in workloads(options.small):
        print(compare(name, rows, k, options.repetitions), flush=True)


if __name__ == "__main__":
    main()
