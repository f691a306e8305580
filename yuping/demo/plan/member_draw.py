"""Drawing the members of a household: names, peoples, birthdays, papers and lasting traits."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from yuping.demo.plan import names
from yuping.demo.plan.chance import chance
from yuping.demo.plan.families import BORROWING_AGES, THIS_YEAR, Kin
from yuping.demo.plan.member_years import member_year, political_status
from yuping.demo.plan.numbers import IdentityBook, certificate_number
from yuping.demo.plan.people import MemberPlan, MemberYearPlan
from yuping.demo.plan.schooling import SchoolPath, draw_path
from yuping.demo.plan.traits import Traits, draw_traits, sound

BORN_INTO, DIED = "1", "1"
SEX = {"male": "1", "female": "2"}
# The last day of the demo's year on which a birth is still entered in it.
LAST_ENTRY = date(2016, 12, 20)
# In whose name a family borrows, first choice first.
_BORROWERS = ("01", "02", "03", "05", "04", "99", "11", "12")


@dataclass(frozen=True, slots=True)
class Person:
    """A member before the yearly files."""

    kin: Kin
    name: str
    people: str
    birth_date: date
    traits: Traits
    path: SchoolPath


@dataclass(frozen=True, slots=True)
class Surnames:
    """The surnames that a family's lines bear."""

    head: str
    spouse: str
    marriage: str

    def of(self, kin: Kin, family: tuple[Kin, ...]) -> str:
        """The surname of a relative; empty for who brings one of their own."""
        if kin.line == "father":
            return self._fathers(family)
        return {"head": self.head, "spouse": self.spouse, "marriage": self.marriage}.get(kin.line, "")

    def _fathers(self, family: tuple[Kin, ...]) -> str:
        if family[0].sex == "male":
            return self.head
        return self.spouse if any(kin.relation == "02" for kin in family) else self.marriage


def draw_people(rng: Random, family: tuple[Kin, ...], *, clan: str, borrows: bool) -> tuple[Person, ...]:
    """Names, peoples, birthdays and traits of a family; one member of a family that borrows can sign."""
    own = names.peoples().pick(rng)
    married = own if chance(rng, names.SAME_PEOPLE) else names.peoples().pick(rng)
    head = names.head_surname(rng, own, clan=clan)
    surnames = Surnames(head=head, spouse=names.surname(rng, married, avoid=head), marriage=names.surname(rng, own))
    generations = {sex: _generation(rng, family, sex=sex) for sex in ("male", "female")}
    people: list[Person] = []
    for kin in family:
        group = _people_of(kin, own=own, married=married, sex_of_head=family[0].sex, rng=rng)
        surname = surnames.of(kin, family) or names.surname(rng, group)
        given = _given(rng, kin, generations=generations, taken={person.name for person in people}, surname=surname)
        people.append(
            Person(
                kin=kin,
                name=surname + given,
                people=group,
                birth_date=_birthday(rng, kin.born),
                traits=draw_traits(rng, age=kin.age, sex=kin.sex),
                path=draw_path(rng, born=kin.born, sex=kin.sex),
            )
        )
    return _with_a_borrower(rng, people) if borrows else tuple(people)


def choose_borrower(rng: Random, people: tuple[Person, ...]) -> int:
    """The place of the member who signs the loan: mostly the head, else the next adult who can."""
    able = [place for place, person in enumerate(people) if _may_borrow(person)]
    ranked = sorted(able, key=lambda place: (_rank(people[place]), place))
    return ranked[1] if len(ranked) > 1 and chance(rng, 9) else ranked[0]


def answers_of(person: Person, *, years: tuple[int, ...], allowance: bool) -> tuple[MemberYearPlan, ...]:
    """The person's files of all years."""
    return tuple(
        member_year(
            year=year,
            birth_date=person.birth_date,
            traits=person.traits,
            path=person.path,
            allowance=allowance,
        )
        for year in years
    )


def member_plan(
    person: Person,
    *,
    key: str,
    book: IdentityBook,
    registered_on: date,
    phone: str,
    answers: tuple[MemberYearPlan, ...],
) -> MemberPlan:
    """The member with papers and files; the phone is for who works away or holds a post."""
    resident = book.issue(birth_date=person.birth_date, sex=person.kin.sex)
    disability = person.traits.disability
    born_into = person.birth_date > registered_on
    return MemberPlan(
        key=key,
        name=person.name,
        sex=SEX[person.kin.sex],
        birth_date=person.birth_date,
        id_kind="disability_20" if disability else "resident",
        id_number=certificate_number(resident, disability=disability) if disability else resident,
        disability_class=disability[:1],
        disability_grade=disability[1:],
        relation=person.kin.relation,
        ethnic_group=person.people,
        political_status=political_status(person.kin.age, person.traits),
        phone=phone if any(year.work_region or year.public_post for year in answers) else "",
        joined_on=min(person.birth_date + timedelta(days=30), LAST_ENTRY) if born_into else registered_on,
        join_kind=BORN_INTO if born_into else "",
        left_on=None,
        leave_kind="",
        years=answers,
    )


def _with_a_borrower(rng: Random, people: list[Person]) -> tuple[Person, ...]:
    """The same people; where nobody could sign, the first adult of borrowing age gets other traits."""
    if any(_may_borrow(person) for person in people):
        return tuple(people)
    of_age = [place for place, person in enumerate(people) if _of_age(person)]
    place = min(of_age, key=lambda n: (_rank(people[n]), n))
    person = people[place]
    traits = person.traits
    while not sound(traits):
        traits = draw_traits(rng, age=person.kin.age, sex=person.kin.sex)
    people[place] = Person(
        kin=person.kin,
        name=person.name,
        people=person.people,
        birth_date=person.birth_date,
        traits=traits,
        path=person.path,
    )
    return tuple(people)


def _of_age(person: Person) -> bool:
    return person.kin.age in BORROWING_AGES and person.kin.age >= 23


def _may_borrow(person: Person) -> bool:
    return _of_age(person) and sound(person.traits)


def _rank(person: Person) -> int:
    relation = person.kin.relation
    return _BORROWERS.index(relation) if relation in _BORROWERS else len(_BORROWERS)


def _people_of(kin: Kin, *, own: str, married: str, sex_of_head: str, rng: Random) -> str:
    """Children of a mixed marriage take the father's people; who marries in has one of their own."""
    if kin.relation == "02":
        return married
    if kin.line == "own":
        return own if chance(rng, names.SAME_PEOPLE) else names.peoples().pick(rng)
    if kin.line == "father":
        return own if sex_of_head == "male" else married
    return own


def _generation(rng: Random, family: tuple[Kin, ...], *, sex: str) -> str:
    """The character that brothers, or sisters, share; empty where there is but one or no such custom."""
    born = [kin.born for kin in family if kin.relation in {"03", "04"} and kin.sex == sex]
    if len(born) < 2 or chance(rng, 45):
        return ""
    return names.generation_character(rng, sex=sex, born=born[0])


def _given(rng: Random, kin: Kin, *, generations: dict[str, str], taken: set[str], surname: str) -> str:
    """A given name that nobody else in the family bears."""
    shared = generations[kin.sex] if kin.relation in {"03", "04"} else ""
    while True:
        given = names.given_name(rng, sex=kin.sex, born=kin.born, generation=shared)
        if surname + given not in taken:
            return given


def _birthday(rng: Random, born: int) -> date:
    """A day of a year; births of the demo's own year are entered before it ends."""
    days = 320 if born == THIS_YEAR else 365
    return date(born, 1, 1) + timedelta(days=rng.randrange(days))
