"""Numbers of invented people: identity, certificate, account, phone. Valid in form, nobody's in fact.

Each village owns its part of every number range, so numbers never meet and a county of a few villages gives
its people the same numbers as the whole county does.
"""

from collections import Counter
from datetime import date

from yuping.core.bankcard import make_card
from yuping.core.identity import make_identity
from yuping.demo.plan.scenario import DIVISION

# A village has seven numbers for each day of birth and sex; the block behind the last village is the cadres'.
_PER_DAY = 7
CADRE_BLOCK = 70


class IdentityBook:
    """Hands out the identity numbers of one block (a village, or the cadres)."""

    def __init__(self, block: int) -> None:
        self._block = block
        self._given: Counter[tuple[date, str]] = Counter()

    def issue(self, *, birth_date: date, sex: str) -> str:
        """The next free number for a birth date and sex; raises `ValueError` when the block is used up."""
        serial = self._given[birth_date, sex]
        if serial >= _PER_DAY:
            raise ValueError("no identity number is left for this day and block")
        self._given[birth_date, sex] += 1
        sequence = (self._block * _PER_DAY + serial) * 2 + (sex == "male")
        return make_identity(DIVISION, birth_date, sequence)


def old_number(resident: str) -> str:
    """The 15-digit number that a person born in the 1900s held before: century and check digit away."""
    return resident[:6] + resident[8:17]


def certificate_number(resident: str, *, disability: str, reissued: bool = False) -> str:
    """The number of a disability certificate: identity, class and grade, and B1 when issued again."""
    return f"{resident}{disability}{'B1' if reissued else ''}"


def household_number(village: str, serial: int) -> str:
    """The household number of the national system, in the invented division."""
    return f"{DIVISION}{village[6:]}{serial:04d}"


def phone_number(village_order: int, *, serial: int, line: int = 0) -> str:
    """A phone of a household: line 0 is the household's own, others belong to its members."""
    return f"19900{village_order:02d}{serial:03d}{line}"


def cadre_phone(serial: int) -> str:
    """A phone of a cadre."""
    return f"19901{serial:06d}"


def card_number(village: str, *, serial: int, spare: int) -> str:
    """A bank card of an invented issuer with its check digit."""
    return make_card(f"622999{village[6:]}{serial:04d}{spare:02d}")


def passbook_number(village: str, *, serial: int) -> str:
    """A passbook of an invented branch; passbooks have no check digit."""
    return f"2520699{village[6:]}{serial:04d}"
