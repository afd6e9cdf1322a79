"""The race may be read only if its judge and its referee are right."""

import importlib
from pathlib import Path

import bench
import numpy as np
import pytest
import scipy.sparse as sp
from bench.judge import inertia
from bench.optima import Instance, instances
from bench.quality_table import HUNDRED, TEN, gathered, summary
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


def test_a_second_mean_counts_the_fastest_whatever_its_inertia():
    race = outcome(covey=(1.0, 100.0), fair=(4.0, 100.0), hasty=(2.0, 100.1))
    assert geometric_mean([race]) == pytest.approx(4.0)
    assert geometric_mean([race], fair=False) == pytest.approx(2.0)


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


def runs_of(method, inertias, seconds=1.0):
    return [
        {"set": "made 3", "method": method, "seed": s, "s": seconds, "inertia": value}
        for s, value in enumerate(inertias)
    ]


def test_ten_runs_of_ten_starts_are_one_of_a_hundred():
    found = gathered(runs_of(TEN, [5.0] * 9 + [4.0] * 3))["made 3"][HUNDRED]
    assert len(found) == 12
    assert found[0].tolist() == [10.0, 4.0]


def test_the_quality_table_says_what_does_not_hold():
    runs = runs_of("covey best", [100.0, 102.0]) + runs_of("covey standard", [99.0, 100.0], 0.5)
    told = summary([Instance("made", 3, 100.0, proven=True)], runs)
    assert "covey best | 1 | 1.000 % | 2.00 % | 50 % | 50 % | 50 % | 0 of 1 | 2 |" in told
    assert "Proven optima undercut (a mistake): [('made 3', 'covey standard'" in told
    assert "fewer than 95 % of runs: made 3 (50%)" in told


def test_made_rows_are_the_same_every_time():
    one = instances("made")[0]
    assert one.rows().shape == (3000, 2)
    assert (one.rows() == one.rows()).all()


@pytest.mark.parametrize("name", sorted(file.stem for file in Path(bench.__file__).parent.glob("[a-z]*.py")))
def test_every_benchmark_can_at_least_be_imported(name):
    importlib.import_module(f"bench.{name}")
