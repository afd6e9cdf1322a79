"""How it is timed: every peer in a process of its own, in turn, with a time limit.

In:   workloads and peers.
Out:  one Outcome per workload: each peer's fastest whole call, its iterations, the inertia of its centers.
Not here: what is printed (table.py), the inertia (judge.py).
"""

from __future__ import annotations

import importlib.metadata
import os
import tempfile
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp

from bench.judge import inertia
from bench.peers import PEERS, Peer, Task
from bench.workloads import Workload, start

SHORT_S = 0.1  # a call shorter than this is repeated at once, and the fastest counts
MOST_TURNS = 7
PATIENCE, LEAST_PATIENCE_S = 2.5, 5.0  # a peer is stopped after so many times scikit-learn's time
TOLERANCE = 1e-5  # an inertia higher by less counts as reached: see README, rule 9


@dataclass
class Entry:
    """What one peer did with one workload."""

    peer: str
    version: str = ""
    algorithm: str = ""
    same_start: bool = True
    seconds: list[float] = field(default_factory=list)  # one per turn
    iterations: int = 0
    inertia: float = np.nan
    problem: str = ""  # why there is no time

    @property
    def best_s(self) -> float:
        """Fastest turn."""
        return min(self.seconds)


@dataclass
class Outcome:
    """One workload, all peers."""

    workload: str
    regime: str
    n: int
    d: int
    k: int
    max_iter: int
    stored: int  # numbers in the rows: n d, or the stored ones of a sparse matrix
    entries: list[Entry]

    def entry(self, peer: str) -> Entry | None:
        """Return the entry of a peer that has a time."""
        return next((e for e in self.entries if e.peer == peer and e.seconds), None)


def serve(peer_name: str, pipe: Connection) -> None:
    """Be the process of one peer: load tables and run tasks until told to end."""
    warnings.simplefilter("ignore")
    nowhere = os.open(os.devnull, os.O_WRONLY)  # some packages print from C++
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    peer = next(p for p in PEERS if p.name == peer_name)
    rows: Any = None
    while True:
        order = pipe.recv()
        if order[0] == "end":
            return
        try:
            if order[0] == "load":
                rows = sp.load_npz(order[1]) if order[1].endswith("npz") else np.load(order[1])
                warm_up(peer, rows)
                pipe.send("loaded")
            else:
                _, centers, max_iter, iterations, algorithm = order
                pipe.send(timed(peer, Task(rows, centers, max_iter, iterations, algorithm)))
        except Exception as problem:
            pipe.send(f"{type(problem).__name__}: {str(problem).split('. ')[0][:80]}")


def warm_up(peer: Peer, rows: Any) -> None:
    """Import the package and start its threads: a small fit, not timed."""
    few = rows[:2000]
    centers = few[:3].toarray() if sp.issparse(few) else few[:3].copy()
    for algorithm in peer.algorithms:
        peer.prepare(Task(few, centers, 2, 2, algorithm))()


def timed(peer: Peer, task: Task) -> tuple[float, int, np.ndarray]:
    """Return the seconds of the fastest whole call, its iterations and centers."""
    call = peer.prepare(task)
    begin = time.perf_counter()
    answer = call()
    best = spent = time.perf_counter() - begin
    while spent < SHORT_S:
        begin = time.perf_counter()
        answer = call()
        took = time.perf_counter() - begin
        best, spent = min(best, took), spent + took
    return best, int(answer.iterations), np.asarray(answer.centers)


class Worker:
    """The process of one peer, made again after it had to be stopped."""

    def __init__(self, peer: Peer):
        self.peer = peer
        self.file = ""
        self.process: Any = None

    def begin(self) -> None:
        context = get_context("spawn")
        self.pipe, other = context.Pipe()
        self.process = context.Process(target=serve, args=(self.peer.name, other), daemon=True)
        self.process.start()
        other.close()
        self.file = ""

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.join()
            self.process = None

    def ask(self, order: tuple, limit_s: float) -> Any:
        """Return the answer, or a sentence that says why there is none."""
        try:
            self.pipe.send(order)
            if self.pipe.poll(limit_s):
                return self.pipe.recv()
        except (EOFError, OSError):
            self.stop()
            return "the process ended"
        self.stop()
        return f"stopped after {limit_s:.0f} s"

    def load(self, file: str) -> Any:
        """Have the rows of this file, and be warm; return "loaded" or why not."""
        if self.process is None:
            self.begin()
        if self.file != file:
            loaded = self.ask(("load", file), 120)
            if loaded != "loaded":
                return loaded
            self.file = file
        return "loaded"

    def run(self, file: str, order: tuple, limit_s: float) -> Any:
        loaded = self.load(file)
        return self.ask(order, limit_s) if loaded == "loaded" else loaded


def installed(peer: Peer) -> str:
    """Return the version of a peer's package, "" if it is not installed."""
    try:
        return importlib.metadata.version(peer.package)
    except importlib.metadata.PackageNotFoundError:
        return ""


def run_race(works: list[Workload], peers: list[Peer], *, budget_s: float) -> Iterator[Outcome]:
    """Run every workload, one outcome after the other."""
    workers = {peer.name: Worker(peer) for peer in peers}
    with tempfile.TemporaryDirectory() as folder:
        try:
            for work in works:
                rows = work.rows()
                file = str(Path(folder) / ("rows.npz" if work.sparse else f"{work.name}.npy"))
                sp.save_npz(file, rows, compressed=False) if work.sparse else np.save(file, rows)
                yield one_workload(work, rows, file, peers, workers, budget_s)
                for worker in workers.values():
                    worker.file = ""
                Path(file).unlink()
        finally:
            for worker in workers.values():
                worker.stop()


def reason_to_skip(peer: Peer, work: Workload) -> str:
    """Return why a peer does not run a workload, "" if it does."""
    if not installed(peer):
        return "not installed"
    if work.sparse and not peer.sparse:
        return "takes no sparse rows"
    if 1.0 * work.n * work.d * work.k * work.max_iter > peer.largest_work:
        return "too slow to be waited for"
    return ""


def better(seconds: float, reached: float, entry: Entry, wanted: float) -> bool:
    """Return whether another algorithm of a package should stand for it: first the inertia, then the time."""
    limit = wanted * (1 + TOLERANCE)
    if (reached <= limit) != (entry.inertia <= limit):
        return reached <= limit
    return seconds < entry.best_s


def one_workload(
    work: Workload, rows: Any, file: str, peers: list[Peer], workers: dict[str, Worker], budget_s: float
) -> Outcome:
    """Run all peers in turn until the budget is spent."""
    begin_centers = start(rows, work.k)
    entries = {p.name: Entry(p.name, installed(p), same_start=p.same_start) for p in peers}
    # scikit-learn goes first: the others need its iterations, and its time is the measure of their patience
    order = sorted(peers, key=lambda p: p.name != "scikit-learn")
    state = {"iterations": work.max_iter, "limit": 120.0, "inertia": np.inf}

    def turn(peer: Peer, algorithm: str, limit_s: float) -> Any:
        task = ("run", begin_centers, work.max_iter, state["iterations"], algorithm)
        return workers[peer.name].run(file, task, limit_s)

    for peer in order:
        entry = entries[peer.name]
        entry.problem = reason_to_skip(peer, work)
        if not entry.problem:
            workers[peer.name].load(file)
    began = time.perf_counter()
    for peer in order:
        entry = entries[peer.name]
        if entry.problem:
            continue
        for algorithm in peer.algorithms:
            answer = turn(peer, algorithm, state["limit"])
            if isinstance(answer, str):
                entry.problem = entry.problem or answer
                continue
            reached = inertia(rows, answer[2])
            if not np.isfinite(reached):
                entry.problem = entry.problem or "returns centers that are not numbers"
                continue
            if not entry.seconds or better(answer[0], reached, entry, state["inertia"]):
                entry.seconds, entry.algorithm, entry.inertia = [answer[0]], algorithm, reached
                entry.iterations = answer[1]
        if entry.seconds:
            entry.problem = ""
            if peer.name == "scikit-learn":
                limit = max(LEAST_PATIENCE_S, PATIENCE * entry.best_s)
                state = {"iterations": entry.iterations, "limit": limit, "inertia": entry.inertia}
    took = time.perf_counter() - began
    for number in range(min(MOST_TURNS - 1, int(budget_s / took))):
        for peer in order if number % 2 else reversed(order):  # A B A B, and B A B A
            entry = entries[peer.name]
            if entry.seconds:
                answer = turn(peer, entry.algorithm, 2 * state["limit"])
                if not isinstance(answer, str):
                    entry.seconds.append(answer[0])
    stored = rows.nnz if work.sparse else work.n * work.d
    return Outcome(
        work.name, work.regime, work.n, work.d, work.k, work.max_iter, stored, list(entries.values())
    )
