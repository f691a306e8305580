"""Every page, for every role, on the own and on another area, and for who is not signed in."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.access.county import County
from tests.access.matrix import LETTERS, LINES, OPEN, ROOMS, Line, patterns
from tests.money.test_faults import everything
from tests.people import browser
from yuping.audit.models import AuditEntry

PAGES = pytest.mark.parametrize("name", sorted(LINES))
LOCAL = "VT"
# On whose answer for the row of the other township the test insists: one county role stands for all.
ELSEWHERE = "VTPCKS"
SKIPPED_TABLES = {"audit_auditentry"}


def addresses(line: Line, county: County) -> tuple[str, str]:
    own, other = county.rows[line.kind] if line.has_row else ({}, {})
    return reverse(line.name, kwargs=own), reverse(line.name, kwargs=other)


def test_every_address_stands_in_the_matrix():
    assert sorted({name for name, _pattern in patterns()} ^ set(LINES)) == []


@PAGES
def test_who_is_not_signed_in_is_sent_to_sign_in(county: County, name: str):
    own, _other = addresses(LINES[name], county)
    if LINES[name].roles == OPEN:
        assert Client().get(own).status_code in (200, 302, 405)
        return

    for answer in (Client().get(own), Client().post(own)):
        assert answer.status_code == 302
        assert answer.url.startswith("/sign-in/")


@PAGES
def test_each_role_opens_what_the_table_of_roles_gives_it(county: County, name: str):
    line = LINES[name]
    own, other = addresses(line, county)
    found, expected = {}, {}
    for letter, role in LETTERS.items():
        client = browser(county.people[role])
        wanted = line.status if line.lets_in(letter) else 403
        if line.kind == "county" and letter in LOCAL:
            wanted = 404
        found[letter], expected[letter] = [_status(client, own)], [wanted]
        if own != other and letter in ELSEWHERE and wanted != 403:
            found[letter].append(_status(client, other))
            expected[letter].append(404 if letter in LOCAL else wanted)

    assert line.roles == OPEN or found == expected


def _status(client: Client, address: str) -> int:
    """The answer's status; a file is read to its end, which closes it."""
    answer = client.get(address)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer.status_code


@pytest.mark.parametrize("room", ROOMS)
def test_a_wrong_role_posts_in_vain(county: County, room: str):
    # Signing in writes the day of it, so everybody is in before the count.
    clients = {letter: browser(county.people[role]) for letter, role in LETTERS.items()}
    before = {table: rows for table, rows in everything().items() if table not in SKIPPED_TABLES}
    done = AuditEntry.objects.filter(outcome="done").count()
    answers = {}

    for letter, client in clients.items():
        for name, line in LINES.items():
            if name.startswith(f"{room}:") and not line.lets_in(letter):
                url, _other = addresses(line, county)
                answers[letter, name] = client.post(url, {"confirmed": "1"}).status_code

    assert {page: status for page, status in answers.items() if status != 403} == {}
    assert {table: rows for table, rows in everything().items() if table not in SKIPPED_TABLES} == before
    assert AuditEntry.objects.filter(outcome="done").count() == done


@PAGES
def test_a_post_on_another_area_finds_nothing(county: County, name: str):
    line = LINES[name]
    own, other = addresses(line, county)
    for letter in LOCAL:
        if line.lets_in(letter) and own != other:
            answer = browser(county.people[LETTERS[letter]]).post(other, {"confirmed": "1"})
            assert answer.status_code in (404, 405)
