"""The race may be read only if its judge and its referee are right."""

import numpy as np
import pytest
import scipy.sparse as sp
from bench.judge import inertia
from bench.race import Entry, Outcome
from bench.table import fastest_peer, geometric_mean, ratio, verdict
from bench.workloads import start, workloads


def outcome(**seconds_and_inertia):
    entries = [
        Entry(peer=name, seconds=[s], inertia=i, iterations=3) for name, (s, i) in seconds_and_inertia.items()
    ]
    return Outcome("test", "argmin", 100, 2, 3, 10, 200, entries)


def test_the_judge_adds_up_squared_distances():
    random = np.random.default_rng(0)
    rows, centers = random.normal(size=(500, 7)).astype(np.float32), random.normal(size=(9, 7))
    gaps = rows[:, None, :].astype(float) - centers[None]
    expected = (gaps**2).sum(axis=2).min(axis=1).sum()
    assert inertia(rows, centers) == pytest.approx(expected, rel=1e-12)
    assert inertia(sp.csr_matrix(rows), centers) == pytest.approx(expected, rel=1e-9)


def test_the_fastest_peer_that_reached_the_inertia_counts():
    race = outcome(covey=(1.0, 100.0), slow=(9.0, 100.0), fair=(4.0, 100.00001), hasty=(2.0, 100.1))
    assert fastest_peer(race).peer == "fair"
    assert ratio(race) == 4.0
    assert "not counted: hasty" in verdict(race)


def test_a_lower_inertia_of_a_peer_is_named():
    race = outcome(covey=(1.0, 100.0), better=(2.0, 99.9))
    assert "the inertia of better is 1e-03 lower" in verdict(race)


def test_the_mean_of_the_ratios_is_geometric():
    races = [outcome(covey=(1.0, 1.0), peer=(s, 1.0)) for s in (2.0, 8.0)]
    assert geometric_mean(races) == pytest.approx(4.0)


@pytest.mark.parametrize("work", workloads(quick=True), ids=lambda work: work.name)
def test_every_workload_is_what_it_says(work):
    rows = work.rows()
    centers = start(rows, work.k, n_looked_at=2000)
    values = rows.data if work.sparse else rows
    assert rows.shape == (work.n, work.d)
    assert rows.dtype == np.float32
    assert np.isfinite(values).all()
    assert len(np.unique(centers, axis=0)) == work.k
