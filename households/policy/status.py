"""What a change of status needs, and what it makes of the household. Pure.

Exit: net income per head above the standard, and two assurances and three guarantees, of which the file knows safe
housing, safe water and compulsory education. The file of a year holds the income of the year before; in the yearly
adjustment at the end of a year it is the income of that very year that counts, which stands in the next file.
"""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from households.policy.rules import Level, Problem


class Change(StrEnum):
    """Codes of the list of status changes."""

    ENTERED = "1"
    EXITED = "2"
    RETURNED = "3"
    REMOVED = "4"
    EXTINCT = "5"
    MOVED_OUT = "6"
    WATCHED = "7"
    RISK_ENDED = "8"


class Flag(StrEnum):
    """Codes of the exit flag."""

    POOR = "1"
    EXITED = "2"
    ABOUT_TO_EXIT = "3"
    RETURNED = "4"


# The household's state after a change that ends its file.
ENDING = {Change.REMOVED: "removed", Change.EXTINCT: "extinct", Change.MOVED_OUT: "moved_out"}
# What becomes of those who live there then: the state of each, and the kind of decrease.
LEFT_WITH_FILE = {
    Change.REMOVED: ("file_ended", "99"),
    Change.MOVED_OUT: ("moved_out", "3"),
    Change.RISK_ENDED: ("file_ended", "99"),
}
CHANGES = (Change.EXITED, Change.RETURNED, *ENDING)
# What is recorded at once. The others are decided by the county at the end of a procedure.
DIRECT = (Change.EXTINCT, Change.MOVED_OUT)


# The yearly adjustment begins when the year of income is over: it runs from October to September.
ADJUSTED_FROM = 10


def incomes_tested(on: datetime.date) -> tuple[int, ...]:
    """The year whose income is tested on a day; in the yearly adjustment that of the running year comes first, and
    the one before stands in until it is on file."""
    return (on.year, on.year - 1) if on.month >= ADJUSTED_FROM else (on.year - 1,)


@dataclass(frozen=True, slots=True)
class Income:
    """Net income per head of a year, against the standard of that year."""

    year: int
    per_head: Decimal | None
    line: Decimal | None


@dataclass(frozen=True, slots=True)
class StatusFacts:
    """What the file says at the time of the change; None where it does not say."""

    flag: str
    has_record: bool
    # The year since which the flag stands, as the file says.
    since: int | None = None
    # The income that is tested, one that is older, and the year whose income should be tested and is not on file.
    income: Income | None = None
    older: Income | None = None
    awaited: int | None = None
    unsafe_house: bool | None = None
    safe_water: bool | None = None
    children_out_of_school: int = 0
    living: int = 0


@dataclass(frozen=True, slots=True)
class Refusals:
    """Reasons collected one by one."""

    found: list[Problem] = field(default_factory=list)

    def when(self, holds: bool, code: str, **params: object) -> None:
        """Add the reason when its condition holds."""
        if holds:
            self.found.append(Problem(f"households.{code}", Level.REFUSED, params=params))


def reasons_against(change: str, facts: StatusFacts) -> list[Problem]:
    """Every reason for which the change can't be made; empty when it can."""
    refusals = Refusals()
    refusals.when(change not in CHANGES, "status_not_possible")
    if change == Change.EXITED:
        _against_exit(facts, refusals)
    elif change == Change.RETURNED:
        _against_return(facts, refusals)
        refusals.when(not facts.has_record, "exit_needs_record")
    elif change == Change.EXTINCT:
        refusals.when(facts.living > 0, "extinct_but_living", persons=facts.living)
    return refusals.found


def _against_return(facts: StatusFacts, refusals: Refusals) -> None:
    """Who has not exited can't return; the reason names what the file says instead."""
    refusals.when(facts.flag == Flag.ABOUT_TO_EXIT, "about_to_exit")
    refusals.when(facts.flag == Flag.RETURNED, "returned_already", year=facts.since or "—")
    refusals.when(facts.flag not in set(Flag) - {Flag.POOR}, "still_poor")


def against_second_exit(facts: StatusFacts) -> list[Problem]:
    """A household exits once; it may return and exit again."""
    refusals = Refusals()
    refusals.when(facts.flag == Flag.EXITED, "exited_already", year=facts.since or "—")
    return refusals.found


def _against_exit(facts: StatusFacts, refusals: Refusals) -> None:
    refusals.found.extend(against_second_exit(facts))
    refusals.when(not facts.has_record, "exit_needs_record")
    if facts.has_record:
        refusals.found.extend(against_assurances(facts))


def against_assurances(facts: StatusFacts) -> list[Problem]:
    """Income per head above the line, a safe house, safe water, every child at school: what speaks against it."""
    refusals = Refusals()
    refusals.when(not facts.has_record, "exit_needs_record")
    if not facts.has_record:
        return refusals.found
    _against_income(facts.income, refusals)
    refusals.when(facts.unsafe_house is True, "exit_unsafe_house")
    refusals.when(facts.unsafe_house is None, "exit_house_unanswered")
    refusals.when(facts.safe_water is False, "exit_unsafe_water")
    refusals.when(facts.safe_water is None, "exit_water_unanswered")
    refusals.when(facts.children_out_of_school > 0, "exit_child_not_at_school", count=facts.children_out_of_school)
    return refusals.found


def below(income: Income) -> bool:
    """Whether the income lies below the standard of its year, or is not known."""
    return income.per_head is None or (income.line is not None and income.per_head < income.line)


def _against_income(income: Income | None, refusals: Refusals) -> None:
    if income is None or income.per_head is None:
        refusals.when(True, "exit_no_income", year=income.year if income else None)
        return
    refusals.when(below(income), "exit_below_line", year=income.year, per_head=income.per_head, line=income.line)
