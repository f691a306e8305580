"""Import of rows about households on file: they go through the same verbs as the forms of their pages.

The check does the rows and takes them back, so its verdict is the verb's own: some hundreds at once, and where the
verb refuses, each half of them, down to the row. Importing does them all in one transaction.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db import transaction

from households.models import Household, ImportKind, ImportStage
from households.policy import Level
from households.resources.layouts import Table
from households.resources.lines import Fault, spot
from households.resources.reading import Reading
from households.services.import_check import Checked, Tell, silent
from households.services.registration import IMPORT
from households.services.row_doubts import Doubt, doubts_of_rows, doubts_of_visitors
from households.services.row_faults import ALONE, CELL_BY_CELL, problems_of
from households.services.row_outcomes import Outcomes, history_ends, outcomes_of
from households.services.row_reading import Group, RowsOnFile, groups_of, name_of, read_rows
from households.services.row_writers import WRITERS
from households.services.trial import on_trial
from villages.services.loading import area_of
from yuping.accounts import access
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core.errors import BadInput, DomainError

# Rows tried at once; the check takes them back before the next, so that nobody waits long for it. More are written at
# once: after each portion the findings and likely doubles of its households are looked for.
AT_ONCE, WRITTEN_AT_ONCE = 500, 4000
# Where a verb names a field, and the column in which it stands.
COLUMNS = {
    "members": "name",
    "member": "account_holder",
    "bank_name": "account_bank",
    "kind": "account_kind",
    "holder": "account_holder",
}


def check_rows(
    *,
    actor: User,
    data: bytes,
    name: str,
    kind: str,
    chosen: Mapping[str, str],
    year: int | None = None,
    tell: Tell = silent,
) -> Checked:
    """Read the rows and try each through its verb; writes nothing. Raises BadWorkbook or PolicyRefused for the file."""
    access.require(actor, IMPORT)
    tell(ImportStage.READING, 0, 0)
    rows = read_rows(actor, data, name, kind, chosen, year)
    _add_faults_alone(actor, rows, kind)
    found, done = Outcomes(), 0
    for groups in _portions(groups_of(rows, kind), AT_ONCE):
        tell(ImportStage.CHECKING, done, len(rows.lines))
        with on_trial():
            rows.faults += _tried(actor, kind, groups, rows.table, found)
        done += sum(map(len, groups))
    rows.faults += _doubts(rows, kind, found)
    reading = Reading([], [], rows.faults, len(rows.lines), {rows.table.title: rows.table.marking})
    reading.named = {line.row: (line.values["number"], name_of(line, rows.homes)) for line in rows.lines}
    reading.does = {row: does.value for row, does in found.does.items()}
    reading.unread, reading.year = rows.table.unread, rows.year
    worst = list(Level).index
    return Checked(reading, (), tuple(sorted(rows.faults, key=lambda one: (worst(one.level), one.spot.row))))


def _doubts(rows: RowsOnFile, kind: str, found: Outcomes) -> list[Fault]:
    """What is doubtful: about rows with which nothing is wrong, what comes of them, and who is said to have visited."""
    pairs = [pair for group in groups_of(rows, kind) for pair in group]
    doubts: list[Doubt] = [*found.doubts, *doubts_of_rows(kind, pairs)]
    if kind == ImportKind.VISITS:
        doubts += doubts_of_visitors(rows.lines)
    return [Fault(spot(rows.table, one.row, one.field), one.code, one.level, one.params) for one in doubts]


def _add_faults_alone(actor: User, rows: RowsOnFile, kind: str) -> None:
    """Note what is wrong with rows by themselves, but not with a cell of which something was said before."""
    if kind not in ALONE:
        return
    readable = [pair for group in groups_of(rows, kind) for pair in group]
    pairs = rows.pairs() if kind in CELL_BY_CELL else readable
    told = {(fault.spot.row, fault.spot.column) for fault in rows.faults}
    for row, problems in ALONE[kind](actor, pairs).items() if pairs else ():
        for problem in problems:
            where = spot(rows.table, row, problem.field)
            if (row, where.column) not in told:
                rows.faults.append(Fault(where, problem.code, params=problem.params))


def _portions(groups: Iterable[Group], at_once: int) -> Iterator[list[Group]]:
    portion: list[Group] = []
    count = 0
    for group in groups:
        portion.append(group)
        count += len(group)
        if count >= at_once:
            yield portion
            portion, count = [], 0
    if portion:
        yield portion


def _tried(actor: User, kind: str, groups: Sequence[Group], table: Table, found: Outcomes) -> list[Fault]:
    """Do them all and note what came of it; where the verb refuses, the first half, and over it the second."""
    pairs = [pair for group in groups for pair in group]
    before = history_ends(kind)
    try:
        with transaction.atomic():
            wrote = WRITERS[kind](actor, pairs, "")
    except (DomainError, Household.DoesNotExist) as error:
        if len(groups) == 1:
            return _faults(table, groups[0], error)
    else:
        outcomes = outcomes_of(kind, pairs, wrote, before)
        found.does |= outcomes.does
        found.doubts += outcomes.doubts
        return []
    middle = len(groups) // 2
    first = _tried(actor, kind, groups[:middle], table, found)
    return first + _tried(actor, kind, groups[middle:], table, found)


def _faults(table: Table, group: Group, error: Exception) -> list[Fault]:
    lines = [line for _home, line in group]
    if not isinstance(error, DomainError):
        return [Fault(spot(table, line.row, "number"), "households.not_on_file_here") for line in lines]
    found = []
    for problem in problems_of(error):
        name = problem.field or "number"
        if name == "number" and "account_number" in table.order:
            name = "account_number"
        where = spot(table, lines[problem.member or 0].row, COLUMNS.get(name, name))
        found.append(Fault(where, problem.code, params=problem.params))
    return found


def write_rows(
    *,
    actor: User,
    data: bytes,
    name: str,
    kind: str,
    chosen: Mapping[str, str],
    reason: str,
    year: int | None = None,
    tell: Tell = silent,
) -> str:
    """Do every row, inside the caller's transaction; returns the area. Raises what a row's verb raises."""
    rows = read_rows(actor, data, name, kind, chosen, year)
    if rows.faults:
        raise BadInput("households.import_changed")
    done = 0
    for groups in _portions(groups_of(rows, kind), WRITTEN_AT_ONCE):
        tell(ImportStage.WRITING, done, len(rows.lines))
        pairs = [pair for group in groups for pair in group]
        WRITERS[kind](actor, pairs, reason)
        done += len(pairs)
    area = area_of(home.village_id for home in rows.homes.values())
    record_act(
        actor=actor,
        verb=IMPORT,
        obj=rows.homes[rows.lines[0].values["number"]],
        area_code=area,
        reason=reason,
        facts={"kind": kind, "rows": done},
    )
    return area
