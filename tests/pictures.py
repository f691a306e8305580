"""Small true pictures and papers for tests, made of bytes."""

import struct
import zlib


def png(width: int, height: int, *, rows: int | None = None) -> bytes:
    """A white PNG; with ``rows`` other than its height, one that was cut off inside."""
    packed = zlib.compress(b"".join(b"\0" + b"\xff" * width for _row in range(height if rows is None else rows)))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def chunk(name: bytes, body: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def jpeg(width: int, height: int) -> bytes:
    """The frame of a grey JPEG with a scan in it."""
    frame = struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    scan = struct.pack(">HB", 8, 1) + b"\x01\x00\x00\x3f\x00"
    start = b"\xff\xd8\xff\xe0" + struct.pack(">H", 16) + b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
    return start + b"\xff\xc0" + frame + b"\xff\xda" + scan + b"\x7f\x00" * 20 + b"\xff\xd9"


GPS = b"27.2381N 108.9062E"
CAMERA = b"Synthetic Camera 5411"


def exif(turned: int, *, order: str = ">") -> bytes:
    """What a telephone writes: which way up, the camera, and where the house stands."""
    at = 8 + 2 + 3 * 12 + 4
    entries = struct.pack(f"{order}HHII", 0x010F, 2, len(CAMERA) + 1, at)
    entries += struct.pack(f"{order}HHIHH", 0x0112, 3, 1, turned, 0)
    entries += struct.pack(f"{order}HHII", 0x8825, 4, 1, at + len(CAMERA) + 1)
    start = (b"MM" if order == ">" else b"II") + struct.pack(f"{order}HI", 42, 8)
    return start + struct.pack(f"{order}H", 3) + entries + b"\0" * 4 + CAMERA + b"\0" + GPS


def segment(mark: int, body: bytes) -> bytes:
    """A segment of a JPEG."""
    return bytes([0xFF, mark]) + struct.pack(">H", len(body) + 2) + body


def from_a_telephone(width: int, height: int, *, turned: int = 6, order: str = ">") -> bytes:
    """A JPEG with place, camera, remark and a second picture behind it."""
    plain = jpeg(width, height)
    beside = segment(0xE1, b"Exif\0\0" + exif(turned, order=order)) + segment(
        0xE1, b"http://ns.adobe.com/xap/1.0/\0" + GPS
    )
    beside += segment(0xED, b"Photoshop 3.0\0" + GPS) + segment(0xFE, CAMERA)
    return plain[:20] + beside + plain[20:] + b"\xff\xd8" + segment(0xE1, b"Exif\0\0" + GPS) + b"\xff\xd9"


def png_with_text(width: int, height: int, *, turned: int = 1) -> bytes:
    """A PNG that tells its place in words and in a record of a camera."""
    plain = png(width, height)
    beside = (
        chunk(b"tEXt", b"Location\0" + GPS) + chunk(b"eXIf", exif(turned)) + chunk(b"tIME", b"\x07\xe0\x0c\x1f\0\0\0")
    )
    return plain[:33] + beside + plain[33:] + GPS


def pdf(*objects: bytes) -> bytes:
    """A one-page PDF with these objects besides."""
    listed = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>", *objects]
    body = b"".join(b"%d 0 obj %s endobj\n" % (number, text) for number, text in enumerate(listed, start=1))
    table = b"xref\n0 1\n0000000000 65535 f \n"
    return b"%PDF-1.4\n" + body + table + b"trailer << /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (9 + len(body))


def packed_objects(text: bytes) -> bytes:
    """Objects in a packed stream, where no plain search finds them."""
    packed = zlib.compress(text)
    return b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >> stream\n%s\nendstream" % (
        len(packed),
        packed,
    )
