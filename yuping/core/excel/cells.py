"""Measuring the cells of a worksheet part without building them.

Office programs write every cell as `<c r="B7"`, so a few searches over the bytes settle nearly every file.
What looks different, or holds a cell beyond the limits, is walked tag by tag: only cells with content
count, because formatting whole columns leaves blank ones far below the last row.
"""

import re
from xml.parsers import expat

from yuping.core.excel.limits import MAX_COLUMNS, MAX_ROWS, MAX_TAGS, MAX_TAGS_OF_TEXT, MAX_TEXT, MAX_TEXTS, BadWorkbook

_WITHIN = rb'(?:[A-Z]|[A-C][A-Z]|D[A-P])(?:[1-9][0-9]{0,3}|1[0-9]{4}|20000)"'
_BEYOND = re.compile(rb'<c r="(?!' + _WITHIN + rb")")
_UNUSUAL = tuple(
    start + end for start in (b"<c", b":c") for end in (b" ", b"\t", b"\n", b"\r", b">", b"/") if start + end != b"<c "
)
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_TEXT = re.compile(rb"<(?:[A-Za-z]\w*:)?si[\s/>]")
_SHARED_TEXT = re.compile(rb't="s"[^<>]*><v>([0-9]{1,7})</v>')


def check_cells(part: bytes) -> None:
    """Raise `BadWorkbook` for content beyond the allowed rows and columns and for far too many cells."""
    if part.count(b"<c ") > MAX_ROWS * MAX_COLUMNS:
        raise BadWorkbook("file_cells")
    usual = part.count(b"<c ") == part.count(b'<c r="') and not any(mark in part for mark in _UNUSUAL)
    if not usual or _BEYOND.search(part):
        _Walk().over(part)


def check_texts(texts: bytes) -> None:
    """Raise `BadWorkbook` for more shared texts, or more tags in them, than cells could point to.

    An empty one takes five bytes of the file and many times as many of memory.
    """
    if len(_TEXT.findall(texts)) > MAX_TEXTS or texts.count(b"<") > MAX_TAGS_OF_TEXT * MAX_TEXTS:
        raise BadWorkbook("file_cells")


def check_shared_text(part: bytes, texts: bytes) -> None:
    """Raise `BadWorkbook` when the cells of a part repeat shared texts beyond the memory allowed for text."""
    cells = part.count(b'"s"') + part.count(b"'s'")
    pieces = [len(piece) for piece in texts.split(b"</si>")]
    longest = max(pieces)
    if cells * longest <= MAX_TEXT:
        return
    if b"<si/>" in texts or b"<si />" in texts:
        raise BadWorkbook("file_cells")
    named = [int(index) for index in _SHARED_TEXT.findall(part)]
    total = sum(pieces[index] for index in named if index < len(pieces))
    if total + (cells - len(named)) * longest > MAX_TEXT:
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
