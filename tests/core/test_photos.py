"""A photograph is what its content says, to the end."""

import pytest

from tests.pictures import jpeg, png
from yuping.core.photos import BadPhoto, Photo, read_photo


def test_kind_and_size_are_read():
    assert read_photo(png(240, 160)) == Photo("image/png", "png", 240, 160)
    assert read_photo(jpeg(640, 480)) == Photo("image/jpeg", "jpg", 640, 480)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xd8\xff",
        b"\xff\xd8\xffphoto",
        b"\xff\xd8\xff<html><script>alert(1)</script>\xff\xd9",
        b"\x89PNG\r\n\x1a\n",
        b"\x89PNG\r\n\x1a\nphoto",
        b"GIF89a" + b"\0" * 40,
        b"%PDF-1.7",
        png(240, 160)[:-8],
        png(240, 160)[:60],
        png(240, 160).replace(b"IDAT", b"IDAX"),
        png(240, 160, rows=3),
        png(0, 0),
        jpeg(640, 480)[:-2],
        jpeg(640, 480)[:20],
        jpeg(0, 0),
        jpeg(640, 480).replace(b"\xff\xc0", b"\xff\xc4"),
    ],
    ids=range(17),
)
def test_what_nobody_can_look_at_is_refused(data: bytes):
    with pytest.raises(BadPhoto) as refused:
        read_photo(data)

    assert refused.value.code == "photo_unreadable"


@pytest.mark.parametrize("data", [png(99, 400), jpeg(400, 99)], ids=["png", "jpeg"])
def test_a_picture_too_small_to_read_is_refused(data: bytes):
    with pytest.raises(BadPhoto) as refused:
        read_photo(data, least=100)

    assert (refused.value.code, refused.value.params) == ("photo_too_small", {"least": 100})


def test_every_cut_of_a_picture_is_refused():
    for whole in (png(20, 10), jpeg(20, 10)):
        for end in range(len(whole)):
            with pytest.raises(BadPhoto):
                read_photo(whole[:end])
