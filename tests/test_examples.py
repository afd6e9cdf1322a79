import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


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
