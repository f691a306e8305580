"""Small true pictures for tests, made of bytes."""

import struct
import zlib


def png(width: int, height: int, *, rows: int | None = None) -> bytes:
    """A white PNG; with ``rows`` other than its height, one that was cut off inside."""
    packed = zlib.compress(b"".join(b"\0" + b"\xff" * width for _row in range(height if rows is None else rows)))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def jpeg(width: int, height: int) -> bytes:
    """The frame of a grey JPEG with a scan in it."""
    frame = struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    scan = struct.pack(">HB", 8, 1) + b"\x01\x00\x00\x3f\x00"
    start = b"\xff\xd8\xff\xe0" + struct.pack(">H", 16) + b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
    return start + b"\xff\xc0" + frame + b"\xff\xda" + scan + b"\x7f\x00" * 20 + b"\xff\xd9"
