"""How a cell of a household workbook is read: kinds of columns as widgets of django-import-export.

``clean`` takes the cell as the reader gives it and raises BadInput with the code of its sentence.
"""

import datetime
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from import_export import widgets

from yuping.core.codes import codes_by_label
from yuping.core.errors import BadInput
from yuping.core.excel import cell_text
from yuping.core.money import ZERO, parse_yuan
from yuping.core.text import clean_line, clean_name, clean_number, compact_number

Row = Mapping[str, Any]

YES_NO = {"是": True, "否": False, "有": True, "无": False}
# What is left of a long number that a spreadsheet program showed in its short form.
SHORTENED = re.compile(r"[0-9](\.[0-9]+)?[eE]\+[0-9]+")
WHOLE = re.compile(r"[0-9]{1,6}")
PLAIN = re.compile(r"[0-9]{1,9}(\.[0-9]{1,2})?")
DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
DAY_DIGITS = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
BETWEEN_CODES = re.compile(r"[、,，;；/\s]+")


class Cell(widgets.Widget):
    """Base of all kinds; ``blank`` is what an empty cell means, ``advice`` what the empty form says of the column."""

    blank: Any = ""
    advice = ""
    as_text = True

    def clean(self, value: Any, row: Row | None = None, **kwargs: Any) -> Any:
        if value == "" or value is None or (isinstance(value, str) and not value.strip()):
            return self.blank
        return self.read(value, row or {})

    def read(self, value: Any, row: Row) -> Any:
        """The value of a cell that holds something."""
        raise NotImplementedError


class TextCell(Cell):
    """One line of text."""

    def __init__(self, max_length: int = 120) -> None:
        super().__init__()
        self.max_length = max_length

    def read(self, value: Any, row: Row) -> str:
        return clean_line(_shown(value), max_length=self.max_length)


class NameCell(Cell):
    """A person's name, kept as on the identity card."""

    def read(self, value: Any, row: Row) -> str:
        return clean_name(_shown(value))


class DigitsCell(Cell):
    """A long number: identity, account, phone, household number. One that Excel has rounded is refused."""

    advice = "文本格式"

    def read(self, value: Any, row: Row) -> str:
        text = compact_number(_shown(value)).upper()
        if SHORTENED.fullmatch(text):
            raise BadInput("households.digits_lost")
        return text


class CodeCell(Cell):
    """An entry of an official list, by its label; ``by_year``: as the list stood in the row's file year."""

    def __init__(self, code_set: str, *, by_year: bool = False) -> None:
        super().__init__()
        self.code_set, self.by_year = code_set, by_year

    def read(self, value: Any, row: Row) -> str:
        return self._code(clean_number(_shown(value)), row)

    def _code(self, label: str, row: Row) -> str:
        year = row.get("year") if self.by_year else None
        code = codes_by_label(self.code_set, year=year or None).get(label)
        if code is not None:
            return code
        raise BadInput("households.label_unknown", text=label[:20])


class CodesCell(CodeCell):
    """Several entries of an official list in one cell."""

    blank = ()

    def read(self, value: Any, row: Row) -> tuple[str, ...]:
        labels = [label for label in BETWEEN_CODES.split(_shown(value)) if label]
        return tuple(dict.fromkeys(self._code(label, row) for label in labels))


class ChoiceCell(Cell):
    """One of a few fixed words."""

    def __init__(self, choices: Mapping[str, str]) -> None:
        super().__init__()
        self.choices = choices

    def read(self, value: Any, row: Row) -> str:
        text = clean_number(_shown(value))
        if text not in self.choices:
            raise BadInput("households.label_unknown", text=text[:20])
        return self.choices[text]


class YesNoCell(Cell):
    """Yes or no; ``blank`` is None where a question may stay open."""

    def __init__(self, *, blank: bool | None = None) -> None:
        super().__init__()
        self.blank = blank

    def read(self, value: Any, row: Row) -> bool:
        if isinstance(value, bool):
            return value
        text = _shown(value).strip()
        if text not in YES_NO:
            raise BadInput("households.yes_or_no")
        return YES_NO[text]


class WholeCell(Cell):
    """A whole number; a negative or broken one is refused, never rounded."""

    blank = None
    as_text = False

    def read(self, value: Any, row: Row) -> int:
        text = clean_number(_shown(value))
        if isinstance(value, bool) or not WHOLE.fullmatch(text):
            raise BadInput("households.not_whole")
        return int(text)


class SizeCell(Cell):
    """A measure with at most two decimals."""

    blank = None
    as_text = False

    def read(self, value: Any, row: Row) -> Decimal:
        text = clean_number(_shown(value))
        if isinstance(value, bool) or not PLAIN.fullmatch(text):
            raise BadInput("households.not_a_number")
        return Decimal(text)


class MoneyCell(Cell):
    """An amount in yuan; a blank one is nothing received."""

    blank = ZERO
    as_text = False

    def read(self, value: Any, row: Row) -> Decimal:
        return parse_yuan(_shown(value))


class DayCell(Cell):
    """A day, as a date of the spreadsheet program or typed as 2016-12-31."""

    blank = None
    advice = "如 2016-12-31"

    def read(self, value: Any, row: Row) -> datetime.date:
        if isinstance(value, datetime.datetime):
            return value.date()
        if isinstance(value, datetime.date):
            return value
        text = clean_number(_shown(value))
        found = DAY.fullmatch(text) or DAY_DIGITS.fullmatch(text)
        try:
            return datetime.date(*map(int, found.groups())) if found else _no_day()
        except ValueError:
            return _no_day()


def _no_day() -> datetime.date:
    raise BadInput("households.not_a_date")


def _shown(value: Any) -> str:
    """The cell as a person sees it; a number that has lost digits is refused with what to do."""
    try:
        return cell_text(value)
    except BadInput:
        raise BadInput("households.digits_lost") from None
