"""Rules over papers and names. What a rule can't judge because a question is open, it leaves alone."""

from households.policy.quality.codes import BORN, CERTIFICATES, HEAD, LEAGUE, PARTY
from households.policy.quality.limits import LEAGUE_FROM, LEAGUE_TO, OLDEST, PARTY_AGE
from households.policy.rules import Answer, FileRules, Person, YearFile
from yuping.accounts.quality import Family, Level, Remedy, of_form, verified
from yuping.accounts.roles import Role
from yuping.core.text import has_private_use

ERROR, WARNING = Level.ERROR, Level.WARNING
identity = FileRules(family=Family.IDENTITY, owner=Role.TOWNSHIP_CLERK, remedy=Remedy.MEMBER)


@identity.of_person("id_number", WARNING, "member.id_kind member.relation", verified("4_01_003"))
def no_identity(file: YearFile, person: Person) -> Answer:
    return person.member.id_kind == "none" and person.member.relation != HEAD


@identity.of_person(
    "id_number", ERROR, "member.id_kind member.relation", verified("4_01_003", "1_12_002"), blocks_payment=True
)
def head_without_identity(file: YearFile, person: Person) -> Answer:
    return person.member.id_kind == "none" and person.member.relation == HEAD


@identity.of_person("id_number", WARNING, "member.id_kind", verified("1_01_002"))
def old_number(file: YearFile, person: Person) -> Answer:
    return person.member.id_kind == "resident_15"


@identity.of_person("name", WARNING, "member.name", of_form("aab002"))
def odd_characters(file: YearFile, person: Person) -> Answer:
    return has_private_use(person.member.name)


@identity.of_person("name", WARNING, "member.name", of_form("aab002"))
def name_of_one_character(file: YearFile, person: Person) -> Answer:
    return len(person.member.name) == 1


@identity.of_person("name", ERROR, "member.name member.birth_date", verified("1_01_001", "1_12_001"))
def twice_in_the_household(file: YearFile, person: Person) -> Answer:
    """The same name and birth date under two numbers; reported at the later one."""
    alike = (person.member.name, person.member.birth_date)
    return any((one.member.name, one.member.birth_date) == alike for one in file.people if one.place < person.place)


@identity.of_person("birth_date", WARNING, "member.birth_date", verified("1_01_003"), limits=[OLDEST])
def implausible_age(file: YearFile, person: Person) -> Answer:
    return {"age": person.age, "limit": file.of(OLDEST)} if person.age > file.of(OLDEST) else None


@identity.of_person("ethnic_group", WARNING, "member.ethnic_group", of_form("aab007"))
def ethnic_group_unanswered(file: YearFile, person: Person) -> Answer:
    return not person.member.ethnic_group


@identity.of_person("joined_on", ERROR, "member.joined_on member.birth_date", of_form("成员变更"))
def joined_before_birth(file: YearFile, person: Person) -> Answer:
    return person.member.joined_on is not None and person.member.joined_on < person.member.birth_date


@identity.of_person("joined_on", WARNING, "member.join_kind member.joined_on member.birth_date", of_form("成员变更"))
def newborn_entered_late(file: YearFile, person: Person) -> Answer:
    member = person.member
    if member.join_kind != BORN or member.joined_on is None:
        return None
    days = (member.joined_on - member.birth_date).days
    return {"days": days} if days > 366 else None


@identity.of_person(
    "political_status", WARNING, "member.political_status member.birth_date", of_form("aak033"), limits=[PARTY_AGE]
)
def party_member_under_age(file: YearFile, person: Person) -> Answer:
    young = person.age < file.of(PARTY_AGE)
    return {"age": person.age} if young and person.member.political_status in PARTY else None


@identity.of_person(
    "political_status",
    WARNING,
    "member.political_status member.birth_date",
    of_form("aak033"),
    limits=[LEAGUE_FROM, LEAGUE_TO],
)
def league_member_out_of_age(file: YearFile, person: Person) -> Answer:
    if person.member.political_status != LEAGUE or file.of(LEAGUE_FROM) <= person.age <= file.of(LEAGUE_TO):
        return None
    return {"age": person.age}


@identity.of_person(
    "disability_grade",
    ERROR,
    "member.id_kind member.disability_class member.disability_grade",
    verified("1_01_004", "1_12_004"),
)
def certificate_without_grade(file: YearFile, person: Person) -> Answer:
    member = person.member
    return member.id_kind in CERTIFICATES and not (member.disability_class and member.disability_grade)


@identity.of_person(
    "disability_class", WARNING, "member.id_kind member.disability_class", verified("4_01_002", "4_12_003")
)
def grade_without_certificate(file: YearFile, person: Person) -> Answer:
    return bool(person.member.disability_class) and person.member.id_kind not in CERTIFICATES
