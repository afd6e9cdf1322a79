"""score, choose-k and demo; help; streams and signals of the real process."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.cli.conftest import rows_of
from tests.table.workbook import write_workbook

HEAVY = [
    "numpy",
    "scipy",
    "sklearn",
    "pandas",
    "polars",
    "narwhals",
    "duckdb",
    "matplotlib",
    "jinja2",
    "rich",
]
COVEY = [sys.executable, "-c", "from covey.cli import main; main()"]


def start(*words, **more):
    """Start the real command; its streams are pipes."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.PIPE}
    return subprocess.Popen([*COVEY, *map(str, words)], **{**pipes, **more})


@pytest.fixture(scope="session")
def model(done):
    return done[0].with_name("customers-segments") / "model.covey"


# --- score --------------------------------------------------------------------------------------


def test_score_reads_the_sheet_that_is_named(covey, done, model, tmp_path):
    lines = done[0].read_text(encoding="utf-8").splitlines()
    old, new = (
        [lines[0].split(","), *[line.split(",") for line in part]] for part in (lines[1:6], lines[6:9])
    )
    book = write_workbook(tmp_path / "shops.xlsx", {"January": old, "February": new})

    first, named = covey("score", model, book), covey("score", model, book, "--sheet", "February")

    assert len(first.stdout.splitlines()) == 6
    assert len(named.stdout.splitlines()) == 4
    assert named.stdout.splitlines()[1].startswith(lines[6].split(",")[0])


def test_score_prints_the_csv_that_segment_wrote(covey, done, model):
    result = covey("score", model, done[0])

    assert result.exit_code == 0
    assert result.stdout_bytes == (model.parent / "segments.csv").read_bytes()
    assert "scored 75 rows; 0 unlike" in result.stderr


def test_score_says_how_it_read_what_it_filled_and_what_the_new_columns_are_called(covey, model, tmp_path):
    new = tmp_path / "new.csv"
    new.write_bytes("age;spend;age;segment\n20,5;;1;K\xe4se\n40,5;900,5;2;\n".encode("latin-1"))
    result = covey("score", model, new, "--out", tmp_path / "s.csv")

    said = result.stderr
    assert result.exit_code == 0
    assert "What was done to new.csv" in said and "semicolon" in said and "Latin-1" in said
    assert "1 missing cell filled with the median of the model: 'spend' 1 (with 3" in said
    assert "columns 'age', 'spend': decimal ','" in said and "'age_2'" in said
    assert "new columns: segment_covey, segment_name" in said
    assert covey("score", model, new, "-q").stderr == ""


def test_score_says_which_levels_the_model_never_saw(covey, table, tmp_path):
    covey("segment", table, "-k", 2, "--columns", "age,town", "--out", tmp_path / "r")
    (tmp_path / "new.csv").write_text("age,town\n20,Oslo\n40,Lima\n41,Lima\n")
    result = covey("score", tmp_path / "r" / "model.covey", tmp_path / "new.csv", "--json")

    told = "2 rows hold a 'town' the model never saw, taken as none of its levels: 'Lima'"
    assert told in result.stderr and told in json.loads(result.stdout)["notes"]


def test_score_writes_a_file_and_prints_how_many_rows_each_segment_got(covey, done, model, tmp_path):
    result = covey("score", model, done[0], "--out", tmp_path / "scored.csv")

    assert (tmp_path / "scored.csv").read_bytes() == (model.parent / "segments.csv").read_bytes()
    assert [line.split()[:2] for line in result.stdout.splitlines()[1:]] == [
        ["0", "25"],
        ["1", "25"],
        ["2", "25"],
    ]


def test_score_as_json_counts_rows_and_names_the_file(covey, done, model, tmp_path):
    found = json.loads(covey("score", model, done[0], "--json", "--out", tmp_path / "s.csv").stdout)

    assert (found["rows"], found["unlike_training"]) == (75, 0)
    assert found["files"] == {"scores": str(tmp_path / "s.csv")}
    assert [part["rows"] for part in found["segments"]] == [25, 25, 25]
    assert {key for part in found["segments"] for key in part} == {"label", "name", "grade", "rows", "share"}


def test_score_finds_columns_in_any_order(covey, model, tmp_path):
    (tmp_path / "new.csv").write_text("spend,extra,age\n105,x,21\n880,y,41\n")
    scored = rows_of(covey("score", model, tmp_path / "new.csv").stdout)

    assert len({row["segment"] for row in scored}) == 2
    assert [row["extra"] for row in scored] == ["x", "y"]


def test_score_without_a_needed_column_is_exit_3_and_names_it(covey, model, tmp_path):
    (tmp_path / "new.csv").write_text("age,town\n21,Oslo\n40,Rome\n")
    result = covey("score", model, tmp_path / "new.csv", "--out", tmp_path / "s.csv")

    assert result.exit_code == 3 and "spend" in result.stderr
    assert not (tmp_path / "s.csv").exists()


def test_model_and_table_swapped_is_exit_3_and_says_so(covey, done, model):
    result = covey("score", done[0], model)

    assert result.exit_code == 3 and "swap" in result.stderr


def test_score_does_not_overwrite_without_force(covey, done, model, tmp_path):
    (tmp_path / "s.csv").write_text("old")
    refused = covey("score", model, done[0], "--out", tmp_path / "s.csv")

    assert refused.exit_code == 1 and (tmp_path / "s.csv").read_text() == "old"
    assert covey("score", model, done[0], "--out", tmp_path / "s.csv", "--force").exit_code == 0


def test_score_makes_the_folder_that_its_file_goes_into(covey, done, model, tmp_path):
    result = covey("score", model, done[0], "--out", tmp_path / "new" / "deep" / "s.csv")

    assert result.exit_code == 0
    assert len(rows_of(tmp_path / "new" / "deep" / "s.csv")) == 75


# --- choose-k and demo --------------------------------------------------------------------------


def test_choose_k_prints_the_verdict_first_and_what_to_type_next(covey, done):
    result = covey("choose-k", done[0], "--max", 5)

    assert result.stdout.splitlines()[0] == "3 groups found; suggested k = 3 (natural)"
    assert result.stderr.startswith("next: covey segment") and "-k 3" in result.stderr


def test_choose_k_as_json_has_one_row_per_k(covey, done):
    found = json.loads(covey("choose-k", done[0], "--max", 4, "--json").stdout)

    assert (found["k"], found["natural_k"], found["verdict"]) == (3, 3, "natural")
    assert [row["k"] for row in found["table"]] == [1, 2, 3, 4]
    assert found["table"][0]["silhouette"] is None


def test_verbose_says_how_long_each_part_took(covey, done):
    result = covey("choose-k", done[0], "--max", 3, "--verbose")

    assert re.search(r"^fits of the rows judged +\d+\.\d\d s$", result.stderr, re.MULTILINE)
    assert re.search(r"^all parts +\d+\.\d\d s$", result.stderr, re.MULTILINE)
    assert "fits of" not in covey("choose-k", done[0], "--max", 3).stderr


@pytest.mark.parametrize("share", ["10%", "0.1"])
def test_limits_on_the_command_line_are_kept(covey, done, share):
    found = json.loads(covey("choose-k", done[0], "--max-segments", 2, "--min-share", share, "--json").stdout)

    assert (found["k"], found["natural_k"]) == (2, 3)
    assert any("each with 10 % or more" in reason for reason in found["reasons"])


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--max-segments", "0", "whole number from 1"),
        ("--min-share", "lots", "neither a share such as 0.05 nor one such as 5%"),
        ("--min-share", "5", "not a share from 0 to 1. Try 0.05, or 5% for per cent"),
        ("--min-share", "101%", "not a share from 0 to 1"),
        ("--time-budget", "5%", "number of seconds from"),
        ("--time-budget", "-1", "number of seconds"),
    ],
)
def test_limits_out_of_range_are_usage_errors(covey, done, option, value, said):
    result = covey("choose-k", done[0], option, value)

    assert result.exit_code == 2
    assert said in result.stderr


@pytest.mark.parametrize(("kind", "natural"), [("groups", True), ("lesson", False)])
def test_demo_writes_table_and_results_and_says_whether_there_are_groups(covey, tmp_path, kind, natural):
    result = covey("demo", "--kind", kind, "--out", tmp_path / "demo")

    assert result.exit_code == 0
    assert sorted(os.listdir(tmp_path / "demo")) == [
        *("customers.csv", "model.covey", "report.html", "segments.csv")
    ]
    assert (" natural groups." in result.stdout.splitlines()[0]) is natural
    assert "report.html" in result.stderr


def test_demo_does_not_overwrite_without_force(covey, tmp_path):
    (tmp_path / "customers.csv").write_text("mine")
    result = covey("demo", "--out", tmp_path)

    assert result.exit_code == 1 and "--force" in result.stderr
    assert (tmp_path / "customers.csv").read_text() == "mine"


# --- help ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [[], ["segment"], ["score"], ["choose-k"], ["demo"]])
@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_has_examples_and_exit_codes(covey, command, flag):
    result = covey(*command, flag)

    assert result.exit_code == 0
    assert "Examples:\n" in result.stdout and "Exit codes: 0 done, 1 failed, 2 wrong option" in result.stdout


def test_version_is_printed_on_stdout(covey):
    import covey as package

    assert covey("--version").stdout == f"covey {package.__version__}\n"


def test_help_and_version_load_no_heavy_package():
    """What is not loaded cannot be slow: this is what keeps `covey --help` under 0.3 seconds."""
    for word in ("--help", "--version"):
        code = (
            "import sys; from covey.cli import main; sys.argv = ['covey', sys.argv[1]]\n"
            "try: main()\nexcept SystemExit: pass\n"
            f"print([name for name in {HEAVY} if name in sys.modules])"
        )
        printed = subprocess.run(
            [sys.executable, "-c", code, word], capture_output=True, text=True, check=True
        )
        assert printed.stdout.splitlines()[-1] == "[]"


# --- the real process ---------------------------------------------------------------------------


def test_a_table_on_standard_input_is_read(done, tmp_path):
    process = start("segment", "-", "-k", "2", "--json", cwd=tmp_path)
    out, err = process.communicate(done[0].read_bytes())

    assert process.returncode == 0, err
    assert json.loads(out)["k"] == 2
    assert sorted(os.listdir(tmp_path / "stdin-segments")) == ["model.covey", "report.html", "segments.csv"]


def test_a_reader_that_stops_early_is_no_error(done, model):
    process = start("score", model, done[0])
    process.stdout.close()
    process.stdin.close()
    err = process.stderr.read().decode()
    process.stderr.close()

    assert process.wait() == 0
    assert "Traceback" not in err and "BrokenPipe" not in err and "Exception ignored" not in err


@pytest.mark.skipif(os.name != "posix", reason="signals as on Unix")
@pytest.mark.parametrize("what_follows", ["raise", "raise ValueError('Invalid bounding box')"])
def test_an_interrupt_from_the_keyboard_is_exit_130_and_leaves_no_file(tmp_path, what_follows):
    """A compiled package may answer Ctrl-C with an error of its own, as Matplotlib was seen to do."""
    code = (
        "import sys; from covey import journeys\n"
        "def wait(*words, **more):\n"
        "    import time; print('at work', file=sys.stderr, flush=True)\n"
        "    try: time.sleep(60)\n"
        f"    except KeyboardInterrupt: {what_follows}\n"
        "journeys.segment = wait\n"
        "from covey.cli import main; sys.argv = ['covey', 'segment', 'customers.csv']; main()"
    )
    process = subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path, stderr=subprocess.PIPE)
    process.stderr.readline()
    time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)

    assert process.returncode == 130
    assert err.decode().splitlines() == [
        "Interrupted: no half-written results were left behind. To start again, type the same command."
    ]
    assert list(Path(tmp_path).iterdir()) == []


def test_names_that_the_terminal_cannot_show_stop_nothing(tmp_path):
    lines = "".join(f"{number % 9},{number % 11}\n" for number in range(60))
    (tmp_path / "t.csv").write_text("größe,年齢\n" + lines, encoding="utf-8")
    env = {**os.environ, "PYTHONIOENCODING": "latin-1"}
    process = start("segment", "t.csv", "-k", "2", "--columns", "größe,年齢", cwd=tmp_path, env=env)
    out, err = process.communicate()

    assert process.returncode == 0, err
    assert "größe" in out.decode("latin-1") and "??" in out.decode("latin-1")


@pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals as on Unix")
@pytest.mark.parametrize(("no_color", "coloured"), [("", True), ("1", False)])
def test_colour_is_for_terminals_and_not_where_it_is_unwanted(done, tmp_path, no_color, coloured):
    import pty

    mine, theirs = pty.openpty()
    env = {**os.environ, "NO_COLOR": no_color, "TERM": "xterm", "COLUMNS": "80"}
    process = start("segment", done[0], "-k", "2", "--out", tmp_path / "out", stdout=theirs, env=env)
    process.communicate()
    os.close(theirs)
    shown = b""
    try:
        while chunk := os.read(mine, 65536):
            shown += chunk
    except OSError:  # the other end is closed: all has been read
        pass
    os.close(mine)

    assert (b"\x1b[" in shown) is coloured


@pytest.mark.parametrize("command", ["segment", "choose-k", "alternatives", "outliers"])
def test_a_sheet_of_a_workbook_is_chosen_by_name(covey, tmp_path, command):
    """The sheet that is asked for does not exist, so each command stops with the names of those that do."""
    path = write_workbook(tmp_path / "shops.xlsx", {"Notes": [["x"]], "Shops": [["a"], [1], [2]]})
    result = covey(command, path, "--sheet", "Shop")

    assert result.exit_code == 3
    assert result.stderr == (
        "Error: shops.xlsx has no sheet 'Shop'. Did you mean 'Shops'? Choose one with --sheet: "
        "'Notes', 'Shops'.\n"
    )


@pytest.mark.parametrize("command", ["choose-k", "alternatives", "outliers"])
def test_what_was_done_to_the_table_is_told_by_every_command(covey, tmp_path, command):
    """The facts that `covey segment` tells: delimiter, missing cells, renamed and unused columns."""
    lines = [
        f"{1000 + n};{n % 7 + 20 * (n % 2)};{'n/a' if n == 5 else n * n % 11};Rome;note {n}"
        for n in range(60)
    ]
    (tmp_path / "t.csv").write_text("client_id;age;spend;town;town\n" + "\n".join(lines) + "\n")
    more = ["--max", "3"] if command == "choose-k" else []
    result = covey(command, tmp_path / "t.csv", *more, env={"COLUMNS": "160"})

    assert result.exit_code == 0, result.output
    told = result.stdout[result.stdout.index("What was done to the data") :]
    for fact in ("semicolon", "cells taken as missing: 1 'n/a'", "'town' occurs again", "client_id does not"):
        assert fact in told
