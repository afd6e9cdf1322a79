import numpy as np

from covey.explain import strangeness
from covey.records import Column, ColumnRole

SPEND = Column("spend", "number", np.array([10.0, 11, 12, 13, 99, 11.5, np.nan]))
TOWN = Column("town", "text", np.array(["Oslo", "Oslo", "Rome", "Oslo", "Nice", "Oslo", None], dtype=object))
ROLES = [ColumnRole("spend", "measure", ""), ColumnRole("town", "category", "")]
USUAL = np.array([True, True, True, True, False, False, False])


def said(row, parts):
    columns, labels, names = [SPEND, TOWN], np.zeros(7, int), ["spend", "town"]
    usual = strangeness.usual_values(columns, labels, names, n_segments=1, roles=ROLES, ordinary=USUAL)
    found = strangeness.reasons(
        columns, labels, np.array([row]), np.array([parts]), names, roles=ROLES, usual=usual
    )
    return found[0]


def test_the_largest_part_comes_first_in_units():
    assert said(4, [0.7, 0.3]) == ("spend 99 (usual here: 10.1 to 12.9)", "town Nice (0 % of its segment)")


def test_small_parts_are_not_said():
    assert len(said(4, [0.95, 0.05])) == 1


def test_an_ordinary_value_is_unusual_together_with_the_rest():
    assert said(5, [1.0, 0.0]) == ("spend 11.5, unusual together with the rest",)


def test_missing_values_are_said_to_be_missing():
    assert said(6, [0.5, 0.5]) == ("spend missing", "town missing or of an unknown kind")
