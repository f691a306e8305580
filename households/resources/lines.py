"""From the rows of a table to values by field, with every cell that can't be read named."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from households.policy import Level
from households.resources.cells import is_blank
from households.resources.layouts import DITTO, Table
from yuping.core.errors import BadInput
from yuping.core.excel import Cell

YEAR_IN_TITLE = re.compile(r"(20[0-9]{2})年")
# What belongs to one person or household alone is never the same as above.
OWN = frozenset({"name", "id_number", "head_name", "head_number", "account_number", "account_holder"})


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell: sheet, row as the person counts, heading, and the place of its column."""

    sheet: str
    row: int
    column: str
    place: int = field(default=-1, compare=False)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell, or doubtful."""

    spot: Spot
    code: str
    level: Level = Level.REFUSED
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Line:
    """A row read: its number in the sheet and its values by field."""

    row: int
    values: dict[str, Any]


def spot(table: Table, row: int, name: str) -> Spot:
    """The cell of a field in a row; one whose column the file lacks is shown at the first, the household's number."""
    place = table.order.get(name)
    if place is None and name not in table.sheet.columns():
        name = next(iter(table.sheet.columns()))
        place = table.order.get(name)
    return Spot(table.title, row, table.column(name), -1 if place is None else place)


def title_year(table: Table) -> int | None:
    """The file year that stands in the rows above the heading."""
    for row in table.rows[: table.first]:
        for cell in row:
            if isinstance(cell, str) and (found := YEAR_IN_TITLE.search(cell)):
                return int(found[1])
    return None


def read_lines(
    table: Table, faults: list[Fault], *, years: Callable[[Mapping[str, Any]], int | None], optional: Sequence[str] = ()
) -> list[Line]:
    """Every row of a table; ``years`` finds the file year of a row whose columns don't hold it.

    A required cell that is blank is a fault, unless its field is ``optional``.
    """
    reader = _Reader(table, faults, optional)
    return [reader.line(row, cells, years) for row, cells in table.lines(reader.own)]


@dataclass(slots=True)
class _Plan:
    """How a column of the file is read."""

    name: str
    widget: Any
    place: int
    required: bool
    own: bool


class _Reader:
    """Reads the rows of one table; what a cell says is worked out once for each value that comes again."""

    def __init__(self, table: Table, faults: list[Fault], optional: Sequence[str]) -> None:
        columns = table.sheet.columns()
        self.table, self.faults = table, faults
        self.blanks = {name: column.widget.blank for name, column in columns.items()}
        self.plan = [
            _Plan(name, column.widget, table.order[name], column.required and name not in optional, name in OWN)
            for name, column in columns.items()
            if name in table.order
        ]
        self.own = [plan.place for plan in self.plan if plan.own]
        self.known: dict[tuple[Any, ...], Any] = {}

    def line(self, row: int, cells: Sequence[Cell], years: Callable[[Mapping[str, Any]], int | None]) -> Line:
        values: dict[str, Any] = dict(self.blanks)
        for plan in self.plan:
            cell = cells[plan.place]
            if cell == "" or is_blank(cell):
                if plan.required:
                    self.faults.append(Fault(spot(self.table, row, plan.name), "households.required"))
            else:
                try:
                    values[plan.name] = self._read(plan, cell, values)
                except BadInput as error:
                    where = spot(self.table, row, plan.name)
                    self.faults.append(Fault(where, error.code, params=error.params))
            if plan.name == "number":
                values["year"] = years(values)
        return Line(row, values)

    def _read(self, plan: _Plan, cell: Cell, values: Mapping[str, Any]) -> Any:
        if not plan.widget.repeats:
            if plan.own and isinstance(cell, str) and cell.strip() in DITTO:
                raise BadInput("households.ditto_here")
            return plan.widget.read(cell, values)
        # 1, TRUE and 1.0 are equal and are not the same.
        key = (plan.name, values["year"], type(cell), cell) if "year" in values else (plan.name, type(cell), cell)
        if key not in self.known:
            self.known[key] = plan.widget.read(cell, values)
        return self.known[key]
