"""Cadres, what each is responsible for, and the task forces. All invented."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from yuping.demo.plan import names
from yuping.demo.plan.chance import chance, stream
from yuping.demo.plan.households import HouseholdPlan
from yuping.demo.plan.numbers import cadre_phone
from yuping.demo.plan.scenario import Scenario, VillageTarget, township_names

SINCE = date(2016, 1, 4)
COUNTY = "520622"
HOUSEHOLDS_PER_CADRE = 9
FIRST_SECRETARY = "第一书记"

_LEADERS = (
    "县委书记",
    "县长",
    "县委副书记",
    "常务副县长",
    "县委常委",
    "人大常委会主任",
    "政协主席",
    "副县长",
    "副县长",
    "县委常委",
    "人大常委会副主任",
    "政协副主席",
)
_DEPARTMENTS = (
    "扶贫办",
    "财政局",
    "发展和改革局",
    "教育局",
    "民政局",
    "人力资源和社会保障局",
    "国土资源局",
    "住房和城乡建设局",
    "交通运输局",
    "水务局",
    "农牧科技局",
    "林业局",
    "商务局",
    "文体广电旅游局",
    "卫生和计划生育局",
    "审计局",
    "环境保护局",
    "统计局",
    "工业和信息化局",
    "司法局",
    "市场监督管理局",
    "安全生产监督管理局",
    "供销社",
    "残疾人联合会",
    "团县委",
    "妇女联合会",
    "总工会",
    "科学技术协会",
    "气象局",
    "档案局",
    "信访局",
    "机关事务管理局",
    "投资促进局",
    "移民开发局",
    "畜牧中心",
    "供电局",
    "烟草局",
)


@dataclass(frozen=True, slots=True)
class CadrePlan:
    """A cadre. `area_code` is the county, township or village where the office lies."""

    key: str
    name: str
    sex: str  # sex
    phone: str
    unit: str
    unit_kind: str  # helper_unit_kind
    unit_level: str  # helper_unit_level
    position: str
    rank: str  # cadre_rank
    political_status: str  # political_status
    area_code: str
    team_post: str  # village_team_post


@dataclass(frozen=True, slots=True)
class ResponsibilityPlan:
    """What a cadre answers for: county_leader (township and village), section_chief (village), stationed (village)."""

    cadre: str
    kind: str
    area_code: str
    valid_from: date


@dataclass(frozen=True, slots=True)
class PairingPlan:
    """The cadre who looks after a household."""

    household: str
    cadre: str
    from_on: date
    accepted_on: date


@dataclass(frozen=True, slots=True)
class TaskForcePlan:
    """A task force with its villages: a county leader, two deputies (department head, township deputy), members."""

    code: str
    name: str
    township: str
    founded_on: date
    leader: str
    deputies: tuple[str, ...]
    members: tuple[str, ...]
    villages: tuple[str, ...]


class Staff:
    """All cadres of the plan, by the office they hold."""

    def __init__(self, scenario: Scenario) -> None:
        self._seed = scenario.seed
        self.leaders = [
            self._cadre(
                f"L{n:02d}", n, unit="中共玉屏侗族自治县委员会、县人民政府", position=position, rank="08", area=COUNTY
            )
            for n, position in enumerate(_LEADERS, start=1)
        ]
        self.heads = [
            self._cadre(f"D{n:02d}", 100 + n, unit=f"县{unit}", position="主要负责人", rank="09", area=COUNTY)
            for n, unit in enumerate(_DEPARTMENTS, start=1)
        ]
        townships = sorted({target.township for target in scenario.villages})
        self.deputies = {code: self._township_deputies(code) for code in townships}
        self.helpers = {target.code: self._helpers(target) for target in scenario.villages}

    def everybody(self) -> tuple[CadrePlan, ...]:
        """County, township and village cadres."""
        deputies = [cadre for group in self.deputies.values() for cadre in group]
        helpers = [cadre for group in self.helpers.values() for cadre in group]
        return (*self.leaders, *self.heads, *deputies, *helpers)

    def _township_deputies(self, code: str) -> list[CadrePlan]:
        order = int(code[6:])
        return [
            self._cadre(
                f"T{code[6:]}{n}",
                1000 + order * 10 + n,
                unit=township_names()[code],
                position=position,
                rank="10",
                area=code,
            )
            for n, position in enumerate(("分管扶贫副职", "扶贫工作站站长", "人大主席"), start=1)
        ]

    def _helpers(self, target: VillageTarget) -> list[CadrePlan]:
        """The first two belong to the village; the others come from departments of the county."""
        number = max(4, -(-target.households // HOUSEHOLDS_PER_CADRE))
        helpers = []
        for n in range(1, number + 1):
            own = n <= 2
            unit = f"{target.name}村委会" if own and target.name.endswith("村") else target.name
            department = _DEPARTMENTS[(target.order * 5 + n) % len(_DEPARTMENTS)]
            helpers.append(
                self._cadre(
                    f"V{target.code[6:]}{n:02d}",
                    10000 + target.order * 100 + n,
                    unit=unit if own else f"县{department}",
                    position=("村党支部书记", "村委会主任")[n - 1]
                    if own
                    else FIRST_SECRETARY
                    if n == 3
                    else "帮扶干部",
                    rank="13" if own else "11",
                    area=target.code,
                )
            )
        return helpers

    def _cadre(self, key: str, serial: int, *, unit: str, position: str, rank: str, area: str) -> CadrePlan:
        rng = stream(self._seed, "cadre", key)
        sex = "male" if chance(rng, 76) else "female"
        people = names.peoples().pick(rng)
        born = rng.randint(1962, 1990)
        return CadrePlan(
            key=key,
            name=names.surname(rng, people) + names.given_name(rng, sex=sex, born=born),
            sex="1" if sex == "male" else "2",
            phone=cadre_phone(serial),
            unit=unit,
            unit_kind="7" if rank == "13" else "1",
            unit_level=_level_of(unit, area),
            position=position,
            rank=rank,
            political_status="01" if chance(rng, 82) else "13",
            area_code=area,
            team_post="1" if position == FIRST_SECRETARY else "",
        )


def _level_of(unit: str, area: str) -> str:
    """Where the unit belongs: the county, a street, town or township, a village or a community."""
    if unit.startswith("县") or area == COUNTY:
        return "05"
    if len(area) == 9:
        return {"道": "06", "处": "06", "镇": "07", "乡": "08"}[unit[-1]]
    return "10" if unit.endswith("村委会") else "09"


def plan_task_forces(staff: Staff, *, scenario: Scenario) -> tuple[TaskForcePlan, ...]:
    """The task forces that the village rows name, each with a leader of the county."""
    by_code: dict[str, list[VillageTarget]] = {}
    for target in scenario.villages:
        by_code.setdefault(target.task_force, []).append(target)
    return tuple(_task_force(code, targets, staff=staff) for code, targets in by_code.items())


def _task_force(code: str, targets: list[VillageTarget], *, staff: Staff) -> TaskForcePlan:
    place = int(code.removeprefix("ZB")) - 1
    township = targets[0].township
    deputies = staff.deputies[township]
    return TaskForcePlan(
        code=code,
        name=f"{'、'.join(target.name for target in targets)}脱贫攻坚专班",
        township=township,
        founded_on=SINCE,
        leader=staff.leaders[place % len(staff.leaders)].key,
        deputies=(staff.heads[place % len(staff.heads)].key, deputies[place % len(deputies)].key),
        members=tuple(cadre.key for target in targets for cadre in staff.helpers[target.code][:4]),
        villages=tuple(target.code for target in targets),
    )


def plan_responsibilities(staff: Staff, forces: Iterable[TaskForcePlan]) -> tuple[ResponsibilityPlan, ...]:
    """County leaders help townships and link villages, section chiefs link villages, cadres are stationed in them."""
    rows: dict[ResponsibilityPlan, None] = {}
    for force in forces:
        rows[ResponsibilityPlan(force.leader, "county_leader", force.township, SINCE)] = None
        for village in force.villages:
            rows[ResponsibilityPlan(force.leader, "county_leader", village, SINCE)] = None
            rows[ResponsibilityPlan(force.deputies[0], "section_chief", village, SINCE)] = None
            for cadre in staff.helpers[village]:
                rows[ResponsibilityPlan(cadre.key, "stationed", village, SINCE)] = None
    return tuple(rows)


def plan_pairings(households: Iterable[HouseholdPlan], staff: Staff) -> tuple[PairingPlan, ...]:
    """Every household has a cadre of its village, from the start of the year or a week after it was registered."""
    turns: dict[str, int] = {}
    pairings = []
    for household in households:
        helpers = staff.helpers[household.village]
        turn = turns.get(household.village, 0)
        turns[household.village] = turn + 1
        from_on = max(SINCE, household.registered_on + timedelta(days=7))
        pairings.append(
            PairingPlan(
                household=household.number,
                cadre=helpers[turn % len(helpers)].key,
                from_on=from_on,
                accepted_on=from_on + timedelta(days=2),
            )
        )
    return tuple(pairings)
