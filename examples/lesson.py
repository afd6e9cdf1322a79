"""A lesson on k-means, step by step, on covey: one changed import, the same numbers.

Run it: python examples/lesson.py
"""

import numpy as np

from covey import KMeans, choose_k, make_blobs, silhouette_score

# 1. Sample data: four round groups.
X, truth = make_blobs(n_samples=300, centers=4, cluster_std=0.7, random_state=42)
print(f"1. points: {X.shape[0]} rows, {X.shape[1]} columns")

# 2. Fit. k-means++ starts, ten of them; the best is kept.
kmeans = KMeans(n_clusters=4, init="k-means++", n_init=10, max_iter=300, random_state=42)
labels = kmeans.fit_predict(X)
print(
    f"2. K = 4: inertia {kmeans.inertia_:.3f} after {kmeans.n_iter_} iterations, sizes {np.bincount(labels)}"
)
print(f"   centers {np.array2string(kmeans.cluster_centers_, precision=2, separator=', ')}".replace("\n", ""))

# 3. The elbow: the inertia falls steeply up to K = 4, then hardly.
inertias = [KMeans(k, n_init=10, random_state=42).fit(X).inertia_ for k in range(1, 11)]
print("3. inertia for K = 1..10: " + ", ".join(f"{value:.0f}" for value in inertias))

# 4. The silhouette: how much nearer each point is to its own group than to the next.
scores = {k: silhouette_score(X, KMeans(k, n_init=10, random_state=42).fit_predict(X)) for k in range(2, 8)}
print("4. silhouette for K = 2..7: " + ", ".join(f"{value:.3f}" for value in scores.values()))
print(f"   the best is K = {max(scores, key=scores.get)}")

# 5. Customers: recency, frequency, spend; scaled, so that no column drowns the others.
random = np.random.RandomState(42)
recency = np.abs(random.normal(30, 20, 500))
frequency = np.abs(random.normal(5, 3, 500))
monetary = np.abs(random.normal(200, 100, 500))
customers = np.column_stack([recency, frequency, monetary])
scaled = (customers - customers.mean(axis=0)) / customers.std(axis=0)
segments = KMeans(n_clusters=4, n_init=10, random_state=42).fit_predict(scaled)
print("5. customers in 4 segments (mean recency, frequency, spend):")
for label in range(4):
    mean = customers[segments == label].mean(axis=0)
    print(f"   segment {label}: {mean[0]:5.1f} days, {mean[1]:4.1f} orders, {mean[2]:6.1f} spent")

# 6. What the lesson could not ask: are these groups real?
for name, points in {"blobs": X, "customers": scaled}.items():
    choice = choose_k(points, random_state=42)
    print(f"6. {name}: natural_k = {choice.natural_k}, verdict {choice.verdict}")
    print(f"   {choice.reasons[0]}")
