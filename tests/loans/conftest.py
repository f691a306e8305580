"""The cast of the loans tests: who applies, recommends, confirms, approves, pays; and households to lend to."""

import datetime
from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest

from households.models import Household
from loans.interest import Quarter
from loans.models import Lender, Loan, RateBasis, SubsidyQuarter
from loans.services import (
    Application,
    Contract,
    RatedHousehold,
    apply_for_loan,
    approve_loan,
    confirm_borrower,
    draw_loan,
    prepare_subsidy_quarter,
    rate_credit,
    recommend_loan,
    register_lender,
)
from tests.households.factories import make_household, make_user
from villages.models import Village
from yuping.accounts.models import User
from yuping.accounts.roles import Role
from yuping.core import clock
from yuping.core.models import Installation

TODAY = datetime.date(2016, 12, 31)
APPLIED = datetime.date(2016, 4, 1)
DRAWN = datetime.date(2016, 5, 10)
COUNTY = "520622"
OWN_TOWNSHIP = "520622102"
OTHER_TOWNSHIP = "520622103"
FIFTY = Decimal("50000.00")
CONTRACT = Contract(rate_percent=Decimal("4.75"), rate_basis=RateBasis.BENCHMARK_5Y)
SECOND_QUARTER = Quarter(2016, 2)


@pytest.fixture
def demo_day(db: None) -> None:
    """The pages take the business date from the database."""
    Installation.objects.create(county_code=COUNTY, county_name="玉屏侗族自治县", is_demo=True, business_date=TODAY)


@pytest.fixture(autouse=True)
def _business_date() -> Iterator[None]:
    with clock.fixed(TODAY):
        yield


def _first_village(township: str) -> Village:
    return Village.objects.all_areas(reason="cast").filter(township_id=township).order_by("pk").first()


@pytest.fixture
def village(db: None) -> Village:
    return _first_village(OWN_TOWNSHIP)


@pytest.fixture
def far_village(db: None) -> Village:
    return _first_village(OTHER_TOWNSHIP)


@pytest.fixture
def clerk(db: None) -> User:
    """Township clerk of the own township."""
    return make_user("clerk", Role.TOWNSHIP_CLERK, OWN_TOWNSHIP)


@pytest.fixture
def far_clerk(db: None) -> User:
    return make_user("farclerk", Role.TOWNSHIP_CLERK, OTHER_TOWNSHIP)


@pytest.fixture
def officer(db: None) -> User:
    """County poverty office."""
    return make_user("officer", Role.POVERTY_OFFICE, COUNTY)


@pytest.fixture
def teller(db: None) -> User:
    """Credit union: enters applications."""
    return make_user("teller", Role.CREDIT_UNION, COUNTY)


@pytest.fixture
def banker(db: None) -> User:
    """Credit union: approves and pays out."""
    return make_user("banker", Role.CREDIT_UNION, COUNTY)


@pytest.fixture
def finance(db: None) -> User:
    return make_user("finance", Role.FINANCE_APPROVER, COUNTY)


@pytest.fixture
def second_finance(db: None) -> User:
    return make_user("finance2", Role.FINANCE_APPROVER, COUNTY)


@pytest.fixture
def cashier(db: None) -> User:
    return make_user("cashier", Role.FINANCE_CASHIER, COUNTY)


@pytest.fixture
def auditor(db: None) -> User:
    return make_user("auditor", Role.AUDITOR, COUNTY)


@pytest.fixture
def lender(officer: User) -> Lender:
    return register_lender(actor=officer, code="YPXYLS", name="玉屏信用联社")


@pytest.fixture
def household(village: Village) -> Household:
    return make_household(village, number=1)


@pytest.fixture
def far_household(far_village: Village) -> Household:
    return make_household(far_village, number=500, head_name="吴远")


def application(household: Household, *, amount: Decimal = FIFTY, kind: str = "pooled", **values) -> Application:
    """The head of the household asks for a loan."""
    head = next(member for member in household.members.all() if member.is_head)
    return Application(household.pk, head.pk, kind, amount, values.pop("years", 3), "入股分红", **values)


Lend = Callable[..., list[int]]


def lend(
    who: dict[str, User],
    lender: Lender,
    households: list[Household],
    *,
    last: str = "draw",
    drawn_on: datetime.date = DRAWN,
    **values,
) -> list[int]:
    """Take loans of these households of the own township through the steps, up to the last one named."""
    rated = [RatedHousehold(row.pk, "AAA", FIFTY) for row in households]
    rate_credit(actor=who["teller"], lender_id=lender.pk, ratings=rated, on=APPLIED)
    asked = [application(row, **values) for row in households]
    loans = apply_for_loan(actor=who["teller"], lender_id=lender.pk, applications=asked, on=APPLIED).done
    steps = {
        "recommend": lambda: recommend_loan(actor=who["clerk"], loan_ids=loans, on=APPLIED),
        "confirm": lambda: confirm_borrower(actor=who["officer"], loan_ids=loans, on=APPLIED),
        "approve": lambda: approve_loan(actor=who["banker"], loan_ids=loans, contract=CONTRACT, on=APPLIED),
        "draw": lambda: draw_loan(actor=who["banker"], loan_ids=loans, on=drawn_on),
    }
    for name, take in steps.items():
        if last == "apply":
            break
        take()
        if name == last:
            break
    return loans


@pytest.fixture
def chain(teller: User, clerk: User, officer: User, banker: User, lender: Lender) -> Lend:
    """``lend`` by this cast and lender."""
    who = {"teller": teller, "clerk": clerk, "officer": officer, "banker": banker}

    def through(households: list[Household], **values):
        return lend(who, lender, households, **values)

    return through


@pytest.fixture
def drawn(chain: Lend, household: Household) -> Loan:
    """A drawn pooled loan of 50,000 yuan."""
    return Loan.unguarded.get(pk=chain([household])[0])


@pytest.fixture
def quarter(drawn: Loan, finance: User, lender: Lender) -> SubsidyQuarter:
    """The prepared subsidy of the second quarter of 2016."""
    return prepare_subsidy_quarter(actor=finance, lender_id=lender.pk, quarter=SECOND_QUARTER)
