"""A person at a desk: a signed-in browser that looks at every page it meets with a reader's eyes."""

import re
from collections.abc import Callable
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Dialog, Locator, Page

from tests.chromium import DESKTOP, PHONE

# No partial update is under way.
SETTLED = "() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')"
ANY_NUMBER = re.compile(r"\d+")


class Looker:
    """Looks at each kind of page once, at desktop and at phone width; keeps what it saw for the other desks."""

    def __init__(self) -> None:
        self.seen: set[str] = set()
        self.axe = Axe()

    def look(self, page: Page) -> None:
        """Raises AssertionError for a page that scrolls sideways or breaks a rule of accessibility."""
        wrong = bool(page.locator(".summary, .note-error").count())
        kind = f"{ANY_NUMBER.sub('N', page.url.split('://')[1].split('/', 1)[1].split('?')[0])} {wrong}"
        if kind in self.seen:
            return
        self.seen.add(kind)
        for size in (PHONE, DESKTOP):
            page.set_viewport_size(size)
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= size["width"], f"{page.url} scrolls sideways at {size['width']} px"
            found = self.axe.run(page)
            assert not found.violations_count, f"{page.url} at {size['width']} px\n{found.generate_report()}"


class Desk:
    """One person's session. Names are the words on the screen; a page with an error in its console is a failure."""

    def __init__(self, browser: Browser, address: str, looker: Looker) -> None:
        self.address, self.looker = address, looker
        self.context = browser.new_context(locale="zh-CN", viewport=DESKTOP, accept_downloads=True)
        self.page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.complaints: list[str] = []
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", self._dialog)

    def _console(self, message: object) -> None:
        # A page that answers 4xx is reported by the browser as a failed load; the tests ask for those on purpose.
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def _dialog(self, dialog: Dialog) -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.accept()

    def look(self) -> None:
        """Look at the page that is open; raises AssertionError with what is wrong with it."""
        self.page.wait_for_load_state("load")
        self.page.wait_for_function(SETTLED)
        self.looker.look(self.page)
        assert self.complaints == [], f"{self.page.url}: {self.complaints}"

    def sign_in(self, username: str, password: str) -> "Desk":
        self.open("/sign-in/")
        self.fill("登录名", username)
        self.fill("密码", password)
        self.press("登录")
        assert not self.page.url.endswith("/sign-in/"), self.text()
        return self

    def open(self, path: str) -> int:
        """Open an address of the site; answers its status."""
        answer = self.page.goto(self.address + path)
        self.look()
        return answer.status

    def menu(self, section: str, entry: str) -> None:
        """Choose a page in the left navigation."""
        side = self.page.locator(".side")
        heading = side.locator("summary", has_text=section)
        if heading.evaluate("summary => !summary.parentElement.open"):
            heading.click()
        self._go(side.get_by_role("link", name=entry, exact=True))

    def follow(self, name: str, *, within: str = "main", nth: int = 0) -> None:
        """Follow a link by its words."""
        self._go(self.page.locator(within).get_by_role("link", name=name).nth(nth))

    def _go(self, control: Locator) -> None:
        """Click what leads to another page, wait for that page and look at it."""
        with self.page.expect_navigation():
            control.click()
        self.look()

    def field(self, label: str) -> Locator:
        """The control with this label, whether or not the label also says that it is required."""
        exact = re.compile(rf"^\s*{re.escape(label)}\s*(必填|required)?\s*$")
        return self.page.locator("main").get_by_label(exact)

    def fill(self, label: str, value: object) -> None:
        self.field(label).fill(str(value))

    def choose(self, label: str, *words: str) -> None:
        """Choose the options whose text holds these words."""
        control = self.field(label)
        values = [
            control.locator("option", has_text=word).first.get_attribute("value", timeout=5_000) for word in words
        ]
        control.select_option(values)

    def tick(self, *labels: str) -> None:
        for label in labels:
            self.field(label).check()

    def keys(self, typed: str) -> None:
        """Type into whatever has the focus; names of keys are pressed."""
        if typed in {"Enter", "Tab", "Escape"}:
            self.page.keyboard.press(typed)
        else:
            self.page.keyboard.type(typed)

    def attach(self, label: str, path: Path) -> None:
        self.field(label).set_input_files(path)

    def press(self, name: str) -> None:
        """Press a button by its words and look at the page it leads to."""
        self._go(self.page.locator("main").get_by_role("button", name=name, exact=True))

    def find(self, words: str) -> None:
        """Search in the list that is open; an identity number may lead to the page it belongs to."""
        self.page.locator("#id_q").fill(words)
        with self.page.expect_response(lambda answer: answer.request.resource_type in {"xhr", "document"}):
            self.page.locator("main").get_by_role("button", name="筛选", exact=True).click()
        self.look()

    def download(self, name: str) -> bytes:
        """The bytes behind a link."""
        with self.page.expect_download() as caught:
            self.page.locator("main").get_by_role("link", name=name).first.click()
        return Path(caught.value.path()).read_bytes()

    def column(self, label: str) -> list[str]:
        """The cells of a column of the list that is open."""
        return self.page.locator(f"td[data-label='{label}']").all_inner_texts()

    def rows(self, head: str) -> list[dict[str, str]]:
        """The first table with this head: each row's cells by their heads."""
        table = self.page.locator("main table", has=self.page.locator("thead th", has_text=head)).first
        heads = [text.strip() for text in table.locator("thead th").all_inner_texts()]
        found = []
        for row in table.locator("tbody tr").all():
            cells = [text.strip() for text in row.locator("th, td").all_inner_texts()]
            found.append(dict(zip(heads, cells, strict=True)))
        return found

    def errors(self) -> str:
        """What the form says is wrong; empty when nothing is."""
        return " ".join(self.page.locator(".summary").all_inner_texts())

    def text(self) -> str:
        """What the page says."""
        return self.page.locator("main").inner_text()

    def close(self) -> None:
        self.context.close()


# Gives a person's desk by his sign-in name.
Sit = Callable[[str], Desk]
