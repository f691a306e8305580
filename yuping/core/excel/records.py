"""What the records of an old workbook (.xls, BIFF8) must pass before a parser sees them.

As with the new form, a few bytes can ask a parser for gigabytes: a sheet that claims four billion rows, one long
text that a million cells point to. The records are walked once; the claims of size are set to what was counted.
"""

import struct
from collections.abc import Iterator

from yuping.core.excel.compound import packed_stream, workbook_stream
from yuping.core.excel.limits import MAX_COLUMNS, MAX_ROWS, MAX_SHEETS, MAX_TEXT, BadWorkbook

BOF, EOF, SHEET, FILEPASS, CONTINUE, TEXTS, TEXT_CELL, EXTENT = 0x809, 0x0A, 0x85, 0x2F, 0x3C, 0xFC, 0xFD, 0x200
BIFF8 = 0x600
MULTIPLE = 0xBD
# Cells with content: formula, number, text, rich text, truth or error, short number; blank ones are not read.
CELLS = frozenset({0x06, 0x203, 0x204, 0xD6, 0x205, 0x27E, TEXT_CELL, MULTIPLE})
MACRO_SHEETS = (1, 6)


def checked_records(data: bytes) -> bytes:
    """An .xls with nothing but its checked workbook stream. Raises `BadWorkbook`."""
    stream = bytearray(workbook_stream(data))
    try:
        _Check(stream).over()
    except (struct.error, IndexError):
        raise BadWorkbook("file_damaged") from None
    return packed_stream(bytes(stream))


def _records(stream: bytes | bytearray) -> Iterator[tuple[int, int, int]]:
    """Kind of each record, where its content begins, and its length."""
    place, end = 0, len(stream)
    while place + 4 <= end:
        kind, length = struct.unpack_from("<HH", stream, place)
        if place + 4 + length > end:
            raise BadWorkbook("file_damaged")
        yield kind, place + 4, length
        place += 4 + length


class _Check:
    """One pass over the records, stopping at the first that goes beyond the limits."""

    def __init__(self, stream: bytearray) -> None:
        self.stream = stream
        self.sheets = self.cells = self.text = 0
        self.lengths: list[int] = []
        self.extent, self.last_row, self.last_column = 0, 0, 0
        self.acts = {BOF: self._begin, EOF: self._end, SHEET: self._sheet, TEXTS: self._texts, EXTENT: self._claim}

    def over(self) -> None:
        if struct.unpack_from("<H", self.stream, 0)[0] != BOF:
            raise BadWorkbook("file_damaged")
        for kind, start, length in _records(self.stream):
            if kind in CELLS:
                self._cell(kind, start, length)
            elif kind == FILEPASS:
                raise BadWorkbook("file_encrypted")
            elif kind in self.acts:
                self.acts[kind](start, length)

    def _cell(self, kind: int, start: int, length: int) -> None:
        row, column = _last_cell(self.stream, kind, start, length)
        self.last_row, self.last_column = max(self.last_row, row), max(self.last_column, column)
        self.cells += 1
        if kind == TEXT_CELL:
            self.text += self.lengths[struct.unpack_from("<I", self.stream, start + 6)[0]]
        if self.cells > MAX_ROWS * MAX_COLUMNS or self.text > MAX_TEXT:
            raise BadWorkbook("file_cells")

    def _begin(self, start: int, length: int) -> None:
        if struct.unpack_from("<H", self.stream, start)[0] != BIFF8:
            raise BadWorkbook("file_old_excel")
        self.extent = self.last_row = self.last_column = 0

    def _sheet(self, start: int, length: int) -> None:
        self.sheets += 1
        if self.sheets > MAX_SHEETS:
            raise BadWorkbook("file_sheets", limit=MAX_SHEETS)
        if self.stream[start + 5] in MACRO_SHEETS:
            raise BadWorkbook("file_macros")

    def _texts(self, start: int, length: int) -> None:
        self.lengths = _text_lengths(self.stream, start, length)

    def _claim(self, start: int, length: int) -> None:
        """Of several claims each is set, so that none is left standing."""
        struct.pack_into("<IIHH", self.stream, start, 0, 1, 0, 1)
        self.extent = start

    def _end(self, start: int, length: int) -> None:
        if self.extent:
            extent = 0, self.last_row + 1, 0, self.last_column + 1
            struct.pack_into("<IIHH", self.stream, self.extent, *extent)


def _last_cell(stream: bytearray, kind: int, start: int, length: int) -> tuple[int, int]:
    row, column = struct.unpack_from("<HH", stream, start)
    if kind == MULTIPLE:
        column = struct.unpack_from("<H", stream, start + length - 2)[0]
    if row >= MAX_ROWS:
        raise BadWorkbook("file_rows", limit=MAX_ROWS)
    if column >= MAX_COLUMNS:
        raise BadWorkbook("file_columns", limit=MAX_COLUMNS)
    return row, column


def _text_lengths(stream: bytearray, start: int, length: int) -> list[int]:
    """The lengths of the shared texts; the list runs on through the records that continue it."""
    count = struct.unpack_from("<I", stream, start + 4)[0]
    reader = _TextReader(stream, start, length)
    reader.place += 8
    if count > len(stream) // 3:
        raise BadWorkbook("file_damaged")
    return [reader.text() for _number in range(count)]


class _TextReader:
    """Walks over shared texts, from record to record."""

    def __init__(self, stream: bytearray, start: int, length: int) -> None:
        self.stream, self.place, self.end = stream, start, start + length

    def _next(self) -> None:
        kind, length = struct.unpack_from("<HH", self.stream, self.end)
        if kind != CONTINUE or self.end + 4 + length > len(self.stream):
            raise BadWorkbook("file_damaged")
        self.place, self.end = self.end + 4, self.end + 4 + length

    def _skip(self, length: int) -> None:
        while length > self.end - self.place:
            length -= self.end - self.place
            self._next()
        self.place += length

    def text(self) -> int:
        if self.place >= self.end:
            self._next()
        chars, flags = struct.unpack_from("<HB", self.stream, self.place)
        self.place += 3
        after = 0
        if flags & 8:
            after += 4 * struct.unpack_from("<H", self.stream, self.place)[0]
            self.place += 2
        if flags & 4:
            after += struct.unpack_from("<I", self.stream, self.place)[0]
            self.place += 4
        left, width = chars, 1 + (flags & 1)
        while left * width > self.end - self.place:
            left -= (self.end - self.place) // width
            self._next()
            # A text that goes on says anew how wide its characters are.
            width = 1 + (self.stream[self.place] & 1)
            self.place += 1
        self.place += left * width
        self._skip(after)
        return chars
