"""How good is a partition? Pure functions of points and labels.

In:   rows and one label per row, from any library.
Out:  numbers with scikit-learn's names, signatures and meaning, on covey's engine.
Not here: deciding what a number means for the number of groups (`choose_k`).
Next: silhouette.py, spread.py.
"""

from covey.metrics.many_rows import silhouette_estimate, silhouette_interval
from covey.metrics.silhouette import silhouette_samples, silhouette_score, silhouette_scores
from covey.metrics.spread import calinski_harabasz_score, davies_bouldin_score

__all__ = [
    "calinski_harabasz_score",
    "davies_bouldin_score",
    "silhouette_estimate",
    "silhouette_interval",
    "silhouette_samples",
    "silhouette_score",
    "silhouette_scores",
]
