"""Visits on the pages: recorded, closed, filtered, due."""

import datetime
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation
from openpyxl import load_workbook

from households import ledgers, services
from households.models import (
    Household,
    Visit,
)
from tests.households.casework.conftest import NOV, body, url
from tests.households.conftest import TODAY
from tests.households.factories import make_household
from tests.households.test_casework import visit
from tests.people import browser
from villages.models import Cadre, Village
from yuping.accounts.models import User

VISIT = {"date": "2016-11-20", "visitor": "杨帆", "theme": "季度走访", "content": "家中平安"}
PROBLEM = {
    "problem": "房屋漏雨",
    "appeal_class": "05",
    "responsible_unit": "镇村建中心",
    "due_on": "2016-12-20",
}


def test_a_visit_is_recorded_on_the_page(clerk: User, household: Household) -> None:
    data = VISIT | PROBLEM

    response = browser(clerk).post(url("visit_record", pk=household.pk), data)

    assert response.headers["Location"] == url("household_visits", pk=household.pk)
    found = Visit.unguarded.get()
    assert (found.problem_state, found.household, found.recorded_by) == ("open", household, clerk)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"visitor": ""}, "visitor"),
        ({"date": "2016-12-02"}, "date"),
        ({"date": "昨天"}, "date"),
        ({"content": ""}, "content"),
        ({"problem": "漏雨"}, "appeal_class"),
        ({"appeal_class": "05"}, "problem"),
        (PROBLEM | {"due_on": "2016-11-01"}, "due_on"),
        (PROBLEM | {"due_on": ""}, "due_on"),
        (PROBLEM | {"responsible_unit": ""}, "responsible_unit"),
    ],
    ids=[
        "no visitor",
        "future",
        "no date",
        "no content",
        "no class",
        "class alone",
        "due before the visit",
        "no day",
        "nobody's",
    ],
)
def test_a_mistake_in_a_visit_is_marked_at_its_field(
    clerk: User, household: Household, change: dict[str, str], field: str
) -> None:
    response = browser(clerk).post(url("visit_record", pk=household.pk), VISIT | change)

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not Visit.unguarded.exists()


def test_the_cadre_in_charge_is_the_visitor_unless_another_is_named(
    clerk: User, household: Household, cadre: Cadre
) -> None:
    services.pair_cadre(actor=clerk, household_id=household.pk, cadre_id=cadre.pk, from_on=NOV)

    browser(clerk).post(url("visit_record", pk=household.pk), VISIT | {"visitor": "", "cadre": cadre.pk})

    assert Visit.unguarded.get().visitor == "杨帆"


def test_a_cadre_who_was_never_in_charge_is_no_choice(clerk: User, household: Household, cadre: Cadre) -> None:
    response = browser(clerk).post(url("visit_record", pk=household.pk), VISIT | {"cadre": cadre.pk})

    assert "cadre" in response.context["form"].errors


def test_a_problem_is_closed_once(clerk: User, records: dict[str, object]) -> None:
    address = url("visit_close", pk=records["visit"].pk)
    data = {"closed_on": "2016-11-15", "result": "已修缮", "closing_confirmed": "on"}

    assert browser(clerk).post(address, data | {"closed_on": "2016-10-01"}).status_code == 422
    assert browser(clerk).post(address, data).status_code == 302
    assert browser(clerk).post(address, data).status_code == 422
    closed = Visit.unguarded.get()
    assert (closed.problem_state, closed.closed_by, closed.closing_confirmed) == ("closed", clerk, True)


@pytest.mark.parametrize(
    ("query", "shown"),
    [("problem=unsettled", True), ("problem=overdue", True), ("problem=closed", False), ("since=2016-11-02", False)],
)
def test_visits_are_filtered(clerk: User, records: dict[str, object], query: str, shown: bool) -> None:
    assert ("房屋漏雨" in body(browser(clerk), f"{url('visit_list')}?{query}")) is shown


def test_a_visited_household_is_not_due(clerk: User, household: Household, village: Village) -> None:
    other = make_household(village, number=7, head_name="王伟")
    services.record_visit(actor=clerk, row=visit(household))

    shown = body(browser(clerk), url("visit_due"))

    assert other.number in shown
    assert household.number not in shown


def test_more_households_in_a_day_than_anybody_sees_are_asked_about(
    clerk: User, household: Household, village: Village
) -> None:
    homes = [make_household(village, number=number) for number in range(20, 30)]
    services.record_visits(actor=clerk, rows=[visit(home, date=NOV) for home in homes[:9]])
    client, words = browser(clerk), "11 户"
    data = VISIT | {"date": NOV.isoformat()}

    client.post(url("visit_record", pk=homes[9].pk), data)
    assert words not in body(client, url("household_visits", pk=homes[9].pk))
    client.post(url("visit_record", pk=household.pk), data)

    assert words in body(client, url("household_visits", pk=household.pk))
    assert Visit.unguarded.count() == 11


def test_households_due_are_narrowed_to_a_helper_or_to_nobody(
    clerk: User, household: Household, village: Village, cadre: Cadre
) -> None:
    other = make_household(village, number=7, head_name="王伟")
    services.pair_cadre(actor=clerk, household_id=household.pk, cadre_id=cadre.pk, from_on=NOV)
    client = browser(clerk)

    helped, alone = (body(client, f"{url('visit_due')}?helper={key}") for key in (cadre.pk, "nobody"))

    assert household.number in helped
    assert other.number not in helped
    assert other.number in alone
    assert household.number not in alone


def test_the_list_of_due_households_says_by_when_and_how_long_and_leads_to_the_visit(
    clerk: User, household: Household
) -> None:
    client = browser(clerk)
    page = client.get(url("visit_due"))
    row = next(row for row in page.context["table"].rows.data if row.pk == household.pk)

    assert row.due_by == household.registered_on + datetime.timedelta(days=90)
    assert row.days_overdue == (TODAY - row.due_by).days
    assert f'href="{url("visit_record", pk=household.pk)}">登记走访' in page.content.decode()


def test_the_list_of_due_households_is_handed_out_as_a_workbook(clerk: User, household: Household) -> None:
    client = browser(clerk)
    assert "export=xlsx" in body(client, url("visit_due"))

    sheet = load_workbook(BytesIO(client.get(url("visit_due") + "?export=xlsx").content)).active

    cells = [cell for line in sheet.iter_rows(values_only=True) for cell in line]
    assert household.number in cells
    assert (TODAY - household.registered_on).days - 90 in cells
    assert "登记走访" not in cells


def test_cadres_of_one_name_are_told_apart_and_stand_by_pinyin(clerk: User, village: Village) -> None:
    for name, unit in (("张一", "镇政府"), ("安二", "财政所"), ("安二", "学校")):
        Cadre.unguarded.create(name=name, unit=unit, area_code=village.pk[:9])

    text = body(browser(clerk), url("visit_due"))

    places = [text.index(words) for words in ("安二 · 学校", "张一 · 镇政府")]
    assert "安二 · 财政所" in text
    assert places == sorted(places)


def test_what_was_agreed_and_what_was_done_stand_apart(clerk: User, household: Household) -> None:
    found = services.record_visit(actor=clerk, row=visit(household, **PROBLEM_AGREED))
    services.close_problem(actor=clerk, visit_id=found.pk, closed_on=TODAY, result="屋顶已翻修", closing_confirmed=True)
    client = browser(clerk)

    for shown in (body(client, found.get_absolute_url()), body(client, url("visit_list"))):
        assert "修缮屋顶" in shown
        assert "屋顶已翻修" in shown
    assert clerk.full_name in body(client, found.get_absolute_url())
    assert printed_problem(clerk, household)["商定的措施"] == "修缮屋顶"
    assert printed_problem(clerk, household)["处理结果"] == "屋顶已翻修"
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.unguarded.filter(pk=found.pk).update(problem_state="open", closed_on=None)


def test_a_problem_closed_when_the_result_was_written_over_the_measure_shows_both(
    clerk: User, household: Household
) -> None:
    found = services.record_visit(actor=clerk, row=visit(household, **PROBLEM_AGREED))
    as_then = {"problem_state": "closed", "closed_on": TODAY, "measure": "屋顶已翻修", "confirmed_by_household": True}
    Visit.unguarded.filter(pk=found.pk).update(**as_then)

    told = printed_problem(clerk, household)

    assert (told["商定的措施"], told["处理结果"]) == ("修缮屋顶", "屋顶已翻修")
    browser(clerk).post(
        url("visit_correct", pk=found.pk),
        VISIT | PROBLEM | {"measure": "修缮屋顶", "result": "屋顶已翻修", "reason": "主题录错"},
    )
    right = Visit.unguarded.get(replaces=found)
    assert (right.measure, right.result, right.closed_on) == ("修缮屋顶", "屋顶已翻修", TODAY)


PROBLEM_AGREED = {"problem": "房屋漏雨", "appeal_class": "05", "measure": "修缮屋顶"}


def printed_problem(user: User, household: Household) -> dict[str, str]:
    """The one problem of the year as the whole file prints it."""
    with translation.override("zh-hans"):
        problems = ledgers.visits(user, household, NOV.year)[1]
    (row,) = problems.rows
    return dict(zip(map(str, problems.heads), (entry.text for entry in row), strict=True))
