"""What the commands print fits the terminal, and no line ends between a number and its unit."""

import re

import pytest
from rich.cells import cell_len
from tests.house import user_files

from covey.cli.program import program

COMMANDS = {
    "segment": ["segment", "customers.csv", "--force"],
    "outliers": ["outliers", "customers.csv", "--force"],
    "topics": ["topics", "news.csv", "--force"],
    "palette": ["palette", "photo.png", "--force"],
    "genes": ["genes", "expression.csv", "--force"],
    "choose-k": ["choose-k", "customers.csv", "--max", "4"],
    "alternatives": ["alternatives", "customers.csv"],
}
PARTED = re.compile(
    r"\d *\n[· ]*(%|dB\b|M\b|bn\b|bytes\b|rows?\b|pixels\b|standard deviation)|[<>≤≥=×] *\n *\d"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The files of someone who tries every command."""
    made = tmp_path_factory.mktemp("files")
    user_files.write(made)
    return made


@pytest.mark.parametrize("width", [60, 120])
@pytest.mark.parametrize("command", COMMANDS)
def test_numbers_and_their_units_stand_on_one_line(covey, folder, monkeypatch, command, width):
    monkeypatch.chdir(folder)
    result = covey(*COMMANDS[command], env={"COLUMNS": str(width)})

    assert result.exit_code == 0, result.stderr
    assert max(map(cell_len, result.stdout.splitlines())) <= width
    assert not PARTED.search(result.stdout)
    assert not re.search("[\u00a0\ufdd0]", result.stdout)
    if command not in ("choose-k", "alternatives"):
        assert max(map(cell_len, result.stderr.splitlines())) <= width


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("command", ["", *program.commands])
def test_help_fits_the_terminal_and_is_not_cut(covey, command, width):
    result = covey(*command.split(), "--help", env={"COLUMNS": str(width)}, terminal_width=width)

    assert result.exit_code == 0
    assert max(map(cell_len, result.stdout.splitlines())) <= width
    assert "..." not in result.stdout.split("Commands:")[-1]
