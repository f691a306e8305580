"""Rules of data quality over the members, after the verification rules of the trade (domain 1.3).

Ages are full years on 31 December of the file year. What a rule can't judge because a question is open, it leaves
alone, except where the open question itself is the fault.
"""

from collections.abc import Iterator

from households.policy.rules import Level, Rule, Spot, YearFile
from yuping.core.text import has_private_use

HEAD, SPOUSE = "01", "02"
MALE, FEMALE = "1", "2"
HEALTHY, ILL, GRAVELY_ILL, DISABLED = "1", "2", "3", "4"
ABLE = frozenset({"1", "2"})
NOT_ABLE = frozenset({"3", "4"})
NO_LABOUR = "4"
NOT_AT_SCHOOL = "01"
CERTIFICATES = frozenset({"disability_20", "disability_22"})
MEN = frozenset({"03", "06", "07", "09", "11", "13", "15", "17", "19", "21", "25", "26"})
WOMEN = frozenset({"04", "05", "08", "10", "12", "14", "16", "18", "20", "22", "24", "27"})
# School stage: its codes, youngest and oldest usual age.
STAGES = (
    ({"02"}, 2, 7),
    ({"03"}, 5, 14),
    ({"04", "05", "06"}, 11, 17),
    ({"07", "08", "09", "10", "11", "12"}, 14, 20),
    ({"13", "14", "15", "16"}, 17, 30),
)


def _at_school(status: str) -> bool:
    return bool(status) and status != NOT_AT_SCHOOL


def _relation_against_sex(file: YearFile) -> Iterator[Spot]:
    for person in file.people:
        wrong = (MALE in person.member.sex and person.member.relation in WOMEN) or (
            FEMALE in person.member.sex and person.member.relation in MEN
        )
        if wrong:
            yield Spot("relation", person.place)


def _couple_of_one_sex(file: YearFile) -> Iterator[Spot]:
    head = next((person.member for person in file.people if person.member.relation == HEAD), None)
    for person in file.people:
        if head and person.member.relation == SPOUSE and person.member.sex == head.sex:
            yield Spot("sex", person.place)


def _two_spouses(file: YearFile) -> Iterator[Spot]:
    spouses = [person for person in file.people if person.member.relation == SPOUSE]
    for person in spouses[1:]:
        yield Spot("relation", person.place)


def _no_identity(file: YearFile) -> Iterator[Spot]:
    for person in file.people:
        if person.member.id_kind == "none" and person.member.relation != HEAD:
            yield Spot("id_number", person.place)


def _head_without_identity(file: YearFile) -> Iterator[Spot]:
    for person in file.people:
        if person.member.id_kind == "none" and person.member.relation == HEAD:
            yield Spot("id_number", person.place)


def _old_number(file: YearFile) -> Iterator[Spot]:
    for person in file.people:
        if person.member.id_kind == "resident_15":
            yield Spot("id_number", person.place)


def _odd_characters(file: YearFile) -> Iterator[Spot]:
    for person in file.people:
        if has_private_use(person.member.name):
            yield Spot("name", person.place)


def _head_under_age(file: YearFile) -> Iterator[Spot]:
    for person in file.people:
        if person.member.relation == HEAD and person.age < 18:
            yield Spot("birth_date", person.place, {"age": person.age})


def _schooling_unclear(file: YearFile) -> Iterator[Spot]:
    for person, answers in file.answered:
        studies = _at_school(answers.school_status)
        if studies and answers.education:
            yield Spot("school_status", person.place)
        if not answers.school_status and not answers.education and not answers.dropout_reason and person.age >= 3:
            yield Spot("education", person.place)


def _stage_against_age(file: YearFile) -> Iterator[Spot]:
    for person, answers in file.answered:
        for codes, youngest, oldest in STAGES:
            if answers.school_status in codes and not youngest <= person.age <= oldest:
                yield Spot("school_status", person.place, {"age": person.age})


def _child_not_at_school(file: YearFile) -> Iterator[Spot]:
    for person, answers in file.answered:
        idle = not _at_school(answers.school_status) and not answers.dropout_reason
        if 7 <= person.age <= 15 and idle:
            yield Spot("school_status", person.place, {"age": person.age})


def _young_and_unschooled(file: YearFile) -> Iterator[Spot]:
    for person, answers in file.answered:
        if 16 <= person.age <= 22 and answers.education in {"1", "2"} and not _at_school(answers.school_status):
            yield Spot("education", person.place, {"age": person.age})


def _left_school_for_illness_but_healthy(file: YearFile) -> Iterator[Spot]:
    for person, answers in file.answered:
        if answers.dropout_reason in {"1", "2"} and HEALTHY in answers.health:
            yield Spot("dropout_reason", person.place)


def _minor_with_labour(file: YearFile) -> Iterator[Spot]:
    for person, answers in file.answered:
        if person.age < 16 and answers.labour_skill not in {"", NO_LABOUR}:
            yield Spot("labour_skill", person.place, {"age": person.age})


def _healthy_without_labour(file: YearFile) -> Iterator[Spot]:
    for person, answers in file.answered:
        of_age = 16 <= person.age <= 59 and not _at_school(answers.school_status)
        if of_age and HEALTHY in answers.health and answers.labour_skill in NOT_ABLE:
            yield Spot("labour_skill", person.place)


def _student_with_labour(file: YearFile) -> Iterator[Spot]:
    for person, answers in file.answered:
        if _at_school(answers.school_status) and answers.labour_skill not in {"", NO_LABOUR}:
            yield Spot("labour_skill", person.place)


def _works_without_labour(file: YearFile) -> Iterator[Spot]:
    for person, answers in file.answered:
        if answers.work_region and answers.labour_skill in NOT_ABLE:
            yield Spot("work_region", person.place)


def _disabled_without_certificate(file: YearFile) -> Iterator[Spot]:
    for person, answers in file.answered:
        if DISABLED in answers.health and person.member.id_kind not in CERTIFICATES:
            yield Spot("id_number", person.place)


def _certificate_without_disability(file: YearFile) -> Iterator[Spot]:
    for person, answers in file.answered:
        if person.member.id_kind in CERTIFICATES and answers.health and DISABLED not in answers.health:
            yield Spot("health", person.place)


def _severe_limb_disability_with_labour(file: YearFile) -> Iterator[Spot]:
    for person, answers in file.answered:
        severe = person.member.disability_class == "4" and person.member.disability_grade in {"1", "2"}
        if severe and answers.labour_skill in ABLE:
            yield Spot("labour_skill", person.place)


def _health_unanswered(file: YearFile) -> Iterator[Spot]:
    for person, answers in file.answered:
        if not answers.health:
            yield Spot("health", person.place)


def _no_medical_insurance(file: YearFile) -> Iterator[Spot]:
    for person, answers in file.answered:
        if not answers.resident_insurance and not answers.employee_insurance:
            yield Spot("resident_insurance", person.place)


def _two_medical_insurances(file: YearFile) -> Iterator[Spot]:
    for person, answers in file.answered:
        if answers.resident_insurance and answers.employee_insurance:
            yield Spot("employee_insurance", person.place)


def _post_out_of_age(file: YearFile) -> Iterator[Spot]:
    for person, answers in file.answered:
        if answers.public_post and not 16 <= person.age < 70:
            yield Spot("public_post", person.place, {"age": person.age})


def _works_away_without_phone(file: YearFile) -> Iterator[Spot]:
    for person, answers in file.answered:
        if answers.work_region in {"3", "4"} and not person.member.phone:
            yield Spot("phone", person.place)


def _work_without_months(file: YearFile) -> Iterator[Spot]:
    for person, answers in file.answered:
        if bool(answers.work_region) != bool(answers.work_months):
            yield Spot("work_months", person.place)


def _no_answers(file: YearFile) -> Iterator[Spot]:
    for person in file.people:
        if person.answers is None:
            yield Spot("education", person.place)


MEMBER_RULES = (
    Rule("relation_against_sex", Level.ERROR, _relation_against_sex),
    Rule("couple_of_one_sex", Level.ERROR, _couple_of_one_sex),
    Rule("two_spouses", Level.ERROR, _two_spouses),
    Rule("no_identity", Level.WARNING, _no_identity),
    Rule("head_without_identity", Level.ERROR, _head_without_identity, blocks_payment=True),
    Rule("old_number", Level.WARNING, _old_number),
    Rule("odd_characters", Level.WARNING, _odd_characters),
    Rule("head_under_age", Level.WARNING, _head_under_age),
    Rule("schooling_unclear", Level.WARNING, _schooling_unclear),
    Rule("stage_against_age", Level.WARNING, _stage_against_age),
    Rule("child_not_at_school", Level.ERROR, _child_not_at_school),
    Rule("young_and_unschooled", Level.WARNING, _young_and_unschooled),
    Rule("left_school_for_illness_but_healthy", Level.ERROR, _left_school_for_illness_but_healthy),
    Rule("minor_with_labour", Level.ERROR, _minor_with_labour),
    Rule("healthy_without_labour", Level.WARNING, _healthy_without_labour),
    Rule("student_with_labour", Level.ERROR, _student_with_labour),
    Rule("works_without_labour", Level.WARNING, _works_without_labour),
    Rule("disabled_without_certificate", Level.WARNING, _disabled_without_certificate),
    Rule("certificate_without_disability", Level.ERROR, _certificate_without_disability),
    Rule("severe_limb_disability_with_labour", Level.WARNING, _severe_limb_disability_with_labour),
    Rule("health_unanswered", Level.WARNING, _health_unanswered),
    Rule("no_medical_insurance", Level.ERROR, _no_medical_insurance),
    Rule("two_medical_insurances", Level.ERROR, _two_medical_insurances),
    Rule("post_out_of_age", Level.WARNING, _post_out_of_age),
    Rule("works_away_without_phone", Level.WARNING, _works_away_without_phone),
    Rule("work_without_months", Level.WARNING, _work_without_months),
    Rule("no_answers", Level.WARNING, _no_answers),
)
