"""What is a segment called, in words that are unique and true?

In:   the profiles of all segments and their sizes.
Out:  one name per segment, made of the two or three facts that best separate it: "high spend, low recency".
Not here: persona names ("Champions"): they promise more than the numbers hold.
"very high" and "very low" start at 1.5 robust standard deviations from the rest, "high" and "low" at 0.5; a
level is named when its share exceeds that of the rest by 20 percentage points.
Next: `box_rules` for the sentence that a name abbreviates.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from covey.explain.wording import about, quoted
from covey.records import ColumnProfile

NOTABLE = 0.5
VERY = 1.5
NOTABLE_SHARE = 0.2
MOSTLY = 0.6
SHARE_WEIGHT = 3.0  # 50 percentage points more than the rest weigh as much as 1.5 robust standard deviations

Phrases = dict[int, str]  # column position -> what is said about it, in the order it is said


def names(profiles: Sequence[Sequence[ColumnProfile]], sizes: Sequence[int]) -> tuple[str, ...]:
    """Return a unique name in words for each segment.

    Parameters
    ----------
    profiles : one sequence of ColumnProfile per segment, the same columns in the same order
    sizes : rows per segment; used only when no column tells two segments apart

    Returns
    -------
    tuple of str
        "high spend, low recency". Two facts; one more where two segments would share a name: the fact that
        differs most between them, worded ("low age") or as its median ("age about 34"). "average on
        everything" when nothing stands out, "all rows" for a single segment. "high" is only said of a median
        above that of the rest.

    Notes
    -----
    Time grows with segments × columns.

    Examples
    --------
    >>> rich = [ColumnProfile("spend", "number", 1.8, median=90, rest_median=20)]
    >>> poor = [ColumnProfile("spend", "number", -0.9, median=20, rest_median=90)]
    >>> names([rich, poor], [10, 30])
    ('very high spend', 'low spend')
    """
    if len(profiles) == 1:
        return ("all rows",)
    said = [_strongest(segment) for segment in profiles]
    for _ in range(2):
        for group in _sharing(said):
            _tell_apart(said, group, profiles)
    texts = [", ".join(phrases.values()) or "average on everything" for phrases in said]
    return _numbered(_with_sizes(texts, sizes))


def _phrase(fact: ColumnProfile) -> str | None:
    """Return the words for one notable fact, or None if it is not notable."""
    name = quoted(fact.name)
    if fact.kind == "category":
        if fact.level is None or not fact.difference >= NOTABLE_SHARE:
            return None
        return f"{name} {'mostly' if fact.share >= MOSTLY else 'more often'} {quoted(fact.level)}"
    size = abs(fact.difference)
    if not size >= NOTABLE:
        return None
    side = "high" if fact.median > fact.rest_median else "low"
    return f"very {side} {name}" if size >= VERY else f"{side} {name}"


def _strongest(segment: Sequence[ColumnProfile], n_facts: int = 2) -> Phrases:
    """Return the words for the most notable facts of a segment, strongest first."""

    def strength(position: int) -> float:
        fact = segment[position]
        return abs(fact.difference) * (SHARE_WEIGHT if fact.kind == "category" else 1.0)

    worded = {position: _phrase(fact) for position, fact in enumerate(segment)}
    notable = [position for position, words in worded.items() if words is not None]
    notable.sort(key=lambda position: (-strength(position), position))
    return {position: worded[position] or "" for position in notable[:n_facts]}


def _sharing(said: Sequence[Phrases]) -> list[list[int]]:
    """Return the groups of segments about which the same is said, in whatever order."""
    groups: dict[tuple[str, ...], list[int]] = {}
    for segment, phrases in enumerate(said):
        groups.setdefault(tuple(sorted(phrases.values())), []).append(segment)
    return [group for group in groups.values() if len(group) > 1]


def _tell_apart(said: list[Phrases], group: list[int], profiles: Sequence[Sequence[ColumnProfile]]) -> None:
    """Add to each segment of the group the fact that differs most between them, if one does."""
    scored = [
        (_difference_within(group, position, profiles), -position)
        for position in range(len(profiles[group[0]]))
    ]
    if not scored or max(scored)[0][0] < 2:
        return
    position = -max(scored)[1]
    facts = [profiles[segment][position] for segment in group]
    words = [_phrase(fact) for fact in facts]
    known = position in said[group[0]]
    if not known and None not in words and len(set(words)) == len(group):
        for segment, phrase in zip(group, words, strict=True):
            said[segment][position] = phrase or ""
        return
    for segment, fact in zip(group, facts, strict=True):
        before = said[segment].get(position)
        said[segment][position] = (
            f"{before} ({_measured(fact)})" if before else f"{quoted(fact.name)} {_measured(fact)}"
        )


def _measured(fact: ColumnProfile) -> str:
    """Return where a segment stands on a column, as a number or a level with its share."""
    if fact.kind == "category":
        return "unknown" if fact.level is None else f"{100 * fact.share:.0f} % {quoted(fact.level)}"
    return f"about {about(fact.median)}" if fact.median == fact.median else "unknown"


def _difference_within(
    group: list[int], position: int, profiles: Sequence[Sequence[ColumnProfile]]
) -> tuple[int, float]:
    """Return how many segments of the group a column tells apart, and the smallest gap between two."""
    facts = [profiles[segment][position] for segment in group]
    n_apart = len({_measured(fact) for fact in facts})
    if facts[0].kind == "category":
        return n_apart, 0.0
    spread = next((abs((f.median - f.rest_median) / f.difference) for f in facts if f.difference), 1.0) or 1.0
    medians = sorted(fact.median for fact in facts if fact.median == fact.median)
    return n_apart, min((b - a for a, b in pairwise(medians)), default=0.0) / spread


def _with_sizes(texts: list[str], sizes: Sequence[int]) -> list[str]:
    """Add the number of rows to names that are still shared."""
    return [
        f"{text}, {int(size):,} rows" if texts.count(text) > 1 else text
        for text, size in zip(texts, sizes, strict=True)
    ]


def _numbered(texts: list[str]) -> tuple[str, ...]:
    """Number what is still shared, so that the names are unique whatever the columns are called."""
    taken: set[str] = set()
    unique = []
    for text in texts:
        candidate, number = text, 1
        while candidate in taken or (number > 1 and candidate in texts):
            number += 1
            candidate = f"{text} ({number})"
        taken.add(candidate)
        unique.append(candidate)
    return tuple(unique)
