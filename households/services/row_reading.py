"""The rows of a file about households on file: read, given their households, and held against them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from households.models import Household, ImportKind
from households.resources.cells import MASK
from households.resources.layouts import Table, refuse_problems, table_of
from households.resources.lines import Fault, Line, read_lines, spot, title_year
from households.resources.row_sheets import NAMED_HEAD, OPTIONAL, ROW_SHEETS
from households.services.row_writers import Pair
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.excel import BadWorkbook, read_book
from yuping.core.text import clean_search

# Rows that are done together or not at all: those about one household.
Group = list[Pair]

# What tells one row from another, and the verb that its rows go through.
KEYS: dict[str, tuple[str, ...]] = {
    ImportKind.MEMBERS: ("number", "name", "id_number", "year"),
    ImportKind.YEARS: ("number", "year"),
    ImportKind.ACCOUNTS: ("account_number",),
    ImportKind.VISITS: ("number", "date", "visitor", "theme"),
}


@dataclass(slots=True)
class RowsOnFile:
    """The rows of a file, with the households they are about."""

    table: Table
    lines: list[Line]
    homes: dict[str, Household]
    faults: list[Fault]
    # The file year of rows that don't tell it.
    year: int | None

    @property
    def faulty(self) -> set[int]:
        """The rows with which something is wrong."""
        return {fault.spot.row for fault in self.faults}

    def pairs(self) -> list[tuple[Household | None, Line]]:
        """Every row, right or wrong, with its household where that is on file."""
        return [(self.homes.get(line.values["number"]), line) for line in self.lines]


def read_rows(
    actor: User, data: bytes, name: str, kind: str, chosen: Mapping[str, str], asked: int | None = None
) -> RowsOnFile:
    """Raises BadWorkbook or PolicyRefused for the file; what is wrong with cells is among its faults."""
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
    rows = RowsOnFile(table, lines, {home.number: home for home in found}, faults, None)
    rows.year = year if _lacks_year(table) else None
    _hold_against_file(rows, kind)
    return rows


def _hold_against_file(rows: RowsOnFile, kind: str) -> None:
    """Rows of no household, of another's than they name, and those that stand twice."""
    seen: set[tuple[Any, ...]] = set()
    for line in rows.lines:
        home, key = rows.homes.get(line.values["number"]), tuple(line.values[field] for field in KEYS[kind])
        if line.values["number"] and home is None:
            rows.faults.append(Fault(spot(rows.table, line.row, "number"), "households.not_on_file_here"))
        elif key in seen:
            rows.faults.append(Fault(spot(rows.table, line.row, KEYS[kind][0]), "households.row_twice"))
        if home is not None and _is_another(line.values[NAMED_HEAD], home):
            where = spot(rows.table, line.row, NAMED_HEAD)
            rows.faults.append(Fault(where, "households.head_of_another", params={"head": home.head_name}))
        seen.add(key)


def _is_another(named: str, home: Household) -> bool:
    """Whether the row names somebody else than the household's head; spaces within a name are none of it."""
    return bool(named) and MASK not in named and clean_search(named) != clean_search(home.head_name)


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


def groups_of(rows: RowsOnFile, kind: str) -> list[Group]:
    """The rows with which nothing is wrong: those of members by household, the others one by one."""
    faulty = rows.faulty
    found: dict[object, Group] = {}
    for home, line in rows.pairs():
        if home is not None and line.row not in faulty:
            found.setdefault(home.pk if kind == ImportKind.MEMBERS else line.row, []).append((home, line))
    return list(found.values())


def name_of(line: Line, homes: Mapping[str, Household]) -> str:
    """The person that the row names, else the head of its household."""
    home = homes.get(line.values["number"])
    return str(line.values.get("name") or (home.head_name if home else ""))
