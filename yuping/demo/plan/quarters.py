"""What the assistance brought, quarter by quarter, in a few villages; the last quarter of the year is still missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from yuping.demo.plan.chance import chance, stream
from yuping.demo.plan.households import HouseholdPlan
from yuping.demo.plan.scenario import Scenario

_QUARTERS = (1, 2, 3)
# Of a hundred villages, how many keep the quarters; of their households, how many are entered in time.
_KEEPING, _IN_TIME = 10, 92
FEN = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class QuarterPlan:
    """The income of a household in one quarter, entered on the quarter's last day."""

    household: str
    year: int
    quarter: int
    wage_income: Decimal
    business_income: Decimal
    property_income: Decimal
    transfer_income: Decimal

    @property
    def entered_on(self) -> date:
        """The last day of the quarter."""
        return date(self.year, 3 * self.quarter, 28) + timedelta(days=2 + (self.quarter == 1))


def plan_quarters(households: Iterable[HouseholdPlan], *, scenario: Scenario) -> tuple[QuarterPlan, ...]:
    """Three quarters for most households of about every tenth village, each a part of what the file states."""
    villages = (target.code for target in scenario.villages)
    keeping = {code for code in villages if chance(stream(scenario.seed, code, "quarters"), _KEEPING)}
    return tuple(
        _quarter(household, quarter, scenario=scenario)
        for household in households
        if household.village in keeping
        for quarter in _QUARTERS
        if household.registered_on < date(2016, 3 * quarter - 2, 1)
        and chance(stream(scenario.seed, household.number, "quarters", quarter), _IN_TIME)
    )


def _quarter(household: HouseholdPlan, quarter: int, *, scenario: Scenario) -> QuarterPlan:
    income = household.years[-1].income
    rng = stream(scenario.seed, household.number, "season", quarter)
    transfers = (
        income.family_planning_income,
        income.low_income_allowance,
        income.destitute_support,
        income.pension_income,
        income.ecology_income,
        income.other_transfer_income,
    )

    def part(amount: Decimal, percent: int = 25) -> Decimal:
        return (amount * percent / 100).quantize(FEN)

    return QuarterPlan(
        household=household.number,
        year=2016,
        quarter=quarter,
        wage_income=part(income.wage_income),
        # The harvest comes in autumn.
        business_income=part(income.business_income, {1: 8, 2: 17, 3: 35}[quarter] + rng.randint(0, 4)),
        property_income=part(income.other_property_income),
        transfer_income=part(sum(transfers, Decimal())),
    )
