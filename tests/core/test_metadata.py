"""Of a photograph the picture is kept and nothing beside it."""

import struct
import zlib

import pytest

from tests.pictures import CAMERA, GPS, chunk, exif, from_a_telephone, jpeg, png, png_with_text, segment
from yuping.core.metadata import without_metadata
from yuping.core.photos import BadPhoto, read_photo


def orientation_of(data: bytes) -> int | None:
    """As a viewer reads it: the first tag of the record."""
    place = data.find(b"Exif\0\0")
    if place < 0:
        return None
    tiff = data[place + 6 :]
    (count,) = struct.unpack_from(">H", tiff, 8)
    assert count == 1
    tag, _kind, _count, value = struct.unpack_from(">HHIH", tiff, 10)
    assert tag == 0x0112
    return value


@pytest.mark.parametrize("order", [">", "<"], ids=["big-endian", "little-endian"])
def test_place_camera_and_remark_of_a_jpeg_are_gone_and_it_stays_the_right_way_up(order: str):
    bare = without_metadata(from_a_telephone(640, 480, turned=6, order=order))

    assert GPS not in bare
    assert CAMERA not in bare
    assert orientation_of(bare) == 6
    assert (read_photo(bare).width, read_photo(bare).height) == (640, 480)


def test_the_packed_picture_is_the_same_bytes():
    plain, bare = jpeg(640, 480), without_metadata(from_a_telephone(640, 480, turned=1))

    assert bare == plain


@pytest.mark.parametrize("turned", [0, 1, 9, 77])
def test_an_upright_or_odd_orientation_leaves_no_record(turned: int):
    assert orientation_of(without_metadata(from_a_telephone(64, 48, turned=turned))) is None


def test_colours_stay_as_they_are_meant():
    plain = jpeg(64, 48)
    profile, adobe = segment(0xE2, b"ICC_PROFILE\0\x01\x01profile"), segment(0xEE, b"Adobe\0d\0\0\0\0\x01")
    other = segment(0xE2, b"MPF\0" + GPS)

    bare = without_metadata(plain[:20] + profile + other + adobe + plain[20:])

    assert profile in bare
    assert adobe in bare
    assert GPS not in bare


def test_a_picture_in_several_scans_is_kept_whole_and_what_stands_between_them_is_looked_at():
    plain = jpeg(64, 48)
    scan = plain[plain.index(b"\xff\xda") : -2]
    several = plain[:-2] + segment(0xFE, GPS) + segment(0xC4, b"table") + scan + b"\xff\xd0" + b"\x12" + b"\xff\xd9"

    bare = without_metadata(several)

    assert GPS not in bare
    assert bare == plain[:-2] + segment(0xC4, b"table") + scan + b"\xff\xd0\x12\xff\xd9"


def test_words_and_time_of_a_png_are_gone_and_the_picture_is_the_same():
    assert without_metadata(png_with_text(40, 30)) == png(40, 30)


def test_a_png_lying_on_its_side_says_so_and_nothing_else():
    bare = without_metadata(png_with_text(40, 30, turned=8))

    assert GPS not in bare
    assert CAMERA not in bare
    assert b"eXIf" in bare
    assert read_photo(bare) == read_photo(png(40, 30))


def test_what_was_bare_stays_as_it_is():
    for plain in (jpeg(64, 48), png(40, 30), without_metadata(from_a_telephone(64, 48))):
        assert without_metadata(plain) == plain


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4", jpeg(64, 48)[:-2], png(40, 30)[:-8]])
def test_what_is_no_photograph_is_refused(data: bytes):
    with pytest.raises(BadPhoto):
        without_metadata(data)


def test_every_cut_and_every_changed_byte_is_a_verdict_and_no_error():
    whole = from_a_telephone(20, 10)
    for place in range(len(whole)):
        for data in (whole[:place], whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]):
            try:
                bare = without_metadata(data)
            except BadPhoto:
                continue
            assert without_metadata(bare) == bare


def test_a_record_that_points_outside_itself_is_left_out():
    for tiff in (b"", b"MM", b"MM\0*\xff\xff\xff\xff", exif(6)[:12], b"XX" + exif(6)[2:]):
        plain = jpeg(64, 48)
        assert orientation_of(without_metadata(plain[:20] + segment(0xE1, b"Exif\0\0" + tiff) + plain[20:])) is None


def test_a_second_thumbnail_is_left_out():
    plain = jpeg(64, 48)
    small = segment(0xE0, b"JFXX\0\x10" + zlib.compress(GPS) + GPS)

    assert GPS not in without_metadata(plain[:20] + small + plain[20:])


def test_neither_profile_nor_ground_of_a_png_carries_anything_along():
    plain = png(40, 30)
    profile, ground = chunk(b"iCCP", b"icc\0\0" + zlib.compress(GPS)), chunk(b"bKGD", GPS)

    assert without_metadata(plain[:33] + profile + ground + plain[33:]) == plain


@pytest.mark.parametrize("behind", [GPS, b"\0"])
def test_bytes_behind_the_packed_picture_of_a_png_are_refused(behind: bytes):
    plain = png(40, 30)

    with pytest.raises(BadPhoto):
        without_metadata(plain[:-12] + chunk(b"IDAT", behind) + plain[-12:])


def test_an_interlaced_png_is_a_picture():
    passes = b"".join(
        b"\0" + b"\xff" * width
        for width, rows in [(1, 1), (1, 1), (2, 1), (2, 2), (4, 2), (4, 4), (8, 4)]
        for _row in range(rows)
    )
    header = struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 1)
    plain = png(8, 8)
    data = plain[:8] + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(passes)) + plain[-12:]

    assert without_metadata(data) == data
