"""Chromium, and two villages of the demo county served for it."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.desk import Desk, Looker
from tests.chromium import chromium
from tests.serving import served
from yuping.demo import signins

__all__ = ["chromium"]


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
