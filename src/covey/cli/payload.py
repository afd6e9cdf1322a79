"""Results as JSON objects, with the keys that scripts may rely on.

In:   what a journey gave back.
Out:  dictionaries of plain values; a figure that does not exist is null.
Not here: any computing.
Next: docs/look_up for the meaning of each key.
"""

from __future__ import annotations

from dataclasses import asdict
from math import isfinite
from pathlib import Path
from typing import Any

from covey.journeys import KChoice, MethodChoice, Segmentation
from covey.journeys.scoring import ScoredRows, ScoredTable
from covey.records import ColumnRole, Segment

_GRADE_EVIDENCE = (
    "grade_reason",
    "jaccard",
    "seeds",
    "samples",
    "silhouette",
    "silhouette_low",
    "silhouette_high",
    "nearest",
    "overlap",
)


def segmentation(found: Segmentation, files: dict[str, Path]) -> dict[str, Any]:
    """Return the object that `covey segment --json` prints."""
    return json_object(
        {
            "k": found.k,
            "natural_k": found.natural_k,
            "verdict": found.verdict,
            "silhouette": found.silhouette,
            "inertia": found.inertia,
            "seed": found.seed,
            "fingerprint": found.fingerprint,
            "reasons": list(found.reasons),
            "columns": [_column(role) for role in found.columns],
            "set_apart": int(found.set_apart.sum()),
            "segments": [_segment(part) for part in found.segments],
            "files": {what: str(path) for what, path in files.items()},
        }
    )


def choice(found: KChoice, seed: int) -> dict[str, Any]:
    """Return the object that `covey choose-k --json` prints."""
    return json_object(
        {
            "k": found.k,
            "natural_k": found.natural_k,
            "verdict": found.verdict,
            "elbow_k": found.elbow_k,
            "seed": seed,
            "reasons": list(found.reasons),
            "columns": [_column(role) for role in found.columns],
            "set_apart": found.n_set_apart,
            "table": [asdict(row) for row in found.record.rows],
            "scalings": [asdict(one) for one in found.record.scalings],
            "influence": None if found.record.influence is None else asdict(found.record.influence),
        }
    )


def methods(found: MethodChoice, seed: int) -> dict[str, Any]:
    """Return the object that `covey alternatives --json` prints."""
    return json_object(
        {
            "is_wrong_tool": found.is_wrong_tool,
            "best": found.best,
            "seed": seed,
            "reasons": list(found.reasons),
            "columns": [_column(role) for role in found.columns],
            "methods": [asdict(row) for row in found.methods],
        }
    )


def scored(found: ScoredTable | ScoredRows, model: Path, files: dict[str, Path]) -> dict[str, Any]:
    """Return the object that `covey score --json` prints."""
    told: dict[str, Any]
    if isinstance(found, ScoredTable):
        told = {"unlike_training": found.n_unlike, "segments": [asdict(count) for count in found.counts]}
    else:
        told = {"flagged": found.n_flagged, "false_alarms": found.saved.false_alarms}
    return json_object(
        {
            "model": str(model),
            "rows": found.table.n_rows,
            **told,
            "notes": list(found.notes),
            "files": {what: str(path) for what, path in files.items()},
        }
    )


def _column(role: ColumnRole) -> dict[str, Any]:
    return asdict(role)


def _segment(part: Segment) -> dict[str, Any]:
    return {
        "label": part.label,
        "name": part.name,
        "rows": part.rows,
        "share": part.share,
        "grade": part.grade,
        "evidence": {name: getattr(part, name) for name in _GRADE_EVIDENCE},
        "rule": asdict(part.rule),
        "profile": [asdict(fact) for fact in part.profile],
    }


def json_object(value: dict[str, Any]) -> dict[str, Any]:
    """Return the object with NaN and infinities, which JSON lacks, as None."""
    return {key: _json_value(item) for key, item in value.items()}


def _json_value(value: Any) -> Any:
    if isinstance(value, dict):
        return json_object(value)
    if isinstance(value, (list, tuple)):
        return [_json_value(item) for item in value]
    if isinstance(value, float):
        return value if isfinite(value) else None
    return value
