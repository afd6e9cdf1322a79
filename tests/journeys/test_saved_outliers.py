"""Outliers saved today score the rows of tomorrow as if the first table were still there."""

import zipfile

import numpy as np
import pytest
from tests.journeys.test_outliers import table

import covey
from covey import model
from covey.errors import ModelError
from covey.model import archive, manifest

FRESH = {"customer_id": ["x", "y", "z"], "spend": [100.0, 95.0, np.nan], "age": [95.0, 40.0, 12.0]}


def mixed():
    """Return a table whose segments are formed by a category and a flag, too."""
    made = table()
    made["channel"] = ["app", "shop"] * 99 + ["fax", "app"]
    made["member"] = [True, False] * 100
    return made


@pytest.fixture(scope="module")
def found():
    return covey.outliers(table())


@pytest.fixture
def path(found, tmp_path):
    place = tmp_path / "model.covey"
    found.save(place)
    return place


def test_new_rows_get_the_same_columns_before_and_after_saving(found, path):
    before, after = found.score(FRESH), covey.load(path).score(FRESH)

    assert any(after["outlier"])
    for name, values in before.items():
        np.testing.assert_array_equal(after[name], values)


def test_the_first_table_gets_the_scores_and_the_reasons_it_had(found, path):
    again = covey.load(path).score(table())

    np.testing.assert_array_equal(again["outlier_score"], np.round(found.scores, 6))
    assert again["outlier_reasons"].tolist() == list(found.reasons)


def test_categories_that_form_segments_come_back_with_their_shares(tmp_path):
    found = covey.outliers(mixed(), columns=["spend", "channel", "member"], false_alarms=0.1)
    found.save(tmp_path / "m.covey")
    fresh = {"spend": [5.0, 900.0], "channel": ["fax", "pigeon"], "member": [True, None]}
    before, after = found.score(fresh), covey.load(tmp_path / "m.covey").score(fresh)

    assert [str(text) for text in after["outlier_reasons"]] == [
        str(text) for text in before["outlier_reasons"]
    ]
    again = covey.load(tmp_path / "m.covey").score(mixed())
    assert again["outlier_reasons"].tolist() == list(found.reasons)


def test_saving_again_gives_the_same_bytes(path, tmp_path):
    covey.load(path).save(tmp_path / "again.covey")

    assert (tmp_path / "again.covey").read_bytes() == path.read_bytes()


def test_the_file_names_no_row_and_no_column_that_is_left_out(path):
    held = zipfile.ZipFile(path).read("manifest.json").decode()

    assert "c199" not in held and "c0" not in held


def test_a_saved_pattern_says_what_it_is(found, path):
    saved = covey.load(path)

    assert (saved.false_alarms, saved.k, saved.notes) == (found.false_alarms, found.k, found.notes)
    n_flagged = int(found.flags.sum())
    assert f"{n_flagged} of 200 rows were out of place; scores above 0.99 are flagged" in repr(saved)


def rewritten(path, change):
    header, arrays = archive.read(path, newest_schema=99)
    change(header["model"], arrays)
    archive.write(path, header, arrays)
    return path


@pytest.mark.parametrize(
    "change",
    [
        lambda _, arrays: arrays.update(centers=arrays["centers"][:, :1]),
        lambda _, arrays: arrays.update(reference=arrays["reference"][:0]),
        lambda _, arrays: arrays["reference"].fill(np.nan),
        lambda _, arrays: arrays["spreads"].fill(0.0),
        lambda _, arrays: arrays.update(middles=arrays["middles"][:0]),
        lambda _, arrays: arrays.update(grid=arrays["grid"][::-1]),
        lambda _, arrays: arrays.pop("far_middles"),
        lambda plain, _: plain.update(n_nearest=[1, 10_000]),
        lambda plain, _: plain.update(tail_shape=0.0),
        lambda plain, _: plain.update(tail_scale="nan"),
        lambda plain, _: plain.update(false_alarms=0.9),
        lambda plain, _: plain["usual"][0].update(lows=[]),
        lambda plain, _: plain["usual"][0].update(levels=["a"]),
        lambda plain, _: plain.pop("recipe"),
        lambda plain, _: plain.update(rows="all"),
    ],
)
def test_parts_that_do_not_fit_are_refused(path, change):
    with pytest.raises(ModelError, match="is damaged"):
        model.load(rewritten(path, change))


def test_a_table_that_lacks_a_column_is_refused(path):
    with pytest.raises(ModelError, match="'spend'"):
        covey.load(path).score({"age": [30.0]})


def test_every_field_comes_back_as_it_was(path):
    saved = model.load(path)
    plain, arrays = manifest.describe(saved)
    again, same = manifest.describe(manifest.rebuild(model.OutlierModel, plain, arrays))

    assert again == plain
    assert all((same[name] == values).all() for name, values in arrays.items())


def test_what_scoring_does_is_said_alike_before_and_after_saving(found, path):
    notes = found.score_notes(FRESH)

    assert notes == covey.load(path).score_notes(FRESH)
    assert notes[0].startswith("1 missing cell filled with the median of the model: 'spend' 1 (with ")


@pytest.mark.parametrize("columns", [None, ["spend", "channel", "member"]])
def test_no_rows_are_scored_as_no_rows(tmp_path, columns):
    found = covey.outliers(mixed(), columns=columns)
    found.save(tmp_path / "m.covey")
    none = {name: np.array(cells)[:0] for name, cells in mixed().items()}

    for one in (found, covey.load(tmp_path / "m.covey")):
        empty = one.score(none)
        kinds = [empty[name].dtype.kind for name in ("outlier_score", "outlier", "outlier_reasons")]
        assert kinds == ["f", "b", "O"] and len(empty["outlier"]) == 0
