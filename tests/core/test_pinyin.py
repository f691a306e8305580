import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yuping.core.pinyin import initials, pinyin_key, sort_key, syllables


@pytest.mark.parametrize(
    ("name", "key", "letters"),
    [
        ("王伟", "wangwei", "ww"),
        ("吕绿", "lvlv", "ll"),
        ("单雄信", "shanxiongxin", "sxx"),
        ("仇英", "qiuying", "qy"),
        ("解缙", "xiejin", "xj"),
        ("查良镛", "zhaliangyong", "zly"),
        ("区寄", "ouji", "oj"),
        ("朴正", "piaozheng", "pz"),
        ("曾国藩", "zengguofan", "zgf"),
        ("盖叫天", "gejiaotian", "gjt"),
        ("覃正礼", "qinzhengli", "qzl"),
        ("尉迟恭", "yuchigong", "ycg"),
        ("万俟卨", "moqixie", "mqx"),
        ("单于", "chanyu", "cy"),
        ("单", "shan", "s"),
        ("杨单", "yangdan", "yd"),
        ("Anna Maria", "annamaria", "am"),
        ("王 Anna", "wanganna", "wa"),
        ("买买提·阿布力", "maimaitiabuli", "mmtabl"),
        ("曾经·阿", "cengjinga", "cja"),
        ("张三2", "zhangsan2", "zs2"),
        ("", "", ""),
    ],
)
def test_names_have_keys(name, key, letters):
    assert pinyin_key(name) == key
    assert initials(name) == letters


@pytest.mark.parametrize("char", ["\U000323a0", "\ue000"], ids=ascii)
def test_a_character_without_reading_stays_searchable(char):
    assert pinyin_key(f"杨{char}英") == f"yang{char}ying"
    assert initials(f"杨{char}英") == f"y{char}y"


def test_a_rare_character_with_reading_is_read():
    assert pinyin_key("杨㛃") == "yangjie"
    assert pinyin_key("杨䶮") == "yangyan"
    assert pinyin_key("龙𠮷·阿旺") == "longjiawang"
    assert initials("龙𠮷·阿旺") == "ljaw"


def test_a_typed_key_is_its_own_key():
    assert pinyin_key("WangWei") == "wangwei"


def test_names_sort_by_syllable_then_by_character():
    names = ["县", "西安", "王伟斌", "王伟", "王维", "安"]

    assert sorted(names, key=sort_key) == ["安", "王伟", "王维", "王伟斌", "西安", "县"]


@settings(max_examples=200)
@given(st.text(max_size=12))
def test_every_text_has_keys_without_spaces(text):
    parts = syllables(text)

    assert pinyin_key(text) == "".join(parts)
    assert len(initials(text)) == len(parts)
    assert not any(char.isspace() for char in pinyin_key(text))


def test_the_key_of_the_longest_name_fits_its_column():
    assert len(pinyin_key("长" * 50)) == 160
