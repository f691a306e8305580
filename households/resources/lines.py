"""From the rows of a table to values by field, with every cell that can't be read named."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
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
    """The cell of a field in a row; one whose column the file lacks is shown at the household's number."""
    place = table.order.get(name)
    if place is None and name not in table.sheet.columns():
        name, place = "number", table.order.get("number")
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
    columns = table.sheet.columns()
    blanks = {name: column.widget.blank for name, column in columns.items()}
    plan = [
        (name, column.widget.clean, table.order[name], column.required and name not in optional)
        for name, column in columns.items()
        if name in table.order
    ]
    return [_line(table, row, cells, blanks, plan, faults, years) for row, cells in _rows(table)]


def _rows(table: Table) -> Iterator[tuple[int, list[Cell]]]:
    keep = [place for name, place in table.order.items() if name in OWN]
    return table.lines(keep)


def _line(
    table: Table,
    row: int,
    cells: Sequence[Cell],
    blanks: Mapping[str, Any],
    plan: Sequence[tuple[str, Callable[..., Any], int, bool]],
    faults: list[Fault],
    years: Callable[[Mapping[str, Any]], int | None],
) -> Line:
    values: dict[str, Any] = dict(blanks)
    for name, clean, place, required in plan:
        cell = cells[place]
        if cell == "" or is_blank(cell):
            if required:
                faults.append(Fault(spot(table, row, name), "households.required"))
        else:
            try:
                values[name] = _read(name, clean, cell, values)
            except BadInput as error:
                faults.append(Fault(spot(table, row, name), error.code, params=error.params))
        if name == "number":
            values["year"] = years(values)
    return Line(row, values)


def _read(name: str, clean: Callable[..., Any], cell: Cell, values: Mapping[str, Any]) -> Any:
    if isinstance(cell, str) and name in OWN and cell.strip() in DITTO:
        raise BadInput("households.ditto_here")
    return clean(cell, values)
