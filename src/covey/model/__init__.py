"""Keep what was found in a file, read it back, and say which segment a new row belongs to.

In:   a SegmentationRecord or an OutlierModel to save; a path to load; a table to score.
Out:  a `.covey` file (zip of JSON and .npy, no pickle); a SavedModel or an OutlierModel; new columns for a
      table.
Not here: fitting, naming, reading tables; writing the user's table (that is `table`).
Next: saved.py for what is kept, archive.py for the bytes, score.py for new rows.
"""

from covey.model.outlier_model import OutlierModel
from covey.model.saved import SavedModel, from_record, load, save, this_version
from covey.model.score import NEW_COLUMNS, score

__all__ = [
    "NEW_COLUMNS",
    "OutlierModel",
    "SavedModel",
    "from_record",
    "load",
    "save",
    "score",
    "this_version",
]
