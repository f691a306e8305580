"""What the pages say before anything is filled in: who settles an event that takes two, who is asked for a head."""

from collections.abc import Iterator

import pytest

from households import services, standing
from households.models import Household, LifeEvent
from households.standing import Standing
from tests.households.casework.conftest import NOV, body, url
from tests.people import browser
from yuping.accounts.models import User


@pytest.fixture
def money(household: Household) -> Iterator[None]:
    """A payment, long made, hangs on the household."""

    def source(ids: list[int]) -> Iterator[Standing]:
        if household.pk in ids:
            yield Standing(
                household.pk, "dividends.standing_payout", {"batch": "2016-001", "state": "已付"}, live=False
            )

    added = standing.register(source)
    yield
    standing._sources.remove(added)


def change_of_head(clerk: User, household: Household) -> LifeEvent:
    return services.record_life_event(actor=clerk, household_id=household.pk, kind="07", date=NOV)


def test_who_recorded_it_is_told_whom_to_ask_and_gets_no_form(
    money: None, clerk: User, second_clerk: User, household: Household
) -> None:
    event = change_of_head(clerk, household)
    client = browser(clerk)
    address = url("event_settle", pk=event.pk)

    before, shown, asked = (
        body(client, page) for page in (url("event_record", pk=household.pk), event.get_absolute_url(), address)
    )

    for text in (before, shown, asked):
        assert second_clerk.full_name in text
    assert address not in shown
    assert 'name="settlement"' not in asked
    assert 'name="settlement"' in body(browser(second_clerk), address)


def test_without_money_nobody_else_is_asked_for(clerk: User, second_clerk: User, household: Household) -> None:
    event = change_of_head(clerk, household)
    client = browser(clerk)

    assert second_clerk.full_name not in body(client, url("event_record", pk=household.pk))
    assert 'name="new_head"' in body(client, url("event_settle", pk=event.pk))


@pytest.mark.parametrize(("kind", "leads", "asks"), [("02", False, False), ("02", True, True), ("05", False, True)])
def test_a_new_head_is_asked_only_where_one_may_be_needed(
    kind: str, leads: bool, asks: bool, clerk: User, household: Household
) -> None:
    member = household.members.get(is_head=leads)
    event = services.record_life_event(actor=clerk, household_id=household.pk, kind=kind, date=NOV, member_id=member.pk)

    assert ('name="new_head"' in body(browser(clerk), url("event_settle", pk=event.pk))) is asks
