"""Records are plain data: found in one place, frozen, and the same after a journey in a pickle."""

import inspect
import pickle
from typing import get_type_hints

import pytest

from covey import records

RECORDS = [getattr(records, name) for name in records.__all__ if name != "Array"]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_a_record_is_known_by_its_room_and_not_by_its_file(record):
    """So a pickle opens wherever in the room the record stands."""
    assert record.__module__ == "covey.records"
    assert set(get_type_hints(record)) == set(inspect.signature(record).parameters)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_a_record_is_frozen(record):
    made = record(*range(len(inspect.signature(record).parameters)))
    with pytest.raises(AttributeError):
        setattr(made, next(iter(get_type_hints(record))), 1)


def test_a_record_comes_back_from_a_pickle():
    step = records.KStep(2, 3, ((0, 1, 40),))
    assert pickle.loads(pickle.dumps(step)) == step
    assert b"covey.records\x94" in pickle.dumps(step, protocol=4)


def test_no_record_is_left_out():
    made = {
        name
        for file in vars(records).values()
        if inspect.ismodule(file) and file.__name__.startswith("covey.records.")
        for name, value in vars(file).items()
        if inspect.isclass(value) and value.__module__.startswith("covey.records")
    }
    assert made == set(records.__all__) - {"Array"}
