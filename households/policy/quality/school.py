"""Rules over schooling. Ages are full years on 31 December of the file year."""

from collections.abc import Iterator

from households.facts import MemberYearFacts
from households.policy.quality.codes import (
    BEFORE_SCHOOL,
    COLLEGE,
    HEALTHY,
    HIGHER,
    ILLITERATE,
    JUNIOR,
    PRIMARY,
    SENIOR,
    at_school,
)
from households.policy.quality.limits import COLLEGE_FROM, SCHOOL_FROM, SCHOOL_TO, WORK_FROM, YOUNG_TO
from households.policy.rules import Answer, FileRules, Person, Spot, YearFile
from yuping.accounts.quality import Family, Level, of_form, verified

ERROR, WARNING = Level.ERROR, Level.WARNING
STATUS = "memberyear.school_status member.birth_date"
EDUCATION = "memberyear.education member.birth_date"
# School stage: its codes, youngest and oldest usual age.
STAGES = (
    (frozenset({"02"}), 2, 7),
    (frozenset({"03"}), 5, 14),
    (frozenset({"04", "05", "06"}), 11, 17),
    (frozenset({"07", "08", "09", "10", "11", "12"}), 14, 20),
    (frozenset({"13", "14", "15", "16"}), 17, 30),
)
# The youngest age at which each education can be finished.
FINISHED_FROM = {JUNIOR: 13, SENIOR: 16, HIGHER: 18}
school = FileRules(family=Family.SCHOOL)


@school.rule(
    WARNING,
    "memberyear.school_status memberyear.education memberyear.dropout_reason member.birth_date",
    verified("3_01_002", "3_01_003", "3_12_003"),
)
def schooling_unclear(file: YearFile) -> Iterator[Spot]:
    for person, answers in file.answered:
        if at_school(answers.school_status) and answers.education:
            yield Spot("school_status", person.place)
        if not answers.school_status and not answers.education and not answers.dropout_reason and person.age >= 3:
            yield Spot("education", person.place)


@school.of_answers("school_status", WARNING, STATUS, verified("5_17_002", "5_17_003", "5_17_004", "5_12_014"))
def stage_against_age(file: YearFile, person: Person, answers: MemberYearFacts) -> Answer:
    for codes, youngest, oldest in STAGES:
        if answers.school_status in codes:
            return None if youngest <= person.age <= oldest else {"age": person.age}
    return None


@school.of_answers(
    "school_status", WARNING, STATUS, verified("5_17_005", "5_17_006", "5_12_017"), limits=[COLLEGE_FROM]
)
def college_under_age(file: YearFile, person: Person, answers: MemberYearFacts) -> Answer:
    young = answers.school_status == COLLEGE and person.age < file.of(COLLEGE_FROM)
    return {"age": person.age} if young else None


@school.of_answers(
    "school_status",
    ERROR,
    "memberyear.school_status memberyear.dropout_reason member.birth_date",
    verified("5_15_016", "5_15_017"),
    limits=[SCHOOL_FROM, SCHOOL_TO],
)
def child_not_at_school(file: YearFile, person: Person, answers: MemberYearFacts) -> Answer:
    idle = not at_school(answers.school_status) and not answers.dropout_reason
    return {"age": person.age} if idle and file.of(SCHOOL_FROM) <= person.age <= file.of(SCHOOL_TO) else None


@school.of_answers(
    "education",
    WARNING,
    "memberyear.school_status memberyear.education member.birth_date",
    of_form("aab008"),
    limits=[WORK_FROM, YOUNG_TO],
)
def young_and_unschooled(file: YearFile, person: Person, answers: MemberYearFacts) -> Answer:
    if answers.education not in {ILLITERATE, PRIMARY} or at_school(answers.school_status):
        return None
    return {"age": person.age} if file.of(WORK_FROM) <= person.age <= file.of(YOUNG_TO) else None


@school.of_answers("dropout_reason", ERROR, "memberyear.dropout_reason memberyear.health", verified("2_01_012"))
def left_school_for_illness_but_healthy(file: YearFile, person: Person, answers: MemberYearFacts) -> Answer:
    return answers.dropout_reason in {"1", "2"} and HEALTHY in answers.health


@school.of_answers(
    "dropout_reason", ERROR, "memberyear.dropout_reason memberyear.school_status", verified("3_12_003", "3_12_004")
)
def left_school_but_at_school(file: YearFile, person: Person, answers: MemberYearFacts) -> Answer:
    return bool(answers.dropout_reason) and at_school(answers.school_status)


@school.of_answers(
    "dropout_reason", WARNING, "memberyear.dropout_reason member.birth_date", verified("3_01_003"), limits=[YOUNG_TO]
)
def left_school_long_ago(file: YearFile, person: Person, answers: MemberYearFacts) -> Answer:
    return {"age": person.age} if answers.dropout_reason and person.age > file.of(YOUNG_TO) else None


@school.of_answers("education", WARNING, EDUCATION, verified("5_17_001", "5_12_013"), limits=[SCHOOL_FROM])
def before_school_at_school_age(file: YearFile, person: Person, answers: MemberYearFacts) -> Answer:
    late = answers.education == BEFORE_SCHOOL and person.age > file.of(SCHOOL_FROM)
    return {"age": person.age} if late else None


@school.of_answers("education", ERROR, EDUCATION, of_form("aab008"))
def education_above_age(file: YearFile, person: Person, answers: MemberYearFacts) -> Answer:
    return {"age": person.age} if person.age < FINISHED_FROM.get(answers.education, 0) else None
