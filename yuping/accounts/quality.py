"""The rules of data quality as declared things: each room registers its own, and one run reads them all. Pure.

A rule says what it is called, where it comes from, what it reads, whose task a finding is and how long that post has.
How it is read is the room's: over the file of one household (``households.policy``), or as a query over many rows
(``SetRule``). In ``apps.ready()`` the room imports its rules and registers its sentences::

    from yuping.accounts import quality
    quality.say({"loan_overdue": _("The loan was due on %(due)s and is not repaid.")})
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from yuping.accounts.roles import Role


class Level(StrEnum):
    """Refused: nothing is saved. Error and warning (疑点) are saved and stand as findings."""

    REFUSED = "refused"
    ERROR = "error"
    WARNING = "warning"


class Family(StrEnum):
    """What a rule is about, as lists are grouped."""

    IDENTITY = "identity"
    SHAPE = "shape"
    SCHOOL = "school"
    HEALTH = "health"
    WORK = "work"
    CONTACT = "contact"
    HOUSING = "housing"
    LAND = "land"
    INCOME = "income"
    CAUSE = "cause"
    MEASURE = "measure"
    EXIT = "exit"
    CASEWORK = "casework"
    VILLAGE = "village"
    LOAN = "loan"
    PAYMENT = "payment"


class Remedy(StrEnum):
    """What the owner does about a finding; each has a sentence and, where there is one, a form."""

    MEMBER = "member"
    PHONE = "phone"
    ANSWERS = "answers"
    RECORD = "record"
    PARTICULARS = "particulars"
    ACCOUNT = "account"
    EVENT = "event"
    STATUS = "status"
    VISIT = "visit"
    MEASURE = "measure"
    PAIRING = "pairing"
    VILLAGE = "village"
    LOAN = "loan"
    PAYOUT = "payout"
    AGREEMENT = "agreement"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule comes from: a document (its sentence stands in ``quality_texts``) and the number there."""

    document: str
    number: str


def verified(*numbers: str) -> tuple[Source, ...]:
    """Numbers of the province's verification rules of 2023."""
    return tuple(Source("verification", number) for number in numbers)


def of_form(*numbers: str) -> tuple[Source, ...]:
    """Fields of the national registration form."""
    return tuple(Source("form", number) for number in numbers)


def audited(*numbers: str) -> tuple[Source, ...]:
    """Numbers of the county's list of audit findings and the controls against them."""
    return tuple(Source("audit", number) for number in numbers)


def of_scheme(*numbers: str) -> tuple[Source, ...]:
    """Clauses of the 5411 scheme and the micro-loan."""
    return tuple(Source("scheme", number) for number in numbers)


@dataclass(frozen=True, slots=True)
class Limit:
    """A number that a rule compares with, from which file year on it holds."""

    code: str
    unit: str
    since: tuple[tuple[int, int], ...]

    def of(self, year: int) -> int:
        """The value for a file year; before the first one, the first."""
        found = self.since[0][1]
        for first, value in self.since:
            if first <= year:
                found = value
        return found


# Days to put a finding right, where a rule names no other.
DAYS = {Level.ERROR: 30, Level.WARNING: 60}
DAYS_WHEN_BLOCKING = 10


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What every rule declares. ``reads`` names ``model.field``, as in ``member.relation``."""

    code: str
    level: Level
    family: Family
    reads: tuple[str, ...]
    sources: tuple[Source, ...]
    owner: Role
    remedy: Remedy
    limits: tuple[Limit, ...] = ()
    blocks_payment: bool = False
    days_given: int = 0
    # Whether a finding may be let stand for a time; not where that would undo what another post decided.
    exemptible: bool = True

    @property
    def days(self) -> int:
        """How long the owner has to put a finding right."""
        return self.days_given or (DAYS_WHEN_BLOCKING if self.blocks_payment else DAYS[self.level])

    @property
    def compares(self) -> bool:
        """Whether it holds two or more fields or rows against each other."""
        return len(self.reads) > 1


@dataclass(frozen=True, slots=True)
class Broken:
    """A place where a rule is broken now. ``record`` names a row that is neither household nor member."""

    rule: str
    village_id: str
    household_id: int | None = None
    member_id: int | None = None
    record: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str, int | None, int | None, str]:
        place = "" if self.household_id else self.village_id
        return self.rule, place, self.household_id, self.member_id, self.record


@dataclass(frozen=True, slots=True)
class Asked:
    """What a set of rules is asked about: households, or everything in an area, as of a day.

    ``within`` narrows a queryset to it; ``village`` and ``household`` are the paths from its rows.
    """

    today: datetime.date
    narrow: Callable[[Any, str, str], Any]
    # Whether the whole county lies in it: what compares villages or cadres is asked only then.
    whole: bool = True

    @property
    def year(self) -> int:
        return self.today.year

    def within(self, rows: Any, *, household: str = "household", village: str = "village") -> Any:
        return self.narrow(rows, household, village)


@dataclass(frozen=True, kw_only=True)
class SetRule(Rule):
    """A rule read by a query over many rows. ``on_save``: read again whenever one file is saved."""

    find: Callable[[Asked], Iterable[Broken]]
    on_save: bool = False
    # Read for an area alone: its rows belong to no household.
    of_places: bool = False


_rules: dict[str, Rule] = {}
_texts: dict[str, Any] = {}
_pages: dict[str, str] = {}


def register(rule: Rule) -> Rule:
    """Add a rule; raises ValueError for a code that another rule has."""
    if _rules.get(rule.code, rule) is not rule:
        raise ValueError(f"the rule {rule.code} is declared twice")
    _rules[rule.code] = rule
    return rule


def withdraw(code: str) -> None:
    """Take a rule out again."""
    _rules.pop(code, None)


def declared(
    *,
    level: Level,
    family: Family,
    reads: str,
    sources: Sequence[Source],
    owner: Role,
    remedy: Remedy,
    limits: Sequence[Limit] = (),
    blocks_payment: bool = False,
    days: int = 0,
    on_save: bool = False,
    of_places: bool = False,
    exemptible: bool = True,
) -> Callable[[Callable[..., Iterable[tuple[Any, ...]]]], Callable[..., Iterable[Broken]]]:
    """Declare the function below as a rule over many rows; its name is the code.

    It yields tuples (village, household, member, record, facts), as many of them as it needs.
    """

    def keep(find: Callable[..., Iterable[tuple[Any, ...]]]) -> Callable[..., Iterable[Broken]]:
        code = find.__name__

        def found(asked: Asked) -> Iterator[Broken]:
            for row in find(asked):
                yield Broken(code, *row)

        register(
            SetRule(
                code=code,
                level=level,
                family=family,
                reads=tuple(reads.split()),
                sources=tuple(sources),
                owner=owner,
                remedy=remedy,
                limits=tuple(limits),
                blocks_payment=blocks_payment,
                days_given=days,
                find=found,
                on_save=on_save,
                of_places=of_places,
                exemptible=exemptible,
            )
        )
        return found

    return keep


def rules() -> dict[str, Rule]:
    """Every rule by its code, in the order of registration."""
    return dict(_rules)


def set_rules(*, saving: bool = False) -> list[SetRule]:
    """The rules read by queries; ``saving``: those that are read again when one file is saved."""
    found = [rule for rule in _rules.values() if isinstance(rule, SetRule)]
    return [rule for rule in found if rule.on_save] if saving else found


def say(texts: Mapping[str, Any]) -> None:
    """Register the sentences of rules, by code; raises ValueError for one that stands already."""
    taken = [code for code in texts if code in _texts and _texts[code] is not texts[code]]
    if taken:
        raise ValueError(f"sentences of rules registered twice: {', '.join(taken)}")
    _texts.update(texts)


def texts() -> dict[str, Any]:
    """The sentence of every rule by its code."""
    return dict(_texts)


def open_at(kind: str, url_name: str) -> None:
    """Say which page shows a record of a kind, as in ``loan:12``; the address takes its ``pk``."""
    if _pages.get(kind, url_name) != url_name:
        raise ValueError(f"records of the kind {kind} have two pages")
    _pages[kind] = url_name


def page_of(record: str) -> tuple[str, str]:
    """The name of the page of a record and its key; two empty texts where it has none."""
    kind, _colon, key = record.partition(":")
    return (_pages[kind], key) if kind in _pages else ("", "")
