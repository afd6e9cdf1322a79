"""Which columns of a table of figures fit into a narrow terminal, and what is said of the others?

In:   the cells of a table as text, its columns from the most to the least important, the width.
Out:  lines no wider than that; the last one names the columns that are not shown.
Not here: what the figures mean; whoever prints them says which decide.
Next: `lines` for sentences.
"""

from __future__ import annotations

from collections.abc import Sequence

from covey.show.lines import wrapped

BETWEEN = 2  # blanks between two columns


def table_lines(
    table: Sequence[Sequence[str]],
    width: int,
    *,
    importance: Sequence[str],
    to_the_left: Sequence[str] = (),
    elsewhere: str = "--json",
) -> list[str]:
    """Return a table as lines; columns that do not fit are left out, the least important first, and named.

    Parameters
    ----------
    table : rows of cells, the head first
    width : int
    importance : sequence of str
        Columns that may be left out, from the most to the least important; all others are always shown.
    to_the_left : sequence of str
        Columns of words; the others stand to the right.
    elsewhere : str
        Where all figures are to be had.

    Examples
    --------
    >>> table_lines([("k", "gap", "jaccard"), ("2", "0.5", "0.9")], 8, importance=("jaccard", "gap"))[:2]
    ['k  gap', '2  0.5']
    >>> table_lines([("k", "gap", "jaccard"), ("2", "0.5", "0.9")], 8, importance=("gap", "jaccard"))[2:4]
    ['1 column', 'not']
    """
    head = table[0]
    sizes = [max(len(row[place]) for row in table) for place in range(len(head))]
    shown = {place for place, name in enumerate(head) if name not in importance}
    for name in importance:
        place = head.index(name)
        if sum(sizes[one] + BETWEEN for one in shown | {place}) - BETWEEN <= width:
            shown.add(place)
    lines = []
    for row in table:
        cells = (
            row[place].ljust(sizes[place]) if head[place] in to_the_left else row[place].rjust(sizes[place])
            for place in sorted(shown)
        )
        lines.append((" " * BETWEEN).join(cells).rstrip())
    hidden = [name.strip("()") for place, name in enumerate(head) if place not in shown]
    if hidden:
        columns = "1 column" if len(hidden) == 1 else f"{len(hidden)} columns"
        lines += wrapped(
            f"{columns} not shown ({', '.join(hidden)}): widen the terminal, or {elsewhere}", width
        )
    return lines
