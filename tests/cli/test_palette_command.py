import json

import numpy as np
import pytest
from PIL import Image


@pytest.fixture
def picture(tmp_path):
    pixels = np.random.default_rng(0).integers(0, 256, (30, 40, 3), dtype=np.uint8)
    Image.fromarray(pixels).save(path := tmp_path / "photo.png")
    return path


def test_three_files_beside_the_picture(covey, picture):
    done = covey("palette", picture, "-c", "5")
    folder = picture.parent / "photo-palette"
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("photo.png in 5 colours")
    assert sorted(path.name for path in folder.iterdir()) == ["image.png", "palette.csv", "report.html"]
    assert len((folder / "palette.csv").read_text().splitlines()) == 6
    assert covey("palette", picture).exit_code == 1
    assert covey("palette", picture, "--force").exit_code == 0


def test_one_file_and_json(covey, picture):
    target = picture.parent / "few.png"
    done = covey("palette", picture, "-c", "auto", "--quality", "20", "--out", target, "--json", "-q")
    said = json.loads(done.stdout)
    assert said["psnr"] >= 20
    assert said["bytes"] == target.stat().st_size
    shown = np.asarray(Image.open(target).convert("RGB")).reshape(-1, 3)
    assert len(said["colors"]) == len(said["shares"]) == len(np.unique(shown, axis=0))
    assert not (picture.parent / "photo-palette").exists()


@pytest.mark.parametrize("words", [["-c", "0"], ["-c", "few"], ["--space", "hsv"], ["--quality", "-1"]])
def test_wrong_options_are_one_sentence(covey, picture, words):
    done = covey("palette", picture, *words)
    assert done.exit_code == 2
    assert "Traceback" not in done.stderr


def test_another_kind_of_picture_is_no_folder(covey, picture):
    done = covey("palette", picture, "--out", picture.parent / "x.jpg")
    assert done.exit_code == 2 and f"--out {picture.parent / 'x.png'}" in done.stderr
    assert not (picture.parent / "x.jpg").exists()


def test_wrong_pictures_exit_with_3(covey, picture):
    (picture.parent / "table.png").write_text("a,b\n1,2\n")
    cut = picture.parent / "cut.png"
    cut.write_bytes(picture.read_bytes()[:1000])
    for path in (picture.parent / "table.png", cut, picture.parent, picture.parent / "absent.png"):
        done = covey("palette", path, "--out", picture.parent / "out")
        assert done.exit_code == 3, done.output
        assert len(done.stderr.strip().splitlines()) == 1
        assert not (picture.parent / "out").exists()
