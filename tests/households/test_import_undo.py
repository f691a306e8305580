"""Undoing an import: everything off file at once, or nothing, and only while nothing depends on it."""

from dataclasses import replace

import pytest
from django.db.models import F

from households import checks
from households.models import Finding, Household, ImportRun, LikelyDouble, Member, PayeeAccount
from households.services import clear_double, confirm_payee_account, imports, undo_import
from tests.households.forms_of import year_facts
from tests.households.pages import signed_in, url
from tests.households.test_imports import book_of, filled, other, uploaded
from villages.models import Village
from yuping.accounts.models import User
from yuping.audit.models import AuditEntry
from yuping.core.errors import BadInput, MissingVerb, NotAllowedNow


@pytest.fixture
def run(clerk: User, village: Village) -> ImportRun:
    """An import of two households."""
    doubtful = filled(village, years=(replace(year_facts(), main_cause=""),))
    data = book_of(doubtful, filled(village, **other(village)))
    return imports.confirm_import(actor=clerk, run_id=uploaded(clerk, data).pk, compared=True)


def test_an_undone_import_is_off_file_and_its_workbook_can_come_again(
    clerk: User, village: Village, run: ImportRun
) -> None:
    undone = undo_import(actor=clerk, run_id=run.pk, reason="导错了村")

    assert (undone.state, undone.undone_by_id) == ("undone", clerk.pk)
    assert set(Household.unguarded.values_list("state", flat=True)) == {"undone"}
    assert not Household.objects.all_areas(reason="test").on_file(undone.undone_on).exists()
    assert set(Member.unguarded.values_list("state", flat=True)) == {"entered_in_error"}
    assert set(PayeeAccount.unguarded.values_list("state", flat=True)) == {"refused"}
    assert not Finding.unguarded.exclude(state="closed").exists()
    entry = AuditEntry.objects.get(verb="households.undo_import")
    assert (entry.reason, entry.facts["households"]) == ("导错了村", 2)

    assert [*checks.status_changes(), *checks.who_left()] == []

    again = book_of(filled(village), filled(village, **other(village)))
    imports.confirm_import(actor=clerk, run_id=uploaded(clerk, again).pk, compared=True)

    assert Household.unguarded.filter(state="active").count() == 2


def test_something_confirmed_or_changed_since_keeps_the_import(
    clerk: User, officer: User, village: Village, run: ImportRun
) -> None:
    confirm_payee_account(actor=officer, account_id=PayeeAccount.unguarded.get().pk)

    with pytest.raises(NotAllowedNow, match="undo_depends"):
        undo_import(actor=clerk, run_id=run.pk, reason="导错了村")
    assert Household.unguarded.filter(state="active").count() == 2


def test_an_edited_household_keeps_the_import(clerk: User, run: ImportRun) -> None:
    Household.unguarded.filter(pk=run.written["households"][0]).update(address="新址")

    with pytest.raises(NotAllowedNow, match="undo_depends"):
        undo_import(actor=clerk, run_id=run.pk, reason="导错了村")


def test_undoing_twice_without_reason_or_from_elsewhere_is_refused(
    clerk: User, far_clerk: User, leader: User, run: ImportRun
) -> None:
    with pytest.raises(BadInput, match="reason_needed"):
        undo_import(actor=clerk, run_id=run.pk, reason=" ")
    with pytest.raises(ImportRun.DoesNotExist):
        undo_import(actor=far_clerk, run_id=run.pk, reason="x")
    with pytest.raises(MissingVerb):
        undo_import(actor=leader, run_id=run.pk, reason="x")
    undo_import(actor=clerk, run_id=run.pk, reason="x")
    with pytest.raises(NotAllowedNow, match="undone_already"):
        undo_import(actor=clerk, run_id=run.pk, reason="x")


def test_the_page_undoes_with_a_reason_and_says_who_did(clerk: User, run: ImportRun) -> None:
    client = signed_in(clerk)
    assert url("import_undo", pk=run.pk) in client.get(url("import_detail", pk=run.pk)).content.decode()

    client.post(url("import_undo", pk=run.pk), {"reason": "导错了村"})

    assert "导错了村" in client.get(url("import_detail", pk=run.pk)).content.decode()
    assert Household.unguarded.filter(state="undone").count() == 2


def test_a_likeness_goes_with_the_import_and_a_decision_about_it_keeps_it(clerk: User, run: ImportRun) -> None:
    double = LikelyDouble.unguarded.get()
    clear_double(actor=clerk, double_id=double.pk, reason="查户籍为两人")
    with pytest.raises(NotAllowedNow) as refused:
        undo_import(actor=clerk, run_id=run.pk, reason="导错了村")
    assert refused.value.code == "households.undo_depends"


def test_an_undecided_likeness_is_gone_with_the_import(clerk: User, run: ImportRun) -> None:
    undo_import(actor=clerk, run_id=run.pk, reason="导错了村")

    assert LikelyDouble.unguarded.get().state == "gone"


def test_a_file_off_record_that_no_undone_import_names_is_a_fault(run: ImportRun) -> None:
    first = run.written["households"][0]
    Household.unguarded.filter(pk=first).update(state="undone", left_on=F("registered_on"))

    assert [fault.pk for fault in checks.status_changes()] == [str(first)]
