"""A picture in few colours: the lesson's image compression.

Run it: python examples/palette.py [PICTURE]
Without a picture it takes scikit-learn's photograph of a flower.
"""

import sys

from sklearn.datasets import load_sample_image

import covey

picture = sys.argv[1] if len(sys.argv) > 1 else load_sample_image("flower.jpg")
for n_colors in (4, 16, 64):
    found = covey.palette(picture, n_colors)
    print(f"{n_colors:3} colours: PSNR {found.psnr:.1f} dB, SSIM {found.ssim:.3f}, {found.n_bytes:,} bytes")

few = covey.palette(picture, "auto", quality=32, space="srgb")
print(
    f"32 dB need {len(few.colors)} colours; the most used is {few.hex[0]}, {few.shares[0]:.0%} of the picture"
)
