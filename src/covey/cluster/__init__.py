"""Estimators with scikit-learn's face on covey's engine.

In:   arrays and frames as scikit-learn takes them.
Out:  fitted estimators: KMeans; and kmeans_plusplus, the starting centers alone.
Not here: choosing the number of clusters (`choose_k`), explaining them (`explain`).
Next: kmeans.py.
"""

from covey.cluster.kmeans import KMeans
from covey.cluster.starting_centers import kmeans_plusplus

__all__ = ["KMeans", "kmeans_plusplus"]
