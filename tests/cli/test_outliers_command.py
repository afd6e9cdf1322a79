import json

import pytest
from tests.cli.conftest import rows_of

from covey.model import archive


@pytest.fixture
def strays(table):
    with table.open("a", encoding="utf-8") as file:
        file.write("00099,20.0,5000.00,Oslo\n")
    return table


def test_the_table_comes_back_with_score_flag_and_reasons(covey, strays):
    done = covey("outliers", strays)
    folder = strays.parent / "customers-outliers"
    assert done.exit_code == 0, done.output
    assert "out of place" in done.stdout.splitlines()[0]
    rows = rows_of(folder / "outliers.csv")
    assert rows[-1]["outlier"] == "True"
    assert rows[-1]["outlier_reasons"].startswith("spend 5,000 (usual here")
    assert rows[0]["spend"] and len(rows) == 76
    assert (folder / "report.html").exists()


def test_another_table_is_scored_and_json_names_the_rows(covey, strays, tmp_path):
    fresh = tmp_path / "fresh.csv"
    fresh.write_text("customer_id,age,spend,town\n1,20,100,Oslo\n2,20,9000,Oslo\n")
    done = covey("outliers", strays, "--score", fresh, "--out", tmp_path / "out", "--json", "-q")
    said = json.loads(done.stdout)
    assert said["flagged"] == len(said["outliers"]) >= 1
    assert said["outliers"][-1]["name"] == "00099"
    scored = rows_of(tmp_path / "out" / "scored.csv")
    assert [row["outlier"] for row in scored] == ["False", "True"]


def test_the_model_scores_another_table_on_a_later_day(covey, strays, tmp_path):
    fresh = tmp_path / "fresh.csv"
    fresh.write_text("customer_id,age,spend,town\n1,20,100,Oslo\n2,20,9000,Oslo\n")
    made = covey("outliers", strays, "--score", fresh, "--out", tmp_path / "out")
    model = tmp_path / "out" / "model.covey"
    assert f"covey score {model} new.csv" in made.stderr

    printed = covey("score", model, fresh)
    assert printed.stdout_bytes == (tmp_path / "out" / "scored.csv").read_bytes()
    assert printed.stderr.endswith(
        ": outlier_score, outlier, outlier_reasons\nscored 2 rows; 1 out of place\n"
    )
    assert f"What was done to {fresh.name}\n" in made.stderr
    counted = covey("score", model, fresh, "--out", tmp_path / "later.csv")
    assert counted.stdout == "1 of 2 rows out of place\n"
    said = json.loads(covey("score", model, fresh, "--json").stdout)
    assert (said["rows"], said["flagged"], said["false_alarms"]) == (2, 1, 0.01)


def test_another_table_without_the_columns_is_told_of_this_command(covey, strays, tmp_path):
    (tmp_path / "fresh.csv").write_text("qqq\n1\n")
    done = covey("outliers", strays, "--score", tmp_path / "fresh.csv", "--out", tmp_path / "out")

    assert done.exit_code == 3
    assert "Add them to the table, or make a new model: covey outliers TABLE" in done.stderr


def test_a_model_of_a_kind_unknown_here_is_refused(covey, strays, tmp_path):
    covey("outliers", strays, "--out", tmp_path / "out")
    model = tmp_path / "out" / "model.covey"
    header, arrays = archive.read(model, newest_schema=99)
    archive.write(model, {**header, "kind": "weather"}, arrays)

    assert covey("score", model, strays).exit_code == 3


@pytest.mark.parametrize("written", ["0.05", "5%", "5 %"])
def test_a_share_is_written_with_or_without_the_sign(covey, strays, tmp_path, written):
    done = covey("outliers", strays, "--false-alarms", written, "--out", tmp_path / "out", "--json", "-q")
    assert json.loads(done.stdout)["false_alarms"] == 0.05


@pytest.mark.parametrize("written", ["x", "5%%", "5 % of them", ""])
def test_what_is_no_share_is_refused_in_words(covey, table, written):
    done = covey("outliers", table, "--false-alarms", written)
    assert done.exit_code == 2
    assert "is neither a share such as 0.01 nor one such as 1%." in done.stderr


def test_wrong_input_exits_with_3(covey, table, tmp_path):
    (tmp_path / "few.csv").write_text("a,b\n1,2\n2,3\n")
    for words in ((tmp_path / "few.csv",), (tmp_path / "absent.csv",)):
        done = covey("outliers", *words, "--out", tmp_path / "out")
        assert done.exit_code == 3, done.output
        assert "Traceback" not in done.stderr
