"""Workbooks that are handed out: the empty form with its lists, and the person's own file with its mistakes marked."""

import io
from collections.abc import Iterable

import openpyxl
import xlsxwriter
from django.utils.translation import gettext as _
from openpyxl.cell import Cell as SheetCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from households.resources.cells import ChoiceCell, CodeCell, CodesCell, DayCell, YesNoCell
from households.resources.reading import HEADING_WITHIN, Spot
from households.resources.sheets import MESSAGES, NUMBER, SHEETS, Column, Sheet, heading_key
from yuping.core.codes import code_list
from yuping.core.excel.guard import checked_copy
from yuping.core.text import neutralise_formula

FORM_ROWS = 6000
LISTS = "代码表"
FAULT, DOUBT = PatternFill("solid", fgColor="FFF4C7C3"), PatternFill("solid", fgColor="FFFDE9B8")
WIDE = 60


def empty_form(*, year: int) -> bytes:
    """The workbook to fill in: headings as on the official form, lists to choose from, text columns for numbers."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheets = [(sheet, book.add_worksheet(sheet.sheet_name)) for sheet in SHEETS]
        lists = _write_lists(book, year)
        bold = {"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter"}
        needed, plain = book.add_format({**bold, "bg_color": "#DCEBE8"}), book.add_format(bold)
        text, day = book.add_format({"num_format": "@"}), book.add_format({"num_format": "yyyy-mm-dd"})
        for sheet, page in sheets:
            page.freeze_panes(1, 2)
            page.set_row(0, 32)
            for place, column in enumerate(sheet.columns().values()):
                form = day if isinstance(column.widget, DayCell) else text if column.widget.as_text else None
                page.set_column(place, place, max(12, 2 * len(column.column_name) + 2), form)
                heading = f"{column.column_name}*" if column.required else column.column_name
                page.write_string(0, place, heading, needed if column.required else plain)
                _offer(page, place, column, lists)
    return target.getvalue()


def _write_lists(book: xlsxwriter.Workbook, year: int) -> dict[str, str]:
    """The official lists on a sheet of their own; set to the range of its entries."""
    page = book.add_worksheet(LISTS)
    sets = sorted(
        {
            column.widget.code_set
            for sheet in SHEETS
            for column in sheet.columns().values()
            if isinstance(column.widget, CodeCell)
        }
    )
    ranges = {}
    for place, code_set in enumerate(sets):
        labels = list(code_list(code_set, year=year).values())
        headings = [
            column.column_name
            for sheet in SHEETS
            for column in sheet.columns().values()
            if getattr(column.widget, "code_set", "") == code_set
        ]
        page.write_string(0, place, headings[0])
        for row, label in enumerate(labels, start=1):
            page.write_string(row, place, label)
        page.set_column(place, place, 18)
        letters = xlsxwriter.utility.xl_col_to_name(place)
        ranges[code_set] = f"='{LISTS}'!${letters}$2:${letters}${len(labels) + 1}"
    return ranges


def _offer(page: xlsxwriter.worksheet.Worksheet, place: int, column: Column, lists: dict[str, str]) -> None:
    widget = column.widget
    source: object = None
    if isinstance(widget, CodeCell) and not isinstance(widget, CodesCell):
        source = lists[widget.code_set]
    elif isinstance(widget, YesNoCell):
        source = ["是", "否"]
    elif isinstance(widget, ChoiceCell):
        source = list(widget.choices)
    if source is not None:
        page.data_validation(1, place, FORM_ROWS, place, {"validate": "list", "source": source})


def marked_workbook(data: bytes, remarks: Iterable[tuple[Spot, str, bool]]) -> bytes:
    """The person's own workbook: faulty cells red, doubtful ones amber, the sentences in a column of their own.

    ``remarks`` are (cell, sentence, whether it stops the import). Formulas come back as the values they had.
    """
    book = openpyxl.load_workbook(io.BytesIO(checked_copy(data)), data_only=True, keep_links=False)
    by_sheet: dict[str, list[tuple[Spot, str, bool]]] = {}
    for remark in remarks:
        by_sheet.setdefault(remark[0].sheet, []).append(remark)
    for sheet in SHEETS:
        if sheet.sheet_name in book.sheetnames and sheet.sheet_name in by_sheet:
            _mark(book[sheet.sheet_name], sheet, by_sheet[sheet.sheet_name])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _mark(page: Worksheet, sheet: type[Sheet], remarks: list[tuple[Spot, str, bool]]) -> None:
    heading, places = _headings(page)
    last = places.get(MESSAGES) or max(places.values()) + 1
    _put(page.cell(heading, last), MESSAGES)
    page.column_dimensions[page.cell(heading, last).column_letter].width = WIDE
    said: dict[int, list[str]] = {}
    for spot, sentence, stops in remarks:
        said.setdefault(spot.row, []).append(f"{spot.column}: {sentence}")
        if place := places.get(heading_key(spot.column)):
            cell = page.cell(spot.row, place)
            cell.fill = FAULT if stops else DOUBT
            cell.comment = Comment(sentence, _("check"))
    for row, sentences in said.items():
        _put(page.cell(row, last), "; ".join(sentences))


def _headings(page: Worksheet) -> tuple[int, dict[str, int]]:
    """The row of the heading, and heading to place."""
    for row in range(1, HEADING_WITHIN + 1):
        cells = {heading_key(cell.value): cell.column for cell in page[row] if cell.value is not None}
        if NUMBER in cells:
            return row, cells
    raise LookupError("a workbook that was read has a heading")


def _put(cell: SheetCell, text: str) -> None:
    cell.value = neutralise_formula(text)
    cell.data_type = "s"
