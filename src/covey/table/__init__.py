"""Columns to points, and the way back to the user's units.

In:   what the user has: a file, a frame, a dict, an array.
Out:  a Table and how it was read; what each column is for; points; results beside the user's own columns.
Not here: clustering. Nothing is done to the data in silence: every step returns its sentences.
Next: read.py, roles.py, prepare.py, in the order they are used.
"""

from covey.table import vocabulary
from covey.table.documents import Documents, read_documents
from covey.table.far_out import beyond
from covey.table.fingerprint import fingerprint
from covey.table.gaps import from_nearest, gaps
from covey.table.give_back import with_columns
from covey.table.matrix import Matrix, log_scaled, read_matrix
from covey.table.new_names import given_names
from covey.table.new_rows import new_rows_notes
from covey.table.prepare import prepare
from covey.table.read import read, suffix_of
from covey.table.roles import roles
from covey.table.row_names import naming_column
from covey.table.transform import in_units, raw_of, to_points, unscaled
from covey.table.write import as_written, write_csv

__all__ = [
    "Documents",
    "Matrix",
    "as_written",
    "beyond",
    "fingerprint",
    "from_nearest",
    "gaps",
    "given_names",
    "in_units",
    "log_scaled",
    "naming_column",
    "new_rows_notes",
    "prepare",
    "raw_of",
    "read",
    "read_documents",
    "read_matrix",
    "roles",
    "suffix_of",
    "to_points",
    "unscaled",
    "vocabulary",
    "with_columns",
    "write_csv",
]
