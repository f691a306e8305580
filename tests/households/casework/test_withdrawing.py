"""A life event that did not happen is withdrawn: what recording it did is put back, unless something stands on it."""

import datetime
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from households import ledgers, services
from households.models import Household, LifeEvent, Member
from tests.households.adjustments import colleague_of
from tests.households.casework.conftest import NOV, body, url
from tests.households.factories import make_household, make_member
from tests.households.forms_of import spouse_facts
from tests.people import browser
from villages.models import Village
from yuping.accounts.models import User
from yuping.audit.models import AuditEntry
from yuping.core.errors import BadInput, MissingVerb, NotAllowedNow, PolicyRefused, SamePerson

BORN = datetime.date(2016, 11, 2)


@pytest.fixture
def spouse(household: Household) -> Member:
    return household.members.get(is_head=False)


def record(clerk: User, household: Household, kind: str, member: Member | None = None, **values: object) -> LifeEvent:
    values |= {"member_id": member.pk if member else None}
    return services.record_life_event(actor=clerk, household_id=household.pk, kind=kind, date=NOV, **values)


def withdraw(actor: User, event: LifeEvent, reason: str = "登记有误") -> LifeEvent:
    return services.withdraw_life_event(actor=actor, event_id=event.pk, reason=reason)


def newborn(clerk: User, household: Household) -> Member:
    facts = replace(
        spouse_facts(name="石小满", relation="03", id_number="", sex="1", birth_date=BORN, years=()), join_kind="1"
    )
    return services.save_member(actor=clerk, household_id=household.pk, member=facts)


def codes(refused: pytest.ExceptionInfo[PolicyRefused]) -> list[str]:
    return [reason.code for reason in refused.value.params["reasons"]]


@pytest.mark.parametrize("kind", ["02", "04", "05", "09", "12"])
def test_who_was_taken_out_lives_there_again(clerk: User, household: Household, spouse: Member, kind: str) -> None:
    event = record(clerk, household, kind, spouse)

    withdraw(clerk, event)

    spouse.refresh_from_db()
    event.refresh_from_db()
    assert (spouse.state, spouse.left_on, spouse.leave_kind) == ("living_here", None, "")
    assert (event.state, event.withdrawn_by, event.withdrawal) == ("withdrawn", clerk, "登记有误")
    assert AuditEntry.objects.get(verb="households.withdraw_life_event").reason == "登记有误"


def test_a_settled_event_stays(clerk: User, household: Household, spouse: Member) -> None:
    event = record(clerk, household, "04", spouse)
    services.settle_life_event(actor=clerk, event_id=event.pk, settlement="已核减")

    with pytest.raises(NotAllowedNow, match="settled_stays"):
        withdraw(clerk, event)
    with pytest.raises(IntegrityError, match="not withdrawn"), transaction.atomic():
        LifeEvent.unguarded.filter(pk=event.pk).update(
            state="withdrawn", withdrawn_on=NOV, withdrawn_by=clerk, withdrawal="x"
        )
    with pytest.raises(IntegrityError, match="settled stays"), transaction.atomic():
        LifeEvent.unguarded.filter(pk=event.pk).update(settlement="改写")


def test_a_death_recorded_of_the_wrong_person_is_taken_back_by_another_one(
    clerk: User, household: Household, spouse: Member
) -> None:
    event = record(clerk, household, "02", spouse)
    services.settle_life_event(actor=clerk, event_id=event.pk, settlement="已核减")

    with pytest.raises(SamePerson, match="death_takes_two"):
        withdraw(clerk, event)
    with pytest.raises(IntegrityError, match="another person"), transaction.atomic():
        LifeEvent.unguarded.filter(pk=event.pk).update(
            state="withdrawn", withdrawn_on=NOV, withdrawn_by=clerk, withdrawal="x"
        )
    other = colleague_of(clerk)
    assert url("event_withdraw", pk=event.pk) in body(browser(other), event.get_absolute_url())
    assert url("event_withdraw", pk=event.pk) not in body(browser(clerk), event.get_absolute_url())
    withdraw(other, event, "误报，老人健在")

    spouse.refresh_from_db()
    assert (spouse.state, spouse.left_on) == ("living_here", None)


def test_who_can_not_take_a_death_back_is_told_who_may(clerk: User, household: Household, spouse: Member) -> None:
    event = record(clerk, household, "02", spouse)
    services.settle_life_event(actor=clerk, event_id=event.pk, settlement="已核减")

    alone = body(browser(clerk), event.get_absolute_url())
    other = colleague_of(clerk)
    two = body(browser(clerk), event.get_absolute_url())

    assert "须由另一人撤销" in alone
    assert "系统管理员" in alone
    assert "须由另一人撤销" in two
    assert f"可由以下人员办理：{other.full_name}" in two
    assert "须由另一人撤销" not in body(browser(other), event.get_absolute_url())
    assert other.full_name in body(browser(clerk), url("event_withdraw", pk=event.pk))


def test_a_withdrawn_event_is_printed_with_the_reason_and_not_as_settled(
    clerk: User, household: Household, spouse: Member
) -> None:
    event = record(clerk, household, "02", spouse)
    services.settle_life_event(actor=clerk, event_id=event.pk, settlement="已销户口")
    withdraw(colleague_of(clerk), event, "误报，老人健在")

    with translation.override("zh-hans"):
        printed = ledgers.changes(clerk, household)[-1]
    texts = [entry.text for row in printed.rows for entry in row]

    assert "已撤回：误报，老人健在" in texts
    assert "已销户口" not in texts


def test_a_person_whose_death_is_on_record_joins_no_household(
    clerk: User, household: Household, spouse: Member, village: Village
) -> None:
    number = spouse.id_number.open()
    event = record(clerk, household, "02", spouse)
    services.settle_life_event(actor=clerk, event_id=event.pk, settlement="已核减")
    again = replace(
        spouse_facts(name=spouse.name, relation="02", id_number=number, years=()), join_kind="3", joined_on=NOV
    )

    for home in (household, make_household(village, number=77)):
        with pytest.raises(PolicyRefused) as refused:
            services.save_member(actor=clerk, household_id=home.pk, member=again)
        assert codes(refused) == ["households.person_has_died"]


def test_an_event_is_withdrawn_once_and_with_a_reason(clerk: User, household: Household, spouse: Member) -> None:
    event = record(clerk, household, "02", spouse)

    with pytest.raises(BadInput, match="reason_needed"):
        withdraw(clerk, event, " ")
    withdraw(clerk, event)

    with pytest.raises(NotAllowedNow):
        withdraw(clerk, event)
    with pytest.raises(NotAllowedNow, match="event_withdrawn"):
        services.settle_life_event(actor=clerk, event_id=event.pk, settlement="已核减")


def test_who_lives_elsewhere_by_now_does_not_come_back(
    clerk: User, household: Household, spouse: Member, village: Village
) -> None:
    event = record(clerk, household, "04", spouse)
    make_member(make_household(village, number=20), number=2)

    with pytest.raises(PolicyRefused) as refused:
        withdraw(clerk, event)

    assert codes(refused) == ["households.person_on_file"]


def test_a_newcomer_was_entered_in_error_with_his_event(clerk: User, household: Household) -> None:
    child = newborn(clerk, household)

    withdraw(clerk, LifeEvent.unguarded.get(member=child))

    child.refresh_from_db()
    assert (child.state, child.left_on) == ("entered_in_error", child.joined_on)
    assert child not in Member.objects.all_areas(reason="test").in_household(datetime.date(2016, 12, 1))


def test_a_newcomer_on_whom_something_stands_stays(clerk: User, household: Household) -> None:
    child = newborn(clerk, household)
    training = services.TrainingRow(
        household_id=household.pk, member_id=child.pk, course="早教", organiser="妇联", from_on=BORN, days=1
    )
    services.record_training(actor=clerk, row=training)

    with pytest.raises(PolicyRefused) as refused:
        withdraw(clerk, LifeEvent.unguarded.get(member=child))

    assert codes(refused) == ["households.newcomer_named"]


def test_one_who_stood_on_file_before_keeps_standing_there(clerk: User, household: Household, spouse: Member) -> None:
    before = spouse.joined_on
    event = record(clerk, household, "03", spouse)

    withdraw(clerk, event)

    spouse.refresh_from_db()
    assert (spouse.state, spouse.joined_on, spouse.join_kind) == ("living_here", before, "")


def test_only_the_area_and_those_who_may_withdraw(
    clerk: User, far_clerk: User, cadre_user: User, household: Household, spouse: Member
) -> None:
    event = record(clerk, household, "02", spouse)

    with pytest.raises(LifeEvent.DoesNotExist):
        withdraw(far_clerk, event)
    with pytest.raises(MissingVerb):
        withdraw(cadre_user, event)


def test_an_event_is_withdrawn_on_its_page(clerk: User, household: Household, spouse: Member) -> None:
    event = record(clerk, household, "02", spouse)
    client = browser(clerk)
    address = url("event_withdraw", pk=event.pk)

    asked = body(client, address)
    empty = client.post(address, {"reason": ""})
    client.post(address, {"reason": "同名人员，误登"})

    assert spouse.name in asked
    assert empty.status_code == 422
    text = body(client, event.get_absolute_url())
    assert "同名人员，误登" in text
    assert address not in text
    assert "不能办理" in body(client, url("event_settle", pk=event.pk)) or client.get(address).status_code == 200
