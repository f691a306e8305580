"""The container of old workbooks (.xls): finding the one stream that is read, and packing it anew without the rest.

A container is a file of sectors, with a table that chains them and a directory that names the streams. Every length
and link in it is a claim of whoever wrote it, so chains are followed no further than the file is long.
"""

import struct
from collections.abc import Iterator

from yuping.core.excel.limits import BadWorkbook

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
END, FREE, TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
SECTOR, HEADER_ENTRIES, ENTRY = 512, 109, 128
ROOT, STREAM = 5, 2
SMALLEST = 4096
_MACROS = ("_VBA_PROJECT_CUR", "_VBA_PROJECT", "VBA")
_ENCRYPTED = ("EncryptedPackage", "EncryptionInfo")


def workbook_stream(data: bytes) -> bytes:
    """The stream of the workbook. Raises `BadWorkbook` for another container, macros and encryption."""
    try:
        return _Container(data).workbook()
    except (struct.error, IndexError, KeyError, UnicodeDecodeError):
        raise BadWorkbook("file_damaged") from None


class _Container:
    """The sectors of a container, its chains and its directory."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        (shift, small_shift) = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or small_shift != 6:
            raise BadWorkbook("file_damaged")
        self.size = 1 << shift
        self.count = len(data) // self.size
        self.table = self._table()

    def _table(self) -> list[int]:
        """Sector to the next one of its chain."""
        (first_more, number_more) = struct.unpack_from("<II", self.data, 68)
        sectors = list(struct.unpack_from(f"<{HEADER_ENTRIES}I", self.data, 76))
        place, per = first_more, self.size // 4
        for _turn in range(min(number_more, self.count)):
            if place >= self.count:
                break
            more = struct.unpack(f"<{per}I", self._sector(place))
            sectors += more[:-1]
            place = more[-1]
        table: list[int] = []
        for sector in sectors:
            if sector < self.count and len(table) < self.count:
                table += struct.unpack(f"<{per}I", self._sector(sector))
        return table

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self.size
        return self.data[start : start + self.size].ljust(self.size, b"\0")

    def _chain(self, start: int, table: list[int]) -> Iterator[int]:
        place = start
        for _turn in range(len(table)):
            if place >= len(table):
                return
            yield place
            place = table[place]
        if place < len(table):
            raise BadWorkbook("file_damaged")

    def _large(self, start: int) -> bytes:
        return b"".join(map(self._sector, self._chain(start, self.table)))

    def workbook(self) -> bytes:
        directory = self._large(struct.unpack_from("<I", self.data, 48)[0])
        found: dict[str, tuple[int, int, int]] = {}
        for place in range(0, len(directory) - ENTRY + 1, ENTRY):
            entry = directory[place : place + ENTRY]
            length = struct.unpack_from("<H", entry, 64)[0]
            if entry[66] and 2 <= length <= 64:
                name = entry[: length - 2].decode("utf-16-le")
                found.setdefault(name, (entry[66], *struct.unpack_from("<II", entry, 116)))
        if any(name in found for name in _ENCRYPTED):
            raise BadWorkbook("file_encrypted")
        if any(name in found for name in _MACROS):
            raise BadWorkbook("file_macros")
        if "Root Entry" not in found:
            raise BadWorkbook("file_damaged")
        kind, start, size = found.get("Workbook") or (0, 0, 0)
        if kind != STREAM:
            raise BadWorkbook("file_old_excel" if "Book" in found else "file_type")
        whole = self._large(start) if size >= SMALLEST else self._small(found["Root Entry"][1], start)
        if len(whole) < size:
            raise BadWorkbook("file_damaged")
        return whole[:size]

    def _small(self, holder: int, start: int) -> bytes:
        """A short stream: it lies in pieces of 64 bytes inside the root's own stream."""
        pieces = self._large(holder)
        raw = self._large(struct.unpack_from("<I", self.data, 60)[0])
        table = list(struct.unpack(f"<{len(raw) // 4}I", raw))
        return b"".join(pieces[place * 64 : place * 64 + 64] for place in self._chain(start, table))


def packed_stream(stream: bytes) -> bytes:
    """A container that holds this workbook stream and nothing else."""
    stream = stream.ljust(SMALLEST, b"\0")
    body = stream + bytes(-len(stream) % SECTOR)
    length, per = len(body) // SECTOR, SECTOR // 4
    tables = 1
    while tables * per < length + 1 + tables + _more(tables):
        tables += 1
    more = _more(tables)
    # Sectors: the stream, the directory, the table, what of the table's places the header can't hold.
    directory, first = length, length + 1
    chain = [*range(1, length), END, END, *[TABLE] * tables, *[TABLE - 1] * more]
    chain += [FREE] * (tables * per - len(chain))
    places = list(range(first, first + tables))
    header = bytearray(SECTOR)
    header[:8] = SIGNATURE
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", header, 40, 0, tables, directory, 0, SMALLEST, END, 0, first + tables, more)
    if not more:
        struct.pack_into("<I", header, 68, END)
    inside = places[:HEADER_ENTRIES]
    struct.pack_into(f"<{HEADER_ENTRIES}I", header, 76, *inside, *[FREE] * (HEADER_ENTRIES - len(inside)))
    rest, overflow = places[HEADER_ENTRIES:], b""
    for turn in range(more):
        part = rest[turn * (per - 1) : (turn + 1) * (per - 1)]
        following = first + tables + turn + 1 if turn + 1 < more else END
        overflow += struct.pack(f"<{per}I", *part, *[FREE] * (per - 1 - len(part)), following)
    names = _entry("Root Entry", ROOT, 1, END, 0) + _entry("Workbook", STREAM, FREE, 0, len(stream))
    return bytes(header) + body + names.ljust(SECTOR, b"\0") + struct.pack(f"<{tables * per}I", *chain) + overflow


def _more(tables: int) -> int:
    """How many sectors hold the places of the table beyond those in the header."""
    beyond = max(0, tables - HEADER_ENTRIES)
    return -(-beyond // (SECTOR // 4 - 1))


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    entry = bytearray(ENTRY)
    entry[: len(text)] = text
    struct.pack_into("<HBBIII", entry, 64, len(text), kind, 1, FREE, FREE, child)
    struct.pack_into("<II", entry, 116, start, size)
    return bytes(entry)
