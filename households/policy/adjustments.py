"""What speaks against an adjustment when it is proposed and when it is decided. Pure.

Exit, and the end of a risk: what the file must say stands in ``policy.status``; at the proposal it is a warning, since
the village still works on it, at the decision it is a bar.
"""

import datetime
from dataclasses import dataclass

from households.policy.rules import Level, Problem
from households.policy.status import (
    Change,
    Flag,
    StatusFacts,
    against_assurances,
    against_second_exit,
    below,
    reasons_against,
)
from households.policy.watching import FIRST_YEAR
from households.procedures import Kind

# Households at risk are watched since the spring of 2020.
WATCHED_FROM = datetime.date(2020, 1, 1)
DECIDE_WITHIN = 15
LEAST_WATCH_DAYS = 182
UNSTABLE, AT_THE_EDGE = "1", "2"
CHANGES = {
    Kind.EXIT: Change.EXITED,
    Kind.RETURN: Change.RETURNED,
    Kind.REMOVAL: Change.REMOVED,
    Kind.WATCH: Change.WATCHED,
    Kind.WATCH_END: Change.RISK_ENDED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """What is asked of a case: the file's facts, and since when the household is watched."""

    kind: Kind
    on: datetime.date
    file: StatusFacts
    watched_since: datetime.date | None = None
    watch_kind: str = ""
    never_registered: bool = False


def _problem(code: str, **params: object) -> Problem:
    return Problem(f"households.{code}", Level.REFUSED, params=params)


def bars_to_proposal(facts: CaseFacts) -> list[Problem]:
    """Why the case can't even be opened."""
    found = []
    if facts.never_registered and facts.kind not in {Kind.WATCH, Kind.WATCH_END}:
        return [_problem("only_watched")]
    if facts.kind == Kind.EXIT:
        found += against_second_exit(facts.file)
    if facts.kind == Kind.RETURN:
        found += reasons_against(Change.RETURNED, facts.file)
    if facts.kind in {Kind.WATCH, Kind.WATCH_END} and facts.on < WATCHED_FROM:
        found.append(_problem("watch_from", day=WATCHED_FROM))
    if facts.kind == Kind.WATCH:
        found += _against_watch(facts)
    if facts.kind == Kind.WATCH_END and facts.watched_since is None:
        found.append(_problem("not_watched"))
    return found


def _against_watch(facts: CaseFacts) -> list[Problem]:
    found = []
    if facts.watched_since is not None:
        found.append(_problem("watched_already", day=facts.watched_since))
    if facts.watch_kind == UNSTABLE and facts.file.flag != Flag.EXITED:
        found.append(_problem("unstable_has_exited"))
    if facts.watch_kind == AT_THE_EDGE and facts.file.flag == Flag.EXITED:
        found.append(_problem("exited_not_at_edge"))
    return found


def bars_to_decision(facts: CaseFacts) -> list[Problem]:
    """Why the county can't approve it now; at the proposal the same is shown as a warning."""
    if facts.kind == Kind.EXIT:
        return reasons_against(Change.EXITED, facts.file)
    if facts.kind == Kind.WATCH_END:
        return [*bars_to_proposal(facts), *against_assurances(facts.file)]
    found = bars_to_proposal(facts)
    if facts.kind == Kind.WATCH and facts.on.year >= FIRST_YEAR and not facts.file.has_record:
        # Class and risks go into it.
        found.append(_problem("exit_needs_record"))
    return found


def warnings(facts: CaseFacts) -> list[Problem]:
    """What the person should know before going on: what would bar the decision, and a watch that was short."""
    found = bars_to_decision(facts)
    if facts.kind == Kind.WATCH and facts.watch_kind == AT_THE_EDGE and not facts.never_registered:
        found.append(_problem("edge_was_never_on_file"))
    income = facts.file.income
    if facts.kind == Kind.RETURN and income is not None and not below(income):
        found.append(_problem("return_above_line", year=income.year, per_head=income.per_head, line=income.line))
    if facts.kind == Kind.WATCH_END and facts.watched_since is not None:
        days = (facts.on - facts.watched_since).days
        if days < LEAST_WATCH_DAYS:
            found.append(_problem("watch_was_short", days=days, least=LEAST_WATCH_DAYS))
    return found
