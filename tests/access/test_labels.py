"""In English and in traditional Chinese no page shows a code or a place in simplified characters."""

import re
from collections import Counter

from django.conf import settings
from django.http import HttpResponse
from django.utils import translation

from households.models import ScoringItem
from tests.access.county import County
from tests.access.labels import left_in, pieces_in, pieces_of
from tests.access.matrix import LETTERS
from tests.access.test_language import addresses
from tests.people import browser
from villages.models import Township, Village
from yuping.core import codes
from yuping.core.characters import traditional
from yuping.core.models import CodeItem, Installation

SCALES = re.compile("score|template|households:file_print")
# What people wrote themselves stands as they wrote it: the bank's reason, an enterprise's trade, an act on record.
QUOTED = {
    "audit:entry_list": {"新识别", "建档"},
    "dividends:batch_detail": {"账户冻结"},
    "dividends:enterprise_detail": {"食用菌"},
    "dividends:enterprise_list": {"食用菌"},
    "dividends:failed_list": {"账户冻结"},
    "dividends:hold_list": {"账户冻结"},
}


def words_of_scales() -> set[str]:
    """The scales of the scoring sheets are the county's own papers, in its own words."""
    items = ScoringItem.objects.all()
    texts = [text for item in items for text in (item.label, *(option["label"] for option in item.options))]
    return {piece for text in texts for piece in pieces_in(text)}


def left_at(county: County, language: str, words: set[str]) -> dict[str, set[str]]:
    """Page to the words left on it, each page as the first role that it opens for reads it."""
    found, scales = {}, words_of_scales()
    for letter in LETTERS:
        client = browser(county.people[LETTERS[letter]])
        client.post("/language/", {"language": language, "next": "/"})
        for name, url in addresses(county, letter).items():
            if name not in found and name != "accounts:language":
                own = scales if SCALES.search(name) else set()
                found[name] = left_in(client.get(url), words) - QUOTED.get(name, set()) - own
    return {name: left for name, left in found.items() if left}


def simplified_labels() -> set[str]:
    return set(CodeItem.objects.values_list("label", flat=True))


def simplified_names() -> set[str]:
    """Names and labels that are written otherwise in traditional characters."""
    names = {name for model in (Township, Village) for name in model.unguarded.values_list("name", flat=True)}
    names |= set(Village.unguarded.values_list("short_name", flat=True))
    names |= simplified_labels() | {Installation.objects.get().county_name}
    return {name for name in names if traditional(name) != name}


def test_a_label_left_on_a_page_is_found():
    page = HttpResponse('<option value="1">因残</option><td title="一般贫困户">缺技术、Illness</td><p>他因残缺席</p>')

    assert left_in(page, {"因残", "一般贫困户", "缺技术", "女"}) == {"因残", "一般贫困户", "缺技术"}
    assert "他因残缺席" in pieces_of(page)


def test_no_page_in_english_shows_a_chinese_label(county: County):
    assert left_at(county, "en", simplified_labels()) == {}


def test_no_page_in_traditional_chinese_shows_a_simplified_label_or_place(county: County):
    assert left_at(county, "zh-hant", simplified_names()) == {}


def test_every_code_has_its_three_labels(db: None):
    items = list(CodeItem.objects.all())
    in_english = Counter((item.set, item.version, item.label_en) for item in items)

    assert len(items) > 400
    assert [item.label for item in items if not item.label_en or re.search("[\u4e00-\u9fff]", item.label_en)] == []
    assert [key for key, times in in_english.items() if times > 1] == [], "two answers of a list would read alike"
    assert [item.label for item in items if not traditional(item.label)] == []


def test_a_label_is_read_in_three_languages_and_kept_in_one(db: None):
    read = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            read[language] = (codes.label_of("cause", "7", year=2016), dict(codes.choices_of("cause"))["13"])
            official = codes.code_list("cause", year=2016)["7"]
            assert (official, codes.code_of("cause", "缺技术", year=2016)) == ("缺技术", "7")

    assert read == {
        "zh-hans": ("缺技术", "因丧"),
        "zh-hant": ("缺技術", "因喪"),
        "en": ("Lack of skills", "Funeral costs"),
    }


def test_places_are_read_in_traditional_characters_and_their_names_stay(db: None):
    village = Village.unguarded.get(name__startswith="长冲垅")
    with translation.override("zh-hant"):
        assert (str(village), str(village.township)) == ("長沖壠村", "田坪鎮")
        assert village.short_name == "长冲垅村"
    with translation.override("en"):
        assert str(village) == "长冲垅村"
    assert traditional("玉屏侗族自治县 五里桥村 张家里组") == "玉屏侗族自治縣 五里橋村 張家里組"
