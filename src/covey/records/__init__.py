"""What travels between the rooms: frozen data that knows nothing.

In:   nothing. A record imports NumPy for its arrays and no other room.
Out:  the words of the project as types: a table, a recipe, the evidence for K, a segment's story.
Not here: any arithmetic, drawing, reading or writing. Those are the rooms' work.
Next: table.py, recipe.py, fit.py, choice.py, segment.py and segmentation.py, the way a row takes; methods.py,
      palette.py, outliers.py, topics.py and genes.py, one for each other journey.
"""

from typing import Any

from covey.records.arrays import Array
from covey.records.choice import Humps, Influence, KEvidence, KRow, KStep, Scaling
from covey.records.fit import Evidence, Fit
from covey.records.genes import GeneCluster, GenesRecord
from covey.records.methods import MethodEvidence, MethodRow
from covey.records.outliers import OutlierRecord, UsualValues
from covey.records.palette import PaletteRecord
from covey.records.partition import ClusterTotals, SilhouetteEstimate
from covey.records.point_map import PointMap
from covey.records.recipe import ColumnTransform, Prepared, Recipe
from covey.records.segment import ColumnProfile, Rule, Segment
from covey.records.segmentation import SegmentationRecord
from covey.records.table import Column, ColumnRole, Table
from covey.records.topics import Topic, TopicsRecord

__all__ = [
    "Array",
    "ClusterTotals",
    "Column",
    "ColumnProfile",
    "ColumnRole",
    "ColumnTransform",
    "Evidence",
    "Fit",
    "GeneCluster",
    "GenesRecord",
    "Humps",
    "Influence",
    "KEvidence",
    "KRow",
    "KStep",
    "MethodEvidence",
    "MethodRow",
    "OutlierRecord",
    "PaletteRecord",
    "PointMap",
    "Prepared",
    "Recipe",
    "Rule",
    "Scaling",
    "Segment",
    "SegmentationRecord",
    "SilhouetteEstimate",
    "Table",
    "Topic",
    "TopicsRecord",
    "UsualValues",
]


def _known_by_its_room(record: Any) -> None:
    """Let pickles and type hints look for a record here: it may then move from file to file."""
    record.__module__ = __name__


for _name in __all__:
    if _name != "Array":
        _known_by_its_room(globals()[_name])
