"""A list opened from a figure: its rows, its chip, its export, and nothing of another area."""

import io

import openpyxl
import pytest
from django.test import Client

from tests.people import COUNTY, OTHER_TOWNSHIP, TOWNSHIP, browser, person
from villages.models import Village
from yuping.accounts.roles import Role

ADDRESS = "/villages/?figure=counted_villages&area={}&on=2016-12-31"


@pytest.fixture
def leader(db: None) -> Client:
    return browser(person("leader", role=Role.LEADERSHIP, area=COUNTY))


@pytest.fixture
def township(db: None) -> Client:
    return browser(person("clerk", role=Role.TOWNSHIP_CLERK, area=TOWNSHIP))


def shown(page: object) -> set[str]:
    return {village.pk for village in page.context["table"].data.data}


def test_the_list_holds_the_rows_of_the_figure(leader: Client) -> None:
    page = leader.get(ADDRESS.format(COUNTY))

    counted = Village.unguarded.filter(counts_in_county=True).values_list("pk", flat=True)
    assert shown(page) == set(counted)


def test_the_chip_names_figure_area_and_day_and_can_be_removed(leader: Client) -> None:
    page = leader.get(ADDRESS.format(TOWNSHIP) + "&per_page=50")

    assert page.context["without_figure"] == "?per_page=50"
    assert "2016-12-31" in str(page.context["behind"])
    assert list(page.context["filterset"].chips()) == []


def test_a_further_filter_keeps_the_figure(leader: Client) -> None:
    page = leader.get(ADDRESS.format(TOWNSHIP))

    assert ("figure", "counted_villages") in page.context["kept"]


def test_a_further_filter_narrows_the_rows_behind_the_figure(leader: Client) -> None:
    page = leader.get(ADDRESS.format(COUNTY) + f"&township={TOWNSHIP}")

    assert shown(page) == shown(leader.get(ADDRESS.format(TOWNSHIP)))


@pytest.mark.parametrize("area", [COUNTY, OTHER_TOWNSHIP, "9", "abc", "٥٢٠٦٢٢"])
def test_the_area_of_somebody_else_is_not_there(township: Client, area: str) -> None:
    assert township.get(ADDRESS.format(area)).status_code == 404


def test_without_an_area_the_list_shows_the_persons_own_rows(township: Client) -> None:
    page = township.get("/villages/?figure=counted_villages")

    assert {code[:9] for code in shown(page)} == {TOWNSHIP}


@pytest.mark.parametrize("key", ["nothing", "participation_rate", "registered_households"])
def test_a_figure_of_another_list_is_not_there(leader: Client, key: str) -> None:
    assert leader.get(f"/villages/?figure={key}").status_code == 404


@pytest.mark.parametrize("day", ["2016-13-01", "2016-02-30", "x", "1016-01-01"])
def test_an_odd_day_is_a_bad_request(leader: Client, day: str) -> None:
    assert leader.get(f"/villages/?figure=counted_villages&on={day}").status_code == 400


def test_the_export_holds_the_same_rows_and_says_what_they_are(leader: Client) -> None:
    page = leader.get(ADDRESS.format(TOWNSHIP) + "&export=xlsx")

    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(page))).active
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    assert len(rows) == Village.unguarded.filter(pk__startswith=TOWNSHIP, counts_in_county=True).count()
    assert "2016-12-31" in sheet["A2"].value
