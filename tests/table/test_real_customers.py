from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from covey import table

CUSTOMERS = Path(__file__).parents[3] / "shared" / "data" / "customers"
GENES = CUSTOMERS.parent / "genes" / "golub.csv.gz"

pytestmark = pytest.mark.skipif(not CUSTOMERS.is_dir(), reason=f"no shared data in {CUSTOMERS}")


def roles_of(name: str) -> dict[str, str]:
    return {role.name: role.role for role in table.roles(table.read(CUSTOMERS / name))}


def prepared(name: str):
    read = table.read(CUSTOMERS / name)
    return table.prepare(read, table.roles(read))


def test_the_purchases_of_cdnow_are_read_without_help():
    read = table.read(CUSTOMERS / "cdnow_master.txt")
    by_name = {column.name: column for column in read.columns}

    assert read.n_rows == 69_659
    assert by_name["customer_id"].values[0] == "00001"
    assert len(set(by_name["customer_id"].values)) == 23_570
    assert round(by_name["dollar_value"].values.sum(), 2) == 2_500_315.63
    assert by_name["date"].values.min() == np.datetime64("1997-01-01")
    assert by_name["date"].values.max() == np.datetime64("1998-06-30")
    assert read.how_read[0] == "blanks, header found, UTF-8"


def test_the_columns_of_cdnow_have_their_roles():
    assert roles_of("cdnow_master.txt") == {
        "customer_id": "id",
        "date": "date",
        "number_of_cds": "measure",
        "dollar_value": "measure",
    }


def test_the_customers_of_the_mall_are_three_measures():
    assert roles_of("mall_customers.csv") == {
        "CustomerID": "id",
        "Genre": "category",
        "Age": "measure",
        "Annual_Income": "measure",
        "Spending_Score": "measure",
    }
    found = prepared("mall_customers.csv")
    assert not found.apart.any()
    assert {one.log for one in found.recipe.transforms} == {False}


def test_codes_of_the_wholesaler_describe_and_six_amounts_are_log_scaled():
    found = prepared("wholesale.csv")
    described = [role.name for role in found.recipe.roles if role.role == "category"]

    assert described == ["Channel", "Region"]
    assert [(one.name, one.log) for one in found.recipe.transforms] == [
        (name, True) for name in ("Fresh", "Milk", "Grocery", "Frozen", "Detergents_Paper", "Delicassen")
    ]
    assert found.apart.sum() <= 2


def test_the_mark_before_the_first_name_is_not_part_of_it():
    assert table.read(CUSTOMERS / "wholesale.csv").columns[0].name == "Channel"


@pytest.mark.parametrize("name", ["mall_customers.csv", "wholesale.csv"])
def test_real_tables_written_and_read_back_are_the_same(name, tmp_path):
    read = table.read(CUSTOMERS / name)
    table.write_csv(tmp_path / "o.csv", read, {})

    assert table.fingerprint(table.read(tmp_path / "o.csv")) == table.fingerprint(read)


@pytest.mark.skipif(not GENES.is_file(), reason=f"no shared data in {GENES}")
def test_seven_thousand_genes_are_read_as_numbers():
    read = table.read(GENES)

    assert (read.n_rows, len(read.columns)) == (72, 7130)
    assert {column.kind for column in read.columns} == {"number"}
