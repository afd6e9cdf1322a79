"""What travels between the rooms: frozen data that knows nothing.

In:   nothing. A record imports NumPy for its arrays and no other room.
Out:  the words of the project as types: a table, a recipe, the evidence for K, a segment's story.
Not here: any arithmetic, drawing, reading or writing. Those are the rooms' work.
Next: ARCHITECTURE.md for which room makes which record.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from numpy.typing import NDArray

Array = NDArray[Any]


# --- table: what was read, and how it becomes numbers -------------------------------------------


@dataclass(frozen=True)
class Column:
    """One column of a table as it was read.

    `kind` is "number", "flag", "date" or "text". `values` holds float64 with NaN for missing (number,
    flag), datetime64[us] with NaT (date) or objects with None (text). `written` holds the cells exactly as
    they stood in a text file, so that a table can be given back unchanged; None for typed sources.
    """

    name: str
    kind: str
    values: Array
    written: Array | None = None


@dataclass(frozen=True)
class Table:
    """A table as it was read: columns in file order, all of length `n_rows`.

    `source` names it in sentences ("customers.csv", "pandas DataFrame"); `how_read` holds one sentence per
    fact about the reading ("comma, UTF-8, header found"); `native` is the caller's own frame, if there was
    one.
    """

    columns: tuple[Column, ...]
    n_rows: int
    source: str
    how_read: tuple[str, ...] = ()
    native: Any = None


@dataclass(frozen=True)
class ColumnRole:
    """What a column is used for, and why.

    `role` is "measure" (forms the segments), "category" (describes them), "id", "date", "text", "constant" or
    "ignored". `transform` says in words what was done to a column that forms the segments ("log,
    standardised").
    """

    name: str
    role: str
    reason: str
    transform: str | None = None


@dataclass(frozen=True)
class ColumnTransform:
    """How one column becomes one or more coordinates, and how to come back.

    `levels` is None for a number: value -> filled with `fill` if missing -> log1p(value - `low`) if `log` ->
    minus `center` -> divided by `scale`. With `levels`, one coordinate per level: (1 if equal else 0) *
    `scale`. Below `low` the logarithm is mirrored: -log1p(`low` - value). A coordinate lies |coordinate -
    `middle`| / `spread` robust standard deviations out; `spread` is infinite where no row is ever set apart.
    """

    name: str
    fill: float
    log: bool
    low: float
    center: float
    scale: float
    levels: tuple[str, ...] | None = None
    middle: float = 0.0
    spread: float = 1.0


@dataclass(frozen=True)
class Recipe:
    """Everything needed to turn a row of the same table into a point, learned once and saved with the model.

    `apart_limit` is the largest distance in robust standard deviations, per coordinate, that a row may have
    and still be fitted; rows beyond it are set apart.
    """

    transforms: tuple[ColumnTransform, ...]
    roles: tuple[ColumnRole, ...]
    apart_limit: float


@dataclass(frozen=True)
class Prepared:
    """A table as points.

    `points` is (n_rows, n_coordinates) float64 with a row for each row of the table; `apart` marks the rows
    that are kept out of the fit; `notes` says in sentences what was done to the data and how to override it.
    """

    points: Array
    apart: Array
    recipe: Recipe
    notes: tuple[str, ...]


# --- engine: what a fit gives back --------------------------------------------------------------


class Fit(NamedTuple):  # made faster than a frozen dataclass: a small fit takes 10 microseconds
    """The best of several starts, as one record.

    `labels` (n,) int32; `centers` (k, d) in the dtype of the points; `inertia` float; `n_iterations` of the
    start that won; `n_starts` run (or independent searches, where there were any), fewer than asked for where
    the fit was stopped; `n_agreeing` of them ended at this inertia; `n_distinct` clusters that hold a row;
    `settled` is False when `max_iter` ended it, or it was stopped. `highest` inertia that a start or search
    ended at; `sampled` searches looked at some of the rows only; `proven`: no lower inertia exists.
    """

    labels: Array
    centers: Array
    inertia: float
    n_iterations: int
    n_starts: int
    n_agreeing: int
    n_distinct: int
    settled: bool
    highest: float
    sampled: bool
    proven: bool


class Evidence(NamedTuple):
    """How sure is it that no lower inertia exists?

    `n_agreeing` of `n_starts` independent starts or searches ended at the inertia `best`, to nine digits; the
    highest of them ended at `best` times 1 + `spread`. `proven`: nothing lower exists. `sampled`: the
    searches looked at some of the rows only. `sentence` says what that suggests.
    """

    n_starts: int
    n_agreeing: int
    best: float
    spread: float
    proven: bool
    sampled: bool
    sentence: str

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True)
class ClusterTotals:
    """What the rows of every cluster add up to.

    `weights` (k,); `means` (k, d) float64, 0 where a cluster has no weight; `squares` (k,) weight times
    squared distance to the mean, relative to 4**exponent; `distances` (k,) weight times distance, relative to
    2**exponent. So neither overflows nor vanishes, however large or small the rows are.
    """

    weights: Array
    means: Array
    squares: Array
    distances: Array
    exponent: int


# --- metrics: what a sample of the rows says about all of them ------------------------------------


@dataclass(frozen=True)
class SilhouetteEstimate:
    """The mean silhouette of all rows, estimated from `n_rows` of them.

    The true value lies between `low` and `high` with the confidence asked for; `standard_error` is 0 where
    all rows were looked at. `by_cluster` (k,) is the mean of each cluster, `by_cluster_error` its standard
    error.
    """

    value: float
    standard_error: float
    low: float
    high: float
    n_rows: int
    by_cluster: Array
    by_cluster_error: Array


# --- choose_k: the evidence ---------------------------------------------------------------------


@dataclass(frozen=True)
class KRow:
    """The evidence for one K. A value that does not exist (silhouette at K = 1) is NaN.

    `separation` is the distance of the two clusters hardest to tell apart, in standard deviations of the
    wider one, `separation_limit` what structureless points reach. `silhouette_limit` is what one crowd
    reaches, with these columns or filling a box evenly. `jaccard` is the bootstrap Jaccard of the cluster
    that comes back least, `prediction_strength` the share of pairs that halves of the rows keep together,
    worst cluster.
    """

    k: int
    inertia: float
    silhouette: float
    gap: float
    gap_error: float
    stability: float
    separation: float = float("nan")
    separation_limit: float = float("nan")
    silhouette_limit: float = float("nan")
    jaccard: float = float("nan")
    prediction_strength: float = float("nan")


@dataclass(frozen=True)
class Humps:
    """A column, or a leading component of all columns, with more than one hump.

    `name` is that of the column, or words for the component; `p_value` is that of the dip test, times the
    number of columns (or of components) that were looked at.
    """

    name: str
    p_value: float


@dataclass(frozen=True)
class KStep:
    """Which clusters become which on the way from one K to the next.

    `flows` holds (cluster before, cluster after, rows) for every stream of at least 1 % of the rows judged.
    """

    k: int
    next_k: int
    flows: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Scaling:
    """What another scaling of the columns makes of the same rows.

    `name` is "raw", "range", "z", "rank" or "log"; `agreement` the adjusted Rand index of its clusters with
    the answer; `column` makes the difference where they differ. `is_own`: it is the scaling that was used.
    """

    name: str
    agreement: float
    column: str | None = None
    is_own: bool = False


@dataclass(frozen=True)
class Influence:
    """The few rows that move the centers.

    `rows` numbers the five that pull most, of `n_rows`; the strongest moves its center by `pull` spreads of
    its cluster. Without them all, `k` and `verdict` would be the answer.
    """

    rows: tuple[int, ...]
    n_rows: int
    pull: float
    k: int
    verdict: str


@dataclass(frozen=True)
class KEvidence:
    """Is there structure, how many groups, how sure.

    `k` is the number suggested, `natural_k` the number of groups found in the data (1 when there are none),
    `verdict` "natural" (they stand apart), "reproducible" (they overlap, but are tighter than one crowd would
    be) or "constructive" (a convenience cut, however stable), `reasons` sentences: the choice, the runner-up,
    what would change the answer. `elbow_k` is where the inertia curve bends; shown, never decisive. `humps`
    names the columns that have more than one hump, `steps` says which clusters split and merge from each K to
    the next; `scalings` what other scalings of the columns give, `influence` which rows move the centers, if
    any does.
    """

    k: int
    natural_k: int
    verdict: str
    rows: tuple[KRow, ...]
    reasons: tuple[str, ...]
    elbow_k: int | None = None
    humps: tuple[Humps, ...] = ()
    steps: tuple[KStep, ...] = ()
    scalings: tuple[Scaling, ...] = ()
    influence: Influence | None = None


# --- explain: a segment's story -----------------------------------------------------------------


@dataclass(frozen=True)
class ColumnProfile:
    """One column inside one segment, in the user's units, beside the rest of the table.

    For numbers `median`, `low` and `high` (quartiles), `rest_median`, and `difference`: (median -
    rest_median) in robust standard deviations of the whole column. For categories `level` (the one most
    over-represented), its `share` in the segment and `rest_share` elsewhere, and `difference` = share -
    rest_share.
    """

    name: str
    kind: str
    difference: float
    median: float = float("nan")
    low: float = float("nan")
    high: float = float("nan")
    rest_median: float = float("nan")
    level: str | None = None
    share: float = float("nan")
    rest_share: float = float("nan")


@dataclass(frozen=True)
class Rule:
    """A sentence in the user's units that nearly describes a segment.

    `precision` is the share of the rows that satisfy it which belong to the segment; `recall` the share of
    the segment's rows which satisfy it.
    """

    text: str
    precision: float
    recall: float


@dataclass(frozen=True)
class Segment:
    """A cluster explained in the user's words.

    `jaccard`, `seeds` and `samples` say how much of it comes back (0 to 1): when rows are drawn anew, from
    other starts, from 80 % of the rows. Half of its rows have a silhouette between `silhouette_low` and
    `silhouette_high`. `overlap` is the share of its rows and those of segment `nearest` that lie near the
    border between the two.
    """

    label: int
    name: str
    rows: int
    share: float
    grade: str
    grade_reason: str
    jaccard: float
    silhouette: float
    rule: Rule
    profile: tuple[ColumnProfile, ...]
    seeds: float = float("nan")
    samples: float = float("nan")
    silhouette_low: float = float("nan")
    silhouette_high: float = float("nan")
    nearest: int | None = None
    overlap: float = float("nan")


@dataclass(frozen=True)
class PointMap:
    """A flat picture of the points: at most a few thousand of them, and the centers, on two axes.

    `positions` (m, 2), `labels` (m,), `centers` (k, 2); `kept` is the share of the variance between the
    segments that the two axes show; `axes` names them in words.
    """

    positions: Array
    labels: Array
    centers: Array
    kept: float
    axes: tuple[str, str]


@dataclass(frozen=True)
class SegmentationRecord:
    """A table, a vector of labels, and the evidence and the story behind each label.

    `labels` has one entry for each row of the table, rows set apart included (they are scored after the fit).
    `distance_limits` (k,): the distance from its center within which 99.9 % of each segment's fitted rows
    lie.
    """

    source: str
    n_rows: int
    how_read: tuple[str, ...]
    roles: tuple[ColumnRole, ...]
    notes: tuple[str, ...]
    recipe: Recipe
    evidence: KEvidence
    k: int
    labels: Array
    apart: Array
    centers: Array
    segments: tuple[Segment, ...]
    silhouette: float
    inertia: float
    seed: int
    fingerprint: str
    point_map: PointMap
    distance_limits: Array | None = None


# --- judgement: would another method fit better? -------------------------------------------------


@dataclass(frozen=True)
class MethodRow:
    """What one method makes of the rows judged.

    `gap` says how much farther apart its groups are than their own rows (1 far, 0 touching, below 0
    overlapping), `stability` how well parts of the rows agree (adjusted Rand index), `agreement` how well
    k-means of any size reproduces the groups, `noise` the share of rows left without a group. `settings` is
    what to type.
    """

    method: str
    settings: str
    n_groups: int
    noise: float
    gap: float
    stability: float
    agreement: float


@dataclass(frozen=True)
class MethodEvidence:
    """Is k-means the wrong tool for these points, and what would fit?

    `best` is the method advised. `elongation` is the longest group's length over its width, `density_ratio`
    the spacing of the sparsest group over that of the densest, `hollow` the share of a group's inside that
    is empty, of the hollowest; all of the groups of `best`. `rows` (m,) are the rows judged, `labels`
    (n_methods, m) what each method makes of them, -1 for noise.
    """

    is_wrong_tool: bool
    best: str
    methods: tuple[MethodRow, ...]
    reasons: tuple[str, ...]
    elongation: float
    density_ratio: float
    hollow: float
    rows: Array
    labels: Array


# --- the other journeys: what each of them found ----------------------------------------------------


@dataclass(frozen=True)
class PaletteRecord:
    """A picture in few colours.

    `colors` (c, 3 or 4) uint8, the most used first; `shares` (c,) of the pixels; `indices` (h, w) uint8, the
    color of every pixel; `n_different` colors in the original; `psnr` in dB and `ssim` beside the original;
    `n_bytes` of the indexed PNG, `n_bytes_before` of the file it was made from (None for pixels from memory).
    """

    source: str
    colors: Array
    shares: Array
    indices: Array
    n_different: int
    psnr: float
    ssim: float
    n_bytes: int
    n_bytes_before: int | None
    space: str
    dithered: bool
    seed: int
    notes: tuple[str, ...]


@dataclass(frozen=True)
class OutlierRecord:
    """Rows out of place.

    `scores`, `flags`, `reasons`, `labels`, `apart`: one entry for each row. `row_names` names the flagged,
    in order. `false_alarms` is the share of ordinary rows expected to be flagged, at most; `k` segments
    of ordinary rows.
    """

    source: str
    n_rows: int
    scores: Array
    flags: Array
    reasons: tuple[str, ...]
    false_alarms: float
    k: int
    labels: Array
    row_names: tuple[str, ...]
    apart: Array
    how_read: tuple[str, ...]
    notes: tuple[str, ...]
    seed: int


@dataclass(frozen=True)
class Topic:
    """A cluster of documents in words: `typical` and `borderline` are places of documents."""

    label: int
    name: str
    words: tuple[str, ...]
    size: int
    share: float
    grade: str
    grade_reason: str
    typical: tuple[int, ...]
    borderline: tuple[int, ...]


@dataclass(frozen=True)
class TopicsRecord:
    """Documents, their topics, and the evidence for how many.

    `labels` has one entry for each document, -1 for those without a word that counts; `margins` is 1 on the
    center, 0 on the border; `titles` are names and beginnings of the documents the topics point to.
    """

    source: str
    n_documents: int
    labels: Array
    margins: Array
    topics: tuple[Topic, ...]
    evidence: KEvidence
    titles: dict[int, tuple[str, str]]
    point_map: PointMap
    how_read: tuple[str, ...]
    notes: tuple[str, ...]
    seed: int


@dataclass(frozen=True)
class GeneCluster:
    """A cluster of genes or of samples; `members` are names, the most typical first."""

    label: int
    size: int
    share: float
    grade: str
    grade_reason: str
    jaccard: float
    members: tuple[str, ...]


@dataclass(frozen=True)
class GenesRecord:
    """Genes and samples in clusters.

    `labels`, `correlations`, `variable`: one entry for each gene; `sample_labels`, `annotation` (empty if
    there is none): one for each sample. `heat` holds standardised values of `heat_genes` in `heat_samples`.
    """

    source: str
    gene_names: tuple[str, ...]
    sample_names: tuple[str, ...]
    labels: Array
    correlations: Array
    variable: Array
    sample_labels: Array
    clusters: tuple[GeneCluster, ...]
    sample_clusters: tuple[GeneCluster, ...]
    evidence: KEvidence
    sample_evidence: KEvidence
    annotation: tuple[str, ...]
    sample_ari: float
    hierarchical_ari: float
    heat: Array
    heat_genes: Array
    heat_samples: Array
    notes: tuple[str, ...]
    seed: int
