"""Colours, spaces, dithering and likeness against the obvious way."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reference import dithering as slow_dithering
from tests.reference import likeness as slow_likeness

from covey import images
from covey.images import colours as colours_module


def noise(shape, seed=0, levels=256):
    return np.random.default_rng(seed).integers(0, levels, shape, dtype=np.uint8)


@pytest.mark.parametrize("n_channels", [3, 4])
@pytest.mark.parametrize("table_from", [1, 10**9])
def test_colours_and_counts_are_those_of_the_pixels(monkeypatch, n_channels, table_from):
    """A table of all colours and sorting give the same."""
    monkeypatch.setattr(colours_module, "_TABLE_FROM", table_from)
    pixels = noise((13, 17, n_channels), levels=4)
    if n_channels == 4:
        pixels[pixels[..., 3] == 0] = 0
    found = images.colours_of(pixels)
    values, counts = np.unique(pixels.reshape(-1, n_channels), axis=0, return_counts=True)
    seen = sorted(zip(map(tuple, found.values.tolist()), found.counts.tolist(), strict=True))
    assert seen == list(zip(map(tuple, values.tolist()), counts.tolist(), strict=True))
    places = images.indices_of(pixels, found, np.arange(len(found.counts)))
    np.testing.assert_array_equal(found.values[places], pixels)


def test_what_cannot_be_seen_is_one_colour():
    pixels = noise((9, 9, 4))
    pixels[..., 3] = 0
    assert images.colours_of(pixels).values.tolist() == [[0, 0, 0, 0]]


def test_cells_of_like_colours_keep_the_mean_of_the_picture():
    colours = images.colours_of(noise((100, 100, 3)))
    few = images.coarse(colours, 500)
    assert len(few.counts) <= 500
    assert few.counts.sum() == 10_000
    before, after = (np.average(c.values, axis=0, weights=c.counts) for c in (colours, few))
    np.testing.assert_allclose(before, after, rtol=1e-12)


@pytest.mark.parametrize("space", images.SPACES)
@pytest.mark.parametrize("n_channels", [3, 4])
def test_the_way_into_a_space_and_back_changes_nothing(space, n_channels):
    colours = noise((5000, n_channels))
    if n_channels == 4:
        colours[:, 3] = 255
        colours[:10] = 0
    back = images.from_space(images.to_space(colours, space), space)
    np.testing.assert_array_equal(back, colours)


def test_perceptual_space_is_oklab():
    """Red, green and blue as published with the space."""
    found = images.to_space(np.array([[255, 0, 0], [0, 255, 0], [0, 0, 255]]), "perceptual")
    expected = [[0.628, 0.225, 0.126], [0.866, -0.234, 0.179], [0.452, -0.032, -0.312]]
    np.testing.assert_allclose(found, expected, atol=1e-3)


@settings(max_examples=25, deadline=None)
@given(height=st.integers(1, 9), width=st.integers(1, 9), n_colors=st.integers(1, 5), seed=st.integers(0, 99))
def test_dithering_by_slanted_lines_is_dithering_pixel_by_pixel(height, width, n_colors, seed):
    random = np.random.default_rng(seed)
    points = random.random((height, width, 3), dtype=np.float32)
    palette = random.random((n_colors, 3), dtype=np.float32)
    np.testing.assert_array_equal(images.diffused(points, palette), slow_dithering.diffused(points, palette))


def test_dithering_keeps_the_mean():
    grey = np.full((64, 64, 1), 0.3, np.float32)
    entries = images.diffused(grey, np.array([[0.0], [1.0]], np.float32))
    assert entries.mean() == pytest.approx(0.3, abs=0.01)


def test_ssim_is_that_of_all_windows():
    one, other = noise((24, 20), 1), noise((24, 20), 2)
    other = (one // 2 + other // 2).astype(np.uint8)
    fast = images.ssim(np.repeat(one[..., None], 3, 2), np.repeat(other[..., None], 3, 2))
    assert fast == pytest.approx(slow_likeness.ssim(one.astype(float), other.astype(float)), abs=1e-5)


def test_psnr_is_its_definition():
    one, other = noise((24, 20, 3), 1), noise((24, 20, 3), 2)
    error = ((one.astype(float) - other) ** 2).mean()
    assert images.psnr(one, other) == pytest.approx(10 * np.log10(255**2 / error))
    assert images.psnr(one, one) == np.inf
