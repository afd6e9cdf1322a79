import numpy as np
import pytest
from sklearn import metrics as theirs

from covey import KMeans, make_blobs, silhouette_samples, silhouette_score

BLOBS, TRUTH = make_blobs(n_samples=300, centers=4, cluster_std=0.7, random_state=42)


@pytest.mark.parametrize("k, expected", [(2, 0.6093), (3, 0.7888), (4, 0.8546)])
def test_the_lesson_is_reproduced(k, expected):
    labels = KMeans(k, n_init=10, random_state=42).fit_predict(BLOBS)
    assert silhouette_score(BLOBS, labels) == pytest.approx(expected, abs=0.0001)


@pytest.mark.parametrize("labels", [TRUTH, np.array(["a", "b"])[TRUTH % 2], TRUTH * 10 - 7])
def test_values_are_those_of_scikit_learn(labels):
    np.testing.assert_allclose(
        silhouette_samples(BLOBS, labels), theirs.silhouette_samples(BLOBS, labels), atol=1e-9
    )


def test_another_metric_is_scikit_learns():
    ours = silhouette_score(BLOBS, TRUTH, metric="manhattan")
    assert ours == pytest.approx(theirs.silhouette_score(BLOBS, TRUTH, metric="manhattan"))


def test_a_sample_of_the_rows_is_near_the_whole():
    sampled = silhouette_score(BLOBS, TRUTH, sample_size=150, random_state=0)
    assert sampled == pytest.approx(silhouette_score(BLOBS, TRUTH), abs=0.03)
    assert sampled == silhouette_score(BLOBS, TRUTH, sample_size=150, random_state=0)


@pytest.mark.parametrize("labels", [np.zeros(300), np.arange(300)], ids=["one cluster", "every row alone"])
def test_labels_that_make_no_silhouette_are_refused(labels):
    with pytest.raises(ValueError, match="Number of labels is"):
        silhouette_score(BLOBS, labels)


def test_labels_of_another_length_are_refused():
    with pytest.raises(ValueError, match="inconsistent numbers of samples"):
        silhouette_score(BLOBS, TRUTH[:-1])
