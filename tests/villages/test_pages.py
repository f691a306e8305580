"""The pages of the villages room: who opens what, what they show, and that each form ends in its service."""

import datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from tests.people import browser
from tests.villages.conftest import OTHER_VILLAGE, SECOND_VILLAGE, TOWNSHIP, VILLAGE, Hire
from tests.villages.test_accounts import propose
from tests.villages.test_collective import income, resolution, spending
from tests.villages.test_indicators import enter
from tests.villages.test_people import SINCE
from villages.models import (
    IndicatorValue,
    Village,
)
from villages.services import (
    assign_responsibility,
    register_cadre,
    register_task_force,
    review_indicator,
)
from yuping.accounts.models import User
from yuping.accounts.roles import Role
from yuping.core.models import Holiday

pytestmark = pytest.mark.usefixtures("demo_day")
LISTS = [
    "village_list",
    "entry_list",
    "resolution_list",
    "account_list",
    "indicator_grid",
    "value_list",
    "taskforce_list",
    "cadre_list",
    "responsibility_list",
    "holiday_list",
]
FORMS = {
    "entry_record": "record_collective_entry",
    "resolution_record": "record_resolution",
    "account_propose": "propose_village_account",
    "indicator_recompute": "recompute_indicators",
    "taskforce_register": "register_task_force",
    "cadre_register": "register_cadre",
    "responsibility_assign": "assign_responsibility",
    "holiday_change": "change_holiday",
}
LEADERSHIP_LACKS = sorted(FORMS)


def url(name: str, **kwargs: object) -> str:
    return reverse(f"villages:{name}", kwargs=kwargs)


def body(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


@pytest.mark.parametrize("name", [*LISTS, *FORMS, "indicator_print"])
def test_a_stranger_to_the_system_is_sent_to_sign_in(name: str) -> None:
    response = browser().get(url(name))

    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("accounts:sign_in"))


@pytest.mark.parametrize("name", [*LISTS, "indicator_print"])
def test_every_list_opens_empty(name: str, clerk: User) -> None:
    assert "<h1>" in body(browser(clerk), url(name))


@pytest.mark.parametrize("name", FORMS)
def test_leadership_opens_no_form(name: str, leader: User) -> None:
    assert browser(leader).get(url(name)).status_code == 403


@pytest.mark.parametrize("name", FORMS)
def test_who_holds_the_verb_opens_its_form(name: str, office: User, clerk: User) -> None:
    who = clerk if name == "account_propose" else office

    assert browser(who).get(url(name)).status_code == 200


@pytest.fixture
def records(clerk: User, office: User) -> dict[str, object]:
    """One record of each kind in the clerk's township."""
    entry = income(clerk, text="茶叶专卖收入")
    cadre = register_cadre(actor=office, name="欧阳山", unit="街道扶贫站", area_code=TOWNSHIP, phone="13800138000")
    force = register_task_force(
        actor=office,
        code="ZB01",
        name="皂角坪村专班",
        village_codes=[VILLAGE],
        members=[(cadre.pk, "leader")],
        founded_on=SINCE,
    )
    return {
        "entry": entry,
        "resolution": resolution(clerk),
        "account": propose(clerk),
        "value": enter(clerk),
        "cadre": cadre,
        "taskforce": force,
        "responsibility": assign_responsibility(
            actor=office, cadre_id=cadre.pk, kind="stationed", area_code=VILLAGE, valid_from=SINCE
        ),
    }


DETAILS = ["entry", "resolution", "account", "cadre", "taskforce"]
MOVES = [
    ("entry_reverse", "entry"),
    ("resolution_publish", "resolution"),
    ("account_confirm", "account"),
    ("account_reject", "account"),
    ("cadre_edit", "cadre"),
    ("responsibility_end", "responsibility"),
]


@pytest.mark.parametrize("kind", DETAILS)
def test_a_record_opens_for_its_township_and_no_other(
    kind: str, records: dict[str, object], second_clerk: User, stranger: User
) -> None:
    address = url(f"{kind}_detail", pk=records[kind].pk)

    assert browser(second_clerk).get(address).status_code == 200
    assert browser(stranger).get(address).status_code == 404


@pytest.mark.parametrize(("name", "kind"), MOVES)
def test_a_move_opens_for_its_township_and_no_other(
    name: str, kind: str, records: dict[str, object], second_clerk: User, stranger: User, leader: User
) -> None:
    address = url(name, pk=records[kind].pk)

    assert browser(second_clerk).get(address).status_code == 200
    assert browser(stranger).get(address).status_code == 404
    assert browser(leader).get(address).status_code == 403


@pytest.mark.parametrize("name", LISTS)
def test_no_list_shows_another_township(name: str, records: dict[str, object], stranger: User) -> None:
    shown = body(browser(stranger), url(name))

    for mark in ("皂角坪村", "茶叶专卖", "欧阳山", "修缮文化室", "60,000"):
        assert mark not in shown


@pytest.mark.parametrize("name", [name for name in LISTS if name != "holiday_list"])
def test_every_list_leaves_as_a_workbook(name: str, records: dict[str, object], second_clerk: User) -> None:
    response = browser(second_clerk).get(url(name) + "?export=xlsx")

    assert response.status_code == 200
    assert response.content.startswith(b"PK")


def test_the_village_page_shows_what_is_known(records: dict[str, object], second_clerk: User) -> None:
    shown = body(browser(second_clerk), url("village_detail", code=VILLAGE))

    for mark in ("皂角坪村", "60,000.00", "茶叶专卖收入", "皂角坪村专班", "欧阳山", "A02", "1,200"):
        assert mark in shown
    assert "6228480402564890018" not in shown
    assert "13800138000" not in shown


def test_the_village_page_of_another_township_does_not_exist(stranger: User) -> None:
    assert browser(stranger).get(url("village_detail", code=VILLAGE)).status_code == 404


def test_a_year_that_is_none_is_left_aside(clerk: User) -> None:
    assert body(browser(clerk), url("village_detail", code=VILLAGE) + "?year=２０１５x")


def test_the_bank_account_is_not_shown_to_a_village_cadre(
    hire: Hire, records: dict[str, object], second_clerk: User
) -> None:
    cadre = hire(Role.VILLAGE_CADRE, VILLAGE)

    assert "****0018" not in body(browser(cadre), url("village_detail", code=VILLAGE))
    assert browser(cadre).get(url("account_list")).status_code == 403


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("counted=yes&band=from_50000", {VILLAGE}),
        ("counted=yes&band=below_50000", {SECOND_VILLAGE}),
        ("counted=yes&band=from_50000&on=2016-12-30", set()),
        (f"counted=yes&band=from_50000&area={OTHER_VILLAGE[:9]}", set()),
    ],
)
def test_the_villages_of_a_band_are_those_of_the_figure(office: User, query: str, codes: set[str]) -> None:
    income(office, "50000")
    income(office, "49999.99", village_code=SECOND_VILLAGE)

    shown = body(browser(office), f"{url('village_list')}?{query}")

    assert {code for code in (VILLAGE, SECOND_VILLAGE) if url("village_detail", code=code) in shown} == codes


@pytest.mark.parametrize("query", ["on=yesterday", "area=52", "area=x", "band=rich"])
def test_an_odd_filter_is_a_bad_request(office: User, query: str) -> None:
    assert browser(office).get(f"{url('village_list')}?{query}").status_code == 400


def test_the_query_count_of_the_villages_list_does_not_grow(
    office: User, django_assert_max_num_queries: object
) -> None:
    client = browser(office)
    with django_assert_max_num_queries(25):
        client.get(url("village_list") + "?per_page=100")


def test_values_are_entered_on_one_form_and_reviewed_in_the_list(clerk: User, second_clerk: User) -> None:
    address = url("indicator_enter", code=VILLAGE, year=2016)
    data = {"A01": "400", "A02": "1,650", "B17": "01", "B17_text": "油茶", "C23": "85.5"}
    assert browser(clerk).post(address, data | {"A02": "1650"}).status_code == 302
    ids = [str(pk) for pk in IndicatorValue.unguarded.values_list("pk", flat=True)]
    client = browser(second_clerk)

    assert client.post(url("value_review"), {"ids": ids}).status_code == 200
    client.post(url("value_review"), {"ids": ids, "confirmed": "1"})

    assert IndicatorValue.unguarded.filter(state="reviewed").count() == 4
    assert "85.5" in body(client, url("indicator_grid"))
    assert "油茶" in body(client, url("indicator_print"))


def test_a_value_that_does_not_fit_is_marked_at_its_field(clerk: User) -> None:
    response = browser(clerk).post(url("indicator_enter", code=VILLAGE, year=2016), {"C23": "101", "A01": "1.5"})

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"C23", "A01"}


def test_the_form_of_another_township_does_not_exist(stranger: User) -> None:
    assert browser(stranger).get(url("indicator_enter", code=VILLAGE, year=2016)).status_code == 404


def test_a_changed_reviewed_value_asks_for_the_reason(clerk: User, second_clerk: User) -> None:
    review_indicator(actor=second_clerk, value_id=enter(clerk).pk)
    address = url("indicator_enter", code=VILLAGE, year=2016)

    assert browser(clerk).post(address, {"A02": "1300"}).status_code == 422
    assert browser(clerk).post(address, {"A02": "1300", "reason": "核实后更正"}).status_code == 302


def test_recomputing_on_the_page(office: User) -> None:
    income(office)

    response = browser(office).post(url("indicator_recompute"), {"year": "2016"})

    assert response.status_code == 302
    assert IndicatorValue.unguarded.get(village=VILLAGE, indicator="B13").number == Decimal("6")


def test_the_grid_is_sorted_by_its_own_columns(office: User) -> None:
    income(office)
    browser(office).post(url("indicator_recompute"), {"year": "2016"})

    assert body(browser(office), url("indicator_grid") + "?sort=-count&per_page=100")
    assert browser(office).get(url("indicator_grid") + "?sort=A01").status_code == 400


def test_a_holiday_is_changed_on_the_page(office: User) -> None:
    browser(office).post(url("holiday_change"), {"day": "2017-01-03", "is_workday": "no", "reason": "省政府通知"})

    assert Holiday.objects.get(pk=datetime.date(2017, 1, 3)).is_workday is False


@pytest.mark.parametrize("query", ["", "?day=2016-02-08", "?day=odd"])
def test_the_holiday_form_takes_the_day_of_the_row(office: User, query: str) -> None:
    assert body(browser(office), url("holiday_change") + query)


def test_the_work_list_names_what_waits_for_others_alone(clerk: User, second_clerk: User) -> None:
    propose(clerk)
    enter(clerk)

    assert "state=proposed&amp;others=yes" in body(browser(second_clerk), "/")
    assert "state=entered&amp;others=yes" not in body(browser(clerk), "/")


def test_a_village_that_is_no_village_is_not_found(clerk: User) -> None:
    assert browser(clerk).get("/villages/nowhere/").status_code == 404
    assert Village.objects.visible_to(clerk).exists()


def test_the_spending_of_a_resolution_is_listed_on_its_page(clerk: User) -> None:
    income(clerk)
    paper = resolution(clerk)
    spending(clerk, "15000", paper, text="购买图书")

    assert "购买图书" in body(browser(clerk), url("resolution_detail", pk=paper.pk))
