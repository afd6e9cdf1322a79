"""Is the descent that the race times the exact one? Beside scikit-learn in float64, from the same start.

In float32 two engines part where two centers are equally near to within rounding, and then end at different
inertias, a little higher or lower. covey decides such rows in float64. So on float64 rows every row must get
the label that scikit-learn gives it, after as many iterations. On float32 rows the centers are rounded to
float32 between iterations, and that is all that may part the two. Where rows are whole numbers, two centers
can be equally near indeed: covey takes the lower label, scikit-learn what its rounding says.
Out:  per workload of the race: iterations, inertia and rows with another label, for float64 and float32 rows.
Run:  python -m bench.exact; two minutes. --quick for smaller tables.
"""

from __future__ import annotations

import argparse
import warnings

import numpy as np

from bench.judge import inertia
from bench.workloads import start, workloads


def main() -> None:
    """Run both on every workload, and print what differs."""
    from sklearn.cluster import KMeans as ScikitLearn

    from covey import KMeans

    parser = argparse.ArgumentParser(prog="python -m bench.exact", description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="smaller tables")
    options = parser.parse_args()
    warnings.simplefilter("ignore")  # that a descent was stopped by max_iter is in the table
    print(f"{'':20}{'':11}{'scikit-learn':>14}{'covey, float64 rows':>36}{'covey, float32 rows':>36}")
    print(f"{'':20}{'rows':>11}{'iterations':>14}" + 2 * f"{'iterations':>12}{'inertia':>9}{'labels':>15}")
    for work in workloads(quick=options.quick):
        rows = work.rows()
        begin = start(rows, work.k)
        fixed = {"n_init": 1, "max_iter": work.max_iter, "tol": 0}
        wide = rows.astype(np.float64)
        exact = ScikitLearn(work.k, init=begin.astype(np.float64), **fixed).fit(wide)
        lowest = inertia(rows, exact.cluster_centers_)
        line = f"{work.name:20}{work.n:>11,}{exact.n_iter_:>14}"
        for ours in (
            KMeans(work.k, init=begin, **fixed).fit(wide),
            KMeans(work.k, init=begin, **fixed).fit(rows),
        ):
            apart = inertia(rows, ours.cluster_centers_) / lowest - 1
            others = int(np.count_nonzero(ours.labels_ != exact.labels_))
            line += f"{ours.n_iter_:>12}{apart:>+9.0e}{f'{others:,} other' if others else 'same':>15}"
        print(line, flush=True)


if __name__ == "__main__":
    main()
