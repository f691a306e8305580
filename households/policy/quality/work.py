"""Rules over labour, work away from home and public-welfare posts."""

from households.facts import MemberYearFacts
from households.policy.quality.codes import (
    ABLE,
    AWAY,
    GRAVELY_ILL,
    HEALTHY,
    NO_LABOUR,
    NOT_ABLE,
    SKILLED,
    at_school,
)
from households.policy.quality.limits import (
    MONTHS_OF_WORK,
    POST_TO,
    SOLDIER_FROM,
    SOLDIER_TO,
    WELL_BEYOND_WORK,
    WORK_FROM,
    WORK_TO,
)
from households.policy.rules import Answer, FileRules, Person, YearFile
from yuping.accounts.quality import Family, Level, of_form, verified

ERROR, WARNING = Level.ERROR, Level.WARNING
SKILL_BY_AGE = "memberyear.labour_skill member.birth_date"
work = FileRules(family=Family.WORK)


@work.of_answers("labour_skill", WARNING, "memberyear.labour_skill", of_form("aab010"))
def labour_unanswered(file: YearFile, person: Person, answers: MemberYearFacts) -> Answer:
    return not answers.labour_skill


@work.of_answers("labour_skill", ERROR, SKILL_BY_AGE, verified("2_01_011", "2_12_014"), limits=[WORK_FROM])
def minor_with_labour(file: YearFile, person: Person, answers: MemberYearFacts) -> Answer:
    able = answers.labour_skill not in {"", NO_LABOUR}
    return {"age": person.age} if able and person.age < file.of(WORK_FROM) else None


@work.of_answers("labour_skill", WARNING, SKILL_BY_AGE, verified("2_12_005", "2_12_017"), limits=[WELL_BEYOND_WORK])
def old_with_labour(file: YearFile, person: Person, answers: MemberYearFacts) -> Answer:
    old = person.age >= file.of(WELL_BEYOND_WORK)
    return {"age": person.age} if old and answers.labour_skill in ABLE else None


@work.of_answers(
    "labour_skill",
    WARNING,
    "memberyear.labour_skill memberyear.health memberyear.school_status member.birth_date",
    verified("5_12_008", "1111_14", "1111_15"),
    limits=[WORK_FROM, WORK_TO],
)
def healthy_without_labour(file: YearFile, person: Person, answers: MemberYearFacts) -> Answer:
    of_age = file.of(WORK_FROM) <= person.age <= file.of(WORK_TO) and not at_school(answers.school_status)
    return of_age and HEALTHY in answers.health and answers.labour_skill in NOT_ABLE


@work.of_answers("labour_skill", ERROR, "memberyear.labour_skill memberyear.school_status", of_form("aab010"))
def student_with_labour(file: YearFile, person: Person, answers: MemberYearFacts) -> Answer:
    return at_school(answers.school_status) and answers.labour_skill not in {"", NO_LABOUR}


@work.of_answers("labour_skill", WARNING, "memberyear.labour_skill memberyear.health", verified("4_01_007"))
def gravely_ill_with_skilled_labour(file: YearFile, person: Person, answers: MemberYearFacts) -> Answer:
    return GRAVELY_ILL in answers.health and answers.labour_skill == SKILLED


@work.of_answers(
    "work_region", WARNING, "memberyear.work_region memberyear.labour_skill", verified("2_01_015", "2_12_004")
)
def works_without_labour(file: YearFile, person: Person, answers: MemberYearFacts) -> Answer:
    return bool(answers.work_region) and answers.labour_skill in NOT_ABLE


@work.of_answers(
    "work_region", ERROR, "memberyear.work_region member.birth_date", verified("2_01_011"), limits=[WORK_FROM]
)
def child_at_work(file: YearFile, person: Person, answers: MemberYearFacts) -> Answer:
    return {"age": person.age} if answers.work_region and person.age < file.of(WORK_FROM) else None


@work.of_answers(
    "work_months",
    WARNING,
    "memberyear.school_status memberyear.work_months",
    verified("5_15_011", "5_15_012"),
    limits=[MONTHS_OF_WORK],
)
def student_at_work(file: YearFile, person: Person, answers: MemberYearFacts) -> Answer:
    months = answers.work_months or 0
    return {"months": months} if at_school(answers.school_status) and months >= file.of(MONTHS_OF_WORK) else None


@work.of_answers(
    "work_months", WARNING, "memberyear.work_region memberyear.work_months", verified("4_12_001", "5_01_007")
)
def work_without_months(file: YearFile, person: Person, answers: MemberYearFacts) -> Answer:
    return bool(answers.work_region) != bool(answers.work_months)


@work.of_answers(
    "public_post",
    WARNING,
    "memberyear.public_post member.birth_date",
    verified("3_01_008", "5_01_006", "5_12_004"),
    limits=[WORK_FROM, POST_TO],
)
def post_out_of_age(file: YearFile, person: Person, answers: MemberYearFacts) -> Answer:
    of_age = file.of(WORK_FROM) <= person.age <= file.of(POST_TO)
    return {"age": person.age} if answers.public_post and not of_age else None


@work.of_answers(
    "public_post", WARNING, "memberyear.public_post memberyear.labour_skill", verified("2_01_015", "2_12_004")
)
def post_without_labour(file: YearFile, person: Person, answers: MemberYearFacts) -> Answer:
    return bool(answers.public_post) and answers.labour_skill in NOT_ABLE


@work.of_answers("public_post", WARNING, "memberyear.public_post memberyear.school_status", verified("3_01_010"))
def post_while_at_school(file: YearFile, person: Person, answers: MemberYearFacts) -> Answer:
    return bool(answers.public_post) and at_school(answers.school_status)


@work.of_answers("public_post", WARNING, "memberyear.public_post memberyear.work_region", verified("3_01_011"))
def post_while_working_away(file: YearFile, person: Person, answers: MemberYearFacts) -> Answer:
    return bool(answers.public_post) and answers.work_region in AWAY


@work.of_answers("on_active_service", ERROR, "memberyear.on_active_service memberyear.work_region", of_form("现役军人"))
def soldier_at_work(file: YearFile, person: Person, answers: MemberYearFacts) -> Answer:
    return answers.on_active_service and bool(answers.work_region)


@work.of_answers(
    "on_active_service",
    ERROR,
    "memberyear.on_active_service member.birth_date",
    of_form("现役军人"),
    limits=[SOLDIER_FROM, SOLDIER_TO],
)
def soldier_out_of_age(file: YearFile, person: Person, answers: MemberYearFacts) -> Answer:
    of_age = file.of(SOLDIER_FROM) <= person.age <= file.of(SOLDIER_TO)
    return {"age": person.age} if answers.on_active_service and not of_age else None


@work.of_person("education", WARNING, "memberyear.year", of_form("采集表"))
def no_answers(file: YearFile, person: Person) -> Answer:
    return person.answers is None
