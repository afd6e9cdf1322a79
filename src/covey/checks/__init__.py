"""Is what the user typed usable?

In:   estimator parameters, rows, weights, labels, seeds as typed.
Out:  the same as plain checked values, or an error with the sentence to act on.
Not here: tables with columns of all kinds (`table`); what is seen only later, as fewer rows than clusters are
(`cluster`), labels that do not fit the rows (`metrics`) and a column of weights (`journeys`).
Next: options.py for parameters, rows.py for what may be clustered, `errors` for the words.
"""

from covey.checks.cells import without_mask
from covey.checks.labels import labels_of, one_per_row
from covey.checks.options import (
    BatchOptions,
    BisectingOptions,
    KMeansOptions,
    batch_options,
    bisecting_options,
    confidence,
    given_centers,
    groups_asked,
    journey_seed,
    kmeans_options,
    ks_asked,
    one_of,
    seconds,
    seed_number,
    share,
    threads,
    whole_number,
)
from covey.checks.rows import numbers_of, weights_of
from covey.checks.sparse import sparse_rows

__all__ = [
    "BatchOptions",
    "BisectingOptions",
    "KMeansOptions",
    "batch_options",
    "bisecting_options",
    "confidence",
    "given_centers",
    "groups_asked",
    "journey_seed",
    "kmeans_options",
    "ks_asked",
    "labels_of",
    "numbers_of",
    "one_of",
    "one_per_row",
    "seconds",
    "seed_number",
    "share",
    "sparse_rows",
    "threads",
    "weights_of",
    "whole_number",
    "without_mask",
]
