"""A member's answers in the file of a year, so that none contradicts another.

The rules they keep are the county's own checks: a pupil has no labour ability, nobody under 16 or from 60 on is
ordinary labour, a healthy adult out of school is able to work, and so on.
"""

from datetime import date

from yuping.demo.plan.people import MemberYearPlan
from yuping.demo.plan.schooling import BELOW_SCHOOL_AGE, SchoolPath, schooling
from yuping.demo.plan.traits import HEALTHY, SERIOUS, Traits

# Codes of labour_skill and political_status.
ORDINARY, SKILLED, LOST, NONE = "1", "2", "3", "4"
PARTY_MEMBER, LEAGUE_MEMBER, CITIZEN = "01", "03", "13"

WORKING_AGES = range(16, 60)


def member_year(*, year: int, birth_date: date, traits: Traits, path: SchoolPath, allowance: bool) -> MemberYearPlan:
    """The answers of one person in the file of one year."""
    age = year - birth_date.year
    education, school_status = schooling(path, birth_date=birth_date, year=year)
    labour = _labour(age=age, at_school=bool(school_status), traits=traits)
    works = labour in {ORDINARY, SKILLED} and traits.works_away and not traits.soldier
    has_post = traits.post and labour in {ORDINARY, SKILLED} and not works
    grown = age >= 16 and not school_status
    employee = traits.employee_insured and grown and not allowance
    return MemberYearPlan(
        year=year,
        education=education,
        school_status=school_status,
        dropout_reason="",
        health=traits.health,
        labour_skill=labour,
        work_region=traits.work_region if works else "",
        work_months=traits.work_months if works else 0,
        on_active_service=traits.soldier,
        resident_insurance=not employee,
        employee_insurance=employee,
        serious_illness_insurance=True,
        resident_pension=grown and (traits.pension or age >= 60) and not employee,
        employee_pension=employee,
        commercial_insurance=traits.health != (HEALTHY,) and traits.pension,
        accident_insurance=works and traits.pension,
        speaks_mandarin=traits.mandarin and education != BELOW_SCHOOL_AGE,
        low_income_aid=allowance,
        public_post=has_post,
        public_post_months=12 if has_post else 0,
    )


def _labour(*, age: int, at_school: bool, traits: Traits) -> str:
    if age < 16 or at_school:
        return NONE
    if traits.unable or SERIOUS in traits.health:
        return LOST
    if age not in WORKING_AGES:
        return NONE
    return SKILLED if traits.skilled else ORDINARY


def political_status(age: int, traits: Traits) -> str:
    """Party, youth league or neither, by age."""
    if traits.party:
        return PARTY_MEMBER
    return LEAGUE_MEMBER if 14 <= age <= 28 and traits.league else CITIZEN
