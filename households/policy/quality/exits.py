"""Rules over exit and return: the flag against income, house, water, school and years."""

from households.policy.income import EXPENSE, per_head
from households.policy.quality.codes import (
    ABLE,
    ABOUT_TO_EXIT,
    EXITED,
    POOR,
    RETURNED,
    at_school,
)
from households.policy.quality.income import EVERY_ITEM, net_of
from households.policy.quality.limits import SAFE_PER_HEAD, SCHOOL_FROM, SCHOOL_TO
from households.policy.rules import Answer, FileRules, YearFile
from yuping.accounts.quality import Family, Level, Remedy, of_form, verified
from yuping.accounts.roles import Role

ERROR, WARNING = Level.ERROR, Level.WARNING
FLAG = "householdyear.exit_flag"
INCOME = f"{EVERY_ITEM} householdyear.{EXPENSE} householdyear.population_end"
exits = FileRules(family=Family.EXIT, owner=Role.TOWNSHIP_CLERK, remedy=Remedy.RECORD)


def _below_the_line(file: YearFile) -> Answer:
    head = per_head(net_of(file), persons=file.year.population_end)
    below = file.poverty_line is not None and head is not None and head < file.poverty_line
    return {"line": str(file.poverty_line)} if below else None


@exits.of_file("exit_flag", ERROR, f"{FLAG} {INCOME} povertyline.amount", verified("4_11_010"))
def exited_below_the_line(file: YearFile) -> Answer:
    return file.year.exit_flag == EXITED and _below_the_line(file)


@exits.of_file("exit_flag", WARNING, f"{FLAG} {INCOME} povertyline.amount", verified("1_02_006"))
def about_to_exit_below_the_line(file: YearFile) -> Answer:
    return file.year.exit_flag == ABOUT_TO_EXIT and _below_the_line(file)


@exits.of_file("exit_flag", WARNING, f"{FLAG} {INCOME}", verified("1111_18"), limits=[SAFE_PER_HEAD])
def poor_with_high_income(file: YearFile) -> Answer:
    head = per_head(net_of(file), persons=file.year.population_end)
    high = head is not None and head > file.of(SAFE_PER_HEAD)
    return {"per_head": str(head)} if high and file.year.exit_flag in {POOR, RETURNED} else None


@exits.of_file("unsafe_house", ERROR, f"{FLAG} householdyear.unsafe_house", verified("1_11_005", "1_02_008"))
def exited_without_safe_house(file: YearFile) -> Answer:
    return file.year.exit_flag == EXITED and bool(file.year.unsafe_house)


@exits.of_file(
    "safe_water",
    ERROR,
    f"{FLAG} householdyear.safe_water householdyear.water_difficulty",
    verified("1_11_006", "1_02_009"),
)
def exited_without_safe_water(file: YearFile) -> Answer:
    dry = file.year.safe_water is False or bool(file.year.water_difficulty)
    return file.year.exit_flag == EXITED and dry


@exits.of_file(
    "exit_flag",
    ERROR,
    f"{FLAG} memberyear.school_status member.birth_date",
    verified("1_11_007"),
    limits=[SCHOOL_FROM, SCHOOL_TO],
)
def exited_with_child_out_of_school(file: YearFile) -> Answer:
    """A given reason for leaving school is no excuse here."""
    if file.year.exit_flag != EXITED:
        return None
    first, last = file.of(SCHOOL_FROM), file.of(SCHOOL_TO)
    count = sum(
        first <= person.age <= last and not at_school(answers.school_status) for person, answers in file.answered
    )
    return {"count": count} if count else None


@exits.of_file(
    "exit_flag",
    ERROR,
    f"{FLAG} memberyear.resident_insurance memberyear.employee_insurance",
    verified("1_11_004"),
)
def exited_without_medical_cover(file: YearFile) -> Answer:
    if file.year.exit_flag != EXITED:
        return None
    bare = sum(
        answers.resident_insurance is False and answers.employee_insurance is False
        for _person, answers in file.answered
    )
    return {"count": bare} if bare else None


@exits.of_file(
    "exit_flag",
    WARNING,
    f"{FLAG} memberyear.labour_skill householdyear.low_income_allowance householdyear.destitute_support "
    "householdyear.dividend_income householdyear.pension_income",
    verified("4_11_011"),
)
def exited_without_labour(file: YearFile) -> Answer:
    """Nobody who can work, and neither allowance, pension nor dividend."""
    if file.year.exit_flag != EXITED or not file.answered:
        return None
    year = file.year
    carried = year.low_income_allowance or year.destitute_support or year.dividend_income or year.pension_income
    return not carried and not any(answers.labour_skill in ABLE for _person, answers in file.answered)


@exits.of_file(
    "exit_year",
    ERROR,
    f"{FLAG} householdyear.exit_year householdyear.return_year householdyear.return_cause",
    of_form("脱贫年度", "返贫年度"),
)
def exit_without_year(file: YearFile) -> Answer:
    if file.year.exit_flag == EXITED:
        return not file.year.exit_year
    return file.year.exit_flag == RETURNED and not (file.year.return_year and file.year.return_cause)


@exits.of_file("exit_year", ERROR, "householdyear.exit_year householdyear.year", of_form("脱贫年度"))
def exit_year_to_come(file: YearFile) -> Answer:
    year = file.year.exit_year
    return {"year": year} if year is not None and year > file.year.year else None


@exits.of_file("exit_year", ERROR, "householdyear.exit_year household.registered_on", verified("2_11_002"))
def exit_year_before_registration(file: YearFile) -> Answer:
    year, registered = file.year.exit_year, file.household.registered_on
    return {"year": year} if year is not None and registered is not None and year < registered.year else None


@exits.of_file("exit_year", WARNING, f"{FLAG} householdyear.exit_year", of_form("aar010", "脱贫年度"))
def exit_year_of_a_poor_household(file: YearFile) -> Answer:
    return file.year.exit_flag == POOR and file.year.exit_year is not None


@exits.of_file("return_year", ERROR, "householdyear.return_year householdyear.exit_year", of_form("返贫年度"))
def return_before_exit(file: YearFile) -> Answer:
    back, left = file.year.return_year, file.year.exit_year
    return back is not None and left is not None and back < left


@exits.of_file(
    "planned_exit_year",
    WARNING,
    f"{FLAG} householdyear.planned_exit_year householdyear.year",
    of_form("计划脱贫年度"),
)
def planned_exit_missed(file: YearFile) -> Answer:
    planned = file.year.planned_exit_year
    late = planned is not None and planned < file.year.year and file.year.exit_flag in {POOR, ABOUT_TO_EXIT}
    return {"year": planned} if late else None
