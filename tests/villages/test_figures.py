"""The figures of the villages room: exact at the bands' edges, by area, by day, and equal to their lists."""

import datetime
from decimal import Decimal

import pytest

from tests.villages.conftest import COUNTY, OTHER_VILLAGE, SECOND_VILLAGE, VILLAGE
from tests.villages.test_indicators import enter
from tests.villages.test_people import SINCE
from villages.figures import FIGURES
from villages.models import Township
from villages.services import (
    EntryRow,
    record_collective_entries,
    register_cadre,
    register_task_force,
    review_indicator,
)
from yuping.accounts.access import Scope
from yuping.accounts.models import User
from yuping.core.figures import compute

YEAR_END = datetime.date(2016, 12, 31)
ALL = Scope(frozenset({COUNTY}))


def values(area: Scope = ALL, on: datetime.date = YEAR_END) -> dict[str, Decimal | int]:
    return {figure.key: compute(figure.key, area, on) for figure in FIGURES}


@pytest.fixture
def incomes(office: User) -> None:
    amounts = {VILLAGE: "50000", SECOND_VILLAGE: "49999.99", OTHER_VILLAGE: "100000"}
    day = datetime.date(2016, 7, 1)
    record_collective_entries(
        actor=office,
        rows=[EntryRow(code, day, "income", "subsidies", Decimal(amount), "补助") for code, amount in amounts.items()],
    )


@pytest.mark.usefixtures("incomes")
def test_the_figures_of_the_county() -> None:
    assert values() == {
        "counted_villages": 69,
        "villages_at_or_above_50000": 2,
        "villages_at_or_above_100000": 1,
        "villages_without_income": 66,
        "village_income": Decimal("199999.99"),
        "task_forces": 0,
        "indicators_per_village": 0,
    }


@pytest.mark.usefixtures("incomes")
def test_the_year_is_complete_on_its_last_day_and_not_before() -> None:
    assert values(on=datetime.date(2016, 12, 30))["village_income"] == 0
    assert values(on=datetime.date(2017, 6, 30))["village_income"] == Decimal("199999.99")


@pytest.mark.usefixtures("incomes")
@pytest.mark.parametrize("on", [YEAR_END, datetime.date(2016, 6, 30), datetime.date(2017, 3, 1)])
def test_townships_add_up_to_the_county(on: datetime.date) -> None:
    adding = [figure.key for figure in FIGURES if figure.key != "indicators_per_village"]
    townships = [values(Scope(frozenset({row.pk})), on) for row in Township.unguarded.all()]

    assert {key: sum(row[key] for row in townships) for key in adding} == {key: values(ALL, on)[key] for key in adding}


def test_a_village_outside_the_totals_adds_nothing(office: User) -> None:
    record_collective_entries(
        actor=office,
        rows=[EntryRow("520622103001", datetime.date(2016, 7, 1), "income", "other", Decimal("9"), "收入")],
    )

    assert values()["village_income"] == 0


def test_one_more_income_moves_the_figures_by_itself(office: User, incomes: None) -> None:
    before = values()
    record_collective_entries(
        actor=office,
        rows=[EntryRow(SECOND_VILLAGE, datetime.date(2016, 8, 1), "income", "other", Decimal("0.01"), "收入")],
    )

    changed = {key: value - before[key] for key, value in values().items() if value != before[key]}
    assert changed == {"villages_at_or_above_50000": 1, "village_income": Decimal("0.01")}


def test_a_task_force_counts_while_it_is_at_work(office: User) -> None:
    cadre = register_cadre(actor=office, name="杨一", unit="县扶贫办", area_code=COUNTY)
    force = register_task_force(
        actor=office,
        code="ZB01",
        name="专班",
        village_codes=[VILLAGE],
        members=[(cadre.pk, "leader")],
        founded_on=SINCE,
    )
    assert [values(on=day)["task_forces"] for day in (datetime.date(2016, 2, 29), SINCE, YEAR_END)] == [0, 1, 1]

    force.dissolved_on = YEAR_END
    force.save(update_fields=["dissolved_on"])

    assert values()["task_forces"] == 0


def test_the_smallest_count_of_indicators_is_the_figure(clerk: User, second_clerk: User) -> None:
    review_indicator(actor=second_clerk, value_id=enter(clerk).pk)

    assert values(Scope(frozenset({VILLAGE})))["indicators_per_village"] == 1
    assert values()["indicators_per_village"] == 0
