"""What a fit costs besides time, and how near a dense pass comes to the machine's limit.

Out:  peak memory of a fit over its data; seconds of a fit in a child forked after a fit; the lesson's ten
      starts beside scikit-learn; the share of the multiply-add peak and of the copy bandwidth that a pass
      reaches, in an iteration of a fit and in `predict`.
Run:  python -m bench.limits
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
import warnings
from collections.abc import Callable

import numpy as np

from bench.machine import Machine, describe, measured_again
from bench.table import clock
from covey import KMeans, engine, make_blobs

MEMORY = """
import os, resource, sys
import numpy as np
from covey import KMeans

def peak():  # bytes; Linux hands ru_maxrss of the parent on to the child, so its own high-water mark is read
    if os.path.exists("/proc/self/status"):
        return next(int(l.split()[1]) for l in open("/proc/self/status") if l.startswith("VmHWM")) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)

KMeans(2, n_init=1).fit(np.random.default_rng(0).normal(size=(20_000, 16)).astype(np.float32))
rows = np.empty((2_000_000, 16), np.float32)
np.random.default_rng(0).standard_normal(dtype=np.float32, out=rows)
before = peak()
KMeans(16, n_init=1, max_iter=10).fit(rows)
print((peak() - before + rows.nbytes) / rows.nbytes)
"""


def memory_over_data() -> float:
    """Return the peak memory of a fit of 2M x 16 float32 rows, rows included, over the size of the rows."""
    done = subprocess.run([sys.executable, "-c", MEMORY], capture_output=True, text=True, check=True)
    return float(done.stdout)


def seconds_in_a_forked_child() -> float:
    """Return the seconds until a child, forked after a fit on all threads, has fitted the same."""
    rows = np.random.default_rng(0).normal(size=(200_000, 8)).astype(np.float32)
    KMeans(12, n_init=1, max_iter=20, random_state=0).fit(rows)
    begin = time.perf_counter()
    child = os.fork()
    if child == 0:
        KMeans(12, n_init=1, max_iter=20, random_state=0).fit(rows)
        os._exit(0)
    while time.perf_counter() - begin < 30:
        ended, _ = os.waitpid(child, os.WNOHANG)
        if ended:
            return time.perf_counter() - begin
        time.sleep(0.001)
    os.kill(child, 9)
    os.waitpid(child, 0)
    return float("inf")


def fastest(call: Callable[[], object], repetitions: int) -> float:
    """Return the seconds of the fastest of some calls."""
    best = float("inf")
    for _ in range(repetitions):
        begin = time.perf_counter()
        call()
        best = min(best, time.perf_counter() - begin)
    return best


def lesson() -> tuple[float, float]:
    """Return the seconds of ten starts on the lesson's blobs, run in turn: covey, scikit-learn."""
    from sklearn.cluster import KMeans as TheirKMeans

    rows, _ = make_blobs(n_samples=300, centers=4, cluster_std=0.7, random_state=42)
    ours = theirs = float("inf")
    for _ in range(5):
        ours = min(ours, fastest(lambda: KMeans(4, n_init=10, random_state=42).fit(rows), 10))
        theirs = min(theirs, fastest(lambda: TheirKMeans(4, n_init=10, random_state=42).fit(rows), 10))
    return ours, theirs


def dense_pass(n: int, d: int, k: int, n_passes: int) -> tuple[float, float]:
    """Return the seconds of one pass over normal noise: the fastest iteration of a fit, and `predict`."""
    random = np.random.default_rng(n + d)
    rows = random.standard_normal((n, d), dtype=np.float32)
    centers = random.standard_normal((k, d), dtype=np.float32)
    ended: list[float] = []
    for _ in range(2):
        engine.fit(
            rows,
            k,
            init=centers,
            max_iter=n_passes,
            tol=0,
            on_iteration=lambda *_: ended.append(time.perf_counter()),
        )
    gaps = np.diff(ended)
    return float(gaps[gaps > 0].min()), fastest(lambda: engine.assign(rows, centers), n_passes)


def report(machine: Machine) -> list[str]:
    """Return what was measured, one line each."""
    lines = [f"peak memory of a fit, 2,000,000 x 16 float32: {memory_over_data():.2f} x the data"]
    if hasattr(os, "fork"):
        lines.append(f"a fit in a child forked after a fit: {clock(seconds_in_a_forked_child())}")
    ours, theirs = lesson()
    times = f"covey {clock(ours)}, scikit-learn {clock(theirs)}, {theirs / ours:.1f} x"
    lines.append(f"the lesson's blobs, n_init=10: {times}")
    products, stream = dense_pass(200_000, 128, 1024, 3), dense_pass(2_000_000, 4, 4, 7)
    machine = measured_again(machine)
    for name, seconds in zip(("an iteration of a fit", "predict"), products, strict=True):
        rate = 2e-9 * 200_000 * 128 * 1024 / seconds
        share = f"{rate / machine.gigaflops:.0%} of {machine.gigaflops:.0f}"
        lines.append(f"200,000 x 128, k=1024, {name}: {clock(seconds)}, {rate:.0f} GFLOP/s, {share}")
    for name, seconds in zip(("an iteration of a fit", "predict"), stream, strict=True):
        rate = 4e-9 * 2_000_000 * 4 / seconds
        share = f"{rate / machine.gigabytes:.0%} of {machine.gigabytes:.1f} copied"
        lines.append(f"2,000,000 x 4, k=4, {name}: {clock(seconds)}, {rate:.1f} GB/s read, {share}")
    return lines


def main() -> None:
    """Measure and print."""
    warnings.simplefilter("ignore")
    for line in report(describe()):
        print(line, flush=True)


if __name__ == "__main__":
    main()
