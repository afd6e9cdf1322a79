"""The maps of the house name everything that is there, where it is."""

import re

import pytest
from tests.house.rooms import LAYERS, ROOT

from covey import errors

ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")


def table(head):
    """Return the rows of the first table of ARCHITECTURE whose head begins like this, as lists of cells."""
    lines = ARCHITECTURE[ARCHITECTURE.index(f"| {head} |") :].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_the_layers_on_the_map_are_those_that_are_held():
    layers = []
    for layer, rooms, _ in table("layer"):
        if layer:
            layers.append(set())
        layers[-1] |= set(re.findall(r"`(\w+)`", rooms))
    assert [*layers[::-1], {"__main__"}] == LAYERS


@pytest.mark.parametrize("folder", ["", "bind"])
def test_every_file_of_the_engine_is_on_the_map(folder):
    cells = [cell for file, question in table("file") for cell in (file, question)]
    if folder:
        [question] = [question for file, question in table("file") if file == f"`{folder}/`"]
        cells = [question]
    named = set(re.findall(r"`(\w+)`", " ".join(cells)))
    there = {path.stem for path in (ROOT / "cpp" / folder).glob("*.[ch]pp")}
    assert there - named == set()
    assert not folder or named == there


def test_the_tree_of_exceptions_is_drawn_whole():
    kinds = [name for name in errors.__all__ if isinstance(getattr(errors, name), type)]
    refusals = {name for name in kinds if issubclass(getattr(errors, name), errors.CoveyError)}
    assert set(re.findall(r"\w+Error", errors.__doc__)) >= refusals


def test_every_benchmark_that_runs_has_its_command():
    commands = (ROOT / "bench" / "README.md").read_text(encoding="utf-8")
    runs = [
        path for path in (ROOT / "bench").glob("[a-z]*.py") if '__name__ == "__main__"' in path.read_text()
    ]
    assert runs
    assert {path.stem for path in runs if f"-m bench.{path.stem} " not in commands} == set()
