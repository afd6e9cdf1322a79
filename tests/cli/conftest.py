"""A small table as a file, segmented once through the command line; and a way to type commands."""

import csv
import random

import matplotlib
import pytest
from click.testing import CliRunner

from covey.cli.program import program

matplotlib.use("Agg")


def three_groups_csv():
    """Return a table with three clear groups as lines of CSV; cells written in odd but legal ways."""
    draw = random.Random(0)
    lines = ["customer_id,age,spend,town"]
    for number in range(75):
        age, spend, town = [(20, 100, "Oslo"), (40, 900, "Rome"), (70, 300, "Bonn")][number // 25]
        lines.append(f"{number:05d},{draw.gauss(age, 1.5):.1f},{draw.gauss(spend, 25):.2f},{town}")
    lines[1] = lines[1].replace("Oslo", '"Oslo, NO"')
    return "\n".join(lines) + "\n"


def rows_of(path_or_text):
    """Return the rows of a CSV file or text as dictionaries."""
    text = path_or_text if isinstance(path_or_text, str) else path_or_text.read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@pytest.fixture
def covey():
    """Type a command: covey("segment", "t.csv") gives exit_code, stdout, stderr."""
    return lambda *words, **more: CliRunner().invoke(program, [str(word) for word in words], **more)


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "customers.csv"
    path.write_text(three_groups_csv(), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def done(tmp_path_factory):
    """The table, and the result of `covey segment customers.csv --json` on it."""
    folder = tmp_path_factory.mktemp("done")
    (folder / "customers.csv").write_text(three_groups_csv(), encoding="utf-8")
    result = CliRunner().invoke(program, ["segment", str(folder / "customers.csv"), "--json"])
    assert result.exit_code == 0, result.output
    return folder / "customers.csv", result
