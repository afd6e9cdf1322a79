"""All three files or none; a folder that cannot be written to is known before anything is computed."""

import os
from pathlib import Path

import numpy as np
import pytest

import covey
from covey.errors import OutputError
from covey.journeys import Segmentation
from covey.journeys.results import RESULT_FILES, check_folder, write_results


def test_a_new_folder_gets_three_files_and_nothing_else(found, tmp_path):
    files = write_results(found, tmp_path / "deep" / "out")

    assert sorted(os.listdir(tmp_path / "deep" / "out")) == sorted(RESULT_FILES)
    assert list(files) == ["segments", "report", "model"] and all(path.is_file() for path in files.values())
    assert os.listdir(tmp_path) == ["deep"]


def test_two_runs_write_the_same_bytes(found, tmp_path):
    first, second = write_results(found, tmp_path / "a"), write_results(found, tmp_path / "b")

    for what in first:
        assert first[what].read_bytes() == second[what].read_bytes()


def test_files_have_the_rights_that_any_new_file_gets(found, tmp_path):
    (tmp_path / "ordinary").write_bytes(b"")
    files = write_results(found, tmp_path / "out")

    assert {path.stat().st_mode for path in files.values()} == {(tmp_path / "ordinary").stat().st_mode}


def test_other_files_in_the_folder_stay(found, tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    write_results(found, tmp_path)

    assert (tmp_path / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize("name", RESULT_FILES)
def test_an_older_result_is_refused_without_force(found, tmp_path, name):
    (tmp_path / name).write_text("old")
    with pytest.raises(OutputError, match=f"{name}' already exists. Overwrite with --force"):
        write_results(found, tmp_path)

    assert os.listdir(tmp_path) == [name] and (tmp_path / name).read_text() == "old"


def test_force_replaces_older_results(found, tmp_path):
    for name in RESULT_FILES:
        (tmp_path / name).write_text("old")
    files = write_results(found, tmp_path, force=True)

    assert all(path.read_bytes() != b"old" for path in files.values())


@pytest.mark.parametrize("failing", ["write_table", "report", "save"])
@pytest.mark.parametrize("existing", [False, True])
def test_a_failure_leaves_nothing_new_and_older_files_as_they_were(
    found, tmp_path, monkeypatch, failing, existing
):
    folder = tmp_path / "out"
    if existing:
        folder.mkdir()
        (folder / "model.covey").write_text("old")

    def full(_self, _path):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Segmentation, failing, full)
    with pytest.raises(OutputError, match="No space left on device"):
        write_results(found, folder, force=True)

    left = [str(path.relative_to(tmp_path)) for path in sorted(tmp_path.rglob("*"))]
    assert left == (["out", "out/model.covey"] if existing else [])
    assert not existing or (folder / "model.covey").read_text() == "old"


@pytest.mark.parametrize("fails_at", [1, 2, 3])
@pytest.mark.parametrize("existing", [(), ("report.html",), RESULT_FILES])
def test_a_move_that_is_interrupted_puts_everything_back(found, tmp_path, monkeypatch, fails_at, existing):
    folder = tmp_path / "out"
    for name in existing:
        folder.mkdir(exist_ok=True)
        (folder / name).write_text("old")
    n_moves = 0
    move = os.replace

    def interrupted(source, target):
        nonlocal n_moves
        n_moves += Path(target).parent == folder
        if n_moves == fails_at and Path(target).parent == folder:
            raise KeyboardInterrupt
        move(source, target)

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_results(found, folder, force=True)

    left = {str(path.relative_to(tmp_path)): path.read_text() for path in tmp_path.rglob("*.*")}
    assert left == {f"out/{name}": "old" for name in existing}
    assert folder.exists() is bool(existing)


def test_a_file_in_the_place_of_the_folder_is_found_before_the_work(tmp_path):
    (tmp_path / "out").write_text("a file")
    for folder in (tmp_path / "out", tmp_path / "out" / "deeper"):
        with pytest.raises(OutputError, match="Nothing was computed"):
            check_folder(folder, force=True)


def test_a_folder_in_the_place_of_a_result_is_refused(tmp_path):
    (tmp_path / "report.html").mkdir()
    with pytest.raises(OutputError, match="is a folder"):
        check_folder(tmp_path, force=True)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_without_the_right_to_write_is_found_before_the_work(tmp_path):
    (tmp_path / "out").mkdir(mode=0o500)
    with pytest.raises(OutputError, match="cannot write into"):
        check_folder(tmp_path / "out", force=False)


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs /proc, in which nobody can make files")
def test_a_place_where_nobody_can_write_is_found_before_the_work():
    with pytest.raises(OutputError, match="cannot write into"):
        check_folder(Path("/proc/out"), force=False)


def test_checking_leaves_no_trace(tmp_path):
    check_folder(tmp_path / "a" / "b", force=False)

    assert os.listdir(tmp_path) == []


def test_what_a_result_holds_cannot_be_changed_by_accident(found):
    rows = np.random.default_rng(0).normal(size=(40, 2))
    strange = covey.outliers(rows)
    for array in (found.labels, found.set_apart, strange.flags, strange.scores, strange.labels):
        with pytest.raises(ValueError, match="read-only"):
            array[:1] = 0
