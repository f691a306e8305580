"""Payee and identity stay as they are while a payment is between lock and settlement; a merger waits for its end."""

import datetime
from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import translation

from dividends import services as dividends
from dividends import stop_list
from dividends.models import Batch, Payout
from dividends.policy import Reason
from households import services, standing
from households.models import Household, IdentityChange, LikelyDouble, Member, PayeeAccount
from households.services import RightIdentity
from tests.dividends.conftest import Year
from tests.factories import make_household, make_user
from tests.households.factories import make_member
from tests.people import browser
from yuping.accounts.models import User
from yuping.core.bankcard import make_card
from yuping.core.errors import NotAllowedNow, PolicyRefused

REASON = "重复建档"


def on_notice(year: Year) -> Batch:
    batch = year.locked()
    year.publish(batch)
    return batch


def returned(year: Year) -> Batch:
    return dividends.return_batch(actor=year.cast.office, batch_id=on_notice(year).pk, reason="名单有误")


def cancelled(year: Year) -> Batch:
    return dividends.cancel_batch(actor=year.cast.company, batch_id=year.draft().pk, reason="改期")


WAITS: dict[str, Callable[[Year], Batch]] = {
    "locked": Year.locked,
    "on_notice": on_notice,
    "confirmed": Year.confirmed,
    "approved": lambda year: year.approve(year.confirmed()),
    "issued": Year.issued,
    "results_loaded": lambda year: year.load(year.issued()),
}
GOES_ON: dict[str, Callable[[Year], Batch]] = {
    "draft": Year.draft,
    "cancelled": cancelled,
    "returned": returned,
    "settled": Year.settled,
}


def second_of(household: Household) -> User:
    return make_user(("township_clerk", household.village_id[:9]))


def head_of(household: Household) -> Member:
    return household.members.get(is_head=True)


def proposed_account(year: Year, household: Household) -> PayeeAccount:
    return services.propose_payee_account(
        actor=year.cast.clerk,
        household_id=household.pk,
        member_id=head_of(household).pk,
        bank_name="玉屏信用联社",
        kind="card",
        number=make_card("622888000000001"),
    )


def proposed_name(year: Year, household: Household) -> IdentityChange:
    right = RightIdentity(name="杨改名")
    return services.propose_identity_change(
        actor=year.cast.clerk, member_id=head_of(household).pk, right=right, reason="见身份证"
    )


@pytest.mark.parametrize("state", WAITS)
def test_between_lock_and_settlement_payee_and_identity_wait(year: Year, state: str):
    household = year.households[0]
    account, change = proposed_account(year, household), proposed_name(year, household)
    batch = WAITS[state](year)
    second = second_of(household)
    assert Batch.unguarded.get(pk=batch.pk).state == state

    for call in (
        lambda: services.confirm_payee_account(actor=second, account_id=account.pk),
        lambda: services.confirm_identity_change(actor=second, change_id=change.pk),
    ):
        with pytest.raises(NotAllowedNow) as refused:
            call()
        assert refused.value.code == "households.payment_on_its_way"
        assert refused.value.params["batch"] == [batch.number]
    account.refresh_from_db()
    assert account.state == "proposed"


def test_the_pages_say_that_a_change_of_account_waits_and_lead_to_the_payment(year: Year):
    household = year.households[0]
    account = proposed_account(year, household)
    batch = year.locked()
    line = Payout.unguarded.get(batch=batch, household=household)
    client = browser(second_of(household))
    confirm = reverse("households:account_confirm", kwargs={"pk": account.pk})

    tab = client.get(reverse("households:household_accounts", kwargs={"pk": household.pk})).content.decode()
    propose = client.get(reverse("households:account_propose", kwargs={"pk": household.pk})).content.decode()
    asked = client.get(confirm).content.decode()
    chosen = client.post(reverse("households:accounts_confirm"), {"ids": [account.pk]}).content.decode()

    for shown in (tab, propose):
        assert batch.number in shown
        assert line.get_absolute_url() in shown
    assert confirm not in tab
    assert 'name="look"' not in asked
    for shown in (asked, chosen):
        assert batch.number in shown


def test_a_share_in_force_says_when_it_ends_and_a_loan_who_settles_it(year: Year):
    year.locked()
    told = {one.code: one for one in standing.of_households([year.households[0].pk])}

    share, loan = told["dividends.standing_participation"], told["loans.standing"]
    with translation.override("zh-hans"):
        assert "任何人不能提前终止" in str(share.way)
        assert "信用社登记还本" in str(loan.way)
    for one in (share, loan):
        assert browser(year.cast.clerk).get(one.url).status_code == 200


@pytest.mark.parametrize("state", GOES_ON)
def test_before_lock_and_after_settlement_they_are_confirmed(year: Year, state: str):
    household = year.households[0]
    GOES_ON[state](year)
    account, change = proposed_account(year, household), proposed_name(year, household)
    second = second_of(household)

    services.confirm_payee_account(actor=second, account_id=account.pk)
    services.confirm_identity_change(actor=second, change_id=change.pk)

    account.refresh_from_db()
    assert (account.state, head_of(household).name) == ("verified", "杨改名")


def test_the_head_is_not_changed_while_a_payment_is_on_its_way(year: Year):
    household = year.households[0]
    heir = make_member(household, number=501, name="杨长子", relation="03")
    year.locked()
    event = services.record_life_event(
        actor=year.cast.clerk, household_id=household.pk, kind="07", date=datetime.date(2016, 11, 20)
    )

    with pytest.raises(NotAllowedNow) as refused:
        services.settle_life_event(
            actor=second_of(household), event_id=event.pk, settlement="改由长子任户主", new_head_id=heir.pk
        )

    assert refused.value.code == "households.payment_on_its_way"


def test_a_line_held_back_by_two_people_no_longer_holds_the_payee(year: Year):
    household = year.households[0]
    batch = year.locked()
    line = Payout.unguarded.get(batch=batch, household=household)
    hold = dividends.hold_line(actor=year.cast.clerk, payout_id=line.pk, reason="卡号有误")
    account = proposed_account(year, household)
    second = second_of(household)
    with pytest.raises(NotAllowedNow):
        services.confirm_payee_account(actor=second, account_id=account.pk)

    dividends.confirm_hold(actor=year.cast.office, hold_id=hold.pk)

    services.confirm_payee_account(actor=second, account_id=account.pk)


def test_a_household_that_stands_in_no_batch_is_not_held(year: Year):
    year.locked()
    household = make_household(year.villages[0])
    account = proposed_account(year, household)

    services.confirm_payee_account(actor=second_of(household), account_id=account.pk)


def test_what_hangs_on_a_household_is_told_with_its_names(year: Year):
    batch = year.locked()
    household = year.households[0]

    told = {one.code: one for one in standing.of_households([household.pk])}

    assert set(told) == {"loans.standing", "dividends.standing_participation", "dividends.standing_payout"}
    assert told["dividends.standing_payout"].params["batch"] == batch.number
    assert all(one.live for one in told.values())
    assert told["loans.standing"].member_id == head_of(household).pk


def pair(year: Year, first: Household, second: Household) -> LikelyDouble:
    return LikelyDouble.unguarded.create(
        first_household=first,
        second_household=second,
        first_village_id=first.village_id,
        second_village_id=second.village_id,
        kinds=["village"],
        matches=[[head_of(first).pk, head_of(second).pk, ["village"]]],
        key="k",
        found_on=datetime.date(2016, 11, 1),
    )


def merge(year: Year, double: LikelyDouble, leaving: Household) -> LikelyDouble:
    return services.merge_double(
        actor=year.cast.clerk, double_id=double.pk, leaving_id=leaving.pk, whole_household=True, reason=REASON
    )


def test_a_household_with_loan_participation_and_payout_does_not_give_way(year: Year):
    year.locked()
    first, second = year.households[:2]
    double = merge(year, pair(year, first, second), second)

    with pytest.raises(PolicyRefused) as refused:
        services.confirm_merger(actor=second_of(second), double_id=double.pk)

    codes = {reason.code for reason in refused.value.params["reasons"]}
    assert codes == {"loans.standing", "dividends.standing_participation", "dividends.standing_payout"}


def test_a_paid_payout_no_longer_speaks_against_a_merger(year: Year):
    year.settled()
    second = year.households[1]

    told = [one for one in standing.of_households([second.pk]) if one.code == "dividends.standing_payout"]

    assert [one.live for one in told] == [False]


def test_of_two_files_that_are_to_be_merged_only_the_one_that_gives_way_is_stopped(year: Year):
    first, second = year.households[:2]
    batch = year.draft()
    double = merge(year, pair(year, first, second), second)

    stopped = {line.household_id: line.reasons for line in stop_list.of_batch(batch)}
    assert stopped == {second.pk: (Reason.PERSON_TWICE,)}

    services.refuse_merger(actor=year.cast.clerk, double_id=double.pk, reason="两户")
    assert stop_list.of_batch(batch) == []


def test_a_pair_nobody_has_decided_stops_no_payment(year: Year):
    first, second = year.households[:2]
    batch = year.draft()
    pair(year, first, second)

    assert stop_list.of_batch(batch) == []
