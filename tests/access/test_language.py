"""In simplified Chinese, no page of any role shows an English word outside a short list."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from tests.access.county import County
from tests.access.matrix import LETTERS, LINES, OPEN
from tests.people import browser

# Names of things that are written so in Chinese as well.
ALLOWED = {"English", "Excel", "xlsx", "XLSX", "csv", "CSV", "JPEG", "PNG", "PDF", "SHA", "Django"}
HIDDEN = re.compile(r"<(script|style|template)\b.*?</\1>|<!--.*?-->", re.DOTALL)
SHOWN = re.compile(r'\b(?:title|placeholder|aria-label|alt|data-confirm)="([^"]*)"')
TAG = re.compile(r"<[^>]*>")
# Numbers of papers, codes and digests hold digits; a word has none.
WORD = re.compile(r"(?<![\w@./-])[A-Za-z]{2,}(?![\w@/-]|\.\w)")


def english_in(page: str) -> set[str]:
    """English words of what the page shows or says of itself."""
    body = HIDDEN.sub(" ", page)
    shown = " ".join([*SHOWN.findall(body), TAG.sub(" ", body)])
    return set(WORD.findall(unescape(shown))) - ALLOWED


def test_an_english_word_is_found():
    assert english_in('<p title="Save">保存 Lock it</p><script>var x</script>') == {"Save", "Lock", "it"}


@pytest.mark.parametrize("letter", LETTERS)
def test_every_page_of_a_role_is_chinese(county: County, letter: str):
    client, found = browser(county.people[LETTERS[letter]]), {}
    for name, line in LINES.items():
        if line.lets_in(letter) and line.status == 200:
            url = reverse(name, kwargs=county.rows[line.kind][0] if line.has_row else {})
            answer = client.get(url)
            if "html" in answer.headers["Content-Type"] and (words := english_in(answer.content.decode())):
                found[name] = words

    assert found == {}


def test_the_sign_in_page_is_chinese(county: County):
    assert english_in(Client().get(reverse("accounts:sign_in")).content.decode()) == set()


def test_every_refusal_is_chinese(county: County):
    client, found = browser(county.people[LETTERS["T"]]), {}
    for name, line in LINES.items():
        if line.roles != OPEN and "T" in line.roles and line.status == 200:
            url = reverse(name, kwargs=county.rows[line.kind][0] if line.has_row else {})
            answer = client.post(url, {})
            if answer.status_code == 422 and (words := english_in(answer.content.decode())):
                found[name] = words

    assert found == {}
