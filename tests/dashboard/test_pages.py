"""The leadership's pages: what they show, of which area, to whom, and at what cost."""

import io
import json
import re

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.dashboard.conftest import FIRST, SECOND
from tests.dividends.conftest import Year
from tests.factories import COUNTY, make_household, make_user
from tests.people import browser
from yuping.accounts.models import User
from yuping.audit.models import AuditEntry
from yuping.core.figures import all_figures
from yuping.dashboard.views.overview import LATE, TILES

OVERVIEW, ALL, REPORT = "/figures/", "/figures/all/", "/figures/report/"
ON = "&on=2016-11-30"


@pytest.fixture
def county_page(county: Year, leader: User) -> Client:
    return browser(leader)


@pytest.fixture
def township_page(county: Year, township_leader: User) -> Client:
    return browser(township_leader)


def links(page: object) -> list[str]:
    return [link.replace("&amp;", "&") for link in re.findall(r'href="(/[^"]*on=[^"]*)"', page.content.decode())]


def test_the_page_leads_with_what_is_late_and_has_at_most_eight_tiles(county_page: Client) -> None:
    page = county_page.get(f"{OVERVIEW}?area={COUNTY}{ON}")

    late = {reading.key for reading, _tone in page.context["late"]}
    assert {
        "returned_payouts",
        "no_mode_households",
        "villages_without_income",
        "open_findings",
        "open_batches",
    } == late
    assert len(page.context["tiles"]) == len(TILES) <= 8
    assert page.content.index(b'id="late"') < page.content.index(b'id="standing"') < page.content.index(b'id="spread"')


def test_what_is_late_stands_once_and_what_is_not_is_said_to_be_in_order(county_page: Client) -> None:
    page = county_page.get(f"{OVERVIEW}?area={COUNTY}{ON}")

    late = [reading.key for reading, _tone in page.context["late"]]
    assert sorted(late + [reading.key for reading in page.context["in_order"]]) == sorted(LATE)


def test_every_link_of_the_page_opens(county_page: Client) -> None:
    page = county_page.get(f"{OVERVIEW}?area={COUNTY}{ON}")

    found = sorted(set(links(page)))
    assert len(found) > 20
    assert {link: county_page.get(link).status_code for link in found} == dict.fromkeys(found, 200)


def test_a_mark_of_a_chart_opens_exactly_what_it_shows(county_page: Client) -> None:
    page = county_page.get(f"{OVERVIEW}?area={COUNTY}{ON}")

    paid = next(chart for chart in page.context["charts"] if chart.key == "paid")
    households = paid.series[0]
    opened = [county_page.get(mark.url).context["table"].data.data for mark in households.marks if mark.value]
    assert [sum(row.amount for row in rows) for rows in opened] == [
        mark.value for mark in households.marks if mark.value
    ]


def test_a_month_of_the_forecast_opens_its_instalments(county_page: Client) -> None:
    page = county_page.get(f"{OVERVIEW}?area={COUNTY}{ON}")

    months = next(chart for chart in page.context["charts"] if chart.key == "months")
    mark = next(mark for mark in months.series[0].marks if mark.value)
    rows = county_page.get(mark.url).context["table"].data.data
    assert sum(row.household_amount for row in rows) == mark.value


def test_charts_come_as_data_and_not_as_script(county_page: Client) -> None:
    page = county_page.get(f"{OVERVIEW}?area={COUNTY}{ON}")

    scripts = re.findall(r"<script([^>]*)>(.*?)</script>", page.content.decode(), re.DOTALL)
    data = [body for attributes, body in scripts if "application/json" in attributes]
    assert len(data) == len(page.context["charts"]) >= 5
    assert all(json.loads(body)["series"] for body in data)
    assert [body for attributes, body in scripts if "application/json" not in attributes and body.strip()] == []


def test_a_township_leader_sees_his_township_alone(township_page: Client) -> None:
    page = township_page.get(f"{OVERVIEW}?{ON}")

    assert page.context["place"].code == FIRST[:9]
    assert {code for code, _name in page.context["form"].fields["area"].choices} >= {FIRST[:9]}
    assert SECOND[:9] not in page.content.decode()
    assert [reading.key for reading in page.context["tiles"]] == [key for key in TILES if key != "risk_deposit"]


@pytest.mark.parametrize("address", [OVERVIEW, ALL, "/figures/invested_households/"])
@pytest.mark.parametrize("area", [COUNTY, SECOND[:9], SECOND, "999999999", "x"])
def test_another_area_is_not_there(township_page: Client, address: str, area: str) -> None:
    assert township_page.get(f"{address}?area={area}").status_code == 404


@pytest.mark.parametrize("address", [OVERVIEW, ALL, REPORT, "/figures/invested_households/"])
def test_who_may_not_see_figures_is_refused(county: Year, address: str) -> None:
    assert browser(make_user(("system_admin", COUNTY))).get(address).status_code == 403


@pytest.mark.parametrize("day", ["2100-01-01", "1999-12-31", "x"])
def test_a_day_that_has_not_come_is_said_at_the_field(county_page: Client, day: str) -> None:
    page = county_page.get(f"{OVERVIEW}?on={day}")

    assert page.status_code == 200
    assert page.context["form"].errors["on"]


@pytest.mark.parametrize("one", all_figures(), ids=lambda one: one.key)
def test_each_figure_has_a_page_whose_parts_add_up(county_page: Client, one: object) -> None:
    page = county_page.get(f"/figures/{one.key}/?area={COUNTY}{ON}")

    assert page.status_code == 200
    assert page.context["days"][0][1] == page.context["reading"].shown
    assert not page.context["differs"]
    assert bool(page.context["parts"]) == (one.scope == "area")


def test_a_figure_that_nobody_declared_is_not_there(county_page: Client) -> None:
    assert county_page.get("/figures/nothing/").status_code == 404


def test_a_figure_of_the_county_has_no_page_below_it(township_page: Client) -> None:
    assert township_page.get("/figures/risk_deposit/").status_code == 404


def test_all_figures_leave_as_a_workbook_and_on_record(county_page: Client) -> None:
    answer = county_page.get(f"{ALL}?area={COUNTY}{ON}&export=xlsx")

    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(min_row=4, values_only=True))
    assert len(rows) == len(all_figures())
    assert AuditEntry.objects.filter(verb="dashboard.export_figures").count() == 1


def test_the_page_costs_the_same_however_many_households_there_are(county: Year, county_page: Client) -> None:
    address = f"{OVERVIEW}?area={COUNTY}"
    county_page.get(address)
    with CaptureQueriesContext(connection) as before:
        county_page.get(address)
    for _one in range(8):
        make_household(county.villages[0], account=False)
    with CaptureQueriesContext(connection) as after:
        county_page.get(address)

    assert len(after) == len(before) <= 60
