"""Causes of poverty, class and status of a household: drawn among what its people and conditions bear out."""

from dataclasses import dataclass
from random import Random

from yuping.demo.plan.chance import Weighted, chance
from yuping.demo.plan.people import MemberYearPlan
from yuping.demo.plan.traits import CHRONIC, DISABLED, SERIOUS

ILLNESS, DISABILITY, SCHOOLING, DISASTER, LAND, WATER, SKILL, LABOUR, MONEY, TRAFFIC, DRIVE = (
    str(code) for code in range(1, 12)
)
# Codes of exit_flag and household_attribute.
NOT_OUT, OUT, ABOUT_TO_LEAVE, RETURNED = "1", "2", "3", "4"
ORDINARY_POOR, LOW_INCOME, FIVE_GUARANTEES, LOW_INCOME_ABLE = "1", "2", "3", "4"

_ABLE = {"1", "2"}
_SKILLED = "2"
_STATUS = Weighted(
    {
        (NOT_OUT, 0): 675,
        (OUT, 2014): 55,
        (OUT, 2015): 110,
        (OUT, 2016): 90,
        (ABOUT_TO_LEAVE, 0): 70,
        (RETURNED, 2015): 10,
    }
)
_PLANNED = Weighted({2017: 55, 2018: 30, 2019: 15})


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a household stands with poverty: status code and the years that go with it."""

    exit_flag: str
    exit_year: int | None
    planned_exit_year: int | None
    return_year: int | None

    @property
    def out(self) -> bool:
        """Whether the household has left poverty."""
        return self.exit_flag == OUT


def draw_standing(rng: Random, *, registered: int) -> Standing:
    """The status of a household at the end of the demo's year; nobody leaves poverty before entry."""
    flag, year = _STATUS.pick(rng)
    if year and year - (flag == RETURNED) < registered:
        flag = NOT_OUT
    if flag == OUT:
        return Standing(exit_flag=flag, exit_year=year, planned_exit_year=year, return_year=None)
    if flag == RETURNED:
        return Standing(exit_flag=flag, exit_year=year - 1, planned_exit_year=2017, return_year=year)
    planned = 2017 if flag == ABOUT_TO_LEAVE else _PLANNED.pick(rng)
    return Standing(exit_flag=flag, exit_year=None, planned_exit_year=planned, return_year=None)


def draw_causes(
    rng: Random, members: list[MemberYearPlan], *, scarce_land: bool, bad_road: bool, dry: bool
) -> tuple[str, ...]:
    """The main cause and up to two others, all different, each with its ground in the file."""
    skills = [member.labour_skill for member in members if member.labour_skill in _ABLE]
    able, all_skilled = len(skills), set(skills) == {_SKILLED}
    ill = sum(bool({CHRONIC, SERIOUS} & set(member.health)) for member in members)
    weights = {
        ILLNESS: 42 if ill else 0,
        DISABILITY: 46 if any(DISABLED in member.health for member in members) else 0,
        SCHOOLING: 20 if any(member.school_status not in {"", "02", "03"} for member in members) else 0,
        LABOUR: 62 if able * 4 <= len(members) else 0,
        LAND: 7 if scarce_land else 0,
        TRAFFIC: 6 if bad_road else 0,
        SKILL: 0 if able and all_skilled else 27 if able else 5,
        MONEY: 26 if able else 6,
        DRIVE: 5 if able else 0,
        DISASTER: 1,
        WATER: 8 if dry else 0,
    }
    number = 1 + chance(rng, 58) + chance(rng, 14)
    drawn: list[str] = []
    while len(drawn) < number:
        cause = Weighted({cause: weight for cause, weight in weights.items() if weight}).pick(rng)
        drawn.append(cause)
        weights[cause] = 0
        if not any(weights.values()):
            break
    return tuple(drawn)


def attribute(members: list[MemberYearPlan], *, five_guarantees: bool, year: int) -> str:
    """The class of the household from who receives what; the list of 2017 knows no class of its own for the able."""
    if five_guarantees:
        return FIVE_GUARANTEES
    if not any(member.low_income_aid for member in members):
        return ORDINARY_POOR
    able = year < 2017 and any(member.labour_skill in _ABLE for member in members)
    return LOW_INCOME_ABLE if able else LOW_INCOME
