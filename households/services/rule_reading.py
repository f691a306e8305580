"""Reading the rules: over files as stored, household by household, and by queries over many rows.

A rule that fails says so and the rest go on; nothing here writes.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice

from django.db import transaction

from households.facts import HouseholdFacts
from households.models import Household
from households.policy import RULES, YearFile, year_file
from households.reference import poverty_line
from households.services.reading import stored_households
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
    line = poverty_line(asked.year - 1)
    for chunk in _chunks(households):
        for row, facts in zip(chunk, stored_households(chunk, year=asked.year), strict=True):
            if facts.years:
                reading.add(_in_file(row, facts, line, reading.failed))


def _in_file(
    row: Household, facts: HouseholdFacts, line: Decimal | None, failed: dict[str, Failure]
) -> Iterator[Broken]:
    file = year_file(facts, facts.years[0], poverty_line=line)
    for code, rule in RULES.items():
        for spot in _tried(code, rule.check, file, row, failed):
            member = None if spot.member is None else facts.members[spot.member].pk
            yield Broken(code, row.village_id, row.pk, member, "", {**spot.params, "field": spot.field})


def _tried(
    code: str, check: Callable[[YearFile], Iterable], file: YearFile, row: Household, failed: dict[str, Failure]
) -> Iterable:
    # Whatever a rule stumbles over, it is put on record as not read, and the other rules go on.
    try:
        return list(check(file))
    except Exception as error:
        if code not in failed:
            log.exception("the rule %s could not be read over household %s", code, row.pk)
        failed.setdefault(code, Failure(type(error).__name__, row.pk))
        return ()


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
