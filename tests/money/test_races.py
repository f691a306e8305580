"""The same act by two connections at once: one does it, the other waits for it and then is refused or finds it done."""

import contextvars
import datetime
import functools
import uuid
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction
from django.urls import reverse

from dividends import services
from dividends.models import Batch, Payout, Receipt
from dividends.sentences import SENTENCES
from households import services as files
from tests.dividends.conftest import Year
from tests.dividends.test_pages import client_of
from tests.factories import make_user
from tests.money.verbs import CASES
from yuping.audit.models import AuditEntry
from yuping.core import checks, clock
from yuping.core.bankcard import make_card
from yuping.core.errors import DomainError

ONCE = (
    "record_receipt",
    "reverse_receipt",
    "withdraw_agreement",
    "create_batch",
    "lock_batch",
    "publish_notice",
    "hold_line",
    "confirm_hold",
    "issue_batch",
    "load_results",
    "settle_batch",
    "create_reissue_batch",
    "hand_in_sheet",
    "close_batch",
    "activate_agreement",
    "draw_loan",
    "reverse_repayment",
    "pay_subsidy_quarter",
    "reverse_collective_entry",
)
# The same form sent twice: the second sending gets what the first one made.
FINDS_IT_DONE = {"create_batch", "load_results", "create_reissue_batch"}


def _in_a_connection_of_its_own(call: Callable[[], Any]) -> Any:
    try:
        return call()
    finally:
        connection.close()


def _waits_or_is_over(second: Future[Any]) -> bool:
    """Whether the other connection has come to where it waits for a lock of ours."""
    with connection.cursor() as cursor:
        # Within a transaction the activity is read once and kept; what counts is now.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return second.done() or cursor.fetchone()[0] > 0


def at_once(call: Callable[[], Any]) -> tuple[Any, Any, int]:
    """The result of the first, the result or the refusal of the second, which begins before the first commits, and
    how many acts were on record after the first."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first = call()
            acts = AuditEntry.objects.count()
            context = contextvars.copy_context()
            second = pool.submit(context.run, _in_a_connection_of_its_own, call)
            while not _waits_or_is_over(second):
                pass
        return first, second.exception(timeout=60) or second.result(), acts


@pytest.mark.parametrize("verb", ONCE)
def test_of_two_at_once_one_acts(committed_db: str, verb: str):
    with clock.fixed(datetime.date(2016, 11, 30)):
        call = CASES[verb](Year())

        first, second, acts = at_once(call)

        assert AuditEntry.objects.count() == acts
        if verb in FINDS_IT_DONE:
            assert second == first
        else:
            assert isinstance(second, DomainError), repr(second)
        assert list(checks.run()) == []


def test_a_line_chosen_for_two_reissues_at_once_is_refused_in_words_to_the_second(committed_db: str):
    with clock.fixed(datetime.date(2016, 11, 30)):
        year = Year()
        line = Payout.unguarded.get(batch=year.settled(returned=("P00001",)), state="returned")
        form = {"ids": line.pk, "confirmed": "1", "key": str(uuid.uuid4())}
        post = functools.partial(client_of(year.cast.company2).post, reverse("dividends:reissue_add"), form)
        with ThreadPoolExecutor(1) as pool:
            with transaction.atomic():
                services.create_reissue_batch(actor=year.cast.company, payout_ids=[line.pk], key=uuid.uuid4())
                context = contextvars.copy_context()
                waiting = pool.submit(context.run, _in_a_connection_of_its_own, post)
                while not _waits_or_is_over(waiting):
                    pass
            answer = waiting.result(timeout=60)

        assert answer.status_code == 422
        assert str(SENTENCES["reissue_lines"]) in answer.content.decode()
        assert Payout.unguarded.filter(reissue_of=line).count() == 1
        assert list(checks.run()) == []


def while_it_waits(batch: Batch, call: Callable[[], Any], move: Callable[[], Any]) -> Any:
    """Do the move with the batch locked before the other act began; the result or the refusal of that act."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Batch.unguarded.select_for_update().get(pk=batch.pk)
            context = contextvars.copy_context()
            waiting = pool.submit(context.run, _in_a_connection_of_its_own, call)
            while not _waits_or_is_over(waiting):
                pass
            move()
        return waiting.exception(timeout=60) or waiting.result()


def test_a_hold_and_an_issue_at_once_wait_and_never_for_each_other(committed_db: str):
    with clock.fixed(datetime.date(2016, 11, 30)):
        year = Year()
        batch = year.approve(year.confirmed())
        line = Payout.unguarded.filter(batch=batch, village__pk__startswith=year.villages[0].pk).first()
        cast = year.cast

        refused = while_it_waits(
            batch,
            lambda: services.hold_line(actor=cast.clerk, payout_id=line.pk, reason="户主去世"),
            lambda: services.issue_batch(actor=cast.cashier, batch_id=batch.pk),
        )

        assert isinstance(refused, DomainError), repr(refused)
        assert list(checks.run()) == []


@pytest.mark.parametrize("what", ["account", "identity"])
def test_a_lock_and_a_change_of_payee_at_once_wait_for_each_other(committed_db: str, what: str):
    """Whichever is first: no list is locked with a payee that another act replaces at the same moment."""
    with clock.fixed(datetime.date(2016, 11, 30)):
        year = Year()
        household, batch = year.households[0], year.draft()
        head = household.members.get(is_head=True)
        second = make_user(("township_clerk", household.village_id[:9]))
        if what == "account":
            waiting = files.propose_payee_account(
                actor=year.cast.clerk,
                household_id=household.pk,
                member_id=head.pk,
                bank_name="玉屏信用联社",
                kind="card",
                number=make_card("622888000000001"),
            )
            confirm = functools.partial(files.confirm_payee_account, actor=second, account_id=waiting.pk)
        else:
            right = files.RightIdentity(name="杨改名")
            waiting = files.propose_identity_change(
                actor=year.cast.clerk, member_id=head.pk, right=right, reason="见身份证"
            )
            confirm = functools.partial(files.confirm_identity_change, actor=second, change_id=waiting.pk)

        with ThreadPoolExecutor(1) as pool:
            with transaction.atomic():
                year.lock(batch)
                context = contextvars.copy_context()
                late = pool.submit(context.run, _in_a_connection_of_its_own, confirm)
                while not _waits_or_is_over(late):
                    pass
            refused = late.exception(timeout=60)

        assert isinstance(refused, DomainError), repr(refused)
        assert refused.code == "households.payment_on_its_way"
        waiting.refresh_from_db()
        assert waiting.state == "proposed"
        assert list(checks.run()) == []


def test_a_payee_confirmed_before_the_lock_stands_in_the_locked_list(committed_db: str):
    with clock.fixed(datetime.date(2016, 11, 30)):
        year = Year()
        household, batch = year.households[0], year.draft()
        account = files.propose_payee_account(
            actor=year.cast.clerk,
            household_id=household.pk,
            member_id=household.members.get(is_head=True).pk,
            bank_name="玉屏信用联社",
            kind="card",
            number=make_card("622888000000001"),
        )
        second = make_user(("township_clerk", household.village_id[:9]))
        lock = functools.partial(services.lock_batch, actor=year.cast.company, batch_id=batch.pk)

        with ThreadPoolExecutor(1) as pool:
            with transaction.atomic():
                files.confirm_payee_account(actor=second, account_id=account.pk)
                context = contextvars.copy_context()
                late = pool.submit(context.run, _in_a_connection_of_its_own, lock)
                while not _waits_or_is_over(late):
                    pass
            late.result(timeout=60)

        line = Payout.unguarded.get(batch=batch, household=household)
        assert line.snapshot["account"] == account.pk


def test_taking_a_line_out_and_a_lock_at_once_wait_and_never_for_each_other(committed_db: str):
    with clock.fixed(datetime.date(2016, 11, 30)):
        year = Year()
        batch = year.draft()
        line = Payout.unguarded.filter(batch=batch).first()
        company = year.cast.company

        refused = while_it_waits(
            batch,
            lambda: services.remove_lines(actor=company, payout_ids=[line.pk], reason="重复"),
            lambda: services.lock_batch(actor=company, batch_id=batch.pk),
        )

        assert isinstance(refused, DomainError), repr(refused)
        assert list(checks.run()) == []


def test_money_is_not_taken_back_while_a_batch_is_approved_on_it(committed_db: str):
    with clock.fixed(datetime.date(2016, 11, 30)):
        year = Year()
        batch = year.confirmed()
        receipt = Receipt.objects.all_areas(reason="the only one").get()

        refused = while_it_waits(
            batch,
            lambda: services.reverse_receipt(actor=year.cast.company2, receipt_id=receipt.pk, reason="金额有误"),
            lambda: year.approve(batch),
        )

        assert isinstance(refused, DomainError), repr(refused)
        assert refused.code == "receipt_paid_out"
        assert list(checks.run()) == []


def test_a_batch_is_not_approved_while_its_money_is_taken_back(committed_db: str):
    with clock.fixed(datetime.date(2016, 11, 30)):
        year = Year()
        batch = year.confirmed()
        receipt = Receipt.objects.all_areas(reason="the only one").get()

        refused = while_it_waits(
            batch,
            lambda: year.approve(batch),
            lambda: services.reverse_receipt(actor=year.cast.company2, receipt_id=receipt.pk, reason="金额有误"),
        )

        assert isinstance(refused, DomainError), repr(refused)
        assert refused.code == "money_not_received"
        assert list(checks.run()) == []
