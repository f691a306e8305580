"""The papers of a household as Chromium makes them: A4, every part on them, the right number of pages."""

import re
from pathlib import Path

import pytest

from tests.browser.desk import DESKTOP, PHONE, Desk, Sit
from tests.pictures import png

pytestmark = pytest.mark.browser

PAGE = re.compile(rb"/Type /Page\b(?!s)")
MEDIA_BOX = re.compile(rb"/MediaBox \[([\d. ]+)\]")
A4 = (595, 842)  # points
FORM_PARTS = [
    "一、家庭基本情况",
    "二、家庭成员情况",
    "三、生产生活条件",
    "四、上年度收入情况",
    "五、帮扶责任人",
    "六、本年度帮扶措施",
    "七、易地扶贫搬迁",
]


@pytest.fixture(scope="module")
def household(sit: Sit) -> str:
    """The address of a household of the clerk's township."""
    desk = sit("clerk001a")
    desk.open("/households/")
    return desk.page.locator("main tbody a").first.get_attribute("href")


def pages_of(desk: Desk, folder: Path) -> int:
    """Print what is open; every page has to be A4 upright. Answers how many there are."""
    paper = folder / "paper.pdf"
    desk.page.pdf(path=paper, prefer_css_page_size=True)
    written = paper.read_bytes()
    boxes = [[round(float(side)) for side in box.split()] for box in MEDIA_BOX.findall(written)]
    pages = len(PAGE.findall(written))
    assert boxes == [[0, 0, *A4]] * pages
    return pages


def printed_text(desk: Desk) -> str:
    """What is on paper: what is hidden in print is not in it. Nothing is cut off at the right."""
    desk.page.emulate_media(media="print")
    desk.page.set_viewport_size({"width": 680, "height": 960})
    wide = desk.page.evaluate("document.documentElement.scrollWidth")
    text = desk.text()
    desk.page.emulate_media(media="null")
    assert wide <= 680
    return text


def test_the_registration_form_is_two_sheets_with_every_part(sit: Sit, household: str, tmp_path: Path) -> None:
    desk = sit("clerk001a")
    desk.open(f"{household}print/form/")

    text = printed_text(desk)
    places = [text.index(part) for part in FORM_PARTS]

    assert places == sorted(places)
    assert "户主（签字、按手印）" in text
    assert 3 <= pages_of(desk, tmp_path) <= 4


def test_the_income_sheet_is_one_page(sit: Sit, household: str, tmp_path: Path) -> None:
    desk = sit("clerk001a")
    desk.open(f"{household}print/income/")

    text = printed_text(desk)

    for words in ("财产性收入", "人均纯收入", "入户核实数", "户主（签字、按手印）", "乡镇审核人"):
        assert words in text
    assert pages_of(desk, tmp_path) == 1


def test_the_whole_file_has_cover_index_and_every_part(sit: Sit, household: str, tmp_path: Path) -> None:
    desk = sit("clerk001a")
    desk.open(f"{household}documents/attach/")
    photo = tmp_path / "house.png"
    photo.write_bytes(png(800, 600))
    desk.choose("资料类别", "照片")
    desk.fill("标题", "房屋照片")
    desk.attach("文件", photo)
    desk.press("上传资料")
    desk.open(f"{household}print/")
    printed_text(desk)

    titles = desk.page.locator("h1").all_inner_texts()
    index = desk.page.locator(".index tbody a").all_inner_texts()

    assert titles == ["一户一档", "档案目录", *index]
    assert len(index) == 9
    assert desk.page.locator("figure img").evaluate_all("pictures => pictures.map(one => one.naturalWidth)") == [800]
    assert 8 <= pages_of(desk, tmp_path) <= 14


def test_a_notice_is_one_page(sit: Sit, tmp_path: Path) -> None:
    desk = sit("clerk001a")
    desk.open("/villages/")
    village = (
        desk.page.locator("main tbody a[href*='/villages/52']").first.get_attribute("href").strip("/").split("/")[-1]
    )
    desk.open(f"/households/identifications/notices/{village}/?round=second")

    assert "拟建档立卡贫困户第二次公示" in printed_text(desk)
    assert "本村没有处于此环节的农户。" in desk.text()
    assert pages_of(desk, tmp_path) == 1


def test_the_papers_are_reached_from_the_household(sit: Sit, household: str) -> None:
    desk = sit("clerk001a")
    desk.open(household)
    desk.page.set_viewport_size(PHONE)
    desk.page.locator(".head-actions summary").click()
    place = desk.page.locator(".head-actions .menu-list").bounding_box()
    assert 0 <= place["x"] <= PHONE["width"] - place["width"]
    desk.page.set_viewport_size(DESKTOP)
    desk.follow("登记表", within=".head-actions")

    assert desk.page.url.endswith(f"{household}print/form/")
