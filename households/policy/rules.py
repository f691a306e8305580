"""What a rule is, what a problem is, and the file of one year over which the rules of data quality are read."""

import dataclasses
import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from households.facts import HouseholdFacts, HouseholdYearFacts, MemberFacts, MemberYearFacts
from yuping.core.identity import age_on

# The official lists in force in a year: (set, year) to code and label.
Lists = Callable[[str, int | None], Mapping[str, str]]


class Level(StrEnum):
    """Refused: nothing is saved. Error and warning (疑点) are saved and stand as findings."""

    REFUSED = "refused"
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """A rule broken at a place: field, member (place in the household) and year where they apply."""

    code: str
    level: Level
    field: str = ""
    member: int | None = None
    year: int | None = None
    params: Mapping[str, object] = dataclasses.field(default_factory=dict)

    @property
    def refused(self) -> bool:
        return self.level is Level.REFUSED


@dataclass(frozen=True, slots=True)
class Person:
    """A member in the year's file: place, answers, age on 31 December of the year."""

    place: int
    member: MemberFacts
    answers: MemberYearFacts | None
    age: int


@dataclass(frozen=True, slots=True)
class YearFile:
    """One household in one year: its answers, and the members who live in it."""

    household: HouseholdFacts
    year: HouseholdYearFacts
    people: tuple[Person, ...]
    poverty_line: Decimal | None = None

    @property
    def answered(self) -> list[tuple[Person, MemberYearFacts]]:
        """Members with answers of the year."""
        return [(person, person.answers) for person in self.people if person.answers is not None]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a rule is broken."""

    field: str
    member: int | None = None
    params: Mapping[str, object] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of data quality: its code (the sentence is looked up by it), its level, and where a file breaks it."""

    code: str
    level: Level
    check: Callable[[YearFile], Iterable[Spot]]
    blocks_payment: bool = False


def year_file(household: HouseholdFacts, year: HouseholdYearFacts, *, poverty_line: Decimal | None = None) -> YearFile:
    """The household's file of a year, with who lives in it."""
    last_day = datetime.date(year.year, 12, 31)
    people = tuple(
        Person(place, member, member.in_year(year.year), age_on(member.birth_date, last_day))
        for place, member in enumerate(household.members)
        if member.left_on is None and member.birth_date is not None
    )
    return YearFile(household=household, year=year, people=people, poverty_line=poverty_line)


def doubts_of(file: YearFile, rules: Iterable[Rule]) -> Iterator[Problem]:
    """Every place where the file breaks one of the rules."""
    for rule in rules:
        for spot in rule.check(file):
            yield Problem(rule.code, rule.level, spot.field, spot.member, file.year.year, spot.params)
