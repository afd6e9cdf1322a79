"""MiniBatchKMeans and BisectingKMeans beside scikit-learn's: time and inertia over several seeds.

    .venv/bin/python -m bench.estimators [--seeds 4] [--rows 1000000]

Same rows, same parameters, every processor for both; the two take turns. Inertias are recomputed by judge.py.
"""

import argparse
import statistics
import time

import numpy as np
import sklearn.cluster

import covey
from bench.judge import inertia

CLUSTERS = 64


def tables(n):
    random = np.random.default_rng(0)
    blobs, _ = covey.make_blobs(n_samples=n, n_features=16, centers=64, cluster_std=3.0, random_state=1)
    yield "64 groups", blobs
    yield "no groups", random.normal(size=(n, 16))


def timed(estimator, rows):
    begin = time.perf_counter()
    model = estimator.fit(rows)
    return time.perf_counter() - begin, inertia(rows, model.cluster_centers_)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seeds", type=int, default=4)
    options.add_argument("--rows", type=int, default=1_000_000)
    asked = options.parse_args()
    print(f"{asked.rows:,} x 16, K = {CLUSTERS}, {asked.seeds} seeds: median seconds, mean inertia")
    for name, rows in tables(asked.rows):
        for kind in ("MiniBatchKMeans", "BisectingKMeans"):
            found = {"covey": [], "scikit-learn": []}
            for seed in range(asked.seeds):
                for package, home in (("covey", covey), ("scikit-learn", sklearn.cluster)):
                    found[package].append(timed(getattr(home, kind)(CLUSTERS, random_state=seed), rows))
            for package, runs in found.items():
                seconds = statistics.median(second for second, _ in runs)
                mean = statistics.fmean(total for _, total in runs)
                print(f"{name:10} {kind:16} {package:13} {seconds:8.3f} s {mean:16.0f}", flush=True)


if __name__ == "__main__":
    main()
