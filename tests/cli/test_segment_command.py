"""`covey segment`: what it prints, what it writes, and that both say the same."""

import json
import os
from pathlib import Path

import pytest
from tests.cli.conftest import rows_of

NEW_COLUMNS = ["segment", "segment_name", "grade", "margin", "runner_up", "unlike_training"]


@pytest.fixture(scope="session")
def found(done):
    return json.loads(done[1].stdout)


def test_json_is_one_object_with_exactly_the_promised_keys(found):
    assert list(found) == [
        *("k", "natural_k", "verdict", "silhouette", "inertia", "seed", "fingerprint"),
        *("reasons", "columns", "set_apart", "segments", "files"),
    ]
    assert {key for role in found["columns"] for key in role} == {"name", "role", "reason", "transform"}
    assert {key for part in found["segments"] for key in part} == {
        *("label", "name", "rows", "share", "grade", "evidence", "rule", "profile")
    }
    assert {"grade_reason", "seeds", "samples", "overlap"} <= set(found["segments"][0]["evidence"])
    assert all(set(part["rule"]) == {"text", "precision", "recall"} for part in found["segments"])


def test_json_says_what_is_in_the_table(found):
    assert (found["k"], found["natural_k"], found["verdict"], found["set_apart"]) == (3, 3, "natural", 0)
    assert [part["rows"] for part in found["segments"]] == [25, 25, 25]
    assert [role["role"] for role in found["columns"]] == ["id", "measure", "measure", "category"]


def test_a_column_whose_name_holds_a_comma_is_named_as_it_stands(covey, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text('"weight, kg",age,size\n' + "".join(f"{i % 7}.5,{i % 5}.5,{i}.5\n" for i in range(40)))
    result = covey("choose-k", path, "--columns", "weight, kg", "--ignore", "age,size", "--json")

    roles = {role["name"]: role["role"] for role in json.loads(result.stdout)["columns"]}
    assert roles == {"weight, kg": "measure", "age": "ignored", "size": "ignored"}


def test_json_is_ascii_without_nan(done):
    json.loads(done[1].stdout, parse_constant=pytest.fail)

    assert done[1].stdout.isascii()


def test_the_default_folder_stands_beside_the_table_and_holds_three_files(done, found):
    folder = done[0].with_name("customers-segments")

    assert sorted(os.listdir(folder)) == ["model.covey", "report.html", "segments.csv"]
    assert found["files"] == {
        "segments": str(folder / "segments.csv"),
        "report": str(folder / "report.html"),
        "model": str(folder / "model.covey"),
    }


def test_segments_csv_is_the_table_as_written_and_six_columns(done, found):
    before, after = rows_of(done[0]), rows_of(Path(found["files"]["segments"]))

    assert list(after[0]) == [*before[0], *NEW_COLUMNS]
    assert [{name: row[name] for name in before[0]} for row in after] == before


def test_segments_csv_and_json_agree(done, found):
    after = rows_of(Path(found["files"]["segments"]))
    for part in found["segments"]:
        mine = [row for row in after if row["segment"] == str(part["label"])]
        assert len(mine) == part["rows"]
        assert {(row["segment_name"], row["grade"]) for row in mine} == {(part["name"], part["grade"])}


def test_messages_go_to_stderr_and_say_what_was_written(done):
    lines = done[1].stderr.splitlines()

    assert [line.split()[0] for line in lines] == ["wrote"] * 3
    assert "covey score" in lines[-1]


def test_without_json_the_verdict_comes_first_on_stdout(covey, table, tmp_path):
    result = covey("segment", table, "--out", tmp_path / "out", "-k", 2)

    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == (
        "The table holds 3 natural groups; this cut makes 2 segments of them, as asked."
    )
    assert "\x1b" not in result.output


@pytest.mark.parametrize("width", [60, 140])
def test_no_line_on_stdout_is_wider_than_the_terminal(covey, table, tmp_path, width):
    result = covey("segment", table, "--out", tmp_path / "out", "-k", 2, env={"COLUMNS": str(width)})

    assert max(map(len, result.stdout.splitlines())) <= width


def test_quiet_says_nothing_on_stderr(covey, table, tmp_path):
    assert covey("segment", table, "--out", tmp_path / "out", "-k", 2, "--quiet").stderr == ""


def test_the_same_command_writes_the_same_bytes_on_any_number_of_threads(covey, done, found, tmp_path):
    result = covey("segment", done[0], "--out", tmp_path / "again", "--threads", 3, "--json")

    assert {**json.loads(result.stdout), "files": 0} == {**found, "files": 0}
    for what in ("segments", "report", "model"):
        again = Path(json.loads(result.stdout)["files"][what])
        assert again.read_bytes() == Path(found["files"][what]).read_bytes()


def test_columns_may_be_parted_by_commas_repeated_and_quoted(covey, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text('"a, b",c,d\n' + "".join(f"{row % 5},{row % 7},{row % 3}\n" for row in range(60)))
    result = covey(
        *("segment", path, "-k", 2, "--columns", '"a, b",c', "--columns", "d", "--ignore", ""),
        *("--out", tmp_path / "out", "--json"),
    )

    assert all(role["transform"] for role in json.loads(result.stdout)["columns"])


def test_ignore_id_and_scale_reach_the_table(covey, table, tmp_path):
    result = covey(
        *("segment", table, "-k", 2, "--ignore", "age,town", "--id", "customer_id", "--scale", "none"),
        *("--out", tmp_path / "out", "--json"),
    )
    roles = {role["name"]: role for role in json.loads(result.stdout)["columns"]}

    assert roles["age"]["role"] == roles["town"]["role"] == "ignored" and roles["customer_id"]["role"] == "id"
    assert roles["spend"]["transform"] == "as it is"


@pytest.mark.parametrize(
    ("typed", "folder"),
    [
        ("customers.csv", "customers-segments"),
        ("data/customers.csv.gz", "data/customers-segments"),
        ("counts.tsv.gz", "counts-segments"),
        ("a.pq", "a-segments"),
        ("a.ods", "a-segments"),
        ("photo.JPG", "photo-segments"),
        ("a.b.parquet", "a.b-segments"),
        ("book.XLSX", "book-segments"),
        ("plain", "plain-segments"),
        (".csv", "table-segments"),
        ("-", "stdin-segments"),
    ],
)
def test_the_default_folder_is_named_after_the_table(typed, folder):
    from covey.cli.options import default_folder

    assert default_folder(typed) == Path(folder)


def test_force_replaces_results(covey, done):
    result = covey("segment", done[0], "-k", 3, "--force", "--quiet")

    assert result.exit_code == 0
