"""What is said of one odd input: how it is made, and what has to come of it.

RIGHT means that the four groups of the rows are found; `refused` that the error holds these words; `told`
that the answer comes with a warning of these words.
Next: odd_table.py for all of them; test_odd_inputs.py, which runs them on every estimator.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Outcome:
    kind: str  # "right", "refused", "told"
    words: str = ""


RIGHT = Outcome("right")


def refused(words):
    return Outcome("refused", words)


def told(words):
    return Outcome("told", words)


@dataclass(frozen=True)
class Given:
    """What one call gets."""

    X: Any
    weights: Any = None
    options: dict[str, Any] = field(default_factory=dict)
    truth: Any = None


@dataclass(frozen=True)
class Odd:
    came: str
    outcome: Outcome
    make: Callable[[], Any]  # X, or a Given
    not_for: tuple[str, ...] = ()  # estimators that have no such parameter

    def given(self):
        """Return what the call gets, made anew."""
        made = self.make()
        return made if isinstance(made, Given) else Given(made)
