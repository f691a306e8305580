"""Who may borrow, and what the risk fund may pay: every reason at once."""

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest

from loans.policy import (
    Applicant,
    Claim,
    Earlier,
    Rating,
    Terms,
    Wish,
    add_years,
    reasons_against,
    reasons_against_compensation,
    reasons_against_grant,
    years_between,
)

DAY = datetime.date(2016, 5, 10)
TERMS = Terms(max_amount=Decimal(50000), max_years=3, min_age=18, max_age=65)
WISH = Wish(kind="pooled", amount=Decimal(50000), years=3, on=DAY)
APPLICANT = Applicant(
    registered_on=datetime.date(2014, 1, 1), left_on=None, born_on=datetime.date(1970, 1, 1), lives_in_household=True
)
CLAIM = Claim(state="drawn", due_on=DAY, outstanding=Decimal(50000), compensated=False)


def test_a_registered_household_with_a_borrower_of_age_may_borrow():
    assert reasons_against(APPLICANT, WISH, TERMS) == []


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"registered_on": datetime.date(2016, 5, 11)}, "not_registered_yet"),
        ({"left_on": DAY}, "household_left"),
        ({"lives_in_household": False}, "borrower_not_in_household"),
        ({"born_on": datetime.date(1998, 5, 11)}, "borrower_too_young"),
        ({"born_on": datetime.date(1950, 5, 10)}, "borrower_too_old"),
        ({"capacity_in_doubt": True}, "capacity_in_doubt"),
    ],
)
def test_a_fact_of_household_or_borrower_stands_against_the_loan(change, reason):
    assert reasons_against(replace(APPLICANT, **change), WISH, TERMS) == [reason]


@pytest.mark.parametrize(
    "born", [datetime.date(1998, 5, 10), datetime.date(1950, 5, 11)], ids=["18 today", "65 for a last day"]
)
def test_both_ends_of_the_age_range_belong_to_it(born):
    assert reasons_against(replace(APPLICANT, born_on=born), WISH, TERMS) == []


def test_a_household_that_leaves_later_could_borrow_on_the_day():
    assert reasons_against(replace(APPLICANT, left_on=datetime.date(2016, 5, 11)), WISH, TERMS) == []


def test_proof_of_capacity_outweighs_the_certificate():
    assert reasons_against(replace(APPLICANT, capacity_in_doubt=True, capacity_confirmed=True), WISH, TERMS) == []


@pytest.mark.parametrize("amount", ["0", "-1", "50000.01"])
def test_the_amount_stays_within_the_product(amount):
    assert "amount_out_of_range" in reasons_against(APPLICANT, replace(WISH, amount=Decimal(amount)), TERMS)


@pytest.mark.parametrize("years", [0, 4])
def test_the_term_stays_within_the_product(years):
    assert reasons_against(APPLICANT, replace(WISH, years=years), TERMS) == ["term_out_of_range"]


def test_a_household_has_one_live_pooled_loan():
    earlier = (Earlier("pooled", Decimal(10000)),)
    small = replace(WISH, amount=Decimal(10000))
    assert reasons_against(replace(APPLICANT, earlier=earlier), small, TERMS) == ["live_pooled_loan"]


def test_all_live_loans_of_a_household_together_stay_within_the_product():
    earlier = (Earlier("self_chosen", Decimal(30000)),)
    held = replace(APPLICANT, earlier=earlier)
    assert reasons_against(held, WISH, TERMS) == ["household_limit"]
    assert reasons_against(held, replace(WISH, amount=Decimal(20000)), TERMS) == []


def test_every_reason_is_given_at_once():
    hopeless = replace(APPLICANT, registered_on=DAY + datetime.timedelta(1), born_on=DAY, capacity_in_doubt=True)
    assert reasons_against(hopeless, replace(WISH, years=9), TERMS) == [
        "not_registered_yet",
        "borrower_too_young",
        "capacity_in_doubt",
        "term_out_of_range",
    ]


def test_other_terms_give_other_answers_without_other_code():
    terms = Terms(max_amount=Decimal(80000), max_years=5, min_age=16, max_age=70)
    assert reasons_against(APPLICANT, replace(WISH, amount=Decimal(80000), years=5), terms) == []


def test_a_rating_in_force_carries_the_amount():
    rating = Rating(Decimal(50000), datetime.date(2016, 1, 1), datetime.date(2018, 12, 31))
    assert reasons_against_grant(Decimal(50000), DAY, [rating]) == []
    assert reasons_against_grant(Decimal("50000.01"), DAY, [rating]) == ["above_rating_limit"]
    assert reasons_against_grant(Decimal(1), datetime.date(2019, 1, 1), [rating]) == ["no_rating_in_force"]


def test_the_latest_rating_decides():
    older = Rating(Decimal(50000), datetime.date(2015, 1, 1), datetime.date(2018, 12, 31))
    newer = Rating(Decimal(0), datetime.date(2016, 1, 1), datetime.date(2018, 12, 31))
    assert reasons_against_grant(Decimal(10000), DAY, [older, newer]) == ["above_rating_limit"]


def test_an_overdue_drawn_loan_may_be_compensated_in_full():
    assert reasons_against_compensation(CLAIM, Decimal(50000), DAY, TERMS) == []


@pytest.mark.parametrize(
    ("change", "amount", "reason"),
    [
        ({"state": "settled"}, 1, "loan_not_drawn"),
        ({"due_on": datetime.date(2016, 5, 11)}, 1, "loan_not_overdue"),
        ({"compensated": True}, 1, "compensated_before"),
        ({}, 50001, "above_outstanding"),
        ({}, 0, "above_outstanding"),
    ],
)
def test_the_risk_fund_refuses(change, amount, reason):
    assert reasons_against_compensation(replace(CLAIM, **change), Decimal(amount), DAY, TERMS) == [reason]


def test_where_the_fund_shares_the_loss_it_pays_its_share_only():
    shared = replace(TERMS, compensation_percent=Decimal(70))
    assert reasons_against_compensation(CLAIM, Decimal(35000), DAY, shared) == []
    assert reasons_against_compensation(CLAIM, Decimal("35000.01"), DAY, shared) == ["above_outstanding"]


def test_age_and_due_dates_by_the_calendar():
    assert years_between(datetime.date(2000, 2, 29), datetime.date(2018, 2, 28)) == 17
    assert add_years(datetime.date(2016, 2, 29), 3) == datetime.date(2019, 2, 28)
    assert add_years(DAY, 3) == datetime.date(2019, 5, 10)
