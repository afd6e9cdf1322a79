"""Write and read the bytes of a model file: a zip of manifest.json, one .npy per array, and SHA256SUMS.

In:   a path, a header of JSON values, named float64 arrays.
Out:  a file whose bytes depend on nothing else; or header and arrays again, all checksums compared.
Not here: what header and arrays mean (manifest.py, saved.py).
Members are stored, never compressed: the bytes are the same under every zlib, and nothing can expand.
NumPy reads the arrays too: np.load(path, allow_pickle=False)["centers"].
Next: safe_write.py for how the file replaces an older one.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import struct
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from covey import errors
from covey.errors import ModelError
from covey.model.safe_write import write_bytes
from covey.records import Array

FORMAT = "covey model"
MAX_BYTES = 256 * 2**20

_MANIFEST = "manifest.json"
_SUMS = "SHA256SUMS"
_ARRAY_TYPE = np.dtype("<f8")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can hold: the same for everyone
_BROKEN = (
    zipfile.BadZipFile,
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    EOFError,
    NotImplementedError,
    RuntimeError,  # encrypted member, or JSON nested without end
    struct.error,
)


def write(path: Path, header: dict[str, Any], arrays: dict[str, Array]) -> None:
    """Write header and arrays to `path` in one step; OutputError leaves an older file as it was."""
    members = {_MANIFEST: json.dumps(header, sort_keys=True, indent=1, allow_nan=False).encode("ascii")}
    for name in sorted(arrays):
        members[f"{name}.npy"] = _array_bytes(arrays[name])
    members[_SUMS] = _sums(members)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, date_time=_EPOCH)
            info.create_system = 3
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    write_bytes(path, buffer.getvalue())


def read(path: Path, *, newest_schema: int) -> tuple[dict[str, Any], dict[str, Array]]:
    """Return header and arrays of a model file; ModelError says what is wrong with any other file."""
    content = _content(path)
    members = _members(path, content)
    try:
        header = json.loads(members[_MANIFEST])
        is_ours = header["format"] == FORMAT and type(header["schema"]) is int
    except _BROKEN as error:
        raise errors.damaged_model(path, f"{_MANIFEST} cannot be read") from error
    if not is_ours:
        raise errors.not_a_model(path)
    if header["schema"] > newest_schema:
        raise errors.newer_model(
            path, header["schema"], header.get("made_with", "a later version"), newest_schema
        )
    _compare_sums(path, members)
    try:
        arrays = {name[:-4]: _array(data) for name, data in members.items() if name.endswith(".npy")}
    except _BROKEN as error:
        raise errors.damaged_model(path, f"an array cannot be read ({error})") from error
    return header, arrays


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise errors.no_such_model(path) from None
    except IsADirectoryError:
        raise errors.model_is_folder(path) from None
    except (OSError, ValueError) as error:
        raise errors.damaged_model(path, f"it cannot be read ({error})") from error
    if len(content) > MAX_BYTES:
        raise errors.model_too_large(path, max(path.stat().st_size, len(content)), MAX_BYTES)
    return content


def _members(path: Path, content: bytes) -> dict[str, bytes]:
    """Return the members of the zip; sizes are compared with the file before anything is read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if _MANIFEST not in archive.namelist():
                raise errors.not_a_model(path)
            stored = all(entry.compress_type == zipfile.ZIP_STORED for entry in entries)
            if not stored or sum(entry.file_size for entry in entries) > len(content):
                raise errors.damaged_model(path, "it would expand to more than the file holds")
            if len(set(archive.namelist())) != len(entries):
                raise errors.damaged_model(path, "it holds two parts of the same name")
            return {entry.filename: archive.read(entry) for entry in entries}
    except ModelError:
        raise
    except _BROKEN as error:
        if content[:4] == b"PK\x03\x04" and _MANIFEST.encode() in content[:64]:
            raise errors.damaged_model(path, f"it is cut short or altered ({error})") from error
        raise errors.not_a_model(path) from error


def _sums(members: dict[str, bytes]) -> bytes:
    lines = (f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(members.items()))
    return "".join(lines).encode("ascii")


def _compare_sums(path: Path, members: dict[str, bytes]) -> None:
    described = {name: data for name, data in members.items() if name != _SUMS}
    if members.get(_SUMS) != _sums(described):
        raise errors.damaged_model(path, "its content does not match its SHA-256 checksums")


def _array_bytes(array: Array) -> bytes:
    buffer = io.BytesIO()
    np.lib.format.write_array(
        buffer, np.ascontiguousarray(array, dtype=_ARRAY_TYPE), version=(1, 0), allow_pickle=False
    )
    return buffer.getvalue()


def _array(data: bytes) -> Array:
    """Return the array in .npy bytes; shape and bytes present must agree before allocation."""
    stream = io.BytesIO(data)
    if np.lib.format.read_magic(stream) != (1, 0):
        raise ValueError("unknown array version")
    shape, fortran_order, dtype = np.lib.format.read_array_header_1_0(stream)
    if dtype != _ARRAY_TYPE or fortran_order:
        raise ValueError("array is not of 64-bit numbers, row by row")
    start = stream.tell()
    if math.prod(shape) * _ARRAY_TYPE.itemsize != len(data) - start:
        raise ValueError("array shape and length differ")
    return np.frombuffer(data, dtype=_ARRAY_TYPE, offset=start).reshape(shape).astype(np.float64)
