"""Every faulty cell of a row is named at once, and a row of another household than it names is refused."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from households.models import Household, PayeeAccount
from households.resources.row_sheets import ROW_SHEETS
from households.resources.workbooks import LISTS, empty_form
from households.services import imports
from tests.households.factories import make_household, make_member
from tests.households.forms_of import CARD
from tests.households.pages import body, signed_in
from tests.households.test_import_rows import check
from villages.models import Cadre, Village
from yuping.accounts.models import User
from yuping.core.codes import code_list
from yuping.core.excel import read_book

VISIT = ["户编号", "户主", "走访日期", "走访人", "走访主题", "走访内容", "问题类别", "存在问题", "责任单位", "完成时限"]
ACCOUNT = ["户编号", "户主姓名", "户名", "开户行", "账户类型", "账号"]


@pytest.fixture
def home(village: Village) -> Household:
    household = make_household(village, number=7)
    make_member(household, number=22, name="李秀英")
    Cadre.objects.create(name="杨干部", unit="县扶贫办", area_code=village.pk[:6])
    return household


def visit(home: Household, **changed: object) -> list[object]:
    row = {"户编号": home.number, "走访日期": "2016.5.10", "走访人": "杨干部", "走访主题": "春耕", "走访内容": "看"}
    return [({**row, **changed}).get(heading, "") for heading in VISIT]


def account(home: Household, **changed: object) -> list[object]:
    row = {"户编号": home.number, "开户行": "信用社", "账户类型": "银行卡", "账号": CARD}
    return [({**row, **changed}).get(heading, "") for heading in ACCOUNT]


def test_all_that_is_wrong_with_a_visit_is_said_together(clerk: User, home: Household) -> None:
    row = visit(home, 走访日期="2017-05-01", 走访人="无此人", 问题类别="水", 存在问题="缺水")

    _run, found = check(clerk, "visits", VISIT, row)

    assert found == {
        (3, "走访日期", "future_date"),
        (3, "走访人", "visitor_no_cadre"),
        (3, "责任单位", "problem_needs_owner"),
        (3, "完成时限", "problem_needs_day"),
    }


def test_cells_that_can_not_be_read_hide_no_others_and_are_said_once(clerk: User, home: Household) -> None:
    row = visit(home, 户编号="9999", 走访日期="那天", 问题类别="天气", 存在问题="缺水", 责任单位="水务局")

    _run, found = check(clerk, "visits", VISIT, row)

    assert found == {
        (3, "户编号", "not_on_file_here"),
        (3, "走访日期", "not_a_date"),
        (3, "问题类别", "label_unknown"),
        (3, "完成时限", "problem_needs_day"),
    }


def test_visitors_are_cadres_or_users_each_by_name(clerk: User, home: Household) -> None:
    rows = [visit(home, 走访人=f"杨　干部、{clerk.full_name}"), visit(home, 走访人="杨干部，李四", 走访主题="夏收")]

    run, found = check(clerk, "visits", VISIT, *rows)

    assert {one for one in found if one[2] == "visitor_no_cadre"} == {(4, "走访人", "visitor_no_cadre")}
    assert "“李四”" in body(signed_in(clerk).get(run.get_absolute_url()))
    assert run.errors == 0


def test_all_that_is_wrong_with_an_account_is_said_together(clerk: User, home: Household) -> None:
    row = account(home, 户名="张三", 账户类型="一折卡通", 账号="62179")

    run, found = check(clerk, "accounts", ACCOUNT, row)

    assert found == {
        (3, "户名", "account_holder"),
        (3, "账户类型", "label_unknown"),
        (3, "账号", "account_length"),
    }
    assert "银行卡、存折（一折通）" in body(signed_in(clerk).get(run.get_absolute_url()))


def test_another_households_account_and_a_proposal_that_waits_are_said_with_the_rest(
    clerk: User, village: Village, home: Household
) -> None:
    second = make_household(village, number=8)
    run, _found = check(clerk, "accounts", ACCOUNT, account(home))
    imports.confirm_import(actor=clerk, run_id=run.pk)

    rows = account(second, 户名="张三"), account(home, 账号="6229991234567891")
    _run, found = check(clerk, "accounts", ACCOUNT, *rows)

    assert found == {
        (3, "账号", "account_taken"),
        (3, "户名", "account_holder"),
        (4, "户编号", "account_waiting"),
    }


@pytest.mark.parametrize("word", ["一折通", "存折", "存折（一折通）", "存折(一折通)"])
def test_the_kind_of_an_account_is_read_as_lists_write_it(clerk: User, home: Household, word: str) -> None:
    run, found = check(clerk, "accounts", ACCOUNT, account(home, 账户类型=word, 户名="李 秀 英"))
    assert found == set()

    imports.confirm_import(actor=clerk, run_id=run.pk)

    stored = PayeeAccount.unguarded.get()
    assert (stored.kind, stored.holder_name) == ("passbook", "李秀英")


def test_more_accounts_ask_no_more_questions(clerk: User, village: Village) -> None:
    homes = [make_household(village, number=number) for number in range(100, 130)]
    rows = [account(one, 账户类型="存折", 账号=f"62170099{one.pk:08d}") for one in homes]
    asked = []
    for some in (rows[:15], rows):
        with CaptureQueriesContext(connection) as queries:
            run, found = check(clerk, "accounts", ACCOUNT, *some)
        asked.append(len(queries))
        assert found == set()

    assert asked[1] <= asked[0]
    with CaptureQueriesContext(connection) as queries:
        imports.confirm_import(actor=clerk, run_id=run.pk)
    assert PayeeAccount.unguarded.count() == len(homes)
    assert len(queries) < 60


OF_EACH_KIND = [
    ("members", ["户编号", "户主姓名", "姓名", "文化程度"], ["李秀英", "小学"]),
    ("years", ["户编号", "户主", "年底家庭人口数", "耕地面积"], [2, "1"]),
    ("accounts", ["户编号", "户主姓名", "开户行", "账户类型", "账号"], ["信用社", "银行卡", CARD]),
    ("visits", ["户编号", "户主", "走访日期", "走访人", "走访主题", "走访内容"], ["2016.5.10", "杨干部", "春耕", "看"]),
]


@pytest.mark.parametrize(("kind", "heading", "rest"), OF_EACH_KIND)
def test_the_head_named_beside_the_number_is_the_one_on_file(
    clerk: User, home: Household, kind: str, heading: list[str], rest: list[object]
) -> None:
    wrong = check(clerk, kind, heading, [home.number, "张冠李戴", *rest])[1]
    assert {one for one in wrong if one[2] == "head_of_another"} == {(3, heading[1], "head_of_another")}

    for name in ("王　伟", "王 伟", "", "王*"):
        assert check(clerk, kind, heading, [home.number, name, *rest])[1] == set()


def test_the_same_as_above_may_stand_for_the_head_of_a_further_member(clerk: User, home: Household) -> None:
    heading, rows = ["户编号", "户主", "姓名", "文化程度"], [["王伟", "王伟", "小学"], ["同上", "李秀英", "初中"]]

    _run, found = check(clerk, "members", heading, *([home.number, *row] for row in rows))

    assert found == set()


def test_the_head_that_is_on_file_is_named(clerk: User, home: Household) -> None:
    run, _found = check(clerk, "years", ["户编号", "户主", "耕地面积", "年底家庭人口数"], [home.number, "张三", "1", 2])

    assert "户主是王伟" in body(signed_in(clerk).get(run.get_absolute_url()))


@pytest.mark.parametrize(
    ("kind", "heading", "words"),
    [
        ("accounts", "账户类型", ["银行卡", "存折（一折通）"]),
        ("leads", "清单类别", ["车辆", "房产", "工商登记", "财政供养"]),
        ("visits", "问题类别", None),
    ],
)
@pytest.mark.usefixtures("home")
def test_the_empty_form_lists_what_may_be_written(kind: str, heading: str, words: list[str] | None) -> None:
    rows = read_book(empty_form(year=2016, sheets=(ROW_SHEETS[kind],)))[LISTS]

    place = rows[0].index(heading)
    expected = words or list(code_list("appeal_class", year=2016).values())
    assert [row[place] for row in rows[1:] if row[place] != ""] == expected
