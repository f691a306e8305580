"""Identity numbers of persons: resident ID (GB 11643), 15-digit numbers, disability certificates (20, 22).

The certificate number is the resident ID, one digit for the class of disability, one for its grade and,
when the certificate was issued again, B and a digit. The first six digits name the place of first
registration, not of residence, so any division is accepted. 999999 stands in files for "no ID" and is
refused by a code of its own.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from yuping.core.errors import BadInput
from yuping.core.text import compact_number

PLACEHOLDER = "999999"
OLDEST = 120

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARS = "10X98765432"
_RESIDENT = re.compile(r"[0-9]{17}[0-9X]")
_OLD_RESIDENT = re.compile(r"[0-9]{15}")


class IdentityKind(StrEnum):
    """What the number stands on: the form of the paper the person holds."""

    RESIDENT = "resident"
    RESIDENT_15 = "resident_15"
    DISABILITY_20 = "disability_20"
    DISABILITY_22 = "disability_22"


class Sex(StrEnum):
    """The sex that the number's sequence carries: odd is male."""

    MALE = "male"
    FEMALE = "female"


class BadIdentity(BadInput):
    """A typed identity number that cannot be one.

    Codes: `identity_empty`, `identity_placeholder`, `identity_characters`, `identity_length`,
    `identity_birth_date` (no such day), `identity_future_birth`, `identity_too_old`, `identity_check_digit`,
    `identity_disability_class`, `identity_disability_grade`, `identity_disability_reissue`.
    """


@dataclass(frozen=True, slots=True)
class IdentityNumber:
    """A number that passed every check; the digits stay out of its printed form.

    `raw` is the number as the paper has it (ASCII, upper case), `canonical18` the resident ID to compare
    and search by: equal for a person's 15-digit, 18-digit and certificate number. Class and grade are None
    without certificate.
    """

    raw: str = field(repr=False)
    canonical18: str = field(repr=False)
    kind: IdentityKind
    birth_date: date = field(repr=False)
    sex: Sex
    disability_class: int | None = None
    disability_grade: int | None = None


def parse_identity(text: str, *, on: date) -> IdentityNumber:
    """Read a typed identity number as of a business date.

    Full-width digits, spaces and a lower-case x are folded. Raises `BadIdentity` with a code for each reason.
    """
    raw = compact_number(text).upper()
    if not raw:
        raise BadIdentity("identity_empty")
    if raw.startswith(PLACEHOLDER):
        raise BadIdentity("identity_placeholder")
    kind = _kind(raw)
    canonical = upgrade(raw) if kind is IdentityKind.RESIDENT_15 else raw[:18]
    birth_date = _birth_date(canonical, on=on)
    if check_char(canonical[:17]) != canonical[17]:
        raise BadIdentity("identity_check_digit")
    disability_class, disability_grade = _disability(raw[18:])
    return IdentityNumber(
        raw=raw,
        canonical18=canonical,
        kind=kind,
        birth_date=birth_date,
        sex=Sex.MALE if int(canonical[16]) % 2 else Sex.FEMALE,
        disability_class=disability_class,
        disability_grade=disability_grade,
    )


def check_char(first17: str) -> str:
    """The check character of GB 11643 for the first 17 digits of a resident ID."""
    total = sum(int(digit) * weight for digit, weight in zip(first17, _WEIGHTS, strict=True))
    return _CHECK_CHARS[total % 11]


def upgrade(fifteen: str) -> str:
    """The 18-character number of a 15-digit one: all of those were born in the 1900s."""
    first17 = f"{fifteen[:6]}19{fifteen[6:]}"
    return first17 + check_char(first17)


def make_identity(region: str, birth: date, sequence: int) -> str:
    """Build a valid resident ID from a six-digit division, a birth date and a sequence number 0 to 999."""
    if not re.fullmatch(r"[0-9]{6}", region) or not 0 <= sequence <= 999:
        raise ValueError("a resident ID needs a six-digit division and a sequence from 0 to 999")
    first17 = f"{region}{birth:%Y%m%d}{sequence:03d}"
    return first17 + check_char(first17)


def mask_identity(number: str) -> str:
    """The number for showing: the first six and the last four of the resident ID, stars between.

    What follows the resident ID in a certificate number tells the disability, so it is hidden whole. A text
    too short to be a number is all stars.
    """
    resident, certificate = number[:18], number[18:]
    if len(resident) < 15:
        return "*" * len(number)
    return resident[:6] + "*" * (len(resident) - 10) + resident[-4:] + "*" * len(certificate)


def age_on(birth: date, day: date) -> int:
    """Full years of age on a day; who was born on 29 February turns a year older on 1 March of common years.

    Negative before the birth.
    """
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def latest_birth(age: int, day: date) -> date:
    """The latest day of birth of who has this age on a day; see ``age_on``."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - age, day=28 if is_leap_day else day.day)


def _kind(raw: str) -> IdentityKind:
    if not re.fullmatch(r"[0-9A-Z]+", raw):
        raise BadIdentity("identity_characters")
    kinds = {
        15: IdentityKind.RESIDENT_15,
        18: IdentityKind.RESIDENT,
        20: IdentityKind.DISABILITY_20,
        22: IdentityKind.DISABILITY_22,
    }
    if len(raw) not in kinds:
        raise BadIdentity("identity_length")
    kind = kinds[len(raw)]
    form = _OLD_RESIDENT if kind is IdentityKind.RESIDENT_15 else _RESIDENT
    if not form.fullmatch(raw[:18]):
        raise BadIdentity("identity_characters")
    return kind


def _birth_date(canonical: str, *, on: date) -> date:
    try:
        birth_date = date(int(canonical[6:10]), int(canonical[10:12]), int(canonical[12:14]))
    except ValueError:
        raise BadIdentity("identity_birth_date") from None
    if birth_date > on:
        raise BadIdentity("identity_future_birth")
    if age_on(birth_date, on) > OLDEST:
        raise BadIdentity("identity_too_old")
    return birth_date


def _disability(tail: str) -> tuple[int | None, int | None]:
    if not tail:
        return None, None
    if tail[0] not in "1234567":
        raise BadIdentity("identity_disability_class")
    if tail[1] not in "1234":
        raise BadIdentity("identity_disability_grade")
    if tail[2:] and not re.fullmatch(r"B[1-9]", tail[2:]):
        raise BadIdentity("identity_disability_reissue")
    return int(tail[0]), int(tail[1])
