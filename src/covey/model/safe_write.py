"""Replace a file by a new one in a single step, so that a crash leaves the old or the new, never half.

In:   a path and the whole content.
Out:  the file, on disk when the call returns.
Not here: making folders; several files at once (journeys/results.py).
Temporary file in the same folder, fsync, os.replace, fsync of the folder; removed again on any failure.
Next: archive.py for the content.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from covey import errors


def write_bytes(path: Path, content: bytes) -> None:
    """Write `content` to `path`; OutputError leaves what was there before."""
    target = Path(os.path.realpath(path))
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(6)}.tmp")
    try:
        _write_through(temporary, content)
        os.replace(temporary, target)
        _sync_folder(target.parent)
    except OSError as error:
        raise errors.cannot_write(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def _write_through(path: Path, content: bytes) -> None:
    # 0o666 less the user's umask: what open() would give; mkstemp would make a file only its owner can read.
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":  # other systems cannot open a folder
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
