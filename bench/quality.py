"""How low does the inertia get, and how long does that take, beside every peer that installs?

In:   sets with known optima (../shared/data/optima and shapes), published values, rows made here; --seeds.
Out:  one table row per method: mean and worst excess over the best known inertia, how often it came within
      0, 0.1 and 1 %, its time beside ours, and the expected time to a target: all time spent, over the runs
      that got there.
Rules: float64 rows, every inertia recomputed by one function (judge.py), methods in turn for each seed.
      scikit-learn x 100 is made of ten runs of x 10: its starts share nothing.
Run:  python -m bench.quality --only iris,tsplib1060 --seeds 5
      python -m bench.quality --keep quality.jsonl   (parts add up in the file; --table-only prints it)
"""

from __future__ import annotations

import argparse
import json
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from bench.judge import inertia
from bench.optima import Instance, instances
from bench.quality_table import per_instance, small_table, summary

Fitted = Callable[[np.ndarray, int, int], np.ndarray]  # rows, k, seed -> centers


def methods() -> dict[str, Fitted]:
    """Return every method whose package is installed, ours first."""
    from sklearn.cluster import KMeans as Theirs

    from covey import KMeans

    def ours(effort: str) -> Fitted:
        return lambda rows, k, seed: KMeans(k, effort=effort, random_state=seed).fit(rows).cluster_centers_

    def theirs(n_init: int) -> Fitted:
        return lambda rows, k, seed: Theirs(k, n_init=n_init, random_state=seed).fit(rows).cluster_centers_

    found = {f"covey {effort}": ours(effort) for effort in ("fast", "standard", "best")}
    found |= {"scikit-learn x 1": theirs(1), "scikit-learn x 10": theirs(10)}
    try:
        from bkmeans import BKMeans
    except ImportError:
        pass
    else:

        def breathing(rows: np.ndarray, k: int, seed: int) -> np.ndarray:
            np.random.seed(seed)
            return BKMeans(n_clusters=k, random_state=seed).fit(rows).cluster_centers_

        found["bkmeans"] = breathing
    try:
        from flspp import FLSpp
    except ImportError:
        pass
    else:

        def swapping(rows: np.ndarray, k: int, seed: int) -> np.ndarray:
            return np.asarray(FLSpp(n_clusters=k, random_state=seed).fit(rows).cluster_centers_)

        found["flspp"] = swapping
    return found


def timed(fitted: Fitted, rows: np.ndarray, k: int, seed: int) -> tuple[float, float]:
    """Return seconds and inertia of one run; infinite where the method fails."""
    begin = time.perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        centers = fitted(rows.copy(), k, seed)
    return time.perf_counter() - begin, inertia(rows, centers)


def race(instance: Instance, runners: dict[str, Fitted], n_seeds: int) -> list[dict[str, Any]]:
    """Return one record per run."""
    rows = np.ascontiguousarray(instance.rows())
    out = []
    for seed in range(n_seeds):
        for name, fitted in runners.items():
            try:
                seconds, found = timed(fitted, rows, instance.k, seed)
            except Exception as problem:
                out.append({"set": instance.key, "method": name, "seed": seed, "failed": str(problem)[:80]})
                continue
            out.append({"set": instance.key, "method": name, "seed": seed, "s": seconds, "inertia": found})
    return out


def main() -> None:
    """Race, keep, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.quality", description=__doc__.splitlines()[0])
    parser.add_argument("--sets", default="known", choices=["known", "published", "made"])
    parser.add_argument("--only", help="names of sets, by commas")
    parser.add_argument("--skip", help="names of sets to leave out, by commas")
    parser.add_argument("--methods", help="beginnings of names of methods, by commas")
    parser.add_argument("--seeds", type=int, default=20, help="runs of each (default 20)")
    parser.add_argument(
        "--keep", type=Path, help="add the runs to this file, and print the table of all of it"
    )
    parser.add_argument("--table-only", action="store_true", help="print the table of the kept runs")
    parser.add_argument(
        "--save", type=Path, help="write a small table, a line per set and method, to this file"
    )
    parser.add_argument("--each", action="store_true", help="a line per set too")
    options = parser.parse_args()
    runners = methods()
    if options.methods:
        wanted = tuple(name.strip() for name in options.methods.split(","))
        runners = {name: one for name, one in runners.items() if name.startswith(wanted)}
    chosen = instances(options.sets)
    named = [set(text.split(",")) if text else None for text in (options.only, options.skip)]
    chosen = [
        one
        for one in chosen
        if (named[0] is None or one.name in named[0]) and not (named[1] and one.name in named[1])
    ]
    runs = []
    if options.keep and options.keep.exists():
        runs = [json.loads(line) for line in options.keep.read_text().splitlines()]
    for instance in [] if options.table_only else chosen:
        new = race(instance, runners, options.seeds)
        runs += new
        if options.keep:
            with options.keep.open("a") as file:
                file.writelines(json.dumps(run) + "\n" for run in new)
    if options.save:
        options.save.write_text(small_table(chosen, runs))
    if options.each:
        print(per_instance(chosen, runs))
    print(summary(chosen, runs))


if __name__ == "__main__":
    main()
