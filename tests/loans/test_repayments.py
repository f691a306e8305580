"""What comes back of a loan, and when it is settled."""

import datetime
from decimal import Decimal

import pytest

from loans.models import Loan, Repayment
from loans.services import Back, record_repayment, reverse_repayment, settle_loan
from tests.loans.conftest import DRAWN, FIFTY, TODAY
from yuping.audit.models import AuditEntry
from yuping.core.errors import BadInput, MissingVerb, NotAllowedNow, PolicyRefused
from yuping.ledger.models import Account
from yuping.ledger.querysets import balance


def outstanding(loan, on=TODAY):
    return Loan.objects.all_areas(reason="test").filter(pk=loan.pk).with_outstanding(on).get().outstanding


def book_balance(code="outstanding"):
    return balance(Account.objects.get(book__code="loans", code=code))


def test_a_repayment_lowers_what_is_owed_from_its_day(drawn, banker):
    day = datetime.date(2016, 7, 1)
    record_repayment(actor=banker, rows=[Back(drawn.pk, Decimal(20000), Decimal(50))], payer="household", on=day)
    assert outstanding(drawn, day - datetime.timedelta(1)) == FIFTY
    assert outstanding(drawn, day) == Decimal(30000)
    assert (book_balance(), book_balance("interest_paid")) == (Decimal(30000), Decimal(50))
    assert AuditEntry.objects.get(verb="loans.record_repayment").facts["principal"] == "20000.00"
    assert drawn.steps.get(move="repay").amount == Decimal(20050)


def test_more_than_is_owed_is_refused_and_nothing_of_the_list_is_written(drawn, banker):
    with pytest.raises(PolicyRefused) as refused:
        record_repayment(actor=banker, rows=[Back(drawn.pk, Decimal("50000.01"))], payer="enterprise")
    assert refused.value.params["rows"] == {drawn.pk: ["above_outstanding"]}
    assert not Repayment.unguarded.exists()


@pytest.mark.parametrize("back", [{}, {"principal": Decimal(-1)}, {"interest": Decimal(-1)}])
def test_a_repayment_is_of_something(drawn, banker, back):
    with pytest.raises(PolicyRefused):
        record_repayment(actor=banker, rows=[Back(drawn.pk, **back)], payer="household")


def test_an_undrawn_loan_is_not_repaid(chain, household, banker):
    loans = chain([household], last="approve")
    with pytest.raises(PolicyRefused) as refused:
        record_repayment(actor=banker, rows=[Back(loans[0], Decimal(1))], payer="household")
    assert "loan_not_drawn" in refused.value.params["reasons"]


def test_the_county_pays_through_the_risk_fund_only(drawn, banker):
    with pytest.raises(BadInput):
        record_repayment(actor=banker, rows=[Back(drawn.pk, Decimal(1))], payer="county")


def test_the_township_records_no_repayment(drawn, clerk):
    with pytest.raises(MissingVerb):
        record_repayment(actor=clerk, rows=[Back(drawn.pk, Decimal(1))], payer="household")


def test_a_repayment_entered_by_mistake_is_reversed(drawn, banker):
    paid = record_repayment(actor=banker, rows=[Back(drawn.pk, Decimal(20000))], payer="household", on=DRAWN)[0]
    back = reverse_repayment(actor=banker, repayment_id=paid.pk, reason="户名录错")
    assert (back.principal, back.date) == (Decimal(-20000), DRAWN)
    assert outstanding(drawn) == FIFTY == book_balance()
    with pytest.raises(NotAllowedNow):
        reverse_repayment(actor=banker, repayment_id=paid.pk, reason="again")


def test_a_loan_is_settled_when_its_principal_is_back(drawn, banker):
    with pytest.raises(PolicyRefused) as refused:
        settle_loan(actor=banker, loan_ids=[drawn.pk])
    assert refused.value.params["reasons"] == ["principal_outstanding"]
    record_repayment(actor=banker, rows=[Back(drawn.pk, FIFTY)], payer="enterprise")
    settle_loan(actor=banker, loan_ids=[drawn.pk])
    drawn.refresh_from_db()
    assert (drawn.state, drawn.settled_on) == ("settled", TODAY)
    assert book_balance() == 0
