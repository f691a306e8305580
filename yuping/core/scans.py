"""Whether an uploaded PDF is paper and nothing else: no script, no program, no file inside it. Standard library only.

A scanner makes pages. What acts when it is opened, or carries other files, has no place among the papers of a
household, and neither has what can't be looked into because it is locked. Downloads say besides that the browser runs
nothing of it.

It is looked at twice. The long names are searched in every byte: a reader follows the places that the file's table
names, so what looks like a stream, a text or a remark here may be an object there. The short ones would turn up in
packed pictures by chance; they are searched where names stand. Each byte is read a fixed number of times.
"""

import re
import zlib
from collections.abc import Iterator

from yuping.core.errors import BadInput

# What the walk stops at: a remark, a text, and the word behind which packed data stands.
_STOP = re.compile(rb"(?:%[^\r\n]*\s*)+|(?:\([^()\\]*\)\s*)+|\(|(?<=[>\s\0])stream(?=\s)")
_IN_TEXT = re.compile(rb"\\.|[()]", re.DOTALL)
_PACKED_OBJECTS = re.compile(rb"/ObjStm\b")
_FILTER = re.compile(rb"/Filter\s*(?:\[\s*)?/(\w+)")
_FILTERS = re.compile(rb"/\w+Decode\b")
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_BYTES = {b"%02x" % value: bytes([value]) for value in range(256)}
_ACTS_ANYWHERE = re.compile(rb"/(JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData|GoToE|Rendition)\b")
_ACTS = re.compile(_ACTS_ANYWHERE.pattern + rb"|/(JS|AA|XFA|Movie|Sound)\b")
_LOCKED = re.compile(rb"/Encrypt\b")
_TABLE = re.compile(rb"\bxref\b|/XRef\b")
_TAIL, _MOST_STREAMS, _DEEPEST, _MOST_UNPACKED = 2048, 20_000, 100, 10 * 1024 * 1024


class BadScan(BadInput):
    """No plain paper. Codes: `scan_unreadable`, `scan_acts`, `scan_locked`."""


def read_scan(data: bytes) -> None:
    """Raises BadScan for a PDF that is cut off, locked, acts by itself or carries other files."""
    tail = data[-_TAIL:]
    if not data.startswith(b"%PDF-") or b"startxref" not in tail or b"%%EOF" not in tail:
        raise BadScan("scan_unreadable")
    whole = _plain(data)
    _refuse(whole, _ACTS_ANYWHERE)
    if not _TABLE.search(whole):
        raise BadScan("scan_unreadable")
    packed, left = 0, _MOST_UNPACKED
    for names, stream in _parts(data):
        text = _plain(names)
        _refuse(text, _ACTS)
        if stream is None:
            continue
        dictionary = text[text.rfind(b"obj") :]
        if marks := _PACKED_OBJECTS.findall(dictionary):
            packed += len(marks)
            objects = _unpacked(stream, dictionary, left)
            left -= len(objects)
            _refuse(_plain(objects), _ACTS)
    if packed != len(_PACKED_OBJECTS.findall(whole)):
        # Packed objects where no stream of objects was found: they were to be overlooked.
        raise BadScan("scan_unreadable")


def _plain(text: bytes) -> bytes:
    """Names as they are meant: each letter of them may be written by its number."""
    return _HEX.sub(lambda found: _BYTES[found[1].lower()], text)


def _refuse(text: bytes, acts: re.Pattern[bytes]) -> None:
    if _LOCKED.search(text):
        raise BadScan("scan_locked")
    if acts.search(text):
        raise BadScan("scan_acts")


def _parts(data: bytes) -> Iterator[tuple[bytes, bytes | None]]:
    """What stands before each stream, without remarks and texts, with the stream; at last what follows them."""
    names, place, streams = [], 0, 0
    while found := _STOP.search(data, place):
        names.append(data[place : found.start()])
        if found[0] != b"stream":
            place = _end_of_text(data, found.end()) if found[0] == b"(" else found.end()
            names.append(b" ")
        else:
            before = b"".join(names)
            names, streams = [], streams + 1
            end_at = data.find(b"endstream", found.end())
            if end_at < 0 or streams > _MOST_STREAMS or b"obj" not in before or not before.rstrip().endswith(b">>"):
                raise BadScan("scan_unreadable")
            yield before, data[found.end() : end_at]
            place = end_at + len(b"endstream")
    yield b"".join([*names, data[place:]]), None


def _end_of_text(data: bytes, place: int) -> int:
    """Behind the bracket that closes a text; brackets in it come in pairs."""
    depth = 1
    while depth:
        found = _IN_TEXT.search(data, place)
        if found is None or depth > _DEEPEST:
            raise BadScan("scan_unreadable")
        depth += {b"(": 1, b")": -1}.get(found[0], 0)
        place = found.end()
    return place


def _unpacked(packed: bytes, dictionary: bytes, most: int) -> bytes:
    kind = _FILTER.search(dictionary)
    if kind is None and b"/Filter" not in dictionary:
        return packed
    plain = kind is not None and kind[1] in {b"FlateDecode", b"Fl"} and len(_FILTERS.findall(dictionary)) <= 1
    if not plain or b"/Predictor" in dictionary or most <= 0:
        raise BadScan("scan_unreadable")
    try:
        unpacker = zlib.decompressobj()
        # The line's end behind the word is no part of the packed data.
        objects = unpacker.decompress(packed.lstrip(b"\r\n \t"), most)
    except zlib.error:
        raise BadScan("scan_unreadable") from None
    if not unpacker.eof:
        raise BadScan("scan_unreadable")
    return objects
