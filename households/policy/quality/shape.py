"""Rules over how the members of a household fit together."""

from collections.abc import Iterator

from households.policy.quality.codes import (
    CHILDREN,
    DAUGHTER,
    FEMALE,
    GRANDCHILDREN,
    GRANDPARENTS,
    MALE,
    MEN,
    OF_A_MANS_WIFE,
    OF_A_WOMANS_HUSBAND,
    PARENTS,
    SINGLE,
    SON,
    SPOUSE,
    WOMEN,
)
from households.policy.quality.limits import ADULT, COUPLE_YEARS, GRANDPARENT_YEARS, MARRIAGE, PARENT_YEARS
from households.policy.rules import Answer, FileRules, Person, Spot, YearFile
from yuping.accounts.quality import Family, Level, Remedy, of_form, verified

ERROR, WARNING = Level.ERROR, Level.WARNING
AGES = "member.relation member.birth_date"
shape = FileRules(family=Family.SHAPE, remedy=Remedy.MEMBER)


@shape.of_person("relation", ERROR, "member.relation member.sex", verified("2_01_004", "2_12_008"))
def relation_against_sex(file: YearFile, person: Person) -> Answer:
    sex, relation = person.member.sex, person.member.relation
    return (sex == MALE and relation in WOMEN) or (sex == FEMALE and relation in MEN)


@shape.of_person("sex", ERROR, "member.relation member.sex", verified("2_02_001", "2_11_003"))
def couple_of_one_sex(file: YearFile, person: Person) -> Answer:
    if person.member.relation != SPOUSE or file.head is None:
        return None
    return person.member.sex == file.head.member.sex


@shape.rule(ERROR, "member.relation", verified("3_02_011"))
def two_spouses(file: YearFile) -> Iterator[Spot]:
    spouses = [person for person in file.people if person.member.relation == SPOUSE]
    for person in spouses[1:]:
        yield Spot("relation", person.place)


@shape.of_person("relation", ERROR, "member.relation", verified("3_11_002"))
def relation_twice(file: YearFile, person: Person) -> Answer:
    """Two fathers, two grandmothers of one side: reported at the later one."""
    relation = person.member.relation
    if relation not in SINGLE:
        return None
    return any(one.member.relation == relation for one in file.people if one.place < person.place)


@shape.of_person("relation", ERROR, "member.relation member.sex", of_form("aab006"))
def in_laws_of_the_other_side(file: YearFile, person: Person) -> Answer:
    if file.head is None:
        return None
    theirs = OF_A_WOMANS_HUSBAND if file.head.member.sex == MALE else OF_A_MANS_WIFE
    return person.member.relation in theirs


@shape.of_person("birth_date", WARNING, AGES, verified("3_02_012"), limits=[ADULT])
def head_under_age(file: YearFile, person: Person) -> Answer:
    return {"age": person.age} if person is file.head and person.age < file.of(ADULT) else None


@shape.of_person("birth_date", WARNING, AGES, of_form("aab006"), limits=[MARRIAGE])
def spouse_under_age(file: YearFile, person: Person) -> Answer:
    young = person.member.relation == SPOUSE and person.age < file.of(MARRIAGE)
    return {"age": person.age} if young else None


@shape.of_person("birth_date", WARNING, AGES, of_form("aab006"), limits=[COUPLE_YEARS])
def couple_far_apart(file: YearFile, person: Person) -> Answer:
    if person.member.relation != SPOUSE or file.head is None:
        return None
    apart = abs(file.head.age - person.age)
    return {"years": apart} if apart > file.of(COUPLE_YEARS) else None


@shape.of_person("birth_date", ERROR, AGES, of_form("aab006"), limits=[PARENT_YEARS])
def child_too_old_for_the_head(file: YearFile, person: Person) -> Answer:
    if person.member.relation not in CHILDREN or file.head is None:
        return None
    between = file.head.age - person.age
    return {"years": between} if between < file.of(PARENT_YEARS) else None


@shape.of_person("birth_date", ERROR, AGES, of_form("aab006"), limits=[PARENT_YEARS])
def parent_too_young_for_the_head(file: YearFile, person: Person) -> Answer:
    if person.member.relation not in PARENTS or file.head is None:
        return None
    between = person.age - file.head.age
    return {"years": between} if between < file.of(PARENT_YEARS) else None


@shape.of_person("birth_date", WARNING, AGES, of_form("aab006"), limits=[GRANDPARENT_YEARS])
def grandchild_too_old_for_the_head(file: YearFile, person: Person) -> Answer:
    if person.member.relation not in GRANDCHILDREN or file.head is None:
        return None
    between = file.head.age - person.age
    return {"years": between} if between < file.of(GRANDPARENT_YEARS) else None


@shape.of_person("birth_date", WARNING, AGES, of_form("aab006"), limits=[GRANDPARENT_YEARS])
def grandparent_too_young_for_the_head(file: YearFile, person: Person) -> Answer:
    if person.member.relation not in GRANDPARENTS or file.head is None:
        return None
    between = person.age - file.head.age
    return {"years": between} if between < file.of(GRANDPARENT_YEARS) else None


# After a birth, a death or a marriage the list of members is right, and the number in the year's record is not.
@shape.of_file(
    "population_end",
    ERROR,
    "householdyear.population_end member.left_on",
    of_form("年底家庭人口数"),
    remedy=Remedy.RECORD,
)
def persons_differ(file: YearFile) -> Answer:
    stated = file.year.population_end
    listed = sum(person.member.left_on is None for person in file.people)
    return {"stated": stated, "listed": listed} if stated != listed else None


@shape.of_file(
    "population_end",
    WARNING,
    "household.one_child_household member.relation",
    of_form("独生子女户"),
    remedy=Remedy.PARTICULARS,
)
def one_child_but_more(file: YearFile) -> Answer:
    children = sum(person.member.relation in CHILDREN for person in file.people)
    return {"children": children} if file.household.one_child_household and children > 1 else None


@shape.of_file(
    "population_end",
    WARNING,
    "household.two_daughters_household member.relation",
    of_form("双女户"),
    remedy=Remedy.PARTICULARS,
)
def two_daughters_but_a_son(file: YearFile) -> Answer:
    if not file.household.two_daughters_household:
        return None
    relations = [person.member.relation for person in file.people]
    return SON in relations or relations.count(DAUGHTER) > 2
