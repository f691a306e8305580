"""What is wrong with rows by themselves: found for all at once, and every faulty cell of a row, before they are tried.

A list that is wrong in thousands of rows would take minutes to be halved down to each of them.
"""

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from households.facts import AccountFacts
from households.models import AccountState, Household, ImportKind, PayeeAccount
from households.policy import Level, Problem, check_account, check_year
from households.resources.lines import Line
from households.services.checking import account_index, accounts_of_others, lists, where_is
from households.services.row_writers import Pair, holders_of, standing_records, visit_of_row, year_of_row
from households.services.visits import faults_of_visit
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.bankcard import AccountKind
from yuping.core.errors import BadInput, DomainError, PolicyRefused

# A row, and its household where that is on file.
Asked = tuple[Household | None, Line]
# Row to what is wrong with it.
Wrong = Mapping[int, Sequence[Problem]]


def _faults_of_years(actor: User, pairs: Sequence[Pair]) -> Wrong:
    """Answers as they would stand. What can't be read would be taken for what stands, so such rows wait."""
    standing, today = standing_records(pairs), clock.today()
    wrong: dict[int, Sequence[Problem]] = {}
    for home, line in pairs:
        try:
            facts = year_of_row(line, standing.get((home.pk, line.values["year"])))
        except DomainError as error:
            wrong[line.row] = problems_of(error)
            continue
        if problems := check_year(facts, today=today, lists=lists):
            wrong[line.row] = problems
    return wrong


def _faults_of_visits(actor: User, pairs: Sequence[Asked]) -> Wrong:
    return {line.row: list(faults_of_visit(visit_of_row(0, _dated(line)))) for _home, line in pairs}


def _dated(line: Line) -> Line:
    """A row without a day that can be read is asked for everything else."""
    return Line(line.row, {**line.values, "date": line.values["date"] or datetime.date.min})


def _faults_of_accounts(actor: User, pairs: Sequence[Asked]) -> Wrong:
    known = [(home, line) for home, line in pairs if home is not None]
    holders, homes = holders_of(known), {home.pk for home, _line in known}
    indexes = {line.row: account_index(line.values["account_number"], _kind(line)) for _home, line in pairs}
    own = {line.row: home.pk if home else None for home, line in pairs}
    taken = accounts_of_others([(own[row], index) for row, index in indexes.items() if index])
    where = where_is(actor, taken)
    waiting = PayeeAccount.unguarded.filter(household__in=homes, state=AccountState.PROPOSED)
    waits = set(waiting.values_list("household_id", flat=True))
    wrong: dict[int, list[Problem]] = {}
    for _home, line in pairs:
        found, index = list(_typed_account(line)), indexes[line.row]
        if len(holders.get(line.row, "?")) != 1:
            found.append(_account_fault("households.account_holder", "account_holder"))
        if index in taken:
            found.append(_account_fault("households.account_taken", "account_number", where=where[index]))
        if own[line.row] in waits:
            found.append(_account_fault("households.account_waiting", "number"))
        wrong[line.row] = found
    return wrong


def _kind(line: Line) -> str:
    """Without a kind that can be read a number is asked for as little as the number of a passbook."""
    return line.values["account_kind"] or AccountKind.PASSBOOK


def _typed_account(line: Line) -> Iterator[Problem]:
    values = line.values
    facts = AccountFacts(number=values["account_number"], kind=_kind(line), bank_name=values["account_bank"])
    for problem in check_account(facts, holders=1):
        yield _account_fault(problem.code, f"account_{problem.field.removesuffix('_name')}", **problem.params)


def _account_fault(code: str, field: str, **params: object) -> Problem:
    return Problem(code, Level.REFUSED, field, None, None, params)


def problems_of(error: DomainError) -> list[Problem]:
    """Every reason of a refusal with its field."""
    reasons = error.params.get("reasons", ()) if isinstance(error, PolicyRefused) else (error,)
    return [one if isinstance(one, Problem) else _problem(one) for one in reasons]


def _problem(error: DomainError | BadInput) -> Problem:
    params = dict(error.params)
    return Problem(str(error.code), Level.REFUSED, str(params.pop("field", "")), None, None, params)


# Kinds of rows whose cells are told of all at once, whatever else in the row can't be read.
CELL_BY_CELL = frozenset({ImportKind.VISITS, ImportKind.ACCOUNTS})
ALONE: dict[str, Callable[[User, Sequence[Any]], Wrong]] = {
    ImportKind.YEARS: _faults_of_years,
    ImportKind.VISITS: _faults_of_visits,
    ImportKind.ACCOUNTS: _faults_of_accounts,
}
