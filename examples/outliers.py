"""Rows out of place: the lesson's anomaly detection.

Run it: python examples/outliers.py
"""

import numpy as np

import covey

points, _ = covey.make_blobs(n_samples=300, centers=4, cluster_std=0.7, random_state=42)
strays = np.array([[10.0, -2.0], [-9.5, 1.0], [0.0, -11.0]])
found = covey.outliers(np.vstack([points, strays]))
print(f"{found.flags.sum()} of {len(found.flags)} rows flagged; the planted ones are rows 300 to 302")
for row in found.flags.nonzero()[0]:
    print(f"row {row}: score {found.scores[row]:.4f}, {found.reasons[row]}")
