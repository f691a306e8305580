"""The integrity checks name each altered, missing and added row. Rows are altered as the owner, with guards off."""

import secrets
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.db import connection, transaction

from loans.checks import CHECKS
from loans.models import Lender
from loans.services import (
    Back,
    BillRow,
    approve_subsidy_quarter,
    compare_bill,
    pay_subsidy_quarter,
    prepare_subsidy_quarter,
    record_repayment,
    record_risk_fund,
    refuse_loan,
    register_lender,
    reverse_repayment,
    settle_loan,
    take_out_subsidy_lines,
)
from loans.services.subsidy import counting_lines, digest_of_lines
from tests.conftest import copy_database, drop_database, use_database
from tests.households.factories import make_household, make_user
from tests.loans.conftest import COUNTY, OWN_TOWNSHIP, SECOND_QUARTER, TODAY, lend
from villages.models import Village
from yuping.accounts.models import User
from yuping.accounts.roles import Role
from yuping.core import clock
from yuping.core.database import as_owner

TABLES = (
    "loans_loan",
    "loans_loanevent",
    "loans_creditrating",
    "loans_repayment",
    "loans_subsidyquarter",
    "loans_subsidyline",
    "loans_subsidybill",
    "loans_riskfundmovement",
    "ledger_journalentry",
    "ledger_posting",
)


def faulty_tables() -> set[str]:
    return {fault.table for check in CHECKS for fault in check()}


def alter(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        assert cursor.rowcount


@pytest.fixture(scope="module")
def _room(django_db_setup: str, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Loans in every state, a paid subsidy, a compensated default, committed into a database of its own."""
    name, shared = f"yuping_own_{secrets.token_hex(4)}", connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        copy_database(django_db_setup, name)
        use_database(name)
        with clock.fixed(TODAY):
            _walk()
        with as_owner():
            yield
        use_database(shared)
        drop_database(name)


def _walk() -> None:
    people = {
        "clerk": (Role.TOWNSHIP_CLERK, OWN_TOWNSHIP),
        "officer": (Role.POVERTY_OFFICE, COUNTY),
        "teller": (Role.CREDIT_UNION, COUNTY),
        "banker": (Role.CREDIT_UNION, COUNTY),
        "finance": (Role.FINANCE_APPROVER, COUNTY),
        "second": (Role.FINANCE_APPROVER, COUNTY),
        "cashier": (Role.FINANCE_CASHIER, COUNTY),
    }
    who = {name: make_user(name, *posting) for name, posting in people.items()}
    village = Village.unguarded.filter(township_id=OWN_TOWNSHIP).order_by("pk").first()
    with transaction.atomic():
        homes = [make_household(village, number=number) for number in range(1, 8)]
    lender = register_lender(actor=who["officer"], code="YPXYLS", name="玉屏信用联社")
    drawn = lend(who, lender, homes[:4])
    lend(who, lender, homes[4:5], last="approve")
    lend(who, lender, homes[5:6], last="apply")
    refuse_loan(actor=who["clerk"], loan_ids=lend(who, lender, homes[6:7], last="recommend"), reason="自愿放弃")
    _subsidised(who, lender)
    with clock.fixed(TODAY.replace(year=2019)):
        _ended(who, lender, drawn)


@pytest.fixture
def room(_room: None) -> Iterator[None]:
    """Inside a transaction of the owner with the triggers off; everything is taken back afterwards."""
    transaction.set_autocommit(False)
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield
    connection.rollback()
    transaction.set_autocommit(True)


def _subsidised(who: dict[str, User], lender: Lender) -> None:
    paper = prepare_subsidy_quarter(actor=who["finance"], lender_id=lender.pk, quarter=SECOND_QUARTER)
    lines = counting_lines(paper)
    take_out_subsidy_lines(
        actor=who["finance"], quarter_id=paper.pk, line_ids=[lines[-1].pk], reason="与银行核对后补报"
    )
    rows = [BillRow(line.loan.contract_number, line.days, line.amount) for line in lines]
    compare_bill(actor=who["teller"], quarter_id=paper.pk, rows=rows)
    digest = digest_of_lines(counting_lines(paper))
    approve_subsidy_quarter(actor=who["second"], quarter_id=paper.pk, digest=digest)
    pay_subsidy_quarter(actor=who["cashier"], quarter_id=paper.pk, voucher="财拨-001")


def _ended(who: dict[str, User], lender: Lender, drawn: list[int]) -> None:
    teller, finance = who["teller"], who["finance"]
    record_repayment(actor=teller, rows=[Back(drawn[0], Decimal(50000), Decimal(100))], payer="enterprise")
    settle_loan(actor=teller, loan_ids=drawn[:1])
    wrong = record_repayment(actor=teller, rows=[Back(drawn[1], Decimal(300))], payer="household")
    reverse_repayment(actor=teller, repayment_id=wrong[0].pk, reason="重复录入")
    record_risk_fund(actor=finance, kind="deposit", amount=Decimal(20000000), lender_id=lender.pk, document="1号")
    for kind in ("compensation", "recovery"):
        record_risk_fund(
            actor=finance, kind=kind, amount=Decimal(50000), lender_id=lender.pk, loan_id=drawn[2], document="2号"
        )


@pytest.mark.usefixtures("room")
def test_an_untouched_room_is_clean() -> None:
    assert [fault for check in CHECKS for fault in check()] == []


@pytest.mark.usefixtures("room")
@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("loans_loan", "state = 'confirmed' WHERE state = 'applied'"),
        ("loans_loan", "state = 'recommended' WHERE state = 'applied'"),
        ("loans_loan", "applied_amount = 40000, approved_amount = 40000 WHERE state = 'approved'"),
        ("loans_loan", "applied_amount = 40000 WHERE state = 'applied'"),
        ("loans_loan", "applied_on = applied_on - 1 WHERE state = 'approved'"),
        ("loans_loan", "cap = 60000 WHERE state = 'applied'"),
        ("loans_loan", "years = 4 WHERE state = 'applied'"),
        ("loans_loan", "rate_percent = 4.5 WHERE state = 'approved'"),
        ("loans_loan", "borrower_id = (SELECT max(id) FROM households_member) WHERE state = 'applied'"),
        ("loans_loan", "refused_on = refused_on + 1 WHERE state = 'refused'"),
        ("loans_loanevent", "date = date - 1 WHERE move = 'draw'"),
        ("loans_loanevent", "amount = 1 WHERE move = 'approve'"),
        ("loans_loanevent", "amount = 1 WHERE move = 'repay'"),
        ("loans_loanevent", "move = 'repay' WHERE move = 'recovery'"),
        ("loans_loanevent", "actor_id = (SELECT max(id) FROM accounts_user) WHERE move = 'approve'"),
        ("loans_loanevent", "village_id = '520622001203' WHERE move = 'apply'"),
        ("loans_repayment", "payer = 'household' WHERE payer = 'enterprise'"),
        ("loans_repayment", "principal = 49999 WHERE payer = 'enterprise'"),
        ("loans_repayment", "interest = 5 WHERE payer = 'county'"),
        ("loans_repayment", "date = date - 1 WHERE reverses_id IS NOT NULL"),
        ("loans_repayment", "village_id = '520622001203'"),
        ("loans_repayment", "movement_id = NULL"),
        ("loans_subsidyline", "amount = amount + 0.01 WHERE live"),
        ("loans_subsidyline", "days = days - 1 WHERE NOT live"),
        ("loans_subsidyline", "numbers = numbers + 1"),
        ("loans_subsidyline", "rate_percent = 4.35"),
        ("loans_subsidyline", "village_id = '520622001203'"),
        ("loans_subsidyline", "bill_amount = bill_amount + 1 WHERE live"),
        ("loans_subsidyquarter", "approved_total = approved_total + 1"),
        ("loans_subsidyquarter", "approved_digest = 'x'"),
        ("loans_subsidyquarter", "last_day = last_day + 1"),
        ("loans_subsidyquarter", "voucher = 'x'"),
        ("ledger_journalentry", "date = date + 1 WHERE key LIKE 'loans.draw:%'"),
        ("ledger_journalentry", "date = date + 1 WHERE key LIKE 'loans.repayment:%'"),
        ("ledger_journalentry", "date = date + 1 WHERE key LIKE 'loans.subsidyquarter:%paid'"),
        ("ledger_journalentry", "source_id = '0' WHERE key LIKE 'loans.riskfund%'"),
        ("ledger_journalentry", "source_id = '0' WHERE key LIKE 'loans.repayment:%'"),
        ("ledger_journalentry", "posted_by_id = 0 WHERE key LIKE 'loans.subsidyquarter:%'"),
        ("ledger_journalentry", "key = 'x' || key WHERE key LIKE 'loans.draw:%'"),
        ("ledger_journalentry", "key = 'x' || key WHERE key LIKE 'loans.subsidyquarter:%paid'"),
        ("loans_subsidybill", "total = total + 1"),
        ("loans_subsidybill", "row_count = row_count + 1"),
        ("loans_subsidybill", "sha256 = 'x'"),
        ("loans_riskfundmovement", "amount = amount - 1 WHERE kind = 'deposit'"),
        ("loans_riskfundmovement", "document = 'x' WHERE kind = 'deposit'"),
        ("loans_riskfundmovement", "kind = 'interest' WHERE kind = 'deposit'"),
        ("loans_riskfundmovement", "date = date - 1 WHERE kind = 'compensation'"),
    ],
)
def test_an_altered_row_is_named(table: str, change: str) -> None:
    alter(f"UPDATE {table} SET {change}")

    assert table in faulty_tables()


@pytest.mark.usefixtures("room")
@pytest.mark.parametrize(
    "key", ["loans.draw:%", "loans.repayment:%", "loans.subsidyquarter:%:approved", "loans.riskfundmovement:%"]
)
@pytest.mark.parametrize("change", ["debit = debit + 1", "village_code = '520622001203'"])
def test_an_altered_posting_shows_at_its_entry(key: str, change: str) -> None:
    where = f"e.id = ledger_posting.entry_id AND e.key LIKE '{key}' AND ledger_posting.debit > 0"
    alter(f"UPDATE ledger_posting SET {change} FROM ledger_journalentry e WHERE {where}")

    assert "ledger_journalentry" in faulty_tables()


@pytest.mark.usefixtures("room")
@pytest.mark.parametrize(
    ("table", "where", "named"),
    [
        ("loans_loanevent", "move = 'recommend'", "loans_loan"),
        ("loans_loanevent", "move = 'repay'", "loans_loanevent"),
        ("loans_creditrating", "true", "loans_loan"),
        ("loans_subsidyline", "live", "loans_subsidyquarter"),
        ("loans_subsidybill", "true", "loans_subsidyline"),
        ("ledger_posting", "debit > 0", "ledger_journalentry"),
    ],
)
def test_a_deleted_row_is_missed(table: str, where: str, named: str) -> None:
    alter(f"DELETE FROM {table} WHERE {where}")

    assert named in faulty_tables()


@pytest.mark.usefixtures("room")
@pytest.mark.parametrize(
    ("table", "columns", "named"),
    [
        ("loans_repayment", "loan_id, village_id, date, payer, principal, interest, note, recorded_by_id", "loan"),
        ("loans_riskfundmovement", "lender_id, kind, amount, date, document, note, recorded_by_id", "movement"),
        ("loans_loanevent", "loan_id, village_id, move, date, amount, note, facts, actor_id", "step"),
    ],
)
def test_an_added_row_is_named(table: str, columns: str, named: str) -> None:
    only = {"loan": "payer = 'household' AND reverses_id IS NULL", "movement": "kind = 'deposit'", "step": "true"}[
        named
    ]
    source = f"SELECT {columns}, now() FROM {table} WHERE {only} ORDER BY id LIMIT 1"
    alter(f"INSERT INTO {table} ({columns}, recorded_at) {source}")

    assert table in faulty_tables()
