"""Point sets with a known or best known inertia, and rows made here that nobody has tuned to.

In:   ../shared/data/optima/best_known.csv, the sets it names; a seed for made ones.
Out:  Instance: name, k, rows, best known inertia (None: whatever the race finds lowest), proven or not.
Not here: the race itself (quality.py).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

DATA = Path(__file__).parents[1] / ".." / "shared" / "data"

# Mean inertia of breathing k-means (Fritzke 2020, arXiv 2006.15666), for sets that are at hand.
PUBLISHED = {
    ("shapes/sipu/jain", 30): 583.5,
    ("shapes/sipu/r15", 30): 65.80,
    ("shapes/sipu/d31", 100): 1324.0,
    ("shapes/sipu/aggregation", 200): 234.0,
    ("shapes/sipu/flame", 80): 43.92,
    ("shapes/sipu/spiral", 80): 122.0,
    ("shapes/sipu/s2", 100): 2.604e12,
    ("shapes/sipu/unbalance", 100): 2.300e10,
}


@dataclass(frozen=True)
class Instance:
    name: str
    k: int
    best: float | None
    proven: bool = False
    published: bool = False

    @property
    def key(self) -> str:
        return f"{self.name} {self.k}"

    def rows(self) -> np.ndarray:
        if self.name.startswith("made/"):
            return made(*self.name.split("/")[1:])
        if self.name.startswith("shapes/"):
            return np.loadtxt(DATA / f"{self.name}.data.gz", ndmin=2)
        return np.loadtxt(DATA / "optima" / f"{self.name}.txt", skiprows=1, ndmin=2)


def made(kind: str, size: str, seed: str) -> np.ndarray:
    """Return rows of one kind: unequal groups, noise, or a grid of repeated whole numbers."""
    n, d, groups = map(int, size.split("x"))
    random = np.random.default_rng(int(seed))
    if kind == "noise":
        return random.normal(size=(n, d))
    if kind == "grid":
        return random.poisson(3.0, size=(n, d)).astype(float)
    centers = random.uniform(-10, 10, size=(groups, d))
    which = random.choice(groups, size=n, p=random.dirichlet(np.full(groups, 2.0)))
    spread = random.uniform(0.3, 2.0, size=groups)
    return centers[which] + spread[which, None] * random.normal(size=(n, d))


def instances(kind: str) -> list[Instance]:
    """Return the instances of "known", "published" or "made"."""
    if kind == "published":
        return [Instance(name, k, best, published=True) for (name, k), best in PUBLISHED.items()]
    if kind == "made":
        shapes = [("groups/3000x2x40", 40), ("groups/2000x8x25", 25), ("groups/1000x30x12", 20)]
        shapes += [("noise/1500x3x1", 30), ("noise/800x12x1", 15), ("grid/1200x5x1", 20)]
        return [Instance(f"made/{shape}/{seed}", k, None) for shape, k in shapes for seed in (101, 102)]
    with open(DATA / "optima" / "best_known.csv", newline="", encoding="utf-8") as file:
        return [
            Instance(row["dataset"], int(row["k"]), float(row["sse"]), row["source"].startswith("proven"))
            for row in csv.DictReader(file)
        ]
