"""Docs are run: every docstring example, every block of the README, every example script."""

import ast
import doctest
import importlib
import inspect
import os
import re
import shlex
import subprocess
import sys

import pytest
from tests.house import user_files
from tests.house.rooms import PACKAGE, ROOT, modules, parsed

import covey

README = ROOT / "README.md"
PAGES = sorted((ROOT / "docs" / "do").glob("*.md"))
WRITTEN = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "bench").rglob("*.md")])
PUBLIC = [name for name in covey.__all__ if not name.startswith("_")]


def blocks(language, page=README):
    return re.findall(rf"```{language}\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)


def run_commands(page, folder):
    """Run every line of a page that begins with covey; a line may say after two blanks and # what it does."""
    lines = [line for block in blocks("sh", page) for line in block.splitlines() if line.startswith("covey ")]
    assert lines
    for line in lines:
        command = [sys.executable, "-m", "covey", *shlex.split(line.split("  #")[0])[1:]]
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, env={**os.environ, "COLUMNS": "90"}
        )
        assert done.returncode == 0, line + "\n" + done.stderr


def run_python(page):
    found = blocks("python", page)
    assert found
    for block in found:
        exec(compile(block, page.name, "exec"), {"__name__": "docs"})


def module_name(path):
    dotted = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
    return dotted.removesuffix(".__init__")


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_has_an_example(name):
    assert ">>>" in (getattr(covey, name).__doc__ or "")


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_examples_in_docstrings_are_true(path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    module = importlib.import_module(module_name(path))
    results = doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS)
    assert results.failed == 0


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_module_says_what_it_is_for(path):
    tree = parsed(path)
    lines = (doctest.inspect.getdoc(importlib.import_module(module_name(path))) or "").splitlines()
    assert tree.body, "an empty module has no reason to exist"
    assert 1 <= len(lines) <= 20


@pytest.mark.parametrize(
    "name",
    [
        "BisectingKMeans",
        "KMeans",
        "MiniBatchKMeans",
        "choose_k",
        "genes",
        "kmeans_plusplus",
        "make_blobs",
        "make_customers",
        "outliers",
        "palette",
        "segment",
        "silhouette_estimate",
        "silhouette_samples",
        "silhouette_score",
        "topics",
    ],
)
def test_documented_defaults_are_those_of_the_signature(name):
    """Only defaults written as "name : type, default value" are compared."""
    documented = dict(
        re.findall(r"^\s*(\w+) : [^\n]*\bdefault:? ([^\s,]+)\s*$", getattr(covey, name).__doc__, re.MULTILINE)
    )
    signature = inspect.signature(getattr(covey, name))
    assert documented, "nothing was compared"
    for parameter, text in documented.items():
        if parameter in signature.parameters:
            assert signature.parameters[parameter].default == ast.literal_eval(text), parameter


def test_the_python_blocks_of_the_readme_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    covey.make_customers(300).write_csv(tmp_path / "customers.csv")
    covey.make_customers(50, seed=1).write_csv(tmp_path / "new.csv")
    run_python(README)


def test_the_commands_of_the_readme_run(tmp_path):
    covey.make_customers(300).write_csv(tmp_path / "customers.csv")
    covey.make_customers(50, seed=1).write_csv(tmp_path / "new.csv")
    run_commands(README, tmp_path)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_pages_on_what_to_do_are_true(page, tmp_path, monkeypatch):
    user_files.write(tmp_path)
    monkeypatch.chdir(tmp_path)
    run_commands(page, tmp_path)
    run_python(page)


def test_every_verb_of_the_readme_is_in_the_makefile():
    verbs = set(re.findall(r"(?:`|\$ )make (\w+)", README.read_text(encoding="utf-8")))
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert {"demo", "test"} <= verbs <= targets


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        assert target.startswith("http") or (page.parent / target).exists(), target
