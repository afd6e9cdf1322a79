"""Pictures in few colours: PSNR and time beside Pillow's ways and libimagequant.

Run it: python -m bench.palette [PICTURE ...]
Without pictures: scikit-learn's two photographs and those of ../shared/data/images. If the package imagequant
is installed, it is libimagequant; nothing is dithered.
"""

import sys
from pathlib import Path
from time import perf_counter

import numpy as np
from PIL import Image
from sklearn.datasets import load_sample_images

import covey
from covey.images import psnr

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "images"
COUNTS = (8, 16, 64, 256)


def pictures(paths):
    """Yield the name and the pixels of each picture."""
    for path in paths or sorted(SHARED.glob("*.png")):
        yield Path(path).name, np.asarray(Image.open(path).convert("RGB"))
    if not paths:
        sample = load_sample_images()
        yield from zip((Path(name).name for name in sample.filenames), sample.images, strict=True)


def pillows(pixels, n_colors):
    """Yield the name of each way of Pillow, and the picture it makes."""
    image, ways = Image.fromarray(pixels), Image.Quantize
    for name, way, steps in (
        ("median cut", ways.MEDIANCUT, 0),
        ("median cut + k-means", ways.MEDIANCUT, 10),
        ("fast octree", ways.FASTOCTREE, 0),
    ):
        yield name, np.asarray(image.quantize(n_colors, way, kmeans=steps, dither=0).convert("RGB"))


def libimagequants(pixels, n_colors):
    """Yield the picture libimagequant makes, if it is here."""
    try:
        import imagequant
    except ImportError:
        return
    image = Image.fromarray(pixels).convert("RGBA")
    made = imagequant.quantize_pil_image(image, dithering_level=0.0, max_colors=n_colors)
    yield "libimagequant", np.asarray(made.convert("RGB"))


def main():
    covey.palette(np.zeros((20, 20, 3), np.uint8), 2)  # imports are not timed
    print(f"{'picture':14} {'colours':>7} {'covey':>6} {'s':>5}  others, PSNR in dB")
    for name, pixels in pictures(sys.argv[1:]):
        for n_colors in COUNTS:
            start = perf_counter()
            found = covey.palette(pixels, n_colors)
            seconds = perf_counter() - start
            others = [*pillows(pixels, n_colors), *libimagequants(pixels, n_colors)]
            listed = ", ".join(f"{way} {psnr(pixels, made):.2f}" for way, made in others)
            print(f"{name:14} {n_colors:7} {found.psnr:6.2f} {seconds:5.2f}  {listed}")


if __name__ == "__main__":
    main()
