"""Who runs: covey, and every other k-means on a CPU that installs with pip. One function each.

In:   a Task: rows, the start (k, d), the most iterations, and how many scikit-learn needed.
Out:  Answer: centers (k, d), labels (n,), iterations.
Rule: what is not the call itself (imports, conversion to the only dtype a peer takes) is done before the
      clock starts, to the peer's favour.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Task:
    """What a peer is asked to do."""

    rows: Any
    start: np.ndarray
    max_iter: int
    iterations: int  # that scikit-learn needed; for those who cannot stop by themselves
    algorithm: str = ""

    @property
    def k(self) -> int:
        """Number of clusters."""
        return len(self.start)


@dataclass(frozen=True)
class Answer:
    """What a peer found: centers (k, d), and a label per row, whatever it calls them."""

    centers: np.ndarray
    iterations: int  # 0 where the peer does not say
    labels: Any


def covey(task: Task) -> Callable[[], Answer]:
    from covey import KMeans

    def call() -> Answer:
        model = KMeans(task.k, init=task.start, n_init=1, max_iter=task.max_iter, tol=0).fit(task.rows)
        return Answer(model.cluster_centers_, model.n_iter_, model.labels_)

    return call


def scikit_learn(task: Task) -> Callable[[], Answer]:
    from sklearn.cluster import KMeans

    def call() -> Answer:
        model = KMeans(task.k, init=task.start, n_init=1, max_iter=task.max_iter, tol=0).fit(task.rows)
        return Answer(model.cluster_centers_, model.n_iter_, model.labels_)

    return call


def intelex(task: Task) -> Callable[[], Answer]:
    from sklearnex.cluster import KMeans

    def call() -> Answer:
        model = KMeans(task.k, init=task.start, n_init=1, max_iter=task.max_iter, tol=0).fit(task.rows)
        return Answer(np.asarray(model.cluster_centers_), model.n_iter_, model.labels_)

    return call


def faiss(task: Task) -> Callable[[], Answer]:
    import faiss as library

    n, d = task.rows.shape
    library.omp_set_num_threads(
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    )
    fields: dict[str, Any] = {
        "niter": task.iterations,
        "max_points_per_centroid": n,
        "min_points_per_centroid": 1,
    }
    if task.algorithm == "SuperKMeans":
        fields["use_super_kmeans"] = True

    def call() -> Answer:
        model = library.Kmeans(d, task.k, **fields)
        model.train(task.rows, init_centroids=task.start)
        _, labels = model.assign(task.rows)
        return Answer(model.centroids, task.iterations, labels)

    return call


def superkmeans(task: Task) -> Callable[[], Answer]:
    from superkmeans import SuperKMeans

    n, d = task.rows.shape
    fields = {
        "hierarchical": False,
        "sampling_fraction": 1.0,
        "max_points_per_cluster": n,
        "early_termination": False,
    }

    def call() -> Answer:
        model = SuperKMeans(n_clusters=task.k, dimensionality=d, iters=task.iterations, **fields)
        centers = model.train(task.rows)
        return Answer(centers, task.iterations, model.assign_training_points(task.rows, centers))

    return call


def mlpack(task: Task) -> Callable[[], Answer]:
    import mlpack as library

    rows, start = task.rows.astype(np.float64), task.start.astype(np.float64)

    def call() -> Answer:
        found = library.kmeans(
            input_=rows,
            clusters=task.k,
            initial_centroids=start.copy(),
            max_iterations=task.max_iter,
            algorithm=task.algorithm,
            labels_only=True,
        )
        return Answer(found["centroid"], 0, found["output"])

    return call


@dataclass(frozen=True)
class Peer:
    """A competitor: its function, its package, and what it can do."""

    name: str
    prepare: Callable[[Task], Callable[[], Answer]]
    package: str
    algorithms: tuple[str, ...] = ("",)  # its best one counts
    sparse: bool = False
    same_start: bool = True
    largest_work: float = np.inf  # multiply-adds of a dense run beyond which it is not waited for


PEERS = [
    Peer("covey", covey, "covey", sparse=True),
    Peer("scikit-learn", scikit_learn, "scikit-learn", sparse=True),
    Peer("scikit-learn-intelex", intelex, "scikit-learn-intelex", sparse=True),
    Peer("faiss", faiss, "faiss-cpu", ("", "SuperKMeans")),
    Peer("superkmeans", superkmeans, "superkmeans", same_start=False),
    Peer("mlpack", mlpack, "mlpack", ("hamerly", "dualtree", "elkan", "naive"), largest_work=2e11),
]
