"""A wrong paper is withdrawn with a reason: it stays readable, and nothing that is printed or chosen shows it."""

import datetime
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from households import services
from households.models import Document, Finding, Household
from tests.households.adjustments import colleague_of, propose, ready_to_exit, take
from tests.households.conftest import TODAY
from tests.households.factories import make_household
from tests.households.pages import body, page_of, signed_in, url
from tests.pictures import png
from villages.models import Village
from yuping.accounts.models import User
from yuping.audit import seals
from yuping.audit.models import AuditEntry
from yuping.core.errors import BadInput, MissingVerb, NotAllowedNow

PICTURE = png(64, 48)


@pytest.fixture(autouse=True)
def _attachments(settings: object, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def household(village: Village) -> Household:
    return make_household(village)


def attach(actor: User, household: Household, **values: object) -> Document:
    given = {"kind": "house_photo", "title": "房屋照片", "data": PICTURE, "dated_on": datetime.date(2016, 11, 1)}
    return services.attach_document(actor=actor, household_id=household.pk, **{**given, **values})


def test_a_paper_is_withdrawn_with_a_reason_and_stays_readable(clerk: User, household: Household) -> None:
    paper = attach(clerk, household)
    assert 'class="thumb"' in body(page_of(clerk, "household_documents", pk=household.pk))

    done = signed_in(clerk).post(url("document_withdraw", pk=paper.pk), {"reason": "误传他户照片"})

    assert done.status_code == 302
    paper.refresh_from_db()
    assert (paper.withdrawn_on, paper.withdrawn_by, paper.withdrawal_reason) == (TODAY, clerk, "误传他户照片")
    page = page_of(clerk, "household_documents", pk=household.pk)
    assert page.context["documents"] == []
    assert "已撤销的资料" in body(page)
    assert "误传他户照片" in body(page)
    assert signed_in(clerk).get(url("document_download", pk=paper.pk)).content == PICTURE
    entry = AuditEntry.objects.get(verb="households.withdraw_document")
    assert (entry.reason, entry.facts["household"]) == ("误传他户照片", household.pk)
    assert not [row for row in seals.broken_seals() if row[0] == Document._meta.db_table]


def test_overview_and_printed_file_leave_it_out(clerk: User, household: Household) -> None:
    paper = attach(clerk, household)
    address = url("document_download", pk=paper.pk)
    shown = [body(page_of(clerk, name, pk=household.pk)) for name in ("household_detail", "file_print")]
    assert all(address in text for text in shown)

    services.withdraw_document(actor=clerk, document_id=paper.pk, reason="误传")

    shown = [body(page_of(clerk, name, pk=household.pk)) for name in ("household_detail", "file_print")]
    assert not any(address in text for text in shown)


def test_the_same_file_is_attached_again_under_its_right_kind(clerk: User, household: Household) -> None:
    wrong = attach(clerk, household)
    with pytest.raises(BadInput, match="document_taken"):
        attach(clerk, household, kind="head_photo")
    services.withdraw_document(actor=clerk, document_id=wrong.pk, reason="种类有误")

    right = attach(clerk, household, kind="head_photo", title="户主照片")

    assert list(Document.unguarded.filter(withdrawn_on=None)) == [right]


def test_a_picture_of_two_households_is_no_problem_once_one_is_withdrawn(
    clerk: User, household: Household, village: Village
) -> None:
    other = make_household(village, number=9)
    attach(clerk, household)
    wrong = attach(clerk, other)
    twice = Finding.unguarded.filter(rule="photograph_used_twice", state="open")
    services.refresh_findings(actor=clerk)
    assert twice.count() == 2

    services.withdraw_document(actor=clerk, document_id=wrong.pk, reason="误传他户照片")
    services.refresh_findings(actor=clerk)

    assert not twice.exists()


def test_the_paper_of_a_step_stays(clerk: User, household: Household) -> None:
    ready_to_exit(household)
    case = propose(clerk, household)
    for move in ("review_in_village", "check", "sign"):
        take(clerk if move == "review_in_village" else colleague_of(clerk), case, move)
    paper = Document.unguarded.filter(household=household).first()

    with pytest.raises(NotAllowedNow, match="document_of_step"):
        services.withdraw_document(actor=clerk, document_id=paper.pk, reason="误传")
    assert "不能撤销" in body(page_of(clerk, "document_withdraw", pk=paper.pk))


def test_without_a_reason_twice_elsewhere_or_without_the_verb_it_stays(
    clerk: User, far_clerk: User, leader: User, household: Household
) -> None:
    paper = attach(clerk, household)
    with pytest.raises(BadInput, match="reason_needed"):
        services.withdraw_document(actor=clerk, document_id=paper.pk, reason=" ")
    with pytest.raises(Document.DoesNotExist):
        services.withdraw_document(actor=far_clerk, document_id=paper.pk, reason="误传")
    with pytest.raises(MissingVerb):
        services.withdraw_document(actor=leader, document_id=paper.pk, reason="误传")
    services.withdraw_document(actor=clerk, document_id=paper.pk, reason="误传")
    with pytest.raises(NotAllowedNow, match="document_withdrawn"):
        services.withdraw_document(actor=clerk, document_id=paper.pk, reason="再次")
    assert "已经撤销" in body(page_of(clerk, "document_withdraw", pk=paper.pk))


def test_the_database_keeps_papers_and_withdrawals_as_they_are(clerk: User, household: Household) -> None:
    paper = attach(clerk, household)
    services.withdraw_document(actor=clerk, document_id=paper.pk, reason="误传")
    rows = Document.unguarded.filter(pk=paper.pk)

    for change in ({"title": "另一"}, {"withdrawn_on": None, "withdrawn_by": None, "withdrawal_reason": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete()
