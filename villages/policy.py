"""Rules of the villages room. Pure: facts in, answers out."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

# Income that a village earns itself; subsidies and returned taxes are transfers (national statistics of 空壳村).
OPERATING_CLASSES = ("operating", "contracted", "investment", "other")

# Bands of a village's yearly income, all classes, in yuan: at least, below. The county reports 50,000 and 100,000.
BANDS: dict[str, tuple[Decimal | None, Decimal | None]] = {
    "none": (None, Decimal("0.01")),
    "below_50000": (Decimal("0.01"), Decimal("50000.00")),
    "from_50000": (Decimal("50000.00"), None),
    "50000_to_100000": (Decimal("50000.00"), Decimal("100000.00")),
    "from_100000": (Decimal("100000.00"), None),
}


def last_complete_year(on: datetime.date) -> int:
    """The last calendar year that is over at the end of the day; a year is complete on its 31 December."""
    return on.year if (on.month, on.day) == (12, 31) else on.year - 1


@dataclass(frozen=True)
class Reason:
    """One reason for a refusal; ``code`` names its sentence, ``params`` fill it."""

    code: str
    params: dict[str, object]


@dataclass(frozen=True)
class ResolutionFacts:
    """What a spending needs to know of the resolution it rests on; amounts in yuan."""

    village_code: str
    decided_on: datetime.date
    amount: Decimal
    spent: Decimal


def spending_refusals(
    *, village_code: str, date: datetime.date, amount: Decimal, resolution: ResolutionFacts | None
) -> list[Reason]:
    """Every reason why the spending does not rest on a resolution of the villagers (四议两公开)."""
    if resolution is None:
        return [Reason("village_spending_without_resolution", {})]
    reasons = []
    if resolution.village_code != village_code:
        reasons.append(Reason("village_resolution_of_another_village", {}))
    if resolution.decided_on > date:
        reasons.append(Reason("village_spending_before_resolution", {"decided_on": resolution.decided_on}))
    left = resolution.amount - resolution.spent
    if amount > left:
        reasons.append(Reason("village_spending_above_resolution", {"left": left, "amount": amount}))
    return reasons


@dataclass(frozen=True)
class Measure:
    """What an indicator's value has to look like."""

    code: str
    value_type: str
    unit: str
    decimals: int


# 有标准卫生室与文化室 counts two kinds of rooms.
LARGEST = {"C24": Decimal(2)}


def value_refusals(measure: Measure, *, number: Decimal | None, code: str, known_codes: Iterable[str]) -> list[Reason]:
    """Every reason why this is no value of the indicator."""
    named = {"indicator": measure.code}
    if measure.value_type == "code":
        fits = number is None and code in set(known_codes)
        return [] if fits else [Reason("indicator_unknown_code", named)]
    if number is None or code:
        return [Reason("indicator_number_needed", named)]
    reasons = []
    if not number.is_finite() or number < 0 or number >= Decimal(10) ** 12:
        return [Reason("indicator_out_of_range", named)]
    if number != round(number, measure.decimals):
        reasons.append(Reason("indicator_decimals", {**named, "decimals": measure.decimals}))
    largest = Decimal(100) if measure.unit == "%" else LARGEST.get(measure.code)
    if largest is not None and number > largest:
        reasons.append(Reason("indicator_too_large", {**named, "largest": int(largest)}))
    return reasons


def duty_refusals(duties: Iterable[str]) -> list[Reason]:
    """A task force has exactly one leader."""
    leaders = sum(duty == "leader" for duty in duties)
    return [] if leaders == 1 else [Reason("task_force_one_leader", {"leaders": leaders})]
