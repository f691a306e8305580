"""The photograph of a notice: a picture when it is handed in, and shown to whoever may see the notice."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dividends.models import Notice
from tests.dividends.conftest import FIRST, PHOTO, Year
from tests.factories import COUNTY, make_user
from tests.people import browser
from tests.pictures import GPS, from_a_telephone, png


def hand_in(year: Year, photo: bytes) -> "object":
    batch = year.locked()
    values = {"village": FIRST, "place": "公示栏", "starts_on": "2016-11-14", "ends_on": "2016-11-24"}
    upload = SimpleUploadedFile("a.jpg", photo, content_type="image/jpeg")
    return browser(year.cast.clerk).post(
        reverse("dividends:batch_publish", args=[batch.pk]), {**values, "photo": upload}
    )


@pytest.mark.parametrize(
    "photo",
    [b"\xff\xd8\xffphoto", b"\xff\xd8\xff<script>alert(1)</script>\xff\xd9", PHOTO[:-2], png(20, 20)],
    ids=["three bytes", "page", "cut off", "tiny"],
)
def test_what_nobody_can_look_at_is_refused_at_its_field(year: Year, photo: bytes):
    answer = hand_in(year, photo)

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"photo"}
    assert not Notice.unguarded.exists()


@pytest.mark.parametrize(("photo", "kind"), [(PHOTO, "image/jpeg"), (png(240, 160), "image/png")])
def test_who_confirms_looks_at_the_photograph_from_the_batch_page(year: Year, photo: bytes, kind: str):
    hand_in(year, photo)
    notice = Notice.unguarded.get()
    office, address = browser(year.cast.office), reverse("dividends:notice_photo", args=[notice.pk])

    page = office.get(reverse("dividends:batch_detail", args=[notice.batch_id])).content.decode()
    shown = office.get(address)

    assert address in page
    assert (shown.content, shown.headers["Content-Type"]) == (photo, kind)
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert shown.headers["X-Content-Type-Options"] == "nosniff"


def test_another_township_and_strangers_do_not_see_it(year: Year):
    hand_in(year, PHOTO)
    address = reverse("dividends:notice_photo", args=[Notice.unguarded.get().pk])

    assert browser(year.cast.clerk).get(address).status_code == 200
    assert browser(year.cast.clerk2).get(address).status_code == 404
    assert browser(make_user(("system_admin", COUNTY))).get(address).status_code == 403
    assert browser().get(address).status_code == 302


def test_a_picture_that_was_changed_since_is_not_shown(year: Year):
    hand_in(year, PHOTO)
    notice = Notice.unguarded.get()
    with notice.photo.storage.open(notice.photo.name, "wb") as stored:
        stored.write(png(240, 160))

    assert browser(year.cast.office).get(reverse("dividends:notice_photo", args=[notice.pk])).status_code == 404


def test_where_and_with_what_it_was_taken_is_not_kept(year: Year):
    hand_in(year, from_a_telephone(640, 480))

    notice = Notice.unguarded.get()
    with notice.photo.open("rb") as stored:
        kept = stored.read()
    assert GPS not in kept
    assert hashlib.sha256(kept).hexdigest() == notice.photo_sha256
