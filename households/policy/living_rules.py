"""Rules of data quality over the household's own answers: causes, conditions, income, exit (domain 1.3 to 1.5)."""

from collections.abc import Iterator
from decimal import Decimal

from households.policy.income import EXPENSE, ITEMS, totals
from households.policy.member_rules import ABLE, DISABLED, GRAVELY_ILL, ILL, NOT_AT_SCHOOL
from households.policy.rules import Level, Rule, Spot, YearFile

ILLNESS, DISABILITY, SCHOOL, LAND, LABOUR, OTHER = "1", "2", "3", "5", "8", "99"
EXITED, RETURNED = "2", "4"
BROAD_LAND, NARROW_LAND = ("woodland", "returned_woodland", "orchard"), ("farmland", "grassland", "water_surface")


def _causes(file: YearFile) -> dict[str, str]:
    year = file.year
    named = {name: getattr(year, name) for name in ("main_cause", "second_cause", "third_cause")}
    return {cause: name for name, cause in named.items() if cause}


def _no_cause(file: YearFile) -> Iterator[Spot]:
    if not file.year.main_cause:
        yield Spot("main_cause")


def _no_attribute(file: YearFile) -> Iterator[Spot]:
    if not file.year.attribute:
        yield Spot("attribute")


def _other_cause_without_note(file: YearFile) -> Iterator[Spot]:
    if OTHER in _causes(file) and not file.year.cause_note:
        yield Spot("cause_note")


def _labour_cause_but_able(file: YearFile) -> Iterator[Spot]:
    able = sum(answers.labour_skill in ABLE for _person, answers in file.answered)
    if LABOUR in _causes(file) and file.people and able * 4 > len(file.people):
        yield Spot(_causes(file)[LABOUR], None, {"able": able, "persons": len(file.people)})


def _cause_without_person(file: YearFile, cause: str, holds: object) -> Iterator[Spot]:
    found = any(holds(answers) for _person, answers in file.answered)
    if cause in _causes(file) and file.answered and not found:
        yield Spot(_causes(file)[cause])


def _illness_cause_but_nobody_ill(file: YearFile) -> Iterator[Spot]:
    return _cause_without_person(file, ILLNESS, lambda answers: {ILL, GRAVELY_ILL} & set(answers.health))


def _disability_cause_but_nobody_disabled(file: YearFile) -> Iterator[Spot]:
    return _cause_without_person(file, DISABILITY, lambda answers: DISABLED in answers.health)


def _school_cause_but_nobody_at_school(file: YearFile) -> Iterator[Spot]:
    return _cause_without_person(file, SCHOOL, lambda answers: answers.school_status not in {"", NOT_AT_SCHOOL})


def _land_out_of_range(file: YearFile) -> Iterator[Spot]:
    for names, most in ((NARROW_LAND, 100), (BROAD_LAND, 200)):
        for name in names:
            value = getattr(file.year, name)
            if value is not None and value > most:
                yield Spot(name, None, {"limit": most})


def _land_unanswered(file: YearFile) -> Iterator[Spot]:
    if file.year.farmland is None:
        yield Spot("farmland")


def _far_from_the_road(file: YearFile) -> Iterator[Spot]:
    if file.year.road_distance is not None and file.year.road_distance > 5:
        yield Spot("road_distance", None, {"limit": 5})


def _unsafe_house_without_level(file: YearFile) -> Iterator[Spot]:
    if file.year.unsafe_house and not file.year.danger_level:
        yield Spot("danger_level")


def _housing_unanswered(file: YearFile) -> Iterator[Spot]:
    if file.year.unsafe_house is None or file.year.safe_water is None:
        yield Spot("unsafe_house" if file.year.unsafe_house is None else "safe_water")


def _wage_too_small(file: YearFile) -> Iterator[Spot]:
    if 0 < file.year.wage_income < 100:
        yield Spot("wage_income")


def _wage_too_large(file: YearFile) -> Iterator[Spot]:
    workers = sum(answers.labour_skill in ABLE for _person, answers in file.answered)
    if file.year.wage_income > Decimal(30_000 * 12) * max(workers, 1):
        yield Spot("wage_income")


def _no_income(file: YearFile) -> Iterator[Spot]:
    if not any(getattr(file.year, name) for name in ITEMS):
        yield Spot("wage_income")


def _aid_without_allowance(file: YearFile) -> Iterator[Spot]:
    received = any(answers.low_income_aid for _person, answers in file.answered)
    if received and not file.year.low_income_allowance and not file.year.destitute_support:
        yield Spot("low_income_allowance")


def _allowance_without_aid(file: YearFile) -> Iterator[Spot]:
    received = any(answers.low_income_aid for _person, answers in file.answered)
    if file.year.low_income_allowance and file.answered and not received:
        yield Spot("low_income_allowance")


def _persons_differ(file: YearFile) -> Iterator[Spot]:
    if file.year.population_end != len(file.people):
        yield Spot("population_end", None, {"stated": file.year.population_end, "listed": len(file.people)})


def _exited_below_the_line(file: YearFile) -> Iterator[Spot]:
    if file.year.exit_flag != EXITED or file.poverty_line is None:
        return
    amounts = {name: getattr(file.year, name) for name in (*ITEMS, EXPENSE)}
    head = totals(amounts, persons=file.year.population_end).per_head
    if head is not None and head < file.poverty_line:
        yield Spot("exit_flag", None, {"line": str(file.poverty_line)})


def _exited_without_safe_house(file: YearFile) -> Iterator[Spot]:
    if file.year.exit_flag == EXITED and file.year.unsafe_house:
        yield Spot("unsafe_house")


def _exited_without_safe_water(file: YearFile) -> Iterator[Spot]:
    if file.year.exit_flag == EXITED and (file.year.safe_water is False or file.year.water_difficulty):
        yield Spot("safe_water")


def _exit_without_year(file: YearFile) -> Iterator[Spot]:
    if file.year.exit_flag == EXITED and not file.year.exit_year:
        yield Spot("exit_year")
    if file.year.exit_flag == RETURNED and not (file.year.return_year and file.year.return_cause):
        yield Spot("return_year")


def _no_phone(file: YearFile) -> Iterator[Spot]:
    if not file.household.phone:
        yield Spot("phone")


LIVING_RULES = (
    Rule("no_cause", Level.ERROR, _no_cause),
    Rule("no_attribute", Level.ERROR, _no_attribute),
    Rule("other_cause_without_note", Level.WARNING, _other_cause_without_note),
    Rule("labour_cause_but_able", Level.WARNING, _labour_cause_but_able),
    Rule("illness_cause_but_nobody_ill", Level.ERROR, _illness_cause_but_nobody_ill),
    Rule("disability_cause_but_nobody_disabled", Level.ERROR, _disability_cause_but_nobody_disabled),
    Rule("school_cause_but_nobody_at_school", Level.WARNING, _school_cause_but_nobody_at_school),
    Rule("land_out_of_range", Level.WARNING, _land_out_of_range),
    Rule("land_unanswered", Level.WARNING, _land_unanswered),
    Rule("far_from_the_road", Level.WARNING, _far_from_the_road),
    Rule("unsafe_house_without_level", Level.ERROR, _unsafe_house_without_level),
    Rule("housing_unanswered", Level.WARNING, _housing_unanswered),
    Rule("wage_too_small", Level.WARNING, _wage_too_small),
    Rule("wage_too_large", Level.WARNING, _wage_too_large),
    Rule("no_income", Level.WARNING, _no_income),
    Rule("aid_without_allowance", Level.WARNING, _aid_without_allowance),
    Rule("allowance_without_aid", Level.WARNING, _allowance_without_aid),
    Rule("persons_differ", Level.ERROR, _persons_differ),
    Rule("exited_below_the_line", Level.ERROR, _exited_below_the_line),
    Rule("exited_without_safe_house", Level.ERROR, _exited_without_safe_house),
    Rule("exited_without_safe_water", Level.ERROR, _exited_without_safe_water),
    Rule("exit_without_year", Level.ERROR, _exit_without_year),
    Rule("no_phone", Level.WARNING, _no_phone),
)
