"""A township clerk puts a household on file, finds it again, and another township never meets it."""

import datetime
import re

import pytest
from playwright.sync_api import expect

from tests.browser.desk import Desk, Sit
from yuping.core.identity import make_identity

NUMBER = "5206990012019901"
HEAD = make_identity("520699", datetime.date(1979, 3, 5), 13)
WIFE = make_identity("520699", datetime.date(1981, 8, 20), 24)

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_household_is_entered_found_and_kept_from_others(sit: Sit) -> None:
    clerk = sit("clerk001a")
    enter(clerk)
    mistakes_are_marked(clerk)
    page = put_on_file(clerk)
    for words in ("杨测样", "ycy", "yangceyang", HEAD, HEAD.lower(), NUMBER):
        assert look_up(clerk, words) == ["杨测样"], words
    not_met_by_another_township(sit("clerk002a"), page)


def cell(desk: Desk, row: int, name: str) -> object:
    return desk.page.locator(f"[name='m{row}-{name}']")


def enter(desk: Desk) -> None:
    """Keyboard alone in the grid: Enter moves on, the identity number fills in sex and birth date."""
    desk.menu("农户", "农户档案")
    desk.follow("新建农户档案")
    desk.fill("户编号", NUMBER)
    desk.choose("村（社区）", "皂角坪村")
    desk.fill("未经识别的理由", "存量补录")
    cell(desk, 0, "id_number").focus()
    for key in (HEAD[:-1] + ("0" if HEAD[-1] != "0" else "1"), "Enter", "杨测样"):
        desk.keys(key)
    # A check digit that can't be tells nothing that stays, and says so at the field.
    expect(cell(desk, 0, "birth_date")).to_have_value("")
    expect(cell(desk, 0, "sex")).to_have_value("")
    expect(desk.page.locator("[data-row] .cell-said").first).to_contain_text("逐位核对")
    cell(desk, 1, "id_number").focus()
    for key in (WIFE, "Enter", "吴测秀"):
        desk.keys(key)
    assert (cell(desk, 1, "birth_date").input_value(), cell(desk, 1, "sex").input_value()) == ("1981-08-20", "2")
    cell(desk, 1, "relation").select_option(label="配偶")
    desk.page.locator("fieldset", has=cell(desk, 2, "name")).get_by_role("button", name="删除此行").click()
    desk.choose("贫困户属性", "一般贫困户")
    desk.choose("主要致贫原因", "缺资金")
    desk.fill("工资性收入", "4,200.50")
    desk.fill("低保金", "1500")
    desk.fill("生产经营性支出", "200")
    assert desk.page.locator("[data-live-head]").inner_text() == "2,750.25"


def mistakes_are_marked(desk: Desk) -> None:
    """Each mistake stands at its field and in the summary, and nothing typed is lost."""
    desk.press("提交建档")
    assert "校验" in desk.errors()
    wrong = cell(desk, 0, "id_number")
    assert wrong.get_attribute("aria-invalid") == "true"
    desk.page.locator(".summary a", has_text="证件号码").first.click()
    assert wrong.evaluate("field => field === document.activeElement")
    assert cell(desk, 1, "name").input_value() == "吴测秀"
    assert desk.field("工资性收入").input_value() == "4,200.50"


def put_on_file(desk: Desk) -> str:
    """With the mistakes mended the household stands; the per-head income is computed."""
    cell(desk, 0, "id_number").fill(HEAD)
    desk.keys("Tab")
    expect(cell(desk, 0, "birth_date")).to_have_value("1979-03-05")
    expect(cell(desk, 0, "sex")).to_have_value("1")
    desk.press("提交建档")
    assert not desk.errors()
    assert "杨测样" in desk.page.title()
    assert "2,750.25" in desk.text()
    assert HEAD not in desk.page.content()
    return re.sub(r"^https?://[^/]+|#.*$", "", desk.page.url)


def look_up(desk: Desk, words: str) -> list[str]:
    """The heads that the list shows for these words; an identity number leads straight to its household."""
    desk.menu("农户", "农户档案")
    desk.find(words)
    if desk.page.url.split("?")[0].endswith("/households/"):
        return desk.column("户主")
    return [desk.page.locator("h1").inner_text().split()[0]]


def not_met_by_another_township(desk: Desk, page: str) -> None:
    """No search finds it and no address opens it."""
    for words in ("杨测样", "ycy", HEAD, NUMBER):
        assert "杨测样" not in look_up(desk, words)
    assert [desk.open(page + tail) for tail in ("", "members/", "edit/", "years/", "accounts/")] == [404] * 5
