"""Income of a file year: the sums that the database computes, for showing while somebody types.

年总收入 = the ten items; 家庭纯收入 = total − business expense; per head = net / persons at the year's end, half up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from yuping.core.money import ZERO, to_fen

PROPERTY_ITEMS = ("dividend_income", "other_property_income")
TRANSFER_ITEMS = (
    "family_planning_income",
    "low_income_allowance",
    "destitute_support",
    "pension_income",
    "ecology_income",
    "other_transfer_income",
)
ITEMS = ("wage_income", "business_income", *PROPERTY_ITEMS, *TRANSFER_ITEMS)
EXPENSE = "business_expense"
# Entered beside the income and in none of its sums.
BESIDE = ("insurance_payout", "self_paid_expense")


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums in yuan; ``per_head`` is None for a household without persons."""

    property_income: Decimal
    transfer_income: Decimal
    total: Decimal
    net: Decimal
    per_head: Decimal | None


def totals(amounts: Mapping[str, Decimal], *, persons: int) -> Totals:
    """All sums of a year's income items."""
    total = sum((amounts.get(name, ZERO) for name in ITEMS), ZERO)
    net = total - amounts.get(EXPENSE, ZERO)
    return Totals(
        property_income=sum((amounts.get(name, ZERO) for name in PROPERTY_ITEMS), ZERO),
        transfer_income=sum((amounts.get(name, ZERO) for name in TRANSFER_ITEMS), ZERO),
        total=total,
        net=net,
        per_head=per_head(net, persons=persons),
    )


def per_head(net: Decimal, *, persons: int) -> Decimal | None:
    """Net income per head in yuan, half up to the fen; None without persons."""
    return to_fen(net / persons) if persons else None
