"""Reading the rules: over files as stored, household by household, and by queries over many rows.

A rule that fails says so and the rest go on; nothing here writes.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from itertools import islice

from django.db import transaction

from households.facts import HouseholdFacts
from households.models import Household, Member
from households.policy import RULES, Problem, YearFile, doubts_of, year_file
from households.reference import poverty_line
from households.services.reading import latest_files
from yuping.accounts.quality import Asked, Broken, SetRule

log = logging.getLogger("households.rules")
# Files held in memory at a time.
CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a rule could not be read: the kind of error, and the household over which it failed."""

    error: str
    household_id: int | None = None


@dataclass(slots=True)
class RuleReading:
    """What is broken now, by key; which rules were read; and which could not be."""

    broken: dict[tuple, Broken] = field(default_factory=dict)
    read: set[str] = field(default_factory=set)
    failed: dict[str, Failure] = field(default_factory=dict)

    def add(self, found: Iterable[Broken]) -> None:
        for one in found:
            self.broken.setdefault(one.key, one)


def read_rules(households: Iterable[Household], asked: Asked, set_rules: Sequence[SetRule]) -> RuleReading:
    """Read the rules of files over the households, and the others over what is asked about."""
    reading = RuleReading()
    _read_files(households, asked, reading)
    return _with_sets(reading, asked, set_rules)


def read_after_check(
    households: Iterable[Household], doubts: Iterable[Sequence[Problem]], asked: Asked, set_rules: Sequence[SetRule]
) -> RuleReading:
    """The same of files just written, whose rules were read before: ``doubts`` holds what they found in each."""
    reading = RuleReading()
    doubted = [(row, found) for row, found in zip(households, doubts, strict=True) if found]
    seats: dict[int, list[int]] = defaultdict(list)
    people = Member.unguarded.filter(household__in=[row.pk for row, _found in doubted]).order_by("pk")
    for home, key in people.values_list("household_id", "pk"):
        seats[home].append(key)
    for row, found in doubted:
        reading.add(_broken(row, doubt, seats[row.pk]) for doubt in found if doubt.year <= asked.year)
    return _with_sets(reading, asked, set_rules)


def _with_sets(reading: RuleReading, asked: Asked, set_rules: Sequence[SetRule]) -> RuleReading:
    reading.read |= RULES.keys()
    _read_sets(set_rules, asked, reading)
    reading.read |= {rule.code for rule in set_rules}
    reading.read -= reading.failed.keys()
    return reading


def _chunks(rows: Iterable[Household]) -> Iterator[list[Household]]:
    waiting = iter(rows)
    while chunk := list(islice(waiting, CHUNK)):
        yield chunk


def _read_files(households: Iterable[Household], asked: Asked, reading: RuleReading) -> None:
    """While the year's file is not made the last one is judged: what was wrong there is not right by a new year."""
    line_of = lru_cache(poverty_line)
    for chunk in _chunks(households):
        for row, facts in zip(chunk, latest_files(chunk, year=asked.year), strict=True):
            if facts.years:
                line = line_of(facts.years[0].year - 1)
                reading.add(_in_file(row, facts, line, reading.failed))


def _in_file(
    row: Household, facts: HouseholdFacts, line: Decimal | None, failed: dict[str, Failure]
) -> Iterator[Broken]:
    file = year_file(facts, facts.years[0], poverty_line=line)
    seats = [member.pk for member in facts.members]
    for doubt in doubts_in(file, failed, household_id=row.pk):
        yield _broken(row, doubt, seats)


def _broken(row: Household, doubt: Problem, seats: Sequence[int | None]) -> Broken:
    member = None if doubt.member is None else seats[doubt.member]
    return Broken(doubt.code, row.village_id, row.pk, member, "", {**doubt.params, "field": doubt.field})


def doubts_in(file: YearFile, failed: dict[str, Failure], *, household_id: int | None = None) -> Iterator[Problem]:
    """What the rules find in one file; a rule that fails is noted in ``failed`` and the others go on."""
    for code, rule in RULES.items():
        try:
            yield from list(doubts_of(file, [rule]))
        except Exception as error:
            if code not in failed:
                log.exception("the rule %s could not be read over household %s", code, household_id)
            failed.setdefault(code, Failure(type(error).__name__, household_id))


def _read_sets(rules: Sequence[SetRule], asked: Asked, reading: RuleReading) -> None:
    """All within one savepoint; when one fails, each in a savepoint of its own, to tell which."""
    try:
        with transaction.atomic():
            found = [broken for rule in rules for broken in rule.find(asked)]
    except Exception:
        log.exception("a rule could not be read; each is now read alone")
        found = [broken for rule in rules for broken in _alone(rule, asked, reading.failed)]
    reading.add(found)


def _alone(rule: SetRule, asked: Asked, failed: dict[str, Failure]) -> list[Broken]:
    try:
        with transaction.atomic():
            return list(rule.find(asked))
    except Exception as error:
        log.exception("the rule %s could not be read", rule.code)
        failed[rule.code] = Failure(type(error).__name__)
        return []
