"""What is printed: time beside inertia, the ratio to the fastest fair peer, and the machine's limit.

A peer is fair to compare with when its inertia is not higher than covey's by more than `TOLERANCE`; a faster
one that is higher is named, and counted in the second mean only. A ratio above 1 means that covey is faster.
"""

from __future__ import annotations

import math

from bench.machine import Machine
from bench.race import TOLERANCE, Entry, Outcome

STRICT = 1e-6  # a peer's inertia that is lower by more than this is named


def excess(entry: Entry, outcome: Outcome) -> float:
    """Return by how much an entry's inertia is above covey's, relative."""
    ours = outcome.entry("covey")
    return entry.inertia / ours.inertia - 1 if ours and ours.inertia > 0 else 0.0


def is_fair(entry: Entry, outcome: Outcome) -> bool:
    """Return whether an entry reached covey's inertia."""
    return excess(entry, outcome) <= TOLERANCE


def fastest_peer(outcome: Outcome, *, fair: bool = True) -> Entry | None:
    """Return the fastest entry that is not covey; of those that reached its inertia, or of all."""
    rivals = [e for e in outcome.entries if e.peer != "covey" and e.seconds]
    return min((e for e in rivals if not fair or is_fair(e, outcome)), key=lambda e: e.best_s, default=None)


def ratio(outcome: Outcome, *, fair: bool = True) -> float | None:
    """Return the seconds of the fastest peer, of the fair ones or of all, over covey's."""
    ours, rival = outcome.entry("covey"), fastest_peer(outcome, fair=fair)
    return rival.best_s / ours.best_s if ours and rival else None


def verdict(outcome: Outcome) -> str:
    """Return one line: the ratio to the fastest fair peer, and who was faster but worse."""
    ours, rival = outcome.entry("covey"), fastest_peer(outcome)
    if ours is None:
        return f"covey does not run: {next(e.problem for e in outcome.entries if e.peer == 'covey')}"
    line = f"{ratio(outcome):.1f} x {label(rival)}" if rival else "no peer reached this inertia"
    limit = rival.best_s if rival else math.inf
    worse = [e for e in outcome.entries if e.seconds and e.best_s < limit and not is_fair(e, outcome)]
    for entry in worse:
        much = f"{excess(entry, outcome):.0e}"
        line += f"; not counted: {label(entry)}, {clock(entry.best_s)}, inertia {much} higher"
    better = [e for e in outcome.entries if e.seconds and excess(e, outcome) < -STRICT]
    if better:
        least = min(better, key=lambda e: e.inertia)
        line += f"; the inertia of {label(least)} is {-excess(least, outcome):.0e} lower"
        line += "" if least.same_start else " (it starts elsewhere)"
    return line


def label(entry: Entry) -> str:
    """Return the name of a peer with its algorithm."""
    return f"{entry.peer} {entry.algorithm}".strip()


def clock(seconds: float) -> str:
    """Return seconds as text with three digits."""
    for limit, factor, unit in ((1e-3, 1e6, "µs"), (1.0, 1e3, "ms"), (math.inf, 1.0, "s")):
        if seconds < limit:
            return f"{seconds * factor:.3g} {unit}"
    return "?"


def limits(entry: Entry, outcome: Outcome, machine: Machine) -> tuple[float, float]:
    """Return the multiply-adds and the bytes of dense passes per second, over what the machine can do."""
    passes = entry.iterations / entry.best_s
    operations = 2e-9 * outcome.stored * outcome.k * passes
    bytes_read = (4e-9 if outcome.stored == outcome.n * outcome.d else 8e-9) * outcome.stored * passes
    return operations / machine.gigaflops, bytes_read / machine.gigabytes


def print_head(machine: Machine, *, quick: bool) -> None:
    """Print what is run where."""
    print(
        f"covey {machine.covey} ({machine.instruction_set}, {machine.n_threads} threads) beside every peer "
        f"that is installed{', small tables' if quick else ''}\n{machine.processor}: "
        f"{machine.gigaflops:.0f} GFLOP/s multiply-add, {machine.gigabytes:.1f} GB/s copy\n"
        f"{machine.busy + chr(10) if machine.busy else ''}"
        "same rows, same start, same stopping rule; fastest whole call of several turns, A B A B\n"
        f"\n{'':30}{'time':>10}{'ratio':>8}{'iterations':>12}{'inertia':>16}{'against covey':>15}"
        f"{'of peak':>10}{'of copy':>9}"
    )


def print_rows(outcome: Outcome, machine: Machine) -> None:
    """Print one workload."""
    size = f"{outcome.n:,} x {outcome.d:,}, k={outcome.k}"
    print(f"\n{outcome.workload}: {size} (a dense pass: {outcome.regime})")
    ours = outcome.entry("covey")
    for entry in outcome.entries:
        if not entry.seconds:
            print(f"  {entry.peer:28}{entry.problem}")
            continue
        beside = f"{entry.best_s / ours.best_s:8.2f}" if ours else f"{'':8}"
        peak, copy = limits(entry, outcome, machine)
        mark = "" if is_fair(entry, outcome) else " worse"
        mark += "" if entry.same_start else " own start"
        print(
            f"  {label(entry):28}{clock(entry.best_s):>10}{beside}{entry.iterations or '?':>12}"
            f"{entry.inertia:16.9g}{excess(entry, outcome):+15.1e}{peak:10.0%}{copy:9.0%}{mark}"
        )
    print(f"  -> {verdict(outcome)}", flush=True)


def geometric_mean(outcomes: list[Outcome], *, fair: bool = True) -> float | None:
    """Return the geometric mean of the ratios that there are."""
    ratios = [r for r in (ratio(o, fair=fair) for o in outcomes) if r is not None]
    return math.exp(sum(map(math.log, ratios)) / len(ratios)) if ratios else None


def summary(outcomes: list[Outcome]) -> str:
    """Return the last lines: every ratio, their geometric mean and the least of them."""
    lines = ["", f"{'time of the fastest peer that reached the same inertia / time of covey':72}"]
    for outcome in outcomes:
        found = ratio(outcome)
        lines.append(f"  {outcome.workload:22}{f'{found:6.2f}' if found else '     -'}   {verdict(outcome)}")
    mean = geometric_mean(outcomes)
    if mean is not None:
        count = sum(r is not None for r in map(ratio, outcomes))
        lines.append(f"  {'geometric mean':22}{mean:6.2f}   over {count} of {len(outcomes)} workloads")
        every = geometric_mean(outcomes, fair=False)
        lines.append(f"  {'':22}{every:6.2f}   beside the fastest of all, whatever inertia it ended at")
    return "\n".join(lines)


def markdown(machine: Machine, outcomes: list[Outcome]) -> str:
    """Return the table that is kept per processor."""
    peers = [e for e in outcomes[0].entries if e.peer != "covey"]
    lines = [
        f"# {machine.processor}",
        "",
        f"covey {machine.covey}, {machine.instruction_set}, {machine.n_threads} threads; "
        f"{machine.gigaflops:.0f} GFLOP/s multiply-add, {machine.gigabytes:.1f} GB/s copy. "
        + ", ".join(f"{e.peer} {e.version or 'not installed'}" for e in peers)
        + ". Made by `python -m bench --save`."
        + (f" {machine.busy.capitalize()}." if machine.busy else ""),
        "",
        "Time of a whole call, from the same start to the same stop. In brackets: the inertia is higher than "
        f"covey's by more than {TOLERANCE:g}. † starts elsewhere. *of peak*, *of copy*: the multiply-adds "
        "and bytes of dense passes per second, over what the machine can do; above 100 % work was skipped.",
        "",
        "| rows × columns, K | iterations | covey | "
        + " | ".join(e.peer for e in peers)
        + " | ratio | of peak | of copy |",
        "|---|---|---|" + "---|" * len(peers) + "---|---|---|",
    ]
    for outcome in outcomes:
        ours = outcome.entry("covey")
        cells = [f"{outcome.workload}: {outcome.n:,} × {outcome.d:,}, {outcome.k}"]
        cells += [str(ours.iterations), clock(ours.best_s)] if ours else ["", "does not run"]
        cells += [cell(entry, outcome) for entry in outcome.entries if entry.peer != "covey"]
        found = ratio(outcome)
        cells.append(f"**{found:.1f}**" if found else "")
        cells += [f"{share:.0%}" for share in limits(ours, outcome, machine)] if ours else ["", ""]
        lines.append("| " + " | ".join(cells) + " |")
    mean = geometric_mean(outcomes)
    if mean is not None:
        every = geometric_mean(outcomes, fair=False)
        lines += [
            "",
            f"Geometric mean of the ratios to the fastest fair peer: **{mean:.2f}**; "
            f"to the fastest of all, whatever inertia it ended at: {every:.2f}.",
        ]
    return "\n".join(lines)


def cell(entry: Entry, outcome: Outcome) -> str:
    """Return one peer's time as a cell of the kept table."""
    if not entry.seconds:
        return entry.problem
    text = clock(entry.best_s) + ("" if entry.same_start else "†")
    text += f" {entry.algorithm}" if entry.algorithm else ""
    return text if is_fair(entry, outcome) else f"({text}: +{excess(entry, outcome):.0e})"
