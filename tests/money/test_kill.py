"""kill -9 in the middle of work: of the web server, of the database, of both. Nothing acknowledged is lost.

The installation is one of its own: the embedded server in a folder of its own, gunicorn, people who type over HTTP.
"""

import http.cookiejar
import json
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest

from tests.conftest import ROOT
from yuping.demo import signins

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("kill")]

STARTS_WITHIN, WORKS_WITHIN = 120, 60  # seconds
TYPISTS, BEFORE_THE_KILL = 3, 12
READ_BACK = (
    "import json\n"
    "from villages.models import CollectiveEntry\n"
    "texts = CollectiveEntry.objects.all_areas(reason='a test reads back').values_list('text', flat=True)\n"
    "print(json.dumps(list(texts)))"
)


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirection is the acknowledgement: it is looked at, not followed."""

    def redirect_request(self, *args: object) -> None:
        return None


@dataclass
class Installation:
    """An installation in a folder of its own, with its commands and its web server."""

    folder: Path
    port: int
    web: subprocess.Popen | None = None

    @property
    def environment(self) -> dict[str, str]:
        known = {key: value for key, value in os.environ.items() if not key.startswith(("DATABASE", "YUPING"))}
        return {**known, "DJANGO_SETTINGS_MODULE": "tests.settings", "YUPING_DATA": str(self.folder)}

    def manage(self, *arguments: str) -> str:
        """The output of a command that has to succeed."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self) -> None:
        command = [sys.executable, "-m", "gunicorn", "yuping.wsgi:application", "--bind", f"127.0.0.1:{self.port}"]
        with (self.folder / "web.log").open("ab") as log:
            self.web = subprocess.Popen(
                [*command, "--workers", "2", "--threads", "2"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        until = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/sign-in/", timeout=30).close()
            except OSError:
                threading.Event().wait(0.2)
            else:
                return
        raise AssertionError((self.folder / "web.log").read_text())

    def kill_web(self) -> None:
        """The master and its workers, at one blow."""
        if self.web is not None:
            os.killpg(self.web.pid, signal.SIGKILL)
            self.web.wait()
            self.web = None

    def kill_database(self) -> None:
        """The postmaster and all that it has started, at one blow."""
        first = (self.folder / "postgres" / "postmaster.pid").read_text().splitlines()[0]
        postmaster = psutil.Process(int(first))
        everybody = [postmaster, *postmaster.children(recursive=True)]
        for process in everybody:
            process.kill()
        psutil.wait_procs(everybody, timeout=WORKS_WITHIN)

    def entries(self) -> set[str]:
        """Texts of all entries, read by a command of its own."""
        return set(json.loads(self.manage("shell", "-v", "0", "-c", READ_BACK).splitlines()[-1]))


@dataclass
class Typist:
    """A clerk who enters income of his village's collective, one entry after another, over HTTP."""

    address: str
    username: str
    acknowledged: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._browser = urllib.request.build_opener(cookies, NoRedirect())

    def sign_in(self) -> None:
        assert self._submit("/sign-in/", username=self.username, password=signins.PASSWORD) == 302

    def enter_one(self) -> bool:
        """One entry; its text counts as acknowledged once the server has answered that it stands."""
        text = f"收入{secrets.token_hex(8)}"
        village = f"520622{self.username[5:8]}"
        page = self._open("/villages/entries/record/")
        code = re.search(rf'value="({village}\d{{3}})"', page)[1]
        values = {"village": code, "date": "2016-01-01", "category": "income:operating", "amount": "1.00", "text": text}
        if self._submit("/villages/entries/record/", **values) != 302:
            return False
        self.acknowledged.append(text)
        return True

    def work(self, stop: threading.Event) -> None:
        """Go on until told to stop; what the kill breaks is lost to the typist and not acknowledged."""
        while not stop.is_set():
            try:
                self.enter_one()
            except (OSError, urllib.error.URLError, http.client.HTTPException, TypeError):
                stop.wait(0.05)

    def _open(self, path: str) -> str:
        with self._browser.open(self.address + path, timeout=WORKS_WITHIN) as answer:
            return answer.read().decode()

    def _submit(self, path: str, **values: str) -> int:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self._open(path))[1]
        body = urllib.parse.urlencode({**values, "csrfmiddlewaretoken": token}).encode()
        try:
            with self._browser.open(self.address + path, data=body, timeout=WORKS_WITHIN) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The demo's people and villages on their first day."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    made = Installation(tmp_path_factory.mktemp("killed"), port)
    made.manage("demo", "--small", "--no-serve", "--until", "2016-01-01")
    yield made
    made.kill_web()
    made.manage("shell", "-v", "0", "-c", "pass")


@pytest.fixture
def serving(installation: Installation) -> Iterator[Installation]:
    """The installation while it serves."""
    if installation.web is None:
        installation.start()
    yield installation
    installation.kill_web()


def typists(serving: Installation) -> list[Typist]:
    """Clerks of different townships, signed in."""
    address = f"http://127.0.0.1:{serving.port}"
    people = [Typist(address, name) for name in ("clerk001a", "clerk100a", "clerk103a")[:TYPISTS]]
    for one in people:
        one.sign_in()
    return people


def kill_at_work(serving: Installation, *kills: str) -> list[str]:
    """Let the typists work, kill in the middle, and give the texts that were acknowledged."""
    people, stop = typists(serving), threading.Event()
    threads = [threading.Thread(target=one.work, args=[stop]) for one in people]
    for thread in threads:
        thread.start()
    until = time.monotonic() + STARTS_WITHIN
    while sum(len(one.acknowledged) for one in people) < BEFORE_THE_KILL and time.monotonic() < until:
        stop.wait(0.02)
    for kill in kills:
        getattr(serving, kill)()
    stop.set()
    for thread in threads:
        thread.join()
    texts = [text for one in people for text in one.acknowledged]
    assert len(texts) >= BEFORE_THE_KILL
    return texts


def nothing_is_lost(installation: Installation, acknowledged: list[str]) -> None:
    assert set(acknowledged) <= installation.entries()
    installation.manage("verify")


def test_killing_the_web_server_loses_nothing_acknowledged(serving: Installation) -> None:
    nothing_is_lost(serving, kill_at_work(serving, "kill_web"))


def test_killing_the_database_loses_nothing_and_the_web_server_goes_on_by_itself(serving: Installation) -> None:
    acknowledged = kill_at_work(serving, "kill_database")
    after = Typist(f"http://127.0.0.1:{serving.port}", "clerk001b")
    after.sign_in()

    assert after.enter_one()
    nothing_is_lost(serving, [*acknowledged, *after.acknowledged])


def test_killing_both_loses_nothing_acknowledged(serving: Installation) -> None:
    acknowledged = kill_at_work(serving, "kill_database", "kill_web")

    nothing_is_lost(serving, acknowledged)
    serving.start()
    after = Typist(f"http://127.0.0.1:{serving.port}", "clerk001b")
    after.sign_in()
    assert after.enter_one()
