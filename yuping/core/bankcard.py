"""Bank account numbers: cards (16 to 19 digits with the Luhn check, ISO 7812) and passbooks (一折通).

Passbook numbers follow no public check. A slip in one cannot be seen from the digits, so `passes_check`
only tells the screen to ask for the number twice; for a card the check decides.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from yuping.core.errors import BadInput
from yuping.core.text import compact_number


class AccountKind(StrEnum):
    """What the payee holds."""

    CARD = "card"
    PASSBOOK = "passbook"


class BadAccount(BadInput):
    """A typed account number that cannot be one.

    Codes: `account_characters`, `account_length` (shortest, longest), `account_check`.
    """


@dataclass(frozen=True, slots=True)
class AccountNumber:
    """An account number in plain digits; `passes_check` is False only for a passbook outside Luhn."""

    number: str = field(repr=False)
    kind: AccountKind
    passes_check: bool


_LENGTHS = {AccountKind.CARD: range(16, 20), AccountKind.PASSBOOK: range(8, 31)}


def parse_account(text: str, *, kind: AccountKind) -> AccountNumber:
    """Read a typed account number; full-width digits and spaces are folded. Raises `BadAccount`."""
    number = compact_number(text)
    if not re.fullmatch(r"[0-9]+", number):
        raise BadAccount("account_characters")
    allowed = _LENGTHS[kind]
    if len(number) not in allowed:
        raise BadAccount("account_length", shortest=allowed[0], longest=allowed[-1])
    passes_check = luhn_sum(number) == 0
    if kind is AccountKind.CARD and not passes_check:
        raise BadAccount("account_check")
    return AccountNumber(number=number, kind=kind, passes_check=passes_check)


def luhn_sum(digits: str) -> int:
    """The Luhn sum modulo 10; 0 for a number whose check digit holds."""
    total = 0
    for place, char in enumerate(reversed(digits)):
        doubled = int(char) * (1 + place % 2)
        total += doubled // 10 + doubled % 10
    return total % 10


def make_card(body: str) -> str:
    """Append the Luhn check digit to the digits of a card number."""
    return body + str(-luhn_sum(body + "0") % 10)


def mask_account(number: str) -> str:
    """The number for showing: stars and the last four digits; a number too short for that is all stars."""
    shown = number[-4:] if len(number) >= 8 else ""
    return "*" * (len(number) - len(shown)) + shown
