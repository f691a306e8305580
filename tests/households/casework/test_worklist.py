"""What waits in casework: each count is the number of rows that its link opens, for one's own area alone."""

import datetime

import pytest

from households import services
from households.models import Household
from households.policy.visiting import is_late, visited_since
from households.worklist import cases_waiting, casework_waiting
from tests.households.adjustments import colleague_of, propose, ready_to_exit, walk
from tests.households.casework.conftest import NOV, url
from tests.households.conftest import TODAY
from tests.households.factories import make_household
from tests.people import browser
from villages.models import Cadre, Village
from yuping.accounts.models import User
from yuping.accounts.worklist import WorkItem


def waiting(user: User, today: datetime.date) -> list[WorkItem]:
    return [*casework_waiting(user, today), *cases_waiting(user, today)]


def counts(user: User) -> dict[str, int]:
    return {item.url.removeprefix("/households/"): item.count for item in waiting(user, TODAY)}


def test_each_kind_of_work_is_counted(records: dict[str, object], clerk: User) -> None:
    assert counts(clerk) == {
        "visits/due/": 0,
        "visits/?problem=unsettled": 1,
        "pairings/?state=mine": 0,
        "identifications/?mine=yes": 1,
        "identifications/?file=missing": 0,
        "?state=active&adjust=missing-2016": 1,
        "adjustments/?mine=yes": 0,
        "adjustments/?watch=late": 0,
        "objections/?waiting=yes": 0,
        "events/?state=open": 1,
    }


def test_a_household_without_a_record_stands_once_on_the_work_list(household: Household, clerk: User) -> None:
    titles = [str(item.title) for item in browser(clerk).get("/").context["items"]]

    assert titles.count("Files to be reviewed this year") + titles.count("本年度待采集的农户") == 1
    assert not {"Households without this year's record", "未填本年度档案的农户"} & set(titles)


def test_an_adjustment_waits_for_whose_step_is_next(household: Household, clerk: User, officer: User) -> None:
    ready_to_exit(household)
    case = propose(clerk, household)
    assert counts(clerk)["adjustments/?mine=yes"] == 1
    assert counts(officer)["adjustments/?mine=yes"] == 0

    walk(clerk, officer, case, to="on_notice")
    objection = services.record_objection(
        actor=clerk,
        case="adjustment",
        case_id=case.pk,
        raised_by="村民",
        raised_on=datetime.date(2016, 10, 20),
        text="他家有小车",
    )
    assert counts(clerk)["adjustments/?mine=yes"] == 0
    assert counts(officer)["objections/?waiting=yes"] == 1

    services.answer_objection(actor=officer, objection_id=objection.pk, answer="经核实，不属实")
    # Who took the village's steps does not check them for the township.
    assert counts(clerk)["adjustments/?mine=yes"] == 0
    assert counts(colleague_of(clerk))["adjustments/?mine=yes"] == 1
    walk(clerk, officer, case, to="township_reviewed")
    assert counts(officer)["adjustments/?mine=yes"] == 1
    assert counts(clerk)["adjustments/?mine=yes"] == 0


def test_the_link_opens_as_many_rows_as_are_counted(
    records: dict[str, object], household: Household, clerk: User
) -> None:
    client = browser(clerk)

    for item in waiting(clerk, TODAY):
        table = client.get(item.url).context["table"]
        assert table.paginator.count == item.count, item.url


def test_nothing_of_another_township_is_counted(records: dict[str, object], far_clerk: User) -> None:
    assert not any(counts(far_clerk).values())


def test_leadership_has_no_casework(records: dict[str, object], leader: User) -> None:
    assert counts(leader) == {}


def test_the_county_waits_for_what_the_township_has_done(records: dict[str, object], officer: User) -> None:
    assert counts(officer)["identifications/?mine=yes"] == 0


def test_an_unvisited_household_is_due_and_late(household: Household, clerk: User, village: Village) -> None:
    item = next(item for item in waiting(clerk, TODAY) if item.url == url("visit_due"))

    assert (item.count, item.late) == (1, True)
    assert item.since == household.registered_on + datetime.timedelta(days=90)


def test_a_problem_past_its_day_is_late(records: dict[str, object], clerk: User) -> None:
    late = {item.url: item.late for item in waiting(clerk, TODAY)}

    assert late[url("visit_list") + "?problem=unsettled"] is True
    assert late[url("pairing_list") + "?state=mine"] is False


@pytest.mark.parametrize(("days", "late"), [(181, False), (182, False), (183, True)])
def test_half_a_year_without_a_visit_is_late(days: int, late: bool) -> None:
    assert is_late(TODAY - datetime.timedelta(days=days), TODAY) is late


def test_a_visit_is_due_after_a_quarter() -> None:
    assert visited_since(TODAY) == datetime.date(2016, 9, 2)


def test_the_households_due_are_shared_out_by_township_village_or_helper(
    household: Household,
    village: Village,
    far_village: Village,
    clerk: User,
    officer: User,
    cadre_user: User,
    cadre: Cadre,
) -> None:
    make_household(village, number=7)
    make_household(far_village, number=8)
    beside = Village.unguarded.filter(township=village.township).exclude(pk=village.pk).order_by("pk").first()
    make_household(beside, number=9)
    services.pair_cadre(actor=clerk, household_id=household.pk, cadre_id=cadre.pk, from_on=NOV)

    def shares(user: User) -> dict[str, int]:
        item = next(item for item in waiting(user, TODAY) if item.url == url("visit_due"))
        assert item.count == sum(part.count for part in item.parts)
        for part in item.parts:
            assert browser(user).get(part.url).context["table"].paginator.count == part.count
        return {str(part.label): part.count for part in item.parts}

    assert shares(officer) == {village.township.name: 3, far_village.township.name: 1}
    assert shares(clerk) == {village.short_name: 2, beside.short_name: 1}
    assert sorted(shares(cadre_user).values()) == [1, 1]
    assert cadre.name in shares(cadre_user)


def test_work_that_is_not_shared_has_no_parts(household: Household, clerk: User) -> None:
    item = next(item for item in waiting(clerk, TODAY) if item.url == url("visit_due"))

    assert (item.count, item.parts) == (1, ())
