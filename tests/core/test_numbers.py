from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yuping.core.bankcard import AccountKind, BadAccount, luhn_sum, make_card, mask_account, parse_account
from yuping.core.creditcode import BadCreditCode, HolderKind, make_credit_code, parse_credit_code
from yuping.core.numbers import BadNumber, parse_count, parse_number
from yuping.core.phone import BadPhone, mask_phone, parse_phone

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("91520622MA6D0000XU", HolderKind.ENTERPRISE),
        ("93520622MA6DLX012F", HolderKind.COOPERATIVE),
        ("N2520622MF0000013F", HolderKind.VILLAGE_COLLECTIVE),
        (" ９１520622ma6d0000xu ", HolderKind.ENTERPRISE),
    ],
)
def test_credit_codes_are_read(text, kind):
    code = parse_credit_code(text)

    assert code.kind is kind
    assert code.division == "520622"
    assert code.organisation == code.code[8:17]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "credit_code_length"),
        ("91520622MA6D0000X", "credit_code_length"),
        ("91520622MA6D0000XV", "credit_code_characters"),
        ("91520622MA6DI000XU", "credit_code_characters"),
        ("91520622MA6DО000XU", "credit_code_characters"),
        ("91520622MA6D00001U", "credit_code_organisation"),
        ("91520622MA6D0000XT", "credit_code_check"),
        ("93520622MA6D0000XU", "credit_code_check"),
    ],
    ids=ascii,
)
def test_wrong_credit_codes_are_refused_with_the_reason(text, reason):
    with pytest.raises(BadCreditCode) as refusal:
        parse_credit_code(text)

    assert refusal.value.code == reason


@settings(max_examples=200)
@given(st.text("0123456789", min_size=6, max_size=6), st.text(ALPHABET, min_size=8, max_size=8))
def test_made_credit_codes_are_valid(division, body):
    code = make_credit_code("91", division=division, body=body)

    assert parse_credit_code(code).division == division


def test_a_credit_code_is_not_made_from_wrong_parts():
    with pytest.raises(ValueError):
        make_credit_code("91", division="52069A", body="MA6D0000")


@pytest.mark.parametrize(
    "text", ["6229990000000000019", "6217999900000123453", "6229991234567891", "６２２９ 9912 3456 7891"]
)
def test_cards_are_read(text):
    account = parse_account(text, kind=AccountKind.CARD)

    assert account.passes_check
    assert account.number.isascii()
    assert account.number not in repr(account)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("6229991234567890", "account_check"),
        ("622999123456789", "account_length"),
        ("62299912345678910000", "account_length"),
        ("", "account_characters"),
        ("6229991234567٣91", "account_characters"),
        ("6.22999E+15", "account_characters"),
    ],
)
def test_wrong_cards_are_refused_with_the_reason(text, code):
    with pytest.raises(BadAccount) as refusal:
        parse_account(text, kind=AccountKind.CARD)

    assert refusal.value.code == code


def test_a_passbook_that_fails_luhn_is_accepted_and_flagged():
    account = parse_account("6229991234567890", kind=AccountKind.PASSBOOK)

    assert not account.passes_check


@pytest.mark.parametrize("text", ["1234567", "1" * 31])
def test_a_passbook_has_8_to_30_digits(text):
    with pytest.raises(BadAccount) as refusal:
        parse_account(text, kind=AccountKind.PASSBOOK)

    assert refusal.value.params == {"shortest": 8, "longest": 30}


@settings(max_examples=200)
@given(st.text("0123456789", min_size=15, max_size=18), st.data())
def test_one_wrong_digit_in_a_made_card_is_found(body, data):
    card = make_card(body)
    place = data.draw(st.integers(0, len(card) - 1))
    digit = data.draw(st.sampled_from("0123456789").filter(lambda other: other != card[place]))

    assert luhn_sum(card) == 0
    assert luhn_sum(card[:place] + digit + card[place + 1 :]) != 0


@pytest.mark.parametrize(
    ("number", "masked"),
    [("6229991234567891", "************7891"), ("12345678", "****5678"), ("1234567", "*******")],
)
def test_accounts_show_the_last_four(number, masked):
    assert mask_account(number) == masked


@pytest.mark.parametrize(
    "text",
    ["13800000001", "１３８ 0000 0001", "+86 138-0000-0001", "8613800000001", "\u202d13800000001\u202c"],
    ids=ascii,
)
def test_mobile_numbers_are_read(text):
    assert parse_phone(text) == "13800000001"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "phone_characters"),
        ("1380000000٣", "phone_characters"),
        ("138+00000001", "phone_characters"),
        ("1380000000", "phone_number"),
        ("138000000011", "phone_number"),
        ("12800000001", "phone_number"),
        ("08565230001", "phone_number"),
    ],
)
def test_other_numbers_are_no_mobile_numbers(text, code):
    with pytest.raises(BadPhone) as refusal:
        parse_phone(text)

    assert refusal.value.code == code


@pytest.mark.parametrize(("number", "masked"), [("13800000001", "138****0001"), ("110", "***")])
def test_phones_show_three_and_four(number, masked):
    assert mask_phone(number) == masked


@pytest.mark.parametrize(
    ("text", "count"), [("0", 0), ("12", 12), (" １，２００ ", 1200), ("20,000", 20000), ("999999999", 999_999_999)]
)
def test_typed_counts_are_read(text, count):
    assert parse_count(text) == count


NO_NUMBERS = ["", "1e3", "+5", "-5", "1_000", "٣", "४", "²", "0x10", "1,00", "1 000", "NaN", "1000000000"]


@pytest.mark.parametrize("text", [*NO_NUMBERS, "1.0"], ids=ascii)
def test_any_other_typed_count_is_refused(text):
    with pytest.raises(BadNumber) as refusal:
        parse_count(text)

    assert refusal.value.code == "count_format"


def test_typed_rates_are_read_exactly():
    assert [parse_number(text, places=3) for text in ("4.75", "７．６２５", "1,200")] == [
        Decimal("4.75"),
        Decimal("7.625"),
        Decimal(1200),
    ]


@pytest.mark.parametrize("text", [*NO_NUMBERS, ".5", "4."], ids=ascii)
def test_any_other_typed_rate_is_refused(text):
    with pytest.raises(BadNumber) as refusal:
        parse_number(text, places=3)

    assert refusal.value.code == "number_format"


def test_decimals_are_never_cut_off():
    with pytest.raises(BadNumber) as refusal:
        parse_number("4.7501", places=3)

    assert (refusal.value.code, refusal.value.params) == ("number_places", {"places": 3})
