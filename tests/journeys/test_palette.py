import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

import covey
from covey import errors

PICTURES = Path(__file__).parents[3] / "shared" / "data" / "images"


def blots(height=40, width=60, seed=0):
    """Return a picture of five colours with a little noise."""
    random = np.random.default_rng(seed)
    base = np.array([[220, 30, 30], [30, 200, 60], [20, 40, 220], [240, 240, 240], [10, 10, 10]])
    noisy = base[random.integers(0, 5, (height, width))] + random.integers(-6, 7, (height, width, 3))
    return np.clip(noisy, 0, 255).astype(np.uint8)


def reopened(found):
    buffer = io.BytesIO()
    found.image.save(buffer, "PNG")
    return Image.open(buffer)


def test_the_colours_are_the_centers():
    found = covey.palette(blots(), 5)
    base = {(220, 30, 30), (30, 200, 60), (20, 40, 220), (240, 240, 240), (10, 10, 10)}
    assert {min(base, key=lambda b: np.abs(np.array(b) - c).sum()) for c in found.colors} == base
    assert found.shares.sum() == pytest.approx(1)
    assert (np.diff(found.shares) <= 0).all()


def test_the_png_holds_exactly_the_palette(tmp_path):
    found = covey.palette(blots(), 11)
    found.save(tmp_path / "few.png")
    image = Image.open(tmp_path / "few.png")
    assert image.mode == "P"
    assert image.getpalette()[: 3 * len(found.colors)] == found.colors.ravel().tolist()
    np.testing.assert_array_equal(np.asarray(image), found.indices)
    np.testing.assert_array_equal(np.asarray(image.convert("RGB")), found.colors[found.indices])
    assert (tmp_path / "few.png").stat().st_size == found.n_bytes


@pytest.mark.parametrize("space", ["srgb", "linear", "perceptual"])
def test_every_pixel_has_the_nearest_colour(space):
    pixels = blots()
    found = covey.palette(pixels, 7, space=space)
    points, entries = (
        covey.images.to_space(c, space).astype(float) for c in (pixels.reshape(-1, 3), found.colors)
    )
    squared = ((points[:, None] - entries[None]) ** 2).sum(axis=2)
    chosen = squared[np.arange(len(points)), found.indices.ravel()]
    assert (chosen <= squared.min(axis=1) + 1e-12).all()


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 1000), n_colors=st.integers(1, 9))
def test_pixels_in_another_order_give_the_same_palette(seed, n_colors):
    pixels = blots(12, 15, seed)
    order = np.random.default_rng(seed).permutation(12 * 15)
    moved = pixels.reshape(-1, 3)[order].reshape(pixels.shape)
    one, other = covey.palette(pixels, n_colors), covey.palette(moved, n_colors)
    np.testing.assert_array_equal(one.colors, other.colors)
    np.testing.assert_array_equal(one.indices.ravel()[order], other.indices.ravel())


def test_a_picture_set_twice_beside_itself_has_the_same_palette():
    pixels = blots()
    twice = covey.palette(np.hstack([pixels, pixels]), 6)
    np.testing.assert_array_equal(twice.colors, covey.palette(pixels, 6).colors)


def test_threads_change_nothing():
    one, many = (covey.palette(blots(), 9, n_threads=n) for n in (1, 3))
    np.testing.assert_array_equal(one.indices, many.indices)
    np.testing.assert_array_equal(one.colors, many.colors)


def test_few_enough_colours_are_kept_as_they_are():
    pixels = np.zeros((20, 20, 3), np.uint8)
    pixels[:5] = [1, 2, 3]
    found = covey.palette(pixels, 16)
    assert found.colors.tolist() == [[0, 0, 0], [1, 2, 3]]
    assert (found.psnr, found.ssim) == (np.inf, pytest.approx(1))


def test_opacity_is_kept():
    pixels = np.dstack([blots(), np.full((40, 60), 255, np.uint8)])
    pixels[:10, :, 3] = 0
    pixels[10:14, :, 3] = 128
    found = covey.palette(pixels, 8)
    assert (found.alpha[found.indices[:10]] == 0).all()
    assert (found.alpha[found.indices[14:]] == 255).all()
    back = np.asarray(reopened(found).convert("RGBA"))
    np.testing.assert_array_equal(back[..., 3], found.alpha[found.indices])
    assert abs(int(np.median(back[10:14, :, 3])) - 128) < 30


def test_auto_takes_as_few_as_the_quality_needs():
    pixels = blots()
    found = covey.palette(pixels, "auto", quality=30)
    assert found.psnr >= 30
    assert covey.palette(pixels, len(found.colors) - 1).psnr < 30
    assert any("fewest found that reach 30 dB" in note for note in found.notes)
    hopeless = covey.palette(
        np.random.default_rng(0).integers(0, 256, (60, 60, 3), np.uint8), "auto", quality=60
    )
    assert any("even 256 colours" in note for note in hopeless.notes)


def test_dithering_brings_the_mean_closer():
    """Between the outermost palette colours; beyond them no mixture reaches."""
    shades = np.linspace(0, 255, 64).astype(np.uint8)
    ramp = np.broadcast_to(shades[None, :, None], (64, 64, 3)).copy()

    def off(found):
        painted = found.colors[found.indices].mean(axis=(0, 2)) - shades
        return np.abs(painted.reshape(8, 8).mean(axis=1))[2:-2].max()

    plain, spread = (covey.palette(ramp, 3, dither=d) for d in (False, True))
    assert off(spread) < off(plain) / 3


def test_very_many_colours_are_fitted_as_cells(monkeypatch):
    from covey.journeys import palettes

    pixels = np.random.default_rng(0).integers(0, 256, (90, 90, 3), dtype=np.uint8)
    exact = covey.palette(pixels, 16)
    monkeypatch.setattr(palettes, "MOST_POINTS", 2000)
    rough = covey.palette(pixels, 16)
    assert any("cells of like colours" in note for note in rough.notes)
    assert rough.psnr > exact.psnr - 0.3


@pytest.mark.parametrize("colors", [0, 257, 2.5, True, "many"])
def test_a_number_of_colours_no_palette_has_is_refused(colors):
    with pytest.raises(errors.InputError, match="1 to 256"):
        covey.palette(blots(), colors)


def test_other_wrong_options_are_refused():
    with pytest.raises(errors.InputError, match="space='rgb'"):
        covey.palette(blots(), 4, space="rgb")
    with pytest.raises(errors.InputError, match="PSNR in dB"):
        covey.palette(blots(), 4, quality=0)


def test_the_report_and_the_text_say_the_figures(tmp_path):
    found = covey.palette(blots(), 5)
    found.report(tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert page.count("data:image/") == 4
    assert "http" not in page.replace("http://www.w3.org", "").replace("http-equiv", "")
    for width in (40, 60, 120):
        text = found.text(width=width)
        assert f"PSNR {found.psnr:.1f} dB" in text.replace("\n", " ")
        assert max(map(len, text.splitlines())) <= width
    assert len(found.plot()) == 2


def sample_pictures():
    from sklearn.datasets import load_sample_images

    return [*sorted(PICTURES.glob("*.png")), *load_sample_images().images]


@pytest.mark.skipif(not PICTURES.is_dir(), reason=f"no shared data in {PICTURES}")
@pytest.mark.parametrize("n_colors", [8, 16, 64, 256])
def test_photographs_are_nearer_to_the_original_than_with_pillow(n_colors):
    from PIL import features

    for source in sample_pictures():
        pixels = np.asarray(Image.open(source).convert("RGB")) if isinstance(source, Path) else source
        image = Image.fromarray(pixels)
        methods = [Image.Quantize.MEDIANCUT, Image.Quantize.FASTOCTREE]
        methods += [Image.Quantize.LIBIMAGEQUANT] if features.check("libimagequant") else []
        theirs = [np.asarray(image.quantize(n_colors, m, kmeans=0, dither=0).convert("RGB")) for m in methods]
        found = covey.palette(source, n_colors)
        assert found.psnr >= max(covey.images.psnr(pixels, other) for other in theirs)


@pytest.mark.parametrize("name", ["p.jpg", "p.GIF", "p.png.webp"])
def test_a_name_that_promises_another_format_is_refused(tmp_path, name):
    found = covey.palette(np.zeros((4, 4, 3), np.uint8))
    with pytest.raises(errors.OutputError, match=r"does not end in \.png"):
        found.save(tmp_path / name)
    assert not (tmp_path / name).exists()
    for good in ("p.png", "p.PNG", "p"):
        found.save(tmp_path / good)


PIXELS = np.random.default_rng(0).integers(0, 256, (6, 8, 3))


@pytest.mark.parametrize("kind", [np.int64, np.uint16, np.int32])
def test_whole_numbers_of_any_kind_are_pixels_if_they_are_in_range(kind):
    expected = covey.palette(PIXELS.astype(np.uint8), 4)

    np.testing.assert_array_equal(covey.palette(PIXELS.astype(kind), 4).indices, expected.indices)


@pytest.mark.parametrize(
    "pixels", [PIXELS / 255.0, PIXELS.astype(np.float32), PIXELS * 257, (PIXELS / 255.0).astype(np.float16)]
)
def test_what_is_advised_for_other_numbers_gives_the_picture_that_was_meant(pixels):
    with pytest.raises(errors.InputError) as caught:
        covey.palette(pixels, 4)

    advice = str(caught.value).rpartition(": ")[2].partition(" for ")[0]

    assert np.abs(eval(advice, {"pixels": pixels}).astype(int) - PIXELS).max() <= 1


@pytest.mark.parametrize("pixels", [PIXELS - 300, PIXELS * np.nan, PIXELS > 9, PIXELS[:, :, :2]])
def test_numbers_that_are_no_pixels_get_no_recipe(pixels):
    with pytest.raises(errors.InputError, match="are no picture"):
        covey.palette(pixels, 4)
