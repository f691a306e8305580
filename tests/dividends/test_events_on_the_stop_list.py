"""Which life events of a household stop its line: those after which not everything continues."""

import pytest
from django.urls import reverse

from dividends import services as dividends
from dividends import stop_list
from dividends.policy import Reason
from dividends.worklist import stopped
from households import services
from households.models import Household
from households.services.status import apply_change
from tests.dividends.conftest import FIRST, Year
from tests.households.factories import make_member
from tests.people import browser
from yuping.accounts.models import User
from yuping.core import clock


def page(name: str, pk: int) -> str:
    return reverse(f"dividends:{name}", args=[pk])


def record(year: Year, household: Household, kind: str) -> None:
    """The event, of another member than the head."""
    member = make_member(household, number=700, name="吴小满", relation="03", joined_on=household.registered_on)
    services.record_life_event(
        actor=year.cast.office,
        household_id=household.pk,
        kind=kind,
        date=clock.today(),
        member_id=None if kind == "07" else member.pk,
    )


@pytest.mark.parametrize(("kind", "stops"), [("02", True), ("04", True), ("12", True), ("03", False), ("07", False)])
def test_an_open_event_stops_the_line_unless_everything_continues(kind: str, stops: bool, year: Year) -> None:
    batch = year.locked()
    household = batch.payouts.first().household

    record(year, household, kind)

    reasons = {reason for line in stop_list.of_batch(batch) for reason in line.reasons}
    assert (Reason.OPEN_LIFE_EVENT in reasons) is stops


def test_a_removed_household_is_stopped_as_such_and_not_for_its_members_who_left_with_it(year: Year) -> None:
    batch = year.locked()
    household = batch.payouts.first().household
    apply_change(year.cast.office, household, None, kind="4", date=clock.today(), reason="错评")

    stopped = {row.household_id: row.reasons for row in stop_list.of_batch(batch)}

    assert [str(reason) for reason in stopped[household.pk]] == ["household_removed"]
    assert not household.members.filter(state="living_here").exists()


STANDING = {"locked": "publish", "on_notice": "confirm", "confirmed": "return", "approved": "issue"}


@pytest.mark.parametrize(("state", "move"), STANDING.items())
def test_what_comes_up_after_the_lock_stands_on_the_batch_s_page_before_every_step(
    state: str, move: str, year: Year
) -> None:
    batch = year.locked() if state in {"locked", "on_notice"} else year.confirmed()
    if state == "on_notice":
        year.publish(batch)
    if state == "approved":
        year.approve(batch)
    batch.refresh_from_db()
    line = batch.payouts.filter(village=FIRST).first()
    before = browser(year.cast.office).get(page("batch_detail", batch.pk))

    record(year, line.household, "02")

    assert batch.state == state
    assert before.context["stopped"] == []
    for person, name in ((year.cast.office, "batch_detail"), (actor_of(year, move), f"batch_{move}")):
        shown = browser(person).get(page(name, batch.pk))
        assert [row.line_id for row in shown.context["stopped"]] == [line.pk]
        assert page("payout_hold", line.pk) in shown.content.decode() or not shown.context["may_hold"]
    assert (
        page("payout_hold", line.pk) in browser(year.cast.company).get(page("batch_detail", batch.pk)).content.decode()
    )


def actor_of(year: Year, move: str) -> User:
    return {
        "publish": year.cast.clerk,
        "confirm": year.cast.office,
        "return": year.cast.approver,
        "issue": year.cast.cashier,
    }[move]


def test_the_approval_is_barred_by_what_came_up_after_the_lock(year: Year) -> None:
    batch = year.confirmed()
    record(year, batch.payouts.first().household, "02")

    shown = browser(year.cast.approver).get(page("batch_approve", batch.pk))

    assert shown.templates[0].name == "layouts/not_now.html"


def test_a_line_stopped_after_the_lock_waits_for_whoever_can_hold_it_back_until_he_has(year: Year) -> None:
    batch = year.locked()
    line = batch.payouts.get(line_number=1)
    record(year, line.household, "02")
    holder, other = year.cast.company, year.cast.cashier

    (item,) = stopped(holder, clock.today())
    assert (item.count, item.late) == (1, True)
    assert page("batch_detail", batch.pk) in item.url
    assert list(stopped(other, clock.today())) == []

    dividends.hold_line(actor=holder, payout_id=line.pk, reason="户主去世")

    (item,) = stopped(holder, clock.today())
    assert item.count == 0
