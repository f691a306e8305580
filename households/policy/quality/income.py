"""Rules over the income of a file year, against the persons who could have earned or received it."""

from decimal import Decimal

from households.policy.income import EXPENSE, ITEMS, totals
from households.policy.quality.codes import ABLE, allowance_attributes, destitute_attributes
from households.policy.quality.limits import (
    ALLOWANCE_A_HEAD,
    MONTHLY_WAGE_FROM,
    MONTHLY_WAGE_TO,
    MONTHS_OF_WORK,
    PENSION_A_HEAD,
    RETIRED,
    SMALL_WAGE,
)
from households.policy.rules import Answer, FileRules, YearFile
from yuping.accounts.quality import Family, Level, Remedy, of_form, verified

ERROR, WARNING = Level.ERROR, Level.WARNING
EVERY_ITEM = " ".join(f"householdyear.{name}" for name in ITEMS)
income = FileRules(family=Family.INCOME, remedy=Remedy.RECORD)


def net_of(file: YearFile) -> Decimal:
    """The household's net income."""
    amounts = {name: getattr(file.year, name) for name in (*ITEMS, EXPENSE)}
    return totals(amounts, persons=file.year.population_end).net


def _on_aid(file: YearFile) -> int:
    return sum(bool(answers.low_income_aid) for _person, answers in file.answered)


@income.of_file("wage_income", WARNING, "householdyear.wage_income", verified("5_15_0023"), limits=[SMALL_WAGE])
def wage_too_small(file: YearFile) -> Answer:
    return 0 < file.year.wage_income < file.of(SMALL_WAGE)


@income.of_file(
    "wage_income",
    WARNING,
    "householdyear.wage_income memberyear.labour_skill",
    verified("5_16_002"),
    limits=[MONTHLY_WAGE_TO],
)
def wage_too_large(file: YearFile) -> Answer:
    workers = sum(answers.labour_skill in ABLE for _person, answers in file.answered)
    return file.year.wage_income > file.of(MONTHLY_WAGE_TO) * 12 * max(workers, 1)


@income.of_file(
    "wage_income",
    WARNING,
    "householdyear.wage_income memberyear.work_months",
    verified("5_16_001", "1111_12"),
    limits=[MONTHLY_WAGE_FROM],
)
def wage_too_small_for_the_months(file: YearFile) -> Answer:
    months = sum(answers.work_months or 0 for _person, answers in file.answered)
    small = months and 0 < file.year.wage_income < file.of(MONTHLY_WAGE_FROM) * months
    return {"months": months} if small else None


@income.of_file(
    "wage_income",
    WARNING,
    "householdyear.wage_income memberyear.work_months",
    verified("4_11_012", "4_11_014"),
    limits=[MONTHS_OF_WORK],
)
def work_without_wage(file: YearFile) -> Answer:
    months = sum(answers.work_months or 0 for _person, answers in file.answered)
    return {"months": months} if not file.year.wage_income and months >= file.of(MONTHS_OF_WORK) else None


@income.of_file("wage_income", WARNING, "householdyear.wage_income memberyear.public_post", verified("4_11_014"))
def post_without_wage(file: YearFile) -> Answer:
    posted = any(answers.public_post for _person, answers in file.answered)
    return posted and not file.year.wage_income


@income.of_file("wage_income", WARNING, EVERY_ITEM, of_form("aac071", "aac072", "aac073"))
def no_income(file: YearFile) -> Answer:
    return not any(getattr(file.year, name) for name in ITEMS)


@income.of_file(
    "business_expense",
    ERROR,
    f"{EVERY_ITEM} householdyear.business_expense householdyear.population_end",
    of_form("aac074"),
)
def expense_above_all_income(file: YearFile) -> Answer:
    return net_of(file) < 0


@income.of_file(
    "business_expense", WARNING, "householdyear.business_expense householdyear.business_income", of_form("aac074")
)
def expense_without_business(file: YearFile) -> Answer:
    return file.year.business_expense > 0 and file.year.business_income == 0


@income.of_file(
    "low_income_allowance",
    WARNING,
    "memberyear.low_income_aid householdyear.low_income_allowance householdyear.destitute_support",
    verified("4_11_013", "5_16_003"),
)
def aid_without_allowance(file: YearFile) -> Answer:
    return bool(_on_aid(file)) and not file.year.low_income_allowance and not file.year.destitute_support


@income.of_file(
    "low_income_allowance",
    WARNING,
    "memberyear.low_income_aid householdyear.low_income_allowance",
    verified("4_11_015", "5_16_004"),
)
def allowance_without_aid(file: YearFile) -> Answer:
    return bool(file.year.low_income_allowance and file.answered) and not _on_aid(file)


@income.of_file(
    "low_income_allowance",
    WARNING,
    "memberyear.low_income_aid householdyear.low_income_allowance",
    verified("5_16_005"),
    limits=[ALLOWANCE_A_HEAD],
)
def allowance_too_large(file: YearFile) -> Answer:
    persons = _on_aid(file)
    large = persons and file.year.low_income_allowance > file.of(ALLOWANCE_A_HEAD) * persons
    return {"persons": persons, "limit": file.of(ALLOWANCE_A_HEAD)} if large else None


@income.of_file(
    "attribute",
    WARNING,
    "householdyear.attribute householdyear.year memberyear.low_income_aid",
    verified("5_19_003"),
)
def aid_attribute_without_aid(file: YearFile) -> Answer:
    named = file.year.attribute in allowance_attributes(file.year.year)
    return named and bool(file.answered) and not _on_aid(file)


@income.of_file(
    "attribute",
    WARNING,
    "householdyear.attribute householdyear.year memberyear.low_income_aid",
    verified("5_19_007"),
)
def aid_without_attribute(file: YearFile) -> Answer:
    year = file.year.year
    proper = allowance_attributes(year) | destitute_attributes(year)
    return bool(file.year.attribute) and file.year.attribute not in proper and bool(_on_aid(file))


@income.of_file(
    "attribute",
    ERROR,
    "householdyear.attribute householdyear.year householdyear.destitute_support",
    verified("5_16_006"),
)
def destitute_support_without_attribute(file: YearFile) -> Answer:
    destitute = destitute_attributes(file.year.year)
    return file.year.destitute_support > 0 and bool(destitute) and file.year.attribute not in destitute


@income.of_file(
    "destitute_support",
    WARNING,
    "householdyear.attribute householdyear.year householdyear.destitute_support",
    verified("5_16_006"),
)
def destitute_without_support(file: YearFile) -> Answer:
    return file.year.attribute in destitute_attributes(file.year.year) and not file.year.destitute_support


@income.of_file(
    "attribute",
    WARNING,
    "householdyear.attribute householdyear.year memberyear.labour_skill",
    of_form("aac006"),
)
def destitute_but_able(file: YearFile) -> Answer:
    able = any(answers.labour_skill in ABLE for _person, answers in file.answered)
    return able and file.year.attribute in destitute_attributes(file.year.year)


@income.of_file(
    "pension_income", WARNING, "householdyear.pension_income member.birth_date", of_form("aac087"), limits=[RETIRED]
)
def pension_without_old_person(file: YearFile) -> Answer:
    old = any(person.age >= file.of(RETIRED) - 11 for person in file.people)
    return file.year.pension_income > 0 and not old


@income.of_file(
    "pension_income",
    WARNING,
    "householdyear.pension_income member.birth_date",
    of_form("aac087"),
    limits=[PENSION_A_HEAD],
)
def pension_too_large(file: YearFile) -> Answer:
    persons = sum(person.age >= file.of(RETIRED) for person in file.people)
    return bool(persons) and file.year.pension_income > file.of(PENSION_A_HEAD) * persons


@income.of_file(
    "family_planning_income",
    WARNING,
    "householdyear.family_planning_income household.one_child_household household.two_daughters_household",
    of_form("aac076"),
)
def planning_grant_without_cause(file: YearFile) -> Answer:
    home = file.household
    granted = file.year.family_planning_income > 0
    return granted and not (home.one_child_household or home.two_daughters_household)


@income.of_file(
    "ecology_income",
    WARNING,
    "householdyear.ecology_income householdyear.woodland householdyear.returned_woodland",
    of_form("aac078"),
)
def ecology_grant_without_wood(file: YearFile) -> Answer:
    """Asked only where both areas are answered."""
    areas = (file.year.woodland, file.year.returned_woodland)
    return file.year.ecology_income > 0 and all(area == 0 for area in areas)


@income.of_file(
    "dividend_income",
    WARNING,
    "householdyear.dividend_income householdyear.led_by_enterprise householdyear.in_cooperative",
    of_form("aac088", "aac092"),
)
def dividend_without_enterprise(file: YearFile) -> Answer:
    """Both questions answered with no, and yet a dividend."""
    led = file.year.led_by_enterprise is False and file.year.in_cooperative is False
    return file.year.dividend_income > 0 and led


@income.of_file("income_from", ERROR, "householdyear.income_from householdyear.income_to", of_form("收入核算期"))
def income_window_not_a_year(file: YearFile) -> Answer:
    first, last = file.year.income_from, file.year.income_to
    if first is None or last is None:
        return (first is None) != (last is None)
    days = (last - first).days + 1
    return {"days": days} if days not in (365, 366) else None


@income.of_file("income_to", ERROR, "householdyear.income_to householdyear.year", of_form("上年度收入"))
def income_of_another_year(file: YearFile) -> Answer:
    """File year N holds the income of N−1; the usual window ends in September of the survey year at the latest."""
    last = file.year.income_to
    return last is not None and last.year not in (file.year.year - 1, file.year.year)
