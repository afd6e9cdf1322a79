"""Is k-means the wrong tool for a table, and which method would fit?

In:   a table in any form.
Out:  a MethodChoice: yes or no, the method advised, the figures of each method, the reasons.
Not here: the comparison (`judgement.tool`), drawing (`show.methods`).
Next: choice.py, whose evidence it rests on.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from covey import checks, errors
from covey.errors.wording import printable
from covey.journeys.rows import FittedRows, Reading, read_rows, without_gaps
from covey.judgement import evidence as weigh_evidence
from covey.judgement import tool
from covey.records import ColumnRole, KEvidence, MethodEvidence, MethodRow
from covey.show.done import listed
from covey.show.lines import wrapped
from covey.show.narrow import table_lines
from covey.show.wording import percent

KS = range(1, 11)
FEWEST_ROWS = 6  # a row and the five nearest to it, which the methods by density look at
_HEAD = ("", "method", "groups", "noise", "apart", "stability", "k-means agrees", "settings")
_IMPORTANCE = ("groups", "k-means agrees", "apart", "stability", "noise", "settings")
_READING = (
    "apart: how much farther apart the groups are than their own rows: 1 far, 0 touching, below 0 "
    "overlapping (not the gap statistic of choose-k). stability: agreement between parts of the rows. "
    "k-means agrees: how well k-means of any size gives these groups. 1 is full agreement."
)


class MethodChoice:
    """Whether k-means is the wrong tool, and what would fit. Made by `covey.alternatives`.

    Attributes
    ----------
    is_wrong_tool : bool
    best : str
        The method advised: "k-means", "HDBSCAN", "DBSCAN", "Ward" or "Gaussian mixture".
    methods : tuple of MethodRow
        Groups, noise, `gap` (how far apart they are: "apart" in the text), stability, agreement of k-means,
        and settings of each.
    reasons : tuple of str
    evidence : KEvidence
        What `choose_k` says of the same rows.
    columns : tuple of ColumnRole
    notes : tuple of str
        What was done to the data.
    record : MethodEvidence
    """

    def __init__(self, record: MethodEvidence, evidence: KEvidence, rows: FittedRows):
        self.record = record
        self.evidence = evidence
        self.is_wrong_tool = record.is_wrong_tool
        self.best = record.best
        self.methods = record.methods
        self.reasons = record.reasons
        self.columns: tuple[ColumnRole, ...] = rows.prepared.recipe.roles
        self.notes: tuple[str, ...] = rows.notes
        self._done = rows.done
        self._points = rows.points[record.rows]

    def plot(self, axes: Any = None) -> Any:
        """Draw the rows judged, once for each method, in the colours of its groups.

        Parameters
        ----------
        axes : sequence of matplotlib Axes, optional
            One per method. Default: a new figure.

        Returns
        -------
        array of matplotlib Axes
        """
        from covey.show import methods

        return methods.side_by_side(self._points, self.record, axes)

    def save_plot(self, path: Any) -> None:
        """Draw the methods side by side into a picture file; its ending says which kind.

        Raises
        ------
        OutputError
            If it cannot be written.
        """
        figure = self.plot()[0].figure
        try:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            figure.savefig(path, dpi=130)
        except OSError as error:
            raise errors.cannot_write(path, error, "draw another: --plot FILE") from error

    def text(self, *, width: int = 100) -> str:
        """Return the answer, the table of methods and the notes as lines no longer than `width`."""
        return _text(self.record, self._done, width)

    def __repr__(self) -> str:
        return self.text()


def alternatives(
    table: Any,
    *,
    columns: str | Sequence[str] | None = None,
    ignore: str | Sequence[str] | None = (),
    id: str | None = None,
    scale: str = "standard",
    sheet: str | None = None,
    seed: int = 0,
    n_threads: int | None = None,
    progress: Any = None,
) -> MethodChoice:
    """Say whether k-means is the wrong tool for a table, and which method would fit.

    Parameters
    ----------
    table : path, frame, dict of columns or array of shape (n_rows, n_columns)
    columns : str or sequence of str, optional
        The columns that form the groups. Default: every column that holds amounts.
    ignore : str or sequence of str, default ()
        Columns to leave out.
    id : str, optional
        The column that names the rows. Default: recognised.
    scale : {"standard", "range", "none"}, default "standard"
        How columns are made comparable. "standard": mean 0 and standard deviation 1, after a logarithm
        where the right tail is long; "range": each spans 1, after the same logarithm; "none": numbers as
        they are, so that the column with the largest weighs most.
    sheet : str, optional
        Which sheet of a workbook to read. Default: the first that holds a table.
    seed : int, default 0
    n_threads : int, optional
    progress : callable(done, total, what), optional

    Returns
    -------
    MethodChoice

    Raises
    ------
    TableError, InputError
        As `covey.segment`, or if there are fewer than 6 rows.

    Notes
    -----
    DBSCAN, HDBSCAN, Ward's agglomerative clustering and Gaussian mixtures are scikit-learn's. They are
    compared by how far apart their groups are in their own spacing and by how well parts of the rows agree,
    which favours no shape. Beyond 1,500 rows a random sample is judged. "No" is weaker than "yes": some
    shapes that are not round go unnoticed (docs/why/judgement.md says which).

    Examples
    --------
    >>> import numpy as np
    >>> random = np.random.default_rng(0)
    >>> turn, radius = random.uniform(0, 2 * np.pi, 600), np.repeat([1.0, 3.0], [150, 450])
    >>> rings = np.column_stack([np.cos(turn), np.sin(turn)]) * radius[:, None]
    >>> rings += 0.1 * random.standard_normal((600, 2))
    >>> found = alternatives(rings, scale="none")
    >>> found.is_wrong_tool
    True
    """
    seed, n_threads = checks.journey_seed(seed), checks.threads(n_threads)
    rows = read_rows(table, Reading(columns, ignore, id, scale=scale, sheet=sheet))
    if len(rows.points) < FEWEST_ROWS:
        raise errors.too_few_rows(len(rows.points), FEWEST_ROWS, rows.table.source)
    rows = without_gaps(rows, seed=seed)
    evidence = weigh_evidence(
        rows.points,
        KS,
        names=rows.names,
        origin=rows.origin,
        seed=seed,
        n_threads=n_threads,
        progress=progress,
    )
    record = tool.judge(rows.points, evidence, seed=seed, n_threads=n_threads, progress=progress)
    return MethodChoice(record, evidence, rows)


def _text(record: MethodEvidence, done: tuple[str, ...], width: int) -> str:
    """Return the first reason, the table, the other sentences; columns that do not fit are named."""
    width = max(width, 20)
    table = [_HEAD, *(_cells(row, row.method == record.best) for row in record.methods)]
    lines = [*wrapped(printable(record.reasons[0]), width), ""]
    lines += table_lines(
        table,
        width,
        importance=_IMPORTANCE,
        to_the_left=("method", "settings"),
        elsewhere="--json (in Python: .methods)",
    )
    lines += ["", *wrapped(_READING, width)]
    for sentence in record.reasons[1:]:
        lines += ["", *wrapped(printable(sentence), width)]
    lines += ["", *listed(done, width)]
    return "\n".join(lines)


def _cells(row: MethodRow, is_best: bool) -> tuple[str, ...]:
    figures = (row.gap, row.stability, row.agreement)
    shares = tuple(f"{figure:.2f}" for figure in figures)
    return ("*" if is_best else "", row.method, str(row.n_groups), percent(row.noise), *shares, row.settings)
