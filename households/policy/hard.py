"""What no file may break: the one validator behind form, import, admin and command.

Returns problems, never raises: a person sees everything that is wrong at once. Every problem here is of level
refused; the rules of data quality stand beside it and only leave findings.
"""

import datetime
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from households.facts import AccountFacts, HouseholdFacts, HouseholdYearFacts
from households.policy.hard_members import check_members
from households.policy.income import BESIDE, EXPENSE, ITEMS
from households.policy.numbers import FORM
from households.policy.refusals import FIRST_YEAR, MAX_PERSONS, refused, unknown_codes, unparsed, years_once
from households.policy.rules import Lists, Problem
from households.policy.watching import RISKS, watch_problems
from yuping.core.bankcard import AccountKind, parse_account
from yuping.core.errors import BadInput
from yuping.core.phone import parse_phone

AREAS = ("farmland", "irrigated", "woodland", "returned_woodland", "orchard", "grassland", "water_surface")
SIZES = {**dict.fromkeys(AREAS, Decimal("999999.99")), "road_distance": Decimal(9999), "housing_area": Decimal(99999)}
YEAR_CODES = {
    "attribute": "household_attribute",
    "main_cause": "cause",
    "second_cause": "cause",
    "third_cause": "cause",
    "exit_flag": "exit_flag",
    "return_cause": "cause",
    "road_type": "road_type",
    "housing_structure": "housing_structure",
    "danger_level": "danger_level",
    "water_source": "water_source",
    "fuel": "fuel",
    "household_type": "household_type",
    "monitored_type": "monitored_type",
    **dict.fromkeys(RISKS, "risk"),
    "disaster_kind": "disaster_kind",
}


def check_household(
    household: HouseholdFacts, *, today: datetime.date, lists: Lists
) -> tuple[HouseholdFacts, list[Problem]]:
    """The household completed from its numbers, and everything for which it can't be saved."""
    problems = [*_header(household, today=today, lists=lists)]
    members, found = check_members(household.members, today=today, lists=lists, registered_on=household.registered_on)
    problems += found
    for year in household.years:
        problems += check_year(year, today=today, lists=lists)
    problems += years_once([year.year for year in household.years], member=None)
    if household.account is not None:
        found = check_account(household.account, holders=len(members))
        # The household has a number of its own.
        problems += [replace(problem, field=f"account_{problem.field}") for problem in found]
    return replace(household, members=members), problems


def _header(household: HouseholdFacts, *, today: datetime.date, lists: Lists) -> Iterator[Problem]:
    if not household.number:
        yield refused("households.required", "number")
    elif not FORM.fits(household.number):
        yield refused("households.number_form", "number", **FORM.params)
    if not household.village:
        yield refused("households.required", "village")
    if household.phone:
        yield from unparsed("phone", parse_phone, household.phone)
    if household.registered_on is not None and household.registered_on > today:
        yield refused("households.future_date", "registered_on")
    if household.registered_on is not None and household.registered_on.year < FIRST_YEAR:
        yield refused("households.registered_before_cards", "registered_on", first=FIRST_YEAR)
    yield from unknown_codes(household, {"identification_standard": "identification_standard"}, lists, year=None)


def check_year(year: HouseholdYearFacts, *, today: datetime.date, lists: Lists) -> list[Problem]:
    """What is wrong with the household's answers of one year."""
    found = [*_year_frame(year, today=today, lists=lists), *_year_causes(year), *watch_problems(year)]
    return [*found, *_year_living(year), *_year_money(year)]


def _year_frame(year: HouseholdYearFacts, *, today: datetime.date, lists: Lists) -> Iterator[Problem]:
    if not FIRST_YEAR <= year.year <= today.year + 1:
        yield refused("households.year_range", "year", year=year.year, least=FIRST_YEAR, most=today.year + 1)
        return
    yield from unknown_codes(year, YEAR_CODES, lists, year=year.year)
    if not year.exit_flag:
        yield refused("households.required", "exit_flag", year=year.year)
    for name in ("population_start", "population_end"):
        value = getattr(year, name)
        if value is not None and not 0 <= value <= MAX_PERSONS:
            yield refused("households.out_of_range", name, year=year.year)
    for name in ("planned_exit_year", "exit_year", "return_year", "built_year"):
        value = getattr(year, name)
        if value is not None and not 1900 <= value <= 2100:
            yield refused("households.year_range", name, year=year.year, least=1900, most=2100)
    if year.income_from and year.income_to and year.income_to < year.income_from:
        yield refused("households.period_reversed", "income_to", year=year.year)


def _year_causes(year: HouseholdYearFacts) -> Iterator[Problem]:
    causes = {name: getattr(year, name) for name in ("main_cause", "second_cause", "third_cause")}
    given = [cause for cause in causes.values() if cause]
    for name, cause in list(causes.items())[1:]:
        before = list(causes.values())[: list(causes).index(name)]
        if cause and cause in before:
            yield refused("households.same_cause", name, year=year.year)
    if list(causes.values())[: len(given)] != given:
        yield refused("households.main_cause_first", "main_cause", year=year.year)


def _year_living(year: HouseholdYearFacts) -> Iterator[Problem]:
    for name, most in SIZES.items():
        value = getattr(year, name)
        if value is not None and not 0 <= value <= most:
            yield refused("households.out_of_range", name, year=year.year)
    if year.irrigated is not None and year.farmland is not None and year.irrigated > year.farmland:
        yield refused("households.irrigated_over_farmland", "irrigated", year=year.year)
    if year.danger_level and not year.unsafe_house:
        yield refused("households.danger_level_of_safe_house", "danger_level", year=year.year)


def _year_money(year: HouseholdYearFacts) -> Iterator[Problem]:
    for name in (*ITEMS, EXPENSE, *BESIDE):
        value = getattr(year, name)
        if not isinstance(value, Decimal) or not value.is_finite() or not 0 <= value <= Decimal("999999999.99"):
            yield refused("households.amount_range", name, year=year.year)
    if not set(year.not_counted_for_exit) <= set(ITEMS):
        yield refused("households.unknown_code", "not_counted_for_exit", year=year.year)


def check_account(account: AccountFacts, *, holders: int) -> list[Problem]:
    """What is wrong with a payee account as typed."""
    problems = []
    if not account.bank_name:
        problems.append(refused("households.bank_needed", "bank_name"))
    if not 0 <= account.holder < holders:
        problems.append(refused("households.account_holder", "holder"))
    if account.kind not in set(AccountKind):
        return [*problems, refused("households.unknown_code", "kind")]
    try:
        parse_account(account.number, kind=AccountKind(account.kind))
    except BadInput as error:
        problems.append(refused(error.code, "number", **error.params))
    return problems
