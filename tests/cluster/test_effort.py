import numpy as np
import pytest
import scipy.sparse as sp
from numpy.testing import assert_array_equal

from covey import KMeans
from covey.errors import OptionError

RANDOM = np.random.default_rng(0)
CENTERS = RANDOM.uniform(-10, 10, size=(25, 2))
POINTS = CENTERS[RANDOM.integers(0, 25, 2000)] + 0.7 * RANDOM.normal(size=(2000, 2))


def fitted(**parameters):
    return KMeans(25, random_state=3, **parameters).fit(POINTS)


def test_more_effort_gives_a_lower_inertia_never_a_higher_one():
    fast, standard, best = (fitted(effort=effort) for effort in ("fast", "standard", "best"))
    assert best.inertia_ <= standard.inertia_ * (1 + 1e-9) < fast.inertia_


def test_the_default_is_standard():
    assert_array_equal(fitted().labels_, fitted(effort="standard").labels_)
    assert fitted().inertia_ == fitted(effort="standard").inertia_


@pytest.mark.parametrize(
    "plain",
    [
        {"n_init": 1},
        {"n_init": 4},
        {"init": "random"},
        {"init": POINTS[:25]},
        {"init": "random", "n_init": 2},
    ],
)
def test_whoever_chooses_the_starts_gets_plain_starts(plain):
    one, other = fitted(**plain), fitted(**plain, effort="fast")
    assert_array_equal(one.cluster_centers_, other.cluster_centers_)
    assert one.evidence_ == other.evidence_


def test_n_init_starts_are_counted():
    evidence = fitted(n_init=7).evidence_
    assert evidence.n_starts == 7
    assert 1 <= evidence.n_agreeing <= 7
    assert evidence.spread > 0
    assert "independent starts" in evidence.sentence


def test_with_an_effort_n_init_is_the_number_of_searches():
    assert fitted(n_init=5, effort="standard").evidence_.n_starts == 5


def test_searches_that_agree_say_so():
    points = np.concatenate([POINTS[:50] * 0.01 + offset for offset in ([0, 0], [9, 0], [0, 9])])
    evidence = KMeans(3, effort="best", random_state=0).fit(points).evidence_
    assert evidence.n_agreeing == evidence.n_starts >= 5
    assert str(evidence) == (
        "5 of 5 independent searches ended at this inertia: very likely there is no lower one."
    )


def test_one_start_says_that_it_knows_nothing():
    assert "nothing is known" in str(fitted(n_init=1).evidence_)


@pytest.mark.parametrize("k, points", [(1, POINTS), (4, POINTS[:, :1])])
def test_what_is_proven_is_called_proven(k, points):
    evidence = KMeans(k, random_state=0).fit(points).evidence_
    assert evidence.proven
    assert "proven" in evidence.sentence


def test_the_evidence_belongs_to_the_model():
    model = fitted(effort="best")
    assert model.evidence_.best == model.inertia_


def test_a_callable_is_searched_from_each_of_its_starts():
    def first_rows(rows, k, random_state):
        return rows[random_state.permutation(len(rows))[:k]]

    plain = fitted(init=first_rows, n_init=2)
    searched = fitted(init=first_rows, n_init=2, effort="standard")
    assert searched.inertia_ < plain.inertia_
    assert searched.evidence_.n_starts == 2


def test_a_fit_that_did_not_settle_is_not_searched():
    """Whoever limits the iterations wants no more work than that."""
    with pytest.warns(UserWarning, match="max_iter|still"):
        model = fitted(max_iter=1)
    assert model.n_iter_ == 1
    assert model.evidence_.n_starts == 1
    assert "did not settle" in model.evidence_.sentence


@pytest.mark.parametrize("effort, n_starts", [("fast", 1), ("standard", 1), ("best", 10)])
def test_sparse_rows_and_cosine_fall_back_to_plain_starts(effort, n_starts):
    rows = np.abs(POINTS[:200]) + 0.1
    for model, X in [
        (KMeans(4, effort=effort), sp.csr_matrix(rows)),
        (KMeans(4, metric="cosine", effort=effort), rows),
    ]:
        evidence = model.set_params(random_state=0).fit(X).evidence_
        assert evidence.n_starts == n_starts
        assert "searches" not in evidence.sentence


@pytest.mark.parametrize("effort", ["Best", "", None, 2, "slow"])
def test_an_effort_that_does_not_exist_is_refused(effort):
    with pytest.raises(OptionError, match="effort="):
        fitted(effort=effort)


def test_the_effort_survives_get_params():
    assert KMeans(effort="best").get_params()["effort"] == "best"
