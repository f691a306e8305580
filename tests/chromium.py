"""The system's Chromium, headless and off the network."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP, PHONE = {"width": 1366, "height": 768}, {"width": 375, "height": 812}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Where there is none these tests say so; a machine that must have it fails."""
    # Playwright keeps an event loop in this thread; our own calls of the database are not made from within it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    program = os.environ.get("YUPING_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        say = pytest.fail if os.environ.get("YUPING_BROWSER_REQUIRED") else pytest.skip
        say("Chromium was not found: install it, or name it in YUPING_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()
