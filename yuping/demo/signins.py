"""The sign-ins of the demo county: invented people, one for each seat, two where a second person is needed."""

from collections.abc import Sequence
from dataclasses import dataclass

from yuping.accounts.demo_signins import DemoSignIn
from yuping.accounts.models import ROLE_LABELS
from yuping.accounts.roles import Role
from yuping.demo.plan.scenario import township_names, village_targets

COUNTY_CODE, COUNTY_NAME = "520622", "玉屏侗族自治县"
# Published on purpose: it opens nothing but invented data, and only a database with the demo mark lists it.
PASSWORD = "Melon-Tea-Ferry-16"


@dataclass(frozen=True)
class Seat:
    """A person of the demo with his one posting."""

    username: str
    full_name: str
    unit: str
    role: Role
    area_code: str = COUNTY_CODE
    area_name: str = COUNTY_NAME


_COUNTY_SEATS = (
    ("sysadmin", "系统管理员", "县大数据中心", Role.SYSTEM_ADMIN),
    ("security1", "安全管理员甲", "县大数据中心", Role.SECURITY_ADMIN),
    ("auditadmin", "审计管理员", "县大数据中心", Role.AUDIT_ADMIN),
    ("security2", "安全管理员乙", "县大数据中心", Role.SECURITY_ADMIN),
    ("poverty1", "姚建国", "县扶贫办", Role.POVERTY_OFFICE),
    ("company1", "杨秀英", "县扶投公司", Role.INVESTMENT_COMPANY),
    ("company2", "吴明", "县扶投公司", Role.INVESTMENT_COMPANY),
    ("union1", "龙海燕", "县信用联社", Role.CREDIT_UNION),
    ("union2", "田勇", "县信用联社", Role.CREDIT_UNION),
    ("finance1", "刘志强", "县财政局", Role.FINANCE_APPROVER),
    ("finance2", "张丽", "县财政局", Role.FINANCE_APPROVER),
    ("cashier1", "罗敏", "县财政局", Role.FINANCE_CASHIER),
    ("leader1", "陈卫东", "县人民政府", Role.LEADERSHIP),
    ("auditor1", "周正", "县审计局", Role.AUDITOR),
)
_CLERKS = [
    "杨胜利",
    "吴桂芳",
    "姚文斌",
    "龙小琴",
    "田茂林",
    "张秋菊",
    "刘世海",
    "罗春梅",
    "杨再兴",
    "吴红霞",
    "姚本华",
    "龙玉兰",
]


def administrators() -> tuple[Seat, ...]:
    """The three with whom the installation opens."""
    return tuple(Seat(*row) for row in _COUNTY_SEATS[:3])


def seats() -> tuple[Seat, ...]:
    """Everybody: the county's seats, two clerks of each township with counted villages, a village cadre."""
    return tuple(Seat(*row) for row in _COUNTY_SEATS) + _township_seats() + (village_seat(),)


def clerk_names(township: str) -> tuple[str, str]:
    """Sign-in names of the two clerks of a township."""
    return f"clerk{township[6:]}a", f"clerk{township[6:]}b"


def listed_signins() -> Sequence[DemoSignIn]:
    """The sign-ins as the sign-in page lists them."""
    return [
        DemoSignIn(
            role=str(ROLE_LABELS[seat.role]),
            area=seat.area_name,
            full_name=seat.full_name,
            username=seat.username,
            password=PASSWORD,
        )
        for seat in seats()
    ]


def _township_seats() -> tuple[Seat, ...]:
    names = iter(_CLERKS)
    codes = sorted({target.township for target in village_targets()})
    return tuple(
        Seat(
            username=username,
            full_name=next(names),
            unit=f"{township_names()[code]}扶贫工作站",
            role=Role.TOWNSHIP_CLERK,
            area_code=code,
            area_name=township_names()[code],
        )
        for code in codes
        for username in clerk_names(code)
    )


def village_seat() -> Seat:
    """The cadre of the village with the most invested households."""
    village = max(village_targets(), key=lambda target: target.invested)
    return Seat(
        username="cadre1",
        full_name="杨正军",
        unit=f"{village.name}村委会" if village.name.endswith("村") else village.name,
        role=Role.VILLAGE_CADRE,
        area_code=village.code,
        area_name=village.name,
    )
