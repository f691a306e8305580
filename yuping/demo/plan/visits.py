"""Visits to households in the demo's year: what was found, what was agreed, what was closed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from yuping.demo.plan.cadres import PairingPlan
from yuping.demo.plan.chance import Weighted, chance, stream
from yuping.demo.plan.households import HouseholdPlan
from yuping.demo.plan.scenario import Scenario

_THEMES = Weighted({"入户走访": 46, "政策宣传": 22, "收入核算": 14, "贷款与入股说明": 12, "住房安全查看": 6})
_LAST_DAY = date(2016, 12, 23)

# Problem by class of appeal (code list appeal_class): what, what was agreed, who does it, what came of it.
_PROBLEMS = {
    "01": ("入户路泥泞，雨天出行不便", "纳入连户路硬化计划", "乡镇交通管理站", "连户路已硬化到门口"),
    "02": ("旱季饮水不稳定", "接通村集中供水管网", "县水务局", "已接通自来水，旱季正常供水"),
    "05": ("房屋漏雨，墙体开裂", "申报危房改造", "乡镇村建中心", "屋面和墙体已修缮，房屋已查看"),
    "07": ("想养殖但缺技术", "安排养殖培训并结对指导", "县畜牧中心", "已参加养殖培训，技术员上门指导"),
    "08": ("家中劳动力无稳定工作", "推荐到入股企业就业", "县人力资源和社会保障局", "已到企业上岗"),
    "09": ("孩子上学开支大", "申请教育资助", "县教育局", "教育资助已发放到户"),
    "10": ("长期服药负担重", "办理慢性病报销", "县卫生和计划生育局", "慢性病报销已办结"),
}
_PROBLEM = Weighted({"01": 20, "02": 9, "05": 11, "07": 21, "08": 17, "09": 10, "10": 12})


@dataclass(frozen=True, slots=True)
class VisitPlan:
    """A visit by the household's cadre. Without a problem its class and texts are empty."""

    household: str
    cadre: str
    date: date
    theme: str
    place: str
    people_met: str
    content: str
    problem_class: str  # appeal_class
    problem: str
    measure: str
    result: str
    responsible_unit: str
    due_on: date | None
    closed_on: date | None
    confirmed_by_household: bool


def plan_visits(
    pairings: tuple[PairingPlan, ...], households: Mapping[str, HouseholdPlan], *, scenario: Scenario
) -> tuple[VisitPlan, ...]:
    """Visits to about a third of the households, to some of them twice."""
    visits = []
    for pairing in pairings:
        rng = stream(scenario.seed, pairing.household, "visits")
        if chance(rng, 30):
            for _ in range(1 + chance(rng, 16)):
                visits.append(_visit(rng, pairing, households[pairing.household]))
    return tuple(visits)


def _visit(rng: Random, pairing: PairingPlan, household: HouseholdPlan) -> VisitPlan:
    days = max(1, (_LAST_DAY - pairing.accepted_on).days)
    day = pairing.accepted_on + timedelta(days=rng.randrange(days))
    kind = _PROBLEM.pick(rng) if chance(rng, 46) else ""
    problem, measure, unit, result = _PROBLEMS[kind] if kind else ("", "", "", "")
    closed_on = day + timedelta(days=rng.randint(5, 70)) if kind and chance(rng, 78) else None
    closed_on = closed_on if closed_on and closed_on <= _LAST_DAY else None
    theme = _THEMES.pick(rng)
    return VisitPlan(
        household=household.number,
        cadre=pairing.cadre,
        date=day,
        theme=theme,
        place=household.group,
        people_met=household.head.name,
        content=f"{theme}：到{household.group}{household.head.name}家，了解家庭{len(household.members)}口人的生产生活情况"
        + (f"，{problem}。" if problem else "。"),
        problem_class=kind,
        problem=problem,
        measure=measure,
        result=result if closed_on else "",
        responsible_unit=unit,
        due_on=day + timedelta(days=60) if kind else None,
        closed_on=closed_on,
        confirmed_by_household=closed_on is not None,
    )
