"""What the demo county is made from: one row for each counted village and the dates of its year.

The numbers of a village stand in ``demo/data/village_plan.csv``. The county's totals are the sums of these
rows and stand nowhere in the demo.
"""

import csv
import json
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[1] / "data"
FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"

# Division of the invented identity numbers and credit codes: it is not assigned to any place.
DIVISION = "520699"

# The report's day: the demo county stands as of its end.
AS_OF = date(2016, 12, 31)

INCOME_CLASSES = ("operating", "contracted", "tax_returns", "subsidies", "other", "investment")


@dataclass(frozen=True, slots=True)
class VillageTarget:
    """What one village is to have: households, persons, ways of borrowing, and collective income by class.

    `income` maps classes of collective income to yuan of 2016, without the dividend of the scheme, which comes
    from its payout. `clan` is a surname frequent in the village, or empty.
    """

    order: int
    code: str
    name: str
    township: str
    households: int
    persons: int
    self_chosen: int
    pooled: int
    invested: int
    task_force: str
    clan: str
    income: dict[str, Decimal]


@dataclass(frozen=True, slots=True)
class Scenario:
    """The demo's year: which villages, and when its papers are signed and its dividend is paid."""

    villages: tuple[VillageTarget, ...]
    seed: int = 5411
    file_years: tuple[int, int] = (2016, 2017)
    as_of: date = AS_OF
    scheme: str = "5411"
    annual_rate: Decimal = Decimal("4.35")
    deposits: tuple[tuple[date, Decimal], ...] = field(
        default=(
            (date(2016, 1, 8), Decimal("8000000.00")),
            (date(2016, 3, 4), Decimal("7000000.00")),
            (date(2016, 6, 17), Decimal("5000000.00")),
        )
    )


@cache
def fixture(name: str) -> dict[str, Any]:
    """A reference fixture, parsed."""
    return json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))


@cache
def demo_data(name: str) -> dict[str, Any]:
    """A data file of the demo, parsed."""
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


@cache
def township_names() -> dict[str, str]:
    """Name of each township by its nine-digit code."""
    return {row["code"]: row["name"] for row in fixture("areas")["townships"]}


@cache
def village_targets() -> tuple[VillageTarget, ...]:
    """The rows of the village plan, in their order."""
    with (DATA / "village_plan.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(_target(order, row) for order, row in enumerate(csv.DictReader(lines)))


def _target(order: int, row: dict[str, str]) -> VillageTarget:
    return VillageTarget(
        order=order,
        code=row["village"],
        name=row["name"],
        township=row["village"][:9],
        households=int(row["households"]),
        persons=int(row["persons"]),
        self_chosen=int(row["self_chosen"]),
        pooled=int(row["pooled"]),
        invested=int(row["invested"]),
        task_force=row["task_force"],
        clan=row["clan"],
        income={kind: Decimal(row[kind]) for kind in INCOME_CLASSES if Decimal(row[kind])},
    )
