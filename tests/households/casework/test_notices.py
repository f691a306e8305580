"""The notices of identification as they are printed for a village."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from households import services
from households.models import Adjustment, Household, Identification
from households.services import StepFacts
from tests.dividends.conftest import PHOTO
from tests.households.adjustments import colleague_of, propose, ready_to_exit, take, walk
from tests.households.casework.conftest import body, url
from tests.households.factories import id_of
from tests.households.identifications import apply as apply_in_time
from tests.households.identifications import walk as walk_application
from tests.households.test_casework import apply
from tests.people import browser
from villages.models import Village, VillageGroup
from villages.services import set_complaint_phone
from yuping.accounts.models import User
from yuping.core import clock
from yuping.core.errors import BadInput

FIRST, SECOND, DECISION = ({"round": key} for key in ("first", "second", "decision"))


def notice(user: User, village: Village, **query: str) -> str:
    response = browser(user).get(url("village_notice", code=village.pk), query)
    assert response.status_code == 200
    return response.content.decode()


def reviewed(clerk: User, village: Village, number: int = 701) -> Identification:
    """An application that the village meeting has voted on."""
    found = apply(clerk, village, id_number=id_of(number))
    facts = StepFacts(date=datetime.date(2016, 11, 5), votes_for=38, votes_cast=42)
    for name in ("review_in_group", "review_in_village"):
        services.move_identification(actor=clerk, identification_id=found.pk, move=name, facts=facts)
    return found


def publish(clerk: User, found: Identification) -> None:
    facts = StepFacts(date=datetime.date(2016, 11, 7), place="村务公开栏", paper=PHOTO, late_reason="补录")
    services.move_identification(actor=clerk, identification_id=found.pk, move="publish_first", facts=facts)


def test_the_first_notice_names_whom_the_meeting_voted_for(clerk: User, village: Village) -> None:
    found = reviewed(clerk, village)

    text = notice(clerk, village, **FIRST)

    assert f"<td>{found.applicant}</td>" in text
    assert "38 / 42" in text
    assert "公示期不少于 7 个工作日" in text


def test_a_notice_says_nothing_that_must_not_be_published(clerk: User, village: Village) -> None:
    found = reviewed(clerk, village)

    text = notice(clerk, village, **FIRST)

    assert id_of(701)[:10] not in text
    assert found.get_main_cause_display() not in text


def test_a_notice_that_hangs_bears_its_days(clerk: User, village: Village) -> None:
    found = reviewed(clerk, village)
    assert "2016-11-07" not in notice(clerk, village, **FIRST)

    publish(clerk, found)
    until = found.steps.get(move="publish_first").notice_to

    text = notice(clerk, village, **FIRST)
    assert "2016-11-07" in text
    assert str(until) in text


def test_an_application_stands_on_the_notice_of_its_step_alone(clerk: User, village: Village) -> None:
    found = reviewed(clerk, village)

    for other in (SECOND, DECISION):
        assert f"<td>{found.applicant}</td>" not in notice(clerk, village, **other)


def test_an_application_not_yet_voted_on_is_not_published(clerk: User, village: Village) -> None:
    found = apply(clerk, village, id_number=id_of(701))

    assert f"<td>{found.applicant}</td>" not in notice(clerk, village, **FIRST)


def test_the_village_of_another_township_has_no_notice(clerk: User, far_village: Village) -> None:
    assert browser(clerk).get(url("village_notice", code=far_village.pk)).status_code == 404


@pytest.mark.parametrize("asked", ["third", ""])
def test_an_unknown_notice_does_not_exist(clerk: User, village: Village, asked: str) -> None:
    assert browser(clerk).get(url("village_notice", code=village.pk), {"round": asked}).status_code == 404


def test_an_application_leads_to_the_notice_on_which_it_stands(clerk: User, village: Village) -> None:
    found = reviewed(clerk, village)

    shown = body(browser(clerk), found.get_absolute_url())

    assert f"{reverse('households:village_notice', kwargs={'code': village.pk})}?round=first" in shown


def test_a_notice_bears_the_phone_for_complaints_and_a_line_for_the_date(clerk: User, village: Village) -> None:
    set_complaint_phone(actor=clerk, area_code=village.pk[:9], phone="0856-3220001", reason="首次公布")

    text = notice(clerk, village, **FIRST)

    assert "0856-3220001" in text
    assert text.index("村委会（章）") < text.rindex("日期：")


def test_the_list_says_since_when_until_when_and_where_a_notice_hangs(clerk: User, village: Village) -> None:
    found = reviewed(clerk, village)
    address = url("notice_list")
    assert "尚未张贴" in body(browser(clerk), address)

    publish(clerk, found)
    until = found.steps.get(move="publish_first").notice_to
    shown = body(browser(clerk), address)

    assert "2016-11-07" in shown
    assert str(until) in shown
    assert "村务公开栏" in shown
    assert "期满，可取下" in shown


def test_the_notice_names_the_group_of_the_applicant(clerk: User, village: Village) -> None:
    group = VillageGroup.unguarded.create(village=village, name="大坡组", position=1)
    client = browser(clerk)
    data = {
        "village": village.pk,
        "group": str(group.pk),
        "applicant": "王伟",
        "id_number": id_of(701),
        "persons": "3",
        "main_cause": "1",
        "applied_on": "2016-11-01",
    }

    done = client.post(url("identification_apply"), data)

    assert done.status_code == 302
    found = Identification.unguarded.get()
    assert found.group == group
    facts = StepFacts(date=datetime.date(2016, 11, 5), votes_for=38, votes_cast=42)
    for name in ("review_in_group", "review_in_village"):
        services.move_identification(actor=clerk, identification_id=found.pk, move=name, facts=facts)
    assert "<td>大坡组</td>" in notice(clerk, village, **FIRST)


def test_the_group_of_another_village_is_refused(clerk: User, village: Village, far_village: Village) -> None:
    group = VillageGroup.unguarded.create(village=far_village, name="大坡组", position=1)

    with pytest.raises(BadInput, match="group_unknown"):
        apply(clerk, village, id_number=id_of(701), group_id=group.pk)


def test_a_notice_prints_as_it_hung_after_its_case_has_gone_on(clerk: User, village: Village) -> None:
    found = reviewed(clerk, village)
    publish(clerk, found)
    refused = StepFacts(date=datetime.date(2016, 11, 20), note="公示期间反映属实")
    services.move_identification(actor=clerk, identification_id=found.pk, move="refuse", facts=refused)

    again = notice(clerk, village, **FIRST, on="2016-11-07")

    assert f"<td>{found.applicant}</td>" not in notice(clerk, village, **FIRST)
    assert f"<td>{found.applicant}</td>" in again
    assert "2016-11-07" in again
    assert "on=2016-11-07" in body(browser(clerk), url("notice_list"))
    assert "on=2016-11-07" in body(browser(clerk), found.get_absolute_url())


@pytest.mark.parametrize("day", ["", "2016-13-40", "x"])
def test_a_day_that_is_none_has_no_notice(clerk: User, village: Village, day: str) -> None:
    answer = browser(clerk).get(url("village_notice", code=village.pk), {"round": "first", "on": day})

    assert answer.status_code == 404


NEXT_YEAR = datetime.date(2018, 1, 9)


def paper_of(client: Client, case: Adjustment | Identification) -> str:
    """The paper to which the button of the case's page leads."""
    return body(client, client.get(case.get_absolute_url()).context["notice_url"])


def approved(clerk: User, officer: User, household: Household) -> Adjustment:
    ready_to_exit(household)
    return walk(clerk, officer, propose(clerk, household), to="approved")


def test_a_decision_of_last_year_that_was_not_announced_is_still_to_be_printed(
    clerk: User, officer: User, household: Household, village: Village
) -> None:
    case = approved(clerk, officer, household)

    with clock.fixed(NEXT_YEAR):
        client = browser(clerk)
        listed = body(client, url("notice_list"))
        paper = paper_of(client, case)

    assert f"{url('village_notice', code=village.pk)}?round=exit_decision" in listed
    assert f"<td>{household.head_name}</td>" in paper
    assert "脱贫退出农户公告" in paper


def test_an_announcement_prints_as_it_was_made_after_the_turn_of_the_year(
    clerk: User, officer: User, household: Household, village: Village
) -> None:
    case = approved(clerk, officer, household)
    take(clerk, case, "announce")
    with clock.fixed(NEXT_YEAR):
        client = browser(clerk)
        now = body(client, url("notice_list"))
        then = body(client, url("notice_list") + "?year=2016")
        paper = paper_of(client, case)

    assert "on=2016-11-03" not in now
    assert "round=exit_decision&amp;on=2016-11-03" in then
    assert "round=exit&amp;on=2016-10-17" in then
    assert f"<td>{household.head_name}</td>" in paper
    assert "2016-11-03" in paper
    assert f'href="{case.get_absolute_url()}"' in paper
    # The notice before it, as it hung.
    assert f"round=exit&amp;on=2016-10-17&amp;case={case.pk}" in paper


def test_an_application_put_on_file_leads_to_every_paper_of_its_way(
    clerk: User, officer: User, village: Village
) -> None:
    found = walk_application(clerk, colleague_of(clerk), officer, apply_in_time(clerk, village), to="announced")

    with clock.fixed(NEXT_YEAR):
        paper = paper_of(browser(clerk), found)

    assert f"<td>{found.applicant}</td>" in paper
    for way in ("round=first&amp;on=2016-10-13", "round=second&amp;on=2016-10-31"):
        assert f"{way}&amp;case={found.pk}" in paper


def test_an_announcement_that_waits_has_no_day_yet(
    clerk: User, officer: User, household: Household, village: Village
) -> None:
    approved(clerk, officer, household)

    paper = notice(clerk, village, round="exit_decision")

    assert "2016-11-01" not in paper


@pytest.mark.parametrize("asked", ["0", "x", "999999"])
def test_a_paper_of_no_case_does_not_exist(clerk: User, village: Village, asked: str) -> None:
    answer = browser(clerk).get(url("village_notice", code=village.pk), {"round": "first", "case": asked})

    assert answer.status_code == 404


def test_the_case_of_another_kind_or_township_has_no_paper_here(
    clerk: User, far_clerk: User, officer: User, household: Household, village: Village
) -> None:
    case = approved(clerk, officer, household)
    address = url("village_notice", code=village.pk)

    assert browser(clerk).get(address, {"round": "return", "case": case.pk}).status_code == 404
    assert browser(far_clerk).get(address, {"round": "exit", "case": case.pk}).status_code == 404
