"""The report is one honest, harmless, small file."""

import os
import re
import shlex
from dataclasses import replace
from html.parser import HTMLParser

import matplotlib
import numpy as np
import pytest

from covey import errors, show
from covey.records import KStep
from covey.show.facts import page_facts
from covey.show.page import html
from covey.show.verdicts import grade_evidence, verdict

NEVER = {"script", "iframe", "object", "embed", "link", "base", "form", "foreignobject"}


class Reader(HTMLParser):
    """Collects tags, attributes and text the way a browser splits them."""

    def __init__(self):
        super().__init__()
        self.tags, self.attributes, self.texts = [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    handle_startendtag = handle_starttag

    def handle_data(self, data):
        self.texts.append(data)


def read(page):
    reader = Reader()
    reader.feed(page)
    return reader


@pytest.fixture(scope="session")
def pages(natural, constructive, hostile):
    return {"natural": html(natural), "constructive": html(constructive), "hostile": html(hostile)}


@pytest.mark.parametrize("which", ["natural", "constructive", "hostile"])
def test_nothing_runs_and_nothing_is_fetched(pages, which):
    page = read(pages[which])

    assert not NEVER & set(page.tags)
    for tag, name, value in page.attributes:
        assert not name.startswith("on"), (tag, name)
        if name in {"src", "href", "xlink:href", "action", "data", "srcset", "poster"}:
            assert value.startswith(("#", "data:image/png")), (tag, name, value[:60])
    assert not re.search(r"url\((?!#)", pages[which])
    assert "@import" not in pages[which]


def test_the_policy_forbids_everything_but_own_pictures_and_styles(pages):
    policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"

    assert ("meta", "content", policy) in read(pages["natural"]).attributes


def test_hostile_names_are_text(pages):
    """They appear, as text that a browser shows, and open no tag."""
    page = read(pages["hostile"])
    shown = "".join(page.texts)

    assert "<script>alert(1)</script>" in shown
    assert "{{ 7 * 7 }}" in shown
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e\ud800-\udfff]", pages["hostile"])
    assert page.tags.count("html") == 1 == pages["hostile"].count("</html>")


def test_the_verdict_comes_before_the_segments_and_the_numbers(pages):
    page = pages["natural"]

    assert page.index("The table holds 3 natural groups.") < page.index('<dl class="figures">')
    assert page.index("<h1>") < page.index("The segments") < page.index("How many segments?")
    assert page.count("<h1>") == 1


def test_a_constructive_verdict_says_so_first_and_looks_so(pages):
    page = pages["constructive"]

    assert "No natural groups were found: these 4 segments are a convenience cut." in page
    assert '<div class="verdict constructive">' in page
    assert "The table holds" not in page


def test_another_k_than_the_natural_one_is_not_called_natural(natural):
    said = verdict(replace(natural, evidence=replace(natural.evidence, natural_k=2, k=2)))

    assert said.headline == "The table holds 2 natural groups; this cut makes 3 segments of them, as asked."


def test_another_k_than_that_of_overlapping_groups_is_said_to_be_asked_for(natural):
    evidence = replace(natural.evidence, verdict="reproducible", natural_k=1, k=2)

    said = verdict(replace(natural, evidence=evidence))

    assert (
        said.headline == "The table holds 2 groups that overlap; this cut makes 3 segments of them, as asked."
    )
    assert "not 3 of them" in said.meaning


def test_a_convenience_cut_that_limits_leave_does_not_deny_the_groups(natural):
    evidence = replace(natural.evidence, verdict="constructive", natural_k=6)

    assert verdict(replace(natural, evidence=evidence)).headline.startswith(
        "The table holds 6 natural groups;"
    )


@pytest.mark.parametrize(
    ("word", "natural_k", "suggested", "k", "headline"),
    [
        ("constructive", 2, 1, 1, "The table holds 2 natural groups; your limit leaves 1 segment."),
        ("natural", 3, 2, 2, "The table holds 3 natural groups; your limit leaves 2 segments."),
        ("natural", 3, 3, 1, "The table holds 3 natural groups; this cut makes 1 segment of them, as asked."),
        ("reproducible", 1, 4, 4, "The table holds 4 groups that overlap."),
        ("constructive", 1, 1, 1, "All rows form one group: no cut was made."),
    ],
)
def test_the_headline_tells_limits_from_what_was_asked_and_denies_no_groups(
    natural, word, natural_k, suggested, k, headline
):
    evidence = replace(natural.evidence, verdict=word, natural_k=natural_k, k=suggested)
    said = verdict(replace(natural, evidence=evidence, k=k))

    assert said.headline == headline
    assert ("nothing to compare" in said.meaning) == (headline.startswith("All rows"))


def test_everything_needed_to_judge_a_segment_is_on_the_page(natural, pages):
    shown = " ".join("".join(read(pages["natural"]).texts).replace("\xa0", " ").split())

    for segment in natural.segments:
        assert segment.name in shown
        assert segment.rule.text in shown
        assert segment.grade_reason in shown
        assert f"{segment.rows:,}" in shown
    assert "covey segment customers.csv -k 3 --seed 7" in shown
    assert natural.fingerprint in shown
    for role in natural.roles:
        assert role.name in shown
        assert role.reason in shown


def test_a_command_with_hostile_names_stays_one_quoted_command(hostile):
    record = replace(hostile, source="$(rm)';.csv")

    words = shlex.split(page_facts(record)["repeat"]["command"])

    assert words[:3] == ["covey", "segment", "$(rm)';.csv"]
    assert words[words.index("--ignore") + 1] == "<script>alert(1)</script>"


def test_the_page_stays_small_and_says_what_it_leaves_out(enormous, tmp_path):
    show.report(enormous, tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")

    assert os.path.getsize(tmp_path / "report.html") <= 2_000_000
    assert "the 40 of 301 columns" in page
    assert "the largest 24 of 60 segments" in page
    assert "the first 100 of 301 columns" in page
    assert "4,000 of 4,500 rows are drawn" in page


def test_the_same_record_gives_the_same_bytes(natural, pages):
    assert html(natural) == pages["natural"]


def test_the_users_matplotlib_settings_neither_change_the_page_nor_are_changed(natural, pages):
    with matplotlib.rc_context({"font.size": 30, "axes.facecolor": "red", "svg.fonttype": "path"}):
        before = dict(matplotlib.rcParams)
        page = html(natural)
        assert dict(matplotlib.rcParams) == before

    assert page == pages["natural"]


def test_segments_of_few_rows_are_flagged(natural):
    first = replace(natural.segments[0], rows=2)

    facts = page_facts(replace(natural, segments=(first, *natural.segments[1:])))

    assert facts["small_segments"].startswith("Fewer than 5 rows: segment 0.")


def test_rows_set_apart_are_counted(natural):
    apart = np.zeros(natural.n_rows, dtype=bool)
    apart[[1, 5]] = True

    said = page_facts(replace(natural, apart=apart))["data"]["apart"]

    assert said[0].startswith("2 rows were set apart")


def test_rows_set_apart_are_not_told_twice(natural):
    record = replace(natural, apart=np.ones(natural.n_rows, dtype=bool), notes=("120 rows set apart (…)",))

    assert page_facts(record)["data"]["apart"] == ()


def test_one_segment_without_evidence_or_profile_still_makes_a_page(natural):
    single = replace(natural.segments[0], profile=(), silhouette=float("nan"), jaccard=float("nan"))
    evidence = replace(natural.evidence, k=1, natural_k=1, verdict="constructive", rows=(), reasons=())
    point_map = replace(
        natural.point_map, positions=np.empty((0, 2)), labels=np.empty(0, int), kept=float("nan")
    )

    page = html(
        replace(
            natural, k=1, segments=(single,), evidence=evidence, point_map=point_map, silhouette=float("nan")
        )
    )

    assert "All rows form one group: no cut was made." in page
    assert "How many segments?" not in page


def test_a_report_replaces_an_older_one_whole_and_leaves_nothing_beside_it(natural, tmp_path):
    (tmp_path / "report.html").write_text("old")

    show.report(natural, str(tmp_path / "report.html"))

    assert (tmp_path / "report.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert os.listdir(tmp_path) == ["report.html"]


def test_a_place_that_cannot_be_written_is_refused_by_name(natural, tmp_path):
    with pytest.raises(errors.OutputError, match=r"no_such_folder"):
        show.report(natural, tmp_path / "no_such_folder" / "report.html")


def test_a_failed_report_leaves_the_old_one(natural, tmp_path, monkeypatch):
    (tmp_path / "report.html").write_text("old")

    def full_disk(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(errors.OutputError, match="No space left on device"):
        show.report(natural, tmp_path / "report.html")

    assert (tmp_path / "report.html").read_text() == "old"
    assert os.listdir(tmp_path) == ["report.html"]


def test_the_table_of_k_is_narrow_enough_to_be_seen_whole(natural, pages):
    """What groupless points reach stands below each figure, not beside it; no cell is broken."""
    cell = page_facts(natural)["evidence"]["rows"][1]["cells"][0]

    assert cell == {"main": "2.00", "below": "limit 3.00"}
    assert "<td>2.00<small>limit 3.00</small></td>" in pages["natural"]
    assert re.search(r"\.plain\.numbers tbody th[^}]*white-space: nowrap", pages["natural"])


def test_splits_and_merges_take_the_whole_width(natural):
    step = KStep(1, 2, ((0, 0, 60), (0, 1, 60)))
    page = html(replace(natural, evidence=replace(natural.evidence, steps=(step,))))

    assert '<div class="scroll steps"' in page
    assert re.search(r"\.steps svg \{ max-width: none; min-width: 46rem; \}", page)


@pytest.mark.parametrize(
    ("overlap", "said"),
    [
        (0.0, "No row of this segment and segment 1 lies near the border between them."),
        (0.12, "12 % of the rows of this segment and segment 1 lie near the border between them."),
    ],
)
def test_how_many_rows_lie_near_a_border_is_said_in_whole_words(natural, overlap, said):
    assert grade_evidence(replace(natural.segments[0], nearest=1, overlap=overlap)) == said
