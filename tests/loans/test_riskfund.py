"""The risk deposit: paid in by county finance, paying for defaulted loans."""

import datetime
from decimal import Decimal

import pytest

from loans.models import Loan, RiskFundMovement
from loans.services import Back, record_repayment, record_risk_fund, settle_loan
from tests.loans.conftest import FIFTY
from yuping.audit.models import AuditEntry
from yuping.core import clock
from yuping.core.errors import BadInput, MissingVerb, PolicyRefused
from yuping.ledger.models import Account
from yuping.ledger.querysets import balance

DEPOSIT = Decimal("20000000.00")
AFTER = datetime.date(2019, 6, 1)


@pytest.fixture
def deposit(finance, lender):
    return record_risk_fund(
        actor=finance, kind="deposit", amount=DEPOSIT, lender_id=lender.pk, date=datetime.date(2016, 3, 1)
    )


def in_book(code):
    return balance(Account.objects.get(book__code="risk_deposit", code=code))


def compensate(finance, loan, amount=FIFTY):
    return record_risk_fund(
        actor=finance, kind="compensation", amount=amount, lender_id=loan.lender_id, loan_id=loan.pk
    )


def reasons_of(call, *args, **values):
    with pytest.raises(PolicyRefused) as refused:
        call(*args, **values)
    return refused.value.params["reasons"]


def test_a_deposit_is_recorded_posted_and_audited(deposit, lender):
    assert in_book("deposit") == in_book("county_finance") == DEPOSIT
    assert RiskFundMovement.objects.all_areas(reason="test").balance(clock.today()) == DEPOSIT
    assert RiskFundMovement.objects.all_areas(reason="test").balance(datetime.date(2016, 2, 29)) == 0
    assert AuditEntry.objects.get(verb="loans.record_risk_fund").facts["amount"] == "20000000.00"


def test_bank_interest_stays_in_the_fund(deposit, finance, lender):
    record_risk_fund(actor=finance, kind="interest", amount=Decimal("17500.00"), lender_id=lender.pk)
    assert in_book("deposit") == DEPOSIT + Decimal("17500.00")
    assert in_book("interest") == Decimal("17500.00")


def test_an_overdue_loan_is_compensated_and_can_be_settled(deposit, drawn, finance, banker):
    with clock.fixed(AFTER):
        movement = compensate(finance, drawn)
        assert movement.repayment.payer == "county"
        assert (in_book("deposit"), in_book("claims")) == (DEPOSIT - FIFTY, FIFTY)
        settle_loan(actor=banker, loan_ids=[drawn.pk])
    assert Loan.unguarded.get(pk=drawn.pk).state == "settled"


def test_a_loan_not_overdue_is_not_compensated(deposit, drawn, finance):
    assert reasons_of(compensate, finance, drawn) == ["loan_not_overdue"]


def test_a_loan_is_compensated_once_and_up_to_what_is_owed(deposit, drawn, finance, banker):
    with clock.fixed(AFTER):
        record_repayment(actor=banker, rows=[Back(drawn.pk, Decimal(20000))], payer="enterprise")
        assert reasons_of(compensate, finance, drawn, Decimal("30000.01")) == ["above_outstanding"]
        compensate(finance, drawn, Decimal(10000))
        assert reasons_of(compensate, finance, drawn, Decimal(1)) == ["compensated_before"]


def test_the_deposit_pays_no_more_than_it_holds(drawn, finance, lender):
    with clock.fixed(AFTER):
        record_risk_fund(actor=finance, kind="deposit", amount=Decimal(49999), lender_id=lender.pk)
        assert reasons_of(compensate, finance, drawn) == ["deposit_too_small"]
    assert RiskFundMovement.unguarded.count() == 1


def test_recovered_money_returns_to_the_fund(deposit, drawn, finance):
    values = {"actor": finance, "kind": "recovery", "lender_id": drawn.lender_id, "loan_id": drawn.pk}
    with clock.fixed(AFTER):
        compensate(finance, drawn)
        record_risk_fund(**values, amount=Decimal(40000))
        assert (in_book("deposit"), in_book("claims")) == (DEPOSIT - Decimal(10000), Decimal(10000))
        assert reasons_of(record_risk_fund, **values, amount=Decimal("10000.01")) == ["above_compensation"]


@pytest.mark.parametrize("kind", ["withdrawal", "compensation"])
def test_an_unknown_kind_or_a_missing_loan_is_bad_input(deposit, finance, lender, kind):
    with pytest.raises(BadInput):
        record_risk_fund(actor=finance, kind=kind, amount=Decimal(1), lender_id=lender.pk)


def test_the_credit_union_does_not_move_the_deposit(banker, lender):
    with pytest.raises(MissingVerb):
        record_risk_fund(actor=banker, kind="deposit", amount=Decimal(1), lender_id=lender.pk)
