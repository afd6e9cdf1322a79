"""A rule is exactly the sentence that was measured."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from covey import explain
from covey.explain.conditions import roundest
from covey.explain.wording import exact
from covey.records import Column, ColumnRole, Rule


def satisfied(text, columns):
    """Read a rule back from its words: an independent reading of the sentence."""
    n_rows = len(next(iter(columns.values())))
    rows = np.ones(n_rows, dtype=bool)
    if text == "all rows":
        return rows
    for part in text.split(" and "):
        part = re.sub(r"(?<=\d),(?=\d)", "", part)
        if found := re.fullmatch(r"(\S+) < (\w+) ≤ (\S+)", part):
            values = columns[found[2]]
            rows &= (values > float(found[1])) & (values <= float(found[3]))
        elif found := re.fullmatch(r"(\w+) > (\S+)", part):
            rows &= columns[found[1]] > float(found[2])
        elif found := re.fullmatch(r"(\w+) ≤ (\S+)", part):
            rows &= columns[found[1]] <= float(found[2])
        elif found := re.fullmatch(r"(\w+) is not (\w+)", part):
            rows &= np.array([value is not None and value != found[2] for value in columns[found[1]]])
        else:
            found = re.fullmatch(r"(\w+) is (\w+)", part)
            assert found is not None, part
            rows &= np.array([value == found[2] for value in columns[found[1]]])
    return rows


def columns_and_roles(raw):
    columns, roles = [], []
    for name, values in raw.items():
        kind = "text" if values.dtype == object else "number"
        columns.append(Column(name, kind, values))
        roles.append(ColumnRole(name, "category" if kind == "text" else "measure", ""))
    return columns, roles


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 6), st.sampled_from([40, 300]))
def test_precision_and_recall_are_those_of_the_sentence(seed, n_clusters, n_rows):
    rng = np.random.Generator(np.random.PCG64(seed))
    raw = {
        "spend": np.where(rng.random(n_rows) < 0.1, np.nan, rng.lognormal(5, 2, n_rows)),
        "visits": rng.poisson(3, n_rows).astype(float),
        "tiny": rng.normal(size=n_rows) * 1e-9,
        "region": np.array([[None, "N", "S", "E"][i] for i in rng.integers(0, 4, n_rows)], dtype=object),
    }
    labels = (np.nan_to_num(raw["spend"]) * 7 + raw["visits"]).astype(int) % n_clusters
    columns, roles = columns_and_roles(raw)

    for label, rule in enumerate(explain.rules(columns, labels, n_clusters, roles=roles)):
        inside = labels == label
        if not inside.any():
            assert rule == Rule("no rows", 0.0, 0.0)
            continue
        rows = satisfied(rule.text, raw)
        assert rule.precision == pytest.approx((rows & inside).sum() / rows.sum())
        assert rule.recall == pytest.approx((rows & inside).sum() / inside.sum())


def test_precision_and_recall_are_measured_on_all_rows_not_on_the_sample():
    rng = np.random.Generator(np.random.PCG64(5))
    raw = {"a": rng.normal(size=20_000), "b": rng.normal(size=20_000) * 1000}
    labels = ((raw["a"] > 0.3).astype(int) + (raw["b"] > 900)).astype(int)
    columns, roles = columns_and_roles(raw)

    for label, rule in enumerate(explain.rules(columns, labels, 3, roles=roles)):
        rows = satisfied(rule.text, raw)
        assert rule.recall == pytest.approx((rows & (labels == label)).sum() / (labels == label).sum())
        assert rule.precision == pytest.approx((rows & (labels == label)).sum() / rows.sum())


def test_a_box_is_found_with_both_its_sides():
    rng = np.random.Generator(np.random.PCG64(1))
    raw = {"x": rng.uniform(0, 100, 2000), "noise": rng.normal(size=2000)}
    labels = ((raw["x"] > 30) & (raw["x"] <= 60)).astype(int)
    columns, roles = columns_and_roles(raw)

    rule = explain.rules(columns, labels, 2, roles=roles)[1]

    assert re.fullmatch(r"\S+ < x ≤ \S+", rule.text)
    assert rule.precision > 0.98
    assert rule.recall > 0.98


def test_a_category_makes_a_rule():
    region = np.array(["N", "S", "E", "N", "S", "E"] * 5, dtype=object)
    columns, roles = columns_and_roles({"region": region})

    assert explain.rules(columns, (region == "S").astype(int), 2, roles=roles)[1] == Rule(
        "region is S", 1.0, 1.0
    )


def test_missing_values_satisfy_no_condition():
    region = np.array(["N", "N", "S", "E", None, None] * 5, dtype=object)
    labels = np.array([0, 0, 1, 1, 0, 0] * 5)
    columns, roles = columns_and_roles({"region": region})

    assert explain.rules(columns, labels, 2, roles=roles)[1] == Rule("region is not N", 1.0, 1.0)


def test_one_condition_is_preferred_where_a_second_hardly_helps():
    rng = np.random.Generator(np.random.PCG64(2))
    raw = {"x": np.repeat([0.0, 10.0], 500) + rng.normal(size=1000), "y": rng.normal(size=1000)}
    columns, roles = columns_and_roles(raw)

    for rule in explain.rules(columns, np.repeat([0, 1], 500), 2, roles=roles):
        assert " and " not in rule.text


def test_at_most_three_conditions():
    rng = np.random.Generator(np.random.PCG64(4))
    data = rng.normal(size=(3000, 8))
    labels = (data.sum(axis=1) > 4).astype(int)
    columns, roles = columns_and_roles({f"c{j}": data[:, j] for j in range(8)})

    for rule in explain.rules(columns, labels, 2, roles=roles):
        assert rule.text.count(" and ") <= 2


def test_constant_columns_and_one_segment_give_all_rows():
    columns, roles = columns_and_roles({"same": np.ones(10)})

    assert explain.rules(columns, np.zeros(10, int), 1, roles=roles) == (Rule("all rows", 1.0, 1.0),)
    assert explain.rules(columns, np.arange(10) % 2, 2, roles=roles)[0] == Rule("all rows", 0.5, 1.0)


def test_the_same_call_gives_the_same_rules():
    rng = np.random.Generator(np.random.PCG64(6))
    columns, roles = columns_and_roles({f"c{j}": rng.normal(size=9000) for j in range(4)})
    labels = rng.integers(0, 3, 9000)

    assert explain.rules(columns, labels, 3, roles=roles) == explain.rules(columns, labels, 3, roles=roles)


finite = st.floats(allow_nan=False, allow_infinity=False)


@given(finite, finite)
def test_the_round_number_lies_between_its_limits(one, other):
    low, high = sorted((one, other))

    assert low <= roundest(low, high) < high or low == high or high - low == np.inf


@given(finite)
def test_a_threshold_reads_back_as_itself(value):
    assert float(exact(value).replace(",", "")) == value
