"""What is typed into a household's form outlives a lost connection, an expired session, a closed and a second tab."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import Desk, Sit

pytestmark = [pytest.mark.browser, pytest.mark.slow]
KEPT, WAITING = "已暂存", "网络不通"
STATE = "[data-draft-state]"


def write(page: Page, name: str, text: str) -> None:
    """Type into a field and leave it."""
    page.locator(f"[name='{name}']").fill(text)
    page.keyboard.press("Tab")


def says(page: Page, words: str) -> None:
    expect(page.locator(STATE)).to_contain_text(words)


def another_window(desk: Desk) -> Page:
    page = desk.context.new_page()
    page.goto(desk.page.url)
    return page


def test_a_half_entered_household_outlives_what_happens_to_a_browser(sit: Sit) -> None:
    desk = sit("clerk001b")
    desk.open("/households/register/")
    write(desk.page, "number", "5206990012019966")
    says(desk.page, KEPT)
    write(desk.page, "m0-name", "杨暂存")
    write(desk.page, "m0-id_number", "520699198812310120")
    says(desk.page, KEPT)
    connection_lost_and_back(desk)
    closed_and_opened_again(desk)
    a_second_window_is_told(desk)
    signed_out_and_in_again(desk)
    listed_and_discarded(desk)


def connection_lost_and_back(desk: Desk) -> None:
    desk.context.set_offline(True)
    write(desk.page, "address", "街上12号")
    says(desk.page, WAITING)
    desk.context.set_offline(False)
    says(desk.page, KEPT)


def closed_and_opened_again(desk: Desk) -> None:
    address = desk.page.url
    desk.page.close(run_before_unload=False)
    desk.page = desk.context.new_page()
    desk.page.goto(address)
    desk.look()
    assert desk.page.locator("[name='m0-name']").input_value() == "杨暂存"
    assert desk.page.locator("[name='address']").input_value() == "街上12号"
    birth_date = desk.page.locator("[name='m0-birth_date']")
    assert birth_date.input_value() == "1988-12-31"
    write(desk.page, "m0-id_number", "520699197203030129")
    assert birth_date.input_value() == "1972-03-03"


def a_second_window_is_told(desk: Desk) -> None:
    other = another_window(desk)
    write(other, "address", "新")
    says(other, KEPT)
    write(desk.page, "address", "旧")
    says(desk.page, "另一窗口")
    desk.page.get_by_role("link", name="载入暂存内容").click()
    desk.look()
    assert desk.page.locator("[name='address']").input_value() == "新"
    other.close()


def signed_out_and_in_again(desk: Desk) -> None:
    cookies = desk.context.cookies()
    desk.context.clear_cookies()
    write(desk.page, "address", "登录前")
    says(desk.page, "登录已失效")
    desk.context.add_cookies(cookies)
    write(desk.page, "address", "登录后")
    says(desk.page, KEPT)


def listed_and_discarded(desk: Desk) -> None:
    desk.open("/households/drafts/")
    assert "杨暂存" in desk.text()
    desk.follow("作废")
    desk.press("作废已填内容")
    assert "没有未完成的填报" in desk.text()
