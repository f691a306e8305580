"""Reading the rows of an uploaded workbook (.xlsx, or .csv in UTF-8 or GB18030) as plain values."""

import csv
import io
import math
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from python_calamine import CalamineError, SheetTypeEnum, SheetVisibleEnum, load_workbook

from yuping.core.errors import BadInput
from yuping.core.excel.guard import checked_copy
from yuping.core.excel.limits import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, MEGABYTE, BadWorkbook

Cell = str | int | Decimal | bool | date | datetime | time | timedelta

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ENDINGS = (".xlsx", ".csv")
_MARKUP = (b"<", b"{", b"%PDF", b"\x89PNG", b"\xff\xd8\xff")
_EXACT_DIGITS = 15
_MAX_CELL = 32_767


class BadCell(BadInput):
    """A cell whose value cannot be trusted. Code: `cell_lost_digits` (a long number that Excel rounded)."""


def read_sheet(data: bytes, *, name: str = "", sheet: str = "") -> list[list[Cell]]:
    """The rows of one sheet; see ``read_sheets``. Without ``sheet`` the first visible one."""
    return read_sheets(data, [sheet], name=name)[0]


def read_sheets(data: bytes, sheets: Sequence[str], *, name: str = "") -> list[list[list[Cell]]]:
    """The rows of each sheet named, from A1 on, all of the same width, without blank rows at the end.

    `name` is the uploaded file's name, checked against its content. Blank cells are "", whole numbers int,
    others Decimal with the fifteen digits that Excel keeps. Text is as typed. A .csv has one sheet. Raises
    `BadWorkbook`, before parsing, for anything that is not such a file or too large.
    """
    if not data:
        raise BadWorkbook("file_empty")
    if len(data) > MAX_BYTES:
        raise BadWorkbook("file_too_large", limit=MAX_BYTES // MEGABYTE)
    if name and not name.lower().endswith(_ENDINGS):
        raise BadWorkbook("file_old_excel" if name.lower().endswith((".xls", ".et")) else "file_type")
    if data.startswith(_OLE):
        raise BadWorkbook("file_encrypted" if _ENCRYPTED in data else "file_old_excel")
    packed = data.startswith(_ZIP)
    if name and packed != name.lower().endswith(".xlsx"):
        raise BadWorkbook("file_type")
    found = _read_xlsx(data, sheets) if packed else [_read_csv(data)] * len(sheets)
    return [_without_blank_end(rows) for rows in found]


def cell_text(value: Cell) -> str:
    """A cell as the text that a person sees in it, for columns of IDs, accounts and phone numbers.

    Raises `BadCell` for a number of more than fifteen digits: Excel has already replaced its last digits by
    zeros.
    """
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int) and len(str(abs(value))) > _EXACT_DIGITS:
        raise BadCell("cell_lost_digits")
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value)


def _read_xlsx(data: bytes, sheets: Sequence[str]) -> list[list[list[Cell]]]:
    clean = checked_copy(data)
    try:
        with load_workbook(io.BytesIO(clean)) as book:
            names = [
                found.name
                for found in book.sheets_metadata
                if found.typ == SheetTypeEnum.WorkSheet and found.visible == SheetVisibleEnum.Visible
            ]
            missing = [sheet for sheet in sheets if sheet and sheet not in names]
            if not names or missing:
                raise BadWorkbook("file_no_sheet", sheet=missing[0] if missing else "")
            read = [book.get_sheet_by_name(sheet or names[0]).to_python(skip_empty_area=False) for sheet in sheets]
    except CalamineError:
        raise BadWorkbook("file_damaged") from None
    return [[[value if type(value) is str else _plain(value) for value in row] for row in rows] for rows in read]


def _plain(value: object) -> Cell:
    if isinstance(value, float):
        if not math.isfinite(value):
            return str(value)
        return int(value) if value.is_integer() else Decimal(f"{value:.{_EXACT_DIGITS}g}")
    if isinstance(value, datetime) and value.time() == time():
        return value.date()
    return value


def _read_csv(data: bytes) -> list[list[Cell]]:
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(_MARKUP):
        raise BadWorkbook("file_type")
    text = _decoded(data)
    head = text.partition("\n")[0]
    delimiter = max(",\t;", key=head.count)
    rows: list[list[Cell]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            if len(rows) == MAX_ROWS:
                raise BadWorkbook("file_rows", limit=MAX_ROWS)
            if len(row) > MAX_COLUMNS:
                raise BadWorkbook("file_columns", limit=MAX_COLUMNS)
            if any(len(value) > _MAX_CELL for value in row):
                raise BadWorkbook("file_cells")
            rows.append([*row])
    except csv.Error:
        raise BadWorkbook("file_damaged") from None
    width = max(map(len, rows), default=0)
    return [[*row, *[""] * (width - len(row))] for row in rows]


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if any(char in text for char in "\0\x01\x02\x03\x04\x05\x06\x07\x08"):
            raise BadWorkbook("file_type")
        return text
    raise BadWorkbook("file_encoding")


def _without_blank_end(rows: list[list[Cell]]) -> list[list[Cell]]:
    end = len(rows)
    while end and _blank(rows[end - 1]):
        end -= 1
    return rows[:end]


def _blank(row: Sequence[Cell]) -> bool:
    return all(value == "" or (isinstance(value, str) and value.isspace()) for value in row)
