"""alternatives: the answer first, a picture on request, nothing overwritten."""

import json

import numpy as np
import pytest


@pytest.fixture
def rings(tmp_path):
    random = np.random.default_rng(0)
    turn, radius = random.uniform(0, 2 * np.pi, 400), np.repeat([1.0, 3.0], [100, 300])
    points = np.column_stack([np.cos(turn), np.sin(turn)]) * radius[:, None]
    points += 0.1 * random.standard_normal(points.shape)
    path = tmp_path / "rings.csv"
    path.write_text("x,y\n" + "\n".join(f"{x:.4f},{y:.4f}" for x, y in points) + "\n", encoding="utf-8")
    return path


def test_the_answer_comes_first_and_the_picture_is_written(covey, rings, tmp_path):
    result = covey("alternatives", rings, "--plot", tmp_path / "new" / "methods.png")

    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("k-means is the wrong tool here")
    head = next(line for line in result.stdout.splitlines() if "k-means agrees" in line).split()
    assert "apart" in head and "gap" not in head and "not the gap statistic" in result.stdout
    assert (tmp_path / "new" / "methods.png").read_bytes()[:4] == b"\x89PNG"


def test_a_picture_is_not_overwritten_and_the_way_out_is_an_option_of_this_command(covey, rings, tmp_path):
    (tmp_path / "methods.png").write_bytes(b"mine")
    result = covey("alternatives", rings, "--plot", tmp_path / "methods.png")

    assert result.exit_code == 1
    assert "--force, or write elsewhere with --plot" in result.stderr
    assert "--out" not in result.stderr
    assert (tmp_path / "methods.png").read_bytes() == b"mine"


def test_a_picture_is_png(covey, rings):
    result = covey("alternatives", rings, "--plot", "methods.jpg")

    assert result.exit_code == 2 and "methods.png" in result.stderr


def test_json_has_one_line_per_method(covey, rings):
    found = json.loads(covey("alternatives", rings, "--json").stdout)

    assert found["is_wrong_tool"] is True
    assert {row["method"] for row in found["methods"]} >= {"k-means", "DBSCAN", "HDBSCAN", "Ward"}
