"""What the rules of the house are checked against: the files, and who imports whom."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "covey"

# Lowest first. Rooms of one layer never import each other.
LAYERS = [
    {"records"},
    {"errors"},
    {"samples", "engine"},
    {"checks"},
    {"metrics", "table", "images"},
    {"cluster"},
    {"judgement", "explain", "model", "show"},
    {"journeys"},
    {"cli"},
    {"__main__"},
]
LAYER_OF = {room: height for height, rooms in enumerate(LAYERS) for room in rooms}


def modules():
    """Return every module file of the package but its front door."""
    return sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def room_of(path):
    """Return the room a module file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_names(tree, *, top_level_only=False):
    """Yield the dotted name of everything a syntax tree imports."""
    for node in tree.body if top_level_only else ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            if node.module == "covey":
                yield from (f"covey.{alias.name}" for alias in node.names)
            else:
                yield node.module


def parsed(path):
    """Return the syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"))
