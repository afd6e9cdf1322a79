"""Keep a segmentation in a file, read it back, and say which segment a new row belongs to.

In:   a SegmentationRecord to save; a path to load; a table to score.
Out:  a `.covey` file (zip of JSON and .npy, no pickle); a SavedModel; new columns for a table.
Not here: fitting, naming, reading tables; writing the user's table (that is `table`).
Next: saved.py for what is kept, archive.py for the bytes, score.py for new rows.
"""

from covey.model.saved import SavedModel, from_record, load, save
from covey.model.score import score

__all__ = ["SavedModel", "from_record", "load", "save", "score"]
