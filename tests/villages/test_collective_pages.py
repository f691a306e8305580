"""The collective books on their pages: entries, spending, resolutions, accounts, each mistake at its field."""

import datetime
from decimal import Decimal

import pytest

from tests.people import browser
from tests.villages.conftest import OTHER_VILLAGE, VILLAGE
from tests.villages.test_accounts import propose
from tests.villages.test_collective import income, resolution
from tests.villages.test_pages import body, url
from villages.models import (
    CollectiveEntry,
    VillageAccount,
    VillageResolution,
)
from yuping.accounts.models import User

pytestmark = pytest.mark.usefixtures("demo_day")


def test_an_entry_is_recorded_on_the_page(clerk: User) -> None:
    response = browser(clerk).post(
        url("entry_record"),
        {
            "village": VILLAGE,
            "date": "2016-06-01",
            "category": "income:operating",
            "amount": "1,234.50",
            "text": "茶叶",
        },
    )

    entry = CollectiveEntry.unguarded.get()
    assert response.headers["Location"] == entry.get_absolute_url()
    assert (entry.amount, entry.recorded_by) == (Decimal("1234.50"), clerk)


@pytest.mark.parametrize(
    ("change", "field"),
    [({"amount": "12.345"}, "amount"), ({"village": OTHER_VILLAGE}, "village"), ({"date": "2017-01-01"}, "date")],
)
def test_a_mistake_is_marked_at_its_field(clerk: User, change: dict[str, str], field: str) -> None:
    data = {"village": VILLAGE, "date": "2016-06-01", "category": "income:other", "amount": "5", "text": "收入"}

    response = browser(clerk).post(url("entry_record"), data | change)

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not CollectiveEntry.unguarded.exists()


def test_every_reason_against_a_spending_is_shown(clerk: User) -> None:
    paper = resolution(clerk, "100")
    data = {"village": VILLAGE, "date": "2016-06-01", "category": "spending:other", "amount": "500", "text": "支出"}

    response = browser(clerk).post(url("entry_record"), data | {"resolution": paper.pk})

    assert response.status_code == 422
    assert len(response.context["form"].non_field_errors()) == 2


def test_an_entry_is_taken_back_on_the_page(clerk: User) -> None:
    entry = income(clerk)

    browser(clerk).post(url("entry_reverse", pk=entry.pk), {"reason": "重复录入"})

    assert entry.reversed_by.amount == Decimal("-60000.00")
    assert url("entry_detail", pk=entry.pk) in body(browser(clerk), url("entry_detail", pk=entry.reversed_by.pk))


def test_a_resolution_is_recorded_and_its_result_published(clerk: User) -> None:
    days = dict.fromkeys(("proposed_on", "discussed_on", "deliberated_on", "decided_on", "published_on"), "2016-05-02")
    client = browser(clerk)
    data = {"village": VILLAGE, "subject": "修路", "amount": "20000", "attended": "40", "votes_for": "33"}
    client.post(url("resolution_record"), data | days)
    row = VillageResolution.unguarded.get()

    client.post(url("resolution_publish", pk=row.pk), {"published_on": "2016-08-01"})

    row.refresh_from_db()
    assert row.result_published_on == datetime.date(2016, 8, 1)


def test_an_account_is_proposed_and_confirmed_by_two_people(clerk: User, second_clerk: User) -> None:
    data = {"village": VILLAGE, "bank_name": "信用联社", "holder_name": "合作社", "number": "62284804025648900"}
    browser(clerk).post(url("account_propose"), data)
    account = VillageAccount.unguarded.get()

    assert browser(clerk).post(url("account_confirm", pk=account.pk)).status_code == 422
    browser(second_clerk).post(url("account_confirm", pk=account.pk))

    account.refresh_from_db()
    assert (account.state, account.confirmed_by) == ("verified", second_clerk)


def test_an_account_is_refused_and_closed_with_a_reason(clerk: User, second_clerk: User) -> None:
    client, first = browser(second_clerk), propose(clerk)
    client.post(url("account_reject", pk=first.pk), {"reason": "户名不符"})
    second = propose(clerk)
    client.post(url("account_confirm", pk=second.pk))
    client.post(url("account_close", pk=second.pk), {"reason": "已销户"})

    assert set(VillageAccount.unguarded.values_list("state", flat=True)) == {"closed"}
