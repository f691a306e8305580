"""A household with a file of the year, the answers of a visit, and a list of another office."""

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from households import services
from households.models import Household, Identification, ImportRun, Lead, MemberYear
from households.policy.scoring import Answer
from tests.households.conftest import TODAY
from tests.households.factories import id_of, make_household, make_year
from tests.households.test_casework import apply
from tests.pictures import png
from villages.models import Village
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.excel import Column, write_workbook

NOV = datetime.date(2016, 11, 10)
PNG = png(40, 40)
CAR = "贵D12345小型轿车"
HEADINGS = ("姓名", "身份证号", "清单类别", "详细信息", "数据部门", "数据日期")


@pytest.fixture
def household(village: Village) -> Household:
    """One able person of 46 in a brick house."""
    household = make_household(village, head_name="石水生")
    make_year(
        household,
        population_end=1,
        housing_structure="4",
        housing_area=Decimal("40"),
        farmland=Decimal("1.20"),
        has_household_power=True,
        safe_water=True,
        has_broadcast=True,
        has_toilet=False,
        road_type="3",
        in_cooperative=False,
        led_by_enterprise=False,
        led_by_pacesetter=False,
    )
    MemberYear.unguarded.create(
        household=household,
        village_id=household.village_id,
        member=household.members.get(),
        year=2016,
        education="3",
        school_status="01",
        health=["1"],
        labour_skill="1",
        work_months=9,
    )
    return household


def answers(**changes: Answer) -> dict[str, Answer]:
    """What the file of the household says, and what was asked at the door: 74 points, borderline."""
    told: dict[str, Answer] = {
        "house": "brick",
        "area": Decimal(40),
        "utilities": Decimal(4),
        "appliances": "o3",
        "land": Decimal("1.2"),
        "grain": Decimal(320),
        "livestock": "o2",
        "industry": Decimal(0),
        "able": Decimal(100),
        "health": Decimal(100),
        "skill": "junior",
        "work": Decimal(9),
        "stage": "none",
        "debt": Decimal(0),
        "return": "nobody",
    }
    return told | changes


def row_of(household: Household, **values: Any) -> services.ScoreRow:
    given = {"date": NOV, "scorer": "杨帆", "answers": answers()}
    return services.ScoreRow(household_id=household.pk, **{**given, **values})


@pytest.fixture
def application(clerk: User, village: Village) -> Identification:
    """An application of a person who is on no file."""
    return apply(clerk, village, id_number=id_of(901))


def list_of(*rows: tuple[Any, ...]) -> bytes:
    """A list of another office as a workbook."""
    return write_workbook("名单", [Column(heading) for heading in HEADINGS], rows, watermark="县公安局")


def line(number: str, name: str = "石水生", **changes: Any) -> tuple[Any, ...]:
    """One row of such a list."""
    values = {
        "kind": "车辆",
        "details": "贵D12345小型轿车",
        "department": "县公安局",
        "data_on": "2016-11-01",
    } | changes
    return (name, number, *values.values())


@pytest.fixture
def imported(officer: User) -> Callable[..., ImportRun]:
    """Import a list; the day is that of the list's arrival."""

    def run(*rows: tuple[Any, ...], day: datetime.date = NOV) -> ImportRun:
        with clock.fixed(day):
            found = services.upload_households(actor=officer, data=list_of(*rows), name="a.xlsx", kind="leads")
            return services.confirm_import(actor=officer, run_id=found.pk)

    return run


@pytest.fixture
def lead(household: Household, imported: Callable[..., ImportRun]) -> Lead:
    """An open lead about the household's head, found on 10 November."""
    imported(line(id_of(1)))
    return Lead.unguarded.get()


def check(actor: User, lead: Lead, **changes: Any) -> Lead:
    values = {"date": datetime.date(2016, 11, 20), "finding": "true", "note": "车停在院里", "evidence": PNG}
    return services.check_lead(actor=actor, lead_id=lead.pk, facts=services.CheckFacts(**{**values, **changes}))


def decide(actor: User, lead: Lead, outcome: str = "ineligible", **changes: Any) -> Lead:
    values = {"date": TODAY, "reason": "属自有小轿车"}
    return services.decide_lead(actor=actor, lead_id=lead.pk, outcome=outcome, **{**values, **changes})
