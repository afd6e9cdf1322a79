"""Genes that rise and fall together: the lesson's gene grouping.

Run it: python examples/genes.py [MATRIX [SAMPLES]]
Without a file it plants three kinds of genes over two kinds of samples.
"""

import sys

import numpy as np

import covey

if len(sys.argv) > 1:
    found = covey.genes(sys.argv[1], sample_k=2, annotation=sys.argv[2] if len(sys.argv) > 2 else None)
else:
    random = np.random.default_rng(0)
    kinds = np.array([[0.0] * 8 + [3.0] * 8, [3.0] * 8 + [0.0] * 8, [0.0, 3.0] * 8])
    rows = kinds[np.repeat([0, 1, 2], 40)] + random.uniform(4, 9, (120, 1)) + random.normal(0, 0.4, (120, 16))
    found = covey.genes(rows, sample_k=2, annotation=["sick"] * 8 + ["well"] * 8)

for cluster in found.clusters:
    print(f"{cluster.size} genes, grade {cluster.grade}: {', '.join(cluster.members[:4])} ...")
sizes = [cluster.size for cluster in found.sample_clusters]
print(f"samples: {sizes}, agreement with the annotation {found.sample_ari:.2f}")
print(f"hierarchical clustering (Ward): {found.hierarchical_ari:.2f}")
