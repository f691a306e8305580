"""Workbooks as a clerk would fill them in, from facts or with cells of one's own."""

import io
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import openpyxl
from openpyxl.cell import WriteOnlyCell

from households.facts import HouseholdFacts
from households.resources.cells import ChoiceCell, CodeCell, CodesCell, YesNoCell
from households.resources.sheets import HOUSEHOLDS, MEMBERS, SHEETS, HouseholdSheet, MemberSheet, Sheet
from yuping.core.codes import label_of

Rows = list[dict[str, Any]]


def rows_of(households: Iterable[HouseholdFacts], *, year: int = 2016) -> tuple[Rows, Rows]:
    """The two sheets of households, one file year."""
    homes, people = [], []
    for household in households:
        answers = next(record for record in household.years if record.year == year)
        row = {**_attributes(household), **_attributes(answers)}
        if household.account:
            account = household.account
            row |= {"account_number": account.number, "account_kind": account.kind, "account_bank": account.bank_name}
            row["account_holder"] = household.members[account.holder].name
        homes.append(_shown(HouseholdSheet, row, year))
        for member in household.members:
            own = member.in_year(year)
            values = {**_attributes(member), **(_attributes(own) if own else {}), "number": household.number}
            people.append(_shown(MemberSheet, values, year))
    return homes, people


def _attributes(facts: object) -> dict[str, Any]:
    return {name: getattr(facts, name) for name in facts.__dataclass_fields__}


def _shown(sheet: type[Sheet], values: Mapping[str, Any], year: int) -> dict[str, Any]:
    return {
        column.column_name: _cell(column.widget, values.get(name), year) for name, column in sheet.columns().items()
    }


def _cell(widget: Any, value: Any, year: int) -> Any:
    if value is None or value == "" or value == ():
        return None
    if isinstance(widget, CodesCell):
        return "、".join(label_of(widget.code_set, code, year=year) for code in value)
    if isinstance(widget, CodeCell):
        return label_of(widget.code_set, value, year=year)
    if isinstance(widget, ChoiceCell):
        return next(label for label, code in widget.choices.items() if code == value)
    if isinstance(widget, YesNoCell):
        return "是" if value else "否"
    return float(value) if isinstance(value, Decimal) else value


def _typed(page: Any, value: Any) -> Any:
    """Text that begins like a formula, as a person types it into a text column."""
    if not isinstance(value, str) or not value.startswith("="):
        return value
    cell = WriteOnlyCell(page, value)
    cell.data_type = "s"
    return cell


def workbook(homes: Rows, people: Rows, **extra: Any) -> bytes:
    """An .xlsx with the two sheets; ``extra`` cells by address go into the sheet of households."""
    book = openpyxl.Workbook(write_only=not extra)
    for number, (title, rows) in enumerate(((HOUSEHOLDS, homes), (MEMBERS, people))):
        page = book.create_sheet(title, number)
        headings = list(rows[0]) if rows else [column.column_name for column in SHEETS[number].columns().values()]
        page.append(headings)
        for row in rows:
            page.append([_typed(page, row.get(heading)) for heading in headings])
        for address, value in extra.items() if title == HOUSEHOLDS else ():
            page[address] = value
    if "Sheet" in book.sheetnames:
        del book["Sheet"]
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
