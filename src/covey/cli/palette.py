"""`covey palette`: a picture in few colours.

In:   what was typed.
Out:  likeness, bytes and colours on stdout; image.png, palette.csv and report.html in a folder, or one PNG.
Not here: any of the work (`journeys`).
Next: ../journeys/palettes.py.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from covey.cli import options, terminal

IMAGE_FILE, COLOURS_FILE, REPORT_FILE = "image.png", "palette.csv", "report.html"
FILES = (IMAGE_FILE, COLOURS_FILE, REPORT_FILE)


@click.command(
    short_help="Reduce IMAGE to few colours.",
    epilog="Exit codes: 0 done, 1 failed, 2 wrong option, 3 picture not usable, 130 interrupted.",
)
@click.argument("image")
@click.option(
    "-c",
    "--colors",
    callback=options.number_or_auto("-c 16", most=256),
    default="16",
    show_default=True,
    metavar="N|auto",
    help="How many colours, 1 to 256. auto takes as few as --quality needs.",
)
@click.option(
    "--quality",
    callback=options.amount(1, 99, "dB"),
    default="35",
    show_default=True,
    metavar="DB",
    help="PSNR in dB that -c auto reaches.",
)
@click.option(
    "--space",
    callback=options.one_of("srgb", "linear", "perceptual"),
    default="srgb",
    show_default=True,
    metavar="NAME",
    help="Where colours are compared: srgb (highest PSNR), linear (light) or perceptual (Oklab).",
)
@click.option("--dither", is_flag=True, help="Spread errors over neighbouring pixels.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR|FILE.png",
    help="Folder to write to, or one PNG.  [default: IMAGE-palette]",
)
@options.work_options
@options.json_option
@options.force_option
@options.quiet_option
def palette(
    image: str,
    colors: int | str,
    quality: float,
    space: str,
    dither: bool,
    out: Path | None,
    seed: int,
    threads: int | None,
    as_json: bool,
    force: bool,
    quiet: bool,
) -> None:
    """Reduce IMAGE to few colours.

    IMAGE is a still picture: PNG, JPEG, WebP, TIFF, BMP, GIF, PPM or TGA.

    \b
    Examples:
      covey palette photo.png
      covey palette photo.jpg -c auto --quality 38
      covey palette photo.png -c 8 --dither --out small.png

    Prints PSNR, SSIM, bytes and colours. Writes image.png (an indexed PNG with exactly these colours),
    palette.csv and report.html (before and after, side by side).
    """
    from covey import journeys
    from covey.journeys import results

    if out is not None and out.suffix.lower() in options.PICTURES and out.suffix.lower() != ".png":
        raise click.UsageError(f"--out writes PNG, not {out.suffix}. Try: --out {out.with_suffix('.png')}")
    is_file = out is not None and out.suffix.lower() == ".png"
    folder = options.default_folder(image, "palette") if out is None else out
    if is_file:
        results.check_folder(folder.parent, force=force, names=(folder.name,))
    else:
        results.check_folder(folder, force=force, names=FILES)
    found = journeys.palette(
        image, colors, space=space, dither=dither, quality=quality, seed=seed, n_threads=threads
    )
    if is_file:
        found.save(folder)
        files = {"image": folder}
    else:
        results.write_files(
            folder,
            {IMAGE_FILE: found.save, COLOURS_FILE: found.write_table, REPORT_FILE: found.report},
            force=force,
        )
        files = dict(zip(("image", "colours", "report"), (folder / name for name in FILES), strict=True))
    terminal.print_answer(found, _facts, files, as_json=as_json, quiet=quiet)


def _facts(found: Any) -> dict[str, Any]:
    """Return what --json prints, beside the files."""
    return {
        "colors": list(found.hex),
        "shares": found.shares.tolist(),
        "n_different": found.n_different,
        "psnr": found.psnr,
        "ssim": found.ssim,
        "bytes": found.n_bytes,
        "bytes_before": found.n_bytes_before,
        "seed": found.record.seed,
        "notes": list(found.notes),
    }
