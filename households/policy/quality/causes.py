"""Rules over the causes of poverty, against what the members and the living conditions say."""

from collections.abc import Callable

from households.facts import MemberYearFacts
from households.policy.quality.codes import (
    ABLE,
    DISABILITY,
    DISABLED,
    DISASTER,
    GRAVELY_ILL,
    HARD_ROADS,
    ILL,
    ILLNESS,
    LABOUR,
    LAND,
    OTHER,
    ROAD,
    SCHOOL,
    SKILL,
    SKILLED,
    WATER,
    at_school,
)
from households.policy.quality.limits import ENOUGH_LAND, NEAR_KM
from households.policy.rules import Answer, FileRules, Spot, YearFile
from yuping.accounts.quality import Family, Level, Remedy, of_form, verified

ERROR, WARNING = Level.ERROR, Level.WARNING
FIELDS = ("main_cause", "second_cause", "third_cause")
CAUSES = " ".join(f"householdyear.{name}" for name in FIELDS)
causes = FileRules(family=Family.CAUSE, remedy=Remedy.RECORD)


def field_of(file: YearFile, cause: str) -> str:
    """Where the cause is named; "" where it is not."""
    return next((name for name in FIELDS if getattr(file.year, name) == cause), "")


def _at(file: YearFile, cause: str, **params: object) -> list[Spot]:
    return [Spot(field_of(file, cause), None, params)]


def _nobody(file: YearFile, cause: str, holds: Callable[[MemberYearFacts], bool]) -> list[Spot]:
    """The cause is named, answers exist, and nobody's answers bear it out."""
    if not field_of(file, cause) or not file.answered:
        return []
    return [] if any(holds(answers) for _person, answers in file.answered) else _at(file, cause)


@causes.of_file("main_cause", ERROR, "householdyear.main_cause", of_form("aac007"))
def no_cause(file: YearFile) -> Answer:
    return not file.year.main_cause


@causes.of_file("attribute", ERROR, "householdyear.attribute", of_form("aac006"))
def no_attribute(file: YearFile) -> Answer:
    return not file.year.attribute


@causes.of_file("cause_note", WARNING, f"{CAUSES} householdyear.cause_note", verified("2_11_004"))
def other_cause_without_note(file: YearFile) -> Answer:
    return bool(field_of(file, OTHER)) and not file.year.cause_note


@causes.of_file("cause_note", WARNING, f"{CAUSES} householdyear.cause_note", verified("2_11_005"))
def disaster_without_note(file: YearFile) -> Answer:
    return bool(field_of(file, DISASTER)) and not file.year.cause_note


@causes.rule(WARNING, f"{CAUSES} memberyear.labour_skill", verified("5_18_008", "4_11_009", "5_11_029"))
def labour_cause_but_able(file: YearFile) -> list[Spot]:
    able = sum(answers.labour_skill in ABLE for _person, answers in file.answered)
    if not field_of(file, LABOUR) or able * 4 <= len(file.people):
        return []
    return _at(file, LABOUR, able=able, persons=len(file.people))


@causes.rule(ERROR, f"{CAUSES} memberyear.health", verified("5_18_001"))
def illness_cause_but_nobody_ill(file: YearFile) -> list[Spot]:
    return _nobody(file, ILLNESS, lambda answers: ILL in answers.health or GRAVELY_ILL in answers.health)


@causes.rule(ERROR, f"{CAUSES} memberyear.health", verified("5_18_003", "2_11_001"))
def disability_cause_but_nobody_disabled(file: YearFile) -> list[Spot]:
    return _nobody(file, DISABILITY, lambda answers: DISABLED in answers.health)


@causes.rule(WARNING, f"{CAUSES} memberyear.school_status", verified("5_18_002"))
def school_cause_but_nobody_at_school(file: YearFile) -> list[Spot]:
    return _nobody(file, SCHOOL, lambda answers: at_school(answers.school_status))


@causes.rule(
    WARNING,
    f"{CAUSES} householdyear.farmland householdyear.population_end",
    of_form("aac007"),
    limits=(ENOUGH_LAND,),
)
def land_cause_but_land(file: YearFile) -> list[Spot]:
    area, persons = file.year.farmland, file.year.population_end
    if not field_of(file, LAND) or not area or not persons or area <= file.of(ENOUGH_LAND) * persons:
        return []
    return _at(file, LAND, area=str(area))


@causes.rule(WARNING, f"{CAUSES} householdyear.safe_water householdyear.water_difficulty", verified("5_18_006"))
def water_cause_but_safe(file: YearFile) -> list[Spot]:
    fine = file.year.safe_water is True and file.year.water_difficulty is False
    return _at(file, WATER) if fine and field_of(file, WATER) else []


@causes.rule(
    WARNING,
    f"{CAUSES} householdyear.road_type householdyear.road_distance",
    of_form("aac007"),
    limits=(NEAR_KM,),
)
def road_cause_but_hard_road(file: YearFile) -> list[Spot]:
    distance = file.year.road_distance
    near = file.year.road_type in HARD_ROADS and distance is not None and distance < file.of(NEAR_KM)
    return _at(file, ROAD) if near and field_of(file, ROAD) else []


@causes.rule(WARNING, f"{CAUSES} memberyear.labour_skill", of_form("aac007"))
def skill_cause_but_skilled(file: YearFile) -> list[Spot]:
    able = [answers.labour_skill for _person, answers in file.answered if answers.labour_skill in ABLE]
    if not field_of(file, SKILL) or not able or set(able) != {SKILLED}:
        return []
    return _at(file, SKILL)
