"""What an uploaded photograph really is: its kind and size, read from its content. Standard library only.

Three right bytes at the start make no picture: somebody has to be able to look at it. The structure is walked to the
end (every chunk of a PNG with its check sum and its packed picture, every segment of a JPEG), so that a file that no
program shows, or one that was cut off, is refused when it is handed in.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from yuping.core.errors import BadInput

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
MOST_PIXELS_A_SIDE = 20_000
# Frame headers of a JPEG: baseline, extended, progressive, lossless and their like.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_END, _SCAN, _FILL = 0xD9, 0xDA, 0xFF
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_MOST_UNPACKED = 200 * 1024 * 1024


class BadPhoto(BadInput):
    """No photograph. Codes: `photo_unreadable`, `photo_too_small` (least, in pixels)."""


@dataclass(frozen=True)
class Photo:
    """A picture's kind and size in pixels."""

    content_type: str
    ending: str
    width: int
    height: int


def read_photo(data: bytes, *, least: int = 1) -> Photo:
    """The photograph's kind and size. Raises BadPhoto for anything else, and for one below ``least`` pixels a side."""
    try:
        photo = _png(data) if data.startswith(PNG) else _jpeg(data)
    except (struct.error, IndexError, zlib.error):
        raise BadPhoto("photo_unreadable") from None
    if not 0 < max(photo.width, photo.height) <= MOST_PIXELS_A_SIDE:
        raise BadPhoto("photo_unreadable")
    if min(photo.width, photo.height) < least:
        raise BadPhoto("photo_too_small", least=least)
    return photo


def _png(data: bytes) -> Photo:
    chunks = list(_chunks(data))
    names = [name for name, _body in chunks]
    if not names or names[0] != b"IHDR" or names[-1] != b"IEND":
        raise BadPhoto("photo_unreadable")
    width, height, depth, colour = struct.unpack(">IIBB", chunks[0][1][:10])
    rows = height * (1 + (width * depth * _CHANNELS.get(colour, 4) + 7) // 8)
    if rows > _MOST_UNPACKED:
        raise BadPhoto("photo_unreadable")
    interlaced = chunks[0][1][12]
    # The seven passes of an interlaced picture begin up to twice as many rows, each with two bytes more at most.
    most = rows + 4 * height + 64 if interlaced else rows
    unpacker = zlib.decompressobj()
    packed = b"".join(body for name, body in chunks if name == b"IDAT")
    unpacked = unpacker.decompress(packed, most + 1)
    # Bytes behind the packed picture would be no part of it, and kept with it.
    whole = unpacker.eof and not unpacker.unused_data
    if not unpacked or not whole or len(unpacked) > most or not interlaced and len(unpacked) != rows:
        raise BadPhoto("photo_unreadable")
    return Photo("image/png", "png", width, height)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(PNG)
    while place < len(data):
        (length,) = struct.unpack_from(">I", data, place)
        name, body = data[place + 4 : place + 8], data[place + 8 : place + 8 + length]
        (check,) = struct.unpack_from(">I", data, place + 8 + length)
        if zlib.crc32(name + body) != check:
            raise BadPhoto("photo_unreadable")
        yield name, body
        if name == b"IEND":
            return
        place += 12 + length


def _jpeg(data: bytes) -> Photo:
    """Walks the segments up to the first scan; behind it stand the packed picture and the end mark."""
    if not data.startswith(JPEG):
        raise BadPhoto("photo_unreadable")
    place, size = 2, None
    while True:
        if data[place] != _FILL:
            raise BadPhoto("photo_unreadable")
        mark = data[place + 1]
        if mark == _FILL:
            place += 1
            continue
        (length,) = struct.unpack_from(">H", data, place + 2)
        if mark in _FRAMES:
            size = struct.unpack_from(">HH", data, place + 5)
        place += 2 + length
        if mark == _SCAN:
            break
    if size is None or data.find(bytes([_FILL, _END]), place + 1) < 0:
        raise BadPhoto("photo_unreadable")
    height, width = size
    return Photo("image/jpeg", "jpg", width, height)
