"""A returned payment goes out again only to an account entered and confirmed since."""

import uuid

import pytest
from django.db import IntegrityError, connection

from dividends import services, stop_list
from dividends.models import Batch, Payout, VillageShare
from dividends.policy import Reason
from dividends.workflow import LineState
from dividends.worklist import second_looks
from households import services as households
from households.models import PayeeAccount
from tests.dividends.conftest import SECOND, Year
from tests.dividends.test_pages import client_of, page
from tests.factories import COUNTY, make_user
from villages import services as villages
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.bankcard import make_card
from yuping.core.errors import BadInput, PolicyRefused


def returned(year: Year) -> Payout:
    year.settled(returned=("P00001",))
    return Payout.unguarded.get(state=LineState.RETURNED)


def reissue(year: Year, line: Payout) -> Batch:
    return services.create_reissue_batch(actor=year.cast.company, payout_ids=[line.pk], key=uuid.uuid4())


def propose(year: Year, line: Payout, *, number: str = "", reason: str = "") -> PayeeAccount:
    return households.propose_payee_account(
        actor=year.cast.clerk2,
        household_id=line.household_id,
        member_id=line.household.members.get(is_head=True).pk,
        bank_name="玉屏信用联社",
        kind="card",
        number=number or make_card("622888000000001"),
        reason=reason,
    )


def confirm(account: PayeeAccount) -> None:
    second = make_user(("township_clerk", account.village_id[:9]))
    households.confirm_payee_account(actor=second, account_id=account.pk)


def reasons(batch: Batch) -> list[tuple[Reason, ...]]:
    return [line.reasons for line in stop_list.of_batch(batch)]


def asked(user: User) -> int:
    """Returned payments on the person's work list."""
    address = f"{page('failed_list')}?account=same"
    return sum(item.count for item in second_looks(user, clock.today()) if item.url == address)


def test_a_returned_line_is_stopped_while_the_account_it_came_back_from_is_in_force(year: Year):
    line = returned(year)
    again = reissue(year, line)

    assert reasons(again) == [(Reason.ACCOUNT_RETURNED,)]
    with pytest.raises(PolicyRefused):
        services.lock_batch(actor=year.cast.company, batch_id=again.pk)


def test_a_proposed_account_does_not_clear_the_line_and_a_confirmed_one_does(year: Year):
    line = returned(year)
    again = reissue(year, line)
    account = propose(year, line)
    waiting = reasons(again)

    confirm(account)

    assert waiting == [(Reason.ACCOUNT_WAITING,)]
    assert reasons(again) == []
    services.lock_batch(actor=year.cast.company, batch_id=again.pk)
    assert Payout.unguarded.get(batch=again).account_last4 == account.last4


def test_the_same_account_is_good_again_only_with_what_the_bank_confirmed_and_a_second_person(year: Year):
    line = returned(year)
    number = line.account_number.open()
    again = reissue(year, line)

    with pytest.raises(BadInput) as refused:
        propose(year, line, number=number)
    confirm(propose(year, line, number=number, reason="信用社张会计11月29日来电：账户已解冻"))

    assert refused.value.params["field"] == "reason"
    assert services.lock_batch(actor=year.cast.company, batch_id=again.pk).state == "locked"


def test_a_returned_village_share_waits_for_another_account_of_the_village(year: Year):
    batch = year.settled(returned=("V00001",))
    share = VillageShare.unguarded.get(batch=batch, state=LineState.RETURNED)
    again = services.create_reissue_batch(
        actor=year.cast.company, payout_ids=[], share_ids=[share.pk], key=uuid.uuid4()
    )
    before = reasons(again)
    account = villages.propose_village_account(
        actor=year.cast.clerk2,
        village_code=share.village_id,
        bank_name="玉屏信用联社",
        holder_name="股份经济合作社",
        number="8999000011112",
    )
    second = make_user(("township_clerk", share.village_id[:9]))
    villages.confirm_village_account(actor=second, account_id=account.pk)

    assert before == [(Reason.VILLAGE_ACCOUNT_RETURNED,)]
    assert reasons(again) == []


def test_no_statement_locks_a_line_onto_the_account_it_came_back_from(year: Year):
    line = returned(year)
    again = reissue(year, line)
    confirm(propose(year, line))
    services.lock_batch(actor=year.cast.company, batch_id=again.pk)
    office = make_user(("poverty_office", COUNTY))
    services.return_batch(actor=office, batch_id=again.pk, reason="账户有误")

    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE dividends_payout n SET snapshot = o.snapshot FROM dividends_payout o "
            "WHERE o.id = n.reissue_of_id AND n.batch_id = %s",
            [again.pk],
        )
        locking = "UPDATE dividends_batch SET state = 'locked', digest = 'x' WHERE id = %s"
        with pytest.raises(IntegrityError, match="the account it came back from"):
            cursor.execute(locking, [again.pk])


def test_the_clerk_of_the_village_is_asked_for_the_account_until_another_one_waits(year: Year):
    line = returned(year)
    before = asked(year.cast.clerk2)
    reissue(year, line)
    with_draft = asked(year.cast.clerk2)

    propose(year, line)

    assert line.village_id == SECOND
    assert (before, with_draft, asked(year.cast.clerk2)) == (1, 1, 0)
    assert asked(year.cast.clerk) == 0
    assert asked(year.cast.company) == 0


def test_the_pages_of_a_returned_line_lead_the_clerk_to_the_accounts(year: Year):
    line = returned(year)
    client = client_of(year.cast.clerk2)
    accounts = f"/households/{line.household_id}/accounts/"

    shown = client.get(page("failed_list") + "?account=same").content.decode()
    payout = client.get(page("payout_detail", line.pk)).content.decode()

    assert accounts in shown
    assert line.head_name in shown
    assert payout.count(accounts) == 2
