"""How a cell of a household workbook is read: kinds of columns as widgets of django-import-export.

``clean`` takes the cell as the reader gives it and raises BadInput with the code of its sentence.
"""

import datetime
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from import_export import widgets

from yuping.core.bankcard import luhn_sum
from yuping.core.codes import codes_by_label
from yuping.core.errors import BadInput
from yuping.core.excel import cell_text
from yuping.core.identity import PLACEHOLDER, check_char
from yuping.core.money import ZERO, parse_yuan
from yuping.core.text import clean_line, clean_name, clean_number, compact_number

Row = Mapping[str, Any]


class Month(datetime.date):
    """The first day of a month of which no day was given."""


class Masked(str):
    """A number of which an export shows only the ends; it says whom the row means, and is never put on file."""


YES = ("是", "有", "√", "✓", "1")
NO = ("否", "无", "×", "✗", "0", "2")
YES_NO = dict.fromkeys(YES, True) | dict.fromkeys(NO, False)
# What people write into a cell that has nothing to say.
STROKES = frozenset({"/", "／", "-", "—", "——", "－", "\\", "…", "……"})
# Other systems number these lists differently, so their bare numbers say nothing.
RENUMBERED = frozenset({"cause", "ethnic_group", "household_attribute"})
# Other words that township lists use for entries of the official ones.
OTHER_WORDS = {
    "sex": {"男性": "男", "女性": "女"},
    "education": {"文盲": "文盲或半文盲", "半文盲": "文盲或半文盲", "文盲/半文盲": "文盲或半文盲"},
    "political_status": {"党员": "中共党员", "预备党员": "中共预备党员", "团员": "共青团员"},
    "relation": {
        "本人": "户主",
        "妻子": "配偶",
        "丈夫": "配偶",
        "妻": "配偶",
        "夫": "配偶",
        "儿子": "之子",
        "女儿": "之女",
    },
    "health": {"大病": "患有大病", "慢性病": "长期慢性病"},
}
# What is left of a long number that a spreadsheet program showed in its short form.
SHORTENED = re.compile(r"[0-9](\.[0-9]+)?[eE]\+[0-9]+")
WHOLE = re.compile(r"[0-9]{1,6}")
PLAIN = re.compile(r"[0-9]{1,9}(\.[0-9]{1,2})?")
UNIT = re.compile(r"(年|人|口|个月|月|户|个|亩|平方米|平方公里|㎡|m2|公里|千米|km|元)$")
DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})[日号]?( 0{1,2}:00(:00)?)?")
DAY_DIGITS = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
MONTH = re.compile(r"((?:19|20)[0-9]{2})(?:[-/.年]([0-9]{1,2})月?|([0-9]{2}))")
CODE_AND_LABEL = re.compile(r"([0-9]{1,3})[、.,:：\-_ ]*([^0-9].*)")
BARE_CODE = re.compile(r"[0-9]{1,3}")
APOSTROPHES = "'‘’`´＇"
EXACT_DIGITS = 15
# How many of a long list are named where a word is none of them; the form's sheet of lists has them all.
MOST_NAMED = 12
MASK = "*"
BETWEEN_CODES = re.compile(r"[、,，;；/\s]+")


class Cell(widgets.Widget):
    """Base of all kinds; ``blank`` is what an empty cell means, ``advice`` what the empty form says of the column."""

    blank: Any = ""
    advice = ""
    as_text = True
    # Whether the same few values come again and again, so that each need be read only once in a file.
    repeats = True

    def clean(self, value: Any, row: Row | None = None, **kwargs: Any) -> Any:
        if is_blank(value):
            return self.blank
        return self.read(value, row or {})

    def read(self, value: Any, row: Row) -> Any:
        """The value of a cell that holds something."""
        raise NotImplementedError


def words_named(words: Iterable[str]) -> str:
    """The words of a list as a refusal names them."""
    told = list(words)
    return "、".join(told[:MOST_NAMED]) + ("……" if len(told) > MOST_NAMED else "")


def is_blank(value: Any) -> bool:
    """Whether a cell says nothing: empty, spaces, or the stroke that forms are filled up with."""
    if type(value) is str:
        return not value or value in STROKES or value.isspace() or value.strip() in STROKES
    return value is None


class TextCell(Cell):
    """One line of text; a break inside the cell was made for looks."""

    def __init__(self, max_length: int = 120) -> None:
        super().__init__()
        self.max_length = max_length

    def read(self, value: Any, row: Row) -> str:
        return clean_line(_shown(value).replace("\r\n", " ").replace("\n", " "), max_length=self.max_length)


class NameCell(Cell):
    """A person's name, kept as on the identity card."""

    repeats = False

    def read(self, value: Any, row: Row) -> str:
        return clean_name(_shown(value))


class DigitsCell(Cell):
    """A long number: identity, account, phone, household number. One that Excel has rounded is refused."""

    advice = "文本格式"
    repeats = False

    def __init__(self, *, may_be_masked: bool = False) -> None:
        super().__init__()
        self.may_be_masked = may_be_masked

    def read(self, value: Any, row: Row) -> str:
        text = compact_number(_shown(value).strip().strip(APOSTROPHES)).upper()
        if MASK in text:
            if self.may_be_masked:
                return Masked(text)
            raise BadInput("households.masked")
        if SHORTENED.fullmatch(text) or self.was_rounded(text, row):
            raise BadInput("households.digits_lost")
        return text

    def was_rounded(self, text: str, row: Row) -> bool:
        """Whether text keeps what a spreadsheet program left of the number before it became text."""
        return False


class IdentityCell(DigitsCell):
    """An identity number; one of 18 digits that ends in three zeros against its check digit was rounded."""

    def read(self, value: Any, row: Row) -> str:
        placeholder = isinstance(value, int) and str(value).startswith(PLACEHOLDER)
        return super().read(str(value) if placeholder else value, row)

    def was_rounded(self, text: str, row: Row) -> bool:
        lost = len(text) == 18 and text.isascii() and text.isdigit() and text.endswith("000")
        # 999999 stands for "no number": who typed its zeros is told that, not that they were lost.
        return lost and not text.startswith(PLACEHOLDER) and check_char(text[:17]) != "0"


class AccountCell(DigitsCell):
    """A card or passbook number; a card's whose digits beyond the fifteenth are all zeros was rounded.

    A passbook's number has no check digit, so there zeros prove nothing.
    """

    def was_rounded(self, text: str, row: Row) -> bool:
        lost = 17 <= len(text) <= 19 and text.isascii() and text.isdigit() and not text[EXACT_DIGITS:].strip("0")
        return lost and row.get("account_kind") != "passbook" and luhn_sum(text) != 0


class CodeCell(Cell):
    """An entry of an official list, by label or by code; ``by_year``: as the list stood in the row's file year.

    Beside a label a number says nothing, and alone it is taken only from lists that all systems number alike.
    """

    def __init__(self, code_set: str, *, by_year: bool = False) -> None:
        super().__init__()
        self.code_set, self.by_year = code_set, by_year

    def read(self, value: Any, row: Row) -> str:
        return self._code(clean_number(_shown(value)), row)

    def _code(self, label: str, row: Row) -> str:
        year = row.get("year") if self.by_year else None
        known = codes_by_label(self.code_set, year=year or None)
        label = OTHER_WORDS.get(self.code_set, {}).get(label, label)
        code = known.get(label) or (known.get(f"{label}族") if self.code_set == "ethnic_group" else None)
        if code is not None:
            return code
        if both := CODE_AND_LABEL.fullmatch(label):
            code = known.get(both[2])
        elif self.code_set not in RENUMBERED:
            code = next((one for one in known.values() if one.lstrip("0") == label.lstrip("0")), None)
        elif BARE_CODE.fullmatch(label):
            raise BadInput("households.code_without_label", text=label, options=words_named(known))
        if code is not None:
            return code
        raise BadInput("households.label_unknown", text=label[:20], options=words_named(known))


class CodesCell(CodeCell):
    """Several entries of an official list in one cell."""

    blank = ()

    def read(self, value: Any, row: Row) -> tuple[str, ...]:
        labels = [label for label in BETWEEN_CODES.split(_shown(value)) if label]
        return tuple(dict.fromkeys(self._code(label, row) for label in labels))


class ChoiceCell(Cell):
    """One of a few fixed words; ``others`` are further words for the same."""

    def __init__(self, choices: Mapping[str, str], others: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self.choices = choices
        self._known = {clean_number(word): code for word, code in {**(others or {}), **choices}.items()}

    def read(self, value: Any, row: Row) -> str:
        text = clean_number(_shown(value))
        code = self._known.get(text) or (text if text in self.choices.values() else None)
        if code is None:
            raise BadInput("households.label_unknown", text=text[:20], options=words_named(self.choices))
        return code


class YesNoCell(Cell):
    """Yes or no; ``blank`` is None where a question may stay open."""

    def __init__(self, *, blank: bool | None = None) -> None:
        super().__init__()
        self.blank = blank

    def read(self, value: Any, row: Row) -> bool:
        if isinstance(value, bool):
            return value
        text = clean_number(_shown(value))
        if text not in YES_NO:
            raise BadInput("households.yes_or_no")
        return YES_NO[text]


class WholeCell(Cell):
    """A whole number, with or without its unit; a negative or broken one is refused, never rounded."""

    blank = None
    as_text = False

    def read(self, value: Any, row: Row) -> int:
        text = _without_unit(value)
        if isinstance(value, bool) or not WHOLE.fullmatch(text):
            raise BadInput("households.not_whole")
        return int(text)


class SizeCell(Cell):
    """A measure with at most two decimals."""

    blank = None
    as_text = False

    def read(self, value: Any, row: Row) -> Decimal:
        text = _without_unit(value)
        if isinstance(value, bool) or not PLAIN.fullmatch(text):
            raise BadInput("households.not_a_number")
        return Decimal(text)


class MoneyCell(Cell):
    """An amount in yuan; a blank one is nothing received."""

    blank = ZERO
    as_text = False

    def read(self, value: Any, row: Row) -> Decimal:
        return parse_yuan(_without_unit(value))


class DayCell(Cell):
    """A day, as a date of the spreadsheet program or typed: 2016-12-31, 2016.12.31, 20161231, 2016年12月31日.

    A month (201605, 2016.5, 1965年3月) is read as a Month: its first day, unless something else tells the day.
    """

    blank = None
    advice = "如 2016-12-31"

    def read(self, value: Any, row: Row) -> datetime.date:
        if isinstance(value, datetime.datetime):
            return value.date()
        if isinstance(value, datetime.date):
            return value
        text = clean_number(_shown(value))
        if isinstance(value, Decimal) and text.endswith(".1"):
            # A number ends without its zeros, so January and October look alike.
            raise BadInput("households.month_unclear")
        try:
            if found := DAY.fullmatch(text) or DAY_DIGITS.fullmatch(text):
                return datetime.date(*map(int, found.groups()[:3]))
            if found := MONTH.fullmatch(text):
                return Month(int(found[1]), int(found[2] or found[3]), 1)
        except ValueError:
            return _no_day()
        return _no_day()


def _without_unit(value: Any) -> str:
    return UNIT.sub("", clean_number(_shown(value)))


def _no_day() -> datetime.date:
    raise BadInput("households.not_a_date")


def _shown(value: Any) -> str:
    """The cell as a person sees it; a number that has lost digits is refused with what to do."""
    try:
        return cell_text(value)
    except BadInput:
        raise BadInput("households.digits_lost") from None
