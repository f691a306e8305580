"""Problems, the file of one year over which rules of data quality are read, and how such a rule is declared."""

import dataclasses
import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from households.facts import HouseholdFacts, HouseholdYearFacts, MemberFacts, MemberYearFacts
from yuping.accounts import quality
from yuping.accounts.quality import Family, Level, Limit, Remedy, Source
from yuping.accounts.roles import Role
from yuping.core.identity import age_on

# The official lists in force in a year: (set, year) to code and label.
Lists = Callable[[str, int | None], Mapping[str, str]]


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


@dataclass(frozen=True)
class YearFile:
    """One household in one year: its answers, and the members who live in it."""

    household: HouseholdFacts
    year: HouseholdYearFacts
    people: tuple[Person, ...]
    poverty_line: Decimal | None = None

    @cached_property
    def answered(self) -> list[tuple[Person, MemberYearFacts]]:
        """Members with answers of the year."""
        return [(person, person.answers) for person in self.people if person.answers is not None]

    @cached_property
    def head(self) -> Person | None:
        """The head, if he lives in the household."""
        return next((person for person in self.people if person.member.relation == "01"), None)

    def of(self, limit: Limit) -> int:
        """A limit as it holds in the file's year."""
        return limit.of(self.year.year)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a rule is broken."""

    field: str
    member: int | None = None
    params: Mapping[str, object] = dataclasses.field(default_factory=dict)


Check = Callable[[YearFile], Iterable[Spot]]


@dataclass(frozen=True, kw_only=True)
class FileRule(quality.Rule):
    """A rule over the file of one household; pure, so that the import reads it before anything is saved."""

    check: Check


# What a question about the file answers: whether the rule is broken, or with which numbers.
Answer = bool | Mapping[str, object] | None


@dataclass(frozen=True, kw_only=True)
class FileRules:
    """How the rules of one module are declared; what they have in common stands here once."""

    family: Family
    owner: Role = Role.VILLAGE_CADRE
    remedy: Remedy = Remedy.ANSWERS

    def rule(self, level: Level, reads: str, sources: Sequence[Source], **more: Any) -> Callable[[Check], Check]:
        """Declare a function that yields the spots itself; its name is the code."""

        def keep(check: Check) -> Check:
            common = {"family": self.family, "owner": self.owner, "remedy": self.remedy}
            read = tuple(reads.split())
            code = check.__name__
            declared = {**common, "level": level, "reads": read, "sources": tuple(sources), **more}
            quality.register(FileRule(code=code, check=check, **declared))
            return check

        return keep

    def of_file(self, spot: str, *declared: Any, **more: Any) -> Callable[[Callable[[YearFile], Answer]], Check]:
        """Declare a question about the whole file, reported at one field of the household's answers."""

        def keep(ask: Callable[[YearFile], Answer]) -> Check:
            def check(file: YearFile) -> Iterator[Spot]:
                answer = ask(file)
                if answer:
                    yield Spot(spot, None, {} if answer is True else answer)

            return self.rule(*declared, **more)(_named(check, ask))

        return keep

    def of_person(self, spot: str, *declared: Any, **more: Any) -> Callable[[Callable[..., Answer]], Check]:
        """Declare a question about each member: (file, person)."""

        def keep(ask: Callable[[YearFile, Person], Answer]) -> Check:
            def check(file: YearFile) -> Iterator[Spot]:
                for person in file.people:
                    answer = ask(file, person)
                    if answer:
                        yield Spot(spot, person.place, {} if answer is True else answer)

            return self.rule(*declared, **more)(_named(check, ask))

        return keep

    def of_answers(self, spot: str, *declared: Any, **more: Any) -> Callable[[Callable[..., Answer]], Check]:
        """Declare a question about the year's answers of each member: (file, person, answers)."""

        def keep(ask: Callable[[YearFile, Person, MemberYearFacts], Answer]) -> Check:
            def check(file: YearFile) -> Iterator[Spot]:
                for person, answers in file.answered:
                    answer = ask(file, person, answers)
                    if answer:
                        yield Spot(spot, person.place, {} if answer is True else answer)

            return self.rule(*declared, **more)(_named(check, ask))

        return keep


def _named(check: Check, ask: Callable[..., Answer]) -> Check:
    check.__name__, check.__doc__ = ask.__name__, ask.__doc__
    return check


def year_file(household: HouseholdFacts, year: HouseholdYearFacts, *, poverty_line: Decimal | None = None) -> YearFile:
    """The household's file of a year, with who lives in it."""
    last_day = datetime.date(year.year, 12, 31)
    people = tuple(
        Person(place, member, member.in_year(year.year), age_on(member.birth_date, last_day))
        for place, member in enumerate(household.members)
        if member.left_on is None and member.birth_date is not None
    )
    return YearFile(household=household, year=year, people=people, poverty_line=poverty_line)


def doubts_of(file: YearFile, rules: Iterable[FileRule]) -> Iterator[Problem]:
    """Every place where the file breaks one of the rules."""
    for rule in rules:
        for spot in rule.check(file):
            yield Problem(rule.code, rule.level, spot.field, spot.member, file.year.year, spot.params)
