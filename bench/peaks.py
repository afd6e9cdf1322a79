"""What can this machine do? The measured ceiling for arithmetic and for memory.

Out:  GFLOP/s of float32 multiply-adds (a product of matrices that stay in cache, all processors) and GB/s of
      copying (read and written bytes counted), the best of several runs.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from covey import engine


def multiply_add_gigaflops(size: int = 768, repetitions: int = 30) -> float:
    """Return the best GFLOP/s of a float32 matrix product: two operations per multiply-add."""
    a = np.random.default_rng(0).normal(size=(size, size)).astype(np.float32)
    best = 0.0
    for _ in range(repetitions):
        begin = time.perf_counter()
        a @ a
        best = max(best, 2.0 * size**3 / (time.perf_counter() - begin) / 1e9)
    return best


def copy_gigabytes(megabytes: int = 256, repetitions: int = 8) -> float:
    """Return the best GB/s of copying arrays, one per processor."""
    n_threads = engine.default_threads()
    sources = [np.full(megabytes * 131072, 1.0) for _ in range(n_threads)]
    targets = [np.full_like(source, 2.0) for source in sources]
    best = 0.0
    with ThreadPoolExecutor(n_threads) as pool:
        for _ in range(repetitions):
            begin = time.perf_counter()
            list(pool.map(np.copyto, targets, sources))
            best = max(best, 2e-9 * sum(s.nbytes for s in sources) / (time.perf_counter() - begin))
    return best
