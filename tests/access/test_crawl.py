"""One township clerk over every page, search, filter and export he can reach: nothing of the other township shows."""

import io
import re
from collections import deque
from collections.abc import Iterator
from urllib.parse import urlencode

import openpyxl
import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.access.county import County
from tests.access.marks import FOREIGN_NAMES, FOREIGN_TEXTS
from tests.access.matrix import LINES, OPEN
from tests.dividends.conftest import SECOND
from tests.people import browser
from yuping.accounts.pages import ListPage
from yuping.accounts.roles import Role

# What both townships have together in the papers they share.
WHOLE_SUMS = ("150,000.00", "15,000.00", "12,000.00")
LINK = re.compile(r'(?:href|hx-get|data-url)="(/[^"#]*)"')
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LEAVE = ("/static/", "/sign-out/", "/admin/")
MOST = 1500


def text_of(answer: HttpResponse) -> str:
    """What a person or a workbook reader reads of an answer."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if answer.headers["Content-Type"] == WORKBOOK:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
        return "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    return content.decode("utf-8", "replace")


def foreign_in(answer: HttpResponse) -> list[str]:
    text = text_of(answer)
    return [word for word in (*FOREIGN_TEXTS, *WHOLE_SUMS) if word in text]


def is_list(name: str) -> bool:
    from tests.access.matrix import patterns

    view = dict(patterns())[name].callback.view_class
    return issubclass(view, ListPage)


def own_pages(county: County) -> Iterator[str]:
    """Every page of the matrix that a township clerk opens, on the rows of his area."""
    for line in LINES.values():
        if line.roles != OPEN and "T" in line.roles and line.status == 200:
            yield reverse(line.name, kwargs=county.rows[line.kind][0] if line.has_row else {})


def variants(url: str, county: County) -> Iterator[str]:
    """A list searched, filtered, exported and paged with what belongs to the other township."""
    household = county.rows["household"][1]["pk"]
    for name in FOREIGN_NAMES:
        yield f"{url}?{urlencode({'q': name[:2]})}"
    for query in (
        {"export": "xlsx"},
        {"per_page": 100},
        {"township": SECOND[:9]},
        {"village": SECOND},
        {"village": SECOND, "export": "xlsx"},
        {"household": household},
        {"area": SECOND},
        {"area": SECOND[:9]},
        {"batch": county.rows["batch"][1]["pk"]},
        {"agreement": county.rows["agreement"][1]["pk"]},
        {"enterprise": county.rows["enterprise"][1]["pk"]},
    ):
        yield f"{url}?{urlencode(query)}"


@pytest.fixture
def clerk(county: County) -> Client:
    return browser(county.people[Role.TOWNSHIP_CLERK])


def test_the_words_looked_for_are_there_for_the_county(county: County):
    office = browser(county.people[Role.POVERTY_OFFICE])
    shown = "".join(
        text_of(office.get(reverse(name)))
        for name in ("households:household_list", "villages:entry_list", "dividends:agreement_list")
    )

    assert FOREIGN_NAMES[0] in shown
    assert "76,543.21" in shown
    assert "YP-2016-77" in shown


def test_no_link_of_a_township_leads_to_another(county: County, clerk: Client):
    waiting = deque(dict.fromkeys([*own_pages(county), "/"]))
    seen, leaks = set(waiting), {}
    while waiting and len(seen) < MOST:
        url = waiting.popleft()
        answer = clerk.get(url)
        assert answer.status_code < 500, url
        if words := foreign_in(answer):
            leaks[url] = words
        if answer.status_code == 200 and "html" in answer.headers["Content-Type"]:
            for link in LINK.findall(answer.content.decode()):
                link = link.replace("&amp;", "&")
                if not link.startswith(LEAVE) and link not in seen:
                    seen.add(link)
                    waiting.append(link)

    assert leaks == {}
    assert len(seen) > 100


def test_no_search_filter_or_export_of_a_list_shows_another_township(county: County, clerk: Client):
    leaks = {}
    for name, line in LINES.items():
        if "T" in line.roles and line.roles != OPEN and (is_list(name) or name.startswith("dashboard:")):
            for url in variants(reverse(name, kwargs=county.rows[line.kind][0] if line.has_row else {}), county):
                answer = clerk.get(url)
                assert answer.status_code < 500, url
                if words := foreign_in(answer):
                    leaks[url] = words

    assert leaks == {}


def test_no_address_with_a_row_of_another_township_shows_it(county: County, clerk: Client):
    leaks = {}
    for name, line in LINES.items():
        own, other = county.rows[line.kind] if line.has_row else ({}, {})
        if own != other:
            url = reverse(name, kwargs=other)
            for answer in (clerk.get(url), clerk.post(url, {"confirmed": "1"})):
                assert answer.status_code in (403, 404, 405), f"{url} answered {answer.status_code}"
                if words := foreign_in(answer):
                    leaks[url] = words

    assert leaks == {}
