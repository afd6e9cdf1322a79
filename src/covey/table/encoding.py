"""Which characters do the bytes of a text file stand for?

In:   the bytes of a file as they lie on disk, perhaps compressed with gzip.
Out:  the same text as UTF-8 bytes without a mark at the front, and in words which encoding was found.
Not here: columns and rows (layout.py). Bytes that are no text at all are refused with what they look like.
A byte order mark decides; without one strict UTF-8; what is not UTF-8 is guessed by charset-normalizer.
Next: layout.py.
"""

from __future__ import annotations

import codecs
import re
import zlib
from dataclasses import dataclass

from covey import errors

MAX_EXPANDED_BYTES = 8 * 2**30

_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_SIGNATURES = (
    (b"PK\x03\x04", "an Excel or zip file"),
    (b"PAR1", "a Parquet file"),
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ", "an xz file"),
    (b"\x28\xb5\x2f\xfd", "a zstd file"),
    (b"7z\xbc\xaf", "a 7-Zip file"),
)
_MARKUP = re.compile(rb"\s*(?:<!doctype|<html|<\?xml|<svg)", re.IGNORECASE)
_JSON = re.compile(rb'\s*(?:\[\s*)?\{\s*["}]')
_CONTROLS = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_GUESSES = ["cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "shift_jis", "gb18030", "big5", "euc_kr"]
_WESTERN = ("cp1252", "latin_1", "ascii", "cp1250", "cp1254")


@dataclass(frozen=True)
class Text:
    """The text of a file as UTF-8; `as_on_disk` says that the file itself holds just these bytes."""

    data: bytes
    encoding: str
    as_on_disk: bool


def to_utf8(raw: bytes, name: str) -> Text:
    """Return the text of a file, or raise TableError naming what the bytes are instead."""
    expanded = _expand(raw, name)
    if not expanded.strip():
        raise errors.empty_file(name)
    for mark, encoding, words in _MARKS:
        if expanded.startswith(mark):
            return _marked(expanded[len(mark) :], encoding, words, name, as_on_disk=expanded is raw)
    _refuse_other_formats(expanded, name)
    _refuse_nul(expanded, name)
    try:
        expanded.decode("utf-8")
    except UnicodeDecodeError as problem:
        return _guessed(expanded, problem, name)
    return Text(expanded, "UTF-8", expanded is raw)


def _expand(raw: bytes, name: str) -> bytes:
    if not raw.startswith(b"\x1f\x8b"):
        return raw
    pieces, size, rest = [], 0, raw
    try:
        while rest.startswith(b"\x1f\x8b"):  # a gzip file may hold several members
            reader = zlib.decompressobj(wbits=31)
            pieces.append(reader.decompress(rest, MAX_EXPANDED_BYTES - size + 1))
            size += len(pieces[-1])
            if size > MAX_EXPANDED_BYTES:
                raise errors.too_large_unpacked(name, MAX_EXPANDED_BYTES)
            if not reader.eof:
                raise errors.damaged_file(name, len(raw), "its gzip data end too early")
            rest = reader.unused_data
    except zlib.error as problem:
        raise errors.damaged_file(name, len(raw), f"its gzip data cannot be unpacked ({problem})") from None
    return b"".join(pieces)


def _marked(data: bytes, encoding: str, words: str, name: str, *, as_on_disk: bool) -> Text:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as problem:
        line = data[: problem.start].decode(encoding, "ignore").count("\n") + 1
        raise errors.bad_bytes(name, line, words) from None
    if not text.strip():
        raise errors.empty_file(name)
    utf8 = data if encoding == "utf-8" else text.encode("utf-8")
    _refuse_nul(utf8, name)
    return Text(utf8, f"{words} with byte order mark", as_on_disk and encoding == "utf-8")


def _refuse_other_formats(data: bytes, name: str) -> None:
    for signature, words in _SIGNATURES:
        if data.startswith(signature):
            raise errors.not_a_text_table(name, words)
    head = data[:4096]
    if _MARKUP.match(head):
        raise errors.not_a_text_table(name, "a web page or XML")
    if _JSON.match(head):
        raise errors.not_a_text_table(name, "JSON")
    n_zero = head.count(b"\0")
    if n_zero > len(head) // 100 + 1 or n_zero + len(_CONTROLS.findall(head)) > max(16, len(head) // 10):
        raise errors.not_a_text_table(name, "binary data")


def _refuse_nul(data: bytes, name: str) -> None:
    place = data.find(b"\0")
    if place >= 0:
        raise errors.nul_byte(name, data.count(b"\n", 0, place) + 1)


def _guessed(data: bytes, problem: UnicodeDecodeError, name: str) -> Text:
    lenient = data.decode("utf-8", "replace")
    broken = lenient.count("\ufffd")
    intact = sum(map(lenient.count, "äöüéèñçßøåãíóúâêôàžščřłąęńść’–€"))
    if intact > 3 * broken:  # UTF-8 with a broken spot; another encoding would garble all the rest
        raise errors.bad_bytes(name, data.count(b"\n", 0, problem.start) + 1, "UTF-8")
    encoding = guess(data, problem.start)
    words = "Latin-1" if encoding in ("cp1252", "latin_1") else encoding
    return Text(data.decode(encoding, "strict").encode("utf-8"), f"{words} (guessed: it is not UTF-8)", False)


def guess(data: bytes, first_odd_byte: int) -> str:
    """Return an encoding that can decode all bytes; Western European unless there is clear evidence."""
    from charset_normalizer import from_bytes

    start = max(0, first_odd_byte - 20_000)
    sample = data[start : first_odd_byte + 40_000]
    n_high = sum(byte > 127 for byte in sample)
    best = from_bytes(sample, cp_isolation=_GUESSES).best() if n_high >= 20 else None
    wanted = "cp1252" if best is None or best.encoding in _WESTERN else best.encoding
    for encoding in (wanted, "cp1252"):
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return "latin_1"
