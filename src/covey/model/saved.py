"""What is kept of a segmentation so that next month's rows can be scored without guesswork.

In:   a SegmentationRecord or an OutlierModel, or the path of a model file.
Out:  a SavedModel: recipe, centers, names, grades, evidence, distance limits, seed, fingerprint, version.
Not here: labels and rows of the training table. A segmentation holds none, so it can be mailed round; a
      model of outliers holds the amounts of up to 4,000 rows.
Next: manifest.py for its JSON form, archive.py for the file, score.py for its use.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np

from covey import errors
from covey.model import archive, manifest
from covey.model.outlier_model import OutlierModel
from covey.records import Array, KEvidence, Recipe, Segment, SegmentationRecord

SCHEMA = 1
OUTLIERS = "outliers"  # the kind of model that is no segmentation; a segmentation names no kind


@dataclass(frozen=True)
class SavedModel:
    """A segmentation without its rows.

    `centers` (k, n_coordinates) float64 and `distance_limits` (k,) are in the coordinates of `recipe`;
    `fingerprint` is that of the training table; `made_with` the covey version that fitted it.
    """

    source: str
    n_rows: int
    n_apart: int
    how_read: tuple[str, ...]
    notes: tuple[str, ...]
    recipe: Recipe
    evidence: KEvidence
    k: int
    segments: tuple[Segment, ...]
    silhouette: float
    inertia: float
    seed: int
    fingerprint: str
    made_with: str
    centers: Array
    distance_limits: Array

    def check_parts(self) -> None:
        """Raise ValueError for parts that are each well formed but belong to different models."""
        widths = (1 if column.levels is None else len(column.levels) for column in self.recipe.transforms)
        expected = (self.k, sum(widths))
        if self.centers.shape != expected or self.k < 1:
            raise ValueError(f"centers have shape {self.centers.shape}, the recipe needs {expected}")
        if not np.isfinite(self.centers).all():
            raise ValueError("a center is not a number")
        if self.distance_limits.shape != (self.k,) or np.isnan(self.distance_limits).any():
            raise ValueError("there is not one distance limit per segment")
        if [segment.label for segment in self.segments] != list(range(self.k)):
            raise ValueError(f"the segments are not labelled 0 to {self.k - 1}")

    @property
    def verdict(self) -> str:
        """ "natural", "reproducible" or "constructive"."""
        return self.evidence.verdict

    @property
    def names(self) -> tuple[str, ...]:
        """One name per label."""
        return tuple(segment.name for segment in self.segments)

    @property
    def grades(self) -> tuple[str, ...]:
        """One grade, A to D, per label."""
        return tuple(segment.grade for segment in self.segments)


def from_record(record: SegmentationRecord) -> SavedModel:
    """Return the part of a segmentation that scoring needs.

    Parameters
    ----------
    record : SegmentationRecord
        As `covey.segment` makes it. Without `distance_limits` no row is ever called unlike the training data
        for its distance alone.

    Returns
    -------
    SavedModel

    Notes
    -----
    Cost: none to speak of; arrays are copied as float64.
    """
    k = len(record.segments)
    limits = np.full(k, np.inf) if record.distance_limits is None else record.distance_limits
    return SavedModel(
        source=record.source,
        n_rows=record.n_rows,
        n_apart=int(np.count_nonzero(record.apart)),
        how_read=record.how_read,
        notes=record.notes,
        recipe=record.recipe,
        evidence=record.evidence,
        k=record.k,
        segments=record.segments,
        silhouette=record.silhouette,
        inertia=record.inertia,
        seed=record.seed,
        fingerprint=record.fingerprint,
        made_with=this_version(),
        centers=np.array(record.centers, dtype=np.float64),
        distance_limits=np.array(limits, dtype=np.float64),
    )


def this_version() -> str:
    """Return the version of covey that runs."""
    return version("covey")


def save(record: SegmentationRecord | SavedModel | OutlierModel, path: str | os.PathLike[str]) -> None:
    """Write a model file; an older file at `path` is replaced only when the new one is whole on disk.

    Parameters
    ----------
    record : SegmentationRecord, SavedModel or OutlierModel
        What to keep.
    path : path
        File to write, by custom ending in `.covey`.

    Raises
    ------
    OutputError
        If the file cannot be written. A file that was there before is then unchanged.

    Notes
    -----
    The same record gives the same bytes on every machine: no time, no compression, sorted JSON.
    """
    saved = from_record(record) if isinstance(record, SegmentationRecord) else record
    described, arrays = manifest.describe(saved)
    header = {"format": archive.FORMAT, "schema": SCHEMA, "made_with": saved.made_with, "model": described}
    if isinstance(saved, OutlierModel):
        header["kind"] = OUTLIERS
    archive.write(Path(path), header, arrays)


def load(path: str | os.PathLike[str]) -> SavedModel | OutlierModel:
    """Read a model file, trusting nothing in it until its checksums agree.

    Parameters
    ----------
    path : path
        A file written by `save`.

    Returns
    -------
    SavedModel or OutlierModel

    Raises
    ------
    ModelError
        If there is no such file, it is not a model file, it was written by a newer covey, or it is damaged.

    Notes
    -----
    Reads at most 256 MiB and allocates no more than the file is long; never unpickles.
    """
    place = Path(path)
    header, arrays = archive.read(place, newest_schema=SCHEMA)
    try:
        if header.get("kind") == OUTLIERS:
            return manifest.rebuild(OutlierModel, header["model"], arrays)
        if "kind" in header:
            raise ValueError("it is of an unknown kind")
        return manifest.rebuild(SavedModel, header["model"], arrays)
    except (KeyError, TypeError, ValueError) as error:
        raise errors.damaged_model(place, f"its description does not fit together ({error})") from error
