"""Making refusals: the problems for which nothing is saved."""

from collections import Counter
from collections.abc import Callable, Iterator

from households.policy.rules import Level, Lists, Problem
from yuping.core.errors import BadInput

FIRST_YEAR = 2013
MAX_PERSONS = 30
HARD_CODES = (
    "households.required",
    "households.unknown_code",
    "households.number_form",
    "households.future_date",
    "households.registered_before_cards",
    "households.one_head",
    "households.head_first",
    "households.too_many_persons",
    "households.person_twice",
    "households.number_against_birth_date",
    "households.number_against_sex",
    "households.same_cause",
    "households.main_cause_first",
    "households.irrigated_over_farmland",
    "households.out_of_range",
    "households.year_range",
    "households.danger_level_of_safe_house",
    "households.period_reversed",
    "households.healthy_with_illness",
    "households.public_post_months",
    "households.month_range",
    "households.amount_range",
    "households.year_twice",
    "households.account_holder",
    "households.bank_needed",
    "households.left_without_kind",
)


def unknown_codes(
    facts: object, sets: dict[str, str], lists: Lists, *, year: int | None, member: int | None = None
) -> Iterator[Problem]:
    for name, code_set in sets.items():
        code = getattr(facts, name)
        if code and code not in lists(code_set, year):
            yield refused("households.unknown_code", name, member=member, year=year)


def years_once(years: list[int], *, member: int | None) -> Iterator[Problem]:
    for year, count in Counter(years).items():
        if count > 1:
            yield refused("households.year_twice", "year", member=member, year=year)


def unparsed(name: str, parse: Callable[[str], object], text: str, *, member: int | None = None) -> Iterator[Problem]:
    try:
        parse(text)
    except BadInput as error:
        yield refused(error.code, name, member=member, **error.params)


def refused(code: str, name: str, *, member: int | None = None, year: int | None = None, **params: object) -> Problem:
    return Problem(code, Level.REFUSED, name, member, year, params)
