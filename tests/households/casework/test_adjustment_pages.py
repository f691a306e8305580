"""Adjustments on the pages: proposed, taken step by step, many at once, objected to, published."""

import datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from households.models import Adjustment, Household, NoticeObjection
from households.procedures import Kind
from tests.dividends.conftest import PHOTO
from tests.households.adjustments import DAYS, colleague_of, propose, ready_to_exit, walk
from tests.households.casework.conftest import body, url
from tests.households.casework.test_lists import queries_of
from tests.households.factories import id_of, make_household, make_year
from tests.people import browser
from villages.models import Village
from yuping.accounts.models import User
from yuping.core import clock

PROPOSAL = {"date": "2016-10-10", "reason": "民主评议提名"}


def step(client: Client, case: Adjustment, move: str, **values: object) -> HttpResponse:
    data = {"date": str(DAYS[move]), "late_reason": "补录", **values}
    return client.post(url(f"adjustment_{move}", pk=case.pk), data)


def photo() -> BytesIO:
    return BytesIO(PHOTO)


def test_an_exit_goes_its_whole_way_on_the_pages(clerk: User, officer: User, household: Household) -> None:
    ready_to_exit(household)
    township, county = browser(clerk), browser(officer)

    township.post(url("propose_exit", pk=household.pk), PROPOSAL)
    case = Adjustment.unguarded.get()
    assert step(township, case, "review_in_village", votes_cast="42", votes_for="43").status_code == 422
    assert step(township, case, "review_in_village", votes_cast="42", votes_for="38").status_code == 302
    assert step(township, case, "check", note="收入稳定").status_code == 302
    assert step(township, case, "sign").status_code == 422
    assert step(township, case, "sign", paper=photo()).status_code == 302
    assert step(township, case, "publish", place="村务公开栏", paper=photo()).status_code == 302
    assert step(township, case, "review_in_township").status_code == 422
    colleague = browser(colleague_of(clerk))
    assert step(colleague, case, "review_in_township", date="2016-10-26").status_code == 422
    assert step(colleague, case, "review_in_township").status_code == 302
    assert step(township, case, "approve").status_code == 403
    assert step(county, case, "approve").status_code == 302
    assert step(township, case, "announce").status_code == 302

    shown = body(township, case.get_absolute_url())
    assert "已公告" in shown
    assert "收入稳定" in shown
    assert "脱贫" in body(township, url("household_changes", pk=household.pk))


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_opens_with_its_form_or_says_why_not(kind: Kind, clerk: User, household: Household) -> None:
    make_year(household)

    shown = body(browser(clerk), url(f"propose_{kind}", pk=household.pk))

    assert household.head_name in shown
    possible = kind in {Kind.EXIT, Kind.REMOVAL}
    assert ('name="reason"' in shown) is possible
    assert ("目前不能办理此步骤" in shown) is not possible


def test_the_kinds_of_adjustment_are_offered_with_their_steps(clerk: User, household: Household) -> None:
    make_year(household)

    shown = body(browser(clerk), url("adjustment_start", pk=household.pk))

    assert url("propose_exit", pk=household.pk) in shown
    assert url("propose_return", pk=household.pk) not in shown
    assert "农户已签字" in shown


def test_a_case_under_way_is_named_instead_of_another(clerk: User, household: Household) -> None:
    make_year(household)
    case = propose(clerk, household)

    shown = body(browser(clerk), url("adjustment_start", pk=household.pk))

    assert case.get_absolute_url() in shown
    assert url("propose_removal", pk=household.pk) not in shown


def test_what_stands_against_the_decision_is_shown(clerk: User, household: Household) -> None:
    make_year(household, population_end=2, unsafe_house=True, safe_water=False)
    client = browser(clerk)

    before = body(client, url("propose_exit", pk=household.pk))
    case = propose(clerk, household)

    assert "住房安全" in before or "安全住房" in before
    assert "县级不能审定" in body(client, case.get_absolute_url())


def test_a_step_that_is_not_possible_says_why(clerk: User, officer: User, household: Household) -> None:
    case = propose(clerk, household)

    assert "目前不能办理此步骤" in body(browser(clerk), url("adjustment_publish", pk=case.pk))
    assert "不属于该类程序" in body(browser(clerk), url("adjustment_hear", pk=case.pk))
    assert step(browser(clerk), case, "hear", note="x").status_code == 422


def test_a_watch_takes_up_to_five_risks(clerk: User, household: Household) -> None:
    make_year(household, year=2021, exit_flag="2", wage_income=Decimal("9000.00"))
    client, address = browser(clerk), url("propose_watch", pk=household.pk)
    data = {"date": "2021-11-20", "reason": "大病支出", "watch_kind": "1", "risk_1": "1", "item_1": "恶性肿瘤"}

    with clock.fixed(datetime.date(2021, 12, 1)):
        twice = client.post(address, data | {"risk_2": "1"})
        empty = client.post(address, data | {"risk_1": ""})
        done = client.post(address, data | {"risk_2": "6", "note_2": "一人有劳动能力"})
        shown = body(client, done.headers["Location"])

    assert "risk_2" in twice.context["form"].errors
    assert "risk_1" in empty.context["form"].errors
    assert "恶性肿瘤" in shown
    assert "距审定期限" in shown


def test_an_exit_list_of_a_village_takes_its_steps_together(clerk: User, officer: User, village: Village) -> None:
    households = [make_household(village, number=number) for number in range(1, 5)]
    for household in households:
        ready_to_exit(household)
    township, county = browser(clerk), browser(officer)
    chosen = {"ids": [str(row.pk) for row in households]}

    assert "4" in township.post(url("exit_propose_many"), chosen).content.decode()
    township.post(url("exit_propose_many"), chosen | PROPOSAL | {"confirmed": "1"})
    cases = {"ids": [str(pk) for pk in Adjustment.unguarded.values_list("pk", flat=True)]}
    steps = [
        (township, "adjustments_in_village", "review_in_village", {"votes_cast": "42", "votes_for": "38"}),
        (township, "adjustments_in_village", "check", {"note": "属实"}),
        (township, "adjustments_in_village", "sign", {"paper": photo()}),
        (township, "adjustments_in_village", "publish", {"place": "公开栏", "paper": photo(), "late_reason": "补录"}),
        (browser(colleague_of(clerk)), "adjustments_in_township", "review_in_township", {}),
        (county, "adjustments_in_county", "approve", {}),
        (township, "adjustments_in_village", "announce", {"late_reason": "补录"}),
    ]
    for client, name, move, values in steps:
        asked = client.post(url(name), cases)
        assert asked.status_code == 200
        done = client.post(url(name), cases | {"confirmed": "1", "date": str(DAYS[move])} | values)
        assert done.status_code == 302, move

    assert set(Adjustment.unguarded.values_list("state", flat=True)) == {"announced"}


def test_cases_that_do_not_go_together_are_named_so(clerk: User, officer: User, village: Village) -> None:
    first, second = (propose(clerk, make_household(village, number=number)) for number in (1, 2))
    walk(clerk, officer, first, to="checked")
    ids = {"ids": [str(first.pk), str(second.pk)]}

    asked = browser(clerk).post(url("adjustments_in_village"), ids)
    assert asked.context["ids"] == [str(second.pk)]
    assert "请单独选择处于该环节的事项" in asked.content.decode()
    assert "下一步为" in browser(clerk).post(url("adjustments_in_township"), {"ids": [str(first.pk)]}).content.decode()


def test_another_townships_cases_take_no_step(clerk: User, far_clerk: User, household: Household) -> None:
    case = propose(clerk, household)
    data = {"ids": [str(case.pk)], "confirmed": "1", "date": "2016-10-12", "votes_cast": "4", "votes_for": "4"}

    browser(far_clerk).post(url("adjustments_in_village"), data)

    case.refresh_from_db()
    assert case.state == "proposed"


def test_an_objection_is_recorded_and_answered(clerk: User, officer: User, household: Household) -> None:
    case = walk(clerk, officer, propose(clerk, household), to="on_notice")
    township, county = browser(clerk), browser(officer)

    data = {"raised_on": "2016-10-20", "raised_by": "村民", "text": "他家有小车"}
    assert township.post(url("adjustment_object", pk=case.pk), data).status_code == 302
    objection = NoticeObjection.unguarded.get()
    assert "他家有小车" in body(township, url("objection_list") + "?waiting=yes")
    colleague = browser(colleague_of(clerk))
    assert step(colleague, case, "review_in_township").status_code == 422
    assert county.post(url("objection_answer", pk=objection.pk), {"answer": ""}).status_code == 422
    assert county.post(url("objection_answer", pk=objection.pk), {"answer": "车属其兄"}).status_code == 302

    assert "车属其兄" in body(township, case.get_absolute_url())
    assert "他家有小车" not in body(township, url("objection_list") + "?waiting=yes")
    assert step(colleague, case, "review_in_township").status_code == 302


def test_the_paper_of_a_step_is_read_in_its_area_alone(
    clerk: User, far_clerk: User, leader: User, officer: User, household: Household
) -> None:
    case = walk(clerk, officer, propose(clerk, household), to="village_reviewed")
    address = url("adjustment_paper", pk=case.steps.get().pk)

    assert browser(clerk).get(address).content == PHOTO
    assert browser(far_clerk).get(address).status_code == 404
    assert browser(leader).get(address).status_code == 403


def test_a_village_with_cases_on_notice_is_listed_with_its_papers(
    clerk: User, far_clerk: User, officer: User, household: Household
) -> None:
    ready_to_exit(household)
    case = walk(clerk, officer, propose(clerk, household), to="on_notice")

    listed = body(browser(clerk), url("notice_list"))
    paper = body(browser(clerk), url("village_notice", code=household.village_id) + "?round=exit")

    assert f"{url('village_notice', code=household.village_id)}?round=exit" in listed
    assert household.village_id not in body(browser(far_clerk), url("notice_list"))
    assert f"<td>{household.head_name}</td>" in paper
    assert "2016-10-26" in paper
    assert id_of(1)[:10] not in paper
    walk(clerk, officer, case, to="approved")
    decided = body(browser(clerk), url("village_notice", code=household.village_id) + "?round=exit_decision")
    assert f"<td>{household.head_name}</td>" in decided


def test_the_list_of_adjustments_takes_as_many_queries_for_more_rows(
    clerk: User, officer: User, village: Village
) -> None:
    client = browser(clerk)
    propose(clerk, make_household(village, number=1))
    addresses = [url("adjustment_list"), url("notice_list"), url("adjustment_list") + "?mine=yes"]
    for address in addresses:
        client.get(address)
    before = [queries_of(client, address) for address in addresses]
    for number in range(2, 8):
        propose(clerk, make_household(village, number=number))

    assert [queries_of(client, address) for address in addresses] == before


def test_households_that_can_not_be_proposed_are_left_out_with_their_reasons(clerk: User, village: Village) -> None:
    free, busy = (make_household(village, number=number) for number in (1, 2))
    propose(clerk, busy, Kind.REMOVAL)
    client, chosen = browser(clerk), {"ids": [str(free.pk), str(busy.pk)]}

    asked = client.post(url("exit_propose_many"), chosen)

    assert asked.context["ids"] == [str(free.pk)]
    assert f"{busy}：" in asked.content.decode()
    assert "错评清退" in asked.content.decode()
    none_left = client.post(url("exit_propose_many"), {"ids": [str(busy.pk)]}).content.decode()
    assert str(busy) in none_left
    assert 'name="reason"' not in none_left


def test_the_others_are_proposed_when_one_can_not_be_any_more(clerk: User, village: Village) -> None:
    free, busy = (make_household(village, number=number) for number in (1, 2))
    propose(clerk, busy, Kind.REMOVAL)
    client = browser(clerk)
    data = PROPOSAL | {"ids": [str(free.pk), str(busy.pk)], "confirmed": "1"}

    refused = client.post(url("exit_propose_many"), data)
    left_out = [str(pk) for pk in refused.context["refused_ids"]]
    gone_on = client.post(url("exit_propose_many"), data | {"leave_out": left_out, "without": "1"})

    assert refused.status_code == 422
    assert str(busy) in refused.content.decode()
    assert 'name="without"' in refused.content.decode()
    assert gone_on.status_code == 302
    assert Adjustment.unguarded.get(household=free).kind == "exit"


def test_what_keeps_households_from_an_exit_is_read_at_once_for_all(clerk: User, village: Village) -> None:
    households = [make_household(village, number=number) for number in range(1, 9)]
    client = browser(clerk)
    client.post(url("exit_propose_many"), {"ids": [str(households[0].pk)]})

    with CaptureQueriesContext(connection) as few:
        client.post(url("exit_propose_many"), {"ids": [str(households[0].pk)]})
    with CaptureQueriesContext(connection) as many:
        client.post(url("exit_propose_many"), {"ids": [str(row.pk) for row in households]})

    assert len(few) == len(many)


def test_the_page_says_which_years_income_is_tested(clerk: User, household: Household) -> None:
    make_year(household, population_end=2, wage_income=Decimal("3844.00"), unsafe_house=False, safe_water=True)
    client, address = browser(clerk), url("propose_exit", pk=household.pk)

    before = body(client, address)
    make_year(household, year=2017, population_end=2, wage_income=Decimal("4534.00"))
    after = body(client, address)

    assert "条件：人均纯收入" in before
    assert "按 2015 年人均纯收入审核" in before
    assert "填入 2017 年度档案后" in before
    assert "按 2016 年人均纯收入审核" in after
    assert "2016 年人均纯收入 2,267.00 元，低于当年标准 3,146.00 元" in after
    assert "人均 1,922.00 元，标准 2,968.00 元（2016 年度档案）" in after


def test_a_condition_is_no_warning(clerk: User, household: Household) -> None:
    ready_to_exit(household)

    shown = body(browser(clerk), url("propose_exit", pk=household.pk))

    assert "条件：" in shown
    assert "note-warning" not in shown


def test_who_decides_sees_what_the_decision_rests_on(clerk: User, officer: User, household: Household) -> None:
    ready_to_exit(household)
    case = walk(clerk, officer, propose(clerk, household), to="township_reviewed")

    shown = body(browser(officer), url("adjustment_approve", pk=case.pk))

    assert "人均 4,000.00 元，标准 2,968.00 元（2016 年度档案）" in shown
    assert "38 / 42" in shown
    assert "村务公开栏 · 2016-10-17 – 2016-10-26" in shown
    assert "危房" in shown
    assert case.get_absolute_url() in shown


def test_a_return_above_the_line_is_no_matter_of_course(clerk: User, officer: User, household: Household) -> None:
    make_year(household, population_end=2, wage_income=Decimal("8000.00"), exit_flag="2", exit_year=2015)

    before = body(browser(clerk), url("propose_return", pk=household.pk))
    walk(clerk, officer, propose(clerk, household, Kind.RETURN), to="approved")
    shown = body(browser(clerk), household.get_absolute_url())

    assert "并不低于当年标准" in before
    assert '<div class="tile-note">2016</div>' in shown
    assert "返贫年度" in shown


def test_the_county_decides_with_money_before_its_eyes(clerk: User, officer: User, household: Household) -> None:
    ready_to_exit(household)
    case = walk(clerk, officer, propose(clerk, household, Kind.REMOVAL), to="township_reviewed")

    for move in ("approve", "reject"):
        shown = body(browser(officer), url(f"adjustment_{move}", pk=case.pk))
        assert "清退后应追缴" in shown
        assert "自 2016-01-01 起未向该户发放。" in shown
        assert "贷款" in shown


def test_the_year_of_a_return_stands_with_its_cause_in_the_file(
    clerk: User, officer: User, household: Household
) -> None:
    make_year(household, population_end=2, wage_income=Decimal("8000.00"), exit_flag="2", exit_year=2015)
    walk(clerk, officer, propose(clerk, household, Kind.RETURN), to="approved")

    record = household.householdyears.get()
    years = browser(clerk).get(url("household_years", pk=household.pk)).context["sections"]
    (lines,) = [lines for key, _title, lines in years if key == "status"]
    assert {name: values[0][0] for _label, name, values in lines} == {
        "exit_flag": record.get_exit_flag_display(),
        "exit_year": 2015,
        "return_year": 2016,
        "return_cause": record.get_return_cause_display(),
    }
