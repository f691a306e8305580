"""Reading the rows of an uploaded workbook (.xlsx, .xls, or .csv in UTF-8 or GB18030) as plain values."""

import csv
import io
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum, load_workbook

from yuping.core.errors import BadInput
from yuping.core.excel.compound import SIGNATURE
from yuping.core.excel.guard import checked_copy, in_turn
from yuping.core.excel.limits import MAX_AREA, MAX_BYTES, MAX_COLUMNS, MAX_ROWS, MEGABYTE, BadWorkbook
from yuping.core.excel.records import checked_records

Cell = str | int | Decimal | bool | date | datetime | time | timedelta
Rows = list[list[Cell]]

_ZIP = b"PK\x03\x04"
XLSX, XLS, CSV = ".xlsx", ".xls", ".csv"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# The one sheet of a .csv has no name.
NAMELESS = ""
_MARKUP = (b"<", b"{", b"%PDF", b"\x89PNG", b"\xff\xd8\xff")
_EXACT_DIGITS = 15
_MAX_CELL = 32_767


class BadCell(BadInput):
    """A cell whose value cannot be trusted. Code: `cell_lost_digits` (a long number that Excel rounded)."""


def read_sheet(data: bytes, *, name: str = "", sheet: str = "") -> Rows:
    """The rows of one sheet; see ``read_book``. Without ``sheet`` the first visible one."""
    found = read_book(data, name=name, wanted=(lambda title: title == sheet) if sheet else None)
    if not found:
        raise BadWorkbook("file_no_sheet", sheet=sheet)
    return next(iter(found.values()))


def read_book(data: bytes, *, name: str = "", wanted: Callable[[str], bool] | None = None) -> dict[str, Rows]:
    """The visible sheets by title, each from A1 on, all rows of the same width, without blank rows at the end.

    `name` is the uploaded file's name, checked against its content; ``wanted`` chooses sheets by their titles.
    Blank cells are "", whole numbers int, others Decimal with the fifteen digits that Excel keeps. Text is as typed.
    A .csv has one sheet without title, which is always read. Raises `BadWorkbook`, before parsing, for anything that
    is not such a file or too large.
    """
    kind = kind_of(data, name=name)
    if kind == CSV:
        return {NAMELESS: _without_blank_end(_read_csv(data))}
    with in_turn(data):
        clean = checked_copy(data) if kind == XLSX else checked_records(data)
        return {title: _without_blank_end(rows) for title, rows in _read_sheets(clean, wanted).items()}


def kind_of(data: bytes, *, name: str = "") -> str:
    """Which of the three kinds an upload is, by its content; raises `BadWorkbook` where its name says another."""
    if not data:
        raise BadWorkbook("file_empty")
    if len(data) > MAX_BYTES:
        raise BadWorkbook("file_too_large", limit=MAX_BYTES // MEGABYTE)
    ending = f".{name.lower().rpartition('.')[2]}" if name else ""
    if ending and ending not in (XLSX, XLS, CSV):
        raise BadWorkbook("file_type")
    kind = XLSX if data.startswith(_ZIP) else XLS if data.startswith(SIGNATURE) else CSV
    # What Excel protects with a password lies in a container of the old kind, under the new name.
    if kind == XLS and _ENCRYPTED in data:
        raise BadWorkbook("file_encrypted")
    if ending and kind != ending:
        raise BadWorkbook("file_type")
    return kind


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


def _read_sheets(clean: bytes, wanted: Callable[[str], bool] | None) -> dict[str, Rows]:
    try:
        with load_workbook(io.BytesIO(clean)) as book:
            names = [
                found.name
                for found in book.sheets_metadata
                if found.typ == SheetTypeEnum.WorkSheet and found.visible == SheetVisibleEnum.Visible
            ]
            if not names:
                raise BadWorkbook("file_no_sheet", sheet="")
            chosen = [name for name in names if wanted is None or wanted(name)]
            read = dict(_rows_of(book, chosen))
    except CalamineError:
        raise BadWorkbook("file_damaged") from None
    except BaseException as error:
        # The parser's own panic is no Exception; anything else that ends the process is not for us to stop.
        if type(error).__name__ != "PanicException":
            raise
        raise BadWorkbook("file_damaged") from None
    return read


def _rows_of(book: CalamineWorkbook, names: Iterable[str]) -> Iterator[tuple[str, Rows]]:
    """The rows of these sheets. A cell in the far corner of each of fifty makes a hundred million blank places."""
    area = 0
    for name in names:
        sheet = book.get_sheet_by_name(name)
        area += sheet.total_height * sheet.total_width
        if area > MAX_AREA:
            raise BadWorkbook("file_cells")
        yield name, [[_plain(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]


def _plain(value: object) -> Cell:
    if type(value) is str:
        return value
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
