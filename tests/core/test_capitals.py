from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yuping.core.capitals import LARGEST, in_capitals

VALUES = {char: value for value, char in enumerate("零壹贰叁肆伍陆柒捌玖")}
UNITS = {"拾": 10, "佰": 100, "仟": 1000}


def read_back(text: str) -> Decimal:
    """An independent reader of capitals: sums digits by the units behind them."""
    total = section = digit = 0
    fen = 0
    for char in text:
        if char in VALUES:
            digit = VALUES[char]
        elif char in UNITS:
            section, digit = section + digit * UNITS[char], 0
        elif char in "万亿":
            total, section, digit = total + (section + digit) * (10**4 if char == "万" else 10**8), 0, 0
        elif char == "元":
            total, section, digit = total + section + digit, 0, 0
        elif char in "角分":
            fen, digit = fen + digit * (10 if char == "角" else 1), 0
    return Decimal(total) + Decimal(fen) / 100


@pytest.mark.parametrize(
    ("amount", "capitals"),
    [
        ("4000.00", "肆仟元整"),
        ("277.08", "贰佰柒拾柒元零捌分"),
        ("0", "零元整"),
        ("0.50", "伍角整"),
        ("0.05", "伍分"),
        ("0.55", "伍角伍分"),
        ("1.05", "壹元零伍分"),
        ("10", "壹拾元整"),
        ("10.50", "壹拾元零伍角整"),
        ("100010", "壹拾万零壹拾元整"),
        ("10000001.05", "壹仟万零壹元零伍分"),
        ("1409.50", "壹仟肆佰零玖元伍角整"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("1680.32", "壹仟陆佰捌拾元零叁角贰分"),
        ("107000.53", "壹拾万柒仟元零伍角叁分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("5196000", "伍佰壹拾玖万陆仟元整"),
        ("167550000", "壹亿陆仟柒佰伍拾伍万元整"),
        ("100000000", "壹亿元整"),
        ("100000001", "壹亿零壹元整"),
        ("100001000", "壹亿零壹仟元整"),
        ("100100000", "壹亿零壹拾万元整"),
        ("110000000", "壹亿壹仟万元整"),
        ("10010010", "壹仟零壹万零壹拾元整"),
        (
            "999999999999.99",
            "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分",
        ),
    ],
)
def test_amounts_in_capitals(amount, capitals):
    assert in_capitals(amount) == capitals


@pytest.mark.parametrize("amount", ["-1", "0.005", "1000000000000"])
def test_amounts_without_capitals_are_refused(amount):
    with pytest.raises(ValueError):
        in_capitals(amount)


@settings(max_examples=500)
@given(st.integers(0, int(LARGEST * 100)) | st.integers(0, 2 * 10**7))
def test_capitals_read_back_to_the_same_amount(fen):
    amount = Decimal(fen) / 100

    written = in_capitals(amount)

    assert read_back(written) == amount
    assert "零零" not in written
