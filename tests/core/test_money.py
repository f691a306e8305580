from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yuping.core.money import ZERO, BadAmount, parse_yuan, split, to_fen, yuan

NOT_AMOUNTS = [
    *[
        "-4000",
        "+4000",
        "1e3",
        "NaN",
        "Infinity",
        "4000.005",
        "1000000000",
        "40,00",
        "1,2345",
        ",100",
        "1,000,000,000",
        "4000.",
        ".5",
    ],
    *["٣", "４²", "0x10", "1_000", "4000元", "－４０００"],
    *("", " ", "4 000", "4\n000", "4000\0"),
]
FEN = st.integers(min_value=-(10**14), max_value=10**14).map(lambda fen: Decimal(fen) / 100)


@pytest.mark.parametrize("value", [1.0, 0.1, True, False, None, b"1", 1j], ids=repr)
def test_yuan_refuses_what_is_no_exact_number(value):
    with pytest.raises(TypeError):
        yuan(value)


@pytest.mark.parametrize(
    "value",
    [
        "NaN",
        "Infinity",
        Decimal("NaN"),
        Decimal("sNaN"),
        Decimal("-Infinity"),
        "1e3",
        "1_000",
        "1,000",
        " 1",
        "",
        "４",
    ],
    ids=repr,
)
def test_yuan_refuses_what_is_no_finite_plain_number(value):
    with pytest.raises(ValueError):
        yuan(value)


def test_yuan_keeps_the_exact_value():
    assert yuan("4000.005") == Decimal("4000.005")
    assert yuan(-3) == Decimal(-3)
    assert yuan(Decimal("0.10")) == Decimal("0.1")


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [
        ("4000.005", "4000.01"),
        ("4000.0049999", "4000.00"),
        ("0.015", "0.02"),
        ("0.025", "0.03"),
        ("-0.005", "-0.01"),
        ("-0.001", "0.00"),
        ("99999999999999999999999999999.995", "100000000000000000000000000000.00"),
        ("7", "7.00"),
    ],
)
def test_rounding_is_half_away_from_zero_to_the_fen(exact, rounded):
    assert str(to_fen(exact)) == rounded


def test_the_odd_fen_goes_to_the_part_that_lost_most():
    assert split(Decimal("100.00"), [1, 2, 3]) == [Decimal("16.67"), Decimal("33.33"), Decimal("50.00")]


def test_on_equal_loss_the_earlier_part_gets_the_odd_fen():
    assert split(Decimal("0.02"), [1, 1, 1]) == [Decimal("0.01"), Decimal("0.01"), ZERO]


def test_villages_share_by_their_households():
    assert split(Decimal("1299000"), [1000, 299]) == [Decimal("1000000.00"), Decimal("299000.00")]


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1], [1.5], [True]], ids=repr)
def test_split_refuses_weights_that_are_not_whole_and_above_zero(weights):
    with pytest.raises(ValueError):
        split(Decimal(1), weights)


def test_split_refuses_a_fraction_of_a_fen():
    with pytest.raises(ValueError):
        split(Decimal("0.005"), [1])


@settings(max_examples=200)
@given(total=FEN, weights=st.lists(st.integers(0, 10**6), min_size=1, max_size=40).filter(any))
def test_parts_add_up_and_none_is_off_by_a_fen(total, weights):
    parts = split(total, weights)

    assert sum(parts) == total
    assert all(
        abs(part - total * weight / sum(weights)) < Decimal("0.01") for part, weight in zip(parts, weights, strict=True)
    )
    assert all(part == 0 for part, weight in zip(parts, weights, strict=True) if not weight)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("4000", "4000.00"),
        ("４０００", "4000.00"),
        ("４，０００．５", "4000.50"),
        ("1,234,567.8", "1234567.80"),
        (" 4000\u3000", "4000.00"),
        ("0", "0.00"),
        ("999999999.99", "999999999.99"),
        ("0004000", "4000.00"),
    ],
)
def test_typed_amounts_are_read(text, amount):
    assert str(parse_yuan(text)) == amount


@pytest.mark.parametrize("text", NOT_AMOUNTS, ids=ascii)
def test_any_other_typed_amount_is_refused(text):
    with pytest.raises(BadAmount) as refusal:
        parse_yuan(text)

    assert refusal.value.code == ("amount_negative" if text in {"-4000", "－４０００"} else "amount_format")


@pytest.mark.parametrize("text", ["-4000", "－４０００", "−4,000.50", "- 5"])
def test_an_amount_below_zero_is_called_one(text):
    with pytest.raises(BadAmount) as refusal:
        parse_yuan(text)

    assert refusal.value.code == "amount_negative"


@settings(max_examples=300)
@given(st.text(max_size=14))
def test_a_typed_amount_is_read_exactly_or_refused(text):
    try:
        amount = parse_yuan(text)
    except BadAmount:
        return

    assert ZERO <= amount < 10**9
    assert amount == to_fen(amount)
