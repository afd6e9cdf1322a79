"""Estimators with scikit-learn's face on covey's engine.

In:   arrays and frames as scikit-learn takes them.
Out:  fitted estimators: KMeans, MiniBatchKMeans, BisectingKMeans; and kmeans_plusplus, the starting centers
      alone.
Not here: choosing the number of clusters (`choose_k`), explaining them (`explain`).
Next: conventions.py for what they share, kmeans.py.
"""

from covey.cluster.bisecting import BisectingKMeans
from covey.cluster.kmeans import KMeans
from covey.cluster.minibatch import MiniBatchKMeans
from covey.cluster.starting_centers import kmeans_plusplus

__all__ = ["BisectingKMeans", "KMeans", "MiniBatchKMeans", "kmeans_plusplus"]
