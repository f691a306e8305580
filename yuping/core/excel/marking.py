"""The person's own workbook with some cells coloured and a column of messages, however large it is.

Only the rows with a mark are written anew, in the sheet's own XML, so what the person formatted stays and a county's
workbook takes a second. What the guard has not checked is not handed back: other parts fall away, and formulas come
back as the values they had. Old workbooks and lists of text come back as new workbooks with their values.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from yuping.core.excel.guard import (
    CONTENT_TYPES,
    LINK,
    WORKBOOK,
    WORKBOOK_LINKS,
    attribute,
    checked_copy,
    in_turn,
    titles_of,
)
from yuping.core.excel.reading import XLSX, Cell, kind_of, read_book
from yuping.core.text import neutralise_formula

STOPS, DOUBTS, SAYS = "FFF4C7C3", "FFFDE9B8", "FFFFFFFF"
COLOURS = (STOPS, DOUBTS, SAYS)
MESSAGE_WIDTH = 60
STYLES = "xl/styles.xml"

# What points at parts that are not handed back.
_POINTERS = re.compile(
    rb"<(drawing|legacyDrawing|legacyDrawingHF|picture|pageSetup|pivotCaches|externalReferences|smartTags)\b[^<>]*"
    rb"(?:/>|>.*?</\1>)|<(tableParts|hyperlinks|oleObjects|controls|extLst|customSheetViews)\b(?:[^<>]*/>|.*?</\2>)",
    re.DOTALL,
)
_FORMULA = re.compile(rb"<f\b(?:[^<>]*/>|[^<>]*>[^<]*</f>)")
_ROW = re.compile(rb'<row\b[^<>]*?\br="([0-9]+)"[^<>]*?(?:/>|>(.*?)</row>)', re.DOTALL)
_CELL = re.compile(rb'<c\b[^<>]*?\br="([A-Z]+)[0-9]+"[^<>]*?(?:/>|>.*?</c>)', re.DOTALL)
_STYLE = re.compile(rb'\bs="([0-9]+)"')
_FORMS = re.compile(rb"(<cellXfs\b[^<>]*>)(.*?)(</cellXfs>)", re.DOTALL)
_FORM = re.compile(rb"<xf\b[^<>]*?(?:/>|>.*?</xf>)", re.DOTALL)
_FILLS = re.compile(rb"(<fills\b[^<>]*>)(.*?)(</fills>)", re.DOTALL)


@dataclass(slots=True)
class Marks:
    """What is marked in a sheet: cells (row, place) that stop or are doubtful, and a message for rows, at ``place``.

    Rows count from 1 as a person does, places from 0. ``heading`` is the row and text over the messages.
    """

    heading: tuple[int, str]
    place: int
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    messages: dict[int, str] = field(default_factory=dict)


def marked_copy(data: bytes, marks: Mapping[str, Marks]) -> bytes:
    """The upload with its marks, by sheet, as an .xlsx. Raises `BadWorkbook` as reading does."""
    if kind_of(data) != XLSX:
        return _written(read_book(data), marks)
    with in_turn(data):
        return _marked_copy(data, marks)


def _marked_copy(data: bytes, marks: Mapping[str, Marks]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(checked_copy(data))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    if STYLES not in parts or not _FORMS.search(parts[STYLES]) or not _FILLS.search(parts[STYLES]):
        return _written(read_book(data), marks)
    styles = _Styles(parts[STYLES])
    for name, title in titles_of(parts).items():
        part = _FORMULA.sub(b"", _POINTERS.sub(b"", parts[name]))
        parts[name] = _marked(part, marks[title], styles) if title in marks else part
    parts[STYLES] = styles.part()
    _cut_loose(parts)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return target.getvalue()


def _cut_loose(parts: dict[str, bytes]) -> None:
    """Take links to parts that are not there out of the lists of parts."""
    parts[WORKBOOK] = _POINTERS.sub(b"", parts[WORKBOOK])

    def kept(link: re.Match[bytes]) -> bytes:
        path = posixpath.normpath(posixpath.join("/xl", attribute(link[0].decode(), "Target")))[1:]
        return link[0] if path in parts else b""

    def listed(entry: re.Match[bytes]) -> bytes:
        return entry[0] if attribute(entry[0].decode(), "PartName").lstrip("/") in parts else b""

    parts[WORKBOOK_LINKS] = LINK.sub(kept, parts[WORKBOOK_LINKS])
    parts[CONTENT_TYPES] = re.sub(rb"<Override\b[^<>]*/>", listed, parts[CONTENT_TYPES])


class _Styles:
    """The styles of a workbook, with further ones that differ in their fill alone."""

    def __init__(self, part: bytes) -> None:
        self.source = part
        self.forms = _FORM.findall(_FORMS.search(part)[2])
        self.fills = _FILLS.search(part)[2]
        self.first = len(re.findall(rb"<fill\b", self.fills))
        self.made: dict[tuple[int, str], int] = {}

    def filled(self, style: int, colour: str) -> int:
        """The number of the style that looks like this one with another fill."""
        key = (style, colour)
        if key not in self.made:
            form = self.forms[style] if style < len(self.forms) else self.forms[0]
            fill = self.first + COLOURS.index(colour)
            form = re.sub(rb'\s(?:fillId|applyFill)="[^"]*"', b"", form)
            form = form.replace(b"<xf", b'<xf fillId="%d" applyFill="1"' % fill, 1)
            self.forms.append(form)
            self.made[key] = len(self.forms) - 1
        return self.made[key]

    def part(self) -> bytes:
        solid = b'<fill><patternFill patternType="solid"><fgColor rgb="%s"/></patternFill></fill>'
        fills = self.fills + b"".join(solid % colour.encode() for colour in COLOURS)
        head = b'<fills count="%d">' % (self.first + len(COLOURS))
        part = _FILLS.sub(lambda _found: head + fills + b"</fills>", self.source, count=1)
        forms = b'<cellXfs count="%d">' % len(self.forms) + b"".join(self.forms) + b"</cellXfs>"
        return _FORMS.sub(lambda _found: forms, part, count=1)


def _marked(part: bytes, marks: Marks, styles: _Styles) -> bytes:
    wanted = {row for row, _place in marks.cells} | set(marks.messages) | {marks.heading[0]}
    by_row: dict[int, dict[str, str]] = {}
    for (row, place), colour in marks.cells.items():
        by_row.setdefault(row, {})[xl_col_to_name(place)] = colour
    said = {marks.heading[0]: marks.heading[1], **marks.messages}

    def anew(found: re.Match[bytes]) -> bytes:
        row = int(found[1])
        if row not in wanted or found[2] is None:
            return found[0]
        return _row(found, row, by_row.get(row, {}), said.get(row, ""), marks.place, styles)

    part = _ROW.sub(anew, part)
    # The sheet has become wider than it says.
    return re.sub(rb"<dimension\b[^<>]*/>", b"", part)


def _row(
    found: re.Match[bytes], row: int, colours: Mapping[str, str], message: str, place: int, styles: _Styles
) -> bytes:
    column = xl_col_to_name(place)

    def cell(one: re.Match[bytes]) -> bytes:
        name = one[1].decode()
        if name == column and message:
            return b""
        return _coloured(one[0], colours[name], styles) if name in colours else one[0]

    inside = _CELL.sub(cell, found[2])
    present = {name.decode() for name in re.findall(rb'<c\b[^<>]*?\br="([A-Z]+)[0-9]+"', inside)}
    new = {name: f'<c r="{name}{row}" s="{styles.filled(0, colour)}"/>' for name, colour in colours.items()}
    added = [text.encode() for name, text in new.items() if name not in present]
    if message:
        text = escape(str(neutralise_formula(message)), quote=False)
        shown = f'<c r="{column}{row}" t="inlineStr" s="{styles.filled(0, SAYS)}"><is><t>{text}</t></is></c>'
        added.append(shown.encode())
    cells = sorted([one[0] for one in _CELL.finditer(inside)] + added, key=_column_number)
    head = re.sub(rb'\sspans="[^"]*"', b"", found[0][: found[0].index(b">") + 1])
    return head + b"".join(cells) + b"</row>"


def _column_number(cell: bytes) -> int:
    number = 0
    for letter in re.search(rb'\br="([A-Z]+)', cell)[1]:
        number = number * 26 + letter - 64
    return number


def _coloured(cell: bytes, colour: str, styles: _Styles) -> bytes:
    head, end, rest = cell.partition(b">")
    old = _STYLE.search(head)
    style = styles.filled(int(old[1]) if old else 0, colour)
    head = _STYLE.sub(b"", head)
    return head.replace(b"<c", b'<c s="%d"' % style, 1) + end + rest


def _written(book: Mapping[str, Sequence[Sequence[Cell]]], marks: Mapping[str, Marks]) -> bytes:
    """A new workbook with the values of the upload."""
    target = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, {**options, "default_date_format": "yyyy-mm-dd"}) as result:
        colours = {colour: result.add_format({"bg_color": f"#{colour[2:]}"}) for colour in COLOURS[:2]}
        text = result.add_format({"num_format": "@"})
        for title, rows in book.items():
            page = result.add_worksheet(title or None)
            own = marks.get(title) or Marks((0, ""), -1)
            said = {own.heading[0]: own.heading[1], **own.messages}
            for number, row in enumerate(rows, start=1):
                for place, value in enumerate(row):
                    form = colours.get(own.cells.get((number, place), ""))
                    if place != own.place or number not in said:
                        _write(page, number - 1, place, value, form, text)
                if number in said and own.place >= 0:
                    page.write_string(number - 1, own.place, str(neutralise_formula(said[number])), text)
    return target.getvalue()


def _write(page: object, row: int, place: int, value: Cell, form: object, text: object) -> None:
    if isinstance(value, str):
        if value or form:
            page.write_string(row, place, str(neutralise_formula(value)), form or text)
    else:
        page.write(row, place, value, form)
