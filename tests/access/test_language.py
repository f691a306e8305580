"""In simplified Chinese, no page of any role shows an English word outside a short list."""

import pytest
from django.contrib.admin import site
from django.test import Client
from django.urls import reverse
from django.views import defaults

from tests.access.county import County
from tests.access.language import english_at, english_in, english_of
from tests.access.matrix import LETTERS, LINES
from tests.access.test_crawl import is_list
from tests.people import browser
from yuping.accounts.roles import Role


def addresses(county: County, letter: str) -> dict[str, str]:
    """Every page of the matrix that opens for a role, on the rows of its area."""
    return {
        name: reverse(name, kwargs=county.rows[line.kind][0] if line.has_row else {})
        for name, line in LINES.items()
        if line.lets_in(letter) and not name.endswith(":sign_out")
    }


def test_an_english_word_is_found():
    page = '<p title="Save">保存 Lock it</p><script>var x</script><input type="submit" value="Go">'

    assert english_in(page) == {"Save", "Lock", "it", "Go"}
    assert english_in('<script id="c" type="application/json">{"name": "Paid", "path": "/a"}</script>') == {"Paid"}
    assert english_in("<p>YP-2016-77 yuping.core SHA-256 &nbsp; Excel</p>") == set()


@pytest.mark.parametrize("letter", LETTERS)
def test_every_page_of_a_role_is_chinese(county: County, letter: str):
    assert english_at(browser(county.people[LETTERS[letter]]), addresses(county, letter)) == {}


def test_every_refusal_of_an_empty_form_is_chinese(county: County):
    found = {}
    for name, line in LINES.items():
        letter = next(letter for letter in LETTERS if line.lets_in(letter))
        client = browser(county.people[LETTERS[letter]])
        if (url := addresses(county, letter).get(name)) and (words := english_of(client.post(url, {}))):
            found[name] = words

    assert found == {}


def test_every_export_is_chinese(county: County):
    found = {}
    for name, line in LINES.items():
        if is_list(name):
            letter = next(letter for letter in LETTERS if line.lets_in(letter))
            url = f"{addresses(county, letter)[name]}?export=xlsx"
            found |= english_at(browser(county.people[LETTERS[letter]]), {name: url})

    assert found == {}


def test_every_list_in_wrong_filters_is_chinese(county: County):
    query = "?q=zz&year=abc&day_after=x&state=nonsense&amount_min=x&page=999&sort=nothing"
    client = browser(county.people[Role.AUDITOR])
    urls = {name: url + query for name, url in addresses(county, "D").items() if is_list(name)}

    assert english_at(client, urls) == {}


def test_signing_in_is_chinese(county: County):
    url = reverse("accounts:sign_in")

    assert english_of(Client().get(url)) == set()
    assert english_of(Client().post(url, {})) == set()
    assert english_of(Client().post(url, {"username": "u1", "password": "12"})) == set()


def test_the_pages_of_errors_are_chinese(county: County):
    clerk = browser(county.people[Role.TOWNSHIP_CLERK])
    request = clerk.get("/").wsgi_request
    strict = Client(enforce_csrf_checks=True)
    answers = {
        400: defaults.bad_request(request, Exception()),
        500: defaults.server_error(request),
        403: clerk.get(reverse("dividends:receipt_add")),
        404: clerk.get("/no-such-page/"),
        405: clerk.post(reverse("dashboard:overview")),
        "form": strict.post(reverse("accounts:sign_in"), {}),
    }

    assert {name: words for name, answer in answers.items() if (words := english_of(answer))} == {}
    assert [answers[status].status_code for status in (400, 500, 403, 404, 405)] == [400, 500, 403, 404, 405]


def test_every_record_page_is_chinese(county: County):
    client = browser(county.people[Role.AUDITOR])
    request = client.get("/").wsgi_request
    urls = {"index": reverse("admin:index")}
    for model, pages in site._registry.items():
        kind = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        if pages.has_view_permission(request):
            urls[f"{kind} list"] = reverse(f"{kind}_changelist")
            if row := pages.get_queryset(request).order_by("pk").last():
                urls[f"{kind} row"] = reverse(f"{kind}_change", args=[row.pk])
    answers = {name: client.get(url) for name, url in urls.items()}

    assert len(urls) > 100
    assert {name: answer.status_code for name, answer in answers.items() if answer.status_code != 200} == {}
    assert {name: words for name, answer in answers.items() if (words := english_of(answer))} == {}
