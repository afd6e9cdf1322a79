import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def printed_by(name):
    command = [sys.executable, ROOT / "examples" / name]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_the_lesson_prints_its_numbers():
    done = subprocess.run(
        [sys.executable, ROOT / "examples" / "lesson.py"], capture_output=True, text=True, check=True
    )
    for expected in (
        "K = 4: inertia 277.518",
        "0.609, 0.789, 0.855",
        "the best is K = 4",
        "blobs: natural_k = 4, verdict natural",
        "customers: natural_k = 1, verdict constructive",
    ):
        assert expected in done.stdout


def test_the_palette_of_a_flower():
    said = printed_by("palette.py")
    assert " 16 colours: PSNR 29." in said
    assert "32 dB need" in said


def test_the_planted_rows_are_found():
    said = printed_by("outliers.py")
    assert all(f"row {row}: score " in said for row in (300, 301, 302))


def test_the_topics_of_six_texts():
    said = printed_by("topics.py")
    assert "3 documents" in said
    assert "goal" in said


def test_three_kinds_of_genes():
    said = printed_by("genes.py")
    assert said.count("40 genes, grade A") == 3
    assert "agreement with the annotation 1.00" in said
