import io
import re
import struct
import sys
import threading
import zlib

import numpy as np
import pytest
from PIL import Image

from covey import errors, images


def noise(shape=(20, 30, 3), seed=0):
    return np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8)


def saved(path, pixels, **options):
    Image.fromarray(pixels).save(path, **options)
    return path


def huge_png(path, width, height):
    """Write a PNG of a few bytes whose header claims any size."""
    chunk = lambda kind, data: (  # noqa: E731
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    )
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    content = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + content)
    return path


def test_pixels_come_back_as_they_were_saved(tmp_path):
    pixels = noise()
    read = images.read(saved(tmp_path / "a.png", pixels))
    np.testing.assert_array_equal(read.pixels, pixels)
    assert (read.source, read.n_bytes) == ("a.png", (tmp_path / "a.png").stat().st_size)


@pytest.mark.parametrize("mode", ["L", "LA", "P", "1", "CMYK"])
def test_every_mode_becomes_red_green_blue(tmp_path, mode):
    Image.fromarray(noise()).convert("L").convert(mode).save(path := tmp_path / "a.tif")
    assert images.read(path).pixels.shape == (20, 30, 3)


def test_opacity_is_kept_where_there_is_some(tmp_path):
    pixels = noise((20, 30, 4))
    read = images.read(saved(tmp_path / "a.png", pixels))
    np.testing.assert_array_equal(read.pixels, pixels)
    pixels[..., 3] = 255
    assert not images.read(pixels).has_alpha


def test_deep_grey_is_rounded_to_8_bits_and_says_so(tmp_path):
    deep = np.linspace(0, 65535, 600).reshape(20, 30).astype(np.uint16)
    read = images.read(saved(tmp_path / "deep.png", deep))
    assert any("rounded to 8" in note for note in read.how_read)
    assert read.pixels[0, 0, 0] == 0
    assert read.pixels[-1, -1, 0] == 255


def test_a_photograph_is_turned_upright(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.fromarray(noise()).save(path := tmp_path / "a.jpg", exif=exif)
    read = images.read(path)
    assert read.pixels.shape == (30, 20, 3)
    assert any("upright" in note for note in read.how_read)


def test_two_threads_leave_the_limit_of_pillow_as_it_was(tmp_path, monkeypatch):
    """The first is held inside until the second is inside too, or has had time to get there."""
    path = saved(tmp_path / "a.png", noise())
    entered, second_entered, first_left = [], threading.Event(), threading.Event()
    open_pixels = images.reading._from_pillow

    def slowly(*given):
        entered.append(given)
        if len(entered) == 1:
            second_entered.wait(0.3)
        else:
            second_entered.set()
            first_left.wait(0.3)
        return open_pixels(*given)

    def read():
        images.read(path)
        first_left.set()

    monkeypatch.setattr(images.reading, "_from_pillow", slowly)
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 123_456)
    threads = [threading.Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(entered) == 2
    assert Image.MAX_IMAGE_PIXELS == 123_456


def refused(source):
    with pytest.raises(errors.InputError) as caught:
        images.read(source)
    return str(caught.value)


def test_a_moving_picture_is_refused_with_its_frames(tmp_path):
    frames = [Image.fromarray(noise(seed=number)) for number in range(3)]
    frames[0].save(path := tmp_path / "a.gif", save_all=True, append_images=frames[1:])
    assert "a.gif holds 3 frames" in refused(path)


def test_a_picture_cut_short_is_damaged(tmp_path):
    path = saved(tmp_path / "a.png", noise((200, 200, 3)))
    path.write_bytes(path.read_bytes()[:5000])
    assert "a.png (5,000 bytes) is damaged" in refused(path)


@pytest.mark.parametrize("kind", ["png", "jpg", "gif", "bmp", "tif", "webp", "ppm"])
def test_no_cut_of_a_file_gives_anything_but_a_sentence(tmp_path, kind):
    buffer = io.BytesIO()
    Image.fromarray(noise((40, 40, 3))).save(buffer, {"jpg": "jpeg", "tif": "tiff"}.get(kind, kind))
    whole = buffer.getvalue()
    path = tmp_path / f"a.{kind}"
    for n_bytes in range(1, len(whole) - 1, max(1, len(whole) // 12)):
        path.write_bytes(whole[:n_bytes])
        try:
            images.read(path)
        except errors.InputError as refusal:
            assert re.match(r"a\.\w+ ", str(refusal))


def test_a_small_file_that_claims_a_huge_size_is_refused_before_its_pixels(tmp_path):
    assert "300,000 × 300,000" in refused(huge_png(tmp_path / "bomb.png", 300_000, 300_000))


def test_what_is_no_picture_is_named(tmp_path):
    (tmp_path / "a.png").write_text("spend,age\n1,2\n")
    (tmp_path / "empty.png").write_bytes(b"")
    (tmp_path / "drawing.eps").write_text("%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n")
    assert "a.png is not a picture" in refused(tmp_path / "a.png")
    assert "drawing.eps is not a picture" in refused(tmp_path / "drawing.eps")
    assert "is empty" in refused(tmp_path / "empty.png")
    assert "is a folder" in refused(tmp_path)
    assert "Did you mean" in refused(tmp_path / "emty.png")
    assert "'dict' is not a picture" in refused({})
    assert "no picture" in refused(np.zeros((3, 3)))
    assert "no picture" in refused(np.zeros((3, 3, 5), np.uint8))


def test_a_missing_pillow_is_answered_with_the_line_that_installs_it(tmp_path, monkeypatch):
    path = saved(tmp_path / "a.png", noise())
    monkeypatch.setitem(sys.modules, "PIL.Image", None)
    with pytest.raises(errors.MissingExtraError, match=r"pip install 'covey\[images\]'"):
        images.read(path)
