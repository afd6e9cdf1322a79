"""What a docstring, a header or a page of the house points to is there."""

import ast
import importlib
import re

import pytest
from tests.house.rooms import PACKAGE, ROOT, modules, parsed

PYTHON = [
    *modules(),
    *sorted((ROOT / "bench").glob("*.py")),
    *sorted((ROOT / "tests" / "cluster").glob("*.py")),
]
CPP = sorted((ROOT / "cpp").rglob("*.[ch]pp"))
PATH = re.compile(r"[\w*.-]+/[\w*./-]*\w|[\w*-]+\.(?:py|cpp|hpp|html|md)\b")
NAME = re.compile(r"`([A-Za-z_][\w.]*)`|\b(covey\.\w+)\b")


def pointers(path):
    """Return what follows "Next:" in a docstring and "Twin:" anywhere."""
    if path.suffix != ".py":
        return re.findall(r"Twin: +(.*)", path.read_text(encoding="utf-8"))
    text = ast.get_docstring(parsed(path)) or ""
    return re.findall(r"(?:Next|Twin): +((?:.(?!Next:))*)", text, re.DOTALL)


def is_file(target, path):
    """Whether a path is there, seen from the file itself, its room, the package, the engine or the root."""
    places = (path.parent, PACKAGE, ROOT / "cpp", ROOT)
    return any((place / target).exists() or ("*" in target and any(place.glob(target))) for place in places)


def is_name(target, path):
    """Whether a name is of the file itself, of a module of its room, of another room, or public."""
    first, *rest = target.removeprefix("covey.").split(".")
    if re.search(rf"^(?:def|class) {first}\b", path.read_text(encoding="utf-8"), re.MULTILINE):
        return True
    if (path.parent / f"{first}.py").exists():
        module = ".".join([*path.parent.relative_to(PACKAGE.parent).parts, first])
    elif first in {room.stem for room in PACKAGE.iterdir()}:
        module = f"covey.{first}"
    else:
        module, rest = "covey", [first, *rest]
    return all(hasattr(importlib.import_module(module), name) for name in rest)


@pytest.mark.parametrize("path", [*PYTHON, *CPP], ids=lambda path: str(path.relative_to(ROOT)))
def test_what_is_to_be_read_next_is_there(path):
    for said in pointers(path):
        files = PATH.findall(said)
        names = ["".join(found) for found in NAME.findall(said) if not PATH.search("".join(found))]
        assert [target for target in files if not is_file(target, path)] == []
        assert [target for target in names if not is_name(target, path)] == []


@pytest.mark.parametrize("path", CPP, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_twin_is_named_by_its_file(path):
    assert [said for said in pointers(path) if not PATH.search(said)] == []


@pytest.mark.parametrize("page", ["ARCHITECTURE.md", "CONTRIBUTING.md"])
def test_the_files_named_on_the_pages_of_the_house_are_there(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    named = [one for one in re.findall(r"`([^` ]+)`", text) if "/" in one or PATH.fullmatch(one)]
    assert named
    assert [one for one in named if not is_file(one, ROOT / page)] == []
