from __future__ import annotations

import numpy as np
import pytest

from covey import table
from covey.errors import InputError

N = 60
STEPS = np.arange(N)
SPEND = np.random.Generator(np.random.PCG64(1)).uniform(5, 900, N).round(2)
INCOME = np.random.Generator(np.random.PCG64(2)).permutation(np.arange(20_000, 90_000, 1_000))[:N]


def role_of(name: str, values, **options) -> str:
    read = table.read({"spend": SPEND, name: values})
    return next(role.role for role in table.roles(read, **options) if role.name == name)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("CustomerID", INCOME),
        ("customer_id", STEPS // 4 + 100),
        ("userid", STEPS // 4),
        ("x", STEPS + 1),
        ("x", np.random.Generator(np.random.PCG64(3)).permutation(STEPS)),
        ("Unnamed: 0", STEPS),
        ("order no", INCOME),
        ("sku", [f"A-{i % 7}" for i in STEPS]),
        ("postal_code", 10_000 + 37 * STEPS),
        ("Phone", 555_000 + 37 * STEPS),
        ("store code", [f"S{i}" for i in STEPS]),
        ("x", [f"{i:05}" for i in STEPS]),
    ],
)
def test_identifiers_are_known_by_name_or_by_running_from_one_to_n(name, values):
    assert role_of(name, values) == "id"


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("income", INCOME),
        ("income", np.sort(INCOME)),
        ("paid", INCOME),
        ("video_minutes", INCOME),
        ("score", STEPS % 11),
        ("x", STEPS % 11),
        ("number of purchases", STEPS % 3),
        ("number_of_cds", STEPS % 9),
        ("children", STEPS % 3),
        ("share", STEPS / N),
        ("latitude", SPEND),
        ("birth_year", 1950 + STEPS % 40),
    ],
)
def test_amounts_are_measures_however_many_of_their_values_differ(name, values):
    assert role_of(name, values) == "measure"


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("Channel", STEPS % 2 + 1),
        ("Region", STEPS % 3 + 1),
        ("region", STEPS % 8 + 1),
        ("x", STEPS % 3),
        ("x", (STEPS % 2) * 0.5),
        ("gold", STEPS % 2 == 0),
        ("city", np.array(["Rome", "Oslo", "Ulm"], dtype=object)[STEPS % 3]),
    ],
)
def test_codes_flags_and_words_with_few_levels_are_categories(name, values):
    assert role_of(name, values) == "category"


@pytest.mark.parametrize(
    ("name", "values", "role"),
    [
        ("x", np.full(N, 7.0), "constant"),
        ("x", [None] * N, "constant"),
        ("x", ["same"] * N, "constant"),
        ("day", np.datetime64("2024-01-01") + STEPS, "date"),
        ("day", [20240101 + i % 28 for i in STEPS], "date"),
        ("comment", [f"a long story about thing {i}" for i in STEPS], "text"),
        ("x", [1.5, 2.5, 7.0, *[None] * (N - 3)], "ignored"),
    ],
)
def test_what_cannot_form_segments_has_another_role(name, values, role):
    assert role_of(name, values) == role


def test_three_rows_are_too_few_to_call_two_values_a_code():
    read = table.read({"age": [41.0, None, 39.0], "spend": [1.0, 2.0, 2.0]})

    assert [role.role for role in table.roles(read)] == ["measure", "measure"]


def test_every_role_has_a_reason_with_its_numbers():
    read = table.read({"Region": STEPS % 3 + 1, "spend": SPEND})

    assert [role.reason for role in table.roles(read)] == [
        "only 3 different whole numbers from 1 to 3: codes, not amounts",
        f"numbers from {SPEND.min():g} to {SPEND.max():g}, {N} different",
    ]


def test_columns_force_use_and_leave_the_other_measures_out():
    read = table.read({"a": SPEND, "b": SPEND * 2, "city": ["Rome", "Oslo"] * 30, "x_id": STEPS})
    found = {role.name: (role.role, role.transform) for role in table.roles(read, columns=["a", "city"])}

    assert found == {
        "a": ("measure", None),
        "b": ("ignored", None),
        "city": ("category", "one-hot"),
        "x_id": ("id", None),
    }


def test_an_identifier_named_in_columns_is_used_as_numbers():
    assert role_of("x_id", STEPS, columns=["x_id"]) == "measure"


def test_a_date_named_in_columns_is_used_as_days():
    read = table.read({"day": np.datetime64("2024-01-01") + STEPS, "a": SPEND})
    found = table.roles(read, columns=["day"])[0]

    assert (found.role, found.transform) == ("date", "days since the first")


def test_ignore_and_id_win_over_what_the_values_say():
    assert role_of("b", SPEND * 2, ignore=["b"]) == "ignored"
    assert role_of("b", SPEND * 2, id="b") == "id"


def test_names_may_come_as_one_string_with_commas():
    read = table.read({"a": SPEND, "b": SPEND * 2, "c, d": SPEND * 3})

    assert [role.role for role in table.roles(read, columns="a, b")] == ["measure", "measure", "ignored"]
    assert [role.role for role in table.roles(read, columns="c, d")] == ["ignored", "ignored", "measure"]


@pytest.mark.parametrize(
    ("given", "names"),
    [
        (["weight, kg"], {"weight, kg"}),
        (["weight, kg,a"], {"weight, kg", "a"}),
        (["a , weight, kg"], {"weight, kg", "a"}),
        (['"weight, kg", a'], {"weight, kg", "a"}),
        (["a,b"], {"a", "b"}),
        (["a", "b"], {"a", "b"}),
        (['size "in"'], {'size "in"'}),
    ],
)
def test_names_that_hold_commas_are_found_whole(given, names):
    every = ["a", "b", "weight, kg", "kg", 'size "in"']
    read = table.read({name: [value * (j + 1) for value in SPEND] for j, name in enumerate(every)})

    assert {role.name for role in table.roles(read, columns=given) if role.role == "measure"} == names


def test_the_hint_for_a_name_with_a_comma_is_quoted():
    read = table.read({"weight, kg": SPEND, "age": INCOME})

    with pytest.raises(InputError, match=r"""Quote a name that holds a comma: --columns '"weight, kg"'$"""):
        table.roles(read, columns=["weight,kg"])


@pytest.mark.parametrize("option", ["columns", "ignore"])
def test_an_unknown_name_is_refused_with_the_nearest(option):
    read = table.read({"Annual_Income": SPEND, "age": INCOME})

    with pytest.raises(
        InputError, match=rf"--{option} names 'anual_income' \(did you mean 'Annual_Income'\?\)"
    ):
        table.roles(read, **{option: ["anual_income"]})


def test_an_unknown_id_is_refused():
    with pytest.raises(InputError, match="--id names 'key', but the table has only 'spend'"):
        table.roles(table.read({"spend": SPEND}), id="key")


def test_a_column_wanted_for_two_things_is_refused():
    with pytest.raises(InputError, match="'spend' is named by both --columns and --ignore"):
        table.roles(table.read({"spend": SPEND}), columns=["spend"], ignore=["spend"])


@pytest.mark.parametrize(
    ("ignore", "said"),
    [
        (["spend"], "Take 'spend' out of --ignore."),
        (["spend", "age"], "Amounts were left out: take 'spend', 'age' out of --ignore, or one of them."),
    ],
)
def test_amounts_that_were_left_out_are_to_be_taken_back(ignore, said):
    columns = {"spend": SPEND, "age": INCOME, "city": ["Rome", "Oslo"] * (len(SPEND) // 2)}
    columns = {name: cells for name, cells in columns.items() if name in ignore or name == "city"}

    with pytest.raises(InputError) as caught:
        table.roles(table.read(columns), ignore=ignore)
    assert str(caught.value).endswith("\n" + said)


def test_a_table_without_amounts_is_refused_with_every_column_and_what_to_type():
    read = table.read({"customer_id": STEPS, "city": ["Rome", "Oslo"] * 30})

    with pytest.raises(InputError) as caught:
        table.roles(read)

    assert str(caught.value).splitlines()[1:] == [
        "  'customer_id': id, its name says identifier; 60 different whole numbers",
        "  'city': category, text with 2 different values",
        "Name the columns to use all the same: --columns city",
    ]


@pytest.mark.parametrize(
    ("columns", "advice"),
    [
        ({"remark": [f"story {i}" for i in STEPS]}, "ask what the texts are about: covey topics TABLE"),
        ({"flat": [1.0] * 60}, "Add a column of amounts that differ from row to row."),
        ({"remark": ["good", "bad", "so so", "fine", "late", "early", "never"]}, "--columns remark"),
    ],
)
def test_only_columns_that_could_form_segments_are_advised(columns, advice):
    with pytest.raises(InputError) as caught:
        table.roles(table.read(columns))

    assert str(caught.value).endswith(advice)


@pytest.mark.parametrize("name", ["Kundennr", "Kundennummer", "Artikel-Nr."])
def test_numbers_of_things_are_known_in_words_that_are_written_as_one(name):
    read = table.read({name: [f"K{i:03d}" for i in STEPS], "spend": SPEND})

    assert [role.role for role in table.roles(read)] == ["id", "measure"]


def test_a_text_of_too_many_levels_cannot_be_forced():
    read = table.read({"spend": SPEND, "comment": [f"story {i}" for i in STEPS]})

    with pytest.raises(InputError, match="'comment' cannot form segments: it holds 60 different texts"):
        table.roles(read, columns=["comment"])


def test_words_that_keep_a_column_from_being_numbers_are_named(tmp_path):
    cells = ["on request" if i % 8 == 0 else f"{i}.5" for i in range(300)]
    (price,) = table.roles(table.read({"price": cells, "n": [i * 1.5 for i in range(300)]}))[:1]

    assert price.reason == (
        "87 % of the cells are numbers, but not 'on request' (38 cells); empty those to use it"
    )
