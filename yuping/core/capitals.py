"""Amounts in capitals (人民币大写) for vouchers, after the rules for filling in bills.

Where those rules allow two spellings, the one they print first is used: 零 is written between 元 and 角
when the yuan end in 0 (1,680.32 is 壹仟陆佰捌拾元零叁角贰分) and not between 万 and 仟 (107,000 is
壹拾万柒仟元整). 整 closes every amount that does not end in 分, so that nothing can be added behind it.
"""

from decimal import Decimal

from yuping.core.money import to_fen, yuan

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("仟", "佰", "拾", "")
_SECTIONS = ("亿", "万", "")
LARGEST = Decimal("999999999999.99")


def in_capitals(amount: Decimal | int | str) -> str:
    """Write an amount of yuan in capitals: 4000 is 肆仟元整, 277.08 is 贰佰柒拾柒元零捌分, 0 is 零元整.

    Raises `ValueError` for a negative amount, one with a fraction of a fen, and one above 999,999,999,999.99.
    """
    exact = yuan(amount)
    if exact < 0 or exact > LARGEST or exact != to_fen(exact):
        raise ValueError("capitals exist for whole fen from 0 to 999,999,999,999.99")
    fen = int(exact.scaleb(2))
    whole, jiao, last = fen // 100, fen // 10 % 10, fen % 10
    if not jiao and not last:
        return _whole_yuan(whole) + "元整"
    head = _whole_yuan(whole) + "元" if whole else ""
    if whole and (not jiao or whole % 10 == 0):
        head += "零"
    tail = _DIGITS[jiao] + "角" if jiao else ""
    return head + tail + (_DIGITS[last] + "分" if last else "整")


def _whole_yuan(whole: int) -> str:
    """Read a whole number by sections of four digits; a gap of zeros inside it is one 零."""
    if not whole:
        return _DIGITS[0]
    sections = (whole // 10**8, whole // 10**4 % 10**4, whole % 10**4)
    spoken = ""
    gap = False
    for value, unit in zip(sections, _SECTIONS, strict=True):
        if not value:
            gap = bool(spoken)
            continue
        if spoken and (gap or value < 1000):
            spoken += _DIGITS[0]
        spoken += _section(value) + unit
        gap = False
    return spoken


def _section(value: int) -> str:
    """Read 1 to 9999, with one 零 for each run of zeros inside."""
    spoken = ""
    gap = False
    for digit, place in zip(f"{value:04d}", _PLACES, strict=True):
        if digit == "0":
            gap = bool(spoken)
            continue
        spoken += (_DIGITS[0] if gap else "") + _DIGITS[int(digit)] + place
        gap = False
    return spoken
