"""Rows out of place: area under the curve beside IsolationForest, and planted rows.

Run it: python -m bench.outliers
Needs ../shared/data/anomalies for the labelled sets.
"""

import gzip
from pathlib import Path
from time import perf_counter

import numpy as np
from sklearn.ensemble import IsolationForest
from sklearn.metrics import roc_auc_score

import covey

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "anomalies"
N_FORESTS = 10


def labelled(path):
    with gzip.open(path, "rt") as file:
        rows = np.loadtxt(file, delimiter=",", skiprows=1)
    return rows[:, :-1], rows[:, -1]


def planted(seed, n_planted=10):
    points, _ = covey.make_blobs(n_samples=300, centers=4, cluster_std=0.7, random_state=seed)
    random = np.random.default_rng(seed)
    strays = []
    while len(strays) < n_planted:
        place = random.uniform(points.min(axis=0) - 8, points.max(axis=0) + 8)
        if np.linalg.norm(points - place, axis=1).min() > 4.5 * 0.7:
            strays.append(place)
    return np.vstack([points, strays])


def main():
    for path in sorted(SHARED.glob("*.csv.gz")):
        points, truth = labelled(path)
        forests = [IsolationForest(random_state=seed).fit(points) for seed in range(N_FORESTS)]
        theirs = [roc_auc_score(truth, -forest.score_samples(points)) for forest in forests]
        start = perf_counter()
        found = covey.outliers(points)
        seconds = perf_counter() - start
        true = int(truth[found.flags].sum())
        print(f"{path.name}: {len(points):,} rows, {found.k} segments, {seconds:.1f} s")
        print(f"  AUC {roc_auc_score(truth, found.scores):.4f}")
        print(f"  IsolationForest {np.mean(theirs):.4f} ± {np.std(theirs):.4f} over {N_FORESTS} seeds")
        print(f"  flagged {found.flags.sum()}, of them {true} of the {int(truth.sum())} labelled")
    runs = [covey.outliers(planted(seed)) for seed in (42, *range(19))]
    hits = [int(run.flags[300:].sum()) for run in runs]
    alarms = [int(run.flags[:300].sum()) for run in runs]
    print(f"blobs, 20 draws: planted rows found {min(hits)} to {max(hits)} of 10")
    share = np.mean(alarms) / 300
    print(f"others flagged {min(alarms)} to {max(alarms)} of 300, {share:.2%} in all; stated: at most 1 %")


if __name__ == "__main__":
    main()
