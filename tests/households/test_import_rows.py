"""Import of rows about households on file: each through its verb, all or none, blank cells leave what stands."""

import datetime
from decimal import Decimal
from typing import Any

import pytest

from households.models import Finding, Household, HouseholdYear, Member, MemberYear, PayeeAccount, Visit
from households.resources.row_sheets import ROW_SHEETS
from households.resources.workbooks import empty_form
from households.services import import_check, import_rows, imports
from tests.households.factories import id_of, make_household, make_member, make_year
from tests.households.forms_of import CARD
from tests.households.layouts_of import xlsx
from tests.households.pages import body, page_of
from villages.models import Cadre, Village
from yuping.accounts import quality
from yuping.accounts.models import User
from yuping.audit.models import AuditEntry
from yuping.core.errors import NotAllowedNow


@pytest.fixture
def home(village: Village) -> Household:
    household = make_household(village, number=7)
    make_member(household, number=22, name="李秀英")
    make_year(household, wage_income=Decimal("5000.00"), farmland=Decimal("3.00"))
    Cadre.objects.create(name="杨干部", unit="县扶贫办", area_code=village.pk[:6])
    return household


def check(user: User, kind: str, *rows: list[object]) -> tuple[object, set[tuple[int, str, str]]]:
    """An upload, and what is said of its cells; what the rules find in the files has tests of its own."""
    run = imports.upload_households(
        actor=user, data=xlsx([["2016年登记表", *[""] * 9], *rows]), name="表.xlsx", kind=kind
    )
    found = {
        (row.row, remark.column, remark.code.removeprefix("households."))
        for row in import_check.verdict_rows(run)
        for remark in row.remarks
        if remark.code not in quality.rules()
    }
    return run, found


def test_members_new_and_on_file_are_entered(clerk: User, home: Household) -> None:
    heading = ["户编号", "姓名", "关系", "身份证号", "文化程度", "务工时间", "增加原因"]
    new = [home.number, "王小明", "之子", id_of(33, datetime.date(1995, 1, 2)), "高中", "", "其他"]
    old = [home.number, "李秀英", "", "", "", "7个月", ""]
    run, found = check(clerk, "members", heading, new, old)
    assert found == set()
    assert Member.unguarded.count() == 2

    imports.confirm_import(actor=clerk, run_id=run.pk)

    assert Member.unguarded.get(name="王小明").birth_date == datetime.date(1995, 1, 2)
    assert MemberYear.unguarded.get(member__name="李秀英").work_months == 7
    assert Member.unguarded.get(name="李秀英").relation == "02"


def test_yearly_records_change_what_the_row_says_and_nothing_else(clerk: User, home: Household) -> None:
    run, found = check(clerk, "years", ["户编号", "年度", "耕地面积", "工资性收入"], [home.number, 2016, "4.5亩", ""])
    assert found == set()

    imports.confirm_import(actor=clerk, run_id=run.pk)

    record = HouseholdYear.unguarded.get()
    assert (record.farmland, record.wage_income, record.population_end) == (Decimal("4.50"), Decimal("5000.00"), 3)


def test_accounts_wait_for_a_second_person(clerk: User, home: Household) -> None:
    heading = ["户编号", "户名", "开户行", "账户类型", "账号"]
    run, found = check(clerk, "accounts", heading, [home.number, "李秀英", "信用社", "银行卡", CARD])
    assert found == set()

    imports.confirm_import(actor=clerk, run_id=run.pk)

    account = PayeeAccount.unguarded.get()
    assert (account.state, account.holder_name) == ("proposed", "李秀英")


def test_visits_are_recorded(clerk: User, home: Household) -> None:
    heading = ["户编号", "走访日期", "走访人", "走访主题", "走访内容", "问题类别", "存在问题", "责任单位", "完成时限"]
    row = [home.number, "2016.5.10", "杨干部", "春耕", "看了化肥", "水", "缺水", "县水务局", "2016.6.10"]
    run, found = check(clerk, "visits", heading, row)
    assert found == set()

    imports.confirm_import(actor=clerk, run_id=run.pk)

    visit = Visit.unguarded.get()
    assert (visit.date, visit.problem, visit.problem_state) == (datetime.date(2016, 5, 10), "缺水", "open")


MEMBER = ("户编号", "姓名", "关系", "身份证号", "增加原因")
YEAR = ("户编号", "年度", "耕地面积", "有效灌溉面积")
ACCOUNT = ("户编号", "户名", "开户行", "账户类型", "账号")
VISIT = ("户编号", "走访日期", "走访人", "走访主题", "走访内容")
SEEN = ("N", "2016.5.10", "杨", "春耕", "看", "水")
PROBLEM = (*VISIT, "问题类别", "存在问题", "责任单位", "完成时限")
# N stands for the household's number.
ROWS = [
    ("members", MEMBER, ("N", "新人", "", "", "其他"), (3, "关系", "required")),
    ("members", MEMBER, ("N", "新人", "之子", "520699198812310121", "其他"), (3, "身份证号", "identity_check_digit")),
    ("members", MEMBER, ("N", "新人", "户主", "", "其他"), (3, "关系", "one_head")),
    ("years", YEAR, ("N", 2015, "1", ""), (3, "年底家庭人口数", "required")),
    ("years", YEAR, ("N", 2016, "", "9"), (3, "有效灌溉面积", "irrigated_over_farmland")),
    ("accounts", ACCOUNT, ("N", "张三", "信用社", "银行卡", CARD), (3, "户名", "account_holder")),
    ("accounts", ACCOUNT, ("N", "", "信用社", "银行卡", "6229991234567890"), (3, "账号", "account_check")),
    ("visits", VISIT, ("N", "2017.5.10", "杨", "春耕", "看"), (3, "走访日期", "future_date")),
    (
        "visits",
        PROBLEM,
        ("N", "2016.5.10", "杨", "春耕", "看", "水", "缺水", "", "2016.6.10"),
        (3, "责任单位", "problem_needs_owner"),
    ),
    (
        "visits",
        PROBLEM,
        ("N", "2016.5.10", "杨", "春耕", "看", "水", "缺水", "水务局", ""),
        (3, "完成时限", "problem_needs_day"),
    ),
    ("visits", VISIT, ("9999", "2016.5.10", "杨", "春耕", "看"), (3, "户编号", "not_on_file_here")),
]


@pytest.mark.parametrize(("kind", "heading", "row", "expected"), ROWS)
def test_what_the_verb_refuses_stands_at_its_cell(
    clerk: User,
    home: Household,
    kind: str,
    heading: tuple[str, ...],
    row: tuple[object, ...],
    expected: tuple[int, str, str],
) -> None:
    cells = [home.number if cell == "N" else cell for cell in row]

    run, found = check(clerk, kind, list(heading), cells)

    assert expected in found
    with pytest.raises(NotAllowedNow, match="import_faulty"):
        imports.confirm_import(actor=clerk, run_id=run.pk)


def test_another_townships_household_is_not_on_file_here(clerk: User, far_village: Village) -> None:
    theirs = make_household(far_village, number=51)

    _run, found = check(clerk, "years", ["户编号", "年度", "耕地面积"], [theirs.number, 2016, "1"])

    assert (3, "户编号", "not_on_file_here") in found


def test_a_row_twice_is_named(clerk: User, home: Household) -> None:
    row = [home.number, 2016, "1"]

    _run, found = check(clerk, "years", ["户编号", "年度", "耕地面积"], row, row)

    assert found == {(4, "户编号", "row_twice")}


@pytest.mark.parametrize("kind", ROW_SHEETS)
def test_each_kind_has_its_empty_form(clerk: User, home: Household, kind: str) -> None:
    assert page_of(clerk, "import_form").status_code == 200
    assert empty_form(year=2016, sheets=(ROW_SHEETS[kind],)).startswith(b"PK")
    assert kind in body(page_of(clerk, "import_upload"))


ROWS_OF_MANY = 60


def many_homes(village: Village) -> list[Household]:
    """As many households as a village has, each with its head."""
    return [make_household(village, number=number) for number in range(100, 100 + ROWS_OF_MANY)]


def test_every_faulty_row_among_many_is_named_and_no_other(clerk: User, village: Village) -> None:
    homes = many_homes(village)
    rows = [[home.number, 2016, "1", "", 3] for home in homes]
    for place in (0, 31, 32, ROWS_OF_MANY - 1):
        rows[place][3] = "9"

    _run, found = check(clerk, "years", ["户编号", "年度", "耕地面积", "有效灌溉面积", "年底家庭人口数"], *rows)

    code = "irrigated_over_farmland"
    assert found == {(row, "有效灌溉面积", code) for row in (3, 34, 35, ROWS_OF_MANY + 2)}
    assert not HouseholdYear.unguarded.exists()


@pytest.mark.parametrize("at_once", [7, 500])
def test_yearly_records_of_many_are_entered_whole(
    clerk: User, village: Village, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(import_rows, "AT_ONCE", at_once)
    monkeypatch.setattr(import_rows, "WRITTEN_AT_ONCE", at_once)
    homes = many_homes(village)
    make_year(homes[1], year=2015, exit_flag="2", exit_year=2015)
    make_year(homes[2], farmland=Decimal("8.00"), wage_income=Decimal("700.00"))
    rows = [[home.number, 2016, str(place), 3] for place, home in enumerate(homes)]
    run, found = check(clerk, "years", ["户编号", "年度", "耕地面积", "年底家庭人口数"], *rows)
    assert found == set()

    imports.confirm_import(actor=clerk, run_id=run.pk)

    records = list(HouseholdYear.unguarded.filter(year=2016).order_by("household__number"))
    assert [record.farmland for record in records] == [Decimal(place) for place in range(ROWS_OF_MANY)]
    assert (records[1].exit_flag, records[1].exit_year) == ("2", 2015)
    assert records[2].wage_income == Decimal("700.00")


def test_the_check_of_more_rows_asks_no_more_questions(
    clerk: User, village: Village, django_assert_max_num_queries: Any
) -> None:
    rows = [[home.number, 2016, "1", 3] for home in many_homes(village)]

    with django_assert_max_num_queries(90):
        check(clerk, "years", ["户编号", "年度", "耕地面积", "年底家庭人口数"], *rows)


def test_each_faulty_member_of_a_household_is_named_in_his_own_row(clerk: User, home: Household) -> None:
    good = [home.number, "王小明", "之子", id_of(33, datetime.date(1995, 1, 2)), "其他"]
    wrong = [home.number, "王小红", "之女", "520699198812310121", "其他"]
    none = [home.number, "王三", "", "", "其他"]

    _run, found = check(clerk, "members", list(MEMBER), good, wrong)
    assert found == {(4, "身份证号", "identity_check_digit")}
    _run, found = check(clerk, "members", list(MEMBER), good, none)
    assert found == {(4, "关系", "required")}


def test_one_person_in_two_households_of_a_workbook_is_named_at_the_second(clerk: User, village: Village) -> None:
    homes = many_homes(village)
    number = id_of(33, datetime.date(1995, 1, 2))
    rows = [[home.number, "王小明", "之子", "", "其他"] for home in homes]
    rows[5][3] = rows[40][3] = number

    _run, found = check(clerk, "members", list(MEMBER), *rows)

    assert {(row, code) for row, _column, code in found if code == "person_on_file"} == {(43, "person_on_file")}


def test_members_of_many_households_are_entered_whole(clerk: User, village: Village) -> None:
    homes, born = many_homes(village), datetime.date(1995, 1, 2)
    rows = [[home.number, "王小明", "之子", id_of(2 * place + 1, born), "其他"] for place, home in enumerate(homes)]
    run, found = check(clerk, "members", list(MEMBER), *rows)
    assert found == set()

    imports.confirm_import(actor=clerk, run_id=run.pk)

    assert Member.unguarded.filter(name="王小明", years__year=2016).count() == ROWS_OF_MANY
    assert AuditEntry.objects.filter(verb="households.save_member").count() == 1


def test_the_check_leaves_no_finding_and_the_import_opens_it(clerk: User, home: Household) -> None:
    run, found = check(clerk, "years", ["户编号", "年度", "主要致贫原因"], [home.number, 2016, "因病"])
    assert (found, Finding.unguarded.count()) == (set(), 0)

    imports.confirm_import(actor=clerk, run_id=run.pk)

    assert Finding.unguarded.filter(household=home).exists()


def test_a_list_that_is_wrong_in_every_row_asks_no_more_questions(
    clerk: User, village: Village, django_assert_max_num_queries: Any
) -> None:
    rows = [[home.number, 2016, "1", "9", 3] for home in many_homes(village)]

    with django_assert_max_num_queries(60):
        _run, found = check(clerk, "years", ["户编号", "年度", "耕地面积", "有效灌溉面积", "年底家庭人口数"], *rows)

    assert len(found) == ROWS_OF_MANY
