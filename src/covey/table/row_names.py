"""Which column names the rows of a table?

In:   a Table, the roles of its columns.
Out:  the identifier to list beside the number of a row, or None.
Not here: which columns are identifiers (roles.py).
Postcodes are codes but name no row; of several identifiers the one with the most different values does.
Notes call a row by its number alone: they are saved with models, which name no row.
Next: ../journeys/outlier_rows.py, which lists rows.
"""

from __future__ import annotations

from collections.abc import Sequence

from covey.records import Column, ColumnRole, Table
from covey.table import hints
from covey.table.write import as_written


def naming_column(table: Table, roles: Sequence[ColumnRole]) -> Column | None:
    """Return the column that names the rows, or None.

    Examples
    --------
    >>> from covey.table import read, roles
    >>> table = read({"client_id": [7, 8, 9], "spend": [1.5, 2.5, 3.5]})
    >>> naming_column(table, roles(table)).name
    'client_id'
    """
    names = {role.name for role in roles if role.role == "id" and not hints.speaks_of_address(role.name)}
    found = [column for column in table.columns if column.name in names]
    return max(found, key=lambda column: len(set(as_written(column))), default=None)
