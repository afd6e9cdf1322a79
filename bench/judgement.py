"""How often does covey see groups that are not there, and how often does it find those that are?

In:   --only nulls, lesson, power, column, outliers, shapes, balls, round, wrong; --sets tables per kind;
      --seed.
Out:  one line per table into --results (JSON lines); with --table the tables of docs/why/judgement.md from
      them.
Not here: timings; the tables (judgement_tables.py), the other rules (judgement_rivals.py). Thresholds were
      fitted to other seeds (5,000,000 and on) than those used here (3,000,000) and in the tests (0 and on).
Run:  python -m bench.judgement --quick; the whole study: python -m bench.judgement, about an hour on two
      cores.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from bench.judgement_rivals import rivals
from bench.judgement_shapes import IS_ROUND, NOT_ROUND
from bench.judgement_tables import (
    COUNTED,
    MUST_FAIL,
    NULLS,
    ROUND,
    groups,
    in_one_column,
    labelled,
    lesson,
    standardised,
    two_moons,
)
from covey.judgement import evidence, gap, tool
from covey.samples import make_blobs

FIRST_SEED = 3_000_000
MANY_COLUMNS = 100
APART = (2.5, 3.0, 3.5, 4.0, 5.0, 6.0)
PARTS = ("nulls", "lesson", "power", "column", "outliers", "shapes", "balls", "round", "wrong")
TOOL_PARTS = {"shapes": True, "balls": False, "round": False, "wrong": True}  # is k-means the wrong tool?
RESULTS = Path(__file__).parent / "results" / "judgement.jsonl"


@dataclass(frozen=True)
class Case:
    """One table: which part and kind, its points as they are judged, the numbers of groups that are right."""

    part: str
    kind: str
    points: np.ndarray
    truths: tuple[int, ...]
    ks: range = range(1, 11)
    seed: int = 0


def cases(part: str, n_sets: int, seed: int) -> Iterator[Case]:
    """Yield the tables of one part of the study."""
    if part == "nulls":
        for number, (kind, make) in enumerate(NULLS.items()):
            for i in range(n_sets):
                random = np.random.default_rng([seed, number, i])
                n, d = (
                    int(np.exp(random.uniform(*np.log((100, 5000))))),
                    int(random.choice([2, 3, 5, 10, 20])),
                )
                yield Case(part, kind, standardised(make(random, n, d)), (1,), seed=i)
    elif part == "lesson":
        for i in range(max(1, 50 * n_sets // 70)):
            points = lesson(np.random.default_rng([seed, 50, i]), 500, 3)
            yield Case(part, "lesson's customers, 500 rows", standardised(points), (1,), seed=i)
    elif part == "power":
        for apart in APART:
            for low, high in ((2, 4), (5, 10)):
                for i in range(n_sets // 4):
                    random = np.random.default_rng([seed, 100 + int(10 * apart), low, i])
                    k, d = int(random.integers(low, high + 1)), int(random.choice([2, 3, 5, 10]))
                    points = standardised(groups(random, k, d, apart, (40, 200)))
                    kind = f"{low} to {high} groups, {apart:g} apart"
                    yield Case(part, kind, points, (k,), range(1, 16), i)
    elif part == "column":
        for apart in (3.5, 4.0, 5.0):
            for i in range(n_sets // 4):
                random = np.random.default_rng([seed, 200 + int(10 * apart), i])
                points = standardised(in_one_column(random, 5, apart, int(random.integers(200, 1000))))
                yield Case(part, f"1 of 5 columns, {apart:g} apart", points, (2,), seed=i)
    elif part == "outliers":
        for i in range(n_sets // 4):
            random = np.random.default_rng([seed, 300, i])
            blobs = make_blobs(n_samples=300, centers=4, cluster_std=0.7, random_state=42 + i)[0]
            far = random.uniform(40, 80, size=(3, 2)) * random.choice([-1, 1], size=(3, 2))
            yield Case(part, "four blobs, three far rows", np.vstack([blobs, far]), (4,), seed=i)
    elif part in ("shapes", "balls"):
        for number, (kind, make) in enumerate((NOT_ROUND if part == "shapes" else IS_ROUND).items()):
            for i in range(max(1, n_sets // (20 if part == "shapes" else 8))):
                random = np.random.default_rng([seed, 500 if part == "shapes" else 600, number, i])
                yield Case(part, kind, np.ascontiguousarray(make(random)), (), seed=i)
    elif part == "round":
        for name, points, truths in labelled(ROUND):
            largest = 60 if points.shape[1] < MANY_COLUMNS else 20  # 60 takes long there
            yield Case(part, name, points, tuple(sorted(truths)), range(1, largest + 1))
    else:
        for name, points, truths in labelled(MUST_FAIL):
            yield Case(part, name, points, tuple(sorted(truths)))
        yield Case(part, "two moons", two_moons(np.random.default_rng([seed, 400]), 600), (2,))


def judge(case: Case, with_rivals: bool) -> dict[str, Any]:
    """Return what every rule says about one table."""
    started = perf_counter()
    ks = [k for k in case.ks if k <= len(case.points) // 2]
    found = evidence(case.points, ks, seed=case.seed)
    seconds = perf_counter() - started
    said: dict[str, Any] = {
        "part": case.part,
        "kind": case.kind,
        "seed": case.seed,
        "n": len(case.points),
        "d": case.points.shape[1],
        "truths": case.truths,
        "k": found.k,
        "natural_k": found.natural_k,
        "verdict": found.verdict,
        "humps": [one.name for one in found.humps],
        "seconds": round(seconds, 2),
        "gap": gap.rule_k(found.rows),
    }
    if case.part in TOOL_PARTS:
        said["wrong_tool"] = tool.judge(case.points, found, seed=case.seed).is_wrong_tool
    return said | (rivals(case.points, ks, case.seed) if with_rivals else {})


def has_structure(said: dict[str, Any]) -> bool:
    """Return whether groups were claimed: natural or reproducible, and more than one."""
    return said["verdict"] != "constructive" and said["k"] > 1


def show(lines: list[dict[str, Any]]) -> None:
    """Print one row per kind: how often groups were claimed, how often each rule names a right number.

    Where no groups were claimed the number is 1, but for the labelled round sets, where it is the number
    suggested.
    """
    rules = ("gap", "silhouette", "Calinski-Harabasz", "kneed", "ClusterTK")
    print("\n| part | kind | tables | groups claimed | right: covey | " + " | ".join(rules) + " |")
    print("|---|---|---|---|---|" + "---|" * len(rules))
    kinds = list(dict.fromkeys((line["part"], line["kind"]) for line in lines))
    counted = [line for line in lines if line["part"] == "nulls" and line["kind"] in COUNTED]
    for part, kind in kinds:
        print(
            _row(part, kind, [line for line in lines if (line["part"], line["kind"]) == (part, kind)], rules)
        )
    for part, is_wrong in TOOL_PARTS.items():
        asked = [line for line in lines if line["part"] == part]
        if asked:
            missed = [line["kind"] for line in asked if line["wrong_tool"] != is_wrong]
            said = sum(line["wrong_tool"] for line in asked)
            print(f"| {part} | 'wrong tool' said of {said} of {len(asked)} |")
            print(f"| {part} | against the list: {', '.join(missed) or 'none'} |")
    for part, name, chosen in (
        ("nulls", "the six counted kinds", counted),
        ("round", "all", [line for line in lines if line["part"] == "round"]),
    ):
        if chosen:
            print(_row(part, f"**{name}**", chosen, rules))


def _row(part: str, kind: str, lines: list[dict[str, Any]], rules: tuple[str, ...]) -> str:
    n = len(lines)
    claimed = sum(map(has_structure, lines))
    cells = [part, kind, str(n), f"{claimed}"]
    named = [line["k"] if has_structure(line) or part == "round" else 1 for line in lines]
    right = sum(k in line["truths"] for k, line in zip(named, lines, strict=True))
    answers = sorted({line["k"] for line in lines})
    cells.append(f"{right}" + (f" (K = {answers[0]}, {lines[0]['verdict']})" if n == 1 else ""))
    for rule in rules:
        known = [line for line in lines if line.get(rule) is not None]
        hits = sum(line[rule] in line["truths"] for line in known)
        of = f" of {len(known)}" if len(known) < n else ""
        cells.append("-" if not known else f"{hits}{of}" + (f" ({known[0][rule]})" if n == 1 else ""))
    return "| " + " | ".join(cells) + " |"


def main() -> None:
    """Judge the tables asked for, keep what was said, print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.judgement", description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="parts, or kinds that hold this; commas between")
    parser.add_argument("--sets", type=int, default=70, help="tables per kind (70)")
    parser.add_argument("--quick", action="store_true", help="8 tables per kind, no other rules")
    parser.add_argument(
        "--rivals", type=int, default=1000, help="ask the other rules for so many tables per kind (all)"
    )
    parser.add_argument("--seed", type=int, default=FIRST_SEED)
    parser.add_argument(
        "--results", type=Path, help="add what was said to this file; tables it holds are not judged again"
    )
    parser.add_argument(
        "--seconds",
        type=float,
        default=float("inf"),
        help="begin no table after so long; a later run goes on",
    )
    parser.add_argument("--table", type=Path, help="print the table of such a file, judge nothing")
    options = parser.parse_args()
    if options.table:
        show([json.loads(line) for line in options.table.read_text().splitlines()])
        return
    wanted = [word for word in options.only.split(",") if word]
    parts = [part for part in PARTS if part in wanted] or list(PARTS)
    kinds = [word for word in wanted if word not in PARTS]
    lines = _known(options.results)
    known = {(line["part"], line["kind"], line["seed"]) for line in lines}
    started, left = perf_counter(), 0
    for part in parts:
        for case in cases(part, 8 if options.quick else options.sets, options.seed):
            if kinds and not any(word in case.kind for word in kinds):
                continue
            if (case.part, case.kind, case.seed) in known:
                continue
            if perf_counter() - started > options.seconds:
                left += 1
                continue
            lines.append(judge(case, not options.quick and case.seed < options.rivals))
            if options.results:
                with options.results.open("a") as file:
                    file.write(json.dumps(lines[-1]) + "\n")
    show(lines)
    print(f"{left} tables left" if left else "all tables judged")


def _known(results: Path | None) -> list[dict[str, Any]]:
    """Return what a file of results holds already."""
    if results is None or not results.exists():
        return []
    return [json.loads(line) for line in results.read_text().splitlines()]


if __name__ == "__main__":
    main()
