"""What the check of rows doubts: visits that stand on file already, and exits that an import does not take over."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from households.models import Household, HouseholdYear, Visit
from households.services import imports
from tests.households.factories import make_household, make_year
from tests.households.pages import body, signed_in, url
from tests.households.test_import_rows import check
from villages.models import Cadre, Village
from yuping.accounts.models import User
from yuping.core.errors import NotAllowedNow

VISIT = ["户编号", "走访日期", "走访人", "走访主题", "走访内容"]


@pytest.fixture
def home(village: Village) -> Household:
    household = make_household(village, number=7)
    make_year(household, exit_flag="2", exit_year=2016)
    Cadre.objects.create(name="杨干部", unit="县扶贫办", area_code=village.pk[:6])
    return household


def visit(home: Household, *, day: str = "2016.5.10", theme: str = "春耕", text: str = "看了化肥") -> list[object]:
    return [home.number, day, "杨干部", theme, text]


@pytest.fixture
def recorded(clerk: User, home: Household) -> Household:
    run, _found = check(clerk, "visits", VISIT, visit(home))
    imports.confirm_import(actor=clerk, run_id=run.pk)
    return home


def test_a_visit_that_stands_on_file_is_doubted_at_its_row(clerk: User, recorded: Household) -> None:
    others = [visit(recorded, day="2016.5.11"), visit(recorded, theme="良种", text="看了种子")]

    run, found = check(clerk, "visits", VISIT, visit(recorded), *others)

    assert found == {(3, "走访内容", "visit_on_file")}
    assert (run.errors, run.warnings) == (0, 1)


def test_a_visit_with_another_theme_further_up_is_doubted(clerk: User, home: Household) -> None:
    run, found = check(clerk, "visits", VISIT, visit(home), visit(home, theme="夏收"))

    assert found == {(4, "走访内容", "row_twice")}
    assert (run.errors, run.warnings) == (0, 1)


def test_visits_on_file_are_entered_once_more_only_when_the_person_says_so(clerk: User, recorded: Household) -> None:
    run, _found = check(clerk, "visits", VISIT, visit(recorded), visit(recorded, day="2016.5.11"))

    with pytest.raises(NotAllowedNow, match="import_repeats"):
        imports.confirm_import(actor=clerk, run_id=run.pk)
    assert Visit.unguarded.count() == 1

    imports.confirm_import(actor=clerk, run_id=run.pk, compared=True)
    assert Visit.unguarded.count() == 3


def test_the_pages_tell_of_visits_on_file(clerk: User, recorded: Household) -> None:
    run, _found = check(clerk, "visits", VISIT, visit(recorded), visit(recorded, day="2016.5.11"))
    client, confirm = signed_in(clerk), url("import_confirm", pk=run.pk)

    assert "同一户、同一天、同一走访人、同一内容" in body(client.get(run.get_absolute_url()))
    assert "1 条走访" in body(client.get(confirm))
    assert client.post(confirm).status_code == 422
    assert client.post(confirm, {"compared": "on"}).status_code == 302


def test_the_check_of_more_visits_asks_no_more_questions(clerk: User, recorded: Household) -> None:
    rows = [visit(recorded, day=f"2016.5.{day}") for day in range(1, 13)]
    asked = []
    for some in (rows[:2], rows):
        with CaptureQueriesContext(connection) as queries:
            check(clerk, "visits", VISIT, *some)
        asked.append(len(queries))

    assert asked[0] == asked[1]


@pytest.mark.parametrize(
    ("year", "column", "said", "stands"),
    [
        (2016, "脱贫标志", "未脱贫", "已脱贫"),
        (2016, "脱贫年度", 2015, "2016"),
        (2017, "脱贫年度", 2017, "2016"),
        (2016, "返贫年度", 2016, "—"),
    ],
)
@pytest.mark.usefixtures("home")
def test_an_exit_that_the_import_leaves_is_told_at_its_cell(
    clerk: User, home: Household, year: int, column: str, said: object, stands: str
) -> None:
    run, found = check(clerk, "years", ["户编号", "年度", "年底家庭人口数", column], [home.number, year, 3, said])

    assert found == {(3, column, "status_left")}
    assert run.errors == 0
    assert stands in body(signed_in(clerk).get(run.get_absolute_url()))
    imports.confirm_import(actor=clerk, run_id=run.pk)
    record = HouseholdYear.unguarded.order_by("year").last()
    assert (record.year, record.exit_flag, record.exit_year, record.return_year) == (year, "2", 2016, None)


def test_an_exit_that_stands_so_is_not_doubted(clerk: User, home: Household) -> None:
    heading = ["户编号", "年度", "脱贫标志", "脱贫年度", "耕地面积"]

    _run, found = check(clerk, "years", heading, [home.number, 2016, "已脱贫", 2016, "1"])

    assert found == set()
