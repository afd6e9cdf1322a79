"""Put the results of a segmentation into a folder: all three files, or none.

In:   a Segmentation and a folder.
Out:  segments.csv, report.html and model.covey in it.
Not here: making their content (`table`, `show`, `model`).
`check_folder` says no before anything is computed; `write_results` makes the files in a hidden folder beside
their place and moves them in when all are whole.
Next: segmentation.py.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from covey import errors
from covey.journeys.segmentation import Segmentation

Writer = Callable[[Path], object]

TABLE_FILE, REPORT_FILE, MODEL_FILE = "segments.csv", "report.html", "model.covey"
RESULT_FILES = (TABLE_FILE, REPORT_FILE, MODEL_FILE)


def check_folder(
    folder: Path, *, force: bool, names: tuple[str, ...] = RESULT_FILES, option: str = "--out"
) -> None:
    """Raise OutputError if the files cannot be written into `folder`, or would overwrite others.

    Parameters
    ----------
    folder : Path
        Need not exist; it is not made.
    force : bool
        Whether existing files may be replaced.
    names : tuple of str
        The files that will be written.
    option : str
        What the command calls the place to write to, for the errors.
    """
    elsewhere = f"{option} FOLDER" if option == "--out" else f"{option} FILE"
    if folder.exists() and not folder.is_dir():
        raise errors.folder_not_writable(folder, "there is a file of that name", elsewhere)
    existing = tuple(str(folder / name) for name in names if (folder / name).exists())
    if existing and not force:
        raise errors.already_exists(existing, option)
    for name in names:
        if (folder / name).is_dir():
            raise errors.folder_not_writable(folder, f"{name} in it is a folder", elsewhere)
    try:
        with tempfile.TemporaryDirectory(prefix=".covey-", dir=_nearest_folder(folder)):
            pass
    except OSError as error:
        raise errors.folder_not_writable(folder, error.strerror or error, elsewhere) from error


def write_results(
    segmentation: Segmentation, folder: Path, *, force: bool = False, also: tuple[Path, ...] = ()
) -> dict[str, Path]:
    """Write the three files and return their paths by what they are: "segments", "report", "model".

    Parameters
    ----------
    segmentation : Segmentation
    folder : Path
        Made if it does not exist.
    force : bool, default False
        Replace existing files.
    also : tuple of Path, default ()
        Files to copy into the folder together with the results, under their own names.

    Raises
    ------
    OutputError
        If they cannot be written; nothing new is then left behind, and older files are as they were.
    """
    writers: dict[str, Writer] = {
        TABLE_FILE: segmentation.write_table,
        REPORT_FILE: segmentation.report,
        MODEL_FILE: segmentation.save,
        **{path.name: partial(shutil.copyfile, path) for path in also},
    }
    write_files(folder, writers, force=force)
    return {
        "segments": folder / TABLE_FILE,
        "report": folder / REPORT_FILE,
        "model": folder / MODEL_FILE,
    }


def write_files(folder: Path, writers: Mapping[str, Writer], *, force: bool = False) -> None:
    """Write files into a folder, all or none; each writer gets the path to write to.

    Raises
    ------
    OutputError
        If they cannot be written; nothing new is then left behind, and older files are as they were.
    """
    names = tuple(writers)
    check_folder(folder, force=force, names=names)
    try:
        with tempfile.TemporaryDirectory(prefix=".covey-", dir=_nearest_folder(folder)) as staging:
            prepared = Path(staging)
            for name, write in writers.items():
                write(prepared / name)
            _move_in(prepared, folder, names)
    except OSError as error:
        if isinstance(error, errors.OutputError):
            raise
        raise errors.cannot_write(folder, error) from error


def write_bytes(path: Path, content: bytes) -> None:
    """Write one file beside its place and move it there when it is whole.

    Raises
    ------
    OutputError
        If it cannot be written; an older file is then unchanged.
    """
    write_files(path.parent, {path.name: partial(_write, content)}, force=True)


def _write(content: bytes, path: Path) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _move_in(prepared: Path, folder: Path, names: tuple[str, ...]) -> None:
    """Move the finished files into the folder; if that fails or is interrupted, put everything back."""
    made = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    older = [name for name in names if (folder / name).exists()]
    for name in older:
        shutil.copy2(folder / name, prepared / f"older-{name}")
    try:
        for name in names:
            os.replace(prepared / name, folder / name)
    except BaseException:
        for name in names:
            if name in older:
                os.replace(prepared / f"older-{name}", folder / name)
            else:
                (folder / name).unlink(missing_ok=True)
        if made:
            shutil.rmtree(folder, ignore_errors=True)
        raise


def _nearest_folder(folder: Path) -> Path:
    """Return the folder itself or the nearest one above it that exists."""
    absolute = folder.absolute()
    return next(place for place in (absolute, *absolute.parents) if place.exists())
