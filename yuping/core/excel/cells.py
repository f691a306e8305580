"""Measuring the cells of a worksheet part without building them.

Office programs write every cell as `<c r="B7"`, so a few searches over the bytes settle nearly every file.
What looks different, or holds a cell beyond the limits, is walked tag by tag: only cells with content
count, because formatting whole columns leaves blank ones far below the last row.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from xml.parsers import expat

from yuping.core.excel.limits import (
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_TAGS,
    MAX_TAGS_BESIDE,
    MAX_TAGS_OF_CELL,
    MAX_TAGS_OF_TEXT,
    MAX_TEXT,
    MAX_TEXT_OF_CELL,
    MAX_TEXTS,
    BadWorkbook,
)

_WITHIN = rb'(?:[A-Z]|[A-C][A-Z]|D[A-P])(?:[1-9][0-9]{0,3}|1[0-9]{4}|20000)"'
_BEYOND = re.compile(rb'<c r="(?!' + _WITHIN + rb")")
_UNUSUAL = tuple(
    start + end for start in (b"<c", b":c") for end in (b" ", b"\t", b"\n", b"\r", b">", b"/") if start + end != b"<c "
)
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_TEXT = re.compile(rb"<(?:[A-Za-z]\w*:)?si[\s/>]")
# The attributes between are few; a part made of nothing else would be looked through again for each.
_SHARED_TEXT = re.compile(rb't="s"[^<>]{0,99}><v>([0-9]{1,7})</v>')


def check_tags(part: bytes, most: int) -> None:
    """Raise `BadWorkbook` for a part with more tags than this, or with a text longer than any cell holds."""
    if part.count(b"<") > most:
        raise BadWorkbook("file_cells")
    for start in range(0, len(part) - MAX_TEXT_OF_CELL, MAX_TEXT_OF_CELL):
        if part.find(b"<", start, start + MAX_TEXT_OF_CELL) < 0:
            raise BadWorkbook("file_cells")


def check_cells(part: bytes) -> None:
    """Raise `BadWorkbook` for content beyond the allowed rows and columns and for far too many cells or tags."""
    cells = part.count(b"<c ")
    if cells > MAX_ROWS * MAX_COLUMNS:
        raise BadWorkbook("file_cells")
    check_tags(part, MAX_TAGS_BESIDE + MAX_TAGS_OF_CELL * cells)
    usual = cells == part.count(b'<c r="') and not any(mark in part for mark in _UNUSUAL)
    if not usual or _BEYOND.search(part):
        _Walk().over(part)


@dataclass(frozen=True, slots=True)
class Texts:
    """How long the shared texts of a workbook are: each, where they can be told apart, and the longest."""

    lengths: Sequence[int] = ()
    longest: int = 0


def checked_texts(part: bytes) -> Texts:
    """The shared texts measured. Raises `BadWorkbook` for more of them, or more tags in them, than cells could
    point to: an empty one takes five bytes of the file and many times as many of memory."""
    check_tags(part, MAX_TAGS_OF_TEXT * MAX_TEXTS)
    if next(islice(_TEXT.finditer(part), MAX_TEXTS, None), None):
        raise BadWorkbook("file_cells")
    pieces = part.split(b"</si>")
    last = pieces.pop()
    longest = max(map(len, pieces), default=0)
    # A comment, a prefix or a text closed at once would let the numbers of those behind it slip.
    apart = b"<!" not in part and b":si" not in part and b"<si" not in last
    if not apart or any(piece.count(b"<si") != 1 for piece in pieces):
        return Texts(longest=max(longest, len(last)))
    return Texts(list(map(len, pieces)), longest)


def check_shared_text(part: bytes, texts: Texts) -> None:
    """Raise `BadWorkbook` when the cells of a part repeat shared texts beyond the memory allowed for text."""
    cells = part.count(b'"s"') + part.count(b"'s'")
    if cells * texts.longest <= MAX_TEXT:
        return
    named = [place for text in _SHARED_TEXT.findall(part) if (place := int(text)) < len(texts.lengths)]
    total = sum(texts.lengths[place] for place in named)
    if total + (cells - len(named)) * texts.longest > MAX_TEXT:
        raise BadWorkbook("file_cells")


class _Walk:
    """One pass over the tags of a worksheet, stopping at the first cell with content beyond the limits."""

    def __init__(self) -> None:
        self.row = 0
        self.column = 0
        self.tags = 0

    def over(self, part: bytes) -> None:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        try:
            parser.Parse(part, True)
        except expat.ExpatError:
            raise BadWorkbook("file_damaged") from None

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.tags += 1
        if self.tags > MAX_TAGS:
            raise BadWorkbook("file_cells")
        name = tag.rpartition(":")[2]
        if name == "row":
            number = attributes.get("r", "")
            self.row = int(number) if number.isdecimal() and len(number) < 9 else self.row + 1
            self.column = 0
        elif name == "c":
            self._move(attributes.get("r", ""))
        elif name in ("v", "is"):
            self._content()

    def _move(self, reference: str) -> None:
        self.column += 1
        if not reference:
            return
        found = _REFERENCE.fullmatch(reference)
        if not found:
            raise BadWorkbook("file_damaged")
        letters, number = found.groups()
        self.row, self.column = int(number), 0
        for letter in letters.upper():
            self.column = self.column * 26 + ord(letter) - 64

    def _content(self) -> None:
        if self.row > MAX_ROWS:
            raise BadWorkbook("file_rows", limit=MAX_ROWS)
        if self.column > MAX_COLUMNS:
            raise BadWorkbook("file_columns", limit=MAX_COLUMNS)
