"""Writing lists to workbooks: numbers stay numbers, long digits stay text, and no cell runs as a formula."""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from yuping.core.text import neutralise_formula

TEXT, INTEGER, NUMBER, MONEY, DATE, TIME = "text", "integer", "number", "money", "date", "time"
TITLE_ROW, MARK_ROW, HEADER_ROW = 0, 1, 2
LAST_ROW = 1_048_575
LONGEST = 32_767

_SHANGHAI = ZoneInfo("Asia/Shanghai")
_NUMBER_FORMATS = {
    TEXT: "@",
    INTEGER: "0",
    NUMBER: "General",
    MONEY: "#,##0.00",
    DATE: "yyyy-mm-dd",
    TIME: "yyyy-mm-dd hh:mm",
}
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@dataclass(frozen=True)
class Column:
    """A column of an exported list: heading, kind of value (a constant of this module), width in characters.

    ID, account and phone numbers are `TEXT`: as numbers Excel would cut their last digits.
    """

    label: str
    kind: str = TEXT
    width: int = 14


def write_workbook(
    title: str, columns: Sequence[Column], rows: Iterable[Sequence[object]], *, watermark: str, foot: str = ""
) -> bytes:
    """The bytes of an .xlsx: title, watermark (who exported what when), headings, one line per row, and the ``foot``,
    a line below the rows for those who sign.

    Rows are written as they come, so a generator keeps memory small. The watermark also stands in the page
    footer and the file's properties. Raises `ValueError` for a row of another length than the columns and
    for text beyond what a cell holds.
    """
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, _OPTIONS) as book:
        book.set_properties({"title": title, "comments": watermark})
        sheet = book.add_worksheet(_sheet_name(title))
        _lay_out(sheet, columns, watermark)
        bold = book.add_format({"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter"})
        sheet.write_string(TITLE_ROW, 0, _text(title), book.add_format({"bold": True, "font_size": 16}))
        sheet.write_string(MARK_ROW, 0, _text(watermark), book.add_format({"font_color": "#666666"}))
        for place, column in enumerate(columns):
            sheet.write_string(HEADER_ROW, place, _text(column.label), bold)
        formats = [book.add_format({"num_format": _NUMBER_FORMATS[column.kind]}) for column in columns]
        last = HEADER_ROW
        for last, row in enumerate(rows, start=HEADER_ROW + 1):
            if last > LAST_ROW:
                raise ValueError("a sheet holds no more rows")
            for place, (column, form, value) in enumerate(zip(columns, formats, row, strict=True)):
                _write(sheet, (last, place), column.kind, form, value)
        sheet.autofilter(HEADER_ROW, 0, last, len(columns) - 1)
        if foot:
            # A blank row between them keeps it out of whatever is sorted or filtered.
            sheet.write_string(last + 2, 0, _text(foot))
    return target.getvalue()


def _lay_out(sheet: Worksheet, columns: Sequence[Column], watermark: str) -> None:
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
    sheet.freeze_panes(HEADER_ROW + 1, 0)
    sheet.repeat_rows(HEADER_ROW)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L" + watermark.replace("&", "&&")[:200] + "&R&P / &N")


def _write(sheet: Worksheet, place: tuple[int, int], kind: str, form: Format, value: object) -> None:
    if value is None or value == "":
        sheet.write_blank(*place, None, form)
    elif isinstance(value, bool | str) or (kind == TEXT and not isinstance(value, int)):
        sheet.write_string(*place, _text(str(value)), form)
    elif isinstance(value, datetime):
        sheet.write_datetime(*place, _local(value), form)
    elif isinstance(value, date):
        sheet.write_datetime(*place, value, form)
    elif isinstance(value, int | Decimal):
        sheet.write_number(*place, value, form)
    else:
        raise TypeError(f"a cell is text, a number or a date, not {type(value).__name__}")


def _text(value: str) -> str:
    text = str(neutralise_formula(value))
    if len(text) > LONGEST:
        raise ValueError("the text is longer than a cell holds")
    return text


def _local(moment: datetime) -> datetime:
    """Excel knows no time zones: a moment is written as the clock in Shanghai showed it."""
    return moment.astimezone(_SHANGHAI).replace(tzinfo=None) if moment.tzinfo else moment


def _sheet_name(title: str) -> str:
    return re.sub(r"[\[\]:*?/\\']", " ", title)[:31].strip() or "Sheet1"
