"""A warning stands on the line that the user wrote, whatever lies between."""

import inspect

import numpy as np
import pytest
from sklearn.pipeline import make_pipeline

import covey
from covey import BisectingKMeans, KMeans, MiniBatchKMeans, make_blobs

ROWS, _ = make_blobs(n_samples=200, centers=4, random_state=0)
FEW = np.repeat([[0.0, 1.0], [1.0, 0.0]], 10, axis=0)
BIG = np.arange(2**53 + 1, 2**53 + 9)[:, None]
CALLS = {
    **{f"{kind.__name__}, few rows": lambda kind=kind: kind(3, random_state=0).fit(FEW)
       for kind in (KMeans, MiniBatchKMeans, BisectingKMeans)},
    **{f"{kind.__name__}, {way}": lambda kind=kind, way=way: getattr(kind(3, random_state=0), way)(FEW)
       for kind in (KMeans, MiniBatchKMeans, BisectingKMeans) for way in ("fit_predict", "fit_transform")},
    **{f"{kind.__name__}, starts": lambda kind=kind: kind(4, init=ROWS[:4], n_init=3).fit(ROWS)
       for kind in (KMeans, MiniBatchKMeans)},
    "partial_fit, starts": lambda: MiniBatchKMeans(4, init=ROWS[:4], n_init=3).partial_fit(ROWS),
    "init_size": lambda: MiniBatchKMeans(4, init_size=2, random_state=0).fit(ROWS),
    "max_iter": lambda: KMeans(4, max_iter=1, n_init=1, init="random", random_state=0).fit(ROWS),
    "in a pipeline": lambda: make_pipeline(KMeans(3, random_state=0)).fit(FEW),
    "rounding": lambda: KMeans(1).fit(BIG),
    "segment": lambda: covey.segment({"a": np.repeat([1.5, 2.5, 3.5, 7.0], 10)}, k=6),
    "choose_k": lambda: covey.choose_k(FEW),
}  # fmt: skip


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_a_warning_stands_on_the_line_of_the_user(call):
    lines, first = inspect.getsourcelines(call)

    with pytest.warns() as caught:
        call()

    places = {(warning.filename, warning.lineno) for warning in caught}
    assert places <= {(__file__, line) for line in range(first, first + len(lines))}
