"""Unified social credit codes (统一社会信用代码, GB 32100-2015) of enterprises and collectives.

18 characters without I, O, S, V, Z: registrar and kind, division (6), organisation code (9, with a check
character of its own), check character.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from yuping.core.errors import BadInput
from yuping.core.text import compact_number

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CODE = re.compile(f"[{_ALPHABET}]{{2}}[0-9]{{6}}[{_ALPHABET}]{{10}}")
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


class HolderKind(StrEnum):
    """Who holds the code, as its first two characters say."""

    AUTHORITY = "authority"
    INSTITUTION = "institution"
    ASSOCIATION = "association"
    PRIVATE_NON_ENTERPRISE = "private_non_enterprise"
    FOUNDATION = "foundation"
    ENTERPRISE = "enterprise"
    SOLE_TRADER = "sole_trader"
    COOPERATIVE = "cooperative"
    GROUP_COLLECTIVE = "group_collective"
    VILLAGE_COLLECTIVE = "village_collective"
    TOWNSHIP_COLLECTIVE = "township_collective"
    OTHER = "other"


_KINDS = {
    "11": HolderKind.AUTHORITY,
    "12": HolderKind.INSTITUTION,
    "51": HolderKind.ASSOCIATION,
    "52": HolderKind.PRIVATE_NON_ENTERPRISE,
    "53": HolderKind.FOUNDATION,
    "91": HolderKind.ENTERPRISE,
    "92": HolderKind.SOLE_TRADER,
    "93": HolderKind.COOPERATIVE,
    "N1": HolderKind.GROUP_COLLECTIVE,
    "N2": HolderKind.VILLAGE_COLLECTIVE,
    "N3": HolderKind.TOWNSHIP_COLLECTIVE,
}


class BadCreditCode(BadInput):
    """A typed credit code that cannot be one.

    Codes: `credit_code_length`, `credit_code_characters`, `credit_code_organisation` (check character of the
    organisation code), `credit_code_check` (check character of the whole).
    """


@dataclass(frozen=True, slots=True)
class CreditCode:
    """A credit code whose two check characters hold."""

    code: str
    kind: HolderKind
    division: str
    organisation: str


def parse_credit_code(text: str) -> CreditCode:
    """Read a typed credit code, folding full width, spaces and lower case. Raises `BadCreditCode`."""
    code = compact_number(text).upper()
    if len(code) != 18:
        raise BadCreditCode("credit_code_length")
    if not _CODE.fullmatch(code):
        raise BadCreditCode("credit_code_characters")
    organisation = code[8:17]
    if _organisation_check(organisation[:8]) != organisation[8]:
        raise BadCreditCode("credit_code_organisation")
    if _check(code[:17]) != code[17]:
        raise BadCreditCode("credit_code_check")
    return CreditCode(
        code=code,
        kind=_KINDS.get(code[:2], HolderKind.OTHER),
        division=code[2:8],
        organisation=organisation,
    )


def make_credit_code(kind: str, *, division: str, body: str) -> str:
    """Build a valid code from its first two characters, a division (6) and an organisation (8)."""
    first17 = f"{kind}{division}{body}{_organisation_check(body)}"
    code = first17 + _check(first17)
    if not _CODE.fullmatch(code):
        raise ValueError("the parts do not make a credit code")
    return code


def _organisation_check(body: str) -> str:
    total = sum(int(char, 36) * weight for char, weight in zip(body, _ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]


def _check(first17: str) -> str:
    total = sum(_ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(first17))
    return _ALPHABET[-total % 31]
