"""Enterprises, their agreements, and which household takes part in which."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from yuping.core.bankcard import make_card
from yuping.core.creditcode import make_credit_code
from yuping.demo.plan import names
from yuping.demo.plan.chance import stream
from yuping.demo.plan.days import workday_after, years_after
from yuping.demo.plan.households import INVESTED, HouseholdPlan
from yuping.demo.plan.scenario import DIVISION, Scenario, demo_data, fixture

# Every agreement's first instalment falls due on this day, the later ones on the same day of the next years.
FIRST_DUE = date(2016, 11, 10)


@dataclass(frozen=True, slots=True)
class EnterpriseReviewPlan:
    """The review before the first agreement: four opinions, all in favour."""

    reviewed_on: date
    direction: str
    risk: str
    project: str
    enterprise: str


@dataclass(frozen=True, slots=True)
class EnterprisePlan:
    """A leading enterprise. `capacity` is the greatest number of households it may take."""

    code: str  # unified social credit code
    name: str
    legal_representative: str
    contact: str
    phone: str
    industry: str  # industry
    direction: str
    established_on: date
    registered_capital: Decimal
    total_assets: Decimal
    capacity: int
    bank: str
    account: str
    review: EnterpriseReviewPlan


@dataclass(frozen=True, slots=True)
class AgreementPlan:
    """A share agreement of an enterprise with households of one township; `batch` pays its first dividend."""

    number: str
    enterprise: str  # credit code
    scheme: str
    township: str
    signed_on: date
    arrived_on: date
    ends_on: date
    first_due_on: date
    grace_days: int
    penalty_permille: Decimal  # of the arrears, a day
    monthly_wage: Decimal
    use_of_funds: str
    security: str
    households: tuple[str, ...]
    batch: str


@dataclass(frozen=True, slots=True)
class ReceiptPlan:
    """Money of an enterprise on the company's account: dividends of households and villages of one year."""

    number: str
    enterprise: str
    agreement: str
    due_year: int
    received_on: date
    amount: Decimal
    reference: str


def plan_enterprises(*, seed: int) -> tuple[EnterprisePlan, ...]:
    """The enterprises of the demo's data."""
    return tuple(_enterprise(row, order=order, seed=seed) for order, row in enumerate(demo_data("enterprises")["rows"]))


def plan_agreements(households: Iterable[HouseholdPlan], *, scenario: Scenario) -> tuple[AgreementPlan, ...]:
    """The agreements, each invested household in exactly one; agreements without a household are left out."""
    rows = [(row, terms) for row in demo_data("enterprises")["rows"] for terms in row["agreements"]]
    signed = _divide(households, [terms["villages"] for _, terms in rows])
    serials: defaultdict[str, int] = defaultdict(int)
    agreements = []
    for (row, terms), numbers in zip(rows, signed, strict=True):
        serials[terms["township"]] += 1
        if numbers:
            serial = serials[terms["township"]]
            agreements.append(_agreement(row, terms, serial=serial, numbers=numbers, scenario=scenario))
    return tuple(agreements)


def plan_receipts(agreements: Iterable[AgreementPlan]) -> tuple[ReceiptPlan, ...]:
    """Each agreement's dividend of the first year, before it falls due: in one sum, or in two from large ones."""
    receipts = []
    for order, agreement in enumerate(agreements):
        due = yearly_due(agreement.scheme) * len(agreement.households)
        first = (due * 3 / 5).quantize(Decimal(1000)) if len(agreement.households) > 140 else due
        for part, amount in enumerate(amount for amount in (first, due - first) if amount):
            receipts.append(
                ReceiptPlan(
                    number=f"DZ2016{order + 1:02d}{part + 1}",
                    enterprise=agreement.enterprise,
                    agreement=agreement.number,
                    due_year=FIRST_DUE.year,
                    received_on=workday_after(date(2016, 10, 31), order % 5 + 2 * part + 1),
                    amount=amount,
                    reference=f"{agreement.number} 2016年分红",
                )
            )
    return tuple(receipts)


def yearly_due(code: str) -> Decimal:
    """What an enterprise owes a year for one household: its dividend and its village's."""
    scheme = next(row for row in fixture("schemes")["rows"] if row["code"] == code)
    return Decimal(scheme["household_dividend"]) + Decimal(scheme["village_dividend"])


def _enterprise(row: dict, *, order: int, seed: int) -> EnterprisePlan:
    rng = stream(seed, "enterprise", row["key"])
    people = [names.surname(rng, "01") + names.given_name(rng, sex="male", born=1968) for _ in range(2)]
    return EnterprisePlan(
        code=make_credit_code("91", division=DIVISION, body=row["body"]),
        name=row["name"],
        legal_representative=people[0],
        contact=people[1],
        phone=f"1990190{order + 1:04d}",
        industry=row["industry"],
        direction=row["direction"],
        established_on=date.fromisoformat(row["established_on"]),
        registered_capital=Decimal(row["capital"]),
        total_assets=Decimal(row["assets"]),
        capacity=row["capacity"],
        bank="玉屏农村信用合作联社",
        account=make_card(f"62299900000{order + 1:02d}00000"),
        review=EnterpriseReviewPlan(
            reviewed_on=workday_after(date.fromisoformat(row["agreements"][0]["signed_on"]) - timedelta(days=9), 1),
            direction=f"{row['direction']}符合县产业规划",
            risk=f"风险可控：{row['security']}",
            project=f"项目可行：{row['use']}",
            enterprise="经营正常，无不良信用记录",
        ),
    )


def _agreement(row: dict, terms: dict, *, serial: int, numbers: list[str], scenario: Scenario) -> AgreementPlan:
    arrived_on = date.fromisoformat(terms["arrived_on"])
    return AgreementPlan(
        number=f"RG2016-{terms['township'][6:]}-{serial:02d}",
        enterprise=make_credit_code("91", division=DIVISION, body=row["body"]),
        scheme=scenario.scheme,
        township=terms["township"],
        signed_on=date.fromisoformat(terms["signed_on"]),
        arrived_on=arrived_on,
        ends_on=years_after(arrived_on, 3),
        first_due_on=FIRST_DUE,
        grace_days=5,
        penalty_permille=Decimal("0.50"),
        monthly_wage=Decimal(row["monthly_wage"]),
        use_of_funds=row["use"],
        security=row["security"],
        households=tuple(numbers),
        batch=row["batch"],
    )


def _divide(households: Iterable[HouseholdPlan], shares: list[list[str]]) -> list[list[str]]:
    """Invested households by agreement: a village in several agreements is divided among them in order."""
    invested: defaultdict[str, list[str]] = defaultdict(list)
    for household in households:
        if household.mode == INVESTED:
            invested[household.village].append(household.number)
    divided: list[list[str]] = [[] for _ in shares]
    for village, numbers in invested.items():
        takers = [place for place, villages in enumerate(shares) if village in villages]
        for turn, number in enumerate(numbers):
            divided[takers[turn * len(takers) // len(numbers)]].append(number)
    return divided
