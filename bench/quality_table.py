"""What the runs of the quality race add up to.

In:   instances and runs (set, method, seed, seconds, inertia).
Out:  a table with a line per method, one with a line per set, and one to be kept.
Not here: the runs (quality.py).
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np

from bench.optima import Instance

TEN, HUNDRED = "scikit-learn x 10", "scikit-learn x 100"
TARGETS = {"best known": 1e-8, "0.1 %": 1e-3, "1 %": 1e-2}
Runs = dict[str, dict[str, np.ndarray]]  # set -> method -> (runs, 2): seconds, inertia


def gathered(runs: list[dict[str, Any]]) -> Runs:
    """Return the runs by set and method; ten of scikit-learn's x 10 in a row make one x 100."""
    by: dict[str, dict[str, list[tuple[float, float]]]] = defaultdict(lambda: defaultdict(list))
    for run in runs:
        if "failed" not in run:
            by[run["set"]][run["method"]].append((run["s"], run["inertia"]))
    out = {name: {method: np.array(found) for method, found in of.items()} for name, of in by.items()}
    for of in out.values():
        if TEN in of:
            ten = of[TEN]
            rolls = [np.roll(ten, -shift, axis=0)[:10] for shift in range(len(ten))]
            scale = 10 / min(10, len(ten))
            of[HUNDRED] = np.array([(roll[:, 0].sum() * scale, roll[:, 1].min()) for roll in rolls])
    return out


def seconds(found: np.ndarray) -> float:
    """Return the median of the runs' times: other work on the machine makes single runs slower."""
    return float(np.median(found[:, 0]))


def reference(instance: Instance, of: dict[str, np.ndarray]) -> float:
    """Return the best known inertia, or the lowest of the race where none is known or published."""
    return instance.best or min(float(found[:, 1].min()) for found in of.values())


def excesses(instance: Instance, of: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return per method how far above the best known inertia each run ended, as a fraction."""
    return {method: found[:, 1] / reference(instance, of) - 1 for method, found in of.items()}


def summary(instances: list[Instance], runs: list[dict[str, Any]]) -> str:
    """Return the table with a line per method."""
    by = gathered(runs)
    present = [one for one in instances if one.key in by]
    names = list(dict.fromkeys(method for one in present for method in by[one.key]))
    head = [
        "method",
        "sets",
        "excess: mean",
        "worst run",
        *TARGETS,
        "95 % of runs in 0.1 %",
        "time, ours = 1",
        *(f"expected time to {target}" for target in TARGETS),
    ]
    lines = [" | ".join(head), " | ".join("---" for _ in head)]
    for name in names:
        here = [one for one in present if name in by[one.key]]
        over = [excesses(one, by[one.key])[name] for one in here]
        hits = [np.mean(np.concatenate(over) <= target) for target in TARGETS.values()]
        reached = sum(np.mean(one <= 1e-3) >= 0.95 for one in over)
        ratios = [
            seconds(by[one.key][name]) / seconds(by[one.key]["covey standard"])
            for one in here
            if "covey standard" in by[one.key]
        ]
        ratio = f"{np.exp(np.mean(np.log(ratios))):.2g}" if ratios else "-"
        mean, worst = np.mean([one.mean() for one in over]), max(one.max() for one in over)
        cells = [name, str(len(here)), f"{100 * mean:.3f} %", f"{100 * worst:.2f} %"]
        cells += [f"{100 * hit:.0f} %" for hit in hits] + [f"{reached} of {len(here)}", ratio]
        cells += [expected_time(here, by, name, target) for target in TARGETS.values()]
        lines.append(" | ".join(cells))
    return "\n".join([*lines, "", *claims(present, by)])


def expected_time(here: list[Instance], by: Runs, name: str, target: float) -> str:
    """Return the geometric mean over the sets of all time spent over the runs that came within the target."""
    times = []
    for one in here:
        hits = int((excesses(one, by[one.key])[name] <= target).sum())
        if hits > 0:
            times.append(by[one.key][name][:, 0].sum() / hits)
    never = f", {len(here) - len(times)} sets never" if len(times) < len(here) else ""
    return f"{1e3 * np.exp(np.mean(np.log(times))):.3g} ms{never}" if times else "never"


def claims(present: list[Instance], by: Runs) -> list[str]:
    """Return in sentences what has to hold, and where it does not."""
    out = []
    for ours, theirs in [("covey standard", TEN), ("covey best", HUNDRED)]:
        both = [one for one in present if ours in by[one.key] and theirs in by[one.key]]
        if not both:
            continue
        over = {one.key: excesses(one, by[one.key]) for one in both}
        worse = [one.key for one in both if over[one.key][ours].mean() > over[one.key][theirs].mean() + 1e-9]
        times = {one.key: seconds(by[one.key][theirs]) / seconds(by[one.key][ours]) for one in both}
        slower = [key for key, ratio in times.items() if ratio <= 1]
        mean = np.exp(np.mean(np.log(list(times.values()))))
        out.append(
            f"{ours} takes {mean:.1f} times less time than {theirs} (geometric mean of {len(both)} sets); "
        )
        out.append(f"  slower on: {', '.join(slower) or 'none'};")
        out.append(f"  higher mean inertia on: {', '.join(worse) or 'none'}.")
    lower, undercut, missed = [], [], []
    for one in present:
        for method, over in excesses(one, by[one.key]).items():
            if over.min() < -1e-8 and one.best and not one.published:
                (undercut if one.proven else lower).append(
                    (one.key, method, over.min(), by[one.key][method][:, 1].min())
                )
            if method == "covey best" and np.mean(over <= 1e-3) < 0.95:
                missed.append(f"{one.key} ({np.mean(over <= 1e-3):.0%})")
    out.append(f"Proven optima undercut (a mistake): {undercut or 'none'}.")
    out.append(f"covey best within 0.1 % in fewer than 95 % of runs: {', '.join(missed) or 'none'}.")
    records = {}
    for key, method, over, value in lower:
        if key not in records or value < records[key][2]:
            records[key] = (method, over, value)
    out += [
        f"New best: {key}: {value:.12g} ({100 * over:.5f} %), {method}"
        for key, (method, over, value) in records.items()
    ]
    return out


def small_table(instances: list[Instance], runs: list[dict[str, Any]]) -> str:
    """Return lines of comma-separated values, one per set and method, to be kept."""
    by = gathered(runs)
    lines = ["set,k,method,runs,mean_excess_percent,worst_excess_percent,share_within_0.1_percent,median_s"]
    for one in instances:
        for method, over in excesses(one, by[one.key]).items() if one.key in by else ():
            lines.append(
                f"{one.name},{one.k},{method},{len(over)},{100 * over.mean():.4f},{100 * over.max():.4f},"
                f"{np.mean(over <= 1e-3):.2f},{seconds(by[one.key][method]):.5f}"
            )
    return "\n".join(lines) + "\n"


def per_instance(instances: list[Instance], runs: list[dict[str, Any]]) -> str:
    """Return a line per set: per method the mean excess, the share of runs within 0.1 %, median seconds."""
    by = gathered(runs)
    lines = []
    for one in instances:
        if one.key not in by:
            continue
        over = excesses(one, by[one.key])
        cells = [
            f"{method} {100 * over[method].mean():.3f} % {np.mean(over[method] <= 1e-3):.0%} "
            f"{seconds(found):.4f} s"
            for method, found in by[one.key].items()
        ]
        lines.append(f"{one.key}: " + " | ".join(cells))
    return "\n".join(lines) + "\n"
