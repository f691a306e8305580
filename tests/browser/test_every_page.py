"""Every page of the access matrix in Chromium: it breaks no rule of accessibility, fits a phone, logs no error."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from playwright.sync_api import Browser, Page

from tests.access.county import County, build
from tests.access.marks import TODAY
from tests.access.matrix import LETTERS, LINES, OPEN, ROOMS, Line
from tests.chromium import DESKTOP, PHONE
from tests.conftest import copy_database, drop_database, use_database
from tests.people import browser
from tests.serving import served
from yuping.core import clock
from yuping.core.middleware import LANGUAGE_SESSION_KEY

# English has the longest words; Chinese is what is read.
LANGUAGES = ("zh-hans", "en")


@dataclass
class Site:
    """The two townships of the access tests, served; for each role and language one page, signed in.

    A page is used again and again: opening one costs more than reading it. ``complaints`` are those of the last.
    """

    chromium: Browser
    address: str
    county: County
    sessions: dict[tuple[str, str], str]
    pages: dict[tuple[str, str], Page] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)

    def page(self, letter: str, language: str) -> Page:
        key = (letter, language)
        if key not in self.pages:
            context = self.chromium.new_context(viewport=PHONE)
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": self.sessions[key], "url": self.address}
            context.add_cookies([cookie])
            self.pages[key] = context.new_page()
            self.pages[key].on("console", self._note)
            self.pages[key].on("pageerror", self._note)
        return self.pages[key]

    def _note(self, event: object) -> None:
        """An error on the page, or one in its console; the rest of what a console says is no concern."""
        if getattr(event, "type", "error") == "error":
            where = getattr(event, "location", {}).get("url", "")
            self.complaints.append(f"{getattr(event, 'text', event)} {where}")

    def address_of(self, line: Line) -> str:
        return self.address + reverse(line.name, kwargs=self.county.rows[line.kind][0] if line.has_row else {})


@pytest.fixture(scope="module")
def site(chromium: Browser, django_db_setup: str, django_db_blocker: pytest.FixtureRequest) -> Iterator[Site]:
    name, shared = f"yuping_own_{uuid.uuid4().hex[:8]}", connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        copy_database(django_db_setup, name)
        use_database(name)
        with clock.fixed(TODAY), transaction.atomic():
            county = build()
        sessions = {(letter, spoken): _session(county, letter, spoken) for letter in LETTERS for spoken in LANGUAGES}
        connection.close()
        with served(name, application="tests.browser.served_in_2016") as address:
            found = Site(chromium, address, county, sessions)
            yield found
            for page in found.pages.values():
                page.context.close()
        use_database(shared)
        drop_database(name)


def _session(county: County, letter: str, language: str) -> str:
    client = browser(county.people[LETTERS[letter]])
    session = client.session
    session[LANGUAGE_SESSION_KEY] = language
    session.save()
    return session.session_key


def read(site: Site, line: Line, letter: str, axe: Axe) -> list[str]:
    """What is wrong with the page."""
    wrong: list[str] = []
    site.complaints.clear()
    for language in LANGUAGES:
        page = site.page(letter, language)
        answer = page.goto(site.address_of(line))
        wrong += [] if answer.status == 200 else [f"answers {answer.status}"]
        for size in (DESKTOP, PHONE):
            page.set_viewport_size(size)
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > size["width"]:
                wrong.append(f"{language}: {width} px wide on a screen of {size['width']} px")
        if language == LANGUAGES[0]:
            broken = axe.run(page).response["violations"]
            wrong += [f"{rule['id']}: {rule['nodes'][0]['html'][:150]}" for rule in broken]
    return wrong + site.complaints


def is_page(site: Site, line: Line, letter: str) -> bool:
    """Not a file, nor an address that only takes what a form sends."""
    answer = site.page(letter, LANGUAGES[0]).request.get(site.address_of(line), max_redirects=0)
    return answer.status == 200 and answer.headers["content-type"].startswith("text/html")


def reader_of(line: Line) -> str:
    """The first role that opens the page; one that speaks of the whole county is closed to cadre and clerk."""
    county_wide = "VT" if line.kind == "county" else ""
    return next(letter for letter in LETTERS if line.lets_in(letter) and letter not in county_wide)


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("room", ROOMS)
def test_every_page_of_a_room_is_good_to_read(site: Site, room: str):
    axe, wrong, pages = Axe(), {}, 0
    for line in LINES.values():
        letter = reader_of(line)
        if line.name.startswith(f"{room}:") and line.roles != OPEN and is_page(site, line, letter):
            pages += 1
            if found := read(site, line, letter, axe):
                wrong[line.name] = found

    assert pages
    assert wrong == {}, "\n".join(f"{name}: {what}" for name, found in wrong.items() for what in found)
