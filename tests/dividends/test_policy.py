"""The rules, clause by clause, with values on both sides of each boundary."""

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest

from dividends.policy import (
    AgreementFacts,
    Edition,
    LoanFacts,
    PayeeFacts,
    Reason,
    approvers_needed,
    may_pay,
    may_sign,
)

EDITION = Edition(
    code="5411",
    principal=Decimal("50000.00"),
    household_dividend=Decimal("4000.00"),
    village_dividend=Decimal("1000.00"),
    years=3,
    jobs_per_household=1,
    effective_from=datetime.date(2016, 1, 1),
    new_agreements_until=datetime.date(2017, 12, 31),
    notice_workdays=7,
    approval_bands=[(Decimal("1000000.00"), 1), (None, 2)],
)
LOAN = LoanFacts(loan_id=1, pooled=True, approved=True, amount=Decimal("50000.00"))
FACTS = AgreementFacts(signed_on=datetime.date(2016, 3, 1), enterprise_reviewed=True, capacity=20, loans=[LOAN])


def reasons(decision):
    return [refusal.reason for refusal in decision.refusals]


def test_an_agreement_for_an_approved_pooled_loan_is_allowed():
    assert may_sign(FACTS, EDITION).allowed


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (datetime.date(2015, 12, 31), [Reason.SCHEME_NOT_YET]),
        (datetime.date(2016, 1, 1), []),
        (datetime.date(2017, 12, 31), []),
        (datetime.date(2018, 1, 1), [Reason.SCHEME_CLOSED]),
    ],
)
def test_agreements_are_signed_within_the_dates_of_the_edition(day, expected):
    assert reasons(may_sign(replace(FACTS, signed_on=day), EDITION)) == expected


def test_a_named_document_lifts_the_bar_on_new_agreements():
    late = replace(FACTS, signed_on=datetime.date(2018, 5, 1), exception_document="玉府函〔2018〕5号")

    assert may_sign(late, EDITION).allowed


def test_every_reason_is_collected():
    loan = LoanFacts(loan_id=7, pooled=False, approved=False, amount=Decimal("49999.99"), taken_by="A-1")
    facts = AgreementFacts(signed_on=datetime.date(2018, 1, 1), enterprise_reviewed=False, capacity=20, loans=[loan])

    assert reasons(may_sign(facts, EDITION)) == [
        Reason.SCHEME_CLOSED,
        Reason.ENTERPRISE_NOT_REVIEWED,
        Reason.LOAN_NOT_POOLED,
        Reason.LOAN_NOT_APPROVED,
        Reason.LOAN_TAKEN,
        Reason.WRONG_PRINCIPAL,
    ]


def test_an_agreement_without_households_is_refused():
    assert reasons(may_sign(replace(FACTS, loans=[]), EDITION)) == [Reason.NO_HOUSEHOLDS]


def test_a_household_in_order_is_paid():
    assert may_pay(PayeeFacts(household_state="active")).allowed


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"household_state": "extinct"}, Reason.HOUSEHOLD_EXTINCT),
        ({"household_state": "moved_out"}, Reason.HOUSEHOLD_MOVED),
        ({"household_state": "removed"}, Reason.HOUSEHOLD_REMOVED),
        ({"household_state": "merged"}, Reason.HOUSEHOLD_REMOVED),
        ({"head_deceased_without_successor": True}, Reason.HOUSEHOLD_DECEASED),
        ({"participation_active": False}, Reason.PARTICIPATION_ENDED),
        ({"has_verified_account": False}, Reason.NO_ACCOUNT),
        ({"account_shared": True}, Reason.ACCOUNT_SHARED),
        ({"holder_living": False}, Reason.HOLDER_LEFT),
        ({"person_in_other_household": True}, Reason.PERSON_TWICE),
        ({"open_life_event": True}, Reason.OPEN_LIFE_EVENT),
        ({"open_objection": True}, Reason.OPEN_OBJECTION),
        ({"earlier_unsettled": True}, Reason.EARLIER_UNSETTLED),
        ({"blocking_finding": True}, Reason.BLOCKING_FINDING),
    ],
)
def test_each_reason_stops_a_payment(facts, reason):
    assert reasons(may_pay(PayeeFacts(**{"household_state": "active", **facts}))) == [reason]


@pytest.mark.parametrize(
    ("amount", "approvers"),
    [("0.01", 1), ("1000000.00", 1), ("1000000.01", 2), ("6495000.00", 2)],
)
def test_the_amount_band_decides_how_many_approve(amount, approvers):
    assert approvers_needed(Decimal(amount), EDITION.approval_bands) == approvers


def test_bands_without_an_open_end_are_a_mistake():
    with pytest.raises(ValueError, match="open one"):
        approvers_needed(Decimal("2"), [(Decimal("1"), 1)])
