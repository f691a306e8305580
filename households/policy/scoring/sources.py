"""What the file tells of the items of a score: the answer it would give, or None where it does not say. Pure."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from households.facts import HouseholdYearFacts, MemberYearFacts
from households.policy.scoring.templates import Source
from households.policy.scoring.totals import Answer

Derived = dict[str, Answer]
CENT = Decimal("0.01")

# Codes of the official lists.
ABLE, SKILLED = {"1", "2"}, "2"
HEALTHY = ("1",)
HARD_ROADS = {"3", "4", "5"}
STRUCTURES = {"1": "earth", "2": "wood", "3": "brick_wood", "4": "brick", "5": "concrete"}
DANGERS = {"D": "level_d", "C": "level_c"}
EDUCATION = (("4", "senior"), ("5", "senior"), ("3", "junior"), ("2", "primary"))
COMPULSORY = {"02", "03", "04", "05", "06"}
SENIOR = {"07", "08", "09", "10", "11", "12"}
COLLEGE = {"13", "14", "15", "16"}
NOT_AT_SCHOOL = {"", "01"}


def derived(year: HouseholdYearFacts | None, people: Iterable[MemberYearFacts | None]) -> Derived:
    """Source to answer. ``people`` has an entry for each living member, None for one without answers of the year."""
    members = list(people)
    known = [person for person in members if person is not None]
    found: dict[str, Answer | None] = dict.fromkeys(Source)
    if year is not None:
        found |= _of_record(year, len(members))
    # What is said of some members only says nothing of the household.
    if known and len(known) == len(members):
        found |= _of_people(known)
    return {source: answer for source, answer in found.items() if answer is not None}


def _of_record(year: HouseholdYearFacts, persons: int) -> dict[str, Answer | None]:
    return {
        Source.HOUSE: DANGERS.get(year.danger_level) or STRUCTURES.get(year.housing_structure),
        Source.AREA_PER_HEAD: _each(year.housing_area, persons),
        Source.LAND_PER_HEAD: _each(year.farmland, persons),
        Source.UTILITIES: _count(
            year.has_household_power,
            year.safe_water,
            year.has_broadcast,
            year.has_toilet,
            year.road_type in HARD_ROADS if year.road_type else None,
        ),
        Source.INDUSTRY: _count(year.in_cooperative, year.led_by_enterprise, year.led_by_pacesetter),
    }


def _of_people(people: list[MemberYearFacts]) -> dict[str, Answer | None]:
    return {
        Source.ABLE_SHARE: _share([person.labour_skill in ABLE for person in people if person.labour_skill], people),
        Source.HEALTHY_SHARE: _share([tuple(person.health) == HEALTHY for person in people if person.health], people),
        Source.SKILL: _skill(people),
        Source.WORK_MONTHS: Decimal(sum(person.work_months or 0 for person in people)),
        Source.SCHOOL_STAGE: _stage(people),
        Source.SCHOOL_RETURN: _return(people),
    }


def _each(amount: Decimal | None, persons: int) -> Decimal | None:
    if amount is None or not persons:
        return None
    return (amount / persons).quantize(CENT, ROUND_HALF_UP)


def _count(*answers: bool | None) -> Decimal | None:
    return None if None in answers else Decimal(sum(map(bool, answers)))


def _share(hits: list[bool], people: list[MemberYearFacts]) -> Decimal | None:
    """Whole per cent of all members; None while one is not answered."""
    if len(hits) < len(people):
        return None
    return (Decimal(100 * sum(hits)) / len(people)).quantize(Decimal(1), ROUND_HALF_UP)


def _skill(people: list[MemberYearFacts]) -> str:
    """The best that anybody who can work has: a skill, else his schooling."""
    able = [person for person in people if person.labour_skill in ABLE]
    if any(person.labour_skill == SKILLED for person in able):
        return "skilled"
    taught = {person.education for person in able}
    return next((code for education, code in EDUCATION if education in taught), "none")


def _stage(people: list[MemberYearFacts]) -> str:
    """The costliest stage at which somebody is at school."""
    stages = {person.school_status for person in people} - NOT_AT_SCHOOL
    beyond = sum(person.school_status in SENIOR | COLLEGE for person in people)
    if beyond > 1:
        return "several"
    if stages & COLLEGE:
        return "college"
    if stages & SENIOR:
        return "senior"
    return "compulsory" if stages & COMPULSORY else "none"


def _return(people: list[MemberYearFacts]) -> str:
    """Whether a student will earn within three years: those beyond compulsory schooling will."""
    stages = {person.school_status for person in people} - NOT_AT_SCHOOL
    if not stages:
        return "nobody"
    return "soon" if stages & (SENIOR | COLLEGE) else "later"
