"""The papers of a household on its pages: attached, handed out as they were kept, refused."""

import datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from households.models import Document, Household
from tests.households.factories import make_household, make_member
from tests.households.pages import body, page_of, signed_in, url
from tests.pictures import png
from villages.models import Village
from yuping.accounts.models import User
from yuping.audit.models import AuditEntry

pytestmark = pytest.mark.usefixtures("demo_day")
PNG = png(40, 30)


@pytest.fixture
def household(village: Village) -> Household:
    return make_household(village)


def test_a_paper_is_attached_and_downloaded(clerk: User, far_clerk: User, household: Household) -> None:
    typed = {"kind": "photo", "title": "户主照片", "dated_on": "2016-11-01"}
    file = SimpleUploadedFile("a.png", PNG, content_type="text/html")
    response = signed_in(clerk).post(url("document_attach", pk=household.pk), {**typed, "file": file})
    assert response.status_code == 302
    document = Document.unguarded.get()

    got = signed_in(clerk).get(url("document_download", pk=document.pk))

    assert got.content == PNG
    assert got.headers["Content-Type"] == "image/png"
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert signed_in(far_clerk).get(url("document_download", pk=document.pk)).status_code == 404
    looked = AuditEntry.objects.filter(verb="households.view_document").order_by("seq")
    assert [(entry.actor_name, entry.outcome) for entry in looked] == [
        (clerk.full_name, "done"),
        (far_clerk.full_name, "refused"),
    ]


def test_a_paper_that_is_not_the_one_that_was_kept_is_not_handed_out(clerk: User, household: Household) -> None:
    file = SimpleUploadedFile("a.png", PNG)
    typed = {"kind": "photo", "title": "户主照片", "dated_on": "2016-11-01", "file": file}
    signed_in(clerk).post(url("document_attach", pk=household.pk), typed)
    document = Document.unguarded.get()
    kept = Path(document.file.path)

    kept.write_bytes(PNG + b"<script>")
    altered = signed_in(clerk).get(url("document_download", pk=document.pk))
    kept.unlink()
    missing = signed_in(clerk).get(url("document_download", pk=document.pk))

    assert (altered.status_code, missing.status_code) == (404, 404)
    assert "与存入时不同" in body(altered)
    assert "已不在存储中" in body(missing)
    assert not AuditEntry.objects.filter(verb="households.view_document").exists()


def test_children_under_fourteen_are_hidden_from_leadership_to_the_day(
    leader: User, clerk: User, household: Household
) -> None:
    births = {"王十四": datetime.date(2002, 12, 1), "王明日": datetime.date(2002, 12, 2)}
    for number, (name, born) in enumerate(births.items(), start=401):
        make_member(household, number=number, name=name, relation="03", birth_date=born)
    pages = [
        ("household_detail", {"pk": household.pk}),
        ("household_members", {"pk": household.pk}),
        ("member_list", {}),
    ]

    for name, keys in pages:
        seen, full = body(page_of(leader, name, **keys)), body(page_of(clerk, name, **keys))
        assert "王十四" in seen
        assert "王明日" not in seen
        assert "14 岁" in seen
        assert "王明日" in full
        assert "14 岁" not in full


@pytest.mark.parametrize("data", [b"<html>", b"MZ" + b"0" * 40, b""], ids=["page", "program", "empty"])
def test_another_kind_of_file_is_refused_at_its_field(clerk: User, household: Household, data: bytes) -> None:
    file = SimpleUploadedFile("a.pdf", data, content_type="application/pdf")
    typed = {"kind": "photo", "title": "户主照片", "dated_on": "2016-11-01", "file": file}

    response = signed_in(clerk).post(url("document_attach", pk=household.pk), typed)

    assert response.status_code == 422
    assert "id_file_error" in body(response)


def test_a_file_of_another_kind_and_one_too_large_are_told_apart(clerk: User, household: Household) -> None:
    typed = {"kind": "form", "title": "登记表", "dated_on": "2016-11-01"}
    said = []
    for data in (b"<html>", b"%PDF-" + b"0" * (5 * 1024 * 1024)):
        file = SimpleUploadedFile("a.pdf", data, content_type="application/pdf")
        page = signed_in(clerk).post(url("document_attach", pk=household.pk), {**typed, "file": file})
        said.append(str(page.context["form"].errors["file"][0]))

    assert "不是 PDF、JPEG 或 PNG" in said[0]
    assert "5.0 MB，超过 5 MB" in said[1]
