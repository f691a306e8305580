"""Old workbooks (.xls, BIFF8) for the tests: small ones written record by record."""

import datetime
import struct
from collections.abc import Mapping, Sequence
from typing import Any

from yuping.core.excel.compound import packed_stream

LARGEST = 8224
FIRST_DAY = datetime.date(1899, 12, 30)


def record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _text(value: str) -> bytes:
    encoded = value.encode("utf-16-le")
    return struct.pack("<HB", len(encoded) // 2, 1) + encoded


def shared(texts: Sequence[str]) -> bytes:
    """The shared texts, continued in further records as Excel does."""
    pieces = [struct.pack("<II", len(texts), len(texts))]
    for text in map(_text, texts):
        if len(pieces[-1]) + len(text) > LARGEST:
            pieces.append(b"")
        pieces[-1] += text
    first, *more = pieces
    return record(0xFC, first) + b"".join(record(0x3C, piece) for piece in more)


def cell(row: int, column: int, value: Any, texts: list[str]) -> bytes:
    if isinstance(value, str):
        texts.append(value)
        return record(0xFD, struct.pack("<HHHI", row, column, 0, len(texts) - 1))
    if isinstance(value, bool):
        return record(0x205, struct.pack("<HHHBB", row, column, 0, value, 0))
    if isinstance(value, datetime.date):
        return record(0x203, struct.pack("<HHHd", row, column, 1, (value - FIRST_DAY).days))
    return record(0x203, struct.pack("<HHHd", row, column, 0, float(value)))


def stream(sheets: Mapping[str, Sequence[Sequence[Any]]], *, more: Sequence[bytes] = (), extra: bytes = b"") -> bytes:
    """A workbook stream; ``more`` stands among the globals, ``extra`` at the end of each sheet."""
    texts: list[str] = []
    bodies = []
    for rows in sheets.values():
        body = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
        body += record(0x200, struct.pack("<IIHHH", 0, 1, 0, 1, 0))
        for row, cells in enumerate(rows):
            for column, value in enumerate(cells):
                if value is not None and value != "":
                    body += cell(row, column, value, texts)
        bodies.append(body + extra + record(0x0A))
    start = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + record(0x42, struct.pack("<H", 1200))
    # Two formats of cells: general, and a day.
    for form in (0, 14):
        start += record(0xE0, struct.pack("<HH", 0, form) + bytes(16))
    start += b"".join(more)
    names = [title.encode("utf-16-le") for title in sheets]
    rest = shared(texts) + record(0x0A)
    place = len(start) + sum(12 + len(name) for name in names) + len(rest)
    for name, body in zip(names, bodies, strict=True):
        start += record(0x85, struct.pack("<IBBBB", place, 0, 0, len(name) // 2, 1) + name)
        place += len(body)
    return start + rest + b"".join(bodies)


def old_workbook(sheets: Mapping[str, Sequence[Sequence[Any]]], **more: Any) -> bytes:
    return packed_stream(stream(sheets, **more))
