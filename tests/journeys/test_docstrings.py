"""What help() says of a journey can be understood without looking elsewhere, and agrees."""

import inspect
import re

import pytest

import covey
from covey.journeys import choose_k, segment
from covey.table.prepare import SCALES


@pytest.mark.parametrize("journey", [covey.segment, covey.alternatives])
def test_every_way_of_scaling_is_explained(journey):
    told = inspect.getdoc(journey).partition("scale :")[2]

    assert all(told.count(f'"{scale}"') >= 2 for scale in SCALES)
    assert "covey.table" not in told


def test_the_work_for_each_k_is_the_same_wherever_it_is_told():
    counts = [
        re.search(r"about (\d+) fits of at most 5,000", inspect.getdoc(one)) for one in (segment, choose_k)
    ]

    assert [found.group(1) for found in counts] == ["100", "100"]
