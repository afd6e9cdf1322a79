import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics as theirs
from tests.reference.totals import calinski_harabasz, davies_bouldin

import covey

POINTS, LABELS = covey.make_blobs(n_samples=300, n_features=4, centers=5, cluster_std=3.0, random_state=0)
WEIGHTS = np.random.default_rng(0).integers(0, 4, 300)
PAIRS = [
    (covey.calinski_harabasz_score, theirs.calinski_harabasz_score, calinski_harabasz),
    (covey.davies_bouldin_score, theirs.davies_bouldin_score, davies_bouldin),
]
each_score = pytest.mark.parametrize(("score", "their_score", "twin"), PAIRS, ids=["ch", "db"])


@each_score
@pytest.mark.parametrize(
    "form", [np.asarray, np.float32, pd.DataFrame, sp.csr_array], ids=["f64", "f32", "frame", "sparse"]
)
def test_the_score_is_that_of_scikit_learn(score, their_score, twin, form):
    expected = their_score(POINTS, LABELS)
    rel = 1e-6 if form is np.float32 else 1e-10
    assert score(form(POINTS), LABELS) == pytest.approx(expected, rel=rel)
    assert twin(POINTS, LABELS) == pytest.approx(expected, rel=1e-10)
    assert score(POINTS, np.array(list("abcde"))[LABELS]) == score(POINTS, LABELS)


@each_score
def test_a_weight_is_a_number_of_rows(score, their_score, twin):
    weighted = score(POINTS, LABELS, sample_weight=WEIGHTS)
    assert weighted == score(POINTS.repeat(WEIGHTS, axis=0), LABELS.repeat(WEIGHTS))
    assert weighted == pytest.approx(twin(POINTS, LABELS, WEIGHTS), rel=1e-10)


@each_score
@given(seed=st.integers(0, 999))
def test_the_order_of_the_rows_does_not_matter(score, their_score, twin, seed):
    order = np.random.default_rng(seed).permutation(300)
    assert score(POINTS[order], LABELS[order]) == score(POINTS, LABELS)


@each_score
@pytest.mark.parametrize("size", [2.0**500, 2.0**-700])
def test_the_unit_does_not_matter(score, their_score, twin, size):
    assert score(POINTS * size, LABELS) == pytest.approx(score(POINTS, LABELS), rel=1e-12)


@each_score
def test_a_far_away_table_keeps_its_score(score, their_score, twin):
    assert score(POINTS + 1e8, LABELS) == pytest.approx(score(POINTS, LABELS), rel=1e-6)


@each_score
def test_clusters_without_width_score_as_in_scikit_learn(score, their_score, twin):
    rows = np.repeat([[0.1, 0.2], [0.3, 0.7], [0.9, 0.9]], 7, axis=0)
    labels = np.repeat([0, 1, 2], 7)
    assert (
        score(rows, labels) == {"calinski_harabasz_score": 1.0, "davies_bouldin_score": 0.0}[score.__name__]
    )
    assert score(np.ones((6, 2)), [0, 1, 2] * 2) == their_score(np.ones((6, 2)), [0, 1, 2] * 2)


@each_score
def test_what_makes_no_score_is_refused(score, their_score, twin):
    for labels in (np.zeros(300), np.arange(300)):
        with pytest.raises(ValueError, match="Number of labels is"):
            score(POINTS, labels)
    with pytest.raises(ValueError, match="inconsistent numbers of samples"):
        score(POINTS, LABELS[:-1])
    with pytest.raises(ValueError, match="contains NaN"):
        score(np.where(POINTS[3, 1] == POINTS, np.nan, POINTS), LABELS)
    with pytest.raises(ValueError, match="Number of labels is 1"):
        score(POINTS, LABELS, sample_weight=LABELS == 0)
