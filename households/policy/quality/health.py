"""Rules over health, disability and cover by insurances and allowances."""

from households.facts import MemberYearFacts
from households.policy.quality.codes import ABLE, CERTIFICATES, DISABLED, GRAVELY_ILL, HEALTHY, LIMBS, MIND, SEVERE
from households.policy.quality.limits import RETIRED, WORK_FROM
from households.policy.rules import Answer, FileRules, Person, YearFile
from yuping.accounts.quality import Family, Level, of_form, verified

ERROR, WARNING = Level.ERROR, Level.WARNING
health = FileRules(family=Family.HEALTH)


@health.of_answers("health", WARNING, "memberyear.health", of_form("aab017"))
def health_unanswered(file: YearFile, person: Person, answers: MemberYearFacts) -> Answer:
    return not answers.health


@health.of_answers("id_number", WARNING, "memberyear.health member.id_kind", verified("4_01_002", "4_12_003"))
def disabled_without_certificate(file: YearFile, person: Person, answers: MemberYearFacts) -> Answer:
    return DISABLED in answers.health and person.member.id_kind not in CERTIFICATES


@health.of_answers("health", ERROR, "memberyear.health member.id_kind", verified("4_01_002", "4_12_003"))
def certificate_without_disability(file: YearFile, person: Person, answers: MemberYearFacts) -> Answer:
    return bool(answers.health) and person.member.id_kind in CERTIFICATES and DISABLED not in answers.health


@health.of_answers(
    "labour_skill",
    WARNING,
    "member.disability_class member.disability_grade memberyear.labour_skill",
    verified("4_01_007", "4_01_008"),
)
def severe_limb_disability_with_labour(file: YearFile, person: Person, answers: MemberYearFacts) -> Answer:
    member = person.member
    severe = member.disability_class == LIMBS and member.disability_grade in SEVERE
    return severe and answers.labour_skill in ABLE


@health.of_answers(
    "labour_skill",
    WARNING,
    "member.disability_class member.disability_grade memberyear.labour_skill",
    verified("4_01_007", "4_01_008"),
)
def severe_mental_disability_with_labour(file: YearFile, person: Person, answers: MemberYearFacts) -> Answer:
    member = person.member
    severe = member.disability_class in MIND and member.disability_grade in SEVERE
    return severe and answers.labour_skill in ABLE


@health.of_answers(
    "resident_insurance",
    ERROR,
    "memberyear.resident_insurance memberyear.employee_insurance",
    verified("2_01_008", "2_12_012"),
)
def no_medical_insurance(file: YearFile, person: Person, answers: MemberYearFacts) -> Answer:
    return not answers.resident_insurance and not answers.employee_insurance


@health.of_answers(
    "employee_insurance",
    ERROR,
    "memberyear.resident_insurance memberyear.employee_insurance",
    verified("2_01_009", "2_12_015"),
)
def two_medical_insurances(file: YearFile, person: Person, answers: MemberYearFacts) -> Answer:
    return bool(answers.resident_insurance and answers.employee_insurance)


@health.of_answers(
    "serious_illness_insurance",
    ERROR,
    "memberyear.health memberyear.serious_illness_insurance",
    verified("2_01_016", "2_12_016"),
)
def gravely_ill_without_cover(file: YearFile, person: Person, answers: MemberYearFacts) -> Answer:
    return GRAVELY_ILL in answers.health and answers.serious_illness_insurance is False


@health.of_answers(
    "employee_pension", ERROR, "memberyear.resident_pension memberyear.employee_pension", of_form("aab014")
)
def two_pension_insurances(file: YearFile, person: Person, answers: MemberYearFacts) -> Answer:
    return bool(answers.resident_pension and answers.employee_pension)


@health.of_answers(
    "resident_pension", WARNING, "memberyear.resident_pension member.birth_date", of_form("aab014"), limits=[WORK_FROM]
)
def child_with_pension_insurance(file: YearFile, person: Person, answers: MemberYearFacts) -> Answer:
    return {"age": person.age} if answers.resident_pension and person.age < file.of(WORK_FROM) else None


@health.of_answers(
    "resident_pension",
    WARNING,
    "memberyear.resident_pension memberyear.employee_pension member.birth_date",
    of_form("aab014"),
    limits=[RETIRED],
)
def old_without_pension(file: YearFile, person: Person, answers: MemberYearFacts) -> Answer:
    """Both questions answered with no; an open one is no finding."""
    none = answers.resident_pension is False and answers.employee_pension is False
    return {"age": person.age} if none and person.age >= file.of(RETIRED) else None


@health.of_answers(
    "low_income_aid", WARNING, "memberyear.low_income_aid memberyear.employee_insurance", of_form("aab030")
)
def aid_with_employment(file: YearFile, person: Person, answers: MemberYearFacts) -> Answer:
    return bool(answers.low_income_aid and answers.employee_insurance)


@health.of_answers("on_active_service", WARNING, "memberyear.on_active_service memberyear.health", of_form("现役军人"))
def soldier_not_healthy(file: YearFile, person: Person, answers: MemberYearFacts) -> Answer:
    return answers.on_active_service and bool(answers.health) and HEALTHY not in answers.health
