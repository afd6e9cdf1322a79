"""What was done to a table before anything was compared, in sentences?

In:   the roles of its columns.
Out:  a sentence for each column that was chosen and not taken as it stood, and for each that was left out.
Not here: what was done to the cells; `table` says so in notes.
Next: `terminal`, which lists these under "What was done to the data".
"""

from __future__ import annotations

from collections.abc import Sequence

from covey.records import ColumnRole
from covey.show.wording import column_name, plain

MAX_COLUMNS = 12


def forms(role: ColumnRole) -> bool:
    """Return whether a column of this role forms the segments.

    A date or a category does where it was chosen: it keeps its role and has a transform.

    Examples
    --------
    >>> forms(ColumnRole("city", "category", "text")), forms(ColumnRole("city", "category", "", "one-hot"))
    (False, True)
    """
    return role.role == "measure" or role.transform is not None


def of_columns(roles: Sequence[ColumnRole], *, left_out: str = "does not form the segments") -> list[str]:
    """Return one sentence per column that is no plain amount among those that are compared, and why.

    Examples
    --------
    >>> of_columns([ColumnRole("day", "date", "you chose it", "days since the first"),
    ...             ColumnRole("city", "category", "few texts"), ColumnRole("spend", "measure", "numbers")])
    ['day: as days since the first (you chose it)', 'city does not form the segments (category): few texts']
    """
    others = [role for role in roles if role.role != "measure"]
    sentences = [_of_column(role, left_out) for role in others[:MAX_COLUMNS]]
    n_more = len(others) - MAX_COLUMNS
    if n_more > 0:
        sentences.append(f"{n_more:,} more columns are not plain amounts or left out.")
    return sentences


def _of_column(role: ColumnRole, left_out: str) -> str:
    name, reason = column_name(role.name), plain(role.reason, max_characters=160)
    if role.transform is not None:
        return f"{name}: as {plain(role.transform, max_characters=120)} ({reason})"
    return f"{name} {left_out} ({role.role}): {reason}"
