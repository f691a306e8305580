"""Fifty approvers press the button at once, over HTTP, against several processes: exactly one of them approves."""

import datetime
import http.client
import os
import re
import socket
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from dividends.models import Batch, Decision
from tests.conftest import ROOT
from tests.dividends.conftest import Year
from tests.factories import COUNTY, make_user
from yuping.audit.models import AuditEntry
from yuping.core import checks, clock

PEOPLE, WORKERS = 50, 4
GUNICORN = [sys.executable, "-m", "gunicorn", "tests.money.wsgi", "--preload", "-w", str(WORKERS), "-t", "90"]


@contextmanager
def served(database: str, *, plant: str = "") -> Iterator[int]:
    """Gunicorn with several processes on that database; gives its port. The socket listens before it starts."""
    with socket.create_server(("127.0.0.1", 0), backlog=2 * PEOPLE) as listener:
        environment = {**os.environ, "YUPING_TEST_DATABASE": database, "YUPING_PLANT": plant}
        bind = f"fd://{listener.fileno()}"
        server = subprocess.Popen(
            [*GUNICORN, "-b", bind],
            cwd=ROOT,
            env=environment,
            pass_fds=[listener.fileno()],
            stderr=subprocess.DEVNULL,
        )
        try:
            yield listener.getsockname()[1]
        finally:
            server.terminate()
            server.wait(timeout=60)


@dataclass
class Browser:
    """One signed-in session that talks to the server by itself."""

    port: int
    cookie: str

    def ask(self, method: str, url: str, body: str = "") -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=90)
        headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={self.cookie}"}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, url, body=body, headers=headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text


def _hidden(page: str, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]+)"', page)[1]


def press_at_once(port: int, batch: Batch) -> list[tuple[int, str]]:
    """Each opens the page, all wait for one another, then each sends what his page holds."""
    url = reverse("dividends:batch_approve", args=[batch.pk])
    together = threading.Barrier(PEOPLE)
    cookies = []
    for _person in range(PEOPLE):
        client = Client()
        client.force_login(make_user(("finance_approver", COUNTY)))
        cookies.append(client.cookies[settings.SESSION_COOKIE_NAME].value)

    def approve(cookie: str) -> tuple[int, str]:
        browser = Browser(port, cookie)
        status, page = browser.ask("GET", url)
        assert status == 200
        fields = {name: _hidden(page, name) for name in ("csrfmiddlewaretoken", "expected_digest")}
        together.wait()
        return browser.ask("POST", url, urlencode({**fields, "note": ""}))

    with ThreadPoolExecutor(PEOPLE) as pool:
        return list(pool.map(approve, cookies))


def exactly_one_won(answers: list[tuple[int, str]], batch: Batch) -> None:
    assert Counter(status for status, _page in answers) == {302: 1, 422: PEOPLE - 1}
    assert all('role="alert"' in page for status, page in answers if status == 422)
    assert Decision.unguarded.filter(batch=batch, move="approve").count() == 1
    assert AuditEntry.objects.filter(verb="dividends.approve_batch", outcome="done").count() == 1
    batch.refresh_from_db()
    assert batch.state == "approved"
    assert list(checks.run()) == []


@pytest.fixture
def to_approve(committed_db: str) -> Batch:
    """A confirmed batch that needs one approval, committed."""
    with clock.fixed(datetime.date(2016, 11, 30)):
        return Year().confirmed()


def test_exactly_one_of_fifty_approvals_at_once_counts(committed_db: str, to_approve: Batch):
    with served(committed_db) as port:
        answers = press_at_once(port, to_approve)

    exactly_one_won(answers, to_approve)


def test_the_check_finds_a_verb_that_looks_before_it_writes(committed_db: str, to_approve: Batch):
    with served(committed_db, plant="check_then_save") as port:
        answers = press_at_once(port, to_approve)

    with pytest.raises(AssertionError):
        exactly_one_won(answers, to_approve)
    assert Decision.unguarded.filter(batch=to_approve, move="approve").count() > 1
