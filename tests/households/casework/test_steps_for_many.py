"""One step for many cases: who can't go along is named with the reason, what the files say stands there too."""

import datetime

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from households.models import Adjustment, Household
from households.procedures import Kind
from households.services.adjustments import case_facts
from households.services.file_facts import facts_of_files
from tests.households.adjustments import DAYS, colleague_of, propose, ready_to_exit, take, walk
from tests.households.casework.conftest import url
from tests.households.factories import make_household, make_member, make_year
from tests.people import browser
from villages.models import Village
from yuping.accounts.models import User
from yuping.core import clock

VILLAGE, TOWNSHIP, COUNTY = (f"adjustments_in_{place}" for place in ("village", "township", "county"))


def ask(user: User, step: str, *cases: Adjustment, **values: str) -> HttpResponse:
    return browser(user).post(url(step), {"ids": [str(case.pk) for case in cases], **values})


@pytest.fixture
def three(clerk: User, officer: User, village: Village) -> list[Adjustment]:
    """Three exits signed for; the file of the last one says that the house is unsafe."""
    cases = []
    for number in range(1, 4):
        home = make_household(village, number=number)
        record = ready_to_exit(home)
        if number == 3:
            record.unsafe_house = True
            record.save(update_fields=["unsafe_house"])
        cases.append(walk(clerk, officer, propose(clerk, home), to="signed"))
    return cases


def test_a_notice_that_stands_is_named_for_each_case_and_the_rows_stay_chosen(
    clerk: User, three: list[Adjustment]
) -> None:
    with clock.fixed(DAYS["publish"]):
        for case in three:
            take(clerk, case, "publish")
    with clock.fixed(datetime.date(2016, 10, 20)):
        for step in (VILLAGE, TOWNSHIP):
            asked = ask(colleague_of(clerk), step, *three)
            text = asked.content.decode()
            assert text.count("公示到 2016-10-26 为止") == 3
            assert all(str(case) in text for case in three)
        listed = browser(clerk).get(asked.context["back_url"])

    assert listed.context["table"].paginator.count == 3
    assert listed.content.decode().count(" checked aria-label") == 3
    assert "3 件" in listed.content.decode()


def test_whose_step_it_is_is_said(clerk: User, three: list[Adjustment]) -> None:
    text = ask(colleague_of(clerk), TOWNSHIP, *three).content.decode()

    assert text.count("下一步为“公示”") == 3


def test_the_others_go_on_without_the_one_that_can_not(clerk: User, three: list[Adjustment]) -> None:
    first, second, third = three
    with clock.fixed(DAYS["publish"]):
        take(clerk, first, "publish")
    asked = ask(clerk, VILLAGE, *three)

    assert set(asked.context["ids"]) == {str(second.pk), str(third.pk)}
    assert [name for name, _why in asked.context["set_aside"]] == [str(first)]
    assert "7 个工作日" in asked.content.decode()


def test_what_a_file_says_against_the_case_stands_at_every_step(
    clerk: User, officer: User, three: list[Adjustment]
) -> None:
    unsafe = three[2].household
    at_notice = ask(clerk, VILLAGE, *three)
    for case in three:
        walk(clerk, officer, case, to="on_notice")
    at_check = ask(colleague_of(clerk), TOWNSHIP, *three)
    for case in three:
        walk(clerk, officer, case, to="township_reviewed")
    at_decision = ask(officer, COUNTY, *three)

    for asked in (at_notice, at_check, at_decision):
        (caution,) = asked.context["cautions"]
        assert caution.startswith(f"{unsafe}：")
        assert "危房" in caution


def test_what_the_files_lack_stands_in_the_proposal_of_many(clerk: User, village: Village) -> None:
    good, poor = (make_household(village, number=number) for number in (1, 2))
    ready_to_exit(good)
    make_year(poor, unsafe_house=True, population_end=1)

    asked = browser(clerk).post(url("exit_propose_many"), {"ids": [str(good.pk), str(poor.pk)]})

    (caution,) = asked.context["cautions"]
    assert caution.startswith(f"{poor}：")
    assert "危房" in caution


def test_announcing_asks_nothing_of_the_file_any_more(clerk: User, officer: User, household: Household) -> None:
    record = ready_to_exit(household)
    case = walk(clerk, officer, propose(clerk, household), to="approved")
    record.refresh_from_db()
    record.unsafe_house = True
    record.save(update_fields=["unsafe_house"])

    assert ask(clerk, VILLAGE, case).context["cautions"] == []


def test_cases_taken_further_meanwhile_are_asked_anew_with_their_reasons(clerk: User, three: list[Adjustment]) -> None:
    with clock.fixed(DAYS["publish"]):
        for case in three:
            take(clerk, case, "publish")
    given = {"confirmed": "1", "date": str(DAYS["publish"]), "place": "公开栏"}

    asked = ask(clerk, VILLAGE, *three, **given)

    assert len(asked.context["why"]) == 3
    assert set(Adjustment.unguarded.values_list("state", flat=True)) == {"on_notice"}


def test_many_files_are_read_as_one_is(clerk: User, village: Village) -> None:
    plain, bare, pupil = (make_household(village, number=number) for number in (1, 2, 3))
    ready_to_exit(plain)
    make_year(bare, year=2015, exit_flag="2", exit_year=2015)
    make_year(pupil, population_end=2)
    make_member(pupil, number=8, name="王小宝", relation="03", birth_date=datetime.date(2006, 3, 4))
    homes, on = [plain, bare, pupil], clock.today()

    found = facts_of_files(homes, on=on)

    assert [found[row.pk] for row in homes] == [case_facts(row, Kind.EXIT, on).file for row in homes]
    assert found[plain.pk].income.per_head == 4000
    assert (found[bare.pk].has_record, found[bare.pk].since) == (False, 2015)
    assert found[bare.pk].income is None
    assert found[pupil.pk].income.per_head is None
    assert (found[pupil.pk].living, found[pupil.pk].safe_water) == (2, None)


def test_the_page_asks_as_often_for_more_cases(clerk: User, village: Village) -> None:
    cases = [propose(clerk, make_household(village, number=number)) for number in range(1, 9)]
    client = browser(clerk)

    def queries(some: list[Adjustment]) -> int:
        with CaptureQueriesContext(connection) as caught:
            client.post(url(VILLAGE), {"ids": [str(case.pk) for case in some]})
        return len(caught)

    queries(cases)

    assert queries(cases) == queries(cases[:2])


def test_the_list_offers_only_the_steps_that_fit_the_filter(clerk: User) -> None:
    client = browser(clerk)

    def offered(query: str) -> list[str]:
        return [str(action.label) for action in client.get(url("adjustment_list") + query).context["bulk_actions"]]

    assert offered("?kind=exit&state=proposed") == ["民主评议"]
    assert offered("?kind=exit&state=on_notice") == ["乡镇审核"]
    assert offered("?kind=exit&state=announced") == []
    assert len(offered("")) == 2
