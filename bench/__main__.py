"""Run the race and print it: python -m bench.

Next: workloads.py for what is run, peers.py for who runs, race.py for how, table.py for what is printed.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from pathlib import Path

from bench.machine import describe, measured_again
from bench.peers import PEERS
from bench.picture import draw
from bench.race import run_race
from bench.results import read, save
from bench.table import markdown, print_head, print_rows, summary
from bench.workloads import workloads

PICTURE = Path(__file__).parents[1] / "docs" / "why" / "performance.png"


def main() -> None:
    """Race, print, and keep the result if asked to."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__.splitlines()[0])
    parser.add_argument(
        "--quick", action="store_true", help="smaller tables, fewer iterations: about a minute"
    )
    parser.add_argument("--only", default="", help="workloads and peers whose name holds this, comma between")
    parser.add_argument("--budget", type=float, help="seconds that a workload may repeat for (30; quick: 3)")
    parser.add_argument(
        "--save", action="store_true", help="keep the table in bench/results and draw the picture"
    )
    parser.add_argument(
        "--redraw", metavar="JSON", type=Path, help="draw the picture of a kept result, run nothing"
    )
    options = parser.parse_args()
    if options.redraw:
        draw(read(options.redraw), PICTURE)
        return
    asked = [part for part in options.only.split(",") if part]
    works = [w for w in workloads(quick=options.quick) if chosen(w.name, asked, [p.name for p in PEERS])]
    peers = [p for p in PEERS if p.name == "covey" or chosen(p.name, asked, [w.name for w in works])]
    budget_s = options.budget or (3.0 if options.quick else 30.0)
    begin = time.perf_counter()
    machine = describe()
    print_head(machine, quick=options.quick)
    outcomes = []
    for outcome in run_race(works, peers, budget_s=budget_s):
        outcomes.append(outcome)
        print_rows(outcome, machine)
    machine = replace(measured_again(machine), load=machine.load)
    print(summary(outcomes), f"\n{time.perf_counter() - begin:.0f} s in all")
    if options.save:
        print("kept in", save(machine, outcomes, markdown(machine, outcomes)))
        draw((machine, outcomes), PICTURE)
        print("drawn in", PICTURE)


def chosen(name: str, asked: list[str], others: list[str]) -> bool:
    """Return whether the name was asked for; a list that names only things of the other kind asks for all."""
    mine = [part for part in asked if not any(part in other for other in others)]
    return not mine or any(part in name for part in mine)


if __name__ == "__main__":
    main()
