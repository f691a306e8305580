"""What an agreement owes and when, as plain rows. Pure."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from dividends.policy import Edition


class Part(StrEnum):
    """What an instalment is for."""

    DIVIDEND = "dividend"
    PRINCIPAL = "principal"


@dataclass(frozen=True)
class Due:
    """One due date of one household: its own part, its village's part, or the principal at maturity (yuan)."""

    number: int
    part: Part
    year: int
    due_on: datetime.date
    household_amount: Decimal
    village_amount: Decimal
    principal_amount: Decimal


ZERO = Decimal("0.00")


def years_after(day: datetime.date, years: int) -> datetime.date:
    """The same day so many years later; 29 February becomes the 28th in an ordinary year."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def schedule(edition: Edition, *, first_due: datetime.date, matures_on: datetime.date) -> list[Due]:
    """The edition's yearly dividends from ``first_due`` on, then the principal at maturity."""
    rows = []
    for number in range(1, edition.years + 1):
        due_on = years_after(first_due, number - 1)
        rows.append(
            Due(
                number=number,
                part=Part.DIVIDEND,
                year=due_on.year,
                due_on=due_on,
                household_amount=edition.household_dividend,
                village_amount=edition.village_dividend,
                principal_amount=ZERO,
            )
        )
    rows.append(
        Due(
            number=edition.years + 1,
            part=Part.PRINCIPAL,
            year=matures_on.year,
            due_on=matures_on,
            household_amount=ZERO,
            village_amount=ZERO,
            principal_amount=edition.principal,
        )
    )
    return rows
