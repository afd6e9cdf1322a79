"""Which short sentence in the user's units nearly describes each segment?

In:   columns (n rows each), labels (n,), the number of clusters, the roles.
Out:  one `Rule` per label: at most three conditions, with precision and recall over all n rows.
Not here: decision trees. A box can be read aloud and typed into a WHERE clause.
The search (a beam that widens F1) sees a sample; precision and recall are always measured on every row given.
Source: Friedman and Fisher (1999), Bump hunting in high-dimensional data, Statistics and Computing 9.
Next: `conditions` for where thresholds come from.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from covey.explain.conditions import Condition, in_words, possible
from covey.explain.described import Described, described
from covey.records import Array, Column, ColumnRole, Rule

MAX_COLUMNS = 3
MAX_SIDES = 4  # one column of the three may be bounded on both sides
SIDE_PRICE = 0.02  # a further side must raise F1 by this much to be worth reading
BEAM_WIDTH = 6
SEARCH_ROWS = 6_000
SEARCH_ROWS_PER_SEGMENT = 100
SEARCH_COLUMNS = 12
SAMPLE_SEED = 0

Box = tuple[Condition, ...]


def rules(
    columns: Sequence[Column], labels: Array, n_clusters: int, *, roles: Sequence[ColumnRole]
) -> tuple[Rule, ...]:
    """Return the shortest box that nearly describes each segment, in the user's units.

    Parameters
    ----------
    columns : sequence of Column, each of length n
    labels : integer array of shape (n,)
        Segment of each row, 0 to n_clusters - 1. A row with any other label belongs to none.
    n_clusters : int
    roles : sequence of ColumnRole
        Only measure and category columns appear in rules.

    Returns
    -------
    tuple of n_clusters Rule
        At most three conditions joined by "and"; "20 < age ≤ 35" is one. The F1 of precision and recall is
        made as large as the search finds, and a further condition must raise it by 0.02. Thresholds are
        round numbers and the text is exactly the rule that was measured, on all n rows. A missing value
        satisfies no condition. "all rows" where no condition helps, "no rows" for an empty segment
        (precision and recall 0).

    Notes
    -----
    The search sees at most 6,000 rows (at least 100 per segment, drawn evenly with a fixed seed) and, for
    each segment, the 12 columns that describe it best alone. 100,000 rows × 20 columns × 8 segments: about a
    second. Not optimal: a beam of six boxes.

    Examples
    --------
    >>> spend = Column("spend", "number", np.array([1.0, 2, 3, 11, 12, 13]))
    >>> rules([spend], np.array([0, 0, 0, 1, 1, 1]), 2, roles=[ColumnRole("spend", "measure", "")])[1]
    Rule(text='spend > 10', precision=1.0, recall=1.0)
    """
    labels = np.asarray(labels)
    told = described(columns, roles)
    rows, weights = _sample(labels, n_clusters)
    searched = tuple(Described(c.name, c.values[rows], c.levels) for c in told)
    found = []
    for label in range(n_clusters):
        inside = labels == label
        if not inside.any():
            found.append(Rule("no rows", 0.0, 0.0))
            continue
        found.append(_best_measured(_search(searched, labels[rows] == label, weights), told, inside))
    return tuple(found)


def _sample(labels: Array, n_clusters: int) -> tuple[Array, Array]:
    """Return the rows of the search, in order, and how many rows each of them stands for."""
    if len(labels) <= SEARCH_ROWS:
        return np.arange(len(labels)), np.ones(len(labels))
    random = np.random.Generator(np.random.PCG64(SAMPLE_SEED))
    known = np.where((labels >= 0) & (labels < n_clusters), labels, n_clusters)
    grouped = np.argsort(known, kind="stable")
    starts = np.searchsorted(known[grouped], np.arange(n_clusters + 2))
    drawn, weights = [], []
    for label in range(n_clusters + 1):
        members = grouped[starts[label] : starts[label + 1]]
        share = round(SEARCH_ROWS * len(members) / len(labels))
        n_drawn = min(len(members), max(SEARCH_ROWS_PER_SEGMENT, share))
        if n_drawn:
            drawn.append(random.choice(members, n_drawn, replace=False, shuffle=False))
            weights.append(np.full(n_drawn, len(members) / n_drawn))
    rows = np.concatenate(drawn)
    order = np.argsort(rows)
    return rows[order], np.concatenate(weights)[order]


def _search(columns: tuple[Described, ...], inside: Array, weights: Array) -> list[Box]:
    """Return the best boxes found on the sample, best first; the empty box is always among them."""
    literals, masks = _literals(columns, inside, weights)
    if not literals:
        return [()]
    own = (weights * inside).astype(np.float32)
    everything = weights.astype(np.float32)
    n_own = float(own.sum())
    scores: dict[frozenset[int], float] = {frozenset(): 2 * n_own / (n_own + float(everything.sum()))}
    beam: list[frozenset[int]] = [frozenset()]
    for n_sides in range(1, MAX_SIDES + 1):
        states = np.stack([_rows_of(box, masks) for box in beam], axis=1)
        hits = masks @ (states * own[:, None])
        covered = masks @ (states * everything[:, None])
        f1 = 2 * hits / np.maximum(covered + n_own, 1e-30) - SIDE_PRICE * n_sides
        wider = _extensions(f1, beam, literals)
        scores.update(wider)
        beam = list(wider)
        if not beam:
            break
    best = sorted(scores, key=lambda box: (-round(scores[box], 9), len(box), sorted(box)))[:BEAM_WIDTH]
    boxes = [tuple(literals[i] for i in sorted(box)) for box in best]
    return boxes if () in boxes else [*boxes, ()]


def _literals(columns: tuple[Described, ...], inside: Array, weights: Array) -> tuple[list[Condition], Array]:
    """Return the conditions of the columns that describe the segment best, and their rows as 0 and 1."""
    own, n_own = weights * inside, float((weights * inside).sum())
    by_column = []
    for position, column in enumerate(columns):
        tried = possible(column, position, column.values, inside)
        if not tried:
            continue
        held = np.array([one.holds(column.values) for one in tried])
        f1 = 2 * (held @ own) / np.maximum(held @ weights + n_own, 1e-30)
        by_column.append((-float(f1.max()), position, tried, held))
    by_column.sort(key=lambda entry: entry[:2])
    chosen = sorted(by_column[:SEARCH_COLUMNS], key=lambda entry: entry[1])
    if not chosen:
        return [], np.empty((0, len(inside)), dtype=np.float32)
    return [one for entry in chosen for one in entry[2]], np.concatenate([e[3] for e in chosen]).astype(
        np.float32
    )


def _rows_of(box: frozenset[int], masks: Array) -> Array:
    """Return 1 for each row of the sample inside the box, else 0."""
    rows = np.ones(masks.shape[1], dtype=np.float32)
    for literal in sorted(box):
        rows *= masks[literal]
    return rows


def _extensions(
    f1: Array, beam: list[frozenset[int]], literals: list[Condition]
) -> dict[frozenset[int], float]:
    """Return the best boxes with one more side, at most BEAM_WIDTH, and their priced F1."""
    wider: dict[frozenset[int], float] = {}
    for flat in np.argsort(-f1, axis=None, kind="stable"):
        literal, state = divmod(int(flat), len(beam))
        box = beam[state] | {literal}
        if len(box) > len(beam[state]) and box not in wider and _readable([literals[i] for i in box]):
            wider[box] = float(f1[literal, state])
            if len(wider) == BEAM_WIDTH:
                break
    return wider


def _readable(box: Sequence[Condition]) -> bool:
    """Return whether a box asks at most one thing of each side of at most three columns."""
    if len({one.column for one in box}) > MAX_COLUMNS:
        return False
    pairs = [(a, b) for a, b in combinations(box, 2) if a.column == b.column]
    return all({a.sign, b.sign} == {">", "<="} for a, b in pairs)


def _best_measured(boxes: list[Box], columns: tuple[Described, ...], inside: Array) -> Rule:
    """Return the box with the best priced F1 on all rows, as a rule."""
    best, best_score = Rule("", 0.0, 0.0), -np.inf
    for box in boxes:
        satisfied = np.ones(len(inside), dtype=bool)
        for condition in box:
            satisfied &= condition.holds(columns[condition.column].values)
        n_both = int((satisfied & inside).sum())
        precision = n_both / max(int(satisfied.sum()), 1)
        recall = n_both / int(inside.sum())
        f1 = 2 * precision * recall / max(precision + recall, 1e-30)
        if f1 - SIDE_PRICE * len(box) > best_score + 1e-9:
            best_score = f1 - SIDE_PRICE * len(box)
            best = Rule(in_words(box, columns) if box else "all rows", precision, recall)
    return best
