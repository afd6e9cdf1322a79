"""covey finds the groups in a table: how many, whether they are real, what each one means.

In:   nothing; names are loaded when they are first used, so that `import covey` costs no more than NumPy.
Out:  the public names, listed in `__all__`.
Not here: any work. Each name belongs to a room.
Next: ARCHITECTURE.md.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_ROOM_OF = {
    "BisectingKMeans": "covey.cluster",
    "KMeans": "covey.cluster",
    "MiniBatchKMeans": "covey.cluster",
    "kmeans_plusplus": "covey.cluster",
    "calinski_harabasz_score": "covey.metrics",
    "davies_bouldin_score": "covey.metrics",
    "silhouette_estimate": "covey.metrics",
    "silhouette_interval": "covey.metrics",
    "silhouette_samples": "covey.metrics",
    "silhouette_score": "covey.metrics",
    "silhouette_scores": "covey.metrics",
    "alternatives": "covey.journeys",
    "choose_k": "covey.journeys",
    "segment": "covey.journeys",
    "load": "covey.journeys",
    "outliers": "covey.journeys",
    "palette": "covey.journeys",
    "genes": "covey.journeys",
    "topics": "covey.journeys",
    "make_blobs": "covey.samples",
    "make_customers": "covey.samples",
}

__all__ = [
    "BisectingKMeans",
    "KMeans",
    "MiniBatchKMeans",
    "__version__",
    "alternatives",
    "calinski_harabasz_score",
    "choose_k",
    "davies_bouldin_score",
    "genes",
    "kmeans_plusplus",
    "load",
    "make_blobs",
    "make_customers",
    "outliers",
    "palette",
    "segment",
    "silhouette_estimate",
    "silhouette_interval",
    "silhouette_samples",
    "silhouette_score",
    "silhouette_scores",
    "topics",
]

if TYPE_CHECKING:
    from covey.cluster import BisectingKMeans, KMeans, MiniBatchKMeans, kmeans_plusplus
    from covey.journeys import alternatives, choose_k, genes, load, outliers, palette, segment, topics
    from covey.metrics import (
        calinski_harabasz_score,
        davies_bouldin_score,
        silhouette_estimate,
        silhouette_interval,
        silhouette_samples,
        silhouette_score,
        silhouette_scores,
    )
    from covey.samples import make_blobs, make_customers


def __getattr__(name: str) -> Any:
    if name not in _ROOM_OF:
        raise AttributeError(f"module 'covey' has no attribute {name!r}; it has {', '.join(sorted(__all__))}")
    value = getattr(import_module(_ROOM_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
