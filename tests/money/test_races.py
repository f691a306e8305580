"""The same act by two connections at once: one does it, the other waits for it and then is refused or finds it done."""

import contextvars
import datetime
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction

from tests.dividends.conftest import Year
from tests.money.verbs import CASES
from yuping.audit.models import AuditEntry
from yuping.core import checks, clock
from yuping.core.errors import DomainError

ONCE = (
    "record_receipt",
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
