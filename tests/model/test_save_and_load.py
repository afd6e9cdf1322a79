"""A model file gives back what was saved, is the same bytes every time, and is refused when not whole."""

import errno
import io
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from covey import model
from covey.errors import ModelError, OutputError
from covey.model import archive, manifest
from covey.model.saved import SCHEMA


def described(saved):
    """Return everything in a model as comparable values; NaN equals NaN in this form."""
    plain, arrays = manifest.describe(saved)
    return plain, {name: (array.dtype, array.tolist()) for name, array in arrays.items()}


@pytest.fixture
def path(tmp_path, record):
    place = tmp_path / "model.covey"
    model.save(record, place)
    return place


@pytest.fixture(scope="session")
def whole(record, tmp_path_factory):
    """The bytes of a model file."""
    place = tmp_path_factory.mktemp("whole") / "model.covey"
    model.save(record, place)
    return place.read_bytes()


def rewritten(path, change):
    """Write the file again with its manifest changed and all checksums right."""
    header, arrays = archive.read(path, newest_schema=99)
    change(header, arrays)
    archive.write(path, header, arrays)
    return path


def test_a_loaded_model_equals_the_saved_one_bit_for_bit(record, path):
    assert described(model.load(path)) == described(model.from_record(record))


def test_a_model_loaded_and_saved_again_is_the_same_bytes(tmp_path, path):
    again = tmp_path / "again.covey"
    model.save(model.load(path), again)

    assert again.read_bytes() == path.read_bytes()


def test_saving_later_gives_the_same_bytes(tmp_path, record, path, monkeypatch):
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    later = tmp_path / "later.covey"
    model.save(record, later)

    assert later.read_bytes() == path.read_bytes()


def test_numpy_reads_the_arrays_without_pickle(record, path):
    with np.load(path, allow_pickle=False) as arrays:
        np.testing.assert_array_equal(arrays["centers"], record.centers)


def test_a_model_holds_no_labels_and_no_rows(path):
    assert set(zipfile.ZipFile(path).namelist()) == {
        "manifest.json",
        "centers.npy",
        "distance_limits.npy",
        "SHA256SUMS",
    }


def test_the_checksums_are_in_the_form_that_sha256sum_checks(path, tmp_path):
    zipfile.ZipFile(path).extractall(tmp_path / "parts")
    checked = subprocess.run(
        ["sha256sum", "--check", "SHA256SUMS"], cwd=tmp_path / "parts", capture_output=True, check=False
    )

    assert checked.returncode == 0


def test_names_and_grades_are_one_per_label(path):
    saved = model.load(path)

    assert (saved.names, saved.grades, saved.verdict) == (("high Spend", "low Spend"), ("A", "A"), "natural")


def test_a_record_without_distance_limits_is_saved_with_no_limit(tmp_path, record):
    place = tmp_path / "m.covey"
    model.save(replace(record, distance_limits=None), place)

    assert model.load(place).distance_limits.tolist() == [np.inf, np.inf]


def test_a_new_model_file_has_the_rights_that_any_new_file_gets(path, tmp_path):
    ordinary = tmp_path / "ordinary"
    ordinary.write_bytes(b"")

    assert path.stat().st_mode == ordinary.stat().st_mode


def test_saving_through_a_link_replaces_the_file_it_points_to(tmp_path, record, path):
    link = tmp_path / "link.covey"
    link.symlink_to(path)
    model.save(replace(record, seed=7), link)

    assert link.is_symlink() and model.load(path).seed == 7


# --- files that are not models ------------------------------------------------------------------


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ModelError, match="there is no model file"):
        model.load(tmp_path / "absent.covey")


def test_a_folder_is_answered_with_the_file_to_name(tmp_path):
    with pytest.raises(ModelError, match=r"is a folder.*model\.covey"):
        model.load(tmp_path)


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"PK\x03\x04", b"\x80\x04\x95pickle", b"\x00" * 500])
def test_a_file_of_another_kind_is_not_a_model(tmp_path, content):
    other = tmp_path / "other.covey"
    other.write_bytes(content)

    with pytest.raises(ModelError, match="is not a covey model file"):
        model.load(other)


def test_another_zip_is_not_a_model(tmp_path):
    other = tmp_path / "book.xlsx"
    with zipfile.ZipFile(other, "w") as book:
        book.writestr("xl/workbook.xml", "<workbook/>")

    with pytest.raises(ModelError, match="is not a covey model file"):
        model.load(other)


def test_a_zip_with_a_manifest_of_another_program_is_not_a_model(path):
    with pytest.raises(ModelError, match="is not a covey model file"):
        model.load(rewritten(path, lambda header, _: header.update(format="another")))


def test_a_later_format_says_how_to_update(path):
    later = rewritten(path, lambda header, _: header.update(schema=2, made_with="9.1.0"))

    with pytest.raises(
        ModelError, match=r"format 2 \(written by covey 9\.1\.0\).*pip install --upgrade covey"
    ):
        model.load(later)


# --- damage -------------------------------------------------------------------------------------


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_changed_byte_is_refused_or_changes_nothing(data, record, whole, tmp_path_factory):
    """Some bytes of a zip carry no content (its dates, for one): changing those must change no number."""
    place = data.draw(st.integers(0, len(whole) - 1))
    flipped = whole[place] ^ data.draw(st.integers(1, 255))
    damaged = tmp_path_factory.getbasetemp() / "flipped.covey"
    damaged.write_bytes(whole[:place] + bytes([flipped]) + whole[place + 1 :])

    try:
        loaded = model.load(damaged)
    except ModelError:
        return
    assert described(loaded) == described(model.from_record(record))


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_file_cut_short_is_refused(data, whole, tmp_path_factory):
    cut = tmp_path_factory.getbasetemp() / "cut.covey"
    cut.write_bytes(whole[: data.draw(st.integers(0, len(whole) - 1))])

    with pytest.raises(ModelError):
        model.load(cut)


def test_a_file_cut_in_half_is_called_damaged(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    with pytest.raises(ModelError, match=r"is damaged: .* cut short or altered"):
        model.load(path)


def test_numbers_changed_under_a_valid_zip_checksum_are_refused(path, tmp_path):
    """CRC-32 is easily made to fit; the SHA-256 sums must notice."""
    forged = tmp_path / "forged.covey"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(forged, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content[:-1] + b"\x01" if name == "centers.npy" else content)

    with pytest.raises(ModelError, match="SHA-256"):
        model.load(forged)


def test_a_compressed_member_is_refused_before_it_is_expanded(tmp_path):
    bomb = tmp_path / "bomb.covey"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive_file:
        archive_file.writestr("manifest.json", b" " * 50_000_000)

    with pytest.raises(ModelError, match="would expand"):
        model.load(bomb)


def test_a_file_over_the_size_limit_is_refused(path, monkeypatch):
    monkeypatch.setattr(archive, "MAX_BYTES", 100)

    with pytest.raises(ModelError, match=r"holds .* bytes; a covey model has at most 100"):
        model.load(path)


def test_an_array_that_claims_more_than_it_holds_is_refused_without_allocating():
    buffer = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        buffer, {"descr": "<f8", "fortran_order": False, "shape": (10**9, 10**6)}
    )

    with pytest.raises(ValueError, match="shape and length differ"):
        archive._array(buffer.getvalue() + b"\x00" * 80)


def test_an_array_of_objects_is_refused_and_nothing_is_unpickled():
    buffer = io.BytesIO()
    np.save(buffer, np.array([{"a": 1}], dtype=object), allow_pickle=True)

    with pytest.raises(ValueError, match="64-bit numbers"):
        archive._array(buffer.getvalue())


@pytest.mark.parametrize(
    "change",
    [
        lambda header, arrays: header["model"].pop("seed"),
        lambda header, arrays: header["model"].update(seed="0"),
        lambda header, arrays: header["model"].update(seed=True),
        lambda header, arrays: header["model"].update(extra=1),
        lambda header, arrays: header["model"].update(k=3),
        lambda header, arrays: header["model"].update(segments=[]),
        lambda header, arrays: header["model"].update(notes="one string"),
        lambda header, arrays: header["model"].update(evidence=None),
        lambda header, arrays: header["model"]["evidence"].update(rows=[1]),
        lambda header, arrays: header["model"]["recipe"]["transforms"][0].update(scale="wide"),
        lambda header, arrays: header["model"]["segments"].reverse(),
        lambda header, arrays: header["model"].update(centers="none"),
        lambda header, arrays: header.update(model=[]),
        lambda header, arrays: header.pop("model"),
        lambda header, arrays: arrays.update(centers=np.zeros((2, 9))),
        lambda header, arrays: arrays.update(centers=np.full((2, 3), np.nan)),
        lambda header, arrays: arrays.update(distance_limits=np.zeros(5)),
        lambda header, arrays: arrays.pop("centers"),
        lambda header, arrays: arrays.update(surprise=np.zeros(1)),
    ],
)
def test_a_well_formed_file_whose_parts_do_not_fit_is_refused(path, change):
    with pytest.raises(ModelError, match="damaged"):
        model.load(rewritten(path, change))


def test_a_manifest_nested_without_end_is_refused(path, tmp_path):
    deep = tmp_path / "deep.covey"
    with zipfile.ZipFile(deep, "w") as archive_file:
        archive_file.writestr("manifest.json", b"[" * 200_000)

    with pytest.raises(ModelError, match="damaged"):
        model.load(deep)


def test_the_manifest_is_plain_json_that_other_programs_read(path):
    header = json.loads(zipfile.ZipFile(path).read("manifest.json"), parse_constant=pytest.fail)

    assert header["model"]["segments"][0]["name"] == "high Spend"


# --- faults while saving ------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["open", "fsync", "replace"])
def test_a_save_that_fails_leaves_the_old_model_and_no_other_file(path, record, monkeypatch, step):
    before = path.read_bytes()

    def full(*_args, **_kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, step, full)
    with pytest.raises(OutputError, match=r"cannot write .*No space left on device"):
        model.save(replace(record, seed=1), path)
    monkeypatch.undo()

    assert path.read_bytes() == before
    assert os.listdir(path.parent) == ["model.covey"]


def test_a_file_size_limit_hit_half_way_leaves_the_old_model(path):
    """The limit is set in a child process, where it cannot disturb the other tests."""
    before = path.read_bytes()
    child = (
        "import resource, signal, sys; from covey import model; saved = model.load(sys.argv[1])\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (900, 900))\n"
        "model.save(saved, sys.argv[1])"
    )
    done = subprocess.run(
        [sys.executable, "-c", child, str(path)], capture_output=True, text=True, check=False
    )

    assert "cannot write" in done.stderr
    assert (path.read_bytes(), os.listdir(path.parent)) == (before, ["model.covey"])


def test_a_missing_folder_is_named_with_how_to_make_it(tmp_path, record):
    with pytest.raises(OutputError) as caught:
        model.save(record, tmp_path / "absent" / "model.covey")
    assert str(caught.value).endswith(f"Make it first: mkdir -p {tmp_path / 'absent'}")
    assert "--out" not in str(caught.value)


@pytest.mark.parametrize(("number", "said"), [(errno.ENOSPC, True), (errno.EACCES, False)])
def test_space_is_to_be_freed_only_where_there_is_none(path, record, monkeypatch, number, said):
    def refuse(*_args, **_kwargs):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(OutputError) as caught:
        model.save(record, path)
    assert ("Free some space" in str(caught.value)) == said


def test_a_killed_save_leaves_a_whole_model(path):
    """The child saves without pause; whenever it dies, an old or a new file must load."""
    child = (
        "import sys; from covey import model; saved = model.load(sys.argv[1]); print('ready', flush=True)\n"
        "while True: model.save(saved, sys.argv[1])"
    )
    for moment in range(3):
        saver = subprocess.Popen([sys.executable, "-c", child, str(path)], stdout=subprocess.PIPE)
        assert saver.stdout is not None
        saver.stdout.readline()
        time.sleep(0.003 * (moment + 1))
        os.kill(saver.pid, signal.SIGKILL)
        saver.communicate()
        assert model.load(path).k == 2


# --- files of earlier releases ------------------------------------------------------------------

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("saved", sorted(GOLDEN.glob("*.covey")), ids=lambda path: path.stem)
def test_a_model_of_an_earlier_release_is_read_as_it_was_meant(record, saved):
    """A release adds its file, model.save(record, "golden/<version>.covey"); none is ever changed."""
    loaded = replace(model.load(saved), made_with=model.from_record(record).made_with)

    assert described(loaded) == described(model.from_record(record))


def test_there_is_a_model_of_every_format_that_can_be_read():
    formats = {json.loads(zipfile.ZipFile(path).read("manifest.json"))["schema"] for path in GOLDEN.iterdir()}

    assert formats == set(range(1, SCHEMA + 1))
