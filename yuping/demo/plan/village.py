"""One village: its households, drawn from the village's row of the plan."""

from datetime import date, timedelta
from random import Random

from yuping.demo.plan.chance import chance, stream
from yuping.demo.plan.families import draw_sizes
from yuping.demo.plan.hard_cases import with_hard_cases
from yuping.demo.plan.household_draw import HouseholdDraw
from yuping.demo.plan.households import INVESTED, NO_MODE, POOLED, SELF_CHOSEN, HouseholdPlan
from yuping.demo.plan.numbers import IdentityBook
from yuping.demo.plan.scenario import Scenario, VillageTarget

_GROUP_NAMES = tuple(
    f"{name}组"
    for line in (
        "岩脚,大坡,桥头,水井湾,老屋场,新屋,对门寨,上寨,下寨,中寨,茶园,枫木坳,油榨房,石板滩,河边,田坝",
        "大院,坡背,竹林,沙湾,冲头,冲口,堰塘,马鞍,长坡,观音山,白岩,花桥,龙井,瓦厂",
    )
    for name in line.split(",")
)


def group_names(target: VillageTarget, *, seed: int) -> tuple[str, ...]:
    """Names of a village's groups: four to nine, one for about each dozen registered households."""
    rng = stream(seed, target.code, "groups")
    number = max(4, min(9, target.households // 12))
    return tuple(rng.sample(_GROUP_NAMES, number))


def plan_village(target: VillageTarget, *, scenario: Scenario) -> list[HouseholdPlan]:
    """The households of one village, as many as its row says, with the persons and modes of the row."""
    rng = stream(scenario.seed, target.code, "households")
    sizes = draw_sizes(rng, households=target.households, persons=target.persons)
    modes = _modes(rng, target, sizes=sizes)
    groups = group_names(target, seed=scenario.seed)
    book = IdentityBook(target.order)
    households = [
        HouseholdDraw(
            target=target,
            scenario=scenario,
            serial=serial,
            size=size,
            mode=mode,
            group=groups[(serial - 1) * len(groups) // target.households],
            registered_on=_registered_on(stream(scenario.seed, target.code, serial, "registered"), mode=mode),
            book=book,
        ).household()
        for serial, (size, mode) in enumerate(zip(sizes, modes, strict=True), start=1)
    ]
    return with_hard_cases(households, book=book)


def _modes(rng: Random, target: VillageTarget, *, sizes: list[int]) -> list[str]:
    """Ways of taking part, as many of each as the row says; who lives alone borrows less often."""
    order = sorted(range(target.households), key=lambda n: (rng.randrange(1000) + 420 * (sizes[n] == 1), n))
    counts = (
        (INVESTED, target.invested),
        (POOLED, target.pooled - target.invested),
        (SELF_CHOSEN, target.self_chosen),
        (NO_MODE, target.households - target.pooled - target.self_chosen),
    )
    ranked = [mode for mode, number in counts for _ in range(number)]
    modes = dict(zip(order, ranked, strict=True))
    return [modes[place] for place in range(target.households)]


def _registered_on(rng: Random, *, mode: str) -> date:
    """When the household was registered: before any loan, for the others as late as autumn of the demo's year."""
    if chance(rng, 72):
        return date(2014, 4, 14) + timedelta(days=rng.randrange(190))
    if chance(rng, 66) or mode != NO_MODE:
        return date(2015, 5, 11) + timedelta(days=rng.randrange(200))
    return date(2016, 2, 15) + timedelta(days=rng.randrange(270))
