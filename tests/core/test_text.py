from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yuping.core.text import (
    BadText,
    clean_line,
    clean_name,
    clean_note,
    clean_number,
    clean_search,
    compact_number,
    fold_ascii,
    has_private_use,
    is_han,
    neutralise_formula,
)

FORMULAS = [
    *["=1+1", "==1+1", "+cmd|'/C'!A0", "-2+3", "@SUM(A1)", "＝1", "＋1", "－1", "＠SUM", "−1", "-", "="],
    *("\t=1", "\r=1", "\n=1", "\0=1", " =1+1", "\u3000＝1", "\u200b=1", '=HYPERLINK("http://x")'),
]
RARE = ["𠮷", "㛃", "䶮", "\uf900", "⼀", "\U00031350", "\U0002ebf0", "〇"]


def test_full_width_ascii_is_folded_and_nothing_else():
    assert fold_ascii("ＡＢ１２ｘ　－，") == "AB12x -,"
    assert fold_ascii("٣²Х王①") == "٣²Х王①"


def test_marks_around_a_copied_number_are_dropped():
    assert clean_number("\u202d\u200b 138 \u202c\ufeff") == "138"
    assert clean_number("13\u200b8") == "13\u200b8"


def test_spaces_inside_a_long_number_are_dropped():
    assert compact_number("６２２９　9900\u00a000 00") == "622999000000"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("王伟", "王伟"),
        ("王　伟", "王伟"),
        ("\u3000 王 伟\t\u200b", "王伟"),
        ("𠮷  㛃", "𠮷㛃"),
        ("买买提•阿布都", "买买提·阿布都"),
        ("买买提 ・ 阿布都", "买买提·阿布都"),
        ("买买提‧阿布都", "买买提·阿布都"),
        ("买买提⋅阿布都", "买买提·阿布都"),
        ("Anna   Maria", "Anna Maria"),
        ("王 Anna", "王 Anna"),
        ("\ue000 伟", "\ue000伟"),
        ("", ""),
        (" \u3000", ""),
    ],
)
def test_names_lose_only_what_spacing_and_keyboards_added(typed, name):
    assert clean_name(typed) == name
    assert clean_search(typed) == name


def test_a_search_refuses_nothing():
    assert clean_search(" 王\u202e 伟 ") == "王\u202e 伟"


@pytest.mark.parametrize("char", RARE, ids=ascii)
def test_rare_characters_survive_byte_for_byte(char):
    name = f"杨{char}"

    assert clean_name(name).encode() == name.encode()
    assert is_han(char)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("王\u200b伟", "text_invisible"),
        ("王\ufeff伟", "text_invisible"),
        ("王\u3164伟", "text_invisible"),
        ("王\ufe00", "text_invisible"),
        ("王\u202e伟", "text_control"),
        ("\u2066王伟", "text_control"),
        ("王\n伟", "text_control"),
        ("王\0", "text_control"),
        ("王\ud842", "text_control"),
        ("\ufffd伟", "text_control"),
        ("王" * 51, "text_length"),
    ],
    ids=ascii,
)
def test_names_with_hidden_characters_or_without_end_are_refused(typed, code):
    with pytest.raises(BadText) as refusal:
        clean_name(typed)

    assert refusal.value.code == code


def test_length_counts_code_points():
    assert clean_name("𠮷" * 50) == "𠮷" * 50


def test_private_use_characters_are_flagged():
    assert has_private_use("杨\ue001")
    assert has_private_use("杨\U00100001")
    assert not has_private_use("杨㛃\uf900")


def test_one_line_text_is_trimmed_and_its_spaces_collapsed():
    assert clean_line("  路面\u200b 损坏　 严重 ") == "路面 损坏 严重"


@pytest.mark.parametrize("typed", ["a\nINFO ok", "a\tb", "a\u202eb", "x\x1b[0m"], ids=ascii)
def test_one_line_text_cannot_forge_a_line(typed):
    with pytest.raises(BadText):
        clean_line(typed)


def test_notes_keep_their_lines():
    assert clean_note("\r\n第一行 \r\n\r\n  第二\t行\r\n\r\n") == "第一行\n\n第二 行"


def test_a_note_is_limited_as_a_whole():
    with pytest.raises(BadText) as refusal:
        clean_note("一二三\n四五六", max_length=6)

    assert refusal.value.params == {"limit": 6}


@pytest.mark.parametrize("value", FORMULAS, ids=ascii)
def test_text_that_starts_like_a_formula_gets_an_apostrophe(value):
    assert neutralise_formula(value) == f"'{value}"


@pytest.mark.parametrize(
    "value",
    [0, -5, Decimal("-4000.00"), date(2016, 12, 31), True, "王伟", "", "a=1", "'=1", "4000"],
    ids=repr,
)
def test_other_cells_stay_what_they_are(value):
    assert neutralise_formula(value) is value


def test_nothing_becomes_an_empty_cell():
    assert neutralise_formula(None) == ""


@settings(max_examples=300)
@given(st.text(max_size=30))
def test_cleaning_a_name_twice_changes_nothing_more(text):
    try:
        once = clean_name(text)
    except BadText:
        return

    assert clean_name(once) == once
