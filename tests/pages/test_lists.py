"""The generic list page: scope, filters, paging, columns, export, odd input."""

import html
import io
import re
from urllib.parse import parse_qsl

import openpyxl
import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.pages import site
from tests.people import TOWNSHIP, browser, person
from villages.models import Village
from yuping.audit.models import AuditEntry

OWN = "520622001201"


def test_the_list_shows_the_rows_of_the_persons_area(clerk: Client) -> None:
    page = clerk.get("/try/")

    own = Village.unguarded.filter(pk__startswith=TOWNSHIP).count()
    assert page.status_code == 200
    assert page.context["table"].paginator.count == own


def test_a_person_without_posting_gets_403(db: None) -> None:
    assert browser(person("nobody")).get("/try/").status_code == 403


def test_who_is_not_signed_in_is_sent_to_sign_in(db: None) -> None:
    page = browser().get("/try/")

    assert page.status_code == 302
    assert page.url.startswith("/sign-in/")


def test_the_primary_action_stands_only_where_it_is_permitted(clerk: Client, leader: Client) -> None:
    assert clerk.get("/try/").context["primary"] is not None
    assert leader.get("/try/").context["primary"] is None


@pytest.mark.parametrize(
    "query",
    [
        "per_page=-1",
        "per_page=1000000",
        "per_page=26",
        "page=0",
        "page=-1",
        "page=" + "9" * 5000,
        "page=x",
        "sort=nothing",
        "sort=-nothing",
        "export=csv",
        "q=%00",
        "%00=1",
        "kind=nothing",
        "township=%F0",
        "township=99999999999999999999999999",
    ],
)
def test_odd_parameters_are_a_bad_request(clerk: Client, query: str) -> None:
    assert clerk.get(f"/try/?{query}").status_code == 400


@pytest.mark.parametrize(
    "query", ["q=%ED%A0%80", "q=" + "a" * 60, "unknown=1", "page=999", "per_page=100", "sort=-name"]
)
def test_harmless_parameters_are_answered(clerk: Client, query: str) -> None:
    assert clerk.get(f"/try/?{query}").status_code == 200


def test_a_filter_stands_as_a_chip_that_can_be_removed(leader: Client) -> None:
    page = leader.get(f"/try/?township={TOWNSHIP}&per_page=50")

    chips = list(page.context["filterset"].chips())
    assert len(chips) == 1
    assert chips[0].without == "?per_page=50"


def links_of(page: HttpResponse, marked: str) -> list[dict[str, str]]:
    """The queries of the links whose tag holds this, as a browser follows them."""
    tags = re.findall(rf"<a\b[^>]*{marked}[^>]*>", page.content.decode())
    return [dict(parse_qsl(html.unescape(re.search(r'href="\?([^"]*)"', tag)[1]))) for tag in tags]


def test_the_links_of_a_list_turn_pages_and_keep_the_filter(leader: Client) -> None:
    asked = "kept=1&per_page=25"
    first = leader.get(f"/try/?{asked}&sort=name")
    assert first.context["table"].paginator.num_pages > 1

    kept = {"kept": "1", "per_page": "25", "sort": "name"}
    assert links_of(first, 'rel="next"') == [{**kept, "page": "2"}]
    second = leader.get(f"/try/?{asked}&sort=name&page=2")
    assert second.context["table"].page.number == 2
    assert links_of(second, 'rel="prev"') == [{**kept, "page": "1"}]
    sizes = links_of(second, 'class="num"')
    assert [(one["per_page"], one["kept"], one.get("page")) for one in sizes] == [
        (size, "1", None) for size in ("25", "50", "100")
    ]


def test_the_headings_and_the_export_of_a_list_lead_where_they_say(leader: Client) -> None:
    page = leader.get(f"/try/?township={TOWNSHIP}&sort=name&page=1")

    sorts = [one["sort"] for one in links_of(page, "data-part") if set(one) == {"township", "sort"}]
    assert "-name" in sorts
    assert links_of(page, "download") == [{"township": TOWNSHIP, "sort": "name", "export": "xlsx"}]


def test_the_choice_of_columns_is_kept_for_the_session(clerk: Client) -> None:
    before = [column.name for column in clerk.get("/try/").context["table"].columns]

    clerk.post("/try/", {"columns": ["name", "township", "evil"]})
    after = [column.name for column in clerk.get("/try/").context["table"].columns]

    assert "township" not in before
    assert after == ["name", "township"]


def test_a_partial_request_gets_the_results_alone(clerk: Client) -> None:
    page = clerk.get("/try/", headers={"HX-Request": "true"})

    assert page.content.lstrip().startswith(b'<div id="results"')


def test_the_export_holds_the_filtered_rows_and_is_audited(leader: Client) -> None:
    page = leader.get(f"/try/?township={TOWNSHIP}&export=xlsx")

    sheet = openpyxl.load_workbook(io.BytesIO(page.content)).active
    own = Village.unguarded.filter(pk__startswith=TOWNSHIP).count()
    assert sheet.max_row == 3 + own
    entry = AuditEntry.objects.latest("seq")
    assert entry.verb == "villages.export_village"
    assert entry.facts["rows"] == own


def test_the_number_of_queries_does_not_grow_with_the_rows(leader: Client) -> None:
    leader.get("/try/?per_page=25")

    with CaptureQueriesContext(connection) as few:
        leader.get("/try/?per_page=25")
    with CaptureQueriesContext(connection) as many:
        leader.get("/try/?per_page=100")

    assert len(few) == len(many)


def test_several_rows_are_named_before_the_act_and_done_after(clerk: Client) -> None:
    asked = clerk.post("/try/bulk/", {"ids": [OWN]})
    confirmed = clerk.post("/try/bulk/", {"ids": [OWN], "confirmed": "1"})

    assert asked.status_code == 200
    assert [village.pk for village in asked.context["chosen"]] == [OWN]
    assert confirmed.status_code == 302
    assert site.done == [[OWN]]


@pytest.mark.parametrize("ids", [[], ["x"], ["1' OR 1=1"], ["1"] * 0])
def test_a_choice_of_nothing_or_of_odd_rows_is_a_bad_request(clerk: Client, ids: list[str]) -> None:
    assert clerk.post("/try/bulk/", {"ids": ids}).status_code == 400
