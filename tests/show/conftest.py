"""Segmentation records made by hand: no fit is needed to look at one."""

from dataclasses import replace

import numpy as np
import pytest

from covey import explain
from covey.records import (
    Column,
    ColumnRole,
    KEvidence,
    KRow,
    PointMap,
    Recipe,
    Segment,
    SegmentationRecord,
)

HOSTILE = (
    "<script>alert(1)</script>",
    "'\"`><img src=x onerror=alert(1)>",
    "two\nlines\tand a tab",
    "$x_1$ and $",
    "n" * 5000,
    "\u202eabc عربى",
    "",
    "\x1b[31mred\x07\x00",
    "{{ 7 * 7 }}{% raw %}",
    "日本語の列",
    "\ud800",
    r"\$\frac{1}{0}$",
)


def evidence_for(k, verdict, natural_k):
    rows = tuple(
        KRow(
            k=q,
            inertia=1000.0 / q,
            silhouette=float("nan") if q == 1 else 0.2 + 0.01 * q,
            gap=0.4 - 0.05 * q,
            gap_error=0.02,
            stability=1.0 if q == 1 else 0.6,
            separation=float("nan") if q == 1 else 2.0,
            separation_limit=float("nan") if q == 1 else 3.0,
        )
        for q in range(1, 8)
    )
    return KEvidence(k, natural_k, verdict, rows, ("A first reason.", "Runner-up: another."), elbow_k=3)


def make_record(
    *, k=3, n_rows=120, names=("recency", "spend"), verdict="natural", natural_k=None, levels=("N", "S")
):
    """Return a complete record whose segments are cut along a random direction."""
    rng = np.random.Generator(np.random.PCG64(0))
    data = rng.normal(size=(n_rows, len(names))) * 1000
    labels = np.sort(rng.integers(0, k, n_rows)).astype(np.int32)
    labels[:k] = np.arange(k)
    data[:, 0] += 4000 * labels
    columns = [Column(name, "number", data[:, j]) for j, name in enumerate(names)]
    region = np.array([levels[i] for i in rng.integers(0, len(levels), n_rows)], dtype=object)
    columns.append(Column("region", "text", region))
    roles = [ColumnRole(name, "measure", "a number", "standardised") for name in names]
    roles.append(ColumnRole("region", "category", "few different values"))
    profiles = explain.profile(columns, labels, k, roles=roles)
    sizes = np.bincount(labels, minlength=k)
    titles = explain.names(profiles, sizes)
    rules = explain.rules(columns[:2] + columns[-1:], labels, k, roles=roles)
    grades = [explain.grade(0.9, verdict)] * k
    segments = tuple(
        Segment(i, titles[i], int(sizes[i]), sizes[i] / n_rows, *grades[i], 0.9, 0.4, rules[i], profiles[i])
        for i in range(k)
    )
    centers = rng.normal(size=(k, 2))
    point_map = PointMap(
        rng.normal(size=(n_rows, 2)), labels, centers, 0.87, ("mostly recency", "mostly spend")
    )
    return SegmentationRecord(
        source="customers.csv",
        n_rows=n_rows,
        how_read=("Comma, UTF-8, header found.",),
        roles=tuple(roles),
        notes=("All columns standardised.",),
        recipe=Recipe((), tuple(roles), 8.0),
        evidence=evidence_for(k, verdict, natural_k if natural_k is not None else k),
        k=k,
        labels=labels,
        apart=np.zeros(n_rows, dtype=bool),
        centers=centers,
        segments=segments,
        silhouette=0.234,
        inertia=12669.4,
        seed=7,
        fingerprint="0123456789abcdef",
        point_map=point_map,
    )


@pytest.fixture(scope="session")
def natural():
    return make_record()


@pytest.fixture(scope="session")
def constructive():
    return make_record(k=4, verdict="constructive", natural_k=1)


@pytest.fixture(scope="session")
def hostile():
    record = make_record(names=HOSTILE, k=4, levels=HOSTILE, verdict="constructive", natural_k=1)
    segments = tuple(replace(one, name=HOSTILE[one.label]) for one in record.segments)
    return replace(
        record,
        source=HOSTILE[0] + "'; $(rm).csv",
        segments=segments,
        notes=HOSTILE,
        how_read=HOSTILE,
        evidence=replace(record.evidence, reasons=HOSTILE),
        roles=tuple(ColumnRole(name, "ignored", name, name) for name in HOSTILE),
        point_map=replace(record.point_map, axes=(HOSTILE[3], HOSTILE[11])),
    )


@pytest.fixture(scope="session")
def enormous():
    """300 columns, 60 segments, 5,000 points, long names."""
    names = tuple(f"{'a very long column name ' * 20}{j}" for j in range(300))
    return make_record(names=names, k=60, n_rows=4500, verdict="constructive", natural_k=1)
