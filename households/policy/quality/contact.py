"""Rules over the household's header: how it is reached and by which standard it was registered."""

from households.facts import MemberYearFacts
from households.policy.quality.codes import AWAY
from households.policy.rules import Answer, FileRules, Person, YearFile
from yuping.accounts.quality import Family, Level, Remedy, of_form, verified

WARNING = Level.WARNING
contact = FileRules(family=Family.CONTACT, remedy=Remedy.PARTICULARS)


@contact.of_file("phone", WARNING, "household.phone", verified("2_01_013", "2_12_007", "4_02_001"))
def no_phone(file: YearFile) -> Answer:
    return not file.household.phone


@contact.of_answers(
    "phone",
    WARNING,
    "memberyear.work_region member.phone",
    verified("2_01_014", "5_13_003"),
    remedy=Remedy.PHONE,
)
def works_away_without_phone(file: YearFile, person: Person, answers: MemberYearFacts) -> Answer:
    return answers.work_region in AWAY and not person.member.phone


@contact.of_file("identification_standard", WARNING, "household.identification_standard", of_form("识别标准"))
def standard_unanswered(file: YearFile) -> Answer:
    return not file.household.identification_standard
