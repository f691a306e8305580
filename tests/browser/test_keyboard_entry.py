"""A household of five with its income is put on file from the keyboard alone: no mouse, no focus set by the test."""

import datetime
import re
import sys
import time
from collections.abc import Callable

import pytest

from tests.browser.desk import Desk, Sit
from yuping.core.identity import make_identity
from yuping.core.pinyin import pinyin_key

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# An ordinary clerk: keys a second, and a look at the paper for each answer.
KEYS_A_SECOND, LOOK_SECONDS = 4, 1.0
MOST_KEYS, MOST_SECONDS = 400, 240


def identity(born: str, number: int) -> str:
    return make_identity("520699", datetime.date.fromisoformat(born), number)


ADULT = {"health": "1", "labour_skill": "1", "resident_insurance": "1"}
PERSONS = [
    {"id_number": identity("1975-03-05", 15), "name": "杨测山", "ethnic_group": "12", "political_status": "13"}
    | {"phone": "13800005411", **ADULT, "education": "3", "work_region": "1", "work_months": "6"}
    | {"resident_pension": "1", "low_income_aid": "0"},
    {"id_number": identity("1978-08-20", 26), "name": "吴测秀", "relation": "02", **ADULT, "education": "2"},
    {"id_number": identity("2000-02-11", 37), "name": "杨测龙", "relation": "03", **ADULT} | {"school_status": "gzy"},
    {"id_number": identity("2006-11-30", 48), "name": "杨测凤", "relation": "04", "health": "1"}
    | {"school_status": "03", "resident_insurance": "1"},
    {"id_number": identity("1948-01-02", 54), "name": "龙测妹", "relation": "12", "health": "2", "education": "1"}
    | {"labour_skill": "3", "resident_insurance": "1"},
]
ANSWERS = {
    "number": "5206990012019955",
    "village": "zj",
    "phone": "13800005411",
    "identification_standard": "1",
    "unidentified_reason": "补录",
    **{f"m{row}-{name}": text for row, person in enumerate(PERSONS) for name, text in person.items()},
    "y-attribute": "1",
    "y-main_cause": "7",
    "y-second_cause": "9",
    "y-population_start": "5",
    "y-farmland": "4.5",
    "y-irrigated": "2",
    "y-woodland": "6",
    "y-has_production_power": "1",
    "y-has_household_power": "1",
    "y-has_broadcast": "1",
    "y-road_distance": "0.5",
    "y-road_type": "3",
    "y-housing_area": "110",
    "y-housing_structure": "3",
    "y-unsafe_house": "0",
    "y-water_difficulty": "0",
    "y-safe_water": "1",
    "y-water_source": "1",
    "y-fuel": "1",
    "y-has_toilet": "1",
    "y-wage_income": "9000",
    "y-business_income": "5200",
    "y-dividend_income": "4000",
    "y-ecology_income": "325.5",
    "y-business_expense": "1800",
}


class Typist:
    """Hands on the keyboard; eyes see where the page has put them. A key with another held down counts as two."""

    def __init__(self, desk: Desk) -> None:
        self.page, self.keys = desk.page, 0
        self.left = dict(ANSWERS)

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.keys += 1 + key.count("+")

    def write(self, text: str) -> None:
        """Chinese costs its pinyin and a key to take the word."""
        self.page.keyboard.type(text)
        self.keys += len(text) if text.isascii() else len(pinyin_key(text)) + 1

    def here(self) -> str:
        """The name of the field in which the page has put the hands."""
        return self.page.evaluate("document.activeElement.name || document.activeElement.type || ''")

    def enter_all(self) -> int:
        """Answer whatever is asked until nothing is left to tell; how many answers that took."""
        for _step in range(300):
            name = self.here()
            if name in self.left:
                self.write(self.left.pop(name))
            if not self.left:
                return len(ANSWERS)
            self.go_on(name)
        raise AssertionError(f"never asked: {sorted(self.left)}; the hands are at {self.here()}")

    def go_on(self, name: str) -> None:
        """Enter; once a person or a section has nothing more to tell, on to the next."""
        part = re.match(r"m\d+-", name)
        if part and not any(other.startswith(part[0]) for other in self.left):
            self.press("Shift+Enter")
        else:
            self.press("Enter")


def test_a_family_of_five_is_entered_by_keyboard_in_less_than_four_minutes(
    sit: Sit, record_property: Callable[[str, object], None]
) -> None:
    desk = sit("clerk001a")
    desk.open("/households/register/")
    typist, begun = Typist(desk), time.monotonic()
    assert typist.here() == "number", "the page puts the hands into the first field by itself"

    answers = typist.enter_all()
    head = desk.page.locator("[data-live-head]").inner_text()
    distance = desk.page.locator("[data-live-distance]").inner_text()
    typist.press("Control+Enter")
    desk.page.locator(".summary, .tabs").first.wait_for()
    wall = time.monotonic() - begun

    seconds = typist.keys / KEYS_A_SECOND + answers * LOOK_SECONDS
    record_property("keys", typist.keys)
    told = f"{typist.keys} keys, {answers} answers: {seconds:.0f} s for a clerk; {wall:.0f} s in this browser"
    sys.stdout.write(f"\n{told}\n")
    assert desk.errors() == ""
    assert "杨测山" in desk.page.title()
    # Beside the entry: the line of 2015 and how far above it they are.
    assert distance == "+377.10"
    assert (head, typist.keys <= MOST_KEYS, seconds < MOST_SECONDS) == ("3,345.10", True, True)
    stands_on_file(desk)


def stands_on_file(desk: Desk) -> None:
    """What was typed by codes, initials and keys for the same is what stands."""
    assert "3,345.10" in desk.text()
    desk.look()
    desk.follow("成员", within=".tabs")
    persons = desk.page.locator(".member").all_inner_texts()
    assert [text.split()[0] for text in persons] == [person["name"] for person in PERSONS]
    assert all("侗族" in text for text in persons)
    for place, words in ((1, "配偶"), (2, "之子"), (2, "高中一年级"), (3, "之女"), (3, "无劳动力"), (4, "之母")):
        assert words in persons[place]
    assert "长期慢性病" in persons[4]
    assert all("城乡居民" in text for text in persons)


def test_whole_syllables_choose_the_village_that_their_initials_choose(sit: Sit) -> None:
    desk = sit("clerk001b")
    desk.open("/households/register/")
    village = desk.page.locator("[name='village']")
    first = village.locator("option").nth(1)
    village.focus()

    desk.page.keyboard.type(letters_between(first.get_attribute("data-letters") or ""))

    assert village.input_value() == first.get_attribute("value")


def letters_between(initials: str) -> str:
    """Syllables with these initials: letters that begin no village's name stand between them."""
    return "".join(f"{letter}vv" for letter in initials)


def test_initials_and_numbers_choose_a_group_of_the_chosen_village_only(sit: Sit) -> None:
    desk = sit("clerk001b")
    desk.open("/households/register/")
    village, groups = desk.page.locator("select[name='village']"), desk.page.locator("select[name='group']")
    codes = village.locator("option").evaluate_all("all => all.map((one) => one.value).filter(Boolean)")
    with_groups = groups.locator("optgroup").evaluate_all("all => all.map((one) => one.dataset.village)")
    code = next(code for code in reversed(codes) if code in with_groups)
    groups.focus()
    desk.page.keyboard.type("1")
    assert groups.input_value() == "", "without a village there is no group to choose"

    village.select_option(code)
    mine = groups.locator(f"optgroup[data-village='{code}'] option")
    groups.focus()
    desk.page.keyboard.type(mine.last.get_attribute("data-letters") or "")
    chosen = groups.evaluate(
        "list => [list.selectedOptions[0].parentElement.dataset.village, list.selectedOptions[0].dataset.letters]"
    )
    assert chosen == [code, mine.last.get_attribute("data-letters")]
    desk.page.keyboard.type("1")
    assert groups.input_value() == mine.first.get_attribute("value")


def test_a_group_chosen_before_the_village_was_corrected_is_said_to_be_wrong_and_refused(sit: Sit) -> None:
    desk = sit("clerk001a")
    desk.open("/households/register/")
    village, groups = desk.page.locator("select[name='village']"), desk.page.locator("select[name='group']")
    code = groups.locator("optgroup").first.get_attribute("data-village") or ""
    other = village.locator("option").evaluate_all(
        "(all, code) => all.map((one) => one.value).find((one) => one && one !== code)", code
    )
    village.select_option(code)
    group = groups.locator(f"optgroup[data-village='{code}'] option").first.get_attribute("value") or ""
    groups.select_option(group)

    village.select_option(other)

    assert groups.input_value() == group
    assert "该村没有这个村民小组" in desk.page.locator("#id_group_said").inner_text()
    desk.page.keyboard.press("Control+Enter")
    desk.page.locator(".summary").wait_for()
    assert "该村没有这个村民小组" in desk.page.locator("#id_group_error").inner_text()
