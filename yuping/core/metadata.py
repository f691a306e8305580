"""Photographs without what they tell beside the picture: place, time, camera, name. Standard library only.

A telephone writes where a house stands into its photograph. What is kept of a file is the picture: its packed data is
copied as it is, nothing is packed anew. Of the metadata only what the picture needs to be seen rightly stays: colour
profile (of a JPEG), colour transform, resolution, and which way up it is. What follows the picture's end is cut off.
"""

import struct
import zlib
from collections.abc import Iterator

from yuping.core.photos import JPEG, PNG, BadPhoto, read_photo

_EXIF, _PROFILE, _ADOBE, _JFIF = b"Exif\0\0", b"ICC_PROFILE\0", b"Adobe", b"JFIF\0"
_APP0, _APP1, _APP2, _APP14, _COMMENT = 0xE0, 0xE1, 0xE2, 0xEE, 0xFE
_START, _END, _SCAN, _FILL = 0xD8, 0xD9, 0xDA, 0xFF
_RESTARTS = frozenset(range(0xD0, 0xD8))
_APPS = frozenset(range(0xE0, 0xF0))
# Frames, tables, scans and what steers them; marks that no picture needs are left out.
_OF_THE_PICTURE = frozenset({*range(0xC0, 0xD0), *range(_SCAN, 0xE0)})
_ORIENTATION = 0x0112
# Chunks of a PNG that are the picture, or say how its colours and its size are meant. A profile (iCCP) is packed bytes
# of any length in which a name could stand, and a ground (bKGD) is no part of the picture: both are left out.
_KEPT = frozenset(b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB sBIT pHYs cICP".split())


def without_metadata(data: bytes) -> bytes:
    """The same picture with nothing beside it; raises BadPhoto for what is no photograph."""
    read_photo(data)
    try:
        return _bare_png(data) if data.startswith(PNG) else _bare_jpeg(data)
    except (struct.error, IndexError, ValueError):
        raise BadPhoto("photo_unreadable") from None


def _bare_png(data: bytes) -> bytes:
    found, place = [PNG], len(PNG)
    while place < len(data):
        (length,) = struct.unpack_from(">I", data, place)
        name, whole = data[place + 4 : place + 8], data[place : place + 12 + length]
        if name in _KEPT:
            found.append(whole)
        elif name == b"eXIf" and (turned := _orientation(whole[8:-4])):
            found.append(_chunk(b"eXIf", _orientation_alone(turned)))
        if name == b"IEND":
            break
        place += 12 + length
    return b"".join(found)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _bare_jpeg(data: bytes) -> bytes:
    head, rest, turned = [], [], 0
    for mark, part in _parts(data):
        if mark == _APP1 and part[4:].startswith(_EXIF):
            turned = turned or _orientation(part[4 + len(_EXIF) :])
        elif mark in _APPS or mark == _COMMENT:
            if _is_of_the_picture(mark, part[4:]):
                (rest if rest else head).append(part)
        elif mark in _OF_THE_PICTURE:
            rest.append(part)
    if turned:
        body = _EXIF + _orientation_alone(turned)
        # Behind JFIF, which has to be the first.
        first = 1 if head and head[0][1] == _APP0 else 0
        head.insert(first, bytes([_FILL, _APP1]) + struct.pack(">H", len(body) + 2) + body)
    return b"".join([JPEG[:2], *head, *rest, bytes([_FILL, _END])])


def _is_of_the_picture(mark: int, body: bytes) -> bool:
    """Whether an application's segment changes how the picture is seen."""
    if mark == _APP0:
        # A thumbnail of its own would be a second picture.
        return body.startswith(_JFIF) and body[12:14] == b"\0\0"
    return (mark == _APP2 and body.startswith(_PROFILE)) or (mark == _APP14 and body.startswith(_ADOBE))


def _parts(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Mark and bytes of each segment up to the end of the picture; a scan comes with its packed data."""
    place = 2
    while True:
        while data[place + 1] == _FILL:
            place += 1
        mark = data[place + 1]
        if data[place] != _FILL or mark == 0:
            raise BadPhoto("photo_unreadable")
        if mark == _END:
            return
        (length,) = struct.unpack_from(">H", data, place + 2)
        end = place + 2 + length
        if mark == _SCAN:
            end = _end_of_scan(data, end)
        yield mark, data[place:end]
        place = end


def _end_of_scan(data: bytes, place: int) -> int:
    """Where the next mark stands behind packed data: not a stuffed byte, not a restart."""
    while True:
        place = data.index(_FILL, place)
        following = data[place + 1]
        if following == 0 or following in _RESTARTS:
            place += 2
        elif following == _FILL:
            place += 1
        else:
            return place


def _orientation(tiff: bytes) -> int:
    """Which way up the picture is, 2 to 8; 0 for upright, and for what can't be read."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2], "")
    if not order:
        return 0
    try:
        (place,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, place)
        for number in range(min(count, 200)):
            tag, kind, _count, value = struct.unpack_from(f"{order}HHIH", tiff, place + 2 + 12 * number)
            if (tag, kind) == (_ORIENTATION, 3):
                return value if 2 <= value <= 8 else 0
    except struct.error:
        return 0
    return 0


def _orientation_alone(turned: int) -> bytes:
    """The shortest record that says which way up, and nothing else."""
    return b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, turned, 0, 0)
