"""Workbooks that are handed out: the empty form with its lists, and the person's own file with its mistakes marked."""

import io
from collections.abc import Iterable, Mapping, Sequence

import xlsxwriter

from households.resources.cells import ChoiceCell, CodesCell, DayCell, YesNoCell
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


def _write_lists(book: xlsxwriter.Workbook, year: int, sheets: Sequence[type[Sheet]]) -> dict[object, str]:
    """What may be written into columns of words, on a sheet of its own; list to the range of its entries."""
    page = book.add_worksheet(LISTS)
    lists: dict[object, tuple[str, list[str]]] = {}
    for column in (column for sheet in sheets for column in sheet.asked_in(year)):
        if (key := _list_of(column)) and key not in lists:
            lists[key] = column.column_name, _entries(column, year)
    ranges = {}
    for place, (key, (heading, labels)) in enumerate(lists.items()):
        page.write_string(0, place, heading)
        for row, label in enumerate(labels, start=1):
            page.write_string(row, place, label)
        page.set_column(place, place, 18)
        letters = xlsxwriter.utility.xl_col_to_name(place)
        ranges[key] = f"='{LISTS}'!${letters}$2:${letters}${len(labels) + 1}"
    return ranges


def _list_of(column: Column) -> object:
    """What a column shares with others of the same list; None for one of no list."""
    widget = column.widget
    if isinstance(widget, ChoiceCell):
        return tuple(widget.choices)
    return getattr(widget, "code_set", None)


def _entries(column: Column, year: int) -> list[str]:
    widget = column.widget
    return list(widget.choices if isinstance(widget, ChoiceCell) else code_list(widget.code_set, year=year).values())


def _offer(page: xlsxwriter.worksheet.Worksheet, place: int, column: Column, lists: dict[object, str]) -> None:
    widget = column.widget
    source: object = None
    if isinstance(widget, YesNoCell):
        source = ["是", "否"]
    elif not isinstance(widget, CodesCell):
        source = lists.get(_list_of(column))
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
