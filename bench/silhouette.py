"""The silhouettes of K = 2 to 10 in one pass, beside scikit-learn's loop over K.

In:   20,000 rows of 16 columns in overlapping groups (or without any), labels of K-means for each K; --rows,
      --columns, --repetitions.
Out:  seconds of both, run in turn; the ratio of the best; the largest difference of any row's silhouette;
      memory that the call needed above the data; then K = 10 alone, the certain interval, the estimate and
      the closed form.
Run:  python -m bench.silhouette
Next: cpp/pair_sums.hpp.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from sklearn.metrics import silhouette_samples as their_samples

from covey import (
    KMeans,
    __version__,
    engine,
    make_blobs,
    silhouette_estimate,
    silhouette_interval,
    silhouette_samples,
    silhouette_score,
)

KS = range(2, 11)


def seconds(call: Callable[[], Any]) -> tuple[float, Any]:
    """Return how long a call took, and what it returned."""
    begin = time.perf_counter()
    result = call()
    return time.perf_counter() - begin, result


def peak_megabytes() -> float:
    """Return the most memory this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def best(call: Callable[[], Any], repetitions: int = 5) -> float:
    """Return the least of several times, in seconds."""
    return min(seconds(call)[0] for _ in range(repetitions))


def compare(name: str, points: np.ndarray, repetitions: int) -> None:
    """Print one table: all K together beside the loop, and the answers that need no pairs."""
    labelings = np.stack([KMeans(k, n_init=1, random_state=0).fit_predict(points) for k in KS])
    before = peak_megabytes()
    _, values = seconds(lambda: engine.silhouettes_of_all(points, labelings, KS))
    needed = peak_megabytes() - before
    ours, theirs, difference = [], [], 0.0
    for _ in range(repetitions):
        ours.append(best(lambda: engine.silhouettes_of_all(points, labelings, KS), 3))
        taken, expected = seconds(lambda: [their_samples(points, labels) for labels in labelings])
        theirs.append(taken)
        difference = max(difference, np.abs(values - np.array(expected)).max())
    atoms = np.unique(labelings, axis=1).shape[1]
    pairs = len(points) ** 2 / 2
    print(
        f"{name}: {len(points):,} x {points.shape[1]}, {atoms:,} different sets of labels\n"
        f"  K = 2 to 10 together   {min(ours):8.3f} s   scikit-learn's loop {min(theirs):8.2f} s   ratio "
        f"{min(theirs) / min(ours):6.1f}\n"
        f"  largest difference     {difference:8.1e}     memory {needed:.0f} MB above the data "
        f"({points.nbytes / 2**20:.0f} MB)   {1e-9 * pairs / min(ours):.2f} billion pairs/s"
    )
    labels = labelings[-1]
    value = silhouette_score(points, labels)
    low, high = silhouette_interval(points, labels)
    found = silhouette_estimate(points, labels, random_state=0)
    print(
        f"  K = 10 alone           {best(lambda: silhouette_samples(points, labels)):8.3f} s   {value:.4f}\n"
        f"  certain interval       {best(lambda: silhouette_interval(points, labels)):8.3f} s   {low:.4f} to "
        f"{high:.4f}\n"
        f"  estimate, {found.n_rows:,} rows   {best(lambda: silhouette_estimate(points, labels)):8.3f} s   "
        f"{found.value:.4f}, 95 % from {found.low:.4f} to {found.high:.4f}\n"
        f"  squared distances      "
        f"{best(lambda: silhouette_samples(points, labels, metric='sqeuclidean')):8.3f} s\n",
        flush=True,
    )


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m bench.silhouette", description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--columns", type=int, default=16)
    parser.add_argument("-n", "--repetitions", type=int, default=1, help="counted runs of each (default 1)")
    parser.add_argument("--noise", action="store_true", help="also rows without groups")
    options = parser.parse_args()
    print(f"covey {__version__} ({engine.instruction_set()}, {engine.default_threads()} threads), float64\n")
    groups, _ = make_blobs(
        options.rows, n_features=options.columns, centers=10, cluster_std=4.0, random_state=0
    )
    compare("groups that overlap", groups, options.repetitions)
    if options.noise:
        noise = np.random.default_rng(0).normal(size=(options.rows, options.columns))
        compare("no groups", noise, options.repetitions)


if __name__ == "__main__":
    main()
