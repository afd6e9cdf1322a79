"""segment tells the whole story of a table, the same one every time, and refuses what has no story."""

from dataclasses import asdict, replace

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from tests.journeys.conftest import three_groups

import covey
from covey.errors import FewerSegmentsWarning, InputError, ModelError
from covey.journeys import Segmentation, segment
from covey.records import SegmentationRecord


def comparable(record: SegmentationRecord) -> str:
    """Return everything in a record as text in which equal bits are equal."""
    with np.printoptions(threshold=10**9, floatmode="unique"):
        return repr(asdict(record))


def test_three_groups_are_found_natural_and_graded_a(found):
    assert (found.k, found.natural_k, found.verdict) == (3, 3, "natural")
    assert [part.grade for part in found.segments] == ["A", "A", "A"]


def test_every_row_has_the_label_of_its_group(found):
    assert [len(set(found.labels[start : start + 25])) for start in (0, 25, 50)] == [1, 1, 1]
    assert len(set(found.labels)) == 3


def test_sizes_shares_and_labels_agree(found):
    assert [part.rows for part in found.segments] == np.bincount(found.labels).tolist()
    assert sum(part.share for part in found.segments) == pytest.approx(1)
    assert [part.label for part in found.segments] == [0, 1, 2]


def test_names_are_unique_and_rules_have_precision_and_recall(found):
    assert len({part.name for part in found.segments}) == 3
    assert all(part.rule.precision > 0.9 and part.rule.recall > 0.9 for part in found.segments)


def test_columns_say_what_they_were_used_for(found):
    assert [(role.name, role.role) for role in found.columns] == [
        ("customer_id", "id"),
        ("age", "measure"),
        ("spend", "measure"),
        ("town", "category"),
    ]
    assert found.columns[1].transform is not None


def test_the_inertia_is_the_sum_of_squared_distances_to_the_means(columns, found):
    numbers = np.column_stack([columns["age"], columns["spend"]])
    scaled = (numbers - numbers.mean(axis=0)) / numbers.std(axis=0)
    groups = [scaled[found.labels == label] for label in range(3)]

    assert found.inertia == pytest.approx(sum(((group - group.mean(axis=0)) ** 2).sum() for group in groups))


def test_the_silhouette_is_that_of_scikit_learn(columns, found):
    from sklearn.metrics import silhouette_score

    numbers = np.column_stack([columns["age"], columns["spend"]])
    scaled = (numbers - numbers.mean(axis=0)) / numbers.std(axis=0)

    assert found.silhouette == pytest.approx(silhouette_score(scaled, found.labels))


def test_the_same_table_and_seed_give_the_same_bits_on_any_number_of_threads(columns, found):
    again = segment(columns, n_threads=3)

    assert comparable(again.record) == comparable(found.record)


def test_frames_of_every_kind_give_the_segments_of_the_dict(columns, found):
    for form in (pd.DataFrame(columns), pl.DataFrame(columns), pl.LazyFrame(columns)):
        other = segment(form)
        assert other.labels.tolist() == found.labels.tolist()
        assert other.fingerprint == found.fingerprint


def test_a_csv_file_gives_the_segments_of_the_frame(columns, found, tmp_path):
    pd.DataFrame(columns).to_csv(tmp_path / "t.csv", index=False)

    assert segment(tmp_path / "t.csv").labels.tolist() == found.labels.tolist()


def test_a_number_asked_for_is_made_and_the_evidence_still_says_what_is_natural(columns):
    found = segment(columns, k=2)

    assert (found.k, found.natural_k, found.verdict) == (2, 3, "natural")
    assert len(found.segments) == len(found.record.centers) == 2


def test_one_segment_is_an_answer(columns):
    found = segment(columns, k=1)

    assert found.k == 1 and np.isnan(found.silhouette)
    assert found.score(columns)["margin"].tolist() == [1.0] * 75


def test_noise_gets_a_convenience_cut_and_no_grade_above_c():
    noise = np.random.default_rng(3).uniform(size=(150, 2))
    found = segment(noise)

    assert (found.natural_k, found.verdict) == (1, "constructive")
    assert found.k > 1 and all(part.grade in "CD" for part in found.segments)


def test_more_segments_than_different_rows_make_one_for_each_and_say_so():
    rows = {"size": [1.0, 2.0, 3.0] * 10, "price": [5.0, 9.0, 7.0] * 10}
    with pytest.warns(
        FewerSegmentsWarning, match=r"only 3 different rows. Made 3 segments \(labels 0 to 2\)"
    ):
        found = segment(rows, k=5)

    assert found.k == 3 and found.inertia == pytest.approx(0)


@pytest.mark.parametrize("k", [0, -3, 2.5, "many", "", None, True, [3]])
def test_a_k_that_is_no_number_of_segments_is_refused(columns, k):
    with pytest.raises(InputError, match="is not a number of segments"):
        segment(columns, k=k)


def test_more_segments_than_rows_are_refused(columns):
    with pytest.raises(InputError, match="k=76, but only 75 rows"):
        segment(columns, k=76)


@pytest.mark.parametrize(
    "table",
    [
        {"colour": ["red", "blue"] * 20},
        {"same": [1.0] * 30, "name": [f"person number {row}" for row in range(30)]},
    ],
)
def test_a_table_without_amounts_is_refused(table):
    with pytest.raises(InputError):
        segment(table)


def test_a_single_row_is_one_segment():
    found = segment({"age": [30.0, 31.0], "spend": [1.0, 2.0]}, k=1)

    assert found.labels.tolist() == [0, 0]


def test_columns_can_be_chosen_by_one_name(columns):
    found = segment(columns, k=3, columns="age")

    assert found.record.centers.shape == (3, 1)


def test_ignored_columns_form_nothing(columns):
    found = segment(columns, k=2, ignore=["spend", "town"])

    assert found.record.centers.shape == (2, 1)
    assert {fact.name for part in found.segments for fact in part.profile} == {"age"}


def test_weights_of_a_column_equal_weights_given_and_form_no_segment(columns):
    weights = np.arange(75) % 3 + 1.0
    named = segment({**columns, "times": weights}, k=3, weights="times")
    given = segment(columns, k=3, weights=weights)

    assert named.inertia == given.inertia
    assert {role.name: role.role for role in named.columns}["times"] == "ignored"


def test_weight_counts_as_repeated_rows(columns):
    weights = (np.arange(75) % 3 + 1).astype(int)
    repeated = {name: np.repeat(values, weights).tolist() for name, values in columns.items()}
    plain = segment(repeated, k=3, columns=["age"], scale="none")
    weighted = segment(columns, k=3, columns=["age"], scale="none", weights=weights)

    assert weighted.inertia == pytest.approx(plain.inertia)
    assert weighted.silhouette == pytest.approx(plain.silhouette, abs=0.05)


@pytest.mark.parametrize("weights", ["absent", "town", [1.0, 2.0], np.full(75, -1.0)])
def test_weights_that_cannot_be_used_are_refused(columns, weights):
    with pytest.raises(InputError, match="Weights are one number per row"):
        segment(columns, weights=weights)


def test_rows_of_weight_zero_are_left_out_of_the_fit_and_labelled(columns):
    weights = np.ones(75)
    weights[:5] = 0
    found = segment(columns, k=3, weights=weights)

    assert len(found.labels) == 75 and found.labels[0] == found.labels[10]


def test_a_row_far_from_all_others_is_set_apart_and_labelled(columns):
    extra = {"customer_id": "X", "age": 40.0, "spend": 1e6, "town": "Oslo"}
    odd = {name: [*values, extra[name]] for name, values in columns.items()}
    found = segment(odd)

    assert found.set_apart.tolist() == [False] * 75 + [True]
    assert found.labels[75] in (0, 1, 2) and found.natural_k == 3
    assert found.score(odd)["unlike_training"].tolist() == [False] * 75 + [True]


def test_progress_is_told_between_steps(columns):
    told = []
    segment(columns, k=2, progress=lambda done, total, what: told.append((done, total, what)))

    assert told and all(0 <= done <= total and what for done, total, what in told)


# --- scoring and saving -------------------------------------------------------------------------


def test_scoring_the_training_table_gives_the_labels_of_the_fit(columns, found):
    scored = found.score(columns)

    assert scored["segment"].tolist() == found.labels.tolist()
    assert not scored["unlike_training"].any()


def test_score_gives_back_the_kind_of_frame_it_got_with_rows_in_order(columns, found):
    frame = pd.DataFrame(columns, index=range(100, 175)).iloc[::-1]
    scored = found.score(frame)

    assert type(scored) is pd.DataFrame and scored.index.tolist() == frame.index.tolist()
    assert scored["segment"].tolist() == found.labels[::-1].tolist()
    assert type(found.score(pl.DataFrame(columns))) is pl.DataFrame


def test_a_loaded_segmentation_scores_as_the_one_that_was_saved(columns, found, tmp_path):
    found.save(tmp_path / "m.covey")
    loaded = covey.load(tmp_path / "m.covey")
    mine, theirs = found.score(pd.DataFrame(columns)), loaded.score(pd.DataFrame(columns))

    pd.testing.assert_frame_equal(mine, theirs)
    assert list(map(repr, map(asdict, loaded.segments))) == list(
        map(repr, map(asdict, found.segments))
    )  # NaN is NaN


def test_a_missing_column_is_named_when_scoring(columns, found):
    with pytest.raises(ModelError, match="spend"):
        found.score({name: values for name, values in columns.items() if name != "spend"})


def test_rows_unlike_all_training_rows_are_marked(found):
    scored = found.score({"age": [20.0, 500.0], "spend": [100.0, 100.0], "town": ["Oslo", "Oslo"]})

    assert scored["unlike_training"].tolist() == [False, True]


# --- how it prints ------------------------------------------------------------------------------


def test_the_verdict_is_the_first_thing_printed(found):
    assert repr(found).splitlines()[0] == "The table holds 3 natural groups."


@pytest.mark.parametrize("width", [60, 140])
def test_the_text_keeps_to_the_width(found, width):
    assert max(map(len, found.text(width=width).splitlines())) <= width


def test_a_loaded_segmentation_prints_verdict_and_segments(found, tmp_path):
    found.save(tmp_path / "m.covey")
    text = repr(covey.load(tmp_path / "m.covey"))

    assert "3 segments, natural. The table holds 3 natural groups." in text
    assert all(part.name in text for part in found.segments)


def test_groups_that_overlap_are_not_denied_in_a_prompt_or_a_notebook(found, tmp_path):
    """`natural_k` is 1 where groups overlap: it counts those that stand apart."""
    overlapping = replace(found.record.evidence, verdict="reproducible", natural_k=1)
    record = replace(found.record, evidence=overlapping)
    Segmentation(record, None).save(tmp_path / "m.covey")
    loaded = covey.load(tmp_path / "m.covey")

    for text in (repr(loaded), loaded._repr_html_()):
        assert "The table holds 3 groups that overlap." in text
        assert "no groups found" not in text


def test_hostile_names_do_no_harm_in_html_and_in_the_terminal(tmp_path):
    columns = three_groups()
    hostile = {
        "<script>alert(1)</script>\x1b[2J": columns["age"],
        'b"><img src=x onerror=y>': columns["spend"],
    }
    found = segment(hostile)
    found.save(tmp_path / "m.covey")
    loaded = covey.load(tmp_path / "m.covey")

    for html in (found._repr_html_(), loaded._repr_html_(), found.choice._repr_html_()):
        assert "<script>" not in html and "<img" not in html
    for text in (repr(found), repr(loaded), repr(found.choice)):
        assert "\x1b" not in text


def test_the_profile_has_one_row_per_segment_and_column(found):
    profile = found.profile()

    assert profile["column"].tolist() == ["age", "spend", "town"] * 3
    assert list(profile.columns)[:5] == ["segment", "segment_name", "column", "kind", "median"]
    assert profile["median"].isna().sum() == 3


def test_plot_and_report_show_the_segmentation(found, tmp_path):
    from matplotlib.figure import Figure

    ax = Figure().subplots()
    assert found.plot(ax=ax) is ax
    found.report(tmp_path / "r.html")
    assert found.segments[0].name in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_choice_is_the_evidence_of_the_segmentation(found):
    assert found.choice.table["k"].tolist() == list(range(1, 11))
    assert (found.choice.k, found.choice.reasons) == (3, found.reasons)


def test_a_large_k_is_judged_beside_one_to_ten_and_not_beside_all_below_it():
    table = np.random.default_rng(0).normal(size=(60, 2))
    assert segment(table, k=25).choice.table["k"].tolist() == [*range(1, 11), 25]


# --- limits ---------------------------------------------------------------------------------------


def test_limits_are_kept_and_their_price_is_said():
    table = {"spend": np.repeat([0.0, 10.0, 20.0, 60.0], 20) + np.tile(np.linspace(0, 1, 20), 4)}
    found = segment(table, max_segments=2, min_share=0.2)

    assert (found.k, found.natural_k) == (2, 4)
    assert any("price of the limits" in reason for reason in found.reasons)
    assert {"fitting the segments", "grading the segments"} <= set(found.seconds)


def test_limits_together_with_a_fixed_number_are_refused():
    with pytest.raises(InputError, match="k=3 fixes the number"):
        segment({"spend": [1, 2, 3, 50, 51, 52]}, k=3, max_segments=2)


def test_what_scoring_does_to_new_rows_can_be_asked(found, tmp_path):
    found.save(tmp_path / "m.covey")
    new = {"age": [20.0, None], "spend": [100.0, None], "segment": ["a", "b"]}
    notes = covey.load(tmp_path / "m.covey").score_notes(new)

    assert notes == found.score_notes(new)
    assert notes[0].startswith("2 missing cells filled with the medians of the model: 'age' 1 (with ")
    assert "segment_covey" in notes[-1] and "segment_covey" in found.score(new)


@pytest.mark.parametrize(
    "kind", [pd.DataFrame, pl.DataFrame, pa.table, dict], ids=lambda kind: kind.__module__
)
def test_no_rows_are_scored_as_no_rows_with_the_same_columns_and_types(columns, found, kind):
    some, none = kind(columns), kind({name: np.array(cells)[:0] for name, cells in columns.items()})
    full, empty = found.score(some), found.score(none)

    assert type(empty) is type(full)
    for name in ("segment", "segment_name", "grade", "margin", "runner_up", "unlike_training"):
        assert len(empty[name]) == 0
        assert getattr(empty[name], "dtype", None) == getattr(full[name], "dtype", None)
        assert getattr(empty[name], "type", None) == getattr(full[name], "type", None)


@pytest.mark.parametrize("as_table", [lambda rows: rows, lambda rows: {"a": rows[:, 0], "b": rows[:, 1]}])
def test_what_is_under_a_mask_is_missing_and_the_notes_say_so(as_table):
    random = np.random.default_rng(0)
    rows = random.normal(size=(120, 2)) + np.repeat([0, 10, 20], 40)[:, None]
    hidden = np.zeros(rows.shape, bool)
    hidden[:5, 0] = True
    with_gaps = np.where(hidden, np.nan, rows)

    found = covey.segment(as_table(np.ma.masked_array(np.where(hidden, 1e6, rows), mask=hidden)))

    assert found.notes[0].startswith("5 missing cells filled")
    np.testing.assert_array_equal(found.labels, covey.segment(as_table(with_gaps)).labels)


def test_masked_weights_are_refused():
    weights = np.ma.masked_array(np.ones(75), mask=np.arange(75) < 3)
    with pytest.raises(InputError, match="weights is a masked array and 3 cells"):
        covey.segment(three_groups(), weights=weights)
    with pytest.raises(InputError, match="sample_weight is a masked array and 3 cells"):
        covey.choose_k(np.arange(75.0)[:, None], sample_weight=weights)


TUPLES = [("a", 1), ("a", 2), ("b", 1)]
LABELLED = {
    "numbers": (lambda rows: pd.DataFrame(rows), [0, 1], 2),
    "tuples": (lambda rows: pd.DataFrame(rows, columns=pd.MultiIndex.from_tuples(TUPLES)),
               [("a", 1), ("a", 2)], ("b", 1)),
    "keys": (lambda rows: dict(enumerate(rows.T)), [0, 1], 2),
}  # fmt: skip


@pytest.mark.parametrize(("frame", "wanted", "left_out"), LABELLED.values(), ids=LABELLED)
def test_columns_are_named_by_the_labels_of_the_frame_too(frame, wanted, left_out):
    table = frame(np.random.default_rng(0).normal(size=(40, 3)))
    by_name = covey.segment(table, 2, columns=[str(role) for role in list_of_names(table)[:2]])

    for found in (
        covey.segment(table, 2, columns=wanted),
        covey.segment(table, 2, ignore=[left_out]),
        covey.segment(table, 2, ignore=left_out),
        covey.segment(table, 2, columns=pd.Index(wanted), ignore=None),
    ):
        np.testing.assert_array_equal(found.labels, by_name.labels)
    assert covey.segment(table, 2, id=left_out).columns[2].role == "id"


def list_of_names(table):
    return [role.name for role in covey.segment(table, 1).columns]


@pytest.mark.parametrize("value", [1, "abc", np.array(3.0), None])
def test_a_single_value_is_no_column(value):
    with pytest.raises(covey.errors.TableError, match=r"column 'a' is '.*', a single value"):
        covey.segment({"a": value, "b": [1, 2, 3]})


def test_a_label_that_the_frame_lacks_is_named():
    with pytest.raises(InputError, match="--columns names 7"):
        covey.segment(pd.DataFrame(np.eye(5)), columns=[0, 7])


def test_a_segment_is_shown_on_one_line(found):
    first = found.segments[0]
    shown = repr(first)

    assert len(shown) < 250 and "\n" not in shown
    assert shown.startswith(f"Segment(0, {first.name!r}: 25 rows (33.3 %), grade A, rule: ")
    assert first.rule.text in shown
