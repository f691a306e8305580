"""Produce that households sold with help in the demo's year: what, through whom, for how much."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from yuping.demo.plan.chance import Weighted, chance, stream
from yuping.demo.plan.households import HouseholdPlan
from yuping.demo.plan.scenario import Scenario

_FIRST_DAY, _LAST_DAY = date(2016, 3, 1), date(2016, 12, 18)
# Of a hundred households with a business of their own, how many sell with help; how many of their lines went wrong.
_SELLING, _WRONG, _RETURNED = 13, 4, 2
# The income of the file has to hold more than what is sold with help.
_LEAST_INCOME, _SHARE = Decimal(900), (15, 55)

# Produce: kind (code list sale_product), unit (sale_unit), price of one in yuan, and its weight.
_PRODUCE = {
    ("10", "土鸡", "03", "85.00"): 22,
    ("11", "土鸡蛋", "05", "1.50"): 18,
    ("05", "油茶籽", "01", "9.60"): 16,
    ("04", "茶青", "02", "18.00"): 9,
    ("02", "辣椒", "02", "3.20"): 11,
    ("03", "黄桃", "02", "4.50"): 9,
    ("06", "香菇", "01", "16.00"): 6,
    ("01", "红香米", "01", "7.80"): 9,
}
_PRODUCT = Weighted(_PRODUCE)
# Through whom: channel (code list sale_channel), buyer, and its weight.
_BUYER = Weighted(
    {
        ("01", "网店“玉屏山货”"): 30,
        ("01", "村级电商服务站"): 16,
        ("02", "乡镇种养专业合作社"): 24,
        ("03", "县教育局机关食堂"): 10,
        ("03", "县人民医院食堂"): 6,
        ("05", "散客"): 9,
        ("06", "年货展销会散客"): 5,
    }
)


@dataclass(frozen=True, slots=True)
class SalePlan:
    """One sale. ``typed_first`` is the wrong amount that was entered before it was corrected; ``returned`` says that
    the buyer sent the goods back, so that the line is withdrawn."""

    household: str
    date: date
    product: str  # sale_product
    product_name: str
    quantity: Decimal
    unit: str  # sale_unit
    channel: str  # sale_channel
    buyer: str
    amount: Decimal
    typed_first: Decimal | None
    returned: bool


def plan_sales(households: Iterable[HouseholdPlan], *, scenario: Scenario) -> tuple[SalePlan, ...]:
    """One sale or two of about every eighth household that farms, within the business income of its file."""
    sales: list[SalePlan] = []
    for household in households:
        rng = stream(scenario.seed, household.number, "sales")
        income = household.years[-1].income.business_income
        if income >= _LEAST_INCOME and chance(rng, _SELLING):
            lines = 1 + chance(rng, 35)
            share = income * rng.randint(*_SHARE) / 100 / lines
            sales += [_sale(rng, household, share) for _line in range(lines)]
    return tuple(sales)


def _sale(rng: Random, household: HouseholdPlan, share: Decimal) -> SalePlan:
    first = max(_FIRST_DAY, household.registered_on + timedelta(days=7))
    product, name, unit, price = _PRODUCT.pick(rng)
    channel, buyer = _BUYER.pick(rng)
    quantity = max(Decimal(1), (share / Decimal(price)).quantize(Decimal(1)))
    amount = (quantity * Decimal(price)).quantize(Decimal("0.01"))
    return SalePlan(
        household=household.number,
        date=first + timedelta(days=rng.randrange((_LAST_DAY - first).days)),
        product=product,
        product_name=name,
        quantity=quantity,
        unit=unit,
        channel=channel,
        buyer=buyer,
        amount=amount,
        typed_first=amount * 10 if chance(rng, _WRONG) else None,
        returned=chance(rng, _RETURNED),
    )
