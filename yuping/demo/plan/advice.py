"""Advice and leads in the demo's year: one township scores its households by the four looks, and two lists of other
offices meet a few of its people.

Only households without loan are met, so that no payment of the demo's year depends on a lead.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from yuping.core.identity import make_identity
from yuping.demo.plan.cadres import PairingPlan
from yuping.demo.plan.chance import Weighted, chance, stream
from yuping.demo.plan.households import NO_MODE, HouseholdPlan
from yuping.demo.plan.scenario import DIVISION, Scenario

TOWNSHIP = "520622200"
FIRST_DAY, LAST_DAY = date(2016, 10, 10), date(2016, 11, 28)
# The weeks of the yearly campaign leave some homes unvisited.
SCORED = 85
# What no file tells, by item of the seeded template: entries, or numbers.
_APPLIANCES = Weighted({"o1": 8, "o2": 46, "o3": 34, "o4": 12})
_LIVESTOCK = Weighted({"o1": 24, "o2": 40, "o3": 24, "o4": 10, "o5": 2})
_GRAIN = Weighted({120: 12, 180: 18, 260: 28, 350: 26, 430: 16})
_DEBT = Weighted({0: 84, 3000: 6, 8000: 7, 24000: 3})
_NUMBERS_OF_NOBODY = 994

FIRST_LIST, CHECKED_ON, DECIDED_ON, SECOND_LIST = (
    date(2016, 11, 28),
    date(2016, 12, 7),
    date(2016, 12, 14),
    date(2016, 12, 21),
)


@dataclass(frozen=True, slots=True)
class ScorePlan:
    """A score: who was visited when, and what was asked there; everything else the file tells."""

    household: str
    cadre: str
    date: date
    answers: Mapping[str, str | Decimal]


@dataclass(frozen=True, slots=True)
class LeadPlan:
    """A row of another office's list that meets a person, and what becomes of it ("" where it waits)."""

    household: str
    name: str
    id_number: str
    kind: str
    details: str
    department: str
    data_on: date
    found_on: date
    finding: str = ""
    check_note: str = ""
    outcome: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Stranger:
    """A row of a list that meets nobody."""

    name: str
    id_number: str


# Kind, words of the list, office, and what the field check and the decision say.
_FIRST = (
    (
        *("车辆", "贵D·12A45 小型普通客车", "县公安局"),
        *("true", "车停在院内，户主承认自用", "ineligible", "自有小轿车，不符合条件"),
    ),
    (
        *("车辆", "贵D·30F17 三轮汽车", "县公安局"),
        *("true", "农用三轮车，用于拉运烤烟", "eligible", "农用生产车辆，仍符合条件"),
    ),
    (
        *("工商登记", "个体工商户 92520699MA6D0001XU", "县市场监管局"),
        *("namesake", "同名，登记人为邻县居民", "other_person", "登记人非本人"),
    ),
    (
        *("房产", "平溪街道商品房一套 112.40平方米", "县住建局"),
        *("partly", "房屋登记在已出嫁女儿名下", "", ""),
    ),
    ("财政供养", "乡镇卫生院临聘人员", "县人社局", "", "", "", ""),
    ("车辆", "贵D·88C06 轻型货车", "县公安局", "", "", "", ""),
)
_SECOND = (
    ("工商登记", "个体工商户 92520699MA6D0002XA", "县市场监管局"),
    ("财政供养", "村级公益性岗位", "县人社局"),
)


def plan_scores(
    households: Iterable[HouseholdPlan], pairings: Iterable[PairingPlan], *, scenario: Scenario
) -> tuple[ScorePlan, ...]:
    """Most households of the township, each at a visit of its cadre."""
    cadres = {pairing.household: pairing.cadre for pairing in pairings}
    scores = []
    for household in households:
        rng = stream(scenario.seed, household.number, "score")
        if household.village.startswith(TOWNSHIP) and household.registered_on < FIRST_DAY and chance(rng, SCORED):
            scores.append(_score(rng, household, cadres[household.number]))
    return tuple(scores)


def _score(rng: Random, household: HouseholdPlan, cadre: str) -> ScorePlan:
    students = any(member.years[0].school_status for member in household.members)
    return ScorePlan(
        household=household.number,
        cadre=cadre,
        date=FIRST_DAY + timedelta(days=rng.randrange((LAST_DAY - FIRST_DAY).days)),
        answers={
            "appliances": _APPLIANCES.pick(rng),
            "livestock": _LIVESTOCK.pick(rng),
            "grain": Decimal(_GRAIN.pick(rng) + rng.randrange(20)),
            "debt": Decimal(_DEBT.pick(rng)) if students else Decimal(0),
        },
    )


def plan_leads(households: Iterable[HouseholdPlan]) -> tuple[LeadPlan, ...]:
    """A few households without loan, each met by one row."""
    fitting = [
        household
        for household in households
        if household.village.startswith(TOWNSHIP)
        and household.mode == NO_MODE
        and household.registered_on < FIRST_DAY
        and not household.hard_cases
        and not household.former_members
    ]
    rows = [(*row, FIRST_LIST) for row in _FIRST] + [(*row, "", "", "", "", SECOND_LIST) for row in _SECOND]
    return tuple(
        _lead(household, row) for household, row in zip(fitting[:: max(1, len(fitting) // 10)], rows, strict=False)
    )


def _lead(household: HouseholdPlan, row: tuple) -> LeadPlan:
    kind, details, department, finding, note, outcome, reason, found_on = row
    return LeadPlan(
        household=household.number,
        name=household.head.name,
        id_number=household.head.id_number,
        kind=kind,
        details=details,
        department=department,
        data_on=found_on.replace(day=15),
        found_on=found_on,
        finding=finding,
        check_note=note,
        outcome=outcome,
        reason=reason,
    )


def plan_strangers() -> tuple[Stranger, ...]:
    """People of the lists who are on no file of the county."""
    born = date(1968, 3, 1)
    return tuple(
        Stranger(
            name=f"外县人{number:02d}",
            id_number=make_identity(DIVISION, born + timedelta(days=37 * number), _NUMBERS_OF_NOBODY + number % 6),
        )
        for number in range(40)
    )
