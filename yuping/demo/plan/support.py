"""Assistance given to households: measures, training courses, relocations."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from yuping.demo.plan.chance import Weighted, chance, stream
from yuping.demo.plan.households import HouseholdPlan
from yuping.demo.plan.scenario import Scenario

# Measures by category (code list measure_category of 2016): content, unit, least and greatest cost in yuan.
_MEASURES = {
    "01": ("发放鸡苗、油茶苗等产业物资", "县农牧科技局", 300, 2400),
    "02": ("教育资助", "县教育局", 500, 3800),
    "03": ("大病医疗救助", "县民政局", 800, 6000),
    "04": ("危房改造补助", "县住房和城乡建设局", 6500, 22300),
    "05": ("组织外出务工交通补贴", "县人力资源和社会保障局", 200, 500),
    "06": ("耕地地力保护补贴", "县财政局", 80, 900),
    "10": ("退耕还林补助", "县林业局", 125, 1500),
}
# By cause: illness, disability, schooling.
_ANSWERS = {"1": "03", "2": "03", "3": "02"}
_ABLE = {"1", "2"}
_COURSES = ("家禽养殖技术", "油茶管护技术", "家政服务", "电工基础", "食用菌栽培", "茶叶加工")


@dataclass(frozen=True, slots=True)
class MeasurePlan:
    """One line of assistance, signed by the head."""

    household: str
    year: int
    date: date
    category: str  # measure_category
    unit: str
    content: str
    cost: Decimal


@dataclass(frozen=True, slots=True)
class TrainingPlan:
    """A course that a member attended."""

    household: str
    member: str
    course: str
    organiser: str
    from_on: date
    days: int
    certificate: str


@dataclass(frozen=True, slots=True)
class RelocationPlan:
    """A household moved out of a place that cannot feed it."""

    household: str
    year: int
    mode: str  # relocation_mode
    placement: str  # relocation_placement
    site: str  # relocation_site
    from_place: str
    to_place: str
    floor_area: Decimal
    moved_in_on: date
    old_house_gone: bool


def plan_measures(households: Iterable[HouseholdPlan], *, scenario: Scenario) -> tuple[MeasurePlan, ...]:
    """One measure for about a third of the households, after the cause of its poverty where there is one."""
    return tuple(
        _measure(rng, household)
        for household in households
        if chance(rng := stream(scenario.seed, household.number, "measures"), 33)
    )


def plan_trainings(households: Iterable[HouseholdPlan], *, scenario: Scenario) -> tuple[TrainingPlan, ...]:
    """Courses for able members of a few households."""
    trainings = []
    for household in households:
        rng = stream(scenario.seed, household.number, "training")
        able = [member for member in household.members if member.years[0].labour_skill in {"1", "2"}]
        if able and chance(rng, 6):
            trainings.append(_training(rng, household, member=rng.choice(able).key))
    return tuple(trainings)


def plan_relocations(households: Iterable[HouseholdPlan], *, scenario: Scenario) -> tuple[RelocationPlan, ...]:
    """Relocation of a few households that live in unsafe houses."""
    return tuple(
        _relocation(rng, household)
        for household in households
        if household.years[0].living.unsafe_house
        and chance(rng := stream(scenario.seed, household.number, "relocation"), 14)
    )


def _measure(rng: Random, household: HouseholdPlan) -> MeasurePlan:
    file = household.years[0]
    fitting = _fitting(household)
    category = Weighted(fitting).pick(rng)
    content, unit, least, greatest = _MEASURES[category]
    first = max(date(2016, 1, 18), household.registered_on + timedelta(days=14))
    return MeasurePlan(
        household=household.number,
        year=file.year,
        date=first + timedelta(days=rng.randrange((date(2016, 12, 20) - first).days)),
        category=category,
        unit=unit,
        content=content,
        cost=Decimal(rng.randint(least, greatest)),
    )


def _fitting(household: HouseholdPlan) -> dict[str, int]:
    """What answers the need: a house about to fall first, then the main cause, else help with work and land."""
    file = household.years[0]
    if file.living.danger_level == "D":
        return {"04": 1}
    if file.main_cause in _ANSWERS:
        return {_ANSWERS[file.main_cause]: 1}
    able = any(member.years[0].labour_skill in _ABLE for member in household.members)
    fitting = {"01": 40, "06": 22} | ({"05": 10} if able else {})
    fitting |= {"04": 40} if file.living.unsafe_house else {}
    return fitting | ({"10": 20} if file.living.returned_woodland else {})


def _training(rng: Random, household: HouseholdPlan, *, member: str) -> TrainingPlan:
    first = max(date(2016, 3, 1), household.registered_on + timedelta(days=3))
    days = rng.randint(2, 15)
    return TrainingPlan(
        household=household.number,
        member=member,
        course=rng.choice(_COURSES),
        organiser="县人力资源和社会保障局",
        from_on=first + timedelta(days=rng.randrange((date(2016, 12, 10) - first).days)),
        days=days,
        certificate=f"PX2016{household.number[6:]}" if days >= 7 else "",
    )


def _relocation(rng: Random, household: HouseholdPlan) -> RelocationPlan:
    grouped = chance(rng, 80)
    return RelocationPlan(
        household=household.number,
        year=2016,
        mode="1" if chance(rng, 35) else "2",
        placement="1" if grouped else "2",
        site=rng.choice(("1", "2", "4")) if grouped else rng.choice(("5", "6")),
        from_place=household.address,
        to_place="县城安置点" if grouped else "邻村插花安置",
        floor_area=Decimal(20 * len(household.members)),
        moved_in_on=date(2016, 12, 1) + timedelta(days=rng.randrange(25)),
        old_house_gone=chance(rng, 40),
    )
