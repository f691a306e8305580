"""The life event of merging: the same guards as the merger of likely doubles, and both households in order after it."""

import datetime
from dataclasses import replace

import pytest
from django.urls import reverse

from households import services, standing
from households.hanging import told
from households.models import Household, LifeEvent, LikelyDouble
from households.standing import Standing
from tests.households.adjustments import propose, ready_to_exit
from tests.households.factories import make_member
from tests.households.identity.conftest import paid
from tests.households.identity.test_merging import codes, faults, merge
from tests.people import browser
from yuping.accounts.models import User
from yuping.core.errors import BadInput, NotAllowedNow, PolicyRefused, SamePerson


def merging_event(actor: User, leaving: Household, staying: Household, *, day: int = 1) -> LifeEvent:
    return services.record_life_event(
        actor=actor,
        household_id=leaving.pk,
        kind="06",
        date=datetime.date(2016, 11, day),
        other_household_id=staying.pk,
    )


def settle(actor: User, event: LifeEvent) -> LifeEvent:
    return services.settle_life_event(actor=actor, event_id=event.pk, settlement="并入亲属家")


def refused_codes(actor: User, event: LifeEvent) -> list[str]:
    """Settling is refused; the reasons given. The household stays on file."""
    with pytest.raises(PolicyRefused) as refused:
        settle(actor, event)
    assert Household.unguarded.get(pk=event.household_id).state == "active"
    return codes(refused)


def test_with_an_account_another_person_settles_the_event_of_merging(
    clerk: User, second_clerk: User, home: Household, other: Household
):
    account = paid(home)
    event = merging_event(clerk, other, home)
    with pytest.raises(SamePerson):
        settle(clerk, event)

    settle(second_clerk, event)

    other.refresh_from_db()
    account.refresh_from_db()
    assert (other.merged_into, account.state) == (home, "verified")


def test_an_event_of_merging_waits_for_what_is_live(
    clerk: User, second_clerk: User, home: Household, other: Household, live_things: None
):
    assert refused_codes(second_clerk, merging_event(clerk, other, home)) == ["loans.standing"]


@pytest.mark.parametrize("paid_one", ["home", "other"])
def test_an_event_of_merging_waits_for_a_payment(
    clerk: User, second_clerk: User, home: Household, other: Household, paid_one: str
):
    pk = {"home": home, "other": other}[paid_one].pk

    def source(ids: list[int]):
        if pk in ids:
            yield Standing(pk, "dividends.standing_payout", {"batch": "2016-001", "state": "待付"}, on_its_way=True)

    standing.register(source)
    try:
        event = merging_event(clerk, other, home)
        with pytest.raises(NotAllowedNow, match="payment_on_its_way"):
            settle(second_clerk, event)
    finally:
        standing._sources.remove(source)


@pytest.mark.parametrize(("gone", "code"), [("home", "other_has_left"), ("other", "not_on_file")])
def test_an_event_of_merging_needs_both_on_file(
    clerk: User, home: Household, other: Household, gone: str, code: str
) -> None:
    event = merging_event(clerk, other, home)
    pk = {"home": home, "other": other}[gone].pk
    Household.unguarded.filter(pk=pk).update(state="moved_out", left_on=datetime.date(2016, 11, 2))

    with pytest.raises(NotAllowedNow, match=code):
        settle(clerk, event)


def test_two_households_never_merge_into_each_other(clerk: User, home: Household, other: Household):
    event, back = merging_event(clerk, other, home), merging_event(clerk, home, other)
    settle(clerk, event)

    with pytest.raises(NotAllowedNow, match="other_has_left"):
        settle(clerk, back)

    # Nobody can settle it any more, so somebody withdraws it.
    services.withdraw_life_event(actor=clerk, event_id=back.pk, reason="对方已并入本户")
    back.refresh_from_db()
    assert (back.state, back.withdrawn_by, back.withdrawal) == ("withdrawn", clerk, "对方已并入本户")


def test_an_adjustment_under_way_keeps_both_ways_of_merging(
    clerk: User, double: LikelyDouble, home: Household, other: Household
):
    ready_to_exit(other)
    propose(clerk, other)
    with pytest.raises(PolicyRefused) as refused:
        merge(clerk, double, other)

    assert codes(refused) == ["households.open_adjustments"]
    assert refused_codes(clerk, merging_event(clerk, other, home)) == ["households.open_adjustments"]


def test_another_open_event_keeps_the_event_of_merging(clerk: User, home: Household, other: Household):
    services.record_life_event(actor=clerk, household_id=other.pk, kind="07", date=datetime.date(2016, 10, 1))

    assert refused_codes(clerk, merging_event(clerk, other, home)) == ["households.open_events"]


def test_an_event_of_merging_lies_not_before_what_is_on_record(clerk: User, home: Household, other: Household):
    make_member(other, number=40, joined_on=datetime.date(2016, 11, 9))

    with pytest.raises(BadInput, match="merger_too_early"):
        merging_event(clerk, other, home, day=8)

    assert merging_event(clerk, other, home, day=9).state == "open"


def test_who_came_after_the_event_was_recorded_moves_the_day_of_leaving(clerk: User, home: Household, other: Household):
    event = merging_event(clerk, other, home)
    make_member(other, number=40, name="田小", joined_on=datetime.date(2016, 11, 9))

    settle(clerk, event)

    other.refresh_from_db()
    assert other.left_on == datetime.date(2016, 11, 9)
    assert home.members.get(name="田小").joined_on == datetime.date(2016, 11, 9)


def test_an_event_of_merging_moves_the_people_over_too(clerk: User, home: Household, other: Household):
    event = services.record_life_event(
        actor=clerk, household_id=other.pk, kind="06", date=datetime.date(2016, 11, 1), other_household_id=home.pk
    )

    services.settle_life_event(actor=clerk, event_id=event.pk, settlement="并入亲属家")

    assert home.members.filter(state="living_here", name="田茂林").exists()
    assert faults() == []


def test_before_recording_the_page_says_what_has_to_end_and_where(
    clerk: User, home: Household, other: Household, live_things: None
) -> None:
    address = reverse("households:event_record", kwargs={"pk": other.pk})

    shown = browser(clerk).get(address).content.decode()
    free = browser(clerk).get(reverse("households:event_record", kwargs={"pk": home.pk})).content.decode()

    assert "该户目前不能并入他户" in shown
    assert "ZB-1" in shown
    # What is over holds nothing.
    assert "2016-001" not in shown
    assert "该户目前不能并入他户" not in free
    assert "须先还清并结清" in free


def test_what_hangs_is_a_link_for_whoever_may_open_it(clerk: User, other: Household) -> None:
    mine = Standing(
        other.pk, "loans.standing", {"number": "1", "state": "x"}, url="/l/1/", permission="loans.view_loan"
    )
    foreign = replace(mine, permission="accounts.create_user")

    assert [one.url for one in told(clerk, [mine, foreign], other.village_id)] == ["/l/1/", ""]
    assert [one.url for one in told(clerk, [mine], "520699999999")] == [""]
