import pytest
from tests.house.rooms import LAYER_OF, PACKAGE, ROOT, imported_names, modules, parsed, room_of

HEAVY = {
    "sklearn",
    "pandas",
    "polars",
    "pyarrow",
    "matplotlib",
    "duckdb",
    "rich",
    "jinja2",
    "scipy",
    "narwhals",
    "PIL",
}
MAY_LOAD = {
    "cluster": {"sklearn"},
    "metrics": {"sklearn"},
}  # loaded only when an estimator or metric is named


def test_every_room_has_a_layer_and_a_line_on_the_map():
    rooms = {room_of(path) for path in modules()}
    assert rooms == set(LAYER_OF)
    architecture = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rooms.discard("__main__")
    assert {room for room in rooms if f"`{room}`" not in architecture} == set()


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_downwards(path):
    here = room_of(path)
    for name in imported_names(parsed(path)):
        if not name.startswith("covey."):
            continue
        there = name.split(".")[1]
        if there not in LAYER_OF or there == here:
            continue
        assert LAYER_OF[there] < LAYER_OF[here], f"{here} imports {there}"


def test_explain_and_show_work_on_labels_from_any_library():
    for path in modules():
        if room_of(path) in {"explain", "show"}:
            rooms = {name.split(".")[1] for name in imported_names(parsed(path)) if name.startswith("covey.")}
            assert not rooms & {"cluster", "judgement", "engine"}, path.name


def test_only_the_engine_room_imports_the_extension():
    users = {room_of(path) for path in modules() if "_core" in path.read_text(encoding="utf-8")}
    assert users == {"engine"}


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_heavy_packages_are_imported_inside_functions(path):
    loaded = {name.split(".")[0] for name in imported_names(parsed(path), top_level_only=True)}
    assert not loaded & (HEAVY - MAY_LOAD.get(room_of(path), set()))


def test_no_room_is_without_an_owner():
    forbidden = {"utils", "util", "common", "helpers", "helper", "core", "base", "misc"}
    names = {part.removesuffix(".py") for path in modules() for part in path.relative_to(PACKAGE).parts}
    assert not names & forbidden


def test_the_engine_has_one_door():
    for path in sorted((ROOT / "cpp").rglob("*.[ch]pp")):
        text = path.read_text(encoding="utf-8")
        assert path.parent.name == "bind" or ("Python.h" not in text and "nanobind" not in text), path.name
