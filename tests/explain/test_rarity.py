import numpy as np
import pytest
from tests.reference import rarity as slow

from covey.explain import rarity


def crowd(n=2000, seed=0, tail=0.0):
    random = np.random.default_rng(seed)
    labels = random.integers(0, 3, n)
    own = np.linalg.norm(random.normal(size=(n, 4)), axis=1) * (1 + labels)
    own[: int(tail * n)] *= 4
    return own, labels, own[:, None] * random.uniform(0.8, 1.2, (n, 2))


def test_rows_farther_out_by_the_slow_twin_are_rarer():
    own, labels, far = crowd(300)
    found = rarity.shares(rarity.learn(own, labels, 3, far), own, labels, far)
    out = slow.how_far_out(own, labels, far)
    order = np.argsort(out)
    assert (np.diff(found[order]) <= 1e-9).all()


@pytest.mark.parametrize("rate", [0.001, 0.01, 0.05])
def test_of_ordinary_rows_no_more_are_flagged_than_stated(rate):
    learned = rarity.learn(*crowd(4000)[:2], 3, crowd(4000)[2])
    own, labels, far = crowd(50_000, seed=1)
    assert (rarity.shares(learned, own, labels, far) < rate).mean() <= rate


def test_a_few_per_cent_strays_do_not_hide_each_other():
    own, labels, far = crowd(1000, tail=0.04)
    found = rarity.shares(rarity.learn(own, labels, 3, far), own, labels, far)
    assert (found[:40] < 0.05).mean() > 0.5
    assert (found[40:] < 0.01).mean() <= 0.01


def test_equal_distances_are_not_rare():
    same = np.ones(50)
    found = rarity.shares(
        rarity.learn(same, np.zeros(50, int), 1, same[:, None]), same, np.zeros(50, int), same[:, None]
    )
    assert (found == 1).all()
