"""Plots return axes, say what they show, and leave no trace."""

import subprocess
import sys
from dataclasses import replace
from io import BytesIO

import matplotlib
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from covey.records import KEvidence, KRow, KStep, PointMap
from covey.show import plots
from covey.show.steps import _bars


def drawn(ax):
    """Return every text in a figure after drawing it, which is when bad formulas fail."""
    ax.figure.savefig(BytesIO(), format="png")
    return [text.get_text() for text in ax.figure.findobj(matplotlib.text.Text)]


def all_of(record):
    names = [segment.name for segment in record.segments]
    yield plots.elbow(record.evidence)
    yield plots.silhouette(record.evidence)
    yield plots.gap(record.evidence)
    yield plots.stability(record.evidence)
    yield plots.separation(record.evidence)
    yield plots.choice(record.evidence)[0]
    yield plots.point_map(record.point_map, names)
    yield plots.before_after(record.point_map, names)[1]
    yield plots.profile_heat(record.segments)


def test_every_plot_returns_axes_and_leaves_the_settings_alone(natural):
    before = dict(matplotlib.rcParams)

    for ax in all_of(natural):
        assert isinstance(ax, Axes)
        drawn(ax)

    assert dict(matplotlib.rcParams) == before


@pytest.mark.filterwarnings("ignore:Glyph")
def test_hostile_names_are_drawn_as_they_are_not_as_formulas(hostile):
    """A font lacks some of the glyphs and Matplotlib says so; that is its business."""
    for ax in all_of(hostile):
        texts = drawn(ax)
        assert not any("\x1b" in text or "\u202e" in text for text in texts)
        assert max(map(len, texts)) < 130


def test_given_axes_are_drawn_on(natural):
    figure = Figure()
    first, second = figure.subplots(1, 2)

    assert plots.elbow(natural.evidence, ax=first) is first
    axes = plots.before_after(natural.point_map, axes=[first, second])
    assert axes[0] is first
    assert axes[1] is second


def test_drawing_does_not_load_pyplot():
    code = (
        "import sys, numpy as np\n"
        "from covey.records import PointMap\n"
        "from covey.show import plots\n"
        "assert 'matplotlib' not in sys.modules\n"
        "plots.point_map(PointMap(np.eye(2), np.arange(2), np.eye(2), 1.0, ('x', 'y')))\n"
        "assert 'matplotlib.pyplot' not in sys.modules\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": ":".join(sys.path)},
    )

    assert done.returncode == 0, done.stderr


def test_the_elbow_shows_every_inertia_and_marks_the_suggested_k(natural):
    ax = plots.elbow(natural.evidence)

    np.testing.assert_array_equal(ax.lines[0].get_xdata(), range(1, 8))
    np.testing.assert_array_equal(ax.lines[0].get_ydata(), [row.inertia for row in natural.evidence.rows])
    assert any(text == "K = 3: 333" for text in drawn(ax))


def test_the_bend_is_named_where_it_is_not_the_suggestion(constructive):
    assert "bend at 3" in drawn(plots.elbow(constructive.evidence))


def test_a_flat_silhouette_looks_flat(constructive):
    """The axis runs from 0 to 1 whatever the values, or noise would show a peak."""
    bottom, top = plots.silhouette(constructive.evidence).get_ylim()

    assert bottom == 0
    assert top > 1


def test_silhouettes_that_do_not_exist_are_not_drawn(natural):
    ax = plots.silhouette(natural.evidence)

    np.testing.assert_array_equal(ax.lines[0].get_xdata(), range(2, 8))


def test_evidence_without_values_gives_no_panel(natural):
    rows = tuple(replace(row, separation=float("nan"), gap=float("nan")) for row in natural.evidence.rows)

    assert len(plots.choice(replace(natural.evidence, rows=rows))) == 3


def test_many_points_become_a_picture_and_few_stay_shapes():
    rng = np.random.Generator(np.random.PCG64(0))

    def rasterized(n):
        labels = np.arange(n) % 2
        ax = plots.point_map(PointMap(rng.normal(size=(n, 2)), labels, np.eye(2), 1.0, ("x", "y")))
        return ax.collections[0].get_rasterized()

    assert not rasterized(100)
    assert rasterized(2000)


def test_at_most_four_thousand_points_are_drawn():
    points = np.zeros((50_000, 2))
    ax = plots.point_map(PointMap(points, np.zeros(50_000, int), np.eye(2), 1.0, ("x", "y")))

    assert len(ax.collections[0].get_offsets()) == 4000


def test_no_points_and_no_segments_can_be_drawn():
    nothing = PointMap(np.empty((0, 2)), np.empty(0, int), np.empty((0, 2)), float("nan"), ("x", "y"))

    drawn(plots.point_map(nothing, []))
    drawn(plots.profile_heat([]))


def test_centers_carry_their_labels(natural):
    texts = drawn(plots.point_map(natural.point_map))

    assert {"0", "1", "2"} <= set(texts)


def test_sixty_segments_can_be_drawn(enormous):
    drawn(plots.point_map(enormous.point_map, [segment.name for segment in enormous.segments]))
    drawn(plots.profile_heat(enormous.segments))


def test_the_heat_shows_medians_in_the_users_units(natural):
    from covey.show.wording import number

    texts = drawn(plots.profile_heat(natural.segments))

    for segment in natural.segments:
        assert number(segment.profile[0].median) in texts


# --- splits and merges ------------------------------------------------------------------------------


def test_bars_of_the_step_map_are_as_high_as_their_clusters():
    rows = tuple(KRow(k, 1.0, 0.5, 0.1, 0.0, 1.0) for k in (1, 2, 3))
    steps = (KStep(1, 2, ((0, 0, 60), (0, 1, 40))), KStep(2, 3, ((0, 0, 35), (0, 2, 25), (1, 1, 40))))
    columns = _bars(steps)

    assert [k for k, _ in columns] == [1, 2, 3]
    assert [round(sum(high - low for low, high in bars.values())) for _, bars in columns] == [100] * 3
    assert plots.step_map(KEvidence(2, 2, "natural", rows, (), steps=steps)).get_title(loc="left")


def test_evidence_without_steps_has_an_empty_map():
    assert plots.step_map(KEvidence(1, 1, "natural", (), ())).get_title(loc="left") == "Splits and merges"
