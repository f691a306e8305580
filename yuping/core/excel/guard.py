"""What an uploaded .xlsx must pass before a parser sees it.

A few kilobytes can ask a parser for gigabytes: one cell at the far corner, a packed part of zeros, one long
text that a million cells point to. The guard unpacks the needed parts itself, within limits, measures them
without building cells, and packs exactly those parts anew: what is parsed is what was checked.
"""

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from html import unescape
from itertools import islice
from threading import RLock
from xml.parsers import expat

from yuping.core.excel.cells import check_cells, check_shared_text, check_tags, checked_texts
from yuping.core.excel.limits import (
    LARGE,
    MAX_COLUMNS,
    MAX_PARTS,
    MAX_ROWS,
    MAX_SHEETS,
    MAX_TAGS_OF_BOOK,
    MAX_TAGS_OF_LINKS,
    MAX_UNPACKED,
    MEGABYTE,
    BadWorkbook,
)

CONTENT_TYPES = "[Content_Types].xml"
ROOT_LINKS = "_rels/.rels"
WORKBOOK = "xl/workbook.xml"
WORKBOOK_LINKS = "xl/_rels/workbook.xml.rels"
TEXTS, STYLES = "/sharedStrings", "/styles"
READ_KINDS = ("/worksheet", TEXTS, STYLES)

_REFUSED = {
    "file_macros": re.compile(r"vbaProject|macroEnabled|macrosheet", re.IGNORECASE),
    "file_external": re.compile(r"externalLink|connections|queryTable", re.IGNORECASE),
    "file_embedded": re.compile(r"/embeddings/|oleObject|activeX", re.IGNORECASE),
}
# A formula whose value no program has stored yet reads as an empty cell.
_UNCOUNTED = re.compile(rb'<c (?![^<>]*t="str")[^<>]*>\s*<f[^<>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>')
_CELL_NAME = re.compile(rb'r="([A-Z]+[0-9]+)"')
_SHEET = re.compile(r"<(?:\w+:)?sheet\b[^<>]*>")
LINK = re.compile(rb"<Relationship\b[^<>]*/>")
NAMED_AT_MOST = 5
_ENCODING = re.compile(rb"""\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    RuntimeError,
    OSError,
    EOFError,
    ValueError,
    KeyError,
)


_one_at_a_time = RLock()


@contextmanager
def in_turn(data: bytes) -> Iterator[None]:
    """Unpack and read a large workbook while no other one is: each takes some hundred megabytes meanwhile.

    Small ones wait for nobody. What a part holds beyond the size it claims is not unpacked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            large = sum(entry.file_size for entry in archive.infolist()) > LARGE
    except _BROKEN:
        large = False
    with _one_at_a_time if large else nullcontext():
        yield


def checked_copy(data: bytes) -> bytes:
    """The parts of an .xlsx that are read, checked and packed anew. Raises `BadWorkbook`."""
    if data.count(b"PK\x01\x02") > MAX_PARTS:
        raise BadWorkbook("file_parts")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = _needed_parts(archive)
    except BadWorkbook:
        raise
    except _BROKEN:
        raise BadWorkbook("file_damaged") from None
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as archive:
        for name in list(parts):
            archive.writestr(zipfile.ZipInfo(name), parts.pop(name))
    return copy.getvalue()


def _needed_parts(archive: zipfile.ZipFile) -> dict[str, bytes]:
    names = archive.namelist()
    if len(names) != len({name.lower() for name in names}):
        raise BadWorkbook("file_damaged")
    if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
        raise BadWorkbook("file_unpacked", limit=MAX_UNPACKED // MEGABYTE)
    if not {CONTENT_TYPES, ROOT_LINKS, WORKBOOK, WORKBOOK_LINKS} <= set(names):
        raise BadWorkbook("file_type")
    reader = _PartReader(archive)
    types = reader.read(CONTENT_TYPES, MAX_TAGS_OF_LINKS)
    _refuse_active(names, types)
    book = reader.read(WORKBOOK, MAX_TAGS_OF_BOOK)
    if book.count(b"sheetId") > MAX_SHEETS:
        raise BadWorkbook("file_sheets", limit=MAX_SHEETS)
    parts = {CONTENT_TYPES: types, WORKBOOK: book}
    parts |= {name: reader.read(name, MAX_TAGS_OF_LINKS) for name in (ROOT_LINKS, WORKBOOK_LINKS)}
    links = _links(parts[WORKBOOK_LINKS])
    parts |= {name: reader.read(name) for name in links if name not in parts}
    _check_parts(parts, links)
    return parts


class _PartReader:
    """Unpacks parts, together never more than may be unpacked, whatever their headers say."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.left = MAX_UNPACKED

    def read(self, name: str, tags: int = 0) -> bytes:
        """One part as UTF-8 XML without a document type, with at most so many ``tags``; 0: they are counted later."""
        entry = self.archive.getinfo(name)
        if entry.flag_bits & 1:
            raise BadWorkbook("file_encrypted")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise BadWorkbook("file_damaged")
        with self.archive.open(entry) as stream:
            part = stream.read(self.left + 1)
        self.left -= len(part)
        if self.left < 0:
            raise BadWorkbook("file_unpacked", limit=MAX_UNPACKED // MEGABYTE)
        declared = _ENCODING.match(part.removeprefix(b"\xef\xbb\xbf"))
        foreign = declared and declared[1].lower() not in (b"utf-8", b"utf8", b"us-ascii")
        if foreign or b"\0" in part[:256] or b"<!DOCTYPE" in part:
            raise BadWorkbook("file_damaged")
        if tags:
            check_tags(part, tags)
        return part


def _refuse_active(names: list[str], types: bytes) -> None:
    """Refuse macros, links to other files and embedded objects."""
    listed = "\n".join(["", *names, types.decode("utf-8", "replace")])
    for code, pattern in _REFUSED.items():
        if pattern.search(listed):
            raise BadWorkbook(code)


def _links(part: bytes) -> dict[str, str]:
    """The parts that the workbook reads, by name, with the kind of each; targets outside are refused."""
    found: dict[str, str] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if not tag.endswith("Relationship"):
            return
        if attributes.get("TargetMode") == "External":
            raise BadWorkbook("file_external")
        kind = attributes.get("Type", "")
        if kind.endswith(READ_KINDS):
            found[posixpath.normpath(posixpath.join("/xl", attributes["Target"]))[1:]] = kind

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    try:
        parser.Parse(part, True)
    except expat.ExpatError:
        raise BadWorkbook("file_damaged") from None
    return found


def _check_parts(parts: Mapping[str, bytes], links: Mapping[str, str]) -> None:
    cells = 0
    for name, part in parts.items():
        if links.get(name, "").endswith(STYLES):
            check_tags(part, MAX_TAGS_OF_BOOK)
        check_cells(part)
        cells += part.count(b"<c ")
        if cells > MAX_ROWS * MAX_COLUMNS:
            raise BadWorkbook("file_cells")
        if b"<f" in part and (found := list(islice(_UNCOUNTED.finditer(part), NAMED_AT_MOST + 1))):
            names = [cell[1].decode() for cell in map(_CELL_NAME.search, (one[0] for one in found)) if cell]
            told = "、".join(names[:NAMED_AT_MOST]) + ("…" if len(found) > NAMED_AT_MOST else "")
            raise BadWorkbook("file_formulas", sheet=titles_of(parts).get(name, ""), cells=told)
    for text_part in (name for name, kind in links.items() if kind.endswith(TEXTS)):
        texts = checked_texts(parts[text_part])
        for name, part in parts.items():
            if name != text_part:
                check_shared_text(part, texts)


def titles_of(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Part of each worksheet to its title."""
    targets = {}
    for link in LINK.findall(parts[WORKBOOK_LINKS]):
        text = link.decode()
        if attribute(text, "Type").endswith("/worksheet"):
            path = posixpath.normpath(posixpath.join("/xl", attribute(text, "Target")))[1:]
            targets[attribute(text, "Id")] = path
    found = {}
    for tag in _SHEET.findall(parts[WORKBOOK].decode()):
        path = targets.get(attribute(tag, r"\w+:id"), "")
        if path in parts:
            found[path] = attribute(tag, "name")
    return found


def attribute(tag: str, name: str) -> str:
    """The value of an attribute in the text of a tag; "" where it has none."""
    found = re.search(rf"""\s{name}\s*=\s*(?:"([^"]*)"|'([^']*)')""", tag)
    return unescape(found[1] or found[2] or "") if found else ""
