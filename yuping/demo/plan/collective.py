"""Village collectives: groups, accounts, income and spending of the demo's year."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from yuping.core.bankcard import make_card
from yuping.core.creditcode import make_credit_code
from yuping.demo.plan.chance import chance, stream
from yuping.demo.plan.scenario import DIVISION, Scenario, VillageTarget

_INCOME_TEXTS = {
    "operating": ("集体茶园销售收入", "集体门面经营收入", "农机服务收入", "合作社经营收入"),
    "contracted": ("鱼塘发包收入", "荒山承包款", "集体林地发包收入", "门面租金上交"),
    "tax_returns": ("农业税附加返还",),
    "subsidies": ("村级组织运转补助", "一事一议奖补", "产业发展补助"),
    "other": ("捐赠收入", "废旧物资处置收入", "存款利息"),
    "investment": ("入股合作社分红", "光伏电站收益", "集体资金入股收益"),
}
_SPENDING_TEXTS = {
    "operating": "集体茶园管护支出",
    "management": "村级办公支出",
    "welfare": "村内道路照明维修",
    "posts": "公益性岗位保洁补贴",
    "rewards": "困难家庭慰问及助学",
    "other": "会议及培训支出",
}


@dataclass(frozen=True, slots=True)
class VillageGroupPlan:
    """A group of a village."""

    village: str
    name: str
    position: int
    hard_road: bool


@dataclass(frozen=True, slots=True)
class VillageAccountPlan:
    """The bank account of a village's collective."""

    village: str
    holder_name: str
    credit_code: str
    bank: str
    number: str
    proposed_on: date
    confirmed_on: date


@dataclass(frozen=True, slots=True)
class ResolutionPlan:
    """A decision of the village on spending, with the days of its four discussions and two publications."""

    key: str
    village: str
    subject: str
    amount: Decimal
    proposed_on: date
    discussed_on: date
    deliberated_on: date
    decided_on: date
    published_on: date
    result_published_on: date
    attended: int
    votes_for: int


@dataclass(frozen=True, slots=True)
class CollectiveEntryPlan:
    """Income or spending of a collective in yuan. The dividend of the scheme is no entry here: its payout makes it."""

    village: str
    date: date
    direction: str  # income, spending
    income_class: str  # operating, contracted, tax_returns, subsidies, other, investment
    spending_class: str  # operating, management, other, welfare, posts, rewards
    amount: Decimal
    text: str
    resolution: str  # key of the resolution, for spending


def plan_groups(target: VillageTarget, group_names: tuple[str, ...], *, seed: int) -> list[VillageGroupPlan]:
    """The groups of a village, most of them with a hardened road."""
    rng = stream(seed, target.code, "roads")
    return [
        VillageGroupPlan(village=target.code, name=name, position=place, hard_road=place == 1 or chance(rng, 62))
        for place, name in enumerate(group_names, start=1)
    ]


def plan_account(target: VillageTarget) -> VillageAccountPlan:
    """The account of a village's collective at the credit union."""
    return VillageAccountPlan(
        village=target.code,
        holder_name=f"{target.name}股份经济合作社",
        credit_code=make_credit_code("N2", division=DIVISION, body=f"MF{target.code[6:]}"),
        bank="玉屏农村信用合作联社",
        number=make_card(f"622997{target.code[6:]}000000"),
        proposed_on=date(2016, 1, 6),
        confirmed_on=date(2016, 1, 8),
    )


def plan_collective(
    target: VillageTarget, *, scenario: Scenario
) -> tuple[list[ResolutionPlan], list[CollectiveEntryPlan]]:
    """Income by class as the village's row has it, and spending from what has come in by then."""
    rng = stream(scenario.seed, target.code, "collective")
    entries = [
        entry for kind, amount in target.income.items() for entry in _income(rng, target.code, kind=kind, amount=amount)
    ]
    resolutions = []
    budget = sum((entry.amount for entry in entries if entry.date < date(2016, 8, 1)), Decimal())
    for serial in range(1, 3):
        amount = Decimal(rng.randrange(8, 26) * int(budget) // 10000 * 100)
        if amount >= 500:
            spending = rng.choice(list(_SPENDING_TEXTS))
            resolution = _resolution(rng, target, serial=serial, spending=spending, amount=amount)
            resolutions.append(resolution)
            entries.append(_spending(rng, resolution, spending=spending))
    return resolutions, sorted(entries, key=lambda entry: entry.date)


def _income(rng: Random, village: str, *, kind: str, amount: Decimal) -> list[CollectiveEntryPlan]:
    """One class's income of the year in one to three sums; the cents stay with the last."""
    number = 1 if amount < 4000 else rng.randint(1, 3)
    parts = [Decimal(int(amount) // number // 100 * 100) for _ in range(number - 1)]
    parts.append(amount - sum(parts, Decimal()))
    return [
        CollectiveEntryPlan(
            village=village,
            date=date(2016, 1, 11) + timedelta(days=rng.randrange(345)),
            direction="income",
            income_class=kind,
            spending_class="",
            amount=part,
            text=rng.choice(_INCOME_TEXTS[kind]),
            resolution="",
        )
        for part in parts
    ]


def _resolution(rng: Random, target: VillageTarget, *, serial: int, spending: str, amount: Decimal) -> ResolutionPlan:
    start = date(2016, 8, 1) + timedelta(days=rng.randrange(60))
    days = [start + timedelta(days=step) for step in (0, 2, 5, 8, 9)]
    attended = rng.randint(24, 58)
    return ResolutionPlan(
        key=f"JY{target.code[6:]}{serial}",
        village=target.code,
        subject=_SPENDING_TEXTS[spending],
        amount=amount,
        proposed_on=days[0],
        discussed_on=days[1],
        deliberated_on=days[2],
        decided_on=days[3],
        published_on=days[4],
        result_published_on=days[4] + timedelta(days=40),
        attended=attended,
        votes_for=attended - rng.randint(0, attended // 6),
    )


def _spending(rng: Random, resolution: ResolutionPlan, *, spending: str) -> CollectiveEntryPlan:
    return CollectiveEntryPlan(
        village=resolution.village,
        date=resolution.published_on + timedelta(days=rng.randint(8, 30)),
        direction="spending",
        income_class="",
        spending_class=spending,
        amount=resolution.amount,
        text=resolution.subject,
        resolution=resolution.key,
    )
