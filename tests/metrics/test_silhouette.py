import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import sparse
from sklearn import metrics as theirs

from covey import (
    KMeans,
    calinski_harabasz_score,
    make_blobs,
    silhouette_samples,
    silhouette_score,
    silhouette_scores,
)

BLOBS, TRUTH = make_blobs(n_samples=300, centers=4, cluster_std=0.7, random_state=42)
OURS = ["euclidean", "sqeuclidean", "cosine"]


@st.composite
def weighted_rows(draw):
    """Rows that repeat, labels in two or more clusters, whole weights, some 0 but not all of a cluster's."""
    n, d = draw(st.integers(6, 40)), draw(st.integers(1, 4))
    points = draw(arrays(np.int64, (n, d), elements=st.integers(-5, 5))) * 0.1
    labels = draw(arrays(np.int64, n, elements=st.integers(0, 3)))
    labels[:6] = [0, 0, 0, 1, 1, 1]
    weights = draw(arrays(np.int64, n, elements=st.integers(0, 3)))
    weights[:6] = [1, 2, 1, 1, 3, 1]
    return points, labels, weights


@pytest.mark.parametrize("k, expected", [(2, 0.6093), (3, 0.7888), (4, 0.8546)])
def test_the_lesson_is_reproduced(k, expected):
    labels = KMeans(k, n_init=10, random_state=42).fit_predict(BLOBS)
    assert silhouette_score(BLOBS, labels) == pytest.approx(expected, abs=0.0001)


@pytest.mark.parametrize("metric", OURS)
@pytest.mark.parametrize("labels", [TRUTH, np.array(["a", "b"])[TRUTH % 2], TRUTH * 10 - 7])
def test_values_are_those_of_scikit_learn(labels, metric):
    np.testing.assert_allclose(
        silhouette_samples(BLOBS, labels, metric=metric),
        theirs.silhouette_samples(BLOBS, labels, metric=metric),
        atol=1e-9,
    )


@pytest.mark.parametrize("metric", OURS)
@pytest.mark.parametrize("n, d, k", [(1200, 1, 4), (1200, 16, 9), (600, 70, 3)])
def test_values_of_larger_tables_are_those_of_scikit_learn(n, d, k, metric):
    points, labels = make_blobs(n, n_features=d, centers=k, cluster_std=5.0, random_state=d)
    np.testing.assert_allclose(
        silhouette_samples(points, labels, metric=metric),
        theirs.silhouette_samples(points, labels, metric=metric),
        atol=1e-9,
    )


def test_cosines_of_rows_of_zeros_are_those_of_scikit_learn():
    points = BLOBS.copy()
    points[::7] = 0
    np.testing.assert_allclose(
        silhouette_samples(points, TRUTH, metric="cosine"),
        theirs.silhouette_samples(points, TRUTH, metric="cosine"),
        atol=1e-9,
    )


@pytest.mark.parametrize("metric", OURS)
@pytest.mark.parametrize("k", [299, 150])
def test_rows_alone_in_their_cluster_are_as_in_scikit_learn(k, metric):
    labels = np.arange(300) % k
    np.testing.assert_allclose(
        silhouette_samples(BLOBS, labels, metric=metric),
        theirs.silhouette_samples(BLOBS, labels, metric=metric),
        atol=1e-9,
    )


def test_another_metric_is_scikit_learns():
    ours = silhouette_score(BLOBS, TRUTH, metric="manhattan")
    assert ours == pytest.approx(theirs.silhouette_score(BLOBS, TRUTH, metric="manhattan"))


def test_a_callable_metric_is_scikit_learns():
    def farthest_column(a, b):
        return np.abs(a - b).max()

    ours = silhouette_score(BLOBS[:60], TRUTH[:60], metric=farthest_column)
    assert ours == pytest.approx(silhouette_score(BLOBS[:60], TRUTH[:60], metric="chebyshev"))


def test_keywords_are_scikit_learns():
    ours = silhouette_score(BLOBS, TRUTH, metric="minkowski", p=3)
    assert ours == pytest.approx(theirs.silhouette_score(BLOBS, TRUTH, metric="minkowski", p=3))


def test_distances_computed_before_are_taken_as_they_are():
    distances = theirs.pairwise_distances(BLOBS)
    ours = silhouette_score(distances, TRUTH, metric="precomputed")
    assert ours == pytest.approx(silhouette_score(BLOBS, TRUTH), abs=1e-9)


def test_a_sample_of_distances_computed_before_is_taken_on_both_sides():
    distances = theirs.pairwise_distances(BLOBS)
    ours = silhouette_score(distances, TRUTH, metric="precomputed", sample_size=99, random_state=3)
    assert ours == pytest.approx(silhouette_score(BLOBS, TRUTH, sample_size=99, random_state=3), abs=1e-9)


def test_sparse_rows_are_scikit_learns():
    ours = silhouette_score(sparse.csr_matrix(BLOBS), TRUTH, sample_size=250, random_state=0)
    assert ours == pytest.approx(silhouette_score(BLOBS, TRUTH, sample_size=250, random_state=0))


def test_a_sample_of_the_rows_is_near_the_whole():
    sampled = silhouette_score(BLOBS, TRUTH, sample_size=150, random_state=0)
    assert sampled == pytest.approx(silhouette_score(BLOBS, TRUTH), abs=0.03)
    assert sampled == silhouette_score(BLOBS, TRUTH, sample_size=150, random_state=0)


@pytest.mark.parametrize("metric", OURS)
@given(case=weighted_rows())
@settings(max_examples=50, deadline=None)
def test_a_weight_is_as_many_rows_to_the_bit(metric, case):
    points, labels, weights = case
    weighted = silhouette_score(points, labels, metric=metric, sample_weight=weights)
    repeated = np.repeat(np.arange(len(points)), weights)
    if set(labels[repeated]) == set(labels):
        assert weighted == silhouette_score(points[repeated], labels[repeated], metric=metric)


@pytest.mark.parametrize("metric", OURS)
def test_the_order_of_the_rows_changes_no_bit_of_the_mean(metric):
    order = np.random.default_rng(0).permutation(300)
    permuted = silhouette_score(BLOBS[order], TRUTH[order], metric=metric)
    assert permuted == silhouette_score(BLOBS, TRUTH, metric=metric)


def test_weights_that_sum_to_1_are_no_obstacle():
    """Only the correction for the row itself depends on the scale of the weights."""
    weights = np.full(300, 1 / 300)
    ours = silhouette_score(BLOBS, TRUTH, sample_weight=weights)
    assert ours == pytest.approx(silhouette_score(BLOBS, TRUTH), abs=1e-12)


@pytest.mark.parametrize("weights", [np.zeros(300), np.full(300, -1.0), np.ones(299), np.full(300, np.nan)])
def test_weights_that_cannot_be_used_are_refused(weights):
    with pytest.raises(ValueError):
        silhouette_score(BLOBS, TRUTH, sample_weight=weights)


def test_weights_with_a_metric_of_scikit_learn_are_refused():
    with pytest.raises(ValueError, match="Repeat the rows instead"):
        silhouette_score(BLOBS, TRUTH, metric="manhattan", sample_weight=np.ones(300))


def test_single_precision_is_looked_at_in_double_precision():
    points = BLOBS.astype(np.float32)
    np.testing.assert_array_equal(
        silhouette_samples(points, TRUTH), silhouette_samples(points.astype(np.float64), TRUTH)
    )


def test_several_labelings_have_the_means_of_each():
    labelings = [TRUTH, TRUTH % 2, np.array(list("abc"))[TRUTH % 3]]
    np.testing.assert_allclose(
        silhouette_scores(BLOBS, labelings), [silhouette_score(BLOBS, one) for one in labelings], atol=1e-14
    )


def test_several_labelings_count_weights():
    weights = np.arange(300) % 3
    repeated = np.repeat(np.arange(300), weights)
    np.testing.assert_array_equal(
        silhouette_scores(BLOBS, [TRUTH, TRUTH % 2], sample_weight=weights),
        silhouette_scores(BLOBS[repeated], [TRUTH[repeated], TRUTH[repeated] % 2]),
    )


def test_no_labelings_have_no_silhouettes():
    assert silhouette_scores(BLOBS, []).shape == (0,)


@pytest.mark.parametrize("labels", [np.zeros(300), np.arange(300)], ids=["one cluster", "every row alone"])
def test_labels_that_make_no_silhouette_are_refused(labels):
    with pytest.raises(ValueError, match="Number of labels is"):
        silhouette_score(BLOBS, labels)


def test_labels_of_another_length_are_refused():
    with pytest.raises(ValueError, match="inconsistent numbers of samples"):
        silhouette_score(BLOBS, TRUTH[:-1])


def test_labels_of_another_length_are_refused_before_a_sample_is_drawn():
    with pytest.raises(ValueError, match="inconsistent numbers of samples"):
        silhouette_score(BLOBS, TRUTH[:-1], sample_size=20)


@pytest.mark.parametrize("options", [{}, {"sample_size": 50}, {"metric": "manhattan"}])
@pytest.mark.parametrize("score", [silhouette_score, calinski_harabasz_score])
def test_masked_labels_are_refused(score, options):
    labels = np.ma.masked_array(TRUTH, mask=np.arange(300) < 3)
    with pytest.raises(ValueError, match="labels is a masked array and 3 cells"):
        score(BLOBS, labels, **(options if score is silhouette_score else {}))


@pytest.mark.parametrize("score", [silhouette_score, silhouette_samples, calinski_harabasz_score])
def test_weights_that_leave_one_cluster_are_refused(score):
    with pytest.raises(ValueError, match="Number of labels is 1"):
        score(BLOBS, TRUTH, sample_weight=(TRUTH == 2) * 1.0)
    with pytest.raises(ValueError, match="Number of labels is 1"):
        silhouette_scores(BLOBS, [TRUTH], sample_weight=(TRUTH == 2) * 1.0)
