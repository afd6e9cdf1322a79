"""Plain arrays skip scikit-learn's validation; nobody may notice, but by the clock."""

import warnings

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_array_equal
from sklearn import config_context

from covey import KMeans, checks, make_blobs
from covey.cluster import conventions, plain_rows

BLOBS, _ = make_blobs(n_samples=300, centers=4, cluster_std=0.7, random_state=42)
NAMED = pd.DataFrame(BLOBS, columns=["spend", "visits"])
WIDE = np.random.default_rng(0).normal(size=(40_000, 5))


def read_only(rows):
    rows = rows.copy()
    rows.flags.writeable = False
    return rows


def spoiled(value, at, rows=BLOBS):
    rows = rows.copy()
    rows[at] = value
    return rows


def unaligned(rows):
    """Return the same numbers one byte off the place where a processor likes them."""
    memory = np.zeros(rows.nbytes + 1, np.uint8)[1:]
    out = memory.view(rows.dtype).reshape(rows.shape)
    out[:] = rows
    return out


def with_a_mask(rows):
    return np.ma.masked_array(rows, mask=np.zeros(rows.shape, bool))


def takes_the_long_way(monkeypatch):
    monkeypatch.setattr(conventions, "is_plain", lambda *_, **__: False)


@pytest.mark.parametrize(
    "rows", [BLOBS, BLOBS.astype(np.float32), read_only(BLOBS), BLOBS[:1], WIDE, BLOBS * 4e306]
)
def test_finite_floats_in_c_order_are_plain(rows):
    assert plain_rows.is_plain(rows)


@pytest.mark.parametrize(
    "rows",
    [
        BLOBS.tolist(),
        NAMED,
        BLOBS.astype(int),
        BLOBS.astype(np.float16),
        BLOBS.astype(np.longdouble),
        BLOBS.astype(">f8"),
        BLOBS.astype(object),
        np.asfortranarray(BLOBS),
        BLOBS[::2],
        BLOBS[:, 0],
        BLOBS[None],
        BLOBS[:0],
        BLOBS[:, :0],
        with_a_mask(BLOBS),
        np.asmatrix(BLOBS),
        unaligned(BLOBS),
    ],
    ids=lambda rows: type(rows).__name__,
)
def test_everything_else_is_not(rows):
    assert not plain_rows.is_plain(rows)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("rows", [BLOBS, WIDE], ids=["few", "many"])
def test_one_value_that_is_no_number_is_found_wherever_it_stands(rows, wrong, dtype):
    for at in (0, 1, rows.size // 2, rows.size - 33, rows.size - 2, rows.size - 1):
        rows = rows.astype(dtype)
        rows.flat[at] = wrong
        assert not plain_rows.is_plain(rows, n_threads=2)
        rows.flat[at] = 0
        assert plain_rows.is_plain(rows, n_threads=2)


def outcome_of(act):
    """Return what was answered or raised, and what was warned of, as text and bytes."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try:
            model = act()
            answer = (
                model.labels_.tobytes(),
                model.cluster_centers_.tobytes(),
                model.inertia_,
                model.n_iter_,
            )
            answer += (model.n_features_in_, hasattr(model, "feature_names_in_"))
        except Exception as problem:
            answer = (type(problem), str(problem))
    return answer, [(one.category, str(one.message)) for one in told]


OPTIONS = {"n_init": 1, "random_state": 0}


@pytest.mark.parametrize(
    "act",
    [
        lambda: KMeans(4, **OPTIONS).fit(BLOBS),
        lambda: KMeans(4, **OPTIONS).fit(BLOBS.astype(np.float32)),
        lambda: KMeans(4, metric="cosine", **OPTIONS).fit(BLOBS),
        lambda: KMeans(4, **OPTIONS).fit(spoiled(np.nan, 7)),
        lambda: KMeans(4, **OPTIONS).fit(spoiled(-np.inf, 7)),
        lambda: KMeans(4, **OPTIONS).fit(BLOBS[:3]),
        lambda: KMeans(4, **OPTIONS).fit(BLOBS[:0]),
        lambda: KMeans(4, **OPTIONS).fit(BLOBS[:, :0]),
        lambda: KMeans(4, **OPTIONS).fit(BLOBS[:, 0]),
        lambda: KMeans(4, **OPTIONS).fit(BLOBS[None]),
        lambda: KMeans(4, **OPTIONS).fit(BLOBS * 1j),
        lambda: KMeans(4, **OPTIONS).fit(BLOBS.astype(str)),
        lambda: KMeans(4, **OPTIONS).fit(NAMED).fit(BLOBS),
        lambda: KMeans(4, **OPTIONS).fit(BLOBS).fit(WIDE[:50]),
        lambda: KMeans(4, **OPTIONS).fit(BLOBS).fit(NAMED),
        lambda: relabelled(KMeans(4, **OPTIONS).fit(BLOBS), BLOBS[::-1].copy()),
        lambda: relabelled(KMeans(4, **OPTIONS).fit(BLOBS), BLOBS.astype(np.float32)),
        lambda: relabelled(KMeans(4, **OPTIONS).fit(BLOBS), NAMED),
        lambda: relabelled(KMeans(4, **OPTIONS).fit(NAMED), BLOBS),
        lambda: relabelled(KMeans(4, **OPTIONS).fit(BLOBS), WIDE),
        lambda: relabelled(KMeans(4, **OPTIONS).fit(BLOBS), BLOBS[:0]),
        lambda: relabelled(KMeans(4, **OPTIONS).fit(BLOBS), spoiled(np.inf, 3)),
        lambda: relabelled(KMeans(4), BLOBS),
    ],
)
def test_answers_errors_and_warnings_are_those_of_the_long_way(act, monkeypatch):
    short = outcome_of(act)
    takes_the_long_way(monkeypatch)
    assert short == outcome_of(act)


def relabelled(model, rows):
    model.labels_ = model.predict(rows)
    return model


def test_a_plain_array_is_not_validated_twice(monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("validated")

    monkeypatch.setattr(checks, "numbers_of", refuse)
    model = KMeans(4, **OPTIONS).fit(BLOBS)
    assert_array_equal(model.predict(BLOBS), model.labels_)
    assert model.transform(BLOBS).shape == (300, 4)
    monkeypatch.undo()
    assert_array_equal(model.predict(BLOBS.tolist()), model.labels_)


def test_whoever_tells_scikit_learn_not_to_look_still_gets_an_answer():
    with config_context(assume_finite=True):
        expected = KMeans(4, **OPTIONS).fit(BLOBS).labels_
    assert_array_equal(expected, KMeans(4, **OPTIONS).fit(BLOBS).labels_)


def test_none_as_seed_is_another_one_each_time():
    points = np.random.default_rng(0).normal(size=(200, 3))
    assert len({KMeans(9, n_init=1, max_iter=300).fit(points).inertia_ for _ in range(6)}) > 1
