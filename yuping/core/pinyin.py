"""Pinyin keys of names, stored for search and sorting because the database has no Chinese collation.

Readings come without tones, `ü` as `v` as keyboards type it. A surname is read as a surname (单 is shan). A
rare character without a known reading stays in the keys as itself, so that the name is still found by it.
"""

from functools import lru_cache

from pypinyin import Style, lazy_pinyin

from yuping.core.text import MIDDLE_DOT, is_han

_SURNAMES = {
    "单": "shan",
    "仇": "qiu",
    "解": "xie",
    "查": "zha",
    "区": "ou",
    "朴": "piao",
    "曾": "zeng",
    "盖": "ge",
    "覃": "qin",
    "乐": "yue",
    "员": "yun",
    "贠": "yun",
    "缪": "miao",
    "折": "she",
    "黑": "he",
    "秘": "bi",
    "种": "chong",
    "召": "shao",
    "繁": "po",
    "都": "du",
    "翟": "zhai",
    "祭": "zhai",
    "粘": "nian",
    "卜": "bu",
    "郇": "xun",
    "阚": "kan",
    "薄": "bo",
    "句": "gou",
    "藏": "zang",
    "乜": "nie",
    "洗": "xian",
}
# Characters of names that the dictionary of readings lacks.
_RARE = {"𠮷": "ji"}
_DOUBLE_SURNAMES = {
    "尉迟": ("yu", "chi"),
    "万俟": ("mo", "qi"),
    "澹台": ("tan", "tai"),
    "单于": ("chan", "yu"),
    "长孙": ("zhang", "sun"),
    "令狐": ("ling", "hu"),
    "鲜于": ("xian", "yu"),
    "乐正": ("yue", "zheng"),
}


def pinyin_key(name: str) -> str:
    """The whole name in pinyin, lower case, without tones, spaces and dots: 单雄信 is shanxiongxin."""
    return "".join(syllables(name))[:KEY_LENGTH]


def initials(name: str) -> str:
    """The first letter of each syllable, and of each word that is not Han: 尉迟恭 is ycg."""
    return "".join(syllable[0] for syllable in syllables(name))


def sort_key(name: str) -> str:
    """A key that sorts names by syllable, then by the characters; compare it by code points (collation "C").

    The hyphen between syllables sorts below the letters: 西安 comes before 县.
    """
    return f"{'-'.join(syllables(name))} {name}"


# As long as the columns that hold it; nobody types more of a name to find it.
KEY_LENGTH = 160


@lru_cache(maxsize=4096)
def syllables(name: str) -> tuple[str, ...]:
    """The readings of a name, character by character; a word that is not Han is one part, in lower case."""
    parts: list[str] = []
    for word in name.replace(MIDDLE_DOT, " ").split():
        parts += _word(word, surname=not parts and MIDDLE_DOT not in name)
    return tuple(parts)


def _word(word: str, *, surname: bool) -> list[str]:
    if surname and word[:2] in _DOUBLE_SURNAMES:
        return [*_DOUBLE_SURNAMES[word[:2]], *_word(word[2:], surname=False)]
    if surname and word[0] in _SURNAMES:
        return [_SURNAMES[word[0]], *_word(word[1:], surname=False)]
    return [*_readings(word)]


@lru_cache(maxsize=16384)
def _readings(word: str) -> tuple[str, ...]:
    """Given names come again with other surnames, whole names seldom."""
    return tuple(part.lower() for part in lazy_pinyin(word, style=Style.NORMAL, errors=_unread))


def _unread(text: str) -> list[str]:
    """What has no reading: a rare Han character for itself, a run of anything else as one part."""
    parts = [""]
    for char in text:
        if is_han(char):
            parts += [_RARE.get(char, char), ""]
        else:
            parts[-1] += char
    return [part for part in parts if part]
