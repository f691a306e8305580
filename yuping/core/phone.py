"""Mobile phone numbers of the mainland: eleven digits."""

import re

from yuping.core.errors import BadInput
from yuping.core.text import compact_number

_MOBILE = re.compile(r"(?:(?:\+|00)?86)?(1[3-9][0-9]{9})")


class BadPhone(BadInput):
    """A typed phone number that is no mobile number. Codes: `phone_characters`, `phone_number`."""


def parse_phone(text: str) -> str:
    """The eleven digits of a typed mobile number, without country code and separators.

    Raises `BadPhone`.
    """
    number = compact_number(text).replace("-", "")
    if not re.fullmatch(r"\+?[0-9]+", number):
        raise BadPhone("phone_characters")
    found = _MOBILE.fullmatch(number)
    if not found:
        raise BadPhone("phone_number")
    return found[1]


def mask_phone(number: str) -> str:
    """The number for showing: the first three and the last four digits; a shorter text is all stars."""
    if len(number) < 11:
        return "*" * len(number)
    return number[:3] + "*" * (len(number) - 7) + number[-4:]
