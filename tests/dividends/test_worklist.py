"""What waits in the dividends room: each count is what its link opens, since the day the work came to this person."""

import datetime

import pytest

from dividends.worklist import batches, dues
from tests.dividends.conftest import Year
from tests.people import browser
from yuping.accounts.models import User
from yuping.accounts.worklist import WorkItem
from yuping.core import clock

AFTER_GRACE = datetime.date(2017, 1, 31)


def waiting(items: object, part: str) -> WorkItem:
    (item,) = [item for item in items if part in item.url]
    return item


def opened(user: User, item: WorkItem) -> int:
    return browser(user).get(item.url).context["table"].paginator.count


@pytest.fixture
def today(year: Year, monkeypatch: pytest.MonkeyPatch) -> datetime.date:
    """Requests take place on the year's day too."""
    day = clock.today()
    monkeypatch.setattr(clock, "current", lambda: day)
    return day


def test_due_and_covered_dividends_wait_for_a_batch(year: Year, today: datetime.date):
    company = year.cast.company
    year.agreement()
    assert waiting(dues(company, today), "ready").count == 0

    year.receipt()
    item = waiting(dues(company, today), "ready")

    assert (item.count, item.since) == (3, datetime.date(2016, 11, 10))
    assert opened(company, item) == 3


def test_dividends_in_a_batch_wait_no_longer(year: Year, today: datetime.date):
    year.draft()

    assert waiting(dues(year.cast.company, today), "ready").count == 0


def test_what_an_enterprise_owes_past_its_grace_waits_as_late(year: Year, monkeypatch: pytest.MonkeyPatch):
    year.agreement()
    monkeypatch.setattr(clock, "current", lambda: AFTER_GRACE)

    with clock.fixed(AFTER_GRACE):
        item = waiting(dues(year.cast.company, AFTER_GRACE), "late")

        assert (item.count, item.late) == (3, True)
        assert opened(year.cast.company, item) == 3


def test_a_batch_waits_since_the_step_before(year: Year, today: datetime.date):
    batch = year.confirmed()
    monday = today + datetime.timedelta(days=5)

    with clock.fixed(monday):
        year.approve(batch)
        (item,) = [item for item in batches(year.cast.cashier, monday) if item.count]

    assert item.since == monday


def test_nothing_waits_for_whoever_may_not_do_it(year: Year, today: datetime.date):
    year.draft()

    assert list(dues(year.cast.clerk, today)) == []
