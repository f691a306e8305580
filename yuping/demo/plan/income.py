"""A household's income by item, as the yearly file asks for it: yuan of the year before the file's.

A file of 2016 holds the income of 2015. The dividend of the scheme is left at nothing: the payout writes it.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from yuping.demo.plan.chance import chance

FEN = Decimal("0.01")
# Monthly yuan in the county around 2015: allowance per head, basic pension, care of the five-guarantees kind.
ALLOWANCE = (95, 190)
BASIC_PENSION = 70
FIVE_GUARANTEES = (260, 310)
# What a member at work brings home in the year at least.
LOWEST_WAGES = 1200


@dataclass(frozen=True, slots=True)
class IncomePlan:
    """Income and cost items of a household, in yuan, with the names of the official form."""

    wage_income: Decimal  # 工资性收入
    business_income: Decimal  # 生产经营性收入
    dividend_income: Decimal  # 资产收益扶贫分红收入
    other_property_income: Decimal  # 其他财产性收入
    family_planning_income: Decimal  # 计划生育金
    low_income_allowance: Decimal  # 低保金
    destitute_support: Decimal  # 五保金
    pension_income: Decimal  # 养老保险金
    ecology_income: Decimal  # 生态补偿金
    other_transfer_income: Decimal  # 其他转移性收入
    business_expense: Decimal  # 生产经营性支出

    @property
    def net(self) -> Decimal:
        """Net income: everything that came in, less the cost of the household's own business."""
        items = (
            self.wage_income,
            self.business_income,
            self.dividend_income,
            self.other_property_income,
            self.family_planning_income,
        )
        transfers = (self.low_income_allowance, self.destitute_support, self.pension_income, self.ecology_income)
        return sum(items, Decimal()) + sum(transfers, Decimal()) + self.other_transfer_income - self.business_expense

    def per_head(self, persons: int) -> Decimal:
        """Net income per person, half up to the fen."""
        return (self.net / persons).quantize(FEN, rounding=ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Earners:
    """What a household's income rests on: its people and its land."""

    persons: int
    workers: int  # who work away or hold a post
    able: int
    pensioners: int
    allowances: int
    five_guarantees: int
    forest: Decimal  # mu of farmland returned to forest
    couple_with_daughters: bool


def plan_income(rng: Random, *, earners: Earners, per_head: int) -> IncomePlan:
    """Income items that add up to about so much a head; transfers due by right come first."""
    allowance = sum(rng.randint(*ALLOWANCE) * 12 for _ in range(earners.allowances))
    guarantees = sum(rng.randint(*FIVE_GUARANTEES) * 12 for _ in range(earners.five_guarantees))
    pension = earners.pensioners * BASIC_PENSION * 12
    forest = (earners.forest * 125).quantize(FEN)
    planning = 960 if earners.couple_with_daughters and chance(rng, 40) else 0
    left = per_head * earners.persons - allowance - guarantees - pension - planning - int(forest)
    left = max(left, rng.randint(24, 60) * 10, LOWEST_WAGES * 5 // 4 * earners.workers)
    rent = rng.randrange(100, 500, 20) if left > 4000 and chance(rng, 6) else 0
    wages, support = _wages_and_support(rng, earners=earners, left=left - rent)
    margin = left - rent - wages - support
    cost = margin * rng.randint(28, 62) // 100
    return IncomePlan(
        wage_income=Decimal(wages),
        business_income=Decimal(margin + cost) + (Decimal("0.50") if chance(rng, 12) else 0),
        dividend_income=Decimal(0),
        other_property_income=Decimal(rent),
        family_planning_income=Decimal(planning),
        low_income_allowance=Decimal(allowance),
        destitute_support=Decimal(guarantees),
        pension_income=Decimal(pension),
        ecology_income=forest,
        other_transfer_income=Decimal(support),
        business_expense=Decimal(cost),
    )


def _wages_and_support(rng: Random, *, earners: Earners, left: int) -> tuple[int, int]:
    """Wages of members who work away or hold a post; support by relatives where nobody can work."""
    if earners.workers:
        wages = left * rng.randint(48, 88) // 1000 * 10
        return max(wages, LOWEST_WAGES * earners.workers), 0
    if not earners.able:
        return 0, left * rng.randint(30, 75) // 100
    return (left * rng.randint(5, 25) // 1000 * 10, 0) if left > 8000 and chance(rng, 30) else (0, 0)
