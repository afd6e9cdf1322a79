"""Results are kept: one small table and one JSON file per processor, in bench/results."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from bench.machine import Machine
from bench.race import Entry, Outcome

FOLDER = Path(__file__).parent / "results"


def save(machine: Machine, outcomes: list[Outcome], table: str) -> Path:
    """Write the table and the figures; return the path of the table."""
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{machine.file_name}.md"
    path.write_text(table + "\n", encoding="utf-8")
    facts = {"machine": asdict(machine), "outcomes": [asdict(o) for o in outcomes]}
    path.with_suffix(".json").write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    return path


def read(path: Path) -> tuple[Machine, list[Outcome]]:
    """Return what `save` wrote."""
    facts = json.loads(path.read_text(encoding="utf-8"))
    outcomes = [Outcome(**{**o, "entries": [Entry(**e) for e in o["entries"]]}) for o in facts["outcomes"]]
    return Machine(**facts["machine"]), outcomes
