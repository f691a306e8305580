"""Chromium, and two villages of the demo county served for it."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.desk import Desk, Looker
from tests.serving import served
from yuping.demo import signins

# Playwright keeps an event loop in this thread; our own calls of the database are not made from within it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# Headless, off the network.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium. Where there is none these tests say so; a machine that must have it fails."""
    program = os.environ.get("YUPING_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        say = pytest.fail if os.environ.get("YUPING_BROWSER_REQUIRED") else pytest.skip
        say("Chromium was not found: install it, or name it in YUPING_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def villages(chromium: Browser, villages_database: str) -> Iterator[str]:
    """The address of a served database with two villages of the demo county at the end of 2016."""
    with served(villages_database) as address:
        yield address


@pytest.fixture(scope="module")
def sit(chromium: Browser, villages: str) -> Iterator[Callable[[str], Desk]]:
    """Gives the desk of a person by his sign-in; signed in at the first call, the same desk at the next."""
    desks: dict[str, Desk] = {}
    looker = Looker()

    def at(username: str) -> Desk:
        if username not in desks:
            desks[username] = Desk(chromium, villages, looker)
            desks[username].sign_in(username, signins.PASSWORD)
        return desks[username]

    yield at
    for desk in desks.values():
        desk.close()
