"""Rows of orders are not taken for customers without a word."""

import numpy as np
import pytest

from covey import table
from covey.table.repeats import repeated

N = 120
SPEND = np.random.Generator(np.random.PCG64(1)).uniform(5, 900, N)


def said(name, values, **options):
    read = table.read({name: values, "spend": SPEND})
    return repeated(read, table.roles(read, **options))


def test_an_identifier_that_repeats_says_whose_segments_these_are():
    assert said("customer_id", np.arange(N) // 6) == (
        "each customer_id occurs about 6 times: these are segments of rows, not of customers; to segment "
        "customers, make one row per customer first"
    )


@pytest.mark.parametrize(
    ("name", "values", "options"),
    [
        ("buyer", [f"C{n // 6:04d}" for n in range(N)], {}),
        ("Kunde", [f"K-{n // 6:03d}" for n in range(N)], {}),
        ("who", np.arange(N) // 6, {"id": "who"}),
    ],
)
def test_values_that_look_like_codes_and_a_named_identifier_count_too(name, values, options):
    assert said(name, values, **options).startswith(f"each {name} occurs about 6 times")


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("customer_id", np.arange(N)),
        ("sku", [f"A-{n % 7}" for n in range(N)]),
        ("postal_code", 10_000 + np.arange(N) // 6),
        ("town", [f"town {'abcdefghijklmnopqrst'[n // 6]}" for n in range(N)]),
        ("age", 20 + np.arange(N) // 6),
    ],
)
def test_nothing_is_said_of_rows_numbered_once_of_few_kinds_and_of_places(name, values):
    assert said(name, values) is None


def test_the_sentence_is_the_first_note():
    read = table.read({"customer_id": np.arange(N) // 6, "spend": SPEND})

    assert table.prepare(read, table.roles(read)).notes[0].startswith("each customer_id occurs about 6 times")
