"""Pictures as points: colours in, a picture of few colours out.

In:   an image file, a Pillow image or an array of pixels.
Out:  a Picture; its different colours and how often each occurs; points in a colour space; an indexed PNG;
      how like two pictures are.
Not here: which few colours (`journeys`). Pillow loads inside the functions that need it; where it
is missing, the answer is the line that installs it.
Next: reading.py, colours.py, spaces.py, dithering.py, likeness.py, writing.py, in the order they are used.
"""

from covey.images.colours import Colours, coarse, colours_of, indices_of, painted
from covey.images.dithering import diffused
from covey.images.likeness import psnr, ssim
from covey.images.reading import Picture, read
from covey.images.spaces import SPACES, from_space, to_space
from covey.images.writing import as_pillow, png_bytes, preview

__all__ = [
    "SPACES",
    "Colours",
    "Picture",
    "as_pillow",
    "coarse",
    "colours_of",
    "diffused",
    "from_space",
    "indices_of",
    "painted",
    "png_bytes",
    "preview",
    "psnr",
    "read",
    "ssim",
    "to_space",
]
