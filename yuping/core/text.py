"""Typed text, cleaned by its kind: numbers, names of persons, lines, notes, and cells of exported tables.

Names are kept as they stand on the identity card. They are never put through a Unicode normal form: NFC and
NFKC change characters that people really carry (U+F900), and rare ones (𠮷, 㛃, 䶮) must come back byte for
byte. Only numbers and codes have their full-width characters folded. Lengths are counted in code points, so
𠮷 is one.
"""

import unicodedata

from yuping.core.errors import BadInput

MIDDLE_DOT = "·"
NAME_LENGTH = 50
LINE_LENGTH = 200
NOTE_LENGTH = 2000

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_DOTS = str.maketrans(dict.fromkeys("•・‧⋅∙･\u0387", MIDDLE_DOT))
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_ZERO_WIDTH = frozenset("\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200d\u2060\u3164\ufeff\uffa0")
_SELECTORS = frozenset(map(chr, [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]))
INVISIBLE = _BIDI | _ZERO_WIDTH | _SELECTORS
_UNUSABLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_FORMULA_STARTS = frozenset("=+-@\t\r\n\0＝＋－＠﹦﹢﹣﹫−")


class BadText(BadInput):
    """Text that cannot be stored as typed. Codes: `text_control`, `text_invisible`, `text_length` (limit)."""


def fold_ascii(text: str) -> str:
    """Turn full-width ASCII and the ideographic space into ASCII; for numbers and codes, never for names."""
    return text.translate(_FULL_WIDTH)


def clean_number(text: str) -> str:
    """Fold typed digits and codes to ASCII and drop spaces and invisible characters around them.

    Address books and chat programs put direction marks around copied numbers; inside a number they stay and
    are refused by whoever reads it.
    """
    return _trim(fold_ascii(text), _ZERO_WIDTH | _BIDI)


def compact_number(text: str) -> str:
    """As `clean_number`, and without the spaces people type inside long numbers to read them."""
    return clean_number(text).replace(" ", "").replace("\u00a0", "")


def clean_reference(text: str) -> str:
    """The number by which a bank or another office names a payment, without what copying and keyboards added.

    Full-width characters are folded; spaces and invisible characters are dropped wherever they stand. Letters
    keep their case as printed, so two references are compared by `upper()`. Raises `BadText` for control
    characters.
    """
    kept = "".join(char for char in fold_ascii(text) if not char.isspace() and char not in INVISIBLE)
    _refuse_hidden(kept, frozenset())
    return kept


def clean_name(text: str, *, max_length: int = NAME_LENGTH) -> str:
    """A person's name as on the identity card, without what only spacing and keyboards added.

    Spaces around it are dropped, spaces inside a Han name too (王　伟 is 王伟), between Latin words one is
    kept; all middle dots become `·`. Every other character stays as it is. Blank text gives "". Raises
    `BadText` for control characters, direction marks and anything else invisible inside, and beyond
    `max_length` code points.
    """
    trimmed = _trim(text.translate(_DOTS), _ZERO_WIDTH)
    _refuse_hidden(trimmed, _ZERO_WIDTH | _SELECTORS)
    return _within(_joined(trimmed), max_length)


def clean_search(text: str) -> str:
    """What is typed into a search box, spelled as names are stored (王　伟 finds 王伟); nothing is refused."""
    return _joined(_trim(text.translate(_DOTS), _ZERO_WIDTH))


def clean_line(text: str, *, max_length: int = LINE_LENGTH) -> str:
    """One line of other text: trimmed, each run of spaces one space, zero-width characters dropped.

    Raises `BadText` for control characters (a line break too) and direction marks, and beyond `max_length`.
    """
    trimmed = _trim(text, _ZERO_WIDTH)
    _refuse_hidden(trimmed, frozenset())
    visible = "".join(char for char in trimmed if char not in _ZERO_WIDTH)
    return _within(" ".join(visible.split()), max_length)


def clean_note(text: str, *, max_length: int = NOTE_LENGTH) -> str:
    """Text of several lines: each as `clean_line`; line breaks stay, blank lines at the ends do not."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").split("\n")
    cleaned = "\n".join(clean_line(line, max_length=max_length) for line in lines)
    return _within(cleaned.strip("\n"), max_length)


def has_private_use(text: str) -> bool:
    """Whether the text holds private-use characters: they show differently or not at all elsewhere."""
    return any(unicodedata.category(char) == "Co" for char in text)


def is_han(char: str) -> bool:
    """Whether a character is Han, the rare planes and private-use stand-ins included."""
    code = ord(char)
    return (
        0x3400 <= code <= 0x9FFF
        or 0xE000 <= code <= 0xFAFF
        or 0x2E80 <= code <= 0x2FDF
        or 0x20000 <= code <= 0x3FFFD
        or char in "〇々"
        or code >= 0xF0000
    )


def neutralise_formula(value: object) -> object:
    """A cell value that no spreadsheet program runs as a formula.

    Text that starts like a formula, also behind spaces or in full-width signs, gets a leading apostrophe.
    None becomes "". Everything that is not text (numbers, dates) stays what it is.
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        return value
    shown = value.lstrip(" \u00a0\u3000" + "".join(_ZERO_WIDTH))
    starts = value[:1] in _FORMULA_STARTS or shown[:1] in _FORMULA_STARTS
    return f"'{value}" if value and starts else value


def _trim(text: str, extra: frozenset[str]) -> str:
    start, end = 0, len(text)
    while start < end and (text[start].isspace() or text[start] in extra):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in extra):
        end -= 1
    return text[start:end]


def _refuse_hidden(text: str, invisible: frozenset[str]) -> None:
    for char in text:
        if char in invisible:
            raise BadText("text_invisible")
        if char in _ZERO_WIDTH:
            continue
        if unicodedata.category(char) in _UNUSABLE or char == "\ufffd" or ord(char) & 0xFFFE == 0xFFFE:
            raise BadText("text_control")


def _joined(text: str) -> str:
    words = text.split()
    joined = "".join(words[:1])
    for word in words[1:]:
        joined += word if _joins(joined[-1], word[0]) else f" {word}"
    return joined


def _joins(left: str, right: str) -> bool:
    """Whether a space between these two characters of a name was only typed for looks."""
    return MIDDLE_DOT in (left, right) or (is_han(left) and is_han(right))


def _within(text: str, max_length: int) -> str:
    if len(text) > max_length:
        raise BadText("text_length", limit=max_length)
    return text
