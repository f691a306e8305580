"""Whether an uploaded PDF is paper and nothing else: no script, no program, no file inside it. Standard library only.

A scanner makes pages. What acts when it is opened, or carries other files, has no place among the papers of a
household, and neither has what can't be looked into because it is locked. Downloads say besides that the browser runs
nothing of it.
"""

import re
import zlib
from collections.abc import Iterator

from yuping.core.errors import BadInput

_STREAM = re.compile(rb">>\s*stream\r?\n(.*?)endstream", re.DOTALL)
_PACKED_OBJECTS = re.compile(rb"/Type\s*/ObjStm\b")
_FILTER = re.compile(rb"/Filter\s*(?:\[\s*)?/(\w+)")
_FILTERS = re.compile(rb"/\w+Decode\b")
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_ACTS = re.compile(
    rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData|GoToE|Rendition|Movie|Sound)\b"
)
_LOCKED = re.compile(rb"/Encrypt\b")
_TAIL, _LONGEST_DICTIONARY, _MOST_UNPACKED = 2048, 4096, 30 * 1024 * 1024


class BadScan(BadInput):
    """No plain paper. Codes: `scan_unreadable`, `scan_acts`, `scan_locked`."""


def read_scan(data: bytes) -> None:
    """Raises BadScan for a PDF that is cut off, locked, acts by itself or carries other files."""
    if not data.startswith(b"%PDF-") or b"%%EOF" not in data[-_TAIL:]:
        raise BadScan("scan_unreadable")
    for text in _texts(data):
        plain = _HEX.sub(lambda found: bytes([int(found[1], 16)]), text)
        if _LOCKED.search(plain):
            raise BadScan("scan_locked")
        if _ACTS.search(plain):
            raise BadScan("scan_acts")


def _texts(data: bytes) -> Iterator[bytes]:
    """Everything in which names stand: what lies between the streams, and objects that are packed in streams."""
    place, left = 0, _MOST_UNPACKED
    for found in _STREAM.finditer(data):
        yield data[place : found.start() + 2]
        place = found.end()
        dictionary = _dictionary_before(data, found.start())
        if _PACKED_OBJECTS.search(dictionary):
            objects = _unpacked(found[1], dictionary, left)
            left -= len(objects)
            yield objects
    yield data[place:]


def _dictionary_before(data: bytes, end: int) -> bytes:
    """The entries of the stream that begins behind ``end``."""
    start = data.rfind(b" obj", max(0, end - _LONGEST_DICTIONARY), end)
    text = data[max(start, end - _LONGEST_DICTIONARY, 0) : end]
    return _HEX.sub(lambda found: bytes([int(found[1], 16)]), text)


def _unpacked(packed: bytes, dictionary: bytes, most: int) -> bytes:
    kind = _FILTER.search(dictionary)
    if kind is None:
        return packed
    if kind[1] not in {b"FlateDecode", b"Fl"} or b"/Predictor" in dictionary or len(_FILTERS.findall(dictionary)) > 1:
        raise BadScan("scan_unreadable")
    try:
        unpacker = zlib.decompressobj()
        objects = unpacker.decompress(packed, most)
    except zlib.error:
        raise BadScan("scan_unreadable") from None
    if unpacker.unconsumed_tail:
        raise BadScan("scan_unreadable")
    return objects
