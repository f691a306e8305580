"""The rules of 精扶贷, as pure functions that collect every reason for a refusal.

Sources: 国开办发〔2014〕78号 (up to 50,000 yuan, up to three years, no collateral, county subsidy, county risk fund);
the province's rule for rural credit unions (credit loan to a carded household after a rating); 2019 notice (borrower
of full civil capacity, 18 to 65). The numbers stand in the product's edition (``Terms``), never here.
"""

import calendar
import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from loans import workflow
from yuping.core.money import ZERO

POOLED, SELF_CHOSEN = "pooled", "self_chosen"


@dataclass(frozen=True)
class Terms:
    """What an edition of the product allows. Amounts in yuan, ages in whole years."""

    max_amount: Decimal
    max_years: int
    min_age: int
    max_age: int
    compensation_percent: Decimal = Decimal(100)


@dataclass(frozen=True)
class Earlier:
    """Another loan of the household that has not ended."""

    kind: str
    amount: Decimal


@dataclass(frozen=True)
class Applicant:
    """The facts of a household and its borrower on the date of the loan.

    ``capacity_in_doubt`` is a certificate of intellectual or mental disability; ``capacity_confirmed`` says that the
    officer has seen proof of full civil capacity all the same.
    """

    registered_on: datetime.date
    left_on: datetime.date | None
    born_on: datetime.date
    lives_in_household: bool
    capacity_in_doubt: bool = False
    capacity_confirmed: bool = False
    earlier: tuple[Earlier, ...] = ()


@dataclass(frozen=True)
class Wish:
    """What is asked for."""

    kind: str
    amount: Decimal
    years: int
    on: datetime.date


@dataclass(frozen=True)
class Rating:
    """A credit rating of the household: the limit in yuan and the days from and to which it holds."""

    limit: Decimal
    valid_from: datetime.date
    valid_until: datetime.date


def years_between(born_on: datetime.date, on: datetime.date) -> int:
    """Age in whole years; a birthday counts from its day on."""
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def add_years(day: datetime.date, years: int) -> datetime.date:
    """The same day of a later year; the 29th of February becomes the 28th where there is none."""
    last = calendar.monthrange(day.year + years, day.month)[1]
    return day.replace(year=day.year + years, day=min(day.day, last))


def reasons_against(applicant: Applicant, wish: Wish, terms: Terms) -> list[str]:
    """Every reason why the loan can't be asked for; empty when it can."""
    reasons = [*_against_household(applicant, wish), *_against_borrower(applicant, wish, terms)]
    if not ZERO < wish.amount <= terms.max_amount:
        reasons.append("amount_out_of_range")
    if not 1 <= wish.years <= terms.max_years:
        reasons.append("term_out_of_range")
    if any(loan.kind == wish.kind for loan in applicant.earlier):
        reasons.append(f"live_{wish.kind}_loan")
    if sum((loan.amount for loan in applicant.earlier), wish.amount) > terms.max_amount:
        reasons.append("household_limit")
    return reasons


def _against_household(applicant: Applicant, wish: Wish) -> list[str]:
    reasons = []
    if applicant.registered_on > wish.on:
        reasons.append("not_registered_yet")
    if applicant.left_on is not None and applicant.left_on <= wish.on:
        reasons.append("household_left")
    return reasons


def _against_borrower(applicant: Applicant, wish: Wish, terms: Terms) -> list[str]:
    reasons = []
    if not applicant.lives_in_household:
        reasons.append("borrower_not_in_household")
    age = years_between(applicant.born_on, wish.on)
    if age < terms.min_age:
        reasons.append("borrower_too_young")
    if age > terms.max_age:
        reasons.append("borrower_too_old")
    if applicant.capacity_in_doubt and not applicant.capacity_confirmed:
        reasons.append("capacity_in_doubt")
    return reasons


def reasons_against_grant(amount: Decimal, on: datetime.date, ratings: Iterable[Rating]) -> list[str]:
    """Why the credit union can't approve: of the ratings, oldest first, the last in force on the day decides."""
    limits = [rating.limit for rating in ratings if rating.valid_from <= on <= rating.valid_until]
    if not limits:
        return ["no_rating_in_force"]
    return ["above_rating_limit"] if amount > limits[-1] else []


@dataclass(frozen=True)
class Claim:
    """A loan whose lender asks the risk fund. Amounts in yuan."""

    state: str
    due_on: datetime.date | None
    outstanding: Decimal
    compensated: bool


def reasons_against_compensation(claim: Claim, amount: Decimal, on: datetime.date, terms: Terms) -> list[str]:
    """Why the risk fund can't pay: only an overdue drawn loan, once, at most the fund's share of what is owed."""
    reasons = []
    if claim.state != workflow.DRAWN:
        reasons.append("loan_not_drawn")
    if claim.due_on is None or claim.due_on > on:
        reasons.append("loan_not_overdue")
    if claim.compensated:
        reasons.append("compensated_before")
    if not ZERO < amount <= claim.outstanding * terms.compensation_percent / 100:
        reasons.append("above_outstanding")
    return reasons
