"""精扶贷 loans of the demo: a rating and an approved loan for every household that borrows.

Invested households draw on the day on which their money reaches the enterprise; the other pooled ones are approved
and not drawn, so that no interest runs on idle money.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from yuping.demo.plan.chance import Weighted, stream
from yuping.demo.plan.days import workday_after, workday_before, years_after
from yuping.demo.plan.enterprises import AgreementPlan
from yuping.demo.plan.households import INVESTED, POOLED_MODES, HouseholdPlan
from yuping.demo.plan.scenario import Scenario, fixture

LENDER = "玉屏农村信用合作联社"
YEARS = 3
_PROJECTS = Weighted(
    {
        "生猪养殖": 22,
        "肉牛养殖": 14,
        "土鸡养殖": 14,
        "油茶管护": 12,
        "蔬菜大棚": 10,
        "黄桃种植": 10,
        "农家乐": 6,
        "小型加工": 6,
        "运输": 6,
    }
)


@dataclass(frozen=True, slots=True)
class CreditRatingPlan:
    """The rating in the village: points out of 100 in four parts, grade, and the amount granted."""

    household: str
    rated_on: date
    honesty: int  # of 50
    labour: int  # of 20
    skill: int  # of 20
    income: int  # of 10
    grade: str  # credit_grade
    credit_limit: Decimal
    valid_until: date


@dataclass(frozen=True, slots=True)
class LoanPlan:
    """A loan from application to drawing. `drawn_on` and `due_on` are None while it is approved only.

    Loans of one round (those of an agreement, a village's other pooled ones, the projects of a month) share their
    days, as they share the committee's meeting.
    """

    number: str
    contract_number: str
    household: str
    village: str
    borrower: str  # member key
    kind: str  # pooled, self_chosen
    amount: Decimal
    years: int
    purpose: str
    lender: str
    rate_percent: Decimal
    rate_basis: str
    rate_type: str
    applied_on: date
    recommended_on: date
    confirmed_on: date
    approved_on: date
    drawn_on: date | None
    due_on: date | None


@dataclass(frozen=True, slots=True)
class RiskDepositPlan:
    """A payment of county finance into the risk deposit at the credit union."""

    paid_on: date
    amount: Decimal
    voucher: str


def plan_deposits(scenario: Scenario) -> tuple[RiskDepositPlan, ...]:
    """The deposits of the scenario with their vouchers."""
    return tuple(
        RiskDepositPlan(paid_on=day, amount=amount, voucher=f"FXJ2016-{order:02d}")
        for order, (day, amount) in enumerate(scenario.deposits, start=1)
    )


def plan_loans(
    households: Iterable[HouseholdPlan], agreements: Iterable[AgreementPlan], *, scenario: Scenario
) -> tuple[tuple[LoanPlan, ...], tuple[CreditRatingPlan, ...]]:
    """Loans and ratings of all households that borrow, in their order."""
    signed = {number: agreement for agreement in agreements for number in agreement.households}
    pairs = [
        _loan_and_rating(household, agreement=signed.get(household.number), scenario=scenario)
        for household in households
        if household.borrower
    ]
    return tuple(loan for loan, _ in pairs), tuple(rating for _, rating in pairs)


def _loan_and_rating(
    household: HouseholdPlan, *, agreement: AgreementPlan | None, scenario: Scenario
) -> tuple[LoanPlan, CreditRatingPlan]:
    rng = stream(scenario.seed, household.number, "loan")
    pooled = household.mode in POOLED_MODES
    approved_on, drawn_on = _dates(rng, household, agreement=agreement, seed=scenario.seed)
    applied_on = workday_before(approved_on, 5)
    loan = LoanPlan(
        number=f"JFD{household.number[6:]}",
        contract_number=f"JFD2016-{household.village[6:]}-{household.number[-4:]}",
        household=household.number,
        village=household.village,
        borrower=household.borrower or "",
        kind="pooled" if pooled else "self_chosen",
        amount=_largest() if pooled else Decimal(rng.choice((20000, 30000, 30000, 40000, 50000, 50000))),
        years=YEARS,
        purpose="县乡级统筹入股" if pooled else _PROJECTS.pick(rng),
        lender=LENDER,
        rate_percent=scenario.annual_rate,
        rate_basis="benchmark_1y",
        rate_type="fixed",
        applied_on=applied_on,
        recommended_on=workday_after(applied_on, 2),
        confirmed_on=workday_after(applied_on, 3),
        approved_on=approved_on,
        drawn_on=drawn_on,
        due_on=years_after(drawn_on, YEARS) if drawn_on else None,
    )
    return loan, _rating(rng, household, rated_on=workday_after(applied_on, 1), limit=_largest())


def _dates(
    rng: Random, household: HouseholdPlan, *, agreement: AgreementPlan | None, seed: int
) -> tuple[date, date | None]:
    """Approved on and drawn on. An invested loan is approved before the agreement, and drawn when its money moves."""
    if household.mode == INVESTED:
        if agreement is None:
            raise ValueError(f"no agreement holds the invested household {household.number}")
        days = stream(seed, agreement.number, "approval").randint(1, 4)
        return workday_after(agreement.signed_on - timedelta(days=days), 0), agreement.arrived_on
    if household.mode in POOLED_MODES:
        days = stream(seed, household.village, "approval").randrange(60)
        return workday_after(date(2016, 3, 28) + timedelta(days=days), 0), None
    approved_on = workday_after(date(2016, rng.randint(3, 9), 15), 0)
    return approved_on, workday_after(approved_on, 3)


def _largest() -> Decimal:
    """The largest loan of the scheme, which every pooled household takes."""
    return Decimal(fixture("schemes")["rows"][0]["max_loan"])


def _rating(rng: Random, household: HouseholdPlan, *, rated_on: date, limit: Decimal) -> CreditRatingPlan:
    points = (rng.randint(36, 50), rng.randint(9, 20), rng.randint(8, 20), rng.randint(3, 10))
    total = sum(points)
    return CreditRatingPlan(
        household=household.number,
        rated_on=rated_on,
        honesty=points[0],
        labour=points[1],
        skill=points[2],
        income=points[3],
        grade="AAA" if total >= 85 else "AA" if total >= 70 else "A",
        credit_limit=limit,
        valid_until=years_after(rated_on, 3),
    )
