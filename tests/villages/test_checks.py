"""The integrity checks name each altered, missing and added row. Rows are altered as the owner, with guards off."""

import datetime
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.db import connection

from tests.villages.conftest import COUNTY, SECOND_VILLAGE, VILLAGE, hired
from tests.villages.test_accounts import propose
from tests.villages.test_collective import income, resolution, spending
from tests.villages.test_indicators import enter
from villages import checks
from villages.models import CollectiveEntry
from villages.services import (
    change_holiday,
    confirm_village_account,
    register_cadre,
    register_task_force,
    reverse_collective_entry,
    review_indicator,
)
from yuping.accounts.models import User
from yuping.accounts.roles import Role
from yuping.core.database import as_owner
from yuping.core.models import Holiday

ALL = (
    checks.village_books,
    checks.reversals,
    checks.balances,
    checks.village_accounts,
    checks.indicator_values,
    checks.task_force_villages,
)


def faulty_tables() -> set[str]:
    return {fault.table for check in ALL for fault in check()}


def _alter(table: str, statement: str) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement)
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@pytest.fixture
def year(committed_db: str, django_db_blocker: pytest.FixtureRequest) -> Iterator[User]:
    """What a village enters in a year, committed; gives the clerk."""
    with django_db_blocker.unblock():
        clerk, second = (hired(Role.TOWNSHIP_CLERK, VILLAGE[:9], name) for name in ("a", "b"))
        office = hired(Role.POVERTY_OFFICE, COUNTY, "c")
        income(clerk)
        spending(clerk, "1000", resolution(clerk))
        reverse_collective_entry(actor=clerk, entry_id=income(clerk, "70").pk, reason="重复录入")
        confirm_village_account(actor=second, account_id=propose(clerk).pk)
        review_indicator(actor=second, value_id=enter(clerk).pk)
        cadre = register_cadre(actor=office, name="杨一", unit="县扶贫办", area_code=COUNTY)
        register_task_force(
            actor=office,
            code="ZB01",
            name="专班",
            village_codes=[VILLAGE],
            members=[(cadre.pk, "leader")],
            founded_on=office.postings.get().valid_from,
        )
        yield clerk


@pytest.mark.usefixtures("year")
def test_an_untouched_year_is_clean() -> None:
    assert faulty_tables() == set()


@pytest.mark.usefixtures("year")
@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("ledger_posting", "debit = debit + 1 WHERE debit > 0"),
        ("ledger_posting", "village_code = '520622001203'"),
        ("ledger_posting", "account_id = (SELECT max(id) FROM ledger_account)"),
        ("ledger_journalentry", "date = date + 1"),
        ("ledger_journalentry", "text = 'x'"),
        ("ledger_journalentry", "key = 'x' || key"),
        ("ledger_journalentry", "source_id = '0'"),
        ("villages_collectiveentry", "amount = amount - 1 WHERE reverses_id IS NOT NULL"),
        ("villages_collectiveentry", "village_id = '520622001203' WHERE resolution_id IS NOT NULL"),
        ("villages_villageresolution", "amount = 999"),
        ("villages_villageaccount", "last4 = '0000'"),
        ("villages_villageaccount", "number_index = 'x'"),
        ("villages_villageaccount", "number = 'v1:x:y'"),
        ("villages_indicatorvalue", "state = 'derived', reviewed_by_id = NULL"),
        ("villages_taskforcevillage", "village_id = '520622102201'"),
    ],
)
def test_an_altered_row_is_named(table: str, change: str) -> None:
    _alter(table, f"UPDATE {table} SET {change}")

    assert table in faulty_tables()


@pytest.mark.usefixtures("year")
def test_a_deleted_line_of_the_journal_is_missed() -> None:
    _alter("ledger_posting", "DELETE FROM ledger_posting WHERE id = (SELECT min(id) FROM ledger_posting)")

    assert faulty_tables() == {"ledger_journalentry"}


@pytest.mark.usefixtures("year")
def test_a_deleted_collective_entry_leaves_a_journal_entry_alone() -> None:
    last = CollectiveEntry.unguarded.filter(reverses__isnull=False).get()
    _alter("villages_collectiveentry", f"DELETE FROM villages_collectiveentry WHERE id = {last.pk}")

    assert "ledger_journalentry" in faulty_tables()


def test_an_added_entry_is_missing_in_the_book(year: User) -> None:
    CollectiveEntry.unguarded.create(
        village_id=SECOND_VILLAGE,
        date="2016-06-01",
        direction="income",
        income_class="other",
        amount=Decimal(5),
        text="x",
        recorded_by=year,
    )

    assert faulty_tables() == {"villages_collectiveentry"}


def test_the_calendar_is_as_brought_along_or_as_acts_changed_it(office: User) -> None:
    changed, forged, added = (datetime.date(2017, 1, day) for day in (2, 1, 17))
    change_holiday(actor=office, day=changed, is_workday=True, reason="省政府通知")
    assert list(checks.holidays()) == []

    Holiday.objects.filter(pk=forged).update(is_workday=True)
    Holiday.objects.create(day=added, is_workday=False)

    assert [fault.pk for fault in checks.holidays()] == [forged.isoformat(), added.isoformat()]
