"""A photograph from a telephone, larger than what is kept, is made smaller by the page and attached."""

import pytest

from tests.browser.desk import Sit

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LIMIT = 5 * 1024 * 1024
# A picture of noise, which no program packs well, chosen in the field of the file as a person would choose it.
CHOOSE_NOISE = """
async ([side, quality]) => {
  const canvas = document.createElement("canvas");
  canvas.width = side; canvas.height = side;
  const pen = canvas.getContext("2d");
  const pixels = pen.createImageData(side, side);
  for (let place = 0; place < pixels.data.length; place += 65536) {
    crypto.getRandomValues(pixels.data.subarray(place, Math.min(place + 65536, pixels.data.length)));
  }
  for (let place = 3; place < pixels.data.length; place += 4) pixels.data[place] = 255;
  pen.putImageData(pixels, 0, 0);
  const made = await new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
  const chosen = new DataTransfer();
  chosen.items.add(new File([made], "IMG_0001.jpg", { type: "image/jpeg" }));
  const field = document.getElementById("id_file");
  field.files = chosen.files;
  field.dispatchEvent(new Event("change", { bubbles: true }));
  return made.size;
}
"""
SIZE = "() => document.getElementById('id_file').files[0].size"


def test_a_photograph_of_a_telephone_is_made_smaller_and_attached(sit: Sit) -> None:
    desk = sit("clerk001a")
    desk.open("/households/")
    desk.page.locator("tbody a").first.click()
    desk.follow("资料", within=".tabs")
    desk.follow("上传资料")
    page = desk.page

    before = page.evaluate(CHOOSE_NOISE, [2600, 0.95])
    assert before > LIMIT
    page.locator("#id_file_size").wait_for()
    assert "已缩小为" in page.locator("#id_file_size").inner_text()
    assert 100_000 < page.evaluate(SIZE) <= LIMIT

    page.select_option("#id_kind", "house_photo")
    page.fill("#id_title", "手机拍的房屋")
    desk.press("上传资料")
    assert desk.errors() == ""
    row = page.locator("tr", has_text="手机拍的房屋")
    picture = row.locator(".thumb img")
    picture.scroll_into_view_if_needed()
    page.wait_for_function("(one) => one.complete && one.naturalWidth > 0", arg=picture.element_handle())
    desk.look()

    row.get_by_role("link", name="撤销").click()
    desk.look()
    page.fill("#id_reason", "误传他户照片")
    desk.press("撤销资料")
    assert "误传他户照片" in desk.text()
    desk.look()
