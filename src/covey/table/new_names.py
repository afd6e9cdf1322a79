"""What are new columns called when the table has columns of that name already?

In:   the table and the names wanted.
Out:  for each name wanted, the name to use: itself, or with "_covey" at its end, or "_covey_2" ...
Not here: writing (write.py), frames (give_back.py). The user's own columns are never renamed or replaced.
Next: write.py.
"""

from __future__ import annotations

from collections.abc import Iterable

from covey.records import Table


def given_names(table: Table, wanted: Iterable[str]) -> dict[str, str]:
    """Return the name each new column gets beside the columns of a table.

    Parameters
    ----------
    table : Table
        From `read`.
    wanted : iterable of str
        Names of the new columns.

    Returns
    -------
    dict of str to str
        From each name wanted to the name used by `with_columns` and `write_csv`.

    Examples
    --------
    >>> from covey.table import read
    >>> given_names(read({"spend": [1.0, 2.0], "segment": ["a", "b"]}), ["segment", "grade"])
    {'segment': 'segment_covey', 'grade': 'grade'}
    """
    wanted = list(wanted)
    taken = {column.name for column in table.columns}
    given: dict[str, str] = {}
    for name in wanted:
        free, number = name, 1
        while free in taken or (free != name and free in wanted):
            free = f"{name}_covey" + (f"_{number}" if number > 1 else "")
            number += 1
        given[name] = free
        taken.add(free)
    return given
