"""Workbooks that are handed out: the empty form with its lists, and the person's own file with its mistakes marked."""

import io
from collections.abc import Iterable, Mapping, Sequence

import xlsxwriter

from households.resources.cells import ChoiceCell, CodeCell, CodesCell, DayCell, YesNoCell
from households.resources.lines import Spot
from households.resources.sheets import MESSAGES, SHEETS, Column, Sheet
from yuping.core.codes import code_list
from yuping.core.excel.marking import DOUBTS, STOPS, Marks, marked_copy

FORM_ROWS = 6000
LISTS = "代码表"


def empty_form(*, year: int, sheets: Sequence[type[Sheet]] = SHEETS) -> bytes:
    """The workbook to fill in: headings as on the official form, lists to choose from, text columns for numbers."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        pages = [(sheet, book.add_worksheet(sheet.sheet_name)) for sheet in sheets]
        lists = _write_lists(book, year, sheets)
        bold = {"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter"}
        needed, plain = book.add_format({**bold, "bg_color": "#DCEBE8"}), book.add_format(bold)
        text, day = book.add_format({"num_format": "@"}), book.add_format({"num_format": "yyyy-mm-dd"})
        for sheet, page in pages:
            page.freeze_panes(1, 2)
            page.set_row(0, 32)
            for place, column in enumerate(sheet.asked_in(year)):
                form = day if isinstance(column.widget, DayCell) else text if column.widget.as_text else None
                page.set_column(place, place, max(12, 2 * len(column.column_name) + 2), form)
                heading = f"{column.column_name}*" if column.required else column.column_name
                page.write_string(0, place, heading, needed if column.required else plain)
                _offer(page, place, column, lists)
    return target.getvalue()


def _write_lists(book: xlsxwriter.Workbook, year: int, sheets: Sequence[type[Sheet]]) -> dict[str, str]:
    """The official lists on a sheet of their own; set to the range of its entries."""
    page = book.add_worksheet(LISTS)
    sets = sorted(
        {
            column.widget.code_set
            for sheet in sheets
            for column in sheet.asked_in(year)
            if isinstance(column.widget, CodeCell)
        }
    )
    ranges = {}
    for place, code_set in enumerate(sets):
        labels = list(code_list(code_set, year=year).values())
        headings = [
            column.column_name
            for sheet in sheets
            for column in sheet.asked_in(year)
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


def marked_workbook(
    data: bytes, tables: Mapping[str, Sequence[int]], remarks: Iterable[tuple[Spot, str, bool]]
) -> bytes:
    """The person's own workbook: faulty cells red, doubtful ones amber, the sentences in a column of their own.

    ``tables`` holds for each sheet the row of its heading and the place of the messages; ``remarks`` are
    (cell, sentence, whether it stops the import). Formulas come back as the values they had.
    """
    marks = {title: Marks((heading, MESSAGES), place) for title, (heading, place) in tables.items()}
    for spot, sentence, stops in remarks:
        own = marks[spot.sheet]
        if spot.place >= 0 and own.cells.get((spot.row, spot.place)) != STOPS:
            own.cells[spot.row, spot.place] = STOPS if stops else DOUBTS
        own.messages[spot.row] = "; ".join(filter(None, [own.messages.get(spot.row), f"{spot.column}: {sentence}"]))
    return marked_copy(data, marks)
