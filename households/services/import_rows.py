"""Import of rows about households on file: they go through the same verbs as the forms of their pages.

The check does the rows and takes them back, so its verdict is the verb's own: some hundreds at once, and where the
verb refuses, each half of them, down to the row. Importing does them all in one transaction.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from households.models import Household, ImportKind, ImportStage
from households.policy import Level
from households.resources.layouts import Table, refuse_problems, table_of
from households.resources.lines import Fault, Line, read_lines, spot, title_year
from households.resources.reading import Reading
from households.resources.row_sheets import OPTIONAL, ROW_SHEETS
from households.services.import_check import Checked, Tell, silent
from households.services.registration import IMPORT
from households.services.row_doubts import doubts_of_rows
from households.services.row_writers import ALONE, WRITERS, Pair
from households.services.trial import on_trial
from villages.services.loading import area_of
from yuping.accounts import access
from yuping.accounts.acts import record_act
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import BadInput, DomainError
from yuping.core.excel import BadWorkbook, read_book

# Rows tried at once; the check takes them back before the next, so that nobody waits long for it. More are written at
# once: after each portion the findings and likely doubles of its households are looked for.
AT_ONCE, WRITTEN_AT_ONCE = 500, 4000
# Rows that are done together or not at all: those about one household.
Group = list[Pair]

# What tells one row from another, and the verb that its rows go through.
KEYS: dict[str, tuple[str, ...]] = {
    ImportKind.MEMBERS: ("number", "name", "id_number", "year"),
    ImportKind.YEARS: ("number", "year"),
    ImportKind.ACCOUNTS: ("account_number",),
    ImportKind.VISITS: ("number", "date", "visitor", "theme"),
}
# Where a verb names a field, and the column in which it stands.
COLUMNS = {
    "members": "name",
    "member": "account_holder",
    "bank_name": "account_bank",
    "kind": "account_kind",
    "holder": "account_holder",
}


@dataclass(slots=True)
class _Rows:
    """The rows of a file, with the households they are about."""

    table: Table
    lines: list[Line]
    homes: dict[str, Household]
    faults: list[Fault]
    # The file year of rows that don't tell it.
    year: int | None


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
    rows = _read(actor, data, name, kind, chosen, year)
    done = 0
    for groups in _portions(_right_alone(rows, kind), AT_ONCE):
        tell(ImportStage.CHECKING, done, len(rows.lines))
        with on_trial():
            rows.faults += _tried(actor, kind, groups, rows.table)
        done += sum(map(len, groups))
    rows.faults += _doubts(rows, kind)
    reading = Reading([], [], rows.faults, len(rows.lines), {rows.table.title: rows.table.marking})
    reading.named = {line.row: (line.values["number"], _name(line, rows.homes)) for line in rows.lines}
    reading.unread, reading.year = rows.table.unread, rows.year
    worst = list(Level).index
    return Checked(reading, (), tuple(sorted(rows.faults, key=lambda one: (worst(one.level), one.spot.row))))


def _doubts(rows: _Rows, kind: str) -> list[Fault]:
    """What is doubtful about the rows with which nothing is wrong."""
    pairs = [pair for group in _groups(rows, kind) for pair in group]
    return [
        Fault(spot(rows.table, doubt.row, doubt.field), doubt.code, Level.WARNING, doubt.params)
        for doubt in doubts_of_rows(kind, pairs)
    ]


def _name(line: Line, homes: Mapping[str, Household]) -> str:
    """The person that the row names, else the head of its household."""
    home = homes.get(line.values["number"])
    return str(line.values.get("name") or (home.head_name if home else ""))


def _groups(rows: _Rows, kind: str) -> list[Group]:
    """The rows that can be read: those of members by household, the others one by one."""
    unread = {fault.spot.row for fault in rows.faults}
    found: dict[object, Group] = {}
    for line in rows.lines:
        home = rows.homes.get(line.values["number"])
        if home is not None and line.row not in unread:
            key = home.pk if kind == ImportKind.MEMBERS else line.row
            found.setdefault(key, []).append((home, line))
    return list(found.values())


def _right_alone(rows: _Rows, kind: str) -> list[Group]:
    """The rows with which nothing is wrong by themselves; of the others the faults are noted.

    A list that is wrong in thousands of rows would take minutes to be halved down to each of them.
    """
    groups = _groups(rows, kind)
    if kind not in ALONE:
        return groups
    wrong = ALONE[kind]([pair for group in groups for pair in group])
    for group in groups:
        for home, line in group:
            if line.row in wrong:
                rows.faults += _faults(rows.table, [(home, line)], wrong[line.row])
    return [group for group in groups if not any(line.row in wrong for _home, line in group)]


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


def _tried(actor: User, kind: str, groups: Sequence[Group], table: Table) -> list[Fault]:
    """Do them all; where the verb refuses, the first half, and over it the second."""
    try:
        with transaction.atomic():
            WRITERS[kind](actor, [pair for group in groups for pair in group], "")
        return []
    except (DomainError, Household.DoesNotExist) as error:
        if len(groups) == 1:
            return _faults(table, groups[0], error)
    middle = len(groups) // 2
    return _tried(actor, kind, groups[:middle], table) + _tried(actor, kind, groups[middle:], table)


def _faults(table: Table, group: Group, error: Exception) -> list[Fault]:
    lines = [line for _home, line in group]
    if not isinstance(error, DomainError):
        return [Fault(spot(table, line.row, "number"), "households.not_on_file_here") for line in lines]
    found = []
    for reason in error.params.get("reasons") or [error]:
        name = str(getattr(reason, "field", "") or reason.params.get("field", "") or "number")
        if name == "number" and "account_number" in table.order:
            name = "account_number"
        line = lines[getattr(reason, "member", None) or 0]
        params = {key: value for key, value in reason.params.items() if key != "field"}
        found.append(Fault(spot(table, line.row, COLUMNS.get(name, name)), str(reason.code), params=params))
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
    rows = _read(actor, data, name, kind, chosen, year)
    if rows.faults:
        raise BadInput("households.import_changed")
    done = 0
    for groups in _portions(_groups(rows, kind), WRITTEN_AT_ONCE):
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


def _read(actor: User, data: bytes, name: str, kind: str, chosen: Mapping[str, str], asked: int | None = None) -> _Rows:
    table = table_of(read_book(data, name=name), ROW_SHEETS[kind], chosen=chosen)
    year = title_year(table) or asked or clock.today().year
    spared = {table.sheet.columns()[field].column_name for field in OPTIONAL if field in table.sheet.columns()}
    table.problems = [
        problem
        for problem in table.problems
        if problem.code != "households.column_missing" or problem.params["column"] not in spared
    ]
    refuse_problems(table)
    faults: list[Fault] = []
    # The number of a household may stand once, over the rows of its members.
    merged = ("number",) if kind == ImportKind.MEMBERS else ()
    lines = read_lines(table, faults, years=lambda values: year, optional=(*OPTIONAL, *merged))
    if not lines:
        raise BadWorkbook("households.no_rows", sheet=table.title)
    if merged:
        _fill_numbers(table, lines, faults)
    found = Household.objects.visible_to(actor).active().filter(number__in={line.values["number"] for line in lines})
    homes = {home.number: home for home in found}
    seen: set[tuple[Any, ...]] = set()
    for line in lines:
        key = tuple(line.values[field] for field in KEYS[kind])
        if line.values["number"] and line.values["number"] not in homes:
            faults.append(Fault(spot(table, line.row, "number"), "households.not_on_file_here"))
        elif key in seen:
            faults.append(Fault(spot(table, line.row, KEYS[kind][0]), "households.row_twice"))
        seen.add(key)
    return _Rows(table, lines, homes, faults, year if _lacks_year(table) else None)


def _fill_numbers(table: Table, lines: list[Line], faults: list[Fault]) -> None:
    """A row without a number is of the household above; the first has none above."""
    unread = {(fault.spot.row, fault.spot.column) for fault in faults}
    above = ""
    for line in lines:
        if (line.row, table.column("number")) in unread:
            above = ""
            continue
        above = line.values["number"] = line.values["number"] or above
        if not above:
            faults.append(Fault(spot(table, line.row, "number"), "households.required"))


def _lacks_year(table: Table) -> bool:
    """Whether the rows are of a year that no column tells."""
    return "year" in table.sheet.columns() and "year" not in table.order
