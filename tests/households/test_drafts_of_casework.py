"""Quarters, visits, scores and proposals are kept while they are typed, like the forms of the file."""

import pytest

from households.models import Adjustment, Draft, Household, HouseholdQuarter, Visit
from tests.households.factories import make_household, make_user, make_year
from tests.households.identifications import apply
from tests.households.pages import body, page_of, signed_in, url
from tests.households.test_drafts import keep, told
from villages.models import Village
from yuping.accounts.models import User
from yuping.accounts.roles import Role

pytestmark = pytest.mark.usefixtures("demo_day")


@pytest.fixture
def household(village: Village) -> Household:
    household = make_household(village)
    make_year(household)
    return household


def grid(village: Village, quarter: int = 3) -> str:
    return url("quarter_enter", code=village.pk, year=2016, quarter=quarter)


def test_the_quarter_of_a_village_is_kept_listed_and_goes_when_it_is_saved(
    cadre_user: User, village: Village, household: Household
) -> None:
    client, cell = signed_in(cadre_user), f"h{household.pk}-wage_income"
    assert "data-draft" in body(client.get(grid(village)))
    kept = told(keep(client, grid(village), cadre_user, {cell: "1,2", f"h{household.pk}-business_income": ""}))

    again = client.get(grid(village))
    assert again.context["form"][cell].value() == "1,2"
    assert grid(village) in body(client.get(url("draft_list")))
    assert client.get(grid(village, 2)).context["form"][cell].value() is None
    assert Draft.objects.get().typed.pairs == ((cell, "1,2"),)

    sent = {cell: "1,200", "draft": kept["draft"], "draft_revision": kept["revision"]}
    assert client.post(grid(village), sent).status_code == 302
    assert HouseholdQuarter.unguarded.count() == 1
    assert not Draft.objects.exists()


def test_two_windows_of_one_village_and_quarter_share_a_draft_and_two_quarters_do_not(
    clerk: User, village: Village, household: Household
) -> None:
    client, typed = signed_in(clerk), {f"h{household.pk}-wage_income": "5"}

    found = [keep(client, grid(village, quarter), clerk, typed).status_code for quarter in (3, 3, 2)]

    assert found == [200, 409, 200]


@pytest.mark.parametrize("who", ["second_clerk", "cadre_user", "far_clerk"])
def test_nobody_else_meets_the_draft_of_a_village(
    request: pytest.FixtureRequest, who: str, clerk: User, village: Village, household: Household
) -> None:
    cell = f"h{household.pk}-wage_income"
    keep(signed_in(clerk), grid(village), clerk, {cell: "77123"})
    other: User = request.getfixturevalue(who)

    assert "77123" not in body(page_of(other, "quarter_enter", code=village.pk, year=2016, quarter=3))
    assert grid(village) not in body(page_of(other, "draft_list"))


def test_a_village_of_another_township_keeps_nothing(far_clerk: User, village: Village, household: Household) -> None:
    answer = keep(signed_in(far_clerk), grid(village), far_clerk, {f"h{household.pk}-wage_income": "5"})

    assert answer.status_code == 404
    assert not Draft.objects.exists()


def test_a_visit_is_kept_until_it_is_recorded(cadre_user: User, household: Household) -> None:
    client, address = signed_in(cadre_user), url("visit_record", pk=household.pk)
    kept = told(keep(client, address, cadre_user, {"date": "2016-11", "content": "家中平安，房屋"}))

    again = client.get(address)
    assert (again.context["form"]["date"].value(), again.context["form"]["content"].value()) == (
        "2016-11",
        "家中平安，房屋",
    )
    assert "field-wrong" not in body(again)
    visit = {"date": "2016-11-20", "visitor": "杨帆", "theme": "季度走访", "content": "家中平安"}
    client.post(address, visit | {"draft": kept["draft"], "draft_revision": 1})
    assert Visit.unguarded.count() == 1
    assert not Draft.objects.exists()


def test_a_score_is_kept_with_its_answers_and_its_day(cadre_user: User, household: Household) -> None:
    client, address = signed_in(cadre_user), url("score_record", pk=household.pk)
    keep(client, address, cadre_user, {"date": "2016-11-10", "scorer": "杨帆", "note": "雨天入户", "house": "wood"})

    form = client.get(address).context["form"]

    assert [form[name].value() for name in ("date", "note", "house")] == ["2016-11-10", "雨天入户", "wood"]


def test_the_score_of_an_applicant_is_kept_with_his_case(clerk: User, village: Village) -> None:
    case, client = apply(clerk, village), signed_in(clerk)
    address = url("applicant_score", pk=case.pk)
    keep(client, address, clerk, {"note": "雨天入户"})

    assert client.get(address).context["form"]["note"].value() == "雨天入户"
    assert address in body(client.get(url("draft_list")))


@pytest.mark.parametrize("kind", ["exit", "return", "removal", "watch", "watch_end"])
def test_a_proposal_is_kept_apart_for_each_kind(clerk: User, household: Household, kind: str) -> None:
    client, address = signed_in(clerk), url(f"propose_{kind}", pk=household.pk)

    assert keep(client, address, clerk, {"reason": "村民代表会议"}).status_code == 200

    draft = Draft.objects.get()
    assert draft.get_absolute_url() == address
    assert draft.typed.value("reason") == "村民代表会议"


def test_a_proposal_goes_on_where_it_was_and_its_draft_goes_with_the_case(clerk: User, household: Household) -> None:
    client, address = signed_in(clerk), url("propose_exit", pk=household.pk)
    kept = told(keep(client, address, clerk, {"reason": "村民代表会议"}))
    page = client.get(address)
    assert "村民代表会议" in body(page)
    assert "data-draft" in body(page)

    sent = {"date": "2016-12-01", "reason": "收入稳定", "draft": kept["draft"], "draft_revision": 1}
    assert client.post(address, sent).status_code == 302
    assert Adjustment.unguarded.count() == 1
    assert not Draft.objects.exists()


def test_who_may_not_enter_keeps_nothing(household: Household, village: Village) -> None:
    leader = make_user("head", Role.LEADERSHIP, "520622")
    client = signed_in(leader)

    for address in (grid(village), url("visit_record", pk=household.pk), url("propose_exit", pk=household.pk)):
        assert keep(client, address, leader, {"reason": "x"}).status_code == 403
    assert not Draft.objects.exists()
