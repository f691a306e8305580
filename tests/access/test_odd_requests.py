"""Odd addresses and forms: every page answers them with what they are, never with an error of the server."""

import os
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory
from django.urls import reverse

from tests.access.county import County
from tests.access.matrix import LETTERS, LINES, Line
from tests.people import browser
from yuping.accounts.roles import Role
from yuping.core.plain_text import PlainText
from yuping.wsgi import application

ODD_QUERIES = (
    "page=-1&per_page=100000",
    "page=99999999999999999999&sort=-",
    "sort=evil&export=evil",
    "q=%00",
    "q=%ED%A0%80%5C%25_'%22" + "x" * 10_000,
    "year=" + "9" * 5000 + "&loan=" + "9" * 5000,
    "year=0001&on=0001-01-01&due_min=0001-01-01&at_min=0001-01-01&day=0001-01-01",
    "year=1e999&on=9999-12-31&due_max=9999-12-31&at_max=9999-12-31&day=9999-12-31",
    "figure=evil&area=%D9%A3&on=" + "1" * 5000,
    "village=evil&township=evil&household=99999999999999999999&batch=-1&agreement=1e999&enterprise=NaN&state=evil",
    "due_year=1e999999&batch=99999999999999999999&_connector=OR&pk__in=1&id__regex=(",
)
ODD_VALUES = ("\x00\ud800", "x" * 5000, "-1", "NaN", "1e999999", "9" * 30, "0001-01-01", "9999-12-31", "٣")
# What changes only the session, and what would end it.
# By ``make fuzz`` each field gets every odd value, in the suite one of them in turn.
EVERY_VALUE = bool(os.environ.get("YUPING_FUZZ"))
LEAVE = {"accounts:sign_in", "accounts:sign_out", "accounts:language", "accounts:change_password"}
WRONG = 500


class Forms(HTMLParser):
    """The posted forms of a page: where they lead, and a value for each of their fields."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, str]]] = []
        self.fields: dict[str, str] | None = None
        self.choice = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.fields = {} if given.get("method") == "post" else None
            if self.fields is not None:
                self.forms.append((given.get("action", ""), self.fields))
        if self.fields is None:
            return
        if tag in {"input", "textarea", "select", "button"} and given.get("name"):
            self.fields.setdefault(given["name"], given.get("value", ""))
            self.choice = given["name"] if tag == "select" else ""
        if tag == "option" and self.choice and not self.fields[self.choice]:
            self.fields[self.choice] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.fields = None


def person_of(county: County, line: Line) -> Client:
    """Somebody who may open the page, the smallest area first: there the most is narrowed."""
    letter = next(letter for letter in LETTERS if line.lets_in(letter))
    client = browser(county.people[Role(LETTERS[letter])])
    client.raise_request_exception = False
    return client


def pages(county: County) -> Iterator[tuple[Line, str, Client]]:
    """Every page on a row of the own township, with somebody who may open it."""
    for name, line in LINES.items():
        if name not in LEAVE:
            url = reverse(name, kwargs=county.rows[line.kind][0] if line.has_row else {})
            yield line, url, person_of(county, line)


def got(client: Client, address: str) -> HttpResponseBase:
    """The answer; a file is read to its end, which closes it."""
    answer = client.get(address)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer


def cause(answer: object) -> str:
    found = getattr(answer, "exc_info", None)
    return repr(found[1])[:200] if found else "?"


def encoded(fields: dict[str, str]) -> str:
    return "&".join(f"{quote(name)}={quote(value.encode('utf-8', 'surrogatepass'))}" for name, value in fields.items())


@pytest.mark.slow
def test_no_odd_query_is_an_error_of_the_server(county: County):
    wrong = {}
    for _line, url, client in pages(county):
        for query in ODD_QUERIES:
            with transaction.atomic():
                answer = got(client, f"{url}?{query}")
                transaction.set_rollback(True)
            if answer.status_code >= WRONG:
                wrong[f"{url}?{query[:60]}"] = cause(answer)

    assert wrong == {}


@pytest.mark.slow
def test_no_odd_value_in_a_form_is_an_error_of_the_server(county: County):
    wrong, tried = {}, 0
    for _line, url, client in pages(county):
        answer = got(client, url)
        if answer.status_code != 200 or "html" not in answer.headers["Content-Type"]:
            continue
        found = Forms()
        found.feed(answer.content.decode())
        for action, fields in found.forms:
            for place, name in enumerate(fields):
                for value in ODD_VALUES if EVERY_VALUE else [ODD_VALUES[place % len(ODD_VALUES)]]:
                    if action in {reverse(left) for left in LEAVE} | {reverse("accounts:move_demo_date")}:
                        continue
                    with transaction.atomic():
                        said = client.post(
                            action or url,
                            encoded({**fields, name: value}),
                            content_type="application/x-www-form-urlencoded",
                        )
                        transaction.set_rollback(True)
                    tried += 1
                    if said.status_code >= WRONG:
                        wrong[f"{action or url} {name}={value[:20]!r}"] = cause(said)

    assert wrong == {}
    assert tried > 200


def test_a_row_that_is_not_there_is_not_found(county: County):
    answers = {}
    for line, _url, client in pages(county):
        if line.has_row and "pk" in county.rows[line.kind][0]:
            url = reverse(line.name, kwargs={**county.rows[line.kind][0], "pk": "99999999999999999999"})
            answers |= {f"{send.__name__} {url}": send(url).status_code for send in (client.get, client.post)}

    assert {url: status for url, status in answers.items() if status not in {400, 404, 405}} == {}
    assert len(answers) > 50


def answer_of_the_server(charset: str) -> str:
    """The status of a request whose header names the encoding, as the server's application gives it."""
    said: list[str] = []
    environ = RequestFactory().get("/sign-in/?q=%5Cud800").environ
    checked = PlainText(lambda environ, start: start("200 OK", []) or [])
    checked({**environ, "CONTENT_TYPE": f"text/plain; charset={charset}"}, lambda status, headers: said.append(status))
    return said[0]


@pytest.mark.parametrize("charset", ["base64", "hex", "rot13", "idna", "undefined", "unicode_escape", "utf-16", "gbk"])
def test_a_query_in_another_encoding_is_refused_before_it_is_read(charset: str):
    assert answer_of_the_server(charset).startswith("400")


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", '"utf-8"', "utf8"])
def test_text_in_utf_8_is_taken_however_its_name_is_written(charset: str):
    assert answer_of_the_server(charset).startswith("200")


def test_the_server_runs_behind_that_check():
    assert isinstance(application, PlainText)


def test_a_body_larger_than_any_page_takes_is_not_received(county: County):
    client = browser(county.people[Role.TOWNSHIP_CLERK])

    answer = client.post("/households/imports/upload/", {}, CONTENT_LENGTH=str(13 * 1024 * 1024))

    assert answer.status_code == 400
