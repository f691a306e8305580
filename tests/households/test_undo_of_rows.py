"""Undoing imports of rows about households on file: what was made goes, what was changed is as before, or nothing."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from households import import_checks, services
from households.models import (
    Household,
    HouseholdYear,
    ImportedRow,
    ImportRun,
    Lead,
    LeadStep,
    LifeEvent,
    Member,
    MemberYear,
    PayeeAccount,
    Visit,
)
from households.services import imports, undo_import
from households.services.import_undo import in_the_way
from tests.households.factories import id_of, make_household, make_member, make_year
from tests.households.forms_of import CARD
from tests.households.layouts_of import xlsx
from tests.households.pages import body, page_of, signed_in, url
from villages.models import Village
from yuping.accounts.models import User
from yuping.audit.checks import written_rows_stand
from yuping.audit.models import AuditEntry
from yuping.core.checks import Fault
from yuping.core.errors import BadInput, NotAllowedNow

BORN = datetime.date(1995, 1, 2)
MEMBER = ["户编号", "姓名", "关系", "身份证号", "文化程度", "务工时间", "联系电话", "增加原因"]
YEAR = ["户编号", "年度", "耕地面积", "年底家庭人口数"]
ACCOUNT = ["户编号", "户名", "开户行", "账户类型", "账号"]
VISIT = ["户编号", "走访日期", "走访人", "走访主题", "走访内容", "问题类别", "存在问题", "责任单位", "完成时限"]
LEAD = ["姓名", "身份证号", "清单类别", "详细信息", "数据部门", "数据日期"]


@pytest.fixture
def home(village: Village) -> Household:
    household = make_household(village, number=7)
    make_member(household, number=22, name="李秀英")
    make_year(household, farmland=Decimal("3.00"), wage_income=Decimal("5000.00"))
    return household


def imported(user: User, kind: str, *rows: list[object]) -> ImportRun:
    data = xlsx([["2016年登记表", *[""] * 9], *rows])
    run = imports.upload_households(actor=user, data=data, name="表.xlsx", kind=kind)
    assert run.errors == 0
    return imports.confirm_import(actor=user, run_id=run.pk)


def of_members(user: User, home: Household) -> ImportRun:
    new = [home.number, "王小明", "之子", id_of(33, BORN), "高中", "", "", "其他"]
    return imported(user, "members", MEMBER, new, [home.number, "李秀英", "", "", "小学", "7个月", "13800000001", ""])


def faults() -> list[Fault]:
    found = [*import_checks.imports_stand(), *import_checks.rows_stand(), *written_rows_stand()]
    return [fault for fault in found if fault.table.startswith("households_")]


def test_members_made_are_entered_in_error_and_those_changed_are_as_before(clerk: User, home: Household) -> None:
    run = of_members(clerk, home)
    wife = Member.unguarded.get(name="李秀英")
    assert (wife.phone.open(), wife.years.get().work_months) == ("13800000001", 7)
    assert run.written["made"] == {"households.member": 1, "households.memberyear": 2}
    assert run.written["changed"] == {"households.member": 1}

    undone = undo_import(actor=clerk, run_id=run.pk, reason="表拿错了")

    assert (undone.state, undone.undone_by) == ("undone", clerk)
    assert Member.unguarded.get(name="王小明").state == "entered_in_error"
    assert not MemberYear.unguarded.exists()
    wife.refresh_from_db()
    assert (wife.phone, wife.phone_index, wife.id_number.open()) == (None, "", id_of(22))
    assert faults() == []
    entry = AuditEntry.objects.get(verb="households.undo_import")
    assert (entry.facts["rows_made"], entry.facts["rows_changed"], entry.reason) == (3, 1, "表拿错了")


def test_an_undone_list_of_members_can_be_imported_again(clerk: User, home: Household) -> None:
    undo_import(actor=clerk, run_id=of_members(clerk, home).pk, reason="表拿错了")

    of_members(clerk, home)

    assert Member.unguarded.filter(name="王小明", state="living_here").count() == 1


def test_the_event_of_a_member_made_is_withdrawn_with_him(clerk: User, home: Household) -> None:
    columns = ["户编号", "姓名", "关系", "身份证号", "加入日期", "增加原因"]
    run = imported(clerk, "members", columns, [home.number, "王小明", "之儿媳", id_of(34, BORN), "2016-05-10", "婚入"])
    event = LifeEvent.unguarded.get()
    assert (event.kind, event.date, event.member.name) == ("03", datetime.date(2016, 5, 10), "王小明")

    undo_import(actor=clerk, run_id=run.pk, reason="错表")

    event.refresh_from_db()
    assert (event.state, event.withdrawal, event.member.state) == ("withdrawn", "错表", "entered_in_error")


def test_yearly_records_made_are_gone_and_those_changed_are_as_before(
    clerk: User, home: Household, village: Village
) -> None:
    second = make_household(village, number=8)
    run = imported(clerk, "years", YEAR, [home.number, 2016, "4.5", ""], [second.number, 2016, "1", 2])
    assert HouseholdYear.unguarded.get(household=home).farmland == Decimal("4.50")

    undo_import(actor=clerk, run_id=run.pk, reason="表拿错了")

    record = HouseholdYear.unguarded.get()
    assert (record.household, record.farmland, record.wage_income) == (home, Decimal("3.00"), Decimal("5000.00"))
    assert faults() == []


def test_an_account_that_waits_is_refused_with_the_reason_and_vouched_for(clerk: User, home: Household) -> None:
    run = imported(clerk, "accounts", ACCOUNT, [home.number, "李秀英", "信用社", "银行卡", CARD])

    undo_import(actor=clerk, run_id=run.pk, reason="卡号错")

    account = PayeeAccount.unguarded.get()
    assert (account.state, account.reason) == ("refused", "卡号错")
    assert faults() == []


def test_a_confirmed_account_keeps_the_import(clerk: User, officer: User, home: Household) -> None:
    run = imported(clerk, "accounts", ACCOUNT, [home.number, "李秀英", "信用社", "银行卡", CARD])
    services.confirm_payee_account(actor=officer, account_id=PayeeAccount.unguarded.get().pk)

    with pytest.raises(NotAllowedNow) as refused:
        undo_import(actor=clerk, run_id=run.pk, reason="卡号错")

    assert (refused.value.code, refused.value.params["where"]) == ("households.undo_confirmed", home.number)
    assert PayeeAccount.unguarded.get().state == "verified"


def test_visits_are_gone_and_no_other_row_can_be_deleted(clerk: User, home: Household) -> None:
    row = [home.number, "2016.5.10", "杨干部", "春耕", "看了化肥", "水", "缺水", "县水务局", "2016.7.10"]
    kept = imported(clerk, "visits", VISIT, row)
    run = imported(clerk, "visits", VISIT, [home.number, "2016.6.10", *row[2:]])

    undo_import(actor=clerk, run_id=run.pk, reason="日期错")

    visit = Visit.unguarded.get()
    assert visit.date == datetime.date(2016, 5, 10)
    assert kept.written["made"] == {"households.visit": 1}
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM households_visit")
    with pytest.raises(IntegrityError), transaction.atomic():
        ImportedRow.objects.create(run=run, label="households.visit", row_id=visit.pk, made=True, after=1)


def test_a_closed_problem_keeps_the_visits(clerk: User, home: Household) -> None:
    row = [home.number, "2016.5.10", "杨干部", "春耕", "看了化肥", "水", "缺水", "县水务局", "2016.7.10"]
    run = imported(clerk, "visits", VISIT, row)
    day = datetime.date(2016, 6, 1)
    services.close_problem(actor=clerk, visit_id=Visit.unguarded.get().pk, closed_on=day, result="接了水管")

    with pytest.raises(NotAllowedNow, match="undo_changed"):
        undo_import(actor=clerk, run_id=run.pk, reason="日期错")
    assert Visit.unguarded.count() == 1


def test_leads_are_withdrawn_and_the_list_can_come_again(officer: User, home: Household) -> None:
    row = ["王伟", id_of(13), "车辆", "贵D00001小轿车", "县公安局", "2016-11-01"]
    run = imported(officer, "leads", LEAD, row)

    undo_import(actor=officer, run_id=run.pk, reason="名单有误")

    lead = Lead.unguarded.get()
    assert (lead.state, LeadStep.unguarded.get().note) == ("withdrawn", "名单有误")
    assert not Lead.objects.all_areas(reason="test").undecided().exists()
    assert imported(officer, "leads", LEAD, row).written["leads"] == 1
    assert faults() == []


def test_a_checked_lead_keeps_its_list(officer: User, clerk: User, home: Household) -> None:
    row = ["王伟", id_of(13), "车辆", "贵D00001小轿车", "县公安局", "2016-11-01"]
    run = imported(officer, "leads", LEAD, row)
    Lead.unguarded.update(state="checked", checked_on=datetime.date(2016, 12, 1), checked_by=clerk)

    with pytest.raises(NotAllowedNow, match="undo_changed"):
        undo_import(actor=officer, run_id=run.pk, reason="名单有误")


LATER: list[tuple[str, Any]] = [
    ("undo_changed", lambda home: Member.unguarded.filter(name="李秀英").update(ethnic_group="03")),
    ("undo_changed", lambda home: MemberYear.unguarded.filter(member__name="王小明").update(work_months=3)),
    (
        "undo_entered",
        lambda home: MemberYear.unguarded.create(
            member=Member.unguarded.get(name="王小明"), household=home, village_id=home.village_id, year=2015
        ),
    ),
]


@pytest.mark.parametrize(("code", "later"), LATER)
def test_what_was_done_since_keeps_a_list_of_members(clerk: User, home: Household, code: str, later: Any) -> None:
    run = of_members(clerk, home)
    later(home)

    with pytest.raises(NotAllowedNow, match=code):
        undo_import(actor=clerk, run_id=run.pk, reason="表拿错了")
    assert Member.unguarded.filter(state="living_here").count() == 3
    assert home.number in body(page_of(clerk, "import_undo", pk=run.pk))


def test_a_replaced_number_or_phone_of_which_none_is_kept_keeps_the_list(clerk: User, home: Household) -> None:
    of_members(clerk, home)
    run = imported(clerk, "members", MEMBER, [home.number, "李秀英", "", "", "", "", "13800000002"])

    assert [found.code for found in in_the_way(run)] == ["households.undo_sealed"]


def test_a_new_name_of_somebody_who_is_paid_by_now_stays(clerk: User, officer: User, home: Household) -> None:
    run = imported(clerk, "members", MEMBER, [home.number, "李秀瑛", "", id_of(22), "", "", ""])
    wife = Member.unguarded.get(name="李秀瑛")
    services.propose_payee_account(
        actor=clerk, household_id=home.pk, member_id=wife.pk, bank_name="信用社", kind="card", number=CARD
    )

    assert [found.code for found in in_the_way(run)] == ["households.undo_payee"]


def test_the_name_of_a_head_and_of_his_household_are_restored(clerk: User, home: Household) -> None:
    run = imported(clerk, "members", MEMBER, [home.number, "王玮", "户主", id_of(13), "", "", ""])
    home.refresh_from_db()
    assert home.head_name == "王玮"

    undo_import(actor=clerk, run_id=run.pk, reason="写错")

    home.refresh_from_db()
    assert (home.head_name, Member.unguarded.get(is_head=True).name) == ("王伟", "王伟")


def test_of_two_imports_of_one_record_the_later_is_undone_first(clerk: User, home: Household) -> None:
    first = imported(clerk, "years", YEAR, [home.number, 2016, "4.5", ""])
    second = imported(clerk, "years", YEAR, [home.number, 2016, "6", ""])

    with pytest.raises(NotAllowedNow, match="undo_changed"):
        undo_import(actor=clerk, run_id=first.pk, reason="错")
    undo_import(actor=clerk, run_id=second.pk, reason="错")
    undo_import(actor=clerk, run_id=first.pk, reason="错")

    assert HouseholdYear.unguarded.get().farmland == Decimal("3.00")


def test_an_import_from_elsewhere_or_without_a_reason_is_not_undone(
    clerk: User, far_clerk: User, home: Household
) -> None:
    run = of_members(clerk, home)

    with pytest.raises(ImportRun.DoesNotExist):
        undo_import(actor=far_clerk, run_id=run.pk, reason="x")
    with pytest.raises(BadInput, match="reason_needed"):
        undo_import(actor=clerk, run_id=run.pk, reason=" ")


def test_the_page_tells_what_was_written_and_undoes_it(clerk: User, home: Household) -> None:
    run = of_members(clerk, home)
    client = signed_in(clerk)
    shown = client.get(url("import_detail", pk=run.pk)).content.decode()
    assert url("import_undo", pk=run.pk) in shown
    assert (home.number in shown, "王小明 2016" in shown) == (True, True)

    client.post(url("import_undo", pk=run.pk), {"reason": "导错了村"})

    assert Member.unguarded.filter(state="living_here").count() == 2


def test_undoing_asks_no_more_questions_for_more_rows(
    clerk: User, village: Village, django_assert_max_num_queries: Any
) -> None:
    rows = [[make_household(village, number=number).number, 2016, "1", 1] for number in range(100, 160)]
    run = imported(clerk, "years", YEAR, *rows)

    with django_assert_max_num_queries(130):
        undo_import(actor=clerk, run_id=run.pk, reason="错")
    assert not HouseholdYear.unguarded.exists()


def test_a_visit_that_is_taken_back_is_still_named(clerk: User, home: Household) -> None:
    run = imported(clerk, "visits", VISIT, [home.number, "2016.5.10", "杨干部", "春耕", "看了化肥", "", ""])
    undo_import(actor=clerk, run_id=run.pk, reason="日期错")

    assert "2016-05-10 春耕" in body(page_of(clerk, "import_detail", pk=run.pk))
