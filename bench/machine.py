"""Which machine is this, and what can it do at most?"""

from __future__ import annotations

import os
import platform
import re
from dataclasses import dataclass, replace
from pathlib import Path

from bench.peaks import copy_gigabytes, multiply_add_gigaflops
from covey import __version__, engine


@dataclass(frozen=True)
class Machine:
    """The processor, the versions, and the measured ceilings."""

    processor: str
    n_threads: int
    instruction_set: str
    covey: str
    gigaflops: float  # float32 multiply-adds, two operations each
    gigabytes: float  # copied, read and written bytes counted
    load: float  # processes that wanted to run in the minute before, ours left out

    @property
    def busy(self) -> str:
        """A warning if others were using the machine, else ""."""
        if self.load < 0.25 * self.n_threads:
            return ""
        return f"busy machine: {self.load:.1f} other processes were running; do not trust the short times"

    @property
    def file_name(self) -> str:
        """Name of the processor, fit for a file."""
        words = f"{self.processor} {self.n_threads} threads"
        return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")


def processor() -> str:
    """Return the name of the processor; families tell those apart that a virtual machine calls alike."""
    try:
        lines = Path("/proc/cpuinfo").read_text().split("\n\n")[0].splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    facts = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
    name = facts.get("model name", platform.machine())
    return f"{name} (family {facts['cpu family']}, model {facts['model']})" if "cpu family" in facts else name


def measured_again(machine: Machine) -> Machine:
    """Return the same with the higher of two measurements: a busy moment only lowers them."""
    now = describe()
    gigaflops, gigabytes = max(now.gigaflops, machine.gigaflops), max(now.gigabytes, machine.gigabytes)
    return replace(machine, gigaflops=gigaflops, gigabytes=gigabytes)


def describe() -> Machine:
    """Measure this machine: a few seconds."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return Machine(
        processor(),
        engine.default_threads(),
        engine.instruction_set(),
        __version__,
        multiply_add_gigaflops(),
        copy_gigabytes(),
        load,
    )
