"""Which points and tables with a known truth can I try things on?

In:   sizes, shapes, a seed.
Out:  `make_blobs`: points (n, d) and labels (n,), the very values of scikit-learn's function of that name;
      `make_customers`: a shop's customers, in four planted groups or (the lesson's) in none.
Not here: reading tables; anything that needs more than NumPy.
Source: the documented behaviour of sklearn.datasets.make_blobs; the lesson's customers.
Next: `choose_k` for what covey says about them.
"""

from __future__ import annotations

import contextlib
import csv
import os
import secrets
from dataclasses import dataclass
from numbers import Integral, Real
from pathlib import Path
from typing import Any

import numpy as np

from covey import errors
from covey.records import Array

TODAY = np.datetime64("2025-06-30")  # the day on which the shop's customers are counted
CITIES = ("Aarhus", "Bergen", "Coimbra", "Delft", "Espoo")
CHANNELS = ("shop", "web", "app")
MISSING_SHARE = 0.02
EXTREME_SHARE = 0.003


@dataclass(frozen=True)
class CustomerGroup:
    """What the customers of one planted group are like: medians, and the share of the shop they make up."""

    share: float
    recency_days: float
    orders: float
    basket: float
    returns_share: float
    tenure_days: float
    newsletter: float


GROUPS = {
    "loyal big spenders": CustomerGroup(0.20, 7, 40, 70, 0.05, 1500, 0.8),
    "new": CustomerGroup(0.20, 10, 2.5, 60, 0.05, 40, 0.5),
    "occasional bargain hunters": CustomerGroup(0.35, 80, 9, 12, 0.35, 900, 0.6),
    "lapsed": CustomerGroup(0.25, 700, 4, 60, 0.06, 1300, 0.2),
}


# --- blobs ---------------------------------------------------------------------------------------


def make_blobs(
    n_samples: Any = 100,
    n_features: int = 2,
    *,
    centers: Any = None,
    cluster_std: Any = 1.0,
    center_box: tuple[float, float] = (-10.0, 10.0),
    shuffle: bool = True,
    random_state: int | np.random.RandomState | np.random.Generator | None = None,
    return_centers: bool = False,
) -> tuple[Array, ...]:
    """Return round groups of points and the group of each point, as scikit-learn's `make_blobs` does.

    Parameters
    ----------
    n_samples : int or sequence of int, default 100
        How many points in all, shared out evenly; or how many for each center.
    n_features : int, default 2
        Coordinates of a point. Where `centers` is an array its width counts.
    centers : int or array of shape (n_centers, n_features), optional
        How many centers, or where they are. 3 if left out, or one for each entry of `n_samples`.
    cluster_std : float or sequence of float, default 1.0
        Standard deviation of each coordinate around its center; one for all, or one for each center.
    center_box : (float, float), default (-10.0, 10.0)
        Where centers are drawn, the same for each coordinate.
    shuffle : bool, default True
        Mix the points; otherwise they come center by center.
    random_state : int, RandomState, Generator or None, default None
        An int or a RandomState gives scikit-learn's values bit for bit. None draws from NumPy's global
        stream, as scikit-learn does. A Generator gives values of its own.
    return_centers : bool, default False
        Return the centers as a third array.

    Returns
    -------
    points : float64 array of shape (n_samples, n_features)
    labels : int array of shape (n_samples,)
    centers : float64 array of shape (n_centers, n_features)
        Only with `return_centers`.

    Raises
    ------
    InputError
        If there is nothing to draw, or `centers`, `n_samples` and `cluster_std` disagree about how many
        centers there are.

    Examples
    --------
    >>> points, labels = make_blobs(n_samples=300, centers=4, cluster_std=0.7, random_state=42)
    >>> points.shape, np.bincount(labels)
    ((300, 2), array([75, 75, 75, 75]))
    """
    if isinstance(n_samples, Integral) and int(n_samples) < 1:
        raise errors.sample_without_rows("n_samples", int(n_samples), 100)
    random = _stream(random_state)
    counts = None if isinstance(n_samples, Integral) else list(map(int, n_samples))
    middles = _centers(centers, counts, int(n_features), center_box, random)
    k = len(middles)
    if counts is None:
        each, over = divmod(int(n_samples), k)
        counts = [each + (label < over) for label in range(k)]
    spreads = [cluster_std] * k if isinstance(cluster_std, Real) else list(cluster_std)
    if len(spreads) != k:
        raise errors.blobs_disagree("cluster_std", len(spreads), k)
    points = np.concatenate(
        [
            random.normal(loc=middle, scale=spread, size=(count, middles.shape[1]))
            for middle, spread, count in zip(middles, spreads, counts, strict=True)
        ]
    )
    labels = np.repeat(np.arange(k), counts)
    if shuffle:
        order = np.arange(len(points))
        random.shuffle(order)
        points, labels = points[order], labels[order]
    return (points, labels, middles) if return_centers else (points, labels)


def _stream(random_state: Any) -> Any:
    """Return a source of random numbers; an int means NumPy's older stream, which scikit-learn uses."""
    if random_state is None:
        return np.random.mtrand._rand  # the stream behind np.random.seed
    if isinstance(random_state, np.random.RandomState | np.random.Generator):
        return random_state
    return np.random.RandomState(random_state)


def _centers(
    centers: Any, counts: list[int] | None, n_features: int, box: tuple[float, float], random: Any
) -> Array:
    """Return the centers as an array, drawn in the box if they were not given."""
    if centers is None:
        centers = 3 if counts is None else len(counts)
    if isinstance(centers, Integral):
        if int(centers) < 1:
            raise errors.blobs_without_centers(int(centers))
        drawn: Array = random.uniform(box[0], box[1], size=(int(centers), n_features))
        if counts is not None and len(counts) != len(drawn):
            raise errors.blobs_disagree("n_samples", len(counts), len(drawn))
        return drawn
    given = np.asarray(centers)
    if given.ndim != 2 or len(given) == 0:
        raise errors.bad_shape(given.shape)
    if counts is not None and len(counts) != len(given):
        raise errors.blobs_disagree("n_samples", len(counts), len(given))
    return given


# --- customers -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Customers:
    """A shop's customers: `columns` by name, and `truth`, the group each was drawn from (all 0 if none).

    `group_names` says what the groups are, in the order of their numbers.
    """

    columns: dict[str, Array]
    truth: Array
    group_names: tuple[str, ...]

    def frame(self) -> Any:
        """Return the columns as a pandas data frame, or as a Polars one where pandas is not installed.

        Raises
        ------
        MissingExtraError
            If neither is installed.

        Examples
        --------
        >>> make_customers(5, kind="lesson").frame().shape
        (5, 3)
        """
        try:
            import pandas
        except ImportError:
            pass
        else:
            return pandas.DataFrame(self.columns)
        try:
            import polars
        except ImportError:
            raise errors.missing_package("Customers.frame()", "pandas") from None
        return polars.DataFrame({name: _plain(values) for name, values in self.columns.items()})

    def write_csv(self, path: str | os.PathLike[str], *, force: bool = False) -> None:
        """Write the columns as a comma-separated file, UTF-8; missing values are empty cells.

        Parameters
        ----------
        path : path of the file
        force : bool, default False
            Replace the file if it exists: in one step, or not at all on failure.

        Raises
        ------
        OutputError
            If the file exists and `force` is False, or it cannot be written there.

        Examples
        --------
        >>> import tempfile, pathlib
        >>> path = pathlib.Path(tempfile.mkdtemp()) / "customers.csv"
        >>> make_customers(3).write_csv(path)
        >>> path.read_text().splitlines()[0]
        'customer_id,first_order,city,channel,recency_days,orders,spend,returns_share,newsletter'
        """
        target = Path(os.path.realpath(path))
        if os.path.isdir(target):
            raise errors.sample_not_written(path, "it is a folder")
        if os.path.exists(target) and not force:
            raise errors.sample_exists(path)
        temporary = target.with_name(f".{target.name[:200]}.{secrets.token_hex(6)}.tmp")
        try:
            with open(temporary, "x", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow(self.columns)
                writer.writerows(zip(*map(_cells, self.columns.values()), strict=True))
            os.replace(temporary, target)
        except FileNotFoundError:
            raise errors.sample_not_written(path, "its folder does not exist") from None
        except OSError as problem:
            raise errors.sample_not_written(path, problem.strerror or problem) from problem
        finally:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)


def make_customers(n: int | None = None, *, kind: str = "groups", seed: int | None = None) -> Customers:
    """Return a shop's customers with known truth.

    Parameters
    ----------
    n : int, optional
        How many customers; 1000 for "groups", 500 for "lesson".
    kind : {"groups", "lesson"}, default "groups"
        "groups": id, date, categories, a flag and four measures; four planted groups of unequal size, about 2
        % of the measures and cities missing, 3 rows in 1000 extreme. "lesson": recency, frequency and
        monetary value as the lesson draws them, independent of each other: no groups.
    seed : int, optional
        0 for "groups"; 42 for "lesson", which gives the lesson's own numbers.

    Returns
    -------
    Customers

    Raises
    ------
    InputError
        If `kind` is neither of the two or `n` is below 1.

    Notes
    -----
    Days are whole numbers, counted on 2025-06-30; money has two decimals.

    Examples
    --------
    >>> make_customers().columns["customer_id"][0]
    'C00001'
    >>> make_customers(kind="lesson").columns["recency"][:2].round(1)
    array([39.9, 27.2])
    """
    if kind not in ("groups", "lesson"):
        raise errors.unknown_customers(kind)
    if n is not None and n < 1:
        raise errors.sample_without_rows("n", n, 1000)
    if kind == "lesson":
        return _lesson(500 if n is None else n, 42 if seed is None else seed)
    return _grouped(1000 if n is None else n, 0 if seed is None else seed)


def _lesson(n: int, seed: int) -> Customers:
    random = np.random.RandomState(seed)
    columns = {
        "recency": np.abs(random.normal(30, 20, n)),
        "frequency": np.abs(random.normal(5, 3, n)),
        "monetary": np.abs(random.normal(200, 100, n)),
    }
    return Customers(columns, np.zeros(n, dtype=int), ("everyone",))


def _grouped(n: int, seed: int) -> Customers:
    random = np.random.default_rng(seed)
    kinds = list(GROUPS.values())
    truth = random.choice(len(kinds), size=n, p=[kind.share for kind in kinds])

    def typical(fact: str) -> Array:
        return np.array([getattr(kind, fact) for kind in kinds])[truth]

    recency = np.maximum(1, np.round(typical("recency_days") * random.lognormal(0, 0.35, n)))
    orders = np.maximum(1, np.round(typical("orders") * random.lognormal(0, 0.3, n)))
    spend = np.round(orders * typical("basket") * random.lognormal(0, 0.35, n), 2)
    returns = np.round(random.beta(60 * typical("returns_share"), 60 * (1 - typical("returns_share"))), 3)
    tenure = recency + np.round(typical("tenure_days") * random.lognormal(0, 0.5, n))
    extreme = random.choice(
        n, size=round(EXTREME_SHARE * n), replace=False
    )  # wholesalers among the customers
    orders[extreme] = np.round(random.uniform(3_000, 9_000, len(extreme)))
    spend[extreme] = np.round(orders[extreme] * random.uniform(300, 900, len(extreme)), 2)
    columns: dict[str, Array] = {
        "customer_id": np.array([f"C{number:05d}" for number in range(1, n + 1)], dtype=object),
        "first_order": TODAY - tenure.astype("timedelta64[D]"),
        "city": np.array(CITIES, dtype=object)[random.choice(len(CITIES), n, p=(0.3, 0.25, 0.2, 0.15, 0.1))],
        "channel": _channel(truth, random),
        "recency_days": recency,
        "orders": orders,
        "spend": spend,
        "returns_share": returns,
        "newsletter": random.random(n) < typical("newsletter"),
    }
    for name in ("city", "recency_days", "orders", "spend", "returns_share"):
        columns[name][random.random(n) < MISSING_SHARE] = None if name == "city" else np.nan
    return Customers(columns, truth, tuple(GROUPS))


def _channel(truth: Array, random: np.random.Generator) -> Array:
    """Return where each customer buys: the loyal more often in the shop, the new in the app."""
    shares = np.array([(0.6, 0.3, 0.1), (0.1, 0.4, 0.5), (0.2, 0.6, 0.2), (0.4, 0.5, 0.1)])
    steps = shares.cumsum(axis=1)[truth]
    number = (random.random(len(truth))[:, None] > steps[:, :-1]).sum(axis=1)
    chosen: Array = np.array(CHANNELS, dtype=object)[number]
    return chosen


def _plain(values: Array) -> Any:
    return list(values) if values.dtype == object else values


def _cells(values: Array) -> list[str]:
    """Return the cells of a column as they stand in a file."""
    if values.dtype == bool:
        return ["true" if value else "false" for value in values]
    if values.dtype.kind == "f":
        return ["" if np.isnan(value) else np.format_float_positional(value, trim="-") for value in values]
    return ["" if value is None else str(value) for value in values]
