"""Values of the entered indicators of each village; the derived ones are recomputed from rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from yuping.demo.plan.chance import stream
from yuping.demo.plan.collective import VillageGroupPlan
from yuping.demo.plan.scenario import Scenario, VillageTarget, fixture

ENTERED_ON, REVIEWED_ON = date(2016, 12, 12), date(2016, 12, 20)
_INDUSTRIES = {
    "01": "优质水稻",
    "02": "生猪养殖",
    "03": "黄桃",
    "04": "茶叶",
    "05": "食用菌",
    "06": "中药材",
    "08": "乡村旅游",
}


@dataclass(frozen=True, slots=True)
class IndicatorValuePlan:
    """One entered value: a number, or a code with a text. Reporter and reviewer are cadres' keys."""

    village: str
    indicator: str
    year: int
    number: Decimal | None
    code: str
    text: str
    reporter: str
    reviewer: str
    entered_on: date
    reviewed_on: date


def plan_indicators(
    target: VillageTarget, *, groups: Iterable[VillageGroupPlan], scenario: Scenario
) -> list[IndicatorValuePlan]:
    """A value for every indicator whose origin is manual."""
    rng = stream(scenario.seed, target.code, "indicators")
    roads = [group.hard_road for group in groups]
    households = target.households * rng.randint(33, 62) // 10
    industry = rng.choice(list(_INDUSTRIES))
    numbers = {
        "A01": Decimal(households),
        "A02": Decimal(households * rng.randint(34, 43) // 10),
        "A08": Decimal(rng.randint(1, 9)),
        "B12": Decimal(rng.randint(610000, 985000)) / 100,
        "B16": Decimal(rng.randint(1, 5)),
        "B18": Decimal(target.households * rng.randint(35, 80) // 100),
        "C23": (Decimal(100 * sum(roads)) / len(roads)).quantize(Decimal("0.01")),
        "C24": Decimal(rng.randint(1, 2)),
        "C25": Decimal(target.self_chosen + rng.randint(0, 12)),
    }
    manual = [row["code"] for row in fixture("indicators")["rows"] if row["origin"] == "manual"]
    return [
        IndicatorValuePlan(
            village=target.code,
            indicator=code,
            year=scenario.as_of.year,
            number=numbers.get(code),
            code=industry if code == "B17" else "",
            text=_INDUSTRIES[industry] if code == "B17" else "",
            reporter=f"V{target.code[6:]}01",
            reviewer=f"T{target.township[6:]}2",
            entered_on=ENTERED_ON,
            reviewed_on=REVIEWED_ON,
        )
        for code in manual
    ]
