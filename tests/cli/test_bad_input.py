"""Every bad input is a sentence on stderr and an exit code, and leaves no file behind."""

import os
import re
from pathlib import Path

import pytest
from tests.cli.conftest import three_groups_csv

from covey import journeys
from covey.cli import program as program_file


def all_files(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


TABLES = {
    "empty.csv": "",
    "header.csv": "age,spend\n",
    "constant.csv": "age,spend\n" + "3,4\n" * 40,
    "text.csv": "note,town\n" + "".join(f"remark number {row},Oslo\n" for row in range(40)),
    "five.csv": "age,spend\n1,2\n3,9\n5,1\n7,4\n9,9\n",
}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["absent.csv"], "absent.csv"),
        (["."], "folder"),
        (["empty.csv"], "empty"),
        (["header.csv"], "no "),
        (["constant.csv"], "constant"),
        (["text.csv"], "note"),
        (["five.csv", "-k", "6"], "-k 6, but only 5 rows"),
        (["five.csv", "--columns", "aeg"], "age"),
        (["five.csv", "--ignore", "absent"], "absent"),
        (["five.csv", "--id", "absent"], "absent"),
    ],
)
def test_bad_input_is_exit_3_with_one_sentence_and_no_file(covey, tmp_path, monkeypatch, words, sentence):
    for name, content in TABLES.items():
        (tmp_path / name).write_text(content)
    monkeypatch.chdir(tmp_path)
    before = all_files(tmp_path)
    result = covey("segment", *words, "--json")

    assert result.exit_code == 3
    assert result.stdout == "" and result.stderr.startswith("Error: ") and sentence in result.stderr
    assert "Traceback" not in result.stderr
    assert all_files(tmp_path) == before


@pytest.mark.parametrize("command", ["segment", "choose-k"])
def test_a_missing_table_is_exit_3_for_every_command(covey, tmp_path, command):
    assert covey(command, tmp_path / "absent.csv").exit_code == 3


def test_more_segments_than_different_rows_warn_and_say_what_the_labels_mean(covey, tmp_path):
    (tmp_path / "t.csv").write_text("age,spend\n" + "1,5\n2,9\n3,7\n" * 10)
    result = covey("segment", tmp_path / "t.csv", "-k", 5, "--json")

    assert result.exit_code == 0 and '"k": 3' in result.stdout
    assert result.stderr.startswith(
        "Note: -k 5, but the columns that form the segments hold only 3 different"
    )


@pytest.mark.parametrize(
    "words",
    [
        ["segment"],
        ["segment", "t.csv", "--colour"],
        ["segment", "t.csv", "-k", "many"],
        ["segment", "t.csv", "-k", "0"],
        ["segment", "t.csv", "-k", "-2"],
        ["segment", "t.csv", "-k", "4", "--max-segments", "3"],
        ["segment", "t.csv", "--scale", "huge"],
        ["outliers", "t.csv", "--false-alarms", "2.0"],
        ["palette", "t.png", "-c", "300"],
        ["palette", "t.png", "--space", "cmyk"],
        ["topics", "t.csv", "--stop-words", "french"],
        ["genes", "t.csv", "--genes-in", "up"],
        ["genes", "t.csv", "--log", "perhaps"],
        ["segment", "t.csv", "--seed", "-1"],
        ["segment", "t.csv", "--seed", "x"],
        ["segment", "t.csv", "--threads", "0"],
        ["choose-k", "t.csv", "--max", "0"],
        ["score", "m.covey"],
        ["score", "m.covey", "t.csv", "--json", "--out", "-"],
        ["score", "m.covey", "t.csv", "--out", "scored.parquet"],
        ["demo", "--kind", "absent"],
        ["absent"],
    ],
)
def test_a_wrong_option_is_exit_2(covey, words):
    result = covey(*words)

    assert result.exit_code == 2 and result.stdout == "" and "Error:" in result.stderr
    assert re.search(r"\b[a-z_]+=", result.stderr) is None  # no words of Python


# --- the folder, checked before the work --------------------------------------------------------


@pytest.fixture
def no_work(monkeypatch):
    """Let the test fail if anything is computed."""
    monkeypatch.setattr(journeys, "segment", lambda *_, **__: pytest.fail("the fit was started"))


@pytest.mark.parametrize("name", ["segments.csv", "report.html", "model.covey"])
def test_existing_results_are_exit_1_before_the_fit(covey, table, no_work, name):
    folder = table.with_name("customers-segments")
    folder.mkdir()
    (folder / name).write_text("old")
    result = covey("segment", table)

    assert result.exit_code == 1 and "--force" in result.stderr
    assert (folder / name).read_text() == "old"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["-k", "0"], 2, "'0' is neither a whole number"),
        (["-k", "4", "--max-segments", "3"], 2, "-k 4 fixes"),
        (["--scale", "foo"], 2, "'foo' is not one of standard"),
        (["--columns", "spent"], 3, "did you mean 'spend'?"),
        ([], 1, "--force"),
    ],
)
def test_an_older_result_does_not_hide_a_wrong_option(covey, table, no_work, words, code, said):
    folder = table.with_name("customers-segments")
    folder.mkdir()
    (folder / "segments.csv").write_text("old")
    result = covey("segment", table, *words)

    assert result.exit_code == code and said in result.stderr
    assert ("exist" in result.stderr) == (code == 1)


def test_a_file_where_the_folder_should_be_is_exit_1_before_the_fit(covey, table, no_work):
    result = covey("segment", table, "--out", table)

    assert result.exit_code == 1 and "Choose another folder: --out" in result.stderr


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs /proc, in which nobody can make files")
def test_a_folder_that_cannot_be_made_is_exit_1_before_the_fit(covey, table, no_work):
    assert covey("segment", table, "--out", "/proc/covey/out").exit_code == 1


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_without_the_right_to_write_is_exit_1_before_the_fit(covey, table, no_work, tmp_path):
    (tmp_path / "closed").mkdir(mode=0o500)

    assert covey("segment", table, "--out", tmp_path / "closed" / "out").exit_code == 1


def test_a_report_that_cannot_be_written_leaves_nothing_behind(covey, table, monkeypatch, tmp_path):
    def full(_self, _path):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(journeys.Segmentation, "report", full)
    result = covey("segment", table, "-k", 2)

    assert result.exit_code == 1 and "No space left on device" in result.stderr
    assert result.stdout == "" and all_files(tmp_path) == ["customers.csv"]


# --- what nobody expected -----------------------------------------------------------------------


def stopped_by(error, monkeypatch):
    def stop(*_words, **_more):
        raise error

    monkeypatch.setattr(journeys, "segment", stop)


def test_ctrl_c_is_exit_130_with_one_line_and_no_file(covey, table, monkeypatch, tmp_path):
    stopped_by(KeyboardInterrupt(), monkeypatch)
    result = covey("segment", table)

    assert result.exit_code == 130
    assert result.stderr.count("\n") == 1 and result.stderr.startswith("Interrupted: no half-written results")
    assert all_files(tmp_path) == ["customers.csv"]


@pytest.mark.parametrize("error", [ZeroDivisionError("oops"), MemoryError(), RecursionError("deep")])
def test_a_fault_of_ours_is_exit_1_with_a_sentence_and_no_traceback(covey, table, monkeypatch, error):
    stopped_by(error, monkeypatch)
    result = covey("segment", table)

    assert result.exit_code == 1 and result.stderr.count("\n") == 1
    assert "No half-written results" in result.stderr and "Traceback" not in result.stderr


def test_a_debug_variable_shows_the_traceback_too(covey, table, monkeypatch):
    stopped_by(ZeroDivisionError("oops"), monkeypatch)
    result = covey("segment", table, env={"COVEY_DEBUG": "1"})

    assert (
        result.exit_code == 1 and "Traceback" in result.stderr and "ZeroDivisionError: oops" in result.stderr
    )


def test_control_characters_of_a_file_name_do_not_reach_the_terminal(covey):
    assert "\x1b" not in covey("segment", "\x1b[2Jabsent.csv").output


def test_warnings_of_other_packages_are_not_shown_to_the_user(capsys):
    program_file._show_warning("numbers overflow", RuntimeWarning)

    assert capsys.readouterr().err == ""


def test_the_table_of_these_tests_is_a_good_one(covey, tmp_path):
    """Otherwise every refusal above might have another cause."""
    (tmp_path / "t.csv").write_text(three_groups_csv())

    assert covey("segment", tmp_path / "t.csv", "-k", 2).exit_code == 0
