"""Counts and rates that a person typed. Amounts of money are read by ``core.money``."""

import re
from decimal import Decimal

from yuping.core.errors import BadInput
from yuping.core.text import clean_number

_WHOLE = re.compile(r"[0-9]{1,9}|[0-9]{1,3}(,[0-9]{3}){1,2}")
_PLAIN = re.compile(r"([0-9]{1,9}|[0-9]{1,3}(,[0-9]{3}){1,2})(\.([0-9]+))?")


class BadNumber(BadInput):
    """A typed number that is not plain. Codes: `count_format`, `number_format` (places), `number_places` (places)."""


def parse_count(text: str) -> int:
    """The whole number that a person typed, of at most nine digits.

    Full-width digits are folded and thousands commas accepted, as in amounts; a sign, an exponent, an
    underscore and digits of other scripts are refused.
    """
    folded = clean_number(text)
    if not _WHOLE.fullmatch(folded):
        raise BadNumber("count_format")
    return int(folded.replace(",", ""))


def parse_number(text: str, *, places: int) -> Decimal:
    """The number from 0 that a person typed, with at most so many decimals; never rounded."""
    if not places:
        return Decimal(parse_count(text))
    found = _PLAIN.fullmatch(clean_number(text))
    if not found:
        raise BadNumber("number_format")
    if len(found[4] or "") > places:
        raise BadNumber("number_places", places=places)
    return Decimal(found[0].replace(",", ""))
