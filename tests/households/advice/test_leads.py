"""Leads: who on another office's list is on file or applies, the field check, the decision by somebody else."""

import datetime
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from households import services
from households.models import Finding, Household, Identification, ImportRun, Lead, LeadStep, Member
from households.procedures import Kind
from households.services import import_check
from tests.households.adjustments import colleague_of, propose, walk
from tests.households.advice.conftest import CAR, NOV, check, decide, line, list_of
from tests.households.conftest import TODAY
from tests.households.factories import id_of, make_household, make_member, make_user
from tests.households.pages import signed_in, url
from tests.households.test_casework import move
from tests.people import post
from villages.models import Village
from yuping.accounts.models import User
from yuping.accounts.roles import Role
from yuping.audit.models import AuditEntry
from yuping.core.errors import BadInput, MissingVerb, NotAllowedNow, PolicyRefused, SamePerson

Imported = Callable[..., ImportRun]


def fifteen(number: str) -> str:
    """The old form of a number: without the century and the check digit."""
    return number[:6] + number[8:17]


def test_the_three_forms_of_a_number_meet_the_same_person(
    household: Household, village: Village, imported: Imported
) -> None:
    old = make_member(household, number=11, name="石一")
    card = make_member(household, number=13, name="石二")

    imported(line(id_of(1)), line(fifteen(id_of(11)), "石一"), line(f"{id_of(13)}44", "石二"), line(id_of(777), "生人"))

    found = {lead.member_id: lead for lead in Lead.unguarded.all()}
    assert set(found) == {household.members.get(is_head=True).pk, old.pk, card.pk}
    lead = found[old.pk]
    assert (lead.person, lead.kind, lead.household, lead.state) == ("石一", "vehicle", household, "open")
    assert (lead.found_on, lead.due_on) == (NOV, datetime.date(2016, 11, 25))
    assert (str(lead.details), lead.details.open()) == ("••••••", CAR)


def test_of_rows_that_meet_nobody_only_the_count_is_kept(household: Household, imported: Imported) -> None:
    run = imported(line(id_of(1)), line(id_of(777), "生人"), line(id_of(779), "路人"))

    counts = {name: run.written[name] for name in ("rows", "leads", "known", "unmatched")}
    assert counts == {"rows": 3, "leads": 1, "known": 0, "unmatched": 2}
    run.refresh_from_db()
    assert (run.state, run.area_code, bool(run.payload), bool(run.verdict)) == ("written", "520622", False, False)
    entry = AuditEntry.objects.get(verb="households.import_leads")
    assert "生人" not in str(entry.facts)


def test_who_has_left_or_is_off_the_file_is_no_lead(
    clerk: User, household: Household, village: Village, imported: Imported
) -> None:
    make_member(household, number=11, state="died", left_on=NOV)
    gone = make_household(village, number=7)
    services.change_status(actor=clerk, household_id=gone.pk, kind="6", date=TODAY, reason="整户迁出")

    run = imported(line(id_of(11)), line(id_of(13)), day=TODAY)

    assert (run.written["leads"], run.written["unmatched"]) == (0, 2)


def test_the_same_entry_of_a_later_list_is_no_new_lead(lead: Lead, imported: Imported) -> None:
    run = imported(line(id_of(1), department="县车管所"), line(id_of(1), details="贵D99999货车"))

    assert (run.written["leads"], run.written["known"]) == (1, 1)
    assert Lead.unguarded.count() == 2


def test_the_same_file_is_imported_once(household: Household, officer: User) -> None:
    data = list_of(line(id_of(1)))
    run = services.upload_households(actor=officer, data=data, name="a.xlsx", kind="leads")
    services.confirm_import(actor=officer, run_id=run.pk)

    with pytest.raises(NotAllowedNow, match="import_repeated"):
        services.upload_households(actor=officer, data=data, name="b.xlsx", kind="leads")


def test_another_name_on_the_list_is_marked(household: Household, imported: Imported) -> None:
    imported(line(id_of(1), "石水笙"))

    assert Lead.unguarded.get().name_differs


def test_a_space_within_a_name_makes_no_other(household: Household, imported: Imported) -> None:
    Member.unguarded.update(name="石　水生")

    imported(line(id_of(1), "石 水　生"))

    assert not Lead.unguarded.get().name_differs


def test_the_list_of_leads_opens_the_upload_of_such_lists(officer: User, household: Household) -> None:
    client = signed_in(officer)
    link = re.search(r'href="([^"]*imports/upload[^"]*)"', client.get(url("lead_list")).content.decode()).group(1)

    assert '<option value="leads" selected' in client.get(link).content.decode()


@pytest.mark.parametrize(
    ("changes", "code", "column"),
    [
        ({"number": "520699197005040010"}, "identity_check_digit", "身份证号"),
        ({"number": ""}, "households.required", "身份证号"),
        ({"number": "999999197005040019"}, "identity_placeholder", "身份证号"),
        ({"kind": "飞机"}, "households.label_unknown", "清单类别"),
        ({"data_on": "2016-12-02"}, "households.future_date", "数据日期"),
        ({"data_on": "去年"}, "households.not_a_date", "数据日期"),
        ({"details": ""}, "households.required", "详细信息"),
    ],
)
def test_a_faulty_cell_stops_the_import_and_is_named(
    officer: User, household: Household, changes: dict[str, str], code: str, column: str
) -> None:
    values = {"number": id_of(1)} | changes
    data = list_of(line(id_of(777), "生人"), line(values.pop("number"), **values))

    run = services.upload_households(actor=officer, data=data, name="a.xlsx", kind="leads")

    worst = import_check.verdict_rows(run)[0]
    assert (run.errors, worst.row, worst.remarks[0].code, worst.remarks[0].column) == (1, 5, code, column)
    with pytest.raises(NotAllowedNow, match="import_faulty"):
        services.confirm_import(actor=officer, run_id=run.pk)
    assert not Lead.unguarded.exists()


def test_the_same_row_twice_is_a_fault(officer: User, household: Household) -> None:
    data = list_of(line(id_of(1)), line(id_of(1)))

    run = services.upload_households(actor=officer, data=data, name="a.xlsx", kind="leads")

    assert (run.errors, run.members, run.households) == (1, 2, 2)


def test_a_list_without_its_columns_is_refused(officer: User) -> None:
    with pytest.raises(PolicyRefused):
        services.upload_households(actor=officer, data="姓名,电话\n石水生,1\n".encode(), name="a.csv", kind="leads")


def test_a_clerk_imports_no_negative_list(clerk: User, household: Household) -> None:
    with pytest.raises(MissingVerb):
        services.upload_households(actor=clerk, data=list_of(line(id_of(1))), name="a.xlsx", kind="leads")


def test_a_lead_goes_from_check_to_decision_by_two_people(clerk: User, officer: User, lead: Lead) -> None:
    check(clerk, lead)
    decided = decide(officer, lead, "eligible", reason="继承的报废车")

    assert (decided.state, decided.checked_by, decided.decided_by) == ("eligible", clerk, officer)
    steps = list(LeadStep.unguarded.order_by("pk").values_list("move", "finding", "note"))
    assert steps == [("check", "true", "车停在院里"), ("find_eligible", "", "继承的报废车")]
    assert not Finding.unguarded.filter(rule="found_not_eligible").exists()
    verbs = ("households.check_lead", "households.decide_lead")
    assert set(AuditEntry.objects.filter(verb__in=verbs).values_list("verb", flat=True)) == set(verbs)


def test_found_not_eligible_blocks_payment_until_removed_or_taken_up(
    clerk: User, officer: User, lead: Lead, household: Household
) -> None:
    check(clerk, lead)
    decide(officer, lead)

    finding = Finding.unguarded.get(rule="found_not_eligible")
    assert (finding.household, finding.state, finding.blocks_payment) == (household, "open", True)
    assert household.state == "active"

    services.take_up_lead(actor=officer, lead_id=lead.pk, reason="农户申诉，车已转卖")
    finding.refresh_from_db()
    lead.refresh_from_db()
    assert (finding.state, lead.state, lead.checked_by, lead.decided_by) == ("closed", "open", None, None)

    check(clerk, lead, note="再次核实", date=TODAY)
    decide(officer, lead)
    walk(clerk, officer, propose(clerk, household, Kind.REMOVAL, reason="四有人员"), to="approved")
    assert not Finding.unguarded.filter(household=household, state="open").exists()


def test_a_lead_may_be_sent_back_to_be_checked_again(clerk: User, officer: User, lead: Lead) -> None:
    check(clerk, lead)
    decide(officer, lead, "open", reason="照片看不清车牌")
    lead.refresh_from_db()

    assert (lead.state, lead.checked_by, lead.checked_on) == ("open", None, None)
    assert check(clerk, lead, note="补拍照片").state == "checked"


def test_whoever_checked_a_lead_does_not_decide_it(lead: Lead) -> None:
    both = make_user("both", Role.TOWNSHIP_CLERK, lead.village_id[:9])
    post(both, Role.POVERTY_OFFICE)
    check(both, lead)

    with pytest.raises(SamePerson):
        decide(both, lead)
    with pytest.raises(IntegrityError, match="decided_by_another"), transaction.atomic():
        Lead.unguarded.filter(pk=lead.pk).update(state="eligible", decided_by=both, decided_on=TODAY)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"date": datetime.date(2016, 12, 2)}, "future_date", "date"),
        ({"date": datetime.date(2016, 11, 9)}, "lead_not_found_yet", "date"),
        ({"finding": ""}, "required", "finding"),
        ({"note": " "}, "reason_needed", "reason"),
        ({"evidence": b""}, "document_kind", "evidence"),
        ({"evidence": b"MZ not a picture"}, "document_kind", "evidence"),
    ],
)
def test_a_check_needs_day_finding_words_and_evidence(
    clerk: User, lead: Lead, changes: dict[str, Any], code: str, field: str
) -> None:
    with pytest.raises(BadInput, match=code) as refused:
        check(clerk, lead, **changes)

    assert refused.value.params["field"] == field
    assert not LeadStep.unguarded.exists()


def test_a_decision_follows_the_check(clerk: User, officer: User, lead: Lead) -> None:
    with pytest.raises(NotAllowedNow):
        decide(officer, lead)
    check(clerk, lead)
    with pytest.raises(NotAllowedNow):
        check(clerk, lead)
    with pytest.raises(BadInput, match="lead_not_checked_yet"):
        decide(officer, lead, date=datetime.date(2016, 11, 19))
    with pytest.raises(BadInput, match="required"):
        decide(officer, lead, "guilty")
    with pytest.raises(BadInput, match="reason_needed"):
        decide(officer, lead, reason="")
    with pytest.raises(NotAllowedNow):
        services.take_up_lead(actor=officer, lead_id=lead.pk, reason="申诉")


def test_another_area_or_role_neither_checks_nor_decides(
    far_clerk: User, clerk: User, cadre_user: User, officer: User, lead: Lead
) -> None:
    with pytest.raises(Lead.DoesNotExist):
        check(far_clerk, lead)
    for actor in (cadre_user, officer):
        with pytest.raises(MissingVerb):
            check(actor, lead)
    check(clerk, lead)
    with pytest.raises(MissingVerb):
        decide(clerk, lead)
    with pytest.raises(MissingVerb):
        services.take_up_lead(actor=clerk, lead_id=lead.pk, reason="申诉")
    assert not Lead.objects.visible_to(far_clerk).exists()
    assert Lead.objects.visible_to(cadre_user).count() == 1


def test_a_lead_is_overdue_after_fifteen_days(lead: Lead) -> None:
    late = Lead.objects.all_areas(reason="a test").overdue

    assert (late(datetime.date(2016, 11, 25)).count(), late(datetime.date(2016, 11, 26)).count()) == (0, 1)


def to_second_notice(clerk: User, found: Identification) -> None:
    for name, day in (
        ("review_in_group", 14),
        ("review_in_village", 17),
        ("publish_first", 18),
        ("review_in_township", 28),
        ("publish_second", 31),
    ):
        actor = colleague_of(clerk) if name == "review_in_township" else clerk
        move(actor, found, name, datetime.date(2016, 10, day))


def test_an_applicants_lead_stops_the_comparison_until_it_is_decided(
    clerk: User, officer: User, application: Identification, imported: Imported
) -> None:
    imported(line(id_of(901)))
    lead = Lead.unguarded.get()
    to_second_notice(clerk, application)
    assert (lead.identification, lead.household) == (application, None)

    with pytest.raises(NotAllowedNow, match="lead_undecided"):
        move(officer, application, "compare", TODAY)
    check(clerk, lead)
    with pytest.raises(NotAllowedNow, match="lead_undecided"):
        move(officer, application, "compare", TODAY)
    decide(officer, lead)
    with pytest.raises(NotAllowedNow, match="applicant_not_eligible"):
        move(officer, application, "compare", TODAY)

    services.take_up_lead(actor=officer, lead_id=lead.pk, reason="申诉")
    check(clerk, lead, finding="namesake", date=TODAY)
    decide(officer, lead, "other_person", reason="同名同号录入错误")
    assert move(officer, application, "compare", TODAY).state == "compared"


def test_a_refused_applicant_is_no_longer_met(clerk: User, application: Identification, imported: Imported) -> None:
    move(clerk, application, "refuse", NOV, note="不符合条件")

    assert imported(line(id_of(901))).written["leads"] == 0


def test_the_details_are_shown_whole_only_for_a_reason(clerk: User, far_clerk: User, lead: Lead) -> None:
    assert services.reveal(actor=clerk, kind="lead", pk=lead.pk, reason="入户核查") == CAR
    with pytest.raises(BadInput, match="reason_needed"):
        services.reveal(actor=clerk, kind="lead", pk=lead.pk, reason=" ")
    with pytest.raises(Lead.DoesNotExist):
        services.reveal(actor=far_clerk, kind="lead", pk=lead.pk, reason="看看")


def test_who_was_found_not_eligible_is_never_exempted(
    clerk: User, officer: User, lead: Lead, household: Household
) -> None:
    check(clerk, lead)
    decide(officer, lead)
    finding = Finding.unguarded.get(rule="found_not_eligible")

    with pytest.raises(NotAllowedNow, match="never_exempted"):
        services.exempt_finding(
            actor=officer, finding_id=finding.pk, until=TODAY + datetime.timedelta(days=30), reason="已核实"
        )

    finding.refresh_from_db()
    assert (finding.state, finding.exempted_by) == ("open", None)
