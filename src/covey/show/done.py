"""What was done to a table before anything was compared, in sentences?

In:   how it was read, the roles of its columns, the notes of those who prepared it.
Out:  sentences in the order of the work: read, columns chosen or left out, cells; the same in every journey.
Not here: what was done to the cells; `table` says so in notes.
Next: `terminal` and `outliers_sheet`, which list these; `journeys`, whose plain texts use `listed`.
"""

from __future__ import annotations

from collections.abc import Sequence

from covey.records import ColumnRole
from covey.show.lines import wrapped
from covey.show.wording import column_name, count, plain

TITLE = "What was done to the data"
LEFT_OUT = "does not form the segments"
MAX_COLUMNS = 12


def of_table(
    source: str, n_rows: int, how_read: Sequence[str], roles: Sequence[ColumnRole], *, left_out: str
) -> list[str]:
    """Return what was read, and what became of each column.

    `left_out` says of a column what it does not do.

    Examples
    --------
    >>> day = ColumnRole("day", "date", "dates")
    >>> of_table("a.csv", 3, ("comma",), [day], left_out="takes no part")
    ['a.csv: 3 rows.', 'comma', 'day takes no part (date): dates']
    """
    read = f"{plain(source, max_characters=80)}: {count(n_rows, 'row', 'rows')}."
    return [read, *how_read, *of_columns(roles, left_out=left_out)]


def listed(sentences: Sequence[str], width: int) -> list[str]:
    """Return sentences as lines below the title, each with a dot before it.

    Examples
    --------
    >>> listed(["comma, UTF-8"], 40)
    ['What was done to the data', '· comma, UTF-8']
    """
    lines = [TITLE]
    for sentence in sentences:
        first, *more = wrapped(plain(sentence, max_characters=500), width - 2) or [""]
        lines += [f"· {first}", *(f"  {line}" for line in more)]
    return lines


def of_columns(roles: Sequence[ColumnRole], *, left_out: str = LEFT_OUT) -> list[str]:
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
        sentences.append(f"{count(n_more, 'more column', 'more columns')} like these.")
    return sentences


def _of_column(role: ColumnRole, left_out: str) -> str:
    name, reason = column_name(role.name), plain(role.reason, max_characters=160)
    name = f"'{name}'" if "," in name else name
    if role.transform is not None:
        return f"{name}: as {plain(role.transform, max_characters=120)} ({reason})"
    return f"{name} {left_out} ({role.role}): {reason}"
